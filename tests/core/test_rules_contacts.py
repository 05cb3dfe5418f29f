"""The agency's staff, whom to contact, and who speaks for a supplier (R-085, R-127, R-136)."""

import pytest

from ingest.rules.tableaux import Tableau
from tests.core.some_records import a_compte
from tests.core.some_tableaux import a_tableau, derived, found

HUGO = a_tableau("utilisateurs", {"id": "U1", "role": "gestionnaire"})
SUPPLIER = a_compte("C7", "T6", genre="fournisseur")


def a_contact(**given: str) -> Tableau:
    return a_tableau("contacts", {"role": "gestionnaire", "utilisateur": "U1", **given})


@pytest.mark.parametrize("given", [{}, {"immeuble": "I1"}, {"compte": "C1"}])
def test_a_contact_is_of_a_building_an_account_or_the_whole_entity(given: dict[str, str]) -> None:
    assert found(HUGO, a_contact(**given)) == []


def test_a_contact_of_a_building_and_an_account_has_no_effect() -> None:
    contact = a_contact(immeuble="I1", compte="C1")
    (anomalie,) = found(HUGO, contact)

    assert anomalie[:4] == ("DESIGNATION_INVALIDE", "contacts", "S1", "I1 C1 gestionnaire")
    assert (anomalie.valeur, anomalie.attendu) == (
        "immeuble compte",
        "immeuble ou compte, ou aucun",
    )
    assert derived(HUGO, contact).sans_effet == {("contacts", "S1"): 1}


@pytest.mark.parametrize(
    ("given", "cle"),
    [
        ({"immeuble": "I99"}, "I99 - gestionnaire"),
        ({"compte": "C99"}, "- C99 gestionnaire"),
        ({"utilisateur": "U9"}, "- - gestionnaire"),
    ],
)
def test_a_contact_that_refers_to_nothing_has_no_effect(given: dict[str, str], cle: str) -> None:
    """A building that is unknown does not make it a contact of the whole entity."""
    (anomalie,) = found(HUGO, a_contact(**given))

    assert (anomalie.code, anomalie.cle) == ("REFERENCE_INCONNUE", cle)
    assert derived(HUGO, a_contact(**given)).sans_effet == {("contacts", "S1"): 1}


def test_a_user_with_an_unknown_person_or_role_is_told_and_can_be_contacted() -> None:
    user = a_tableau("utilisateurs", {"id": "U1", "tiers": "T99", "role": "stagiaire"})

    assert [(row.code, row.attribut, row.valeur) for row in found(user, a_contact())] == [
        ("REFERENCE_IGNOREE", "tiers", "T99"),
        ("ROLE_UNKNOWN", "role", "stagiaire"),
    ]
    assert not derived(user, a_contact()).sans_effet


def test_a_user_without_person_or_role_is_sound() -> None:
    assert found(a_tableau("utilisateurs", {"id": "U1"})) == []


@pytest.mark.parametrize(
    ("compte", "tiers", "code"),
    [
        ("C7", "T5", None),
        ("C1", "T5", "COMPTE_AUTRE_GENRE"),
        ("C99", "T5", "REFERENCE_INCONNUE"),
        ("C7", "T99", "REFERENCE_INCONNUE"),
    ],
)
def test_a_contact_person_speaks_for_a_supplier(compte: str, tiers: str, code: str | None) -> None:
    person = a_tableau("correspondants", {"compte": compte, "tiers": tiers})

    assert [row.code for row in found(person, facts=(SUPPLIER,))] == ([code] if code else [])
    counted = {("correspondants", "S1"): 1} if code else {}
    assert derived(person, facts=(SUPPLIER,)).sans_effet == counted
