"""The screen of an account on the worked example: balance, lines, sub-accounts, tenants."""

from datetime import date
from pathlib import Path

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from store.changes import Valeur
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import an_envoi
from tests.some_databases import BOTH

pytestmark = BOTH
NOW = "2026-11-24T12:00:00.000Z"
ALL = ("T1", "T2", "T3", "T4", "T5", "T6", "T8")


def seen(agency: Agency, view: str, tiers: str) -> list[dict[str, Valeur]]:
    with agency.workshop.store.reading() as known:
        return known.view(view, tiers, at=NOW)


def set_options(agency: Agency, *reglages: Reglage) -> None:
    signed = Signature("essai", "essai")
    apply_reglages(agency.workshop, reglages, "extranet-1", signature=signed)


def balances(agency: Agency) -> dict[str, list[tuple[Valeur, ...]]]:
    return {
        tiers: [(row["compte"], row["solde"]) for row in seen(agency, "portail_comptes", tiers)]
        for tiers in ALL
    }


def test_each_person_sees_the_balance_of_what_is_shown_of_his_accounts(begun: Agency) -> None:
    """R-092: in minor units, positive when he owes; nobody sees another's."""
    assert balances(begun) == {
        "T1": [("S1/C1", 0)],
        "T2": [("S1/C2", -1520)],  # LSC sends no entry of his
        "T3": [("S1/C3", 31250)],
        "T4": [("G1/C4", -64000)],
        "T5": [("G1/C6", 0)],
        "T6": [],
        "T8": [],
    }


def test_the_lines_of_an_account_are_its_holders_alone(begun: Agency) -> None:
    """R-090."""
    lines = {
        tiers: {(row["compte"], row["rang"]) for row in seen(begun, "portail_ecritures", tiers)}
        for tiers in ALL
    }
    assert {tiers: {compte for compte, _ in found} for tiers, found in lines.items()} == {
        **{tiers: set() for tiers in ALL},
        "T3": {"S1/C3"},
        "T5": {"G1/C6"},
    }


def test_sub_accounts_are_told_where_they_are_shown(begun: Agency) -> None:
    """R-093: the setting is off by default."""
    before = {row["sous_compte"] for row in seen(begun, "portail_ecritures", "T3")}
    set_options(begun, Reglage("immeuble", "S1/I1", "sous_comptes", valeur=True))
    after = {row["sous_compte"] for row in seen(begun, "portail_ecritures", "T3")}

    assert before == {None}
    assert after != {None}


def test_the_sense_of_a_balance_is_told_and_never_applied(begun: Agency) -> None:
    """R-095: what is stored is debits minus credits; the portal turns it for the eye."""
    before = {row["compte"]: row["solde_inverse"] for row in seen(begun, "portail_comptes", "T3")}
    set_options(begun, Reglage("immeuble", "S1/I1", "solde_inverse", valeur=True))
    (row,) = seen(begun, "portail_comptes", "T3")

    assert before == {"S1/C3": False}
    assert (row["solde_inverse"], row["solde"]) == (True, 31250)


def test_finances_that_are_off_show_no_account(begun: Agency) -> None:
    """R-021."""
    set_options(begun, Reglage("immeuble", "S1/I1", "finances", valeur=False))

    assert balances(begun)["T3"] == []
    assert seen(begun, "portail_ecritures", "T3") == []
    assert balances(begun)["T5"] == [("G1/C6", 0)]


def test_grouped_receipts_are_one_line_with_the_same_balance(begun: Agency, tmp_path: Path) -> None:
    """R-091: the tenant's receipts of one day."""
    before = seen(begun, "portail_ecritures", "T5")
    more = (
        '<ecriture id="W8" compte="C6" date="2026-11-20" libelle="Virement" debit="0.00"'
        ' credit="10.00" journal="BQ"/>\n<ecriture id="W9" compte="C6" date="2026-11-20"'
        ' libelle="Virement" debit="0.00" credit="15.50" journal="BQ"/>\n</ecritures>'
    )
    grouped = '<gerance regrouper_tresorerie_locataire="true"'
    edits = {
        "donnees/ecritures-G1.xml": [("</ecritures>", more)],
        "donnees/parametres.xml": [("<gerance", grouped)],
    }
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    after = seen(begun, "portail_ecritures", "T5")

    (line,) = [row for row in after if row["genre"] == "regroupement"]
    assert (line["date"], line["libelle"], line["credit"]) == (
        date(2026, 11, 20),
        "Virement",
        2550,
    )
    assert len(after) == len(before) + 1
    assert balances(begun)["T5"] == [("G1/C6", -2550)]


def test_a_landlord_sees_his_tenants_lines_only_if_it_is_set(begun: Agency) -> None:
    """R-107: Emma's two entries, nothing of Farid's."""
    assert seen(begun, "portail_locataires_ecritures", "T4") == []
    set_options(begun, Reglage("", "gerance", "comptes_locataires", valeur=True))

    lines = seen(begun, "portail_locataires_ecritures", "T4")
    assert {(row["locataire"], row["rang"]) for row in lines} == {
        ("G1/C6", "W1"),
        ("G1/C6", "W2"),
    }
    assert seen(begun, "portail_locataires_ecritures", "T5") == []
