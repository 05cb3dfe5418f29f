"""How connections that were not served are logged: at once, then counted, never a line for each.

Touches: the log.
"""

import logging
from collections import Counter

log = logging.getLogger(__name__)

_EVERY_SECONDS = 10.0


class Refusals:
    """What was refused since it was last logged, by reason."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._logged_at: dict[str, float] = {}

    def note(self, reason: str, peer: str, now: float) -> None:
        """Given why, from where and when (seconds that only grow), log it if it is time to.

        `peer` is only the last one of those that are counted.
        """
        self._counts[reason] += 1
        last = self._logged_at.get(reason)
        if last is None or now - last >= _EVERY_SECONDS:
            count = self._counts.pop(reason)
            self._logged_at[reason] = now
            log.warning(
                "connections_refused", extra={"reason": reason, "peer": peer, "count": count}
            )
