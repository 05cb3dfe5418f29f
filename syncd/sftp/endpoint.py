"""Where and how SFTP is served: the plain values that the listener and its sessions receive.

Touches: nothing.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One listening address and the folders behind it; `port` 0 takes any free one.

    `incoming` and `retour` hold a folder per account, `accounts` a `<name>.pub` per account. A
    client has `login_seconds` to authenticate and to ask for SFTP. `domaine` is the agency's, which
    a manifest must name. `now` gives the instant as UTC
    text of 24 characters.
    """

    host: str
    port: int
    incoming: Path
    retour: Path
    logs: Path
    accounts: Path
    host_key: Path
    domaine: str
    max_sessions: int
    login_seconds: float
    now: Callable[[], str]


class Line(NamedTuple):
    """What binds a session to the supervisor: where to tell events, and whether it still lives.

    `life` is a pipe whose other end the supervisor holds: it becomes readable when that one ends.
    """

    supervisor: socket.socket
    life: int
