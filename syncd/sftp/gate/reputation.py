"""What the listener remembers of addresses: who came in, who failed to, who is banned for it.

A connection that offered keys or passwords and did not come in is one failed login, however many
it offered; one that offers nothing scores nothing, nor does one whose key is some account's. Enough
failed logins within a while ban the address. Who came in is known: his failures are forgotten, and
for `KNOWN_FOR` his address is not banned, whoever else is behind it.
Touches: the directory of the bans, where `state.json` holds the rest; it is written with each ban,
each newly known address and at the end. A crash forgets some failures, never a ban.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from store import durable
from syncd.clock import text_of
from syncd.sftp.gate.bans import MAX_BANS, Ban, lift, lift_ended, path_of, read_bans, write_ban

log = logging.getLogger(__name__)

KNOWN_FOR = timedelta(days=30)

_MAX_ADDRESSES = 4096
_RENEWED_AFTER = timedelta(days=1)
_STATE = "state.json"

What = TypeVar("What")


class Terms(NamedTuple):
    """After how many failed logins, within which time, for how long an address is banned."""

    failures: int
    within: timedelta
    lasts: timedelta


class Reputation:
    """The addresses (neighbourhoods) that a listener has met; `now` gives the instant as text."""

    def __init__(self, directory: Path, terms: Terms, now: Callable[[], str]) -> None:
        """Remember what stands in the directory; bans that are over are removed."""
        self._directory = directory
        self._terms = terms
        self._now = now
        self._unwritten: set[str] = set()
        lift_ended(directory, now())
        self._bans = OrderedDict((ban.adresse, ban) for ban in read_bans(directory, now()))
        self._known, self._failures = _read(directory / _STATE)

    def is_banned(self, address: str) -> bool:
        """Return whether nobody may come from there now; a ban that was lifted is forgotten."""
        ban = self._bans.get(address)
        if ban is None:
            return False
        is_over = ban.jusqu_au <= self._now()
        is_lifted = (
            address not in self._unwritten and not path_of(self._directory, address).exists()
        )
        if is_over or is_lifted:
            self._forget_ban(address)
        return not (is_over or is_lifted)

    def is_known(self, address: str) -> bool:
        """Return whether somebody came in from there lately."""
        seen = self._known.get(address)
        return seen is not None and _instant(self._now()) - _instant(seen) < KNOWN_FOR

    def came_in(self, address: str) -> None:
        """Somebody logged in from there."""
        self._failures.pop(address, None)
        seen, now = self._known.get(address), self._now()
        if seen is None or not timedelta(0) <= _instant(now) - _instant(seen) < _RENEWED_AFTER:
            _keep(self._known, address, now)
            self.save()

    def failed(self, address: str) -> None:
        """Somebody tried to log in from there, and did not; it may ban the address."""
        if self.is_known(address) or address in self._bans:
            return
        now = self._now()
        since = _instant(now) - self._terms.within
        recent = [each for each in self._failures.get(address, ()) if _instant(each) > since]
        _keep(self._failures, address, [*recent, now])
        if len(recent) + 1 >= self._terms.failures:
            self._ban(address, now, len(recent) + 1)

    def save(self) -> None:
        """Make what is remembered last, if the disk lets us."""
        state = {"connues": self._known, "echecs": self._failures}
        try:
            durable.make_directory(self._directory)
            durable.write(self._directory / _STATE, json.dumps(state).encode())
        except OSError as error:
            log.warning("addresses_not_saved", extra={"reason": str(error)})

    def _ban(self, address: str, now: str, failures: int) -> None:
        until = text_of(_instant(now) + self._terms.lasts)
        ban = Ban(adresse=address, depuis=now, jusqu_au=until, echecs=failures)
        while len(self._bans) >= MAX_BANS:
            self._forget_ban(next(iter(self._bans)))
        self._bans[address] = ban
        del self._failures[address]
        log.warning("address_banned", extra={"peer": address, "until": until, "failures": failures})
        try:
            write_ban(self._directory, ban)
        except OSError as error:
            self._unwritten.add(address)
            log.warning("ban_not_saved", extra={"peer": address, "reason": str(error)})
        self.save()

    def _forget_ban(self, address: str) -> None:
        del self._bans[address]
        self._unwritten.discard(address)
        lift(self._directory, address)
        log.info("address_welcome_again", extra={"peer": address})


def _keep(remembered: OrderedDict[str, What], address: str, what: What) -> None:
    """Remember something of an address; of too many, the one met longest ago is forgotten."""
    remembered[address] = what
    remembered.move_to_end(address)
    if len(remembered) > _MAX_ADDRESSES:
        remembered.popitem(last=False)


def _read(path: Path) -> tuple[OrderedDict[str, str], OrderedDict[str, list[str]]]:
    """Return the known addresses and the failures of the others; none from a file that is none."""
    try:
        state = json.loads(path.read_bytes())
        known = {str(address): _checked(seen) for address, seen in state["connues"].items()}
        failures = {
            str(address): [_checked(each) for each in instants]
            for address, instants in state["echecs"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return OrderedDict(), OrderedDict()
    return OrderedDict(known), OrderedDict(failures)


def _checked(text: str) -> str:
    return text_of(_instant(text))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
