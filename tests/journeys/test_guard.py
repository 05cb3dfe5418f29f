"""R-011 both ways: what is alarming waits for a person, and nobody sees it meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.persons import holding
from ingest.persons.confirming import accept_numbering
from ingest.persons.holding import NotHeld, settle_held
from ingest.planning.released import LIBERATIONS
from ingest.rules.cotes import Seuils
from ingest.telling.report import report_from
from store.changes import Entry
from syncd.held import REFUSE, asked, held_orders
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import SEEN_TODAY, an_envoi, rewrite, unlist

COUNCIL = (
    '<classeur module="syndic" numero="2" nom="Conseil syndical" president="true" membre="true"'
)
TICKED = {"donnees/classeurs.xml": [(f"{COUNCIL}/>", f'{COUNCIL} coproprietaire="true"/>')]}
BY = {"raison": "vérifié avec le syndic", "qui": "hugo"}


@pytest.fixture
def guarded(begun: Agency) -> Agency:
    """The example's agency with the thresholds that every agency has."""
    begun.workshop = replace(begun.workshop, seuils=Seuils())
    return begun


def emptied(directory: Path, nature: str, entite: str) -> Path:
    root = f'<{nature} xmlns="urn:lsc-syncd:envoi:1" entite="{entite}">\n</{nature}>\n'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    rewrite(directory, f"donnees/{nature}-{entite}.xml", (head + root).encode())
    return directory


def causes(entry: Entry) -> list[str]:
    told = report_from(entry.rapport).signalements
    return [s.problem.detail or "" for s in told if s.problem.code.startswith("RUN_HELD")]


def state_of(agency: Agency, entry: Entry) -> str | None:
    found = agency.workshop.spool.find(entry.id)
    return found.state if found else None


def outcome(agency: Agency, identifier: str) -> str | None:
    with agency.workshop.store.reading() as known:
        entry = known.entry(identifier)
    return entry.resultat if entry else None


def a_wrong_tick(agency: Agency, tmp_path: Path, numero: int = 2) -> Entry:
    return agency.send(an_envoi(tmp_path / f"tick{numero}", TICKED, numero=numero))


def refused_and_not_filed(agency: Agency, tmp_path: Path) -> Entry:
    """What a crash leaves between the decision and the filing."""
    refused = holding.refuse(a_wrong_tick(agency, tmp_path).id, agency.workshop, **BY)
    filed = agency.workshop.spool.find(refused.id)
    assert filed is not None
    agency.workshop.spool.file(filed, "hold")
    return refused


def test_the_first_envoi_is_not_held(guarded: Agency) -> None:
    assert guarded.seen() == SEEN_TODAY


def test_a_binder_ticked_for_all_is_held_before_anybody_sees_it(
    guarded: Agency, tmp_path: Path
) -> None:
    before = guarded.derived()
    entry = a_wrong_tick(guarded, tmp_path)
    assert (entry.resultat, entry.code) == ("retenu", 4)
    assert state_of(guarded, entry) == "hold"
    assert guarded.derived() == before


def test_the_cause_is_named(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    assert causes(entry) == ["classeur Conseil syndical : case Copropriétaire cochée"]


FACTURES = ("donnees/parametres.xml", 'classeur_factures="5"')


def designating(numero: int) -> dict[str, list[tuple[str, str]]]:
    chemin, before = FACTURES
    return {chemin: [(before, before.replace("5", str(numero)))]}


def test_expenses_that_all_co_owners_would_see_are_held(guarded: Agency, tmp_path: Path) -> None:
    """R-011, R-065: another binder is designated as *Factures*, one that they may open."""
    entry = guarded.send(an_envoi(tmp_path / "wide", designating(3), numero=2))
    assert entry.resultat == "retenu"
    (cause,) = causes(entry)
    assert cause.startswith("classeur Appels de fonds désigné pour les factures : l'état")


def test_a_binder_of_the_council_may_be_designated_for_expenses(
    guarded: Agency, tmp_path: Path
) -> None:
    entry = guarded.send(an_envoi(tmp_path / "narrow", designating(2), numero=2))
    assert (entry.resultat, causes(entry)) == ("applique", [])


def test_a_released_envoi_is_applied(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    guarded.process(holding.release(entry.id, guarded.workshop, **BY))
    assert outcome(guarded, entry.id) == "applique"
    assert "S1/E2/a" in guarded.seen_by("claire.roux")


def test_the_next_envoi_that_says_the_same_passes(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    guarded.process(holding.release(entry.id, guarded.workshop, **BY))
    assert a_wrong_tick(guarded, tmp_path, 3).resultat == "applique"


def test_a_refused_one_is_answered_and_filed(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    refused = holding.refuse(entry.id, guarded.workshop, **BY)
    assert (refused.resultat, refused.code) == ("refuse", 3)
    assert state_of(guarded, entry) == "refused"
    assert guarded.seen() == SEEN_TODAY


def test_a_held_envoi_keeps_its_secrets_encrypted_until_it_is_decided(
    guarded: Agency, tmp_path: Path
) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    kept = guarded.workshop.spool.find(entry.id)
    assert kept is not None
    assert len(list(kept.path.rglob("*.scelle"))) == 2
    holding.refuse(entry.id, guarded.workshop, **BY)
    assert not list(guarded.root.rglob("*.scelle"))


def test_a_list_that_is_suddenly_empty_is_held(guarded: Agency, tmp_path: Path) -> None:
    envoi = emptied(an_envoi(tmp_path / "vide", numero=2), "evenements", "S1")
    entry = guarded.send(envoi)
    assert entry.resultat == "retenu"
    assert any("la liste evenements est vide" in cause for cause in causes(entry))
    assert guarded.seen() == SEEN_TODAY


def test_a_building_that_nobody_reaches_any_more_is_held(guarded: Agency, tmp_path: Path) -> None:
    entry = guarded.send(emptied(an_envoi(tmp_path / "vide", numero=2), "detentions", "S1"))
    assert any("plus personne n'atteint l'immeuble S1/I1" in cause for cause in causes(entry))


def test_a_newer_full_envoi_replaces_the_held_one(guarded: Agency, tmp_path: Path) -> None:
    held = guarded.send(emptied(an_envoi(tmp_path / "vide", numero=2), "evenements", "S1"))
    applied = guarded.send(an_envoi(tmp_path / "plein", numero=3))
    assert applied.resultat == "applique"
    assert outcome(guarded, held.id) == "remplace"
    assert state_of(guarded, held) == "refused"


def test_a_correction_under_its_own_numero_replaces_the_held_one(
    guarded: Agency, tmp_path: Path
) -> None:
    held = guarded.send(emptied(an_envoi(tmp_path / "vide", numero=2), "evenements", "S1"))
    applied = guarded.send(an_envoi(tmp_path / "plein", numero=2))
    assert applied.resultat == "applique"
    assert outcome(guarded, held.id) == "remplace"
    assert state_of(guarded, held) == "refused"


def test_a_correction_that_lists_less_replaces_the_held_one_as_well(
    guarded: Agency, tmp_path: Path
) -> None:
    """Under its own numero the later attempt is the envoi (export.md, "L'envoi")."""
    held = a_wrong_tick(guarded, tmp_path)
    correction = an_envoi(tmp_path / "partiel", numero=2)
    unlist(correction, "donnees/classeurs.xml")
    assert guarded.send(correction).resultat == "applique"
    assert outcome(guarded, held.id) == "remplace"


def test_one_of_the_old_numbering_is_older_than_any_of_the_new(
    guarded: Agency, tmp_path: Path
) -> None:
    held = a_wrong_tick(guarded, tmp_path, 9)
    accept_numbering(guarded.workshop, **BY)
    assert guarded.send(an_envoi(tmp_path / "neuf", numero=2)).resultat == "applique"
    assert outcome(guarded, held.id) == "remplace"


def test_one_of_the_old_numbering_brings_nothing_that_the_new_listed(
    guarded: Agency, tmp_path: Path
) -> None:
    subject = "Remise des badges du garage 12"
    edits = {**TICKED, "donnees/evenements-S1.xml": [(subject, "Autre objet")]}
    held = guarded.send(an_envoi(tmp_path / "tick", edits, numero=9))
    accept_numbering(guarded.workshop, **BY)
    newer = an_envoi(tmp_path / "partiel", numero=2)
    unlist(newer, "donnees/classeurs.xml")
    guarded.send(newer)
    guarded.process(holding.release(held.id, guarded.workshop, **BY))
    assert outcome(guarded, held.id) == "applique"
    assert guarded.explain("S1/E4/a").titre == subject


def test_of_two_held_the_one_of_the_new_numbering_is_released_first(
    guarded: Agency, tmp_path: Path
) -> None:
    older = a_wrong_tick(guarded, tmp_path, 9)
    accept_numbering(guarded.workshop, **BY)
    newer = a_wrong_tick(guarded, tmp_path, 3)
    with pytest.raises(NotHeld, match=newer.id):
        holding.release(older.id, guarded.workshop, **BY)
    guarded.process(holding.release(newer.id, guarded.workshop, **BY))
    assert outcome(guarded, newer.id) == "applique"


def test_one_that_listed_more_is_not_replaced(guarded: Agency, tmp_path: Path) -> None:
    held = a_wrong_tick(guarded, tmp_path)
    partial = an_envoi(tmp_path / "partiel", numero=3)
    unlist(partial, "donnees/classeurs.xml")
    guarded.send(partial)
    assert outcome(guarded, held.id) == "retenu"


def test_released_after_a_newer_one_it_applies_only_what_that_did_not_list(
    guarded: Agency, tmp_path: Path
) -> None:
    subject = "Remise des badges du garage 12"
    edits = {**TICKED, "donnees/evenements-S1.xml": [(subject, "Autre objet")]}
    held = guarded.send(an_envoi(tmp_path / "tick", edits, numero=2))
    newer = an_envoi(tmp_path / "partiel", numero=3)
    unlist(newer, "donnees/classeurs.xml")
    guarded.send(newer)
    guarded.process(holding.release(held.id, guarded.workshop, **BY))
    assert outcome(guarded, held.id) == "applique"
    assert "S1/E2/a" in guarded.seen_by("claire.roux")
    assert guarded.explain("S1/E4/a").titre == subject


def test_releasing_a_replaced_one_is_refused_with_a_sentence(
    guarded: Agency, tmp_path: Path
) -> None:
    held = a_wrong_tick(guarded, tmp_path)
    guarded.send(an_envoi(tmp_path / "plein", numero=3))
    with pytest.raises(NotHeld, match="replaced by a newer"):
        holding.release(held.id, guarded.workshop, **BY)


def test_the_newest_held_one_is_released_first(guarded: Agency, tmp_path: Path) -> None:
    older = a_wrong_tick(guarded, tmp_path, 2)
    newer = a_wrong_tick(guarded, tmp_path, 3)
    with pytest.raises(NotHeld, match=newer.id):
        holding.release(older.id, guarded.workshop, **BY)


def test_of_two_held_under_one_numero_the_later_attempt_is_released_first(
    guarded: Agency, tmp_path: Path
) -> None:
    older = a_wrong_tick(guarded, tmp_path)
    newer = guarded.send(emptied(an_envoi(tmp_path / "vide", numero=2), "evenements", "S1"))
    with pytest.raises(NotHeld, match=newer.id):
        holding.release(older.id, guarded.workshop, **BY)


def test_an_envoi_that_is_not_held_cannot_be_released(guarded: Agency) -> None:
    with pytest.raises(NotHeld, match="envois list"):
        holding.release("20261124T000000-lsc-1-0000", guarded.workshop, **BY)


def test_an_envoi_tried_again_meets_the_guard_again(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    again = guarded.process(holding.retry(entry.id, guarded.workshop, **BY))
    assert again.resultat == "retenu"


def test_a_trial_is_told_that_it_would_be_held(guarded: Agency, tmp_path: Path) -> None:
    trial = an_envoi(tmp_path / "essai", TICKED, numero=2)
    manifeste = trial / "manifeste.xml"
    manifeste.write_text(manifeste.read_text().replace(' numero="2"', ' numero="2" essai="true"'))
    entry = guarded.send(trial)
    assert entry.resultat == "essaye"
    assert causes(entry)
    assert state_of(guarded, entry) == "done"


def test_what_a_crash_left_between_decision_and_filing_is_finished(
    guarded: Agency, tmp_path: Path
) -> None:
    refused = refused_and_not_filed(guarded, tmp_path)
    settle_held(guarded.workshop)
    assert state_of(guarded, refused) == "refused"


def test_refused_again_after_a_crash_it_is_filed_and_not_refused_twice(
    guarded: Agency, tmp_path: Path
) -> None:
    refused = refused_and_not_filed(guarded, tmp_path)
    answer = held_orders(guarded.workshop)[REFUSE](asked(refused.id, **BY))
    assert (answer, state_of(guarded, refused)) == (refused.id, "refused")
    with guarded.workshop.store.reading() as known:
        genres = {each.genre for each in known.constats()} - LIBERATIONS
        assert genres == {holding.REFUSE_PAR_AGENCE}
        assert len(known.constats(genre=holding.REFUSE_PAR_AGENCE)) == 1


def test_what_is_refused_and_not_filed_yet_is_not_released(guarded: Agency, tmp_path: Path) -> None:
    refused = refused_and_not_filed(guarded, tmp_path)
    with pytest.raises(NotHeld):
        holding.release(refused.id, guarded.workshop, **BY)
    settle_held(guarded.workshop)


def test_a_release_that_a_crash_cut_short_is_finished(guarded: Agency, tmp_path: Path) -> None:
    entry = a_wrong_tick(guarded, tmp_path)
    back = holding.release(entry.id, guarded.workshop, **BY)
    guarded.workshop.spool.file(back, "hold")
    settle_held(guarded.workshop)
    assert [envoi.id for envoi in guarded.workshop.spool.ready()] == [entry.id]
    guarded.process(guarded.workshop.spool.ready()[0])
