"""What sessions tell the supervisor: one JSON datagram per event, a doorbell and never the truth.

Touches: nothing. A lost event costs a delay: the supervisor scans anyway.
"""

import json
from dataclasses import dataclass, fields
from typing import Literal, get_args

from ingest.disk.tree import MANIFESTE

Kind = Literal["closed", "changed", "renamed", "removed", "ended"]

MAX_BYTES = 64 << 10
_KINDS = frozenset(get_args(Kind))
_COMPLETING = frozenset({"closed", "changed", "renamed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of one session.

    `closed`: a file is not being written any more, and `success` says whether it is whole;
    `changed`: times, mode or size were asked for, done or not; `renamed`, `removed`: done; `ended`:
    the session is over. `envoi` is the folder's name in the account, `path` and `source` (of a
    rename) are the client's paths, from `/`.
    """

    session: str
    account: str
    event: Kind
    envoi: str | None = None
    path: str | None = None
    source: str | None = None
    size: int | None = None
    success: bool = True

    @property
    def may_complete(self) -> bool:
        """Return whether an envoi may be complete since: senders bring the manifest last.

        Others are sealed as well, a moment later: this is haste, not truth.
        """
        if self.event == "ended":
            return True
        last = (f"/{self.envoi}", f"/{self.envoi}/{MANIFESTE}")
        return self.event in _COMPLETING and self.success and self.path in last


_FIELDS = tuple(field.name for field in fields(Event))


def encode(event: Event) -> bytes:
    """Given an event, return its datagram."""
    return json.dumps({name: getattr(event, name) for name in _FIELDS}).encode()


def parse(datagram: bytes) -> Event:
    """Given a datagram, return its event. Raise ValueError when it is none."""
    fields = json.loads(datagram)
    if not isinstance(fields, dict) or fields.get("event") not in _KINDS:
        raise ValueError("not an event of a session")
    try:
        return Event(**fields)
    except TypeError as error:
        raise ValueError("not an event of a session") from error
