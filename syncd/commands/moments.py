"""The option `--at`: a day, or an instant, of the past."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from ingest.telling.past import Span, day_of, moment_of


def span_of(text: str, zone: ZoneInfo) -> Span:
    """Given a day, or an instant of the agency's zone, return the span that it means."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no day (2026-03-03) nor instant") from error
    if len(text) <= len("2026-03-03"):
        return day_of(found.date(), zone)
    return moment_of(found if found.tzinfo else found.replace(tzinfo=zone))
