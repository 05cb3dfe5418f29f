"""The worker over a real spool: order, faults of this host, bugs, recovery, and its doorbell."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ingest.disk.envoi import Envoi
from ingest.disk.spool import Spool
from store.changes import Entry
from store.database import StoreUnavailable
from syncd.retries import Backoff
from syncd.worker import Duties, Pace, Terms, Worker
from tests.edges.some_envois import a_spool, an_envoi, now

SCAN_SECONDS = 5.0
A_NATURE = {"recus": 70, "nouveaux": 2, "modifies": 1, "disparus": 0, "sans_effet": 0}
FIRST_WAIT, MOST_WAIT = 10.0, 100.0
LONGEST_WAIT = 1.1 * MOST_WAIT


class UnexpectedError(Exception):
    """What no part of the program expects."""


@dataclass
class Office:
    """A worker over a spool, with duties written for the test and a clock that it sets."""

    spool: Spool
    root: Path
    decide: Callable[[Envoi], None] = lambda _: None
    decided: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    time: float = 0.0

    def __post_init__(self) -> None:
        self.worker = self.another_worker()

    def another_worker(self) -> Worker:
        """Return the worker of another process, later."""
        return Worker(*self.terms()[:3])

    def terms(self, first: Callable[[], object] | None = None) -> Terms:
        duties = Duties(
            process=self.process,
            recover=self.recover,
            hold=self.hold,
            note=lambda envoi: self.done.append(f"note {envoi.numero}"),
            deliver=lambda: self.done.append("deliver"),
            answer_orders=lambda: self.done.append("answer"),
            sweep=lambda: self.done.append("sweep"),
        )
        pace = Pace(
            scan_seconds=SCAN_SECONDS,
            backoff=Backoff(FIRST_WAIT, MOST_WAIT),
            now=now,
            monotonic=lambda: self.time,
        )
        return Terms(self.spool, duties, pace, first)

    def upload(self, numero: int, name: str = "") -> None:
        an_envoi(self.spool.account_dir("lsc") / (name or f"e{numero}"), numero=numero)

    def process(self, envoi: Envoi) -> Entry:
        self.done.append(f"process {envoi.numero} ~{envoi.attempt}")
        self.decide(envoi)
        self.decided[envoi.id] = "done"
        self.spool.file(envoi, "done")
        return an_entry(envoi)

    def recover(self, envoi: Envoi) -> bool:
        state = self.decided.get(envoi.id)
        if state is None:
            return False
        self.done.append(f"recover {envoi.numero}")
        self.spool.file(envoi, state)
        return True

    def hold(self, envoi: Envoi) -> None:
        self.done.append(f"hold {envoi.numero} ~{envoi.attempt}")
        self.spool.file(envoi, "hold")

    def work(self, rounds: int = 10) -> float:
        """Do rounds until the worker wants to wait, and return for how long."""
        for _ in range(rounds):
            wait = self.worker.round()
            if wait:
                return wait
        raise AssertionError("the worker never rests")

    def processed(self) -> list[str]:
        return [what for what in self.done if what.split()[0] in {"process", "hold", "recover"}]

    def where(self) -> dict[int | None, str]:
        """Return the state of each envoi, by numero."""
        found = [*self.spool.ready(), *self.spool.deferred(), *self.spool.interrupted()]
        places = {envoi.numero: envoi.state for envoi in [*found, *self.spool.held()]}
        for path in (self.root / "spool/done").iterdir():
            places[int(path.name.split("-")[2])] = "done"
        return places


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(a_spool(tmp_path), tmp_path)


def an_entry(envoi: Envoi) -> Entry:
    return Entry(
        id=envoi.id,
        account=envoi.account,
        domaine="immo-dupont",
        numero=envoi.numero,
        manifeste=None,
        essai=False,
        resultat="applique",
        code=0,
        scelle_le="2026-11-24T02:00:00.000Z",
        decide_le="2026-11-24T02:00:01.000Z",
        attempt=envoi.attempt,
        rapport=json.dumps({"comptages": [A_NATURE, A_NATURE]}),
    )


def fails(*errors: Exception) -> Callable[[Envoi], None]:
    """Return a decision that fails that many times, with these, and then succeeds."""
    left = list(errors)

    def decide(_: Envoi) -> None:
        if left:
            raise left.pop(0)

    return decide


def test_a_complete_envoi_is_sealed_noted_and_processed(office: Office) -> None:
    office.upload(12)

    office.work()

    assert office.where() == {12: "done"}
    assert [what for what in office.done if "12" in what] == ["note 12", "process 12 ~1"]


def test_an_incomplete_envoi_is_left_alone(office: Office) -> None:
    office.upload(12)
    (office.spool.account_dir("lsc") / "e12/pieces/1.pdf").unlink()

    office.work()

    assert office.processed() == []


def test_envois_are_processed_in_the_order_of_their_numero(office: Office) -> None:
    for numero, name in ((9, "c"), (10, "a"), (8, "b")):
        office.upload(numero, name)

    office.work()

    assert office.processed() == ["process 8 ~1", "process 9 ~1", "process 10 ~1"]


def test_the_worker_rests_until_the_next_scan_when_nothing_is_left(office: Office) -> None:
    assert office.worker.round() == SCAN_SECONDS


def test_answers_and_orders_come_before_the_queue(office: Office) -> None:
    office.upload(12)

    office.worker.round()

    assert office.done[:2] == ["deliver", "answer"]


def test_an_answer_is_delivered_right_after_the_envoi(office: Office) -> None:
    office.upload(12)

    office.work()

    assert office.done.index("process 12 ~1") < office.done.index("deliver", 1)


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), StoreUnavailable("locked")])
def test_a_fault_of_this_host_defers_the_envoi(office: Office, fault: Exception) -> None:
    office.decide = fails(fault)
    office.upload(12)

    office.work()

    assert office.where() == {12: "deferred"}


def test_a_deferred_envoi_is_processed_again_when_its_time_has_come(office: Office) -> None:
    office.decide = fails(OSError(28, "No space left"))
    office.upload(12)
    office.work()

    office.time += LONGEST_WAIT
    office.work()

    assert office.where() == {12: "done"}


def test_a_deferred_envoi_blocks_the_queue_while_it_waits(office: Office) -> None:
    office.decide = fails(OSError(28, "No space left"))
    office.upload(12)
    office.work()
    office.upload(13)

    office.work()

    assert office.where() == {12: "deferred", 13: "ready"}


def test_a_deferred_envoi_is_taken_before_what_comes_after_it(office: Office) -> None:
    office.decide = fails(OSError(28, "No space left"))
    office.upload(12)
    office.work()
    office.upload(13)

    office.time += LONGEST_WAIT
    office.work()

    assert office.processed()[1:] == ["process 12 ~1", "process 13 ~1"]


def test_a_fault_that_lasts_is_tried_at_longer_and_longer_intervals(office: Office) -> None:
    office.decide = fails(*[OSError(28, "No space left")] * 4)
    office.upload(12)
    office.work()
    waits: list[float] = []

    for _ in range(3):
        wait = 0.0
        tries = len(office.processed())
        while len(office.processed()) == tries:
            wait += 1.0
            office.time += 1.0
            office.work()
        waits.append(wait)

    assert waits[0] < waits[1] < waits[2]


def test_a_fault_of_this_host_is_no_crash_however_often_it_comes(office: Office) -> None:
    office.decide = fails(*[OSError(28, "No space left")] * 5)
    office.upload(12)

    for _ in range(6):
        office.work()
        office.time += LONGEST_WAIT

    assert office.where() == {12: "done"}
    assert {what.split("~")[1] for what in office.processed()} == {"1"}


def test_a_fault_that_also_prevents_deferring_is_no_crash(office: Office) -> None:
    deferred = office.root / "spool/deferred"

    def decide(_: Envoi) -> None:
        deferred.rmdir()
        deferred.write_bytes(b"")
        raise OSError(28, "No space left")

    office.decide = decide
    office.upload(12)
    for _ in range(3):
        office.work()
        office.time += LONGEST_WAIT
    deferred.unlink()
    deferred.mkdir()
    office.decide = fails()

    office.time += LONGEST_WAIT
    office.work()

    assert office.processed() == ["process 12 ~1", "process 12 ~1"]


def test_a_bug_leaves_the_envoi_in_active(office: Office) -> None:
    office.decide = fails(UnexpectedError())
    office.upload(12)

    office.work()

    assert office.where() == {12: "active"}


def test_a_bug_is_logged_once_with_its_traceback_and_the_envoi(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.decide = fails(UnexpectedError())
    office.upload(12)

    office.work()

    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info is not None
    assert vars(record)["envoi"] == office.spool.interrupted()[0].id


def test_an_envoi_that_a_bug_stopped_is_taken_first(office: Office) -> None:
    office.decide = fails(UnexpectedError())
    office.upload(12)
    office.work()
    office.upload(11)

    office.time += LONGEST_WAIT
    office.work()

    assert office.processed() == ["process 12 ~1", "process 12 ~2", "process 11 ~1"]


def test_an_envoi_is_held_after_three_starts(office: Office) -> None:
    office.decide = fails(UnexpectedError(), UnexpectedError(), UnexpectedError())
    office.upload(12)

    for _ in range(4):
        office.work()
        office.time += LONGEST_WAIT

    assert office.processed()[-1] == "hold 12 ~3"
    assert office.where() == {12: "hold"}


def test_a_held_envoi_does_not_block_the_queue(office: Office) -> None:
    office.decide = fails(UnexpectedError(), UnexpectedError(), UnexpectedError())
    office.upload(12)
    office.upload(13)

    for _ in range(4):
        office.work()
        office.time += LONGEST_WAIT

    assert office.where() == {12: "hold", 13: "done"}


def test_an_interrupted_envoi_that_the_ledger_knows_is_only_filed(office: Office) -> None:
    office.upload(12)
    office.spool.seal_what_is_complete(now())
    started = office.spool.start(office.spool.ready()[0])
    office.decided[started.id] = "done"

    office.work()

    assert office.processed() == ["recover 12"]
    assert office.where() == {12: "done"}


def test_an_envoi_that_crashed_thrice_but_was_decided_is_not_held(office: Office) -> None:
    office.upload(12)
    office.spool.seal_what_is_complete(now())
    started = office.spool.ready()[0]
    for _ in range(3):
        started = office.spool.start(started)
    office.decided[started.id] = "done"

    office.work()

    assert office.processed() == ["recover 12"]


def test_a_deferred_envoi_that_was_decided_is_only_filed(office: Office) -> None:
    """The commit was done, the filing was what failed."""

    def decide(envoi: Envoi) -> None:
        office.decided[envoi.id] = "done"
        raise OSError(28, "No space left")

    office.decide = decide
    office.upload(12)
    office.work()

    office.time += LONGEST_WAIT
    office.work()

    assert office.processed() == ["process 12 ~1", "recover 12"]


def test_another_process_takes_up_what_the_last_one_left(office: Office) -> None:
    office.upload(12)
    office.spool.seal_what_is_complete(now())
    office.spool.start(office.spool.ready()[0])

    office.worker = office.another_worker()
    office.work()

    assert office.processed() == ["process 12 ~2"]


def test_what_was_ready_before_the_start_is_noted_too(office: Office) -> None:
    office.upload(12)
    office.spool.seal_what_is_complete(now())

    office.work()

    assert "note 12" in office.done


def test_each_outcome_is_one_line_of_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    office.upload(12)

    office.work()

    (record,) = [one for one in caplog.records if one.getMessage() == "envoi_decided"]
    said = vars(record)
    assert (said["account"], said["outcome"], said["code"]) == ("lsc", "applique", 0)
    assert said["counts"]["recus"] == 2 * A_NATURE["recus"]


def test_a_ring_wakes_the_worker_long_before_the_scan(tmp_path: Path) -> None:
    office = Office(a_spool(tmp_path), tmp_path)
    processed = threading.Event()
    office.decide = lambda _: processed.set()
    thread = threading.Thread(target=office.worker.run)
    thread.start()
    try:
        office.upload(12)
        office.worker.bell.ring()
        assert processed.wait(SCAN_SECONDS / 2)
    finally:
        office.worker.stop()
        thread.join()


def test_a_stop_finishes_the_envoi_that_is_being_processed(tmp_path: Path) -> None:
    office = Office(a_spool(tmp_path), tmp_path)
    office.upload(12)
    begun, told = threading.Event(), threading.Event()

    def decide(_: Envoi) -> None:
        begun.set()
        assert told.wait(10)

    office.decide = decide
    thread = threading.Thread(target=office.worker.run)
    thread.start()
    assert begun.wait(10)

    office.worker.stop()
    told.set()
    thread.join(10)

    assert office.where() == {12: "done"}


def test_new_terms_are_taken_over_between_two_rounds(office: Office) -> None:
    terms = office.terms()
    slower = replace(terms.pace, scan_seconds=2 * SCAN_SECONDS)

    office.worker.change(terms._replace(pace=slower))

    assert office.worker.round() == 2 * SCAN_SECONDS


def test_what_new_terms_want_first_comes_before_the_queue(office: Office) -> None:
    office.upload(12)

    office.worker.change(office.terms(first=lambda: office.done.append("derive again")))
    office.work()

    assert office.done[0] == "derive again"
    assert office.done.count("derive again") == 1
    assert office.processed() == ["process 12 ~1"]


@pytest.mark.parametrize("fault", [StoreUnavailable("locked"), UnexpectedError("a bug")])
def test_no_envoi_is_processed_before_what_new_terms_want_first(
    office: Office, fault: Exception
) -> None:
    """Under the new settings nobody may see for a moment what only the old ones allow."""
    office.upload(12)
    failing = [fault]

    def first() -> None:
        if failing:
            raise failing.pop()
        office.done.append("derive again")

    office.worker.change(office.terms(first))
    office.work()

    assert office.processed() == []
    office.time += LONGEST_WAIT
    office.work()
    assert office.done[0] == "derive again"
    assert office.processed() == ["process 12 ~1"]


def test_of_two_changes_the_last_one_counts(office: Office) -> None:
    terms = office.terms()
    for factor in (2, 3):
        pace = replace(terms.pace, scan_seconds=factor * SCAN_SECONDS)
        office.worker.change(terms._replace(pace=pace))

    assert office.worker.round() == 3 * SCAN_SECONDS
