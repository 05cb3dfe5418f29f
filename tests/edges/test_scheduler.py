"""The chores over a real store: due once, recorded, each alone with its failures, and the clock."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.agenda import read_agenda
from store.database import Store
from store.taches import ChoreRecord
from syncd.chores import Chore
from syncd.scheduler import Looking, Programme, Scheduler
from syncd.slots import ECHEC, FAIT

NIGHTLY, AT_FIVE = "tous les jours 04:00", "tous les jours 05:00"
PARIS = "Europe/Paris"
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SECONDS = 20


class UnexpectedError(Exception):
    """What no part of the program expects."""


@dataclass
class House:
    """A store and its chores, which note that they ran, on a clock that the test sets."""

    store: Store
    now: datetime = START
    ran: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def programme(self, **textes: str) -> Programme:
        return Programme(
            fuseau=PARIS,
            chores={nom: self.chore(nom) for nom in textes},
            agendas={nom: read_agenda(texte) for nom, texte in textes.items()},
        )

    def chore(self, nom: str) -> Chore:
        def run() -> None:
            self.ran.append(nom)
            if nom in self.failing:
                raise UnexpectedError("unexpected")

        return run

    def scheduler(self, **textes: str) -> Scheduler:
        """Return the scheduler of another process, over the same store."""
        programme = self.programme(**textes)
        return Scheduler(self.store, programme, now=lambda: self.now, look_seconds=1)

    def record(self, nom: str) -> ChoreRecord:
        with self.store.reading() as reading:
            return reading.chores()[nom]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = Store(f"sqlite:///{tmp_path}/store.db", busy_seconds=0.05)
    store.create()
    yield House(store)
    store.close()


def test_a_chore_runs_at_its_hour_and_once(house: House) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    for _ in range(48):
        scheduler.look()
        house.now += HOUR

    assert house.ran == ["retention"] * 2


def test_a_run_is_recorded_with_its_outcome(house: House) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    house.now += DAY
    scheduler.look()

    record = house.record("retention")
    assert (record.resultat, record.creneau) == (FAIT, "2026-11-26T03:00:00.000Z")
    assert record.commence_le == record.fini_le == "2026-11-26T12:00:00.000Z"


def test_a_restart_runs_nothing_again(house: House) -> None:
    house.scheduler(retention=NIGHTLY).look()
    house.now += DAY
    house.scheduler(retention=NIGHTLY).look()
    house.scheduler(retention=NIGHTLY).look()

    assert house.ran == ["retention"]


def test_what_was_missed_while_no_daemon_ran_happens_once(house: House) -> None:
    house.scheduler(retention=NIGHTLY).look()
    house.now += 30 * DAY
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    scheduler.look()

    assert house.ran == ["retention"]


def test_the_failure_of_a_chore_stops_no_other(house: House) -> None:
    house.failing = {"doctor"}
    scheduler = house.scheduler(doctor=NIGHTLY, retention=NIGHTLY)
    scheduler.look()
    house.now += DAY
    scheduler.look()

    assert house.ran == ["doctor", "retention"]
    assert (house.record("doctor").resultat, house.record("retention").resultat) == (ECHEC, FAIT)


def test_the_failure_of_a_chore_is_one_traceback_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.failing = {"doctor"}
    scheduler = house.scheduler(doctor=NIGHTLY)
    scheduler.look()
    house.now += DAY
    scheduler.look()

    (failure,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert failure.message == "chore_failed"
    assert failure.exc_info is not None


def test_a_chore_that_failed_runs_again_at_its_next_slot(house: House) -> None:
    house.failing = {"doctor"}
    scheduler = house.scheduler(doctor=NIGHTLY)
    for _ in range(3):
        scheduler.look()
        house.now += DAY

    assert house.ran == ["doctor"] * 2


def test_a_chore_holds_no_lock_of_the_store(house: House) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()

    def write() -> None:
        with house.store.writing():
            house.ran.append("written")

    scheduler.change(
        Programme(
            fuseau=PARIS, chores={"retention": write}, agendas={"retention": read_agenda(NIGHTLY)}
        )
    )
    house.now += DAY
    scheduler.look()

    assert house.ran == ["written"]
    assert house.record("retention").resultat == FAIT


def test_a_store_that_is_busy_delays_a_chore_and_loses_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    house.now += DAY
    with house.store.writing():
        scheduler.look()

    assert house.ran == []
    assert [record.message for record in caplog.records] == ["chore_delayed"]
    scheduler.look()
    assert house.ran == ["retention"]


def test_an_end_that_cannot_be_written_is_written_later_and_nothing_runs_twice(
    house: House, tmp_path: Path
) -> None:
    other = Store(f"sqlite:///{tmp_path}/store.db")
    held = other.writing()

    def hold() -> None:
        house.ran.append("hold")
        held.__enter__()

    programme = Programme(
        fuseau=PARIS, chores={"doctor": hold}, agendas={"doctor": read_agenda(NIGHTLY)}
    )
    scheduler = Scheduler(house.store, programme, now=lambda: house.now, look_seconds=1)
    scheduler.look()
    house.now += DAY
    scheduler.look()
    unwritten = house.record("doctor")
    held.__exit__(None, None, None)
    other.close()
    scheduler.look()

    assert unwritten.fini_le is None
    assert house.record("doctor").resultat == FAIT
    assert house.ran == ["hold"]


def test_a_chore_that_was_killed_is_begun_again_by_the_next_daemon(house: House) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    with house.store.writing() as tx:
        tx.record_chore(
            ChoreRecord(
                nom="retention",
                agenda=NIGHTLY,
                fuseau=PARIS,
                depuis="2026-11-25T12:00:00.000Z",
                creneau="2026-11-26T03:00:00.000Z",
                commence_le="2026-11-26T03:00:00.100Z",
                essais=1,
            )
        )
    house.now += DAY
    house.scheduler(retention=NIGHTLY).look()

    assert house.ran == ["retention"]
    assert house.record("retention").essais == 2


def test_a_new_agenda_is_followed_at_the_next_look(house: House) -> None:
    scheduler = house.scheduler(retention="jamais")
    scheduler.look()
    scheduler.change(house.programme(retention=AT_FIVE))
    scheduler.look()
    house.now += DAY
    scheduler.look()

    assert house.ran == ["retention"]


def test_looking_writes_nothing_when_nothing_changes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    with house.store.writing():
        scheduler.look()

    assert caplog.records == []


def test_the_thread_looks_at_once_and_again_until_it_is_stopped(house: House) -> None:
    done = threading.Event()
    programme = Programme(
        fuseau=PARIS, chores={"doctor": done.set}, agendas={"doctor": read_agenda(NIGHTLY)}
    )
    scheduler = Scheduler(house.store, programme, now=lambda: house.now, look_seconds=1)
    scheduler.look()
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    house.now += DAY  # seen at once, or at the second look

    assert done.wait(SECONDS)
    scheduler.stop()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_a_chore_is_not_begun_once_it_is_told_to_stop(house: House) -> None:
    scheduler = house.scheduler(retention=NIGHTLY)
    scheduler.look()
    house.now += DAY
    scheduler.stop()
    scheduler.look()

    assert house.ran == []


def test_a_local_clock_that_is_set_back_does_not_stop_the_looking() -> None:
    looking = Looking(lambda: None, 10)
    (job,) = looking.jobs.get_jobs()
    job.next_run = datetime.now() + HOUR  # noqa: DTZ005  what `schedule` holds after such a move

    assert looking.seconds_left() <= 10
    assert (looking.jobs.idle_seconds or 0) <= 10


def test_a_local_clock_that_is_set_forward_makes_it_look() -> None:
    looked: list[str] = []
    looking = Looking(lambda: looked.append("now"), 10)
    (job,) = looking.jobs.get_jobs()
    job.next_run = datetime.now() - HOUR  # noqa: DTZ005  the same

    assert looking.seconds_left() == 0
    looking.look_if_due()
    assert looked == ["now"]
