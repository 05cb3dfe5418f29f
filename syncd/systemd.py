"""What we tell systemd, when it started us: ready, alive, reloading, stopping (sd_notify(3)).

Touches: the notification socket. A message that nobody takes is lost, and nothing depends on it.
"""

import logging
import socket

log = logging.getLogger(__name__)

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def reloading(monotonic: float) -> tuple[str, ...]:
    """Given the seconds of CLOCK_MONOTONIC, return what is told before a reload; READY ends it."""
    return "RELOADING=1", f"MONOTONIC_USEC={int(monotonic * 1_000_000)}"


class Systemd:
    """The notification socket; without an address every message goes nowhere."""

    def __init__(self, address: str | None) -> None:
        """Given `$NOTIFY_SOCKET`: a path, or with `@` a name in the abstract namespace."""
        self._address = f"\0{address[1:]}" if address and address.startswith("@") else address

    def tell(self, *messages: str) -> None:
        """Given messages such as READY, send them together."""
        if self._address is None:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifying:
                notifying.sendto("\n".join(messages).encode(), self._address)
        except OSError as error:
            log.warning("systemd_not_told", extra={"reason": error.strerror})
