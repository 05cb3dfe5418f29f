"""The time: the only module that reads it; everyone else receives an instant, or these functions.

Touches: the machine's clocks, reading.
"""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def now_text() -> str:
    """Return the present instant as `YYYY-MM-DDTHH:MM:SS.mmmZ`, UTC, 24 characters."""
    return text_of(now())


def text_of(moment: datetime) -> str:
    """Given an instant in UTC, return it as `now_text` does."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def monotonic() -> float:
    """Return seconds that only grow, for durations."""
    return time.monotonic()
