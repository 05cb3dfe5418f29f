"""What an operator asks first: does the daemon run, what came, what waits, and for what.

Touches: everything below `data`, reading; nothing is renamed, made or locked for longer than it
takes to see that the spool's lock is free.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.disk.completeness import Conditions, glance
from ingest.disk.spool import STATES, Spool
from store.changes import Entry
from store.database import Store
from syncd.site import Parts, Site

COUNTED = ("active", *STATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """Who the running daemon says it is; the port is the real one, also when any was taken."""

    pid: int
    port: int
    started: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An envoi under way, and what it waits for; empty when it is complete."""

    account: str
    name: str
    files: int
    waits_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is true now; `daemon` is None when it does not run."""

    running: bool
    daemon: Daemon | None
    spool: dict[str, int]
    """How many envois are in each state."""
    last: Entry | None
    orders: int
    """Orders to the daemon without an answer."""
    messages: int
    """Answers to clients that are not in their `retour/` yet."""
    incoming: tuple[Waiting, ...]


def status_of(site: Site, parts: Parts, now: datetime) -> Status:
    """Given an installation that received something, return its status."""
    daemon = _daemon(site)
    incoming = tuple(_under_way(parts.spool, parts.conditions, now))
    last, orders, messages = _recorded(parts.store)
    counts = {state: _count(site.spool / state) for state in COUNTED}
    return Status(
        running=daemon is not None,
        daemon=daemon,
        spool={"incoming": len(incoming), **counts},
        last=last,
        orders=orders,
        messages=messages,
        incoming=incoming,
    )


def is_running(site: Site) -> bool:
    """Given an installation, return whether its daemon runs, and is ready."""
    return _daemon(site) is not None


def _daemon(site: Site) -> Daemon | None:
    """Return who runs; None when nobody does, or is not ready yet.

    The lock is looked at only when a daemon said that it is there: one that is starting must not
    find it taken by us.
    """
    try:
        said = json.loads(site.daemon.read_bytes())
    except FileNotFoundError:
        return None
    return Daemon(**said) if _is_locked(site.spool) else None


def _is_locked(spool: Path) -> bool:
    fd = os.open(spool, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def _under_way(spool: Spool, conditions: Conditions, now: datetime) -> Iterator[Waiting]:
    for account, directory in spool.incoming():
        etat = glance(directory, conditions, now=now)
        yield Waiting(
            account=account,
            name=directory.name,
            files=len(etat.tree.files),
            waits_for=etat.raison,
        )


def _count(directory: Path) -> int:
    return sum(1 for _ in directory.iterdir()) if directory.is_dir() else 0


def _recorded(store: Store) -> tuple[Entry | None, int, int]:
    with store.reading() as known:
        last = next(iter(known.entries(limit=1)), None)
        return last, len(known.orders()), len(known.messages())
