"""What the guard is asked of a plan, and what becomes of the decision (R-011)."""

from dataclasses import replace

import pytest

from ingest.check import NOTHING_CHECKED
from ingest.decision import Decision, Resultat
from ingest.planning.guarding import (
    LEVEE,
    RETENTE,
    _circumstances,
    alarming,
    guard,
    is_lifted,
    only_unlisted,
)
from ingest.planning.plan import Plan, Situation, facts_after, make_plan, tables_of
from ingest.rules.cotes import Seuils
from ingest.rules.derivation import derive
from ingest.rules.faits import Options
from store.changes import Cause, Constat, Known, Record
from store.declarations import NATURES
from store.derived import TABLES
from tests.core.some_faits import NOON
from tests.core.some_random_tables import THE_EXAMPLE, Listing, Place, checked_of

CAUSE = Cause(id="20261124T120000-lsc-2-0000", instant=NOON)
APPLIED = Decision(Resultat.APPLIQUE)
BINDERS, DOSSIERS = ("classeurs", ""), ("dossiers", "S1")


def known(*constats: Constat) -> Situation:
    """The worked example as it is stored, every content received."""
    pieces = [
        piece
        for (nature, _), records in THE_EXAMPLE.items()
        if nature == "evenements"
        for record in records
        for piece in record.enfants[0]
    ]
    facts = {
        place: {record.cle: Known(record, None) for record in records}
        for place, records in THE_EXAMPLE.items()
    }
    formats = {str(piece[4]): "pdf" for piece in pieces}
    stored = Situation(facts, {}, formats, Options(), (), constats)
    return derived_again(stored)


def derived_again(situation: Situation) -> Situation:
    found = derive(facts_after(situation, tables_of(situation.facts)))
    return situation._replace(derived={table: getattr(found, table) for table in TABLES})


NOTHING = Situation({}, {table: frozenset() for table in TABLES}, {}, Options())


def a_plan(listing: Listing, situation: Situation | None = None) -> Plan:
    return make_plan(checked_of(listing), situation or known())


def ticked() -> tuple[Record, ...]:
    """The binders, the council's with the box of co-owners besides."""
    place = [column.nom for column in NATURES["classeurs"].colonnes].index("coproprietaire")
    return tuple(
        record._replace(valeurs=(*record.valeurs[:place], True, *record.valeurs[place + 1 :]))
        if record.cle == ("syndic", 2)
        else record
        for record in THE_EXAMPLE[BINDERS]
    )


TICKED = {BINDERS: ticked()}


def held(plan: Plan, decision: Decision = APPLIED) -> Decision:
    return guard(decision, plan, Seuils(), CAUSE)


def test_what_is_alarming_is_held_and_told() -> None:
    found = held(a_plan(TICKED))
    (problem,) = found.problems
    assert found.resultat is Resultat.RETENU
    assert (problem.code, problem.entite, problem.value, problem.detail, problem.id) == (
        "RUN_HELD_MASS_EXPOSURE",
        "S1",
        "1 sur 10",
        "classeur Conseil syndical : case Copropriétaire cochée",
        "S1/E2/a",
    )


def test_a_trial_is_told_and_stays_a_trial() -> None:
    trial = held(a_plan(TICKED), Decision(Resultat.ESSAYE))
    assert (trial.resultat, len(trial.problems)) == (Resultat.ESSAYE, 1)


@pytest.mark.parametrize("resultat", [Resultat.REFUSE, Resultat.PERIME, Resultat.DEJA_APPLIQUE])
def test_what_is_not_planned_is_not_asked(resultat: Resultat) -> None:
    assert held(a_plan(TICKED), Decision(resultat)) == Decision(resultat)


def test_what_is_not_alarming_goes() -> None:
    assert held(a_plan(THE_EXAMPLE)) == APPLIED


def test_a_person_lifts_the_guard_for_one_envoi() -> None:
    lifted = Constat(LEVEE, CAUSE.id, "{}")
    assert held(a_plan(TICKED, known(lifted))) == APPLIED
    for other in (lifted._replace(cible="another"), lifted._replace(genre=RETENTE)):
        assert held(a_plan(TICKED, known(other))).resultat is Resultat.RETENU


def test_one_that_is_tried_again_is_not_lifted() -> None:
    lifted, again = Constat(LEVEE, "A", "{}"), Constat(RETENTE, "B", "{}")
    both = (lifted, again)
    assert [is_lifted(each, both) for each in "ABC"] == [True, False, False]


def test_the_first_envoi_of_an_agency_goes() -> None:
    assert alarming(a_plan(THE_EXAMPLE, NOTHING), Seuils(), now=NOON) == []


def test_a_list_is_emptied_only_by_the_envoi_that_empties_it() -> None:
    assert emptied(known()) == ["la liste dossiers est vide et ne l'était pas"]
    assert emptied(without(known(), DOSSIERS)) == []


def emptied(situation: Situation) -> list[str]:
    """Return what is said of an envoi that lists no case file."""
    plan = a_plan({DOSSIERS: ()}, situation)
    return [alarme.cause for alarme in alarming(plan, Seuils(), now=NOON)]


def without(situation: Situation, place: Place) -> Situation:
    """Given what is known, return it with the records of a list absent since yesterday."""
    gone = {
        cle: each._replace(absent_depuis="2026-11-23T00:00:00.000Z")
        for cle, each in situation.facts[place].items()
    }
    return derived_again(situation._replace(facts={**situation.facts, place: gone}))


def test_a_binder_that_left_its_list_is_known_when_it_comes_back_with_a_box_more() -> None:
    """Else a night without it would be a way around the guard."""
    back = a_plan(TICKED, without(known(), BINDERS))
    told = {alarme.cause for alarme in alarming(back, Seuils(), now=NOON)}
    assert "classeur Conseil syndical : case Copropriétaire cochée" in told


@pytest.mark.parametrize(
    ("nature", "changed"), [("parametres", (True, False)), ("modeles", (False, True))]
)
def test_the_guard_is_told_which_settings_change(nature: str, changed: tuple[bool, bool]) -> None:
    found = _circumstances(a_plan({(nature, ""): THE_EXAMPLE[nature, ""][1:]}))
    assert (found.parametres_changes, found.modeles_changes) == changed


def test_the_guard_is_told_what_was_known_by_its_one_name() -> None:
    found = _circumstances(a_plan({}))
    expected = {("classeurs", "syndic/2"), ("comptes", "S1/C1"), ("immeubles", "G1/I2")}
    assert expected <= found.connus
    assert {nature for nature, _ in found.connus} == {"classeurs", "comptes", "immeubles"}
    assert found.noms["syndic/2"] == "Conseil syndical"


def test_what_a_newer_envoi_listed_is_left_out() -> None:
    checked = checked_of({BINDERS: (), ("evenements", "S1"): ()})
    kept = only_unlisted(checked, frozenset({BINDERS})).data
    assert [(each.fichier.nature, each.fichier.entite) for each in kept] == [("evenements", "S1")]
    unnamed = checked.data[0].fichier._replace(nature=None)
    bare = replace(NOTHING_CHECKED, data=(replace(checked.data[0], fichier=unnamed),))
    assert only_unlisted(bare, frozenset({("", "")})).data == ()
