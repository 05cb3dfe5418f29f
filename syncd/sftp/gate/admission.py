"""Who is served when not everybody can be: counts, caps and pace, by address and by account.

A connection is a guest from its fork to its end; it is *in* once it logged in and opened a channel.
Nobody who is in ever gives way. Where there are too many, the one that does is the guest who waits
longest without being in, of the address that has most of these: one address that opens a thousand
connections is in its own way only. A thousand addresses with one each have `CHANCE_SECONDS` before
a stranger takes their place. An address that somebody came in from lately is no stranger: strangers
give way to it at once, and it never does to them. Each address has a pace, too: of its connections
those that do not lead in are few a second (`ssh-audit`'s connection rate test).
Touches: nothing.
"""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

AT_A_TIME = 20
CHANCE_SECONDS = 1.0
A_SECOND = 2.0
A_SECOND_IF_KNOWN = 5.0
_MAX_ADDRESSES = 4096


class Limits(NamedTuple):
    """How many there may be at once; `login` is of those who are not in yet."""

    sessions: int
    login: int
    address: int
    account: int


class Verdict(NamedTuple):
    """Whether a connection is welcome, else why not; `leaves` is who gives way to it."""

    refused: str | None = None
    leaves: int | None = None


@dataclass(slots=True)
class _Guest:
    address: str
    since: float
    is_known: bool
    account: str | None = None


class Admission:
    """The guests of one listener, by the number that it gives them (its session's process)."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._guests: dict[int, _Guest] = {}  # in the order of their arrival
        self._pace = _Pace()

    def judge(self, address: str, now: float, *, is_known: bool) -> Verdict:
        """Given where a connection comes from, and seconds that only grow, return the verdict.

        `is_known`: somebody came in from there lately.
        """
        if not self._pace.takes(address, now, A_SECOND_IF_KNOWN if is_known else A_SECOND):
            return Verdict(refused="too_fast")
        waiting = self._waiting()
        if sum(1 for guest in self._guests.values() if guest.address == address) >= (
            self._limits.address
        ):
            own = (number for number in waiting if self._guests[number].address == address)
            return _instead_of(next(own, None), "too_many_of_address")
        if len(self._guests) >= self._limits.sessions or len(waiting) >= self._limits.login:
            return _instead_of(self._gives_way(waiting, now, is_known=is_known), "too_many")
        return Verdict()

    def arrive(self, guest: int, address: str, now: float, *, is_known: bool) -> None:
        """Count a connection that is served now."""
        self._guests[guest] = _Guest(address, now, is_known)

    def come_in(self, guest: int, account: str, at_most: int | None) -> bool:
        """Given who logged in and what its account allows, return whether it is in."""
        found = self._guests.get(guest)
        if found is None:
            return False
        self._pace.gives_back(found.address)
        others = sum(1 for each in self._guests.values() if each.account == account)
        if others >= min(at_most or self._limits.account, self._limits.sessions):
            return False
        found.account = account
        return True

    def leave(self, guest: int) -> None:
        """Forget a connection that is over."""
        self._guests.pop(guest, None)

    def _waiting(self) -> list[int]:
        """Return who is not in, the one who waits longest first."""
        return [number for number, guest in self._guests.items() if guest.account is None]

    def _gives_way(self, waiting: list[int], now: float, *, is_known: bool) -> int | None:
        """Return who makes room for one more, None when nobody does."""
        strangers = [number for number in waiting if not self._guests[number].is_known]
        candidates = strangers or (waiting if is_known else [])
        if not candidates:
            return None
        counts = Counter(self._guests[number].address for number in candidates)
        (busiest, count) = max(counts.items(), key=lambda each: each[1])
        found = next(each for each in candidates if self._guests[each].address == busiest)
        has_its_chance = count == 1 and now - self._guests[found].since < CHANCE_SECONDS
        return None if has_its_chance and not is_known else found


def _instead_of(leaves: int | None, reason: str) -> Verdict:
    return Verdict(refused=reason) if leaves is None else Verdict(leaves=leaves)


class _Pace:
    """What is left to each address: `AT_A_TIME` connections, and some more each second."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, address: str, now: float, a_second: float) -> bool:
        """Take one connection, if one is left; of too many addresses, the quietest is forgotten."""
        left, since = self._left.get(address, (AT_A_TIME, now))
        left = min(AT_A_TIME, left + (now - since) * a_second)
        may = left >= 1
        self._left[address] = (left - 1 if may else left), now
        self._left.move_to_end(address)
        if len(self._left) > _MAX_ADDRESSES:
            self._left.popitem(last=False)
        return may

    def gives_back(self, address: str) -> None:
        """Give back what was taken by a connection that led in."""
        if address in self._left:
            left, since = self._left[address]
            self._left[address] = min(AT_A_TIME, left + 1), since
