"""R-090…R-094: which entries of an account are grouped, reported, kept back; balances stay."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.rules.ecritures import Ecriture, LigneDeCompte, Lignes, Sort, lines_of
from ingest.rules.faits import Entite, Parametres
from ingest.rules.tableaux import Tableau
from tests.core.some_tableaux import Given, a_tableau, derived

COMPTE, ENTITE = "S1/C1", "S1"
DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
GROUPED = Parametres(
    regrouper_tresorerie_proprietaire=True,
    regrouper_tresorerie_locataire=True,
    regrouper_tresorerie_coproprietaire=True,
)
EXCLUDED = Parametres(exclure_analytiques=True)
JOURNAUX = a_tableau(
    "journaux",
    {"code": "BQ", "type": "tresorerie"},
    {"code": "CA", "type": "tresorerie"},
    {"code": "AN", "type": "cloture"},
    {"code": "OD", "type": "standard"},
    {"code": "XX", "type": "banque"},
)
ANALYTIQUES = a_tableau(
    "analytiques",
    {"code": "LOY", "reverse_au_proprietaire": True},
    {"code": "47Prov"},
    entite="G1",
)
OWNER, LANDLORD, TENANT = ("S1", "C1"), ("G1", "C4"), ("G1", "C5")


def an_entry(number: int, debit: int = 0, credit: int = 0, **values: object) -> Given:
    usual = {"date": DAY, "libelle": "Virement", "journal": "BQ", "rubrique": None}
    return {"id": f"W{number}", "debit": debit, "credit": credit, **usual, **values}  # type: ignore[dict-item]  # values of a row


def entries(account: tuple[str, str], *records: Given) -> Tableau:
    entite, compte = account
    return a_tableau("ecritures", *({"compte": compte, **each} for each in records), entite=entite)


def lines(
    account: tuple[str, str], *records: Given, parametres: Parametres = GROUPED
) -> tuple[list[LigneDeCompte], dict[str, tuple[str, str | None]]]:
    """Return the lines of an account in order, and which entries are hidden: why, and by which."""
    found = derived(entries(account, *records), JOURNAUX, ANALYTIQUES, parametres=parametres)
    hidden = {
        row.ecriture.partition("/")[2]: (row.motif, row.rang) for row in found.ecritures_masquees
    }
    return sorted(found.lignes_de_compte, key=lambda row: (row.date, row.rang)), hidden


@pytest.mark.parametrize("account", [OWNER, LANDLORD, TENANT])
def test_treasury_entries_of_one_day_are_one_line(account: tuple[str, str]) -> None:
    """R-091."""
    (row,), hidden = lines(account, an_entry(1, credit=5000), an_entry(2, 800, journal="CA"))

    assert row[:6] == ("/".join(account), DAY, "W1", "Virement", 0, 4200)
    assert (row.genre, row.journal) == ("regroupement", None)
    assert json.loads(row.ecritures) == [
        {"id": "W1", "debit": 0, "credit": 5000},
        {"id": "W2", "debit": 800, "credit": 0},
    ]
    assert hidden == {"W1": ("regroupement", "W1"), "W2": ("regroupement", "W1")}


@pytest.mark.parametrize(
    ("setting", "account"),
    [
        ("regrouper_tresorerie_proprietaire", LANDLORD),
        ("regrouper_tresorerie_locataire", TENANT),
        ("regrouper_tresorerie_coproprietaire", OWNER),
    ],
)
def test_each_kind_of_account_has_its_own_setting(setting: str, account: tuple[str, str]) -> None:
    """R-091."""
    two = (an_entry(1, credit=1), an_entry(2, credit=2))
    others = GROUPED._replace(**{setting: False})  # type: ignore[arg-type]  # one of the booleans

    assert lines(account, *two, parametres=others) == ([], {})
    assert len(lines(account, *two, parametres=Parametres(**{setting: True}))[0]) == 1  # type: ignore[arg-type]  # one of the booleans


@pytest.mark.parametrize(
    "other",
    [{"date": NEXT}, {"sous_compte": "travaux"}, {"journal": "OD"}, {"journal": "XX"}],
    ids=["another day", "another sub-account", "another journal", "a journal of unknown type"],
)
def test_what_differs_in_the_key_is_not_grouped(other: Given) -> None:
    """R-091."""
    two = (an_entry(1, credit=1), {**an_entry(2, credit=2), **other})

    assert lines(OWNER, *two) == ([], {})


def test_a_group_of_one_is_unchanged() -> None:
    """R-091."""
    assert lines(OWNER, an_entry(1, 300, 200)) == ([], {})


def test_the_label_of_a_group_is_that_of_all_or_a_neutral_one() -> None:
    """R-091."""
    (row,), _ = lines(OWNER, an_entry(1, credit=1), an_entry(2, credit=2, libelle="Chèque"))

    assert row.libelle == "Règlements du 02/11/2026"


def test_what_all_of_a_group_say_is_said() -> None:
    (row,), _ = lines(OWNER, *(an_entry(n, credit=1, rubrique="Loyer") for n in (1, 2)))

    assert (row.rubrique, row.journal) == ("Loyer", "BQ")


def test_a_line_stands_where_its_first_entry_stood() -> None:
    """R-091: by id, shorter ones first, whatever the order of the file."""
    (row,), _ = lines(OWNER, an_entry(10, credit=1), an_entry(9, credit=1))

    assert row.rang == "W9"


def test_a_group_that_comes_to_nothing_keeps_its_line() -> None:
    """R-091: a payment and its reversal happened, and both can be looked up."""
    (row,), hidden = lines(OWNER, an_entry(1, credit=500), an_entry(2, 500))

    assert (row.debit, row.credit, len(hidden)) == (0, 0, 2)


def test_what_is_kept_back_is_not_shown_to_a_landlord() -> None:
    """R-092."""
    kept, paid = an_entry(1, credit=900, analytique="47Prov"), an_entry(2, 1, analytique="LOY")

    assert lines(LANDLORD, kept, paid, parametres=EXCLUDED) == ([], {"W1": ("analytique", None)})
    assert lines(LANDLORD, kept, paid, parametres=Parametres()) == ([], {})


def test_what_is_kept_back_is_in_no_group() -> None:
    """R-091, R-092."""
    both = GROUPED._replace(exclure_analytiques=True)
    two = (an_entry(1, credit=900, analytique="47Prov"), an_entry(2, credit=1))

    assert lines(LANDLORD, *two, parametres=both) == ([], {"W1": ("analytique", None)})


@pytest.mark.parametrize("account", [TENANT, OWNER])
def test_nothing_is_kept_back_from_others(account: tuple[str, str]) -> None:
    """R-092."""
    entry = an_entry(1, credit=900, analytique="47Prov")

    assert lines(account, entry, parametres=EXCLUDED) == ([], {})


def test_an_analytic_account_that_is_unknown_counts_as_absent() -> None:
    """R-092; the contract: a dangling optional reference, told by its own code."""
    assert lines(LANDLORD, an_entry(1, credit=9, analytique="ZZ"), parametres=EXCLUDED) == ([], {})


def test_closing_and_opening_entries_are_one_report() -> None:
    """R-094: the opening balance; what was closed and opened again in between comes to nothing."""
    opening = an_entry(1, 700, journal="AN", libelle="A nouveau", date=date(2025, 1, 1))
    closing = an_entry(2, credit=900, journal="AN", date=date(2025, 12, 31))
    again = an_entry(3, 900, journal="AN", date=date(2026, 1, 1))
    (row,), hidden = lines(OWNER, again, opening, closing, parametres=Parametres())

    assert row[1:6] == (date(2025, 1, 1), "W1", "Report à nouveau au 01/01/2025", 700, 0)
    assert (row.genre, set(hidden.values())) == ("report", {("report", "W1")})


def test_each_sub_account_has_its_report() -> None:
    """R-093, R-094."""
    records = (an_entry(1, 1, journal="AN"), an_entry(2, 2, journal="AN", sous_compte="travaux"))

    assert [(row.sous_compte, row.debit) for row in lines(OWNER, *records)[0]] == [
        (None, 1),
        ("travaux", 2),
    ]


@pytest.mark.parametrize(
    ("account", "word"), [(OWNER, "autre"), (LANDLORD, "travaux"), (TENANT, "avances")]
)
def test_a_sub_account_is_a_co_owners_and_one_of_five(account: tuple[str, str], word: str) -> None:
    """R-093: else the entry is of the account only."""
    (row,), hidden = lines(
        account, an_entry(1, 30, 10, sous_compte=word, journal="OD"), parametres=Parametres()
    )

    assert (row.genre, row.sous_compte, row.debit, row.credit) == ("ecriture", None, 30, 10)
    assert hidden == {"W1": ("ecriture", "W1")}


def test_an_entry_with_a_wrong_sub_account_is_grouped_with_those_that_have_none() -> None:
    """R-091, R-093."""
    (row,), _ = lines(OWNER, an_entry(1, 1, sous_compte="autre"), an_entry(2, 1))

    assert (row.genre, row.debit, row.sous_compte) == ("regroupement", 2, None)


def test_a_lone_treasury_entry_with_a_wrong_sub_account_is_corrected() -> None:
    """R-093."""
    (row,), _ = lines(OWNER, an_entry(1, 1, sous_compte="autre"))

    assert row.genre == "ecriture"


def test_an_entry_without_effect_is_not_shown() -> None:
    """Fail closed: its journal is unknown."""
    two = (an_entry(1, credit=1, journal="ZZ"), an_entry(2, credit=2))

    assert lines(OWNER, *two) == ([], {"W1": ("sans_effet", None)})


@pytest.mark.parametrize("without", ["comptes:S1/C1", "tiers:T1"])
def test_an_account_that_is_unknown_or_without_effect_has_no_lines(without: str) -> None:
    tableaux = (entries(OWNER, an_entry(1, 1), an_entry(2, 1)), JOURNAUX)
    found = derived(*tableaux, without=[without], parametres=GROUPED)

    assert not found.lignes_de_compte | found.ecritures_masquees


def said(solde: int, *records: Given, devise: str = "EUR", parametres: Parametres) -> list[str]:
    """Return what is told when LSC says that the landlord's account owes so much."""
    tableaux = (entries(LANDLORD, *records), JOURNAUX, ANALYTIQUES)
    entite = Entite("G1", "Europe/Paris", devise=devise)
    soldes = {"G1/C4": solde}
    found = derived(*tableaux, facts=(entite,), soldes=soldes, parametres=parametres)
    return [
        f"{row.nature} {row.cle} {row.attribut} {row.valeur} {row.attendu}"
        for row in found.anomalies
        if row.code == "BALANCE_MISMATCH"
    ]


RECORDS = (an_entry(1, 1250), an_entry(2, 0, 10000, analytique="47Prov"), an_entry(3, 0, 350))


def test_a_balance_that_lsc_says_otherwise_is_told() -> None:
    """R-092: what is shown is the sum of what is published."""
    assert said(900, *RECORDS, parametres=EXCLUDED) == []
    assert said(-9100, *RECORDS, parametres=EXCLUDED) == ["comptes C4 solde -91.00 9.00"]
    assert said(-9100, *RECORDS, parametres=GROUPED) == []


def test_a_balance_is_told_in_the_currency_of_its_entity() -> None:
    """R-092, R-128."""
    told = said(-9100, *RECORDS, devise="XPF", parametres=EXCLUDED)

    assert told == ["comptes C4 solde -9100 900"]


def test_an_account_without_an_entry_shows_no_balance() -> None:
    """R-092."""
    assert said(500, parametres=EXCLUDED) == []


SORTS = st.sampled_from([Sort.VUE, Sort.REGROUPEMENT, Sort.REPORT, Sort.ECRITURE, Sort.ANALYTIQUE])


@st.composite
def books(draw: st.DrawFn) -> list[Ecriture]:
    """Entries of one account; their order is that of their numbers."""
    amounts = st.integers(min_value=0, max_value=10**12)
    return [
        Ecriture(
            f"W{number}",
            DAY + timedelta(days=draw(st.integers(0, 2))),
            draw(st.sampled_from(["Virement", "Chèque"])),
            draw(amounts),
            draw(amounts),
            None,
            draw(st.sampled_from([None, "travaux"])),
            "BQ",
            draw(SORTS),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


def published(ecritures: Sequence[Ecriture], found: Lignes) -> list[tuple[str | None, int]]:
    """Return what is shown, in no order: the sub-account and balance of each line and entry."""
    hidden = {row.ecriture for row in found.masquees}
    lignes = [(row.sous_compte, row.debit - row.credit) for row in found.lignes]
    return lignes + [
        (each.sous_compte, each.debit - each.credit)
        for each in ecritures
        if f"{ENTITE}/{each.id}" not in hidden
    ]


def balances(shown: Sequence[tuple[str | None, int]]) -> dict[str | None, int]:
    return {
        sous_compte: sum(solde for of, solde in shown if of == sous_compte)
        for sous_compte in (None, "travaux")
    }


@given(books())
def test_no_line_changes_a_balance(ecritures: list[Ecriture]) -> None:
    """R-091, R-094: of the account, and of each sub-account."""
    counted = [e for e in ecritures if e.sort.counts]
    before = [(e.sous_compte, e.debit - e.credit) for e in counted]

    assert balances(published(ecritures, lines_of(COMPTE, ecritures))) == balances(before)


@given(books())
def test_each_entry_that_counts_is_shown_once(ecritures: list[Ecriture]) -> None:
    """R-091: the children of a line are all of those that it hides, with their amounts."""
    found = lines_of(COMPTE, ecritures)
    children = {row.rang: json.loads(row.ecritures) for row in found.lignes}
    hidden = {row.ecriture: row.rang for row in found.masquees}
    assert len(hidden) == len(found.masquees)
    for each in ecritures:
        said = {"id": each.id, "debit": each.debit, "credit": each.credit}
        places = [rang for rang, some in children.items() if said in some]
        rang = hidden.get(f"{ENTITE}/{each.id}")
        assert places == ([rang] if rang else [])
        assert rang or (f"{ENTITE}/{each.id}" in hidden) is not each.sort.counts


@given(books())
def test_what_is_grouped_already_is_not_grouped_again(ecritures: list[Ecriture]) -> None:
    """R-091: an export whose treasury is grouped gives the same account."""
    treasury = [e._replace(sort=Sort.REGROUPEMENT) for e in ecritures]
    found = lines_of(COMPTE, treasury)
    hidden = {row.ecriture for row in found.masquees}
    again = [e for e in treasury if f"{ENTITE}/{e.id}" not in hidden]
    again += [
        Ecriture(
            row.rang,
            row.date,
            row.libelle,
            row.debit,
            row.credit,
            row.rubrique,
            row.sous_compte,
            "BQ",
            Sort.REGROUPEMENT,
        )
        for row in found.lignes
    ]

    assert lines_of(COMPTE, again) == Lignes()


@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_entries_is_irrelevant(ecritures: list[Ecriture], order: object) -> None:
    """Law 3."""
    before = lines_of(COMPTE, ecritures)
    order.shuffle(ecritures)  # type: ignore[attr-defined]  # hypothesis gives a Random

    assert lines_of(COMPTE, ecritures) == before


@given(books())
def test_entries_that_are_shown_as_they_are_may_be_left_out(ecritures: list[Ecriture]) -> None:
    some = [each for each in ecritures if each.sort is not Sort.VUE]

    assert lines_of(COMPTE, some) == lines_of(COMPTE, ecritures)
