"""Laws 4, 8 and 9 after any sequence of envois, decisions, settings, sweeps, crashes, clock moves.

Real SQLite, spool and documents; after each step everything is looked at. `LAWS=long` looks at far
more and longer sequences than `make test` has time for, and shortens those that fail.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ingest.disk.envoi import Envoi
from ingest.keeping.retention import plan_retention
from ingest.persons import holding
from ingest.persons.by_decision import DecisionRefused
from ingest.persons.confirming import confirm_account
from ingest.planning.rederivation import rederive_boxes
from ingest.planning.replaced import closed_by_replacement
from ingest.rules.cotes import Seuils
from ingest.rules.faits import Options
from ingest.rules.retention import PHRASES, Delais, Genre
from ingest.workshop import instant
from store.changes import PURGE
from tests.journeys.some_agency import WITHOUT_GUARD, Agency
from tests.journeys.some_decisions import hide, show_again
from tests.journeys.some_house import House
from tests.journeys.some_machine import (
    CHANGES,
    LISTS,
    PIECES,
    SELECTIONS,
    Sent,
    as_trial,
    broken,
    seen_in,
)
from tests.some_laws import IS_LONG

BY = {"raison": "vérifié", "qui": "hugo"}
LAW = settings(
    max_examples=400 if IS_LONG else 8,
    stateful_step_count=40 if IS_LONG else 14,
    deadline=None,
    derandomize=not IS_LONG,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink] if IS_LONG else [Phase.generate],
)
SOME_CHANGES = st.sets(st.sampled_from(sorted(CHANGES)), max_size=3)
NEXT = st.builds(
    Sent,
    SOME_CHANGES.map(frozenset),
    emptied=st.sampled_from([None] * 4 + [*LISTS]),
    unlisted=st.frozensets(st.sampled_from(LISTS), max_size=2),
    without=st.frozensets(st.sampled_from(PIECES), max_size=4),
)


class Life(RuleBasedStateMachine):
    """What may happen to an agency, in any order; what always holds."""

    def __init__(self, begun: Agency) -> None:
        """Given an agency that received the example, begin there."""
        super().__init__()
        self.house = House(begun)
        self.agency = self.house.agency
        self.sent = Sent()
        self.decided = count(1)
        self.documents: set[str] = set()
        self.latest = self.agency.clock()

    def teardown(self) -> None:
        """Leave nothing on the disk."""
        self.house.close()

    # What LSC sends.

    @initialize(drawn=NEXT, guarded=st.booleans())
    def the_second_envoi(self, drawn: Sent, *, guarded: bool) -> None:
        self.the_guard(guarded=guarded)
        self.house.send(self._written(drawn))

    @rule(drawn=NEXT)
    def the_next_envoi(self, drawn: Sent) -> None:
        self.house.send(self._written(drawn))

    @rule(drawn=NEXT, kill_at=st.integers(1, 36))
    def a_crash_in_the_next_envoi(self, drawn: Sent, kill_at: int) -> None:
        self.house.send_and_crash(self._written(drawn), kill_at)

    def _written(self, drawn: Sent) -> Path:
        """What changed before stays changed, but for what is toggled."""
        self.sent = replace(drawn, changes=self.sent.changes ^ drawn.changes)
        self.house.written.append(self.house.write(self.sent))
        return self.house.written[-1]

    @precondition(lambda self: self.house.written)
    @rule(data=st.data())
    def one_envoi_again(self, data: st.DataObject) -> None:
        self.house.send(data.draw(st.sampled_from(self.house.written)))

    @rule(changes=SOME_CHANGES)
    def a_trial(self, changes: set[str]) -> None:
        directory = as_trial(self.house.write(Sent(frozenset(changes)), numero=9999))
        assert self.house.send(directory).resultat == "essaye"

    @rule(how=st.sampled_from(["missing", "cut", "other"]))
    def a_broken_envoi(self, how: str) -> None:
        whole = replace(self.sent, unlisted=frozenset(), without=frozenset())
        directory = broken(self.house.write(whole, numero=9999), how)
        assert self.house.send(directory).resultat == "refuse"

    # What the agency does.

    @rule(what=st.sampled_from(SELECTIONS), days=st.none() | st.integers(1, 40))
    def hide(self, what: str, days: int | None) -> None:
        until = None if days is None else (self.agency.clock() + timedelta(days=days)).date()
        with suppress(DecisionRefused):
            hide(self.agency, what, f"D{next(self.decided)}", jusqu_au=until)

    @rule(what=st.sampled_from(SELECTIONS))
    def show_again(self, what: str) -> None:
        with suppress(DecisionRefused):
            show_again(self.agency, what)

    @precondition(lambda self: self.agency.workshop.spool.held())
    @rule(send_back=st.sampled_from([holding.release, holding.retry]))
    def the_newest_held_goes_back(self, send_back: Callable[..., Envoi]) -> None:
        newest = self.agency.workshop.spool.held()[-1]
        back = send_back(newest.id, self.agency.workshop, **BY)
        self.house.process(lambda: self.agency.process(back))

    @precondition(lambda self: self.agency.workshop.spool.held())
    @rule()
    def the_newest_held_is_refused(self) -> None:
        holding.refuse(self.agency.workshop.spool.held()[-1].id, self.agency.workshop, **BY)
        self.house.deliver()

    @rule()
    def every_closed_account_is_confirmed(self) -> None:
        with self.agency.workshop.store.reading() as known:
            closed = closed_by_replacement(known.constats())
        for compte in sorted(closed):
            confirm_account(compte, self.agency.workshop, **BY)

    @rule(inherits=st.booleans())
    def the_council_option(self, *, inherits: bool) -> None:
        options = Options(conseil_herite_coproprietaire=inherits)
        self.agency.workshop = replace(self.agency.workshop, options=options)
        rederive_boxes(self.agency.workshop, "reglage")

    @rule(guarded=st.booleans())
    def the_guard(self, *, guarded: bool) -> None:
        seuils = Seuils() if guarded else WITHOUT_GUARD
        self.agency.workshop = replace(self.agency.workshop, seuils=seuils)

    # What time does.

    @rule(hours=st.integers(1, 24 * 40))
    def time_passes(self, hours: int) -> None:
        self.agency.clock.moment += timedelta(hours=hours)

    @rule(days=st.integers(31, 100))
    def months_pass_and_a_sweep_comes(self, days: int) -> None:
        self.agency.clock.moment += timedelta(days=days)
        self.house.sweep()

    @rule(minutes=st.integers(1, 3000))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self.agency.clock.moment -= timedelta(minutes=minutes)

    # What always holds.

    @invariant()
    def every_table_and_every_place_is_right(self) -> None:
        """Laws 8 and 9, and the doctor's own look."""
        self.agency.check()
        assert self.agency.workshop.spool.interrupted() == []

    @invariant()
    def each_sees_what_the_rows_say_and_nobody_without_a_login(self) -> None:
        """R-071."""
        at = instant(self.agency.clock())
        seen = self.house.visible(at)
        assert seen == seen_in(self.agency.derived(), at)
        assert {tiers for tiers, documents in seen.items() if documents} <= self.house.with_login()

    @invariant()
    def the_history_proves_what_is_seen_now(self) -> None:
        """An interval ends where it stopped being visible; a clock set back proves nothing."""
        self.latest = max(self.latest, self.agency.clock())
        if self.agency.clock() == self.latest:
            at = instant(self.latest)
            assert self.house.proven(at) == self.house.visible(at)

    @invariant()
    def every_document_is_kept_or_purged_once_with_a_reason(self) -> None:
        """Law 4."""
        now = instant(self.agency.clock())
        with self.agency.workshop.store.reading() as known:
            plan = plan_retention(known, self.agency.workshop, Delais(), now)
            purges = {each.cible for each in known.constats() if each.genre == PURGE}
        etats = self.house.etats()
        gone = {document for document, found in etats.items() if found == {"purgee"}}
        times = Counter((sort.genre, sort.ref) for sort in plan.sorts)
        assert set(times.values()) <= {1}
        assert all(PHRASES[sort.raison] for sort in plan.sorts)
        assert {ref for genre, ref in times if genre is Genre.DOCUMENT} == set(etats) - gone
        assert gone <= purges
        assert self.documents <= set(etats)
        self.documents = set(etats)


@pytest.mark.timeout(36000 if IS_LONG else 120)
def test_the_laws_hold_after_any_sequence(begun_once: Agency) -> None:
    class Begun(Life):
        def __init__(self) -> None:
            super().__init__(begun_once)

    run_state_machine_as_test(Begun, settings=LAW)
