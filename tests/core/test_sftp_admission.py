"""Who is served when not everybody can be, and what is counted of an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.sftp.gate.addresses import neighbourhood
from syncd.sftp.gate.admission import (
    A_SECOND,
    A_SECOND_IF_KNOWN,
    AT_A_TIME,
    CHANCE_SECONDS,
    Admission,
    Limits,
    Verdict,
)

WIDE = Limits(sessions=1000, login=1000, address=1000, account=1000)
WELCOME = Verdict()


class Gate:
    """An admission whose guests are numbered as they come, one every two seconds."""

    def __init__(self, limits: Limits) -> None:
        self.admission = Admission(limits)
        self.there: list[int] = []
        self._next = 0
        self.now = 0.0

    def comes(self, address: str, account: str | None = None, *, is_known: bool = False) -> Verdict:
        self.now += 2
        verdict = self.admission.judge(address, self.now, is_known=is_known)
        if verdict.leaves is not None:
            self.admission.leave(verdict.leaves)
            self.there.remove(verdict.leaves)
        if verdict.refused is None:
            self._next += 1
            self.there.append(self._next)
            self.admission.arrive(self._next, address, self.now, is_known=is_known)
            if account:
                assert self.admission.come_in(self._next, account, None)
        return verdict


def test_who_comes_is_welcome() -> None:
    assert Gate(WIDE).comes("a") == WELCOME


def test_when_nobody_gives_way_the_one_who_comes_is_refused() -> None:
    gate = Gate(WIDE._replace(sessions=2))
    gate.comes("a", "lsc")
    gate.comes("b", "lsc")
    assert gate.comes("c").refused == "too_many"


def test_who_is_not_in_gives_way_to_who_comes() -> None:
    gate = Gate(WIDE._replace(sessions=2))
    gate.comes("a", "lsc")
    gate.comes("b")
    assert gate.comes("c") == Verdict(leaves=2)


def test_the_oldest_of_the_address_that_has_most_gives_way() -> None:
    gate = Gate(WIDE._replace(login=4))
    for address in ("good", "bad", "bad", "bad"):
        gate.comes(address)
    assert [gate.comes("bad").leaves, gate.comes("other").leaves] == [2, 3]
    assert 1 in gate.there


def test_of_addresses_that_have_as_many_the_first_to_come_gives_way() -> None:
    gate = Gate(WIDE._replace(login=2))
    gate.comes("a")
    gate.comes("b")
    assert gate.comes("c").leaves == 1


def test_a_stranger_has_its_chance_before_another_takes_its_place() -> None:
    gate = Gate(WIDE._replace(login=2))
    gate.comes("a")
    gate.comes("b")
    gate.now -= CHANCE_SECONDS + 2.1
    assert gate.comes("c").refused == "too_many"
    gate.now -= 1.9
    assert gate.comes("c").leaves == 1


def test_several_of_one_address_have_none() -> None:
    gate = Gate(WIDE._replace(login=2))
    gate.comes("a")
    gate.comes("a")
    gate.now -= 3.9
    assert gate.comes("c").leaves == 1


def test_who_is_known_takes_the_place_of_a_stranger_and_never_gives_his() -> None:
    gate = Gate(WIDE._replace(login=2))
    gate.comes("known", is_known=True)
    gate.comes("stranger")
    gate.now -= 2
    assert gate.comes("known", is_known=True).leaves == 2
    assert gate.comes("stranger").refused == "too_many"
    assert gate.comes("known", is_known=True).leaves == 1


def test_an_address_with_too_many_gives_way_to_itself() -> None:
    gate = Gate(WIDE._replace(address=2))
    gate.comes("other")
    gate.comes("a", "lsc")
    gate.comes("a")
    assert gate.comes("a").leaves == 3
    gate.admission.come_in(4, "lsc", None)
    assert gate.comes("a").refused == "too_many_of_address"
    assert gate.comes("other") == WELCOME


def test_an_account_has_so_many_at_once() -> None:
    gate = Gate(WIDE._replace(account=2))
    for _ in range(5):
        gate.comes("a")
    come_in = gate.admission.come_in
    assert [come_in(guest, "lsc", None) for guest in (1, 2, 3)] == [True, True, False]
    assert come_in(4, "autre", None)
    gate.admission.leave(1)
    assert come_in(3, "lsc", None)


def test_an_account_may_say_how_many_itself() -> None:
    gate = Gate(WIDE._replace(account=2))
    for _ in range(5):
        gate.comes("a")
    come_in = gate.admission.come_in
    assert [come_in(guest, "lsc", 3) for guest in (1, 2, 3, 4)] == [True, True, True, False]


def test_who_is_gone_does_not_come_in() -> None:
    assert not Admission(WIDE).come_in(1, "lsc", None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60))
def test_the_limits_hold_and_nobody_who_is_in_ever_leaves(comers: list[tuple[str, bool]]) -> None:
    limits = Limits(sessions=8, login=4, address=5, account=100)
    gate = Gate(limits)
    inside: dict[int, str] = {}
    waiting: dict[int, str] = {}
    for address, logs_in in comers:
        before = {*inside, *waiting}
        verdict = gate.comes(address, "lsc" if logs_in else None)
        if verdict.leaves is not None:
            del waiting[verdict.leaves]
        for guest in {*gate.there} - before:
            (inside if logs_in else waiting)[guest] = address
        addresses = [*inside.values(), *waiting.values()]
        assert len(addresses) <= limits.sessions
        assert len(waiting) <= limits.login
        assert all(addresses.count(each) <= limits.address for each in "abc")
        assert {*inside} <= {*gate.there}


# The pace


def test_an_unknown_address_has_a_pace() -> None:
    admission = Admission(WIDE)

    def judge(address: str, now: float) -> bool:
        return admission.judge(address, now, is_known=False).refused is None

    assert [judge("a", 0) for _ in range(AT_A_TIME + 1)] == [True] * AT_A_TIME + [False]
    assert judge("b", 0)
    later = 1 / A_SECOND
    assert [judge("a", later), judge("a", later)] == [True, False]
    assert sum(judge("a", 1e6) for _ in range(100)) == AT_A_TIME


def test_a_known_address_has_a_faster_one() -> None:
    admission = Admission(WIDE)
    for known in (True, False):
        assert sum(not admission.judge("a", 0, is_known=known).refused for _ in range(50)) == (
            AT_A_TIME if known else 0
        )
    later = sum(not admission.judge("a", 1, is_known=True).refused for _ in range(50))
    assert later == A_SECOND_IF_KNOWN


def test_a_connection_that_leads_in_costs_nothing() -> None:
    admission = Admission(WIDE)
    for guest in range(100):
        assert admission.judge("a", 0, is_known=False) == WELCOME
        admission.arrive(guest, "a", 0, is_known=False)
        admission.come_in(guest, "lsc", None)


def test_the_pace_of_countless_addresses_is_bounded() -> None:
    admission = Admission(WIDE)
    for address in range(10_000):
        admission.judge(str(address), 0, is_known=False)
    assert len(admission._pace._left) < 5000


# Addresses


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
    ],
)
def test_what_is_counted_is_the_address_or_the_site(host: str, counted: str) -> None:
    assert neighbourhood(host) == counted
