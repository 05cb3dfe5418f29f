"""How long we wait: before we try again what a fault of this host stopped, and for an answer.

Touches: the source of randomness; this is the one module that may.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryError, Retrying, retry_if_result, stop_after_delay, wait_fixed

Answer = TypeVar("Answer")

_JITTER = 0.1
_LOOK_EVERY_SECONDS = 0.1


class Unanswered(Exception):  # noqa: N818  said to the operator
    """What was asked for was taken in, and no answer is known yet."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from `first_seconds` to `most_seconds`, each up to a tenth longer."""

    first_seconds: float
    most_seconds: float

    def seconds(self, failures: int) -> float:
        """Given how many attempts failed in a row (1 or more), return how long to wait."""
        doubled = self.first_seconds * 2.0 ** min(failures - 1, 32)
        return min(doubled, self.most_seconds) * (1 + random.uniform(0, _JITTER))  # noqa: S311


def awaited(look: Callable[[], Answer | None], seconds: float) -> Answer:
    """Given how to look for an answer, look until there is one. Raise Unanswered after so long."""
    asking = Retrying(
        retry=retry_if_result(lambda found: found is None),
        stop=stop_after_delay(seconds),
        wait=wait_fixed(_LOOK_EVERY_SECONDS),
    )
    try:
        found = asking(look)
    except RetryError as error:
        raise Unanswered("No answer came in time: see `lsc-syncd status`") from error
    if found is None:
        raise AssertionError("an answer was awaited")
    return found
