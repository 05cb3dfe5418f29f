"""Where and how SFTP is served: the plain values that the listener and its sessions receive.

Touches: nothing.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Profile = Literal["compatible", "strict"]
DataPath = Literal["fast", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One listening address and the folders behind it; `port` 0 takes any free one.

    `incoming` and `retour` hold a folder per account, `accounts` a `<name>.pub` per account, `bans`
    what is remembered of addresses. A client has `login_seconds` to authenticate and to ask for
    SFTP. The `max_…` are connections at once: in all, not logged in yet, of one address, of one
    account. Of a daemon of root's, sessions run as `user` (privileges.py). What clients send leaves
    `floor_bytes` of the disk free. In the `strict` profile clients without a post-quantum key
    exchange are refused. `ban_failures` failed logins within `ban_within_seconds` ban an address
    for `ban_seconds`. `data_path` is how bytes reach the answers: `fast` (stream.py), or `plain`
    (conversation.py, paramiko as it is); new keys are asked for after `rekey_bytes` under the same
    ones. `domaine` is the agency's, which a manifest must name. `now` gives the instant as UTC text
    of 24 characters.
    """

    host: str
    port: int
    incoming: Path
    retour: Path
    logs: Path
    accounts: Path
    host_key: Path
    domaine: str
    bans: Path
    max_sessions: int
    login_seconds: float
    data_path: DataPath = "fast"
    rekey_bytes: int = 2**34
    now: Callable[[], str]
    max_login: int = 16
    max_per_address: int = 24
    max_per_account: int = 16
    ban_failures: int = 10
    ban_within_seconds: float = 600
    ban_seconds: float = 3600
    floor_bytes: int = 0
    user: str | None = None
    profile: Profile = "compatible"


class Line(NamedTuple):
    """What binds a session to the supervisor: where to tell events, and whether it still lives.

    `life` is a pipe whose other end the supervisor holds: it becomes readable when that one ends.
    """

    supervisor: socket.socket
    life: int
