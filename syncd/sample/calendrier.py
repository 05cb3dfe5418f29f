"""Dates of the sample: months back, retention ends, offsets, French wording.

No clock: everything derives from the first night's date.
Touches: nothing.
"""

from calendar import monthrange
from datetime import date, timedelta

from syncd.sample.words import MOIS

JAMAIS = "0000-00-00"
"""What LSC writes as `publie_le` of an event that is not to be published (R-051)."""


def months_later(day: date, months: int) -> date:
    """Given a day, return the same day `months` later, clamped to the month's end (R-053)."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_ago(day: date, months: int, on: int) -> date:
    """Given a day, return day `on` (1–28) of the month that lies `months` before."""
    return months_later(day.replace(day=1), -months).replace(day=on)


def eve(day: date) -> date:
    """Return the day before: what a night sends happened then."""
    return day - timedelta(days=1)


def month_name(day: date) -> str:
    """Return "novembre 2026"."""
    return f"{MOIS[day.month - 1]} {day.year}"


def of_month(day: date) -> str:
    """Return "de novembre 2026" or "d'octobre 2026"."""
    name = month_name(day)
    return f"d'{name}" if name[0] in "ao" else f"de {name}"


def in_words(day: date) -> str:
    """Return "1er novembre 2026"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {month_name(day)}"


def quarter(day: date) -> str:
    """Return "4e trimestre 2026"."""
    rank = (day.month - 1) // 3 + 1
    return f"{'1er' if rank == 1 else f'{rank}e'} trimestre {day.year}"


def offset(day: date, fuseau: str) -> str:
    """Given a zone of the sample, return its offset on that day, by the rule of the EU."""
    if fuseau == "Pacific/Tahiti":
        return "-10:00"
    summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
    return "+02:00" if summer else "+01:00"


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)
