"""What the listener remembers of addresses, on a real disk; only the clock is a test's own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syncd.sftp.gate.bans import MAX_BANS, Ban, lift, path_of, read_bans, write_ban
from syncd.sftp.gate.reputation import KNOWN_FOR, Reputation, Terms

TERMS = Terms(failures=3, within=timedelta(minutes=10), lasts=timedelta(hours=1))
A, B = "192.0.2.1", "2001:db8::/64"


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> str:
        return self.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def passes(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data/bans"


@pytest.fixture
def remembered(directory: Path, clock: Clock) -> Reputation:
    return Reputation(directory, TERMS, clock)


def fail(remembered: Reputation, address: str, times: int = 3) -> None:
    for _ in range(times):
        remembered.failed(address)


def test_enough_failures_ban_an_address_and_no_other(
    remembered: Reputation, directory: Path, clock: Clock
) -> None:
    fail(remembered, A, 2)
    assert not remembered.is_banned(A)
    fail(remembered, A, 1)
    assert remembered.is_banned(A)
    assert not remembered.is_banned(B)
    (ban,) = read_bans(directory, clock())
    assert ban == Ban(adresse=A, depuis=clock(), jusqu_au="2026-11-25T13:00:00.000Z", echecs=3)


def test_failures_far_apart_ban_nobody(remembered: Reputation, clock: Clock) -> None:
    for _ in range(10):
        remembered.failed(A)
        clock.passes(minutes=5)
    assert not remembered.is_banned(A)


def test_a_ban_ends_by_itself(remembered: Reputation, directory: Path, clock: Clock) -> None:
    fail(remembered, B)
    clock.passes(minutes=59)
    assert remembered.is_banned(B)
    clock.passes(minutes=1)
    assert read_bans(directory, clock()) == []
    assert not remembered.is_banned(B)
    assert not list(directory.glob("*.ban"))


def test_a_login_forgets_the_failures_before_it(remembered: Reputation) -> None:
    fail(remembered, A, 2)
    remembered.came_in(A)
    fail(remembered, A, 2)
    assert not remembered.is_banned(A)


def test_where_somebody_came_in_nobody_is_banned_for_a_while(
    remembered: Reputation, clock: Clock
) -> None:
    remembered.came_in(A)
    fail(remembered, A, 10)
    assert remembered.is_known(A)
    assert not remembered.is_banned(A)
    clock.passes(days=KNOWN_FOR.days)
    assert not remembered.is_known(A)
    fail(remembered, A)
    assert remembered.is_banned(A)


def test_what_is_remembered_outlives_a_restart(
    remembered: Reputation, directory: Path, clock: Clock
) -> None:
    fail(remembered, A)
    remembered.came_in("192.0.2.9")
    fail(remembered, B, 2)
    remembered.save()
    again = Reputation(directory, TERMS, clock)
    assert again.is_banned(A)
    assert again.is_known("192.0.2.9")
    fail(again, B, 1)
    assert again.is_banned(B)


def test_a_ban_outlives_a_crash(remembered: Reputation, directory: Path, clock: Clock) -> None:
    fail(remembered, A)
    assert Reputation(directory, TERMS, clock).is_banned(A)


def test_a_lifted_ban_is_over_at_once_and_failures_begin_anew(
    remembered: Reputation, directory: Path
) -> None:
    fail(remembered, B)
    assert lift(directory, B)
    assert not remembered.is_banned(B)
    assert not lift(directory, B)
    fail(remembered, B, 2)
    assert not remembered.is_banned(B)


def test_bans_that_are_over_are_swept_at_the_start(
    remembered: Reputation, directory: Path, clock: Clock
) -> None:
    fail(remembered, A)
    (directory / "nonsense.ban").write_text("{")
    clock.passes(hours=2)
    Reputation(directory, TERMS, clock)
    assert not list(directory.glob("*.ban"))


def test_a_ban_under_anothers_name_is_none(directory: Path, clock: Clock) -> None:
    ban = Ban(adresse=A, depuis=clock(), jusqu_au="2027", echecs=3)
    write_ban(directory, ban)
    path_of(directory, A).rename(path_of(directory, B))
    assert read_bans(directory, clock()) == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"connues": {"a": 1}, "echecs": {}}', "\0"])
def test_a_state_that_is_none_is_forgotten(directory: Path, clock: Clock, content: str) -> None:
    directory.mkdir(parents=True)
    (directory / "state.json").write_text(content)
    again = Reputation(directory, TERMS, clock)
    fail(again, A)
    assert again.is_banned(A)


def test_where_nothing_can_be_written_a_ban_holds_all_the_same(
    directory: Path, clock: Clock
) -> None:
    directory.parent.mkdir()
    directory.write_text("a file in the place of the directory")
    remembered = Reputation(directory, TERMS, clock)
    fail(remembered, A)
    remembered.came_in(B)
    assert remembered.is_banned(A)
    assert remembered.is_known(B)


def test_what_is_remembered_is_bounded(directory: Path, clock: Clock) -> None:
    remembered = Reputation(directory, TERMS._replace(failures=2), clock)
    for number in range(5000):
        remembered.failed(f"a{number}")
    remembered.save()
    state = json.loads((directory / "state.json").read_bytes())
    assert len(state["echecs"]) == 4096


def test_the_oldest_of_too_many_bans_is_forgotten(directory: Path, clock: Clock) -> None:
    directory.mkdir(parents=True)
    for number in range(MAX_BANS):
        ban = {"adresse": f"a{number:04}", "depuis": clock(), "jusqu_au": "2027", "echecs": 9}
        (directory / f"a{number:04}.ban").write_text(json.dumps(ban))
    remembered = Reputation(directory, TERMS, clock)
    fail(remembered, B)
    assert remembered.is_banned(B)
    assert not remembered.is_banned("a0000")
    assert len(read_bans(directory, clock())) == MAX_BANS
