"""Law 9 for the short way: a plan of leaves alone is what a plan of everything would be.

Whatever is listed and received before, and whatever leaves change then: the same rows begin and
end, and the sender is told the same. What the guard would hold is never planned the short way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.decision import Decision, Resultat
from ingest.disk.envoi import Envoi
from ingest.planning.envois import partial_plan
from ingest.planning.gathering import situation_of
from ingest.planning.guarding import alarming, is_ordinary
from ingest.planning.plan import Plan, make_plan
from ingest.planning.scope import PARAMETRES, REGLES, SOCLE
from ingest.rules.cotes import Seuils
from ingest.rules.references import FEUILLES
from ingest.telling.report import Rapport, make_report
from ingest.workshop import cause_of
from store.changes import Changes, ReceivedContent, Valeur
from store.transaction import Transaction
from tests.core.some_random_tables import (
    THE_EXAMPLE,
    Listing,
    all_listings,
    checked_of,
    listings,
)
from tests.journeys.some_agency import Agency, Clock, over
from tests.some_databases import Sqlite

SHA256_LENGTH = 64
SEUILS = Seuils(sortie_nombre=1)


def contents_in(valeurs: tuple[Valeur, ...]) -> Iterator[str]:
    """Yield what looks like a sha256."""
    for value in valeurs:
        if isinstance(value, str) and len(value) == SHA256_LENGTH:
            yield value


CONTENTS = sorted(
    {
        sha256
        for records in THE_EXAMPLE.values()
        for record in records
        for valeurs in (record.valeurs, *(row for rows in record.enfants for row in rows))
        for sha256 in contents_in(valeurs)
    }
)
LEAVES = [place for place in THE_EXAMPLE if place[0] in FEUILLES]
RULES = [place for place in THE_EXAMPLE if place[0] in {PARAMETRES, *REGLES}]
ALL = [place for place in THE_EXAMPLE if place[0] in {PARAMETRES, *SOCLE, *FEUILLES}]
some_contents = st.frozensets(st.sampled_from(CONTENTS))


@contextmanager
def begun(before: Listing, contents: frozenset[str]) -> Iterator[tuple[Agency, Transaction]]:
    """Yield an agency to which this happened, and a transaction that is rolled back."""
    with TemporaryDirectory(dir="/dev/shm") as folder:
        agency = over(Path(folder), Clock(), "immo-dupont", Sqlite())
        agency.workshop.store.create()
        with agency.workshop.store.writing() as tx:
            keep(agency, tx, contents)
            plan = make_plan(checked_of(before), situation_of(tx, agency.workshop))
            tx.apply(plan.changes, cause_of("first", agency.workshop))
        with agency.workshop.store.writing() as tx:
            yield agency, tx
        agency.close()


def keep(agency: Agency, tx: Transaction, contents: frozenset[str]) -> frozenset[str]:
    kept = [ReceivedContent(sha256, 1, "pdf") for sha256 in sorted(contents)]
    return tx.keep(kept, cause_of("kept", agency.workshop))


def changed(changes: Changes) -> object:
    """Return all that changes, without the order in which it is told."""
    rows = {each.table: (set(each.debuts), set(each.fins)) for each in changes.derived}
    facts = {
        (c.nature, c.entite): (set(c.nouveaux), set(c.modifies), set(c.disparus))
        for c in changes.facts
    }
    return rows, facts, changes.files, changes.constats


def told(plan: Plan, after: Listing, agency: Agency) -> Rapport:
    """Return all that is answered."""
    envoi = Envoi("20261124T120000-lsc-2-0000", "lsc", 2, agency.root, "active", 1)
    cause = cause_of(envoi.id, agency.workshop)
    return make_report(envoi, cause, checked_of(after), Decision(Resultat.APPLIQUE), plan)


def compared(
    before: Listing, received: frozenset[str], after: Listing, arriving: frozenset[str]
) -> None:
    """Fail unless the short way, where there is one, plans and tells what the long way does."""
    with begun(before, received) as (agency, tx):
        arrived = keep(agency, tx, arriving)
        checked = checked_of(after)
        now = cause_of("", agency.workshop).instant
        some = partial_plan(checked, tx, agency.workshop, arrived, now)
        whole = make_plan(checked, situation_of(tx, agency.workshop))
        event("everything" if some is None else kind_of(some))
        if some is not None:
            assert changed(some.changes) == changed(whole.changes)
            assert told(some, after, agency) == told(whole, after, agency)
            if is_ordinary(some, SEUILS, now=now):
                event("ordinary")
                assert alarming(whole, SEUILS, now=now) == []


def kind_of(plan: Plan) -> str:
    """Return how much was looked at."""
    if "acces" not in plan.before.derived:
        return "leaves"
    return "accounts" if ("tiers", "") in plan.before.facts else "rules"


@settings(deadline=None, max_examples=30)
@given(all_listings(), some_contents, listings(LEAVES), some_contents)
def test_a_plan_of_leaves_is_the_plan_of_everything(
    before: Listing, received: frozenset[str], after: Listing, arriving: frozenset[str]
) -> None:
    compared(before, received, after, arriving)


@settings(deadline=None, max_examples=60)
@given(all_listings(), some_contents, st.one_of(listings(RULES), listings(ALL)), some_contents)
def test_a_plan_of_more_than_leaves_is_the_plan_of_everything(
    before: Listing, received: frozenset[str], after: Listing, arriving: frozenset[str]
) -> None:
    compared(before, received, after, arriving)
