"""Who is served when not everybody can be: counts, caps and pace, by address and by account.

A connection is a guest from its fork to its end; it is *in* once it logged in and opened a channel.
Where there are too many, the one that gives way is the guest who waits longest without being in, of
the address that has most of these: one address that opens a thousand connections is in its own way
only, and nobody who is in ever gives way. Each address has a pace, too: of its connections those
that do not lead in are few a second (`ssh-audit`'s connection rate test).
Touches: nothing.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

AT_A_TIME = 20
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
        if sum(1 for guest in self._guests.values() if guest.address == address) >= (
            self._limits.address
        ):
            return self._instead_of(self._waiting(address), "too_many_of_address")
        if len(self._guests) >= self._limits.sessions:
            return self._instead_of(self._waiting(self._busiest()), "too_many")
        if sum(1 for _ in self._waiting()) >= self._limits.login:
            return self._instead_of(self._waiting(self._busiest()), "too_many")
        return Verdict()

    def arrive(self, guest: int, address: str) -> None:
        """Count a connection that is served now."""
        self._guests[guest] = _Guest(address)

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

    def _waiting(self, address: str | None = None) -> Iterator[int]:
        """Yield who is not in, of one address or of all, the one who waits longest first."""
        for number, guest in self._guests.items():
            if guest.account is None and address in {None, guest.address}:
                yield number

    def _busiest(self) -> str | None:
        """Return the address that has most guests who are not in; of several, the first to come."""
        counts = Counter(self._guests[number].address for number in self._waiting())
        return max(counts, key=counts.__getitem__, default=None)

    @staticmethod
    def _instead_of(waiting: Iterator[int], reason: str) -> Verdict:
        leaves = next(waiting, None)
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
