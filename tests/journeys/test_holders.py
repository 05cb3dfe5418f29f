"""R-081b: an account that changed hands under one id is closed until a person says otherwise."""

from pathlib import Path

import pytest

from ingest.persons.confirming import accept_numbering, confirm_account
from ingest.persons.details import NothingToConfirm
from ingest.telling.report import report_from
from store.changes import Entry
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import SEEN_TODAY, an_envoi

C3 = '<compte id="C3" genre="coproprietaire" numero="4500003" publie="true" solde="312.50">'
EMMA_HAS_C3 = {
    "donnees/comptes-S1.xml": [
        (f'{C3}<titulaire tiers="T3"/>', f'{C3}<titulaire tiers="T5"/>'),
    ]
}
BOTH_HAVE_C3 = {
    "donnees/comptes-S1.xml": [
        (f'{C3}<titulaire tiers="T3"/>', f'{C3}<titulaire tiers="T3"/><titulaire tiers="T5"/>'),
    ]
}
RENAMED = {"donnees/tiers.xml": [('nom="Roux"', 'nom="Durand"')]}
NEW_LOGIN = {"donnees/connexions.xml": [("claire.roux", "claire.durand")]}
BY = {"raison": "même compte après fusion", "qui": "hugo"}


def codes(entry: Entry) -> list[str]:
    return [s.problem.code for s in report_from(entry.rapport).signalements]


def test_nothing_of_the_old_holder_is_shown_to_the_new_one(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(an_envoi(tmp_path / "autre", EMMA_HAS_C3, numero=2))
    assert "HOLDER_REPLACED" in codes(entry)
    assert begun.seen_by("claire.roux") == frozenset()
    assert begun.seen_by("emma.faure") == SEEN_TODAY["emma.faure"]


def test_it_is_told_again_while_it_stands(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "autre", EMMA_HAS_C3, numero=2))
    again = begun.send(an_envoi(tmp_path / "encore", EMMA_HAS_C3, numero=3))
    assert "HOLDER_REPLACED" in codes(again)


def test_a_confirmed_account_opens_again(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "autre", EMMA_HAS_C3, numero=2))
    confirm_account("S1/C3", begun.workshop, **BY)
    assert "S1/E3/a" in begun.seen_by("emma.faure")
    assert begun.seen_by("claire.roux") == frozenset()


def test_giving_the_account_back_does_not_open_it_either(begun: Agency, tmp_path: Path) -> None:
    """It changed hands twice: a person must look."""
    begun.send(an_envoi(tmp_path / "autre", EMMA_HAS_C3, numero=2))
    begun.send(an_envoi(tmp_path / "retour", numero=3))
    assert begun.seen_by("claire.roux") == frozenset()


def test_a_holder_who_joins_replaces_nobody(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(an_envoi(tmp_path / "deux", BOTH_HAVE_C3, numero=2))
    assert "HOLDER_REPLACED" not in codes(entry)
    assert "S1/E3/a" in begun.seen_by("claire.roux")


@pytest.mark.parametrize("edits", [RENAMED, NEW_LOGIN])
def test_a_new_name_or_a_new_login_alone_is_the_same_person(
    begun: Agency, tmp_path: Path, edits: dict[str, list[tuple[str, str]]]
) -> None:
    entry = begun.send(an_envoi(tmp_path / "nom", edits, numero=2))
    assert "HOLDER_REPLACED" not in codes(entry)


def test_another_name_and_another_login_may_be_another_person(
    begun: Agency, tmp_path: Path
) -> None:
    entry = begun.send(an_envoi(tmp_path / "nom", {**RENAMED, **NEW_LOGIN}, numero=2))
    assert "HOLDER_REPLACED" in codes(entry)
    assert begun.seen_by("claire.durand") == frozenset()
    confirm_account("S1/C3", begun.workshop, **BY)
    assert begun.seen_by("claire.durand") == SEEN_TODAY["claire.roux"]


def test_an_account_that_is_not_closed_has_nothing_to_confirm(begun: Agency) -> None:
    with pytest.raises(NothingToConfirm, match="S1/C1"):
        confirm_account("S1/C1", begun.workshop, **BY)


def test_the_numbering_starts_again_once_when_a_person_accepts_it(
    begun: Agency, tmp_path: Path
) -> None:
    begun.send(an_envoi(tmp_path / "neuf", numero=9))
    assert begun.send(an_envoi(tmp_path / "bas", numero=3)).resultat == "perime"
    accept_numbering(begun.workshop, **BY)
    assert begun.send(an_envoi(tmp_path / "un", RENAMED, numero=2)).resultat == "applique"
    assert begun.send(an_envoi(tmp_path / "zero", numero=1)).resultat == "perime"
