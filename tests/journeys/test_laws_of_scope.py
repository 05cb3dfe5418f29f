"""Law 9 for the short way: a plan of leaves alone is what a plan of everything would be.

Whatever is listed and received before, and whatever leaves change then: the same rows begin and
end, and the sender is told the same. What the guard would hold is never planned the short way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.check import NOTHING_CHECKED
from ingest.decision import Decision, Resultat
from ingest.disk.envoi import Envoi
from ingest.persons.criteria import criteria_text
from ingest.planning.envois import partial_plan
from ingest.planning.gathering import situation_of
from ingest.planning.guarding import alarming, is_ordinary
from ingest.planning.plan import Plan, make_plan
from ingest.planning.scope import PARAMETRES, REGLES, SOCLE
from ingest.rules.cotes import Seuils
from ingest.rules.decisions import Criteres
from ingest.rules.references import FEUILLES
from ingest.telling.report import Rapport, make_report
from ingest.workshop import cause_of
from store.changes import Changes, Cle, Place, ReceivedContent, Record, Valeur, WrittenDecision
from store.declarations import NATURES
from store.transaction import Transaction
from tests.core.some_random_tables import (
    THE_EXAMPLE,
    Listing,
    all_listings,
    checked_of,
    listings,
)
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_edited_lists import EDITS, RICHER, edited
from tests.some_databases import Sqlite
from tests.some_laws import examples

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
PARAMETERS = (PARAMETRES, "")
OTHERS = [
    place for place in THE_EXAMPLE if place[0] in SOCLE and place[0] not in {*REGLES, "entites"}
]
RULES = [place for place in THE_EXAMPLE if place[0] in {PARAMETRES, *REGLES}]
ALL = [place for place in THE_EXAMPLE if place[0] in {PARAMETRES, *SOCLE, *FEUILLES}]
some_contents = st.frozensets(st.sampled_from(CONTENTS))


DECISIONS = tuple(
    WrittenDecision(
        id=f"D{number}",
        genre="depublication",
        criteres=criteria_text(criteres),
        raison="essai",
        qui="essai",
        pris_le="2026-11-20T12:00:00.000Z",
        jour="2026-11-20",
    )
    for number, criteres in enumerate(
        [Criteres(immeuble="S1/I3"), Criteres(immeuble="G1/I2", publie_du=date(2026, 8, 1))]
    )
)


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
            taken = replace(Changes(), decisions=DECISIONS)
            tx.apply(taken, cause_of("decided", agency.workshop))
            again = make_plan(NOTHING_CHECKED, situation_of(tx, agency.workshop)).changes
            tx.apply(again, cause_of("decided", agency.workshop))
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
        kind, is_calm = compare_plans(agency, tx, after, arrived)
        event(kind)
        event("ordinary" if is_calm else "alarming, perhaps")


def compare_plans(
    agency: Agency, tx: Transaction, after: Listing, arrived: frozenset[str] = frozenset()
) -> tuple[str, bool]:
    """Fail unless both ways plan and tell the same.

    Return how much the short one looked at, and whether it is enough for the guard.
    """
    checked = checked_of(after)
    now = cause_of("", agency.workshop).instant
    some = partial_plan(checked, tx, agency.workshop, arrived, now)
    if some is None:
        return "everything", False
    whole = make_plan(checked, situation_of(tx, agency.workshop))
    assert changed(some.changes) == changed(whole.changes)
    assert told(some, after, agency) == told(whole, after, agency)
    is_calm = is_ordinary(some, SEUILS, now=now, shown=tx.shown(now))
    if is_calm or is_ordinary(some, SEUILS, now=now):
        assert alarming(whole, SEUILS, now=now) == []
    return kind_of(some), is_calm


def kind_of(plan: Plan) -> str:
    """Return how much was looked at."""
    if "acces" not in plan.before.derived:
        return "leaves"
    return "accounts" if ("tiers", "") in plan.before.facts else "rules"


@settings(deadline=None, max_examples=examples(16))
@given(all_listings(), some_contents, listings(LEAVES), some_contents)
def test_a_plan_of_leaves_is_the_plan_of_everything(
    before: Listing, received: frozenset[str], after: Listing, arriving: frozenset[str]
) -> None:
    compared(before, received, after, arriving)


WITH_ANNEXES = {"immeubles", "lots", "tiers", "comptes", "fiches_coproprietaires"}
"""What annexes that are no leaves refer to: years, photos, meetings."""
SETTINGS = (
    "publier_factures",
    "ignorer_controle_pieces",
    "noms_pieces_jointes",
    "depublier_locataire_preavis",
    "depublier_locataire_depart",
    "depublier_proprietaire_mandat_inactif",
    "depublier_vendeur_mutation",
    "regrouper_tresorerie_proprietaire",
    "regrouper_tresorerie_locataire",
    "regrouper_tresorerie_coproprietaire",
    "exclure_analytiques",
)


@st.composite
def listings_with_settings(draw: st.DrawFn, places: list[Place]) -> Listing:
    """Some lists, and perhaps the settings of LSC, some of them switched."""
    found = dict(draw(listings(places)))
    switched: frozenset[str] = draw(st.frozensets(st.sampled_from(SETTINGS)))
    if switched:
        found[PARAMETERS] = tuple(with_settings(r, switched) for r in THE_EXAMPLE[PARAMETERS])
    return found


def with_settings(record: Record, switched: frozenset[str]) -> Record:
    names = [colonne.nom for colonne in NATURES[PARAMETRES].colonnes]
    values = zip(names, record.valeurs, strict=True)
    valeurs = tuple(not value if name in switched else value for name, value in values)
    return record._replace(valeurs=valeurs)


@settings(deadline=None, max_examples=examples(32))
@given(
    all_listings(),
    some_contents,
    st.one_of(listings_with_settings(RULES), listings_with_settings(ALL), listings(OTHERS)),
    some_contents,
)
def test_a_plan_of_more_than_leaves_is_the_plan_of_everything(
    before: Listing, received: frozenset[str], after: Listing, arriving: frozenset[str]
) -> None:
    compared(before, received, after, arriving)


@pytest.mark.parametrize("place", sorted({*OTHERS, *RULES} - {PARAMETERS}), ids=" ".join)
def test_each_record_that_leaves_is_planned_by_its_row_of_the_table(place: Place) -> None:
    """And each that comes: a list with one record less is compared both ways."""
    whole = THE_EXAMPLE[place]
    kinds = set()
    with begun(THE_EXAMPLE, frozenset(CONTENTS)) as (agency, tx):
        for gone in whole:
            left = tuple(record for record in whole if record is not gone)
            kinds.add(compare_plans(agency, tx, {place: left})[0])
    with begun({**THE_EXAMPLE, place: whole[1:]}, frozenset(CONTENTS)) as (agency, tx):
        kinds.add(compare_plans(agency, tx, {place: whole})[0])
    if place[0] in WITH_ANNEXES:
        kinds -= {"everything"}
    assert kinds <= {"rules" if place[0] in REGLES else "accounts"}


@pytest.mark.parametrize("name", sorted(EDITS))
def test_each_thing_that_changes_is_planned_as_from_everything(name: str) -> None:
    """There, and back again."""
    after = EDITS[name]
    (place,) = after
    with begun(RICHER, frozenset(CONTENTS)) as (agency, tx):
        there, _ = compare_plans(agency, tx, after)
    with begun({**RICHER, **after}, frozenset(CONTENTS)) as (agency, tx):
        back, _ = compare_plans(agency, tx, {place: RICHER[place]})
    assert {there, back} <= {"rules", "accounts", "leaves"} or place[0] in WITH_ANNEXES


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_is_planned_by_its_row_of_the_table(name: str) -> None:
    records = THE_EXAMPLE[PARAMETERS]
    switched = {PARAMETERS: tuple(with_settings(r, frozenset({name})) for r in records)}
    with begun(RICHER, frozenset(CONTENTS)) as (agency, tx):
        kind, _ = compare_plans(agency, tx, switched)
    assert kind == ("accounts" if name.startswith("depublier") else "rules")


@pytest.mark.parametrize(
    ("cle", "box", "is_calm"),
    [(("syndic", 3), {"president": False}, True), (("gerance", 3), {"locataire": True}, False)],
)
def test_one_box_is_one_row(cle: Cle, box: dict[str, bool], *, is_calm: bool) -> None:
    """The tenants' is alarming by itself (R-011), and also their landlords' (R-042)."""
    after = edited(RICHER, ("classeurs", ""), cle, **box)
    with begun(RICHER, frozenset(CONTENTS)) as (agency, tx):
        now = cause_of("", agency.workshop).instant
        assert compare_plans(agency, tx, after) == ("rules", is_calm)
        plan = partial_plan(checked_of(after), tx, agency.workshop, frozenset(), now)
    assert plan is not None
    rows = {each.table: (*each.debuts, *each.fins) for each in plan.changes.derived}
    assert len(rows["droits"]) == (2 if "locataire" in box else 1)
    assert not rows.keys() & {"publication", "acces"}
