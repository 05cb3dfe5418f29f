"""Days, intervals of days, and the UTC instants at which days begin.

A rule never asks what day it is: it says from which day and until which day something holds, and
the instants follow from the zone of the building or of the agency (architecture, idea 3).
Touches: nothing.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple


class Periode(NamedTuple):
    """The days from `du` (included) to `avant` (excluded); None: without limit."""

    du: date | None
    avant: date | None

    @property
    def is_empty(self) -> bool:
        """Return whether no day is in it."""
        return self.avant is not None and (self.du or date.min) >= self.avant

    def holds(self, day: date) -> bool:
        """Return whether a day is in it."""
        return (self.du is None or self.du <= day) and (self.avant is None or day < self.avant)

    def cut(self, other: "Periode") -> "Periode":
        """Return the days that are in both."""
        return Periode(_latest(self.du, other.du), _earliest(self.avant, other.avant))


TOUJOURS = Periode(None, None)


def included(du: date | None, au: date | None) -> Periode:
    """Given a first and a last day, both included, return the period."""
    return Periode(du, None if au is None else after(au))


def after(day: date) -> date:
    """Given a day, return the next one; the last day there is is its own."""
    return day + timedelta(days=1) if day < date.max else day


def merged(periodes: Iterable[Periode]) -> list[Periode]:
    """Given periods in any order, return the same days as the fewest periods, in order."""
    found: list[Periode] = []
    wanted = (periode for periode in periodes if not periode.is_empty)
    for periode in sorted(wanted, key=_by_beginning):
        if found and _touches(found[-1], periode):
            found[-1] = Periode(found[-1].du, _latest_end(found[-1].avant, periode.avant))
        else:
            found.append(periode)
    return found


def segments(periodes: Iterable[Periode]) -> list[Periode]:
    """Given periods, return the elementary ones between all their limits, from ever to ever."""
    limits = sorted({day for periode in periodes for day in periode if day is not None})
    starts: list[date | None] = [None, *limits]
    ends: list[date | None] = [*limits, None]
    return [Periode(du, avant) for du, avant in zip(starts, ends, strict=True)]


def covers(periodes: Iterable[Periode], segment: Periode) -> bool:
    """Given merged periods and one of their `segments`, return whether one of them holds it."""
    return any(
        (periode.du is None or (segment.du is not None and periode.du <= segment.du))
        and (
            periode.avant is None or (segment.avant is not None and segment.avant <= periode.avant)
        )
        for periode in periodes
    )


@lru_cache(maxsize=65536)
def months_later(day: date, months: int) -> date:
    """Given a day, return the same day `months` later, clamped to the month's end (R-053)."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=65536)
def beginning(day: date, zone: tzinfo) -> str:
    """Given a day and a zone, return the UTC instant at which it begins there."""
    if not date(2, 1, 1) <= day <= date(9998, 12, 31):
        zone = UTC
    found = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    return f"{found.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def beginning_or_none(day: date | None, zone: tzinfo) -> str | None:
    """Return `beginning`, or None for no day."""
    return None if day is None else beginning(day, zone)


def is_within(du: str | None, avant: str | None, moment: str) -> bool:
    """Given UTC instants, `avant` excluded, None for no limit, return whether one is between."""
    return (du is None or du <= moment) and (avant is None or moment < avant)


def _by_beginning(periode: Periode) -> tuple[bool, date]:
    """A period without beginning stands before one that begins on the first day there is."""
    return periode.du is not None, periode.du or date.min


def _latest(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one if other is None else other
    return max(one, other)


def _earliest(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one if other is None else other
    return min(one, other)


def _latest_end(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def _touches(before: Periode, following: Periode) -> bool:
    """Return whether two periods in order leave no day between them."""
    return before.avant is None or following.du is None or following.du <= before.avant
