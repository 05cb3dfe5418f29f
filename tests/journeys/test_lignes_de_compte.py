"""R-091…R-094 from the sender's lists to the rows of an account, and their history."""

from pathlib import Path

import pytest

from ingest.telling.report import Etat
from store.changes import Entry, Valeur
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import Edits, an_envoi
from tests.some_databases import BOTH

pytestmark = BOTH
PARAMETRES, JOURNAUX, ECRITURES, COMPTES = (
    f"donnees/{name}.xml" for name in ("parametres", "journaux", "ecritures-S1", "comptes-S1")
)
TWO = (
    '<ecriture id="W2" compte="C3" date="2026-10-12" libelle="Chèque" debit="0.00"'
    ' credit="200.00" journal="BQ"/>\n'
    '<ecriture id="W3" compte="C3" date="2026-10-12" libelle="Virement" debit="0.00"'
    ' credit="112.50" journal="BQ"/>\n'
)
THREE = '<ecriture id="W4" compte="C3" date="2026-10-12" libelle="Virement" debit="1.00" credit="0.00" journal="BQ"/>\n'  # noqa: E501  one record, one line
BANK = '<journal code="BQ" libelle="Banque" type="tresorerie"/>'
PAID: Edits = {
    PARAMETRES: [("<syndic ", '<syndic regrouper_tresorerie_coproprietaire="true" ')],
    ECRITURES: [("</ecritures>", f"{TWO}</ecritures>")],
    COMPTES: [('solde="312.50"', 'solde="0.00"')],
}
OTHERWISE: Edits = {**PAID, JOURNAUX: [(BANK, BANK.replace("tresorerie", "standard"))]}
CLOSED: Edits = {
    **PAID,
    COMPTES: [('4500003" publie="true" solde="312.50"', '4500003" publie="false"')],
}
MORE: Edits = {**PAID, ECRITURES: [("</ecritures>", f"{TWO}{THREE}</ecritures>")]}
LOST: Edits = {**PAID, JOURNAUX: [(f"{BANK}\n", "")]}


def send(agency: Agency, directory: Path, edits: Edits, numero: int) -> Entry:
    return agency.send(an_envoi(directory / f"envoi-{numero}", edits, numero=numero))


@pytest.fixture
def paid(begun: Agency, tmp_path: Path) -> Agency:
    """Two payments of one day, and the setting that groups them."""
    send(begun, tmp_path, PAID, 2)
    return begun


def lines(agency: Agency) -> list[tuple[Valeur, ...]]:
    """Return the genre, position, label, debit and credit of each line that is true now."""
    names = ("genre", "rang", "libelle", "debit", "credit")
    with agency.workshop.store.reading() as known:
        rows = known.rows_at("lignes_de_compte", compte="S1/C3")
    return sorted((tuple(row.valeurs[name] for name in names) for row in rows), key=repr)


def hidden(agency: Agency) -> dict[Valeur, Valeur]:
    """Return which entries are not shown as themselves, and why."""
    with agency.workshop.store.reading() as known:
        rows = known.rows_at("ecritures_masquees", compte="S1/C3")
    return {row.valeurs["ecriture"]: row.valeurs["motif"] for row in rows}


GROUP = ("regroupement", "W2", "Règlements du 12/10/2026", 0, 31250)


def test_payments_of_one_day_are_one_line(paid: Agency) -> None:
    """R-091."""
    assert lines(paid) == [GROUP]
    assert hidden(paid) == {"S1/W2": "regroupement", "S1/W3": "regroupement"}


def test_a_payment_more_changes_the_line_and_is_told_if_the_balance_does_not_follow(
    paid: Agency, tmp_path: Path
) -> None:
    """R-091, R-092: the answer has the amounts as the sender writes them."""
    entry = send(paid, tmp_path, MORE, 3)

    assert lines(paid) == [("regroupement", "W2", "Règlements du 12/10/2026", 0, 31150)]
    (problem,) = (
        each.problem
        for each in report_of(entry).signalements
        if each.problem.code == "BALANCE_MISMATCH"
    )
    assert (problem.id, problem.value, problem.expected) == ("C3", "0.00", "1.00")


def test_a_mismatch_heals(paid: Agency, tmp_path: Path) -> None:
    send(paid, tmp_path, MORE, 3)
    entry = send(paid, tmp_path, PAID, 4)

    assert lines(paid) == [GROUP]
    assert "BALANCE_MISMATCH" not in told(entry, Etat.PERSISTANT)


def test_another_type_of_journal_groups_otherwise_and_the_history_keeps_both(
    paid: Agency, tmp_path: Path
) -> None:
    """R-091, R-094."""
    changed = send(paid, tmp_path, OTHERWISE, 3)
    assert (lines(paid), hidden(paid)) == ([], {})

    again = send(paid, tmp_path, PAID, 4)

    assert lines(paid) == [GROUP]
    with paid.workshop.store.reading() as known:
        first, second = known.history("lignes_de_compte", compte="S1/C3")
    assert (first.cause_jusqu_au, second.cause_du) == (changed.id, again.id)
    assert first.valeurs == second.valeurs
    assert first.connu_jusqu_au is not None
    assert second.connu_jusqu_au is None


def test_an_account_that_is_no_longer_published_has_no_lines(paid: Agency, tmp_path: Path) -> None:
    """R-070."""
    send(paid, tmp_path, CLOSED, 3)

    assert (lines(paid), hidden(paid)) == ([], {})


def test_entries_of_a_journal_that_left_are_not_shown(paid: Agency, tmp_path: Path) -> None:
    """Fail closed."""
    send(paid, tmp_path, LOST, 3)

    assert lines(paid) == []
    assert hidden(paid) == {"S1/W2": "sans_effet", "S1/W3": "sans_effet"}
