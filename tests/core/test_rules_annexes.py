"""Records that decide no document: their references, the words that rules know, their days."""

from datetime import date

import pytest

from ingest.rules.anomalies import Anomalie
from ingest.rules.faits import Parametres
from ingest.rules.tableaux import Tableau
from tests.core.some_tableaux import Given, a_tableau, derived, found

JOURNAUX = a_tableau("journaux", {"code": "BQ", "type": "tresorerie"})
EXERCICES = a_tableau("exercices", {"id": "X1", "immeuble": "I1"})


def an_ecriture(**given: str | None) -> Tableau:
    return a_tableau("ecritures", {"id": "W1", "compte": "C1", "journal": "BQ", **given})


def a_budget(exercice: str) -> Tableau:
    given = {"exercice": exercice, "cle": "1", "numero_compte": "614"}
    return a_tableau("budgets", given)


def test_records_whose_references_lead_are_sound() -> None:
    tableaux = (a_budget("X1"), an_ecriture(), EXERCICES, JOURNAUX)

    assert found(*tableaux) == []
    assert not derived(*tableaux).sans_effet


@pytest.mark.parametrize(
    ("attribut", "value", "name", "nature"),
    [("compte", "C99", "S1/C99", "comptes"), ("journal", "ZZ", "ZZ", "journaux")],
)
def test_an_entry_that_refers_to_nothing_has_no_effect(
    attribut: str, value: str, name: str, nature: str
) -> None:
    """R-090."""
    tableaux = (an_ecriture(**{attribut: value}), JOURNAUX)

    assert found(*tableaux) == [
        Anomalie(
            "REFERENCE_INCONNUE",
            "ecritures",
            "S1",
            "W1",
            attribut,
            name,
            f"un enregistrement de {nature}",
        )
    ]
    assert derived(*tableaux).sans_effet == {("ecritures", "S1"): 1}


def test_an_account_of_another_entity_is_not_that_of_this_one() -> None:
    """C4 is an account of G1 only (R-008)."""
    (anomalie,) = found(an_ecriture(compte="C4"), JOURNAUX)

    assert (anomalie.code, anomalie.valeur) == ("REFERENCE_INCONNUE", "S1/C4")


def test_an_analytic_account_that_is_unknown_counts_as_absent() -> None:
    tableaux = (an_ecriture(analytique="LOY"), JOURNAUX)

    assert [row[:6] for row in found(*tableaux)] == [
        ("REFERENCE_IGNOREE", "ecritures", "S1", "W1", "analytique", "S1/LOY")
    ]
    assert not derived(*tableaux).sans_effet
    assert found(*tableaux, a_tableau("analytiques", {"code": "LOY"})) == []


def test_what_refers_to_a_record_without_effect_has_none_either() -> None:
    exercices = a_tableau("exercices", {"id": "X1", "immeuble": "I99"})
    tableaux = (a_budget("X1"), exercices)

    assert [(row.code, row.nature, row.cle) for row in found(*tableaux)] == [
        ("REFERENCE_INCONNUE", "exercices", "X1"),
        ("REFERENCE_SANS_EFFET", "budgets", "X1 1 614"),
    ]
    assert derived(*tableaux).sans_effet == {("exercices", "S1"): 1, ("budgets", "S1"): 1}


def test_what_refers_to_a_fact_without_effect_has_none_either() -> None:
    """Without T1, account C1 has no holder."""
    (anomalie,) = found(an_ecriture(), JOURNAUX, without=["tiers:T1"])

    assert (anomalie.code, anomalie.attribut) == ("REFERENCE_SANS_EFFET", "compte")


def test_a_table_whose_entity_is_unknown_is_told_once_and_has_no_effect() -> None:
    exercices = a_tableau("exercices", {"id": "X1"}, {"id": "X2"}, entite="S9")

    assert found(exercices) == [
        Anomalie("REFERENCE_INCONNUE", "exercices", "S9", "", "entite", "S9")
    ]
    assert derived(exercices).sans_effet == {("exercices", "S9"): 2}


def test_an_empty_table_of_an_unknown_entity_is_nothing() -> None:
    assert found(a_tableau("exercices", entite="S9")) == []


def test_a_year_that_ends_before_it_begins_has_no_effect() -> None:
    days = {"du": date(2026, 1, 1), "au": date(2025, 12, 31)}
    tableaux = (a_tableau("exercices", {"id": "X1", "immeuble": "I1", **days}), a_budget("X1"))

    assert [(row.code, row.valeur) for row in found(*tableaux)] == [
        ("DATES_INVERSEES", "2025-12-31"),
        ("REFERENCE_SANS_EFFET", "S1/X1"),
    ]


def test_a_year_of_one_day_is_one() -> None:
    days = {"du": date(2026, 1, 1), "au": date(2026, 1, 1)}

    assert found(a_tableau("exercices", {"id": "X1", "immeuble": "I1", **days})) == []


@pytest.mark.parametrize("word", ["banque", "Tresorerie", ""])
def test_an_unknown_type_of_journal_is_told_and_its_entries_count(word: str) -> None:
    """R-091."""
    journaux = a_tableau("journaux", {"code": "BQ", "type": word})
    (anomalie,) = found(an_ecriture(), journaux)

    assert anomalie[:6] == ("JOURNAL_TYPE_UNKNOWN", "journaux", "", "BQ", "type", word)
    assert not derived(an_ecriture(), journaux).sans_effet


def test_an_unknown_sub_account_is_told_and_the_entry_counts() -> None:
    """R-093."""
    tableaux = (an_ecriture(sous_compte="autre"), JOURNAUX)
    (anomalie,) = found(*tableaux)

    assert (anomalie.code, anomalie.valeur) == ("SUB_ACCOUNT_UNKNOWN", "autre")
    assert not derived(*tableaux).sans_effet
    assert found(an_ecriture(sous_compte="travaux"), JOURNAUX) == []


VOUCHER = {"depense": "D1", "id": "a", "nom": "facture.pdf", "sha256": "sha-v"}


def an_expense(**given: str) -> Tableau:
    return a_tableau("depenses", {"id": "D1", "exercice": "X1", **given}, piece=[VOUCHER])


def test_a_voucher_that_never_came_is_told_and_its_expense_counts() -> None:
    """R-101."""
    derivation = derived(an_expense(), EXERCICES)
    (contenu,) = derivation.contenus_manquants

    assert [row[:5] for row in found(an_expense(), EXERCICES)] == [
        ("FILE_MISSING", "depenses", "S1", "D1", "piece a")
    ]
    assert (contenu.sha256, contenu.le) == ("sha-v", date(2026, 1, 1))
    assert not derivation.sans_effet


@pytest.mark.parametrize("kind", ["pdf", "png", "jpeg", "bureautique"])
def test_a_voucher_that_people_can_be_given_is_sound(kind: str) -> None:
    assert found(an_expense(), EXERCICES, contents={"sha-v": kind}) == []


@pytest.mark.parametrize("kind", ["html", "interdit"])
def test_a_voucher_in_another_format_is_told_and_its_expense_counts(kind: str) -> None:
    (anomalie,) = found(an_expense(), EXERCICES, contents={"sha-v": kind})

    assert (anomalie.code, anomalie.valeur) == ("FORMAT_FORBIDDEN", "facture.pdf")
    assert not derived(an_expense(), EXERCICES, contents={"sha-v": kind}).sans_effet


def test_the_voucher_of_an_expense_without_effect_is_asked_for_all_the_same() -> None:
    derivation = derived(an_expense(exercice="X9"))

    assert derivation.sans_effet == {("depenses", "S1"): 1}
    assert len(derivation.contenus_manquants) == 1


@pytest.mark.parametrize(("debit", "credit"), [(100, 100), (-1, 0), (0, -1)])
def test_an_entry_has_a_positive_amount_on_one_side(debit: int, credit: int) -> None:
    """R-090, domain.md §5.3: it counts all the same, and is told."""
    right: Given = {"id": "W1", "compte": "C1", "journal": "BQ", "debit": 100, "credit": 0}
    nothing: Given = {"id": "W2", "compte": "C1", "journal": "BQ", "debit": 0, "credit": 0}
    wrong: Given = {**right, "id": "W3", "debit": debit, "credit": credit}
    told = [
        anomalie.cle
        for anomalie in found(a_tableau("ecritures", right, nothing, wrong))
        if anomalie.code == "ENTRY_SIDES"
    ]

    assert told == ["W3"]


def test_works_that_are_inactive_and_never_done_are_told() -> None:
    """R-105."""
    done: Given = {"id": "O1", "immeuble": "I1", "inactif": True, "acheve_le": date(2026, 5, 1)}
    running = {"id": "O2", "immeuble": "I1"}
    stopped: Given = {"id": "O3", "immeuble": "I1", "inactif": True}
    (anomalie,) = found(a_tableau("travaux", done, running, stopped))

    assert (anomalie.code, anomalie.cle) == ("WORKS_INACTIVE", "O3")


@pytest.mark.parametrize(
    ("envoyer", "type_", "blocked"),
    [(False, "travaux_decides", 1), (True, "travaux_decides", 0), (False, "fonds_travaux", 0)],
)
def test_a_fund_of_decided_works_counts_only_if_lsc_sends_them(
    *, envoyer: bool, type_: str, blocked: int
) -> None:
    """R-100: the number of the account, which begins with 105 here, says nothing."""
    fonds = a_tableau("fonds_travaux", {"lot": "L1", "numero_compte": "105000", "type": type_})
    derivation = derived(fonds, parametres=Parametres(envoyer_fonds_102=envoyer))

    assert derivation.sans_effet == ({("fonds_travaux", "S1"): 1} if blocked else {})
    assert [row.code for row in derivation.anomalies if row.nature == "fonds_travaux"] == (
        ["FUND102_OFF"] * blocked
    )


@pytest.mark.parametrize("nature", ["travaux", "fonds_travaux", "exercices"])
def test_what_is_of_an_unknown_place_has_no_effect(nature: str) -> None:
    tableau = a_tableau(nature, {"immeuble": "I99", "lot": "L99"})

    assert [row.code for row in found(tableau)] == ["REFERENCE_INCONNUE"]
    assert derived(tableau).sans_effet == {(nature, "S1"): 1}
