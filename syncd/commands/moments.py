"""The option `--at`: a day, or an instant, of the past."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import click

from ingest.telling.past import Span, day_of, moment_of


def span_of(text: str, zone: ZoneInfo) -> Span:
    """Given a day, or an instant of the agency's zone, return the span that it means."""
    found, is_day = _read(text, zone)
    return day_of(found.date(), zone) if is_day else moment_of(found)


def last_of(text: str, zone: ZoneInfo) -> str:
    """Given the same, return the last instant of the day, or the instant, in UTC."""
    found, is_day = _read(text, zone)
    return moment_of(datetime.combine(found, time.max, zone) if is_day else found).du


def noon_of(text: str, zone: ZoneInfo) -> datetime:
    """Given the same, return noon of the day, or the instant."""
    found, is_day = _read(text, zone)
    return found.replace(hour=12) if is_day else found


def _read(text: str, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return the instant, of a day its beginning, and whether it is a day. Raise BadParameter."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no day (2026-03-03) nor instant") from error
    return found if found.tzinfo else found.replace(tzinfo=zone), len(text) <= len("2026-03-03")
