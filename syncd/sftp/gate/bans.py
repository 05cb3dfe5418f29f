"""The addresses that nobody may come from for a while: a file for each, in one directory.

The listener makes these files; whoever removes one lifts that ban, and the listener sees it at the
next connection from there (no lock, no order to it). There are never more than `MAX_BANS`: the
oldest is forgotten.
Touches: the directory of the bans. After a crash each file is there whole, or not at all.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from store import durable

MAX_BANS = 1000

_SUFFIX = ".ban"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """An IPv4 address, or the /64 of an IPv6 one; instants are UTC text; how many failures."""

    adresse: str
    depuis: str
    jusqu_au: str
    echecs: int


def write_ban(directory: Path, ban: Ban) -> None:
    """Given a ban, make it last."""
    durable.make_directory(directory)
    durable.write(path_of(directory, ban.adresse), json.dumps(asdict(ban)).encode())


def read_bans(directory: Path, now: str) -> list[Ban]:
    """Return the bans that hold now, the oldest first; what cannot be read is none."""
    held = (ban for ban in _all(directory) if ban.jusqu_au > now)
    return sorted(held, key=lambda ban: (ban.depuis, ban.adresse))


def lift(directory: Path, address: str) -> bool:
    """Given what is banned, as a ban says it, lift the ban; return whether there was one."""
    try:
        path_of(directory, address).unlink()
    except FileNotFoundError:
        return False
    durable.fsync_directory(directory)
    return True


def lift_ended(directory: Path, now: str) -> None:
    """Remove the files of the bans that are over, or cannot be read."""
    held = {path_of(directory, ban.adresse) for ban in read_bans(directory, now)}
    for path in directory.glob(f"*{_SUFFIX}"):
        if path not in held:
            path.unlink(missing_ok=True)


def path_of(directory: Path, address: str) -> Path:
    """Return the file that bans an address."""
    return directory / f"{address.replace('/', '_')}{_SUFFIX}"


def _all(directory: Path) -> Iterator[Ban]:
    for path in directory.glob(f"*{_SUFFIX}"):
        try:
            ban = Ban(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
        if path_of(directory, ban.adresse) == path:
            yield ban
