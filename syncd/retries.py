"""How long we wait before we try again what a fault of this host stopped.

Touches: the source of randomness; this is the one module that may.
"""

import random
from dataclasses import dataclass

_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from `first_seconds` to `most_seconds`, each up to a tenth longer."""

    first_seconds: float
    most_seconds: float

    def seconds(self, failures: int) -> float:
        """Given how many attempts failed in a row (1 or more), return how long to wait."""
        doubled = self.first_seconds * 2.0 ** min(failures - 1, 32)
        return min(doubled, self.most_seconds) * (1 + random.uniform(0, _JITTER))  # noqa: S311
