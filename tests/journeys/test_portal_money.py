"""The screens of money of the worked example, as its README says them, and what changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.rules.faits import Options, Reglage
from ingest.rules.raisons import SERVIS
from ingest.telling.report import Etat
from store.changes import Entry, Valeur
from store.views import depenses
from tests.journeys.some_agency import Agency, told
from tests.journeys.some_exemple import Edits, add_file, an_envoi
from tests.journeys.some_reglages import set_options, set_reglages
from tests.some_databases import BOTH, ONLY_SQLITE

NOW = "2026-11-24T12:30:00.000Z"
PEOPLE = ("T1", "T2", "T3", "T4", "T5", "T6", "T8")
Row = Mapping[str, Valeur]


def seen(agency: Agency, view: str, tiers: str = "T1", at: str = NOW) -> list[Row]:
    with agency.workshop.store.reading() as known:
        return list(known.view(view, tiers, at=at))


def values(rows: Sequence[Row], *names: str) -> list[tuple[Valeur, ...]]:
    return sorted((tuple(row[name] for name in names) for row in rows), key=repr)


def by_person(agency: Agency, view: str, *names: str) -> dict[str, list[tuple[Valeur, ...]]]:
    """What each person who sees anything sees."""
    rows = {tiers: values(seen(agency, view, tiers), *names) for tiers in PEOPLE}
    return {tiers: found for tiers, found in rows.items() if found}


def standing(entry: Entry) -> list[str]:
    return [*told(entry, Etat.NOUVEAU), *told(entry, Etat.PERSISTANT)]


def send(agency: Agency, tmp_path: Path, edits: Edits, numero: int = 2) -> Entry:
    return agency.send(an_envoi(tmp_path / str(numero), edits, numero=numero))


def more(path: str, *elements: str) -> Edits:
    nature = path.rpartition("-")[0]
    lines = "\n".join(f"  {element}" for element in elements)
    return {f"donnees/{path}.xml": [(f"</{nature}>", f"{lines}\n</{nature}>")]}


D1 = ("S1/D1", "614", 48000, False)
DEPENSE = ("depense", "numero_compte", "montant", "est_total")


@BOTH
def test_the_screens_of_the_example(begun: Agency) -> None:
    """The README's "Other screens, today": R-100, R-101, R-102, R-103."""
    set_options(begun, depenses=True, debiteurs=True)

    fonds = by_person(begun, "portail_fonds_travaux", "lot", "montant", "devise")
    assert fonds == {
        "T1": [("S1/L1", 68000, "EUR")],
        "T2": [("S1/L2", 0, "EUR"), ("S1/L4", 4000, "EUR")],
        "T3": [("S1/L3", 0, "EUR")],
    }
    assert by_person(begun, "portail_depenses", *DEPENSE) == {"T1": [D1], "T2": [D1]}
    debts = [("S1/C3", "4500003", "Roux", "Claire", 31250, "EUR")]
    names = ("debiteur", "numero", "nom", "prenom", "solde", "devise")
    assert by_person(begun, "portail_debiteurs", *names) == {"T1": debts, "T2": debts}
    columns = ("exercice", "exercice_precedent", "budget", "budget_precedent", "realise")
    voted = [("S1/X26", "S1/X25", 195000, 190000, 144000, 74)]
    assert by_person(begun, "portail_budgets", *columns, "pourcentage") == {
        "T1": voted,
        "T2": voted,
    }
    assert by_person(begun, "portail_delegation", "cle") == {}
    assert by_person(begun, "portail_travaux", "operation") == {}


@BOTH
@pytest.mark.parametrize(
    ("option", "view"),
    [
        ("depenses", "portail_depenses"),
        ("debiteurs", "portail_debiteurs"),
        ("fonds_travaux", "portail_fonds_travaux"),
    ],
)
def test_a_screen_needs_its_setting(begun: Agency, option: str, view: str) -> None:
    """R-023: the building's own value wins."""
    other = {"depenses": True, "debiteurs": True}
    set_options(begun, **{**other, option: False})
    assert by_person(begun, view, "immeuble") == {}
    own = Reglage("immeuble", "S1/I1", option, valeur=True)
    set_reglages(begun, Reglage("", "syndic", option, valeur=False), own)
    assert by_person(begun, view, "immeuble")


@BOTH
def test_a_member_who_leaves_the_council_loses_its_screens(begun: Agency, tmp_path: Path) -> None:
    """The README's variant: F2 without `membre_cs` (R-083)."""
    set_options(begun, depenses=True, debiteurs=True)
    edits = {
        "donnees/fiches_coproprietaires-S1.xml": [('compte="C2" membre_cs="true"', 'compte="C2"')]
    }
    send(begun, tmp_path, edits)
    for view in ("portail_depenses", "portail_debiteurs", "portail_budgets"):
        assert set(by_person(begun, view, "immeuble")) == {"T1"}
    assert set(by_person(begun, "portail_rib", "immeuble")) == {"T1", "T2", "T3"}


# expenses


OPEN = {
    "donnees/classeurs.xml": [
        (
            'nom="Factures" president="true" membre="true"',
            'nom="Factures" president="true" membre="true" coproprietaire="true"',
        )
    ]
}


def expense(identifier: str, /, **given: str) -> str:
    usual = {
        "exercice": "X26",
        "type": "courante",
        "cle": "1",
        "libelle_cle": "Charges générales",
        "numero_compte": "641",
        "libelle_compte": "Salaires",
        "date": "2026-09-30",
        "libelle": "Paie de Paul",
        "montant": "1000.00",
    }
    words = " ".join(f'{name}="{value}"' for name, value in {**usual, **given}.items())
    return f'<depense id="{identifier}" {words}/>'


@BOTH
def test_staff_is_one_total_by_key_and_account_except_to_the_council(
    begun: Agency, tmp_path: Path
) -> None:
    """R-065: no label, no voucher."""
    set_options(begun, depenses=True)
    staff = more(
        "depenses-S1",
        expense("D2"),
        expense("D3", montant="500.50"),
        expense("D4", cle="2", libelle_cle="Ascenseur", montant="10.00"),
        expense("D5", numero_compte="645", montant="-3.00"),
    )
    send(begun, tmp_path, {**staff, **OPEN})
    each = [
        D1,
        ("S1/D2", "641", 100000, False),
        ("S1/D3", "641", 50050, False),
        ("S1/D4", "641", 1000, False),
        ("S1/D5", "645", -300, False),
    ]
    totals = [
        D1,
        (None, "641", 1000, True),
        (None, "641", 150050, True),
        (None, "645", -300, True),
    ]
    found = by_person(begun, "portail_depenses", *DEPENSE)
    assert found == {
        "T1": sorted(each, key=repr),
        "T2": sorted(each, key=repr),
        "T3": sorted(totals, key=repr),
    }
    labels = values(seen(begun, "portail_depenses", "T3"), "libelle", "date", "libelle_compte")
    assert [row for row in labels if "Paie" in str(row)] == []


@BOTH
def test_which_accounts_are_staffs_is_a_setting(begun: Agency, tmp_path: Path) -> None:
    """R-096: another root than 64."""
    options = Options(racines_personnel=("614",))
    begun.workshop = replace(begun.workshop, options=options)
    set_options(begun, depenses=True)
    send(begun, tmp_path, OPEN)

    found = by_person(begun, "portail_depenses", *DEPENSE)
    assert found == {"T1": [D1], "T2": [D1], "T3": [(None, "614", 48000, True)]}


def piece(cle: str, content: bytes) -> str:
    return f'<piece id="{cle}" nom="{cle}.pdf" sha256="{sha256(content).hexdigest()}"/>'


@BOTH
def test_a_voucher_is_seen_like_its_expense(begun: Agency, tmp_path: Path) -> None:
    """R-065, R-012: one that never came is given to nobody; one of staff to the council only."""
    set_options(begun, depenses=True)
    bon, other, lost = b"%PDF-1.4\n% bon\n%%EOF\n", b"%PDF-1.4\n% paie\n%%EOF\n", b"%PDF-1.4"
    d1, d2 = expense("D7", numero_compte="615"), expense("D2")
    edits = {
        **OPEN,
        **more(
            "depenses-S1",
            d1.replace("/>", f">{piece('a', bon)}{piece('b', lost)}</depense>"),
            d2.replace("/>", f">{piece('a', other)}</depense>"),
        ),
    }
    envoi = an_envoi(tmp_path / "2", edits, numero=2)
    for name, content in (("D7-a", bon), ("D2-a", other)):
        add_file(envoi, f"pieces/{name}.pdf", content)
    assert "VOUCHER_STAFF" in standing(begun.send(envoi))

    names = ("depense", "piece", "nom", "format", "taille")
    shown = [("S1/D7", "a", "a.pdf", "pdf", len(bon))]
    staff = [("S1/D2", "a", "a.pdf", "pdf", len(other))]
    assert by_person(begun, "portail_depenses_pieces", *names) == {
        "T1": [*staff, *shown],
        "T2": [*staff, *shown],
        "T3": shown,
    }


@ONLY_SQLITE
def test_a_voucher_may_have_the_formats_of_documents() -> None:
    """R-045."""
    assert frozenset(depenses.SERVIS) == SERVIS


FACTURES = 'numero="5" nom="Factures"'


@BOTH
@pytest.mark.parametrize(
    ("edits", "codes", "readers"),
    [
        ({"donnees/parametres.xml": [(' classeur_factures="5"', "")]}, [], {"T1", "T2"}),
        (
            {
                "donnees/parametres.xml": [(' classeur_factures="5"', "")],
                "donnees/classeurs.xml": [(FACTURES, 'numero="5" nom="Fournisseurs"')],
            },
            ["EXPENSES_NO_BINDER"],
            set(),
        ),
        ({"donnees/parametres.xml": [('factures="5"', 'factures="1"')]}, [], {"T1", "T2", "T3"}),
        (
            {"donnees/parametres.xml": [('factures="5"', 'factures="77"')]},
            ["REFERENCE_IGNOREE"],
            {"T1", "T2"},
        ),
        ({"donnees/parametres.xml": [('envoyer_depenses="true" ', "")]}, [], set()),
    ],
    ids=["by its name", "no binder", "another binder", "an unknown binder", "not sent"],
)
def test_expenses_have_the_rights_of_the_binder_of_invoices(
    begun: Agency, tmp_path: Path, edits: Edits, codes: list[str], readers: set[str]
) -> None:
    """R-065, R-066, R-024."""
    set_options(begun, depenses=True)
    entry = send(begun, tmp_path, edits)
    wanted = ("EXPENSES_NO_BINDER", "REFERENCE_IGNOREE")
    assert [code for code in standing(entry) if code in wanted] == codes
    assert set(by_person(begun, "portail_depenses", "immeuble")) == readers


@BOTH
def test_expenses_are_of_the_two_newest_open_years(begun: Agency, tmp_path: Path) -> None:
    """R-101, A11."""
    set_options(begun, depenses=True)
    years = more(
        "exercices-S1",
        '<exercice id="X23" immeuble="I1" du="2023-01-01" au="2023-12-31" clos="false"/>',
        '<exercice id="X24" immeuble="I1" du="2024-01-01" au="2024-12-31" clos="false"/>',
    )
    spent = more(
        "depenses-S1",
        *(expense(f"E{year}", exercice=f"X{year}", numero_compte="615") for year in (23, 24, 25)),
    )
    send(begun, tmp_path, {**years, **spent})
    found = values(seen(begun, "portail_depenses"), "exercice", "depense")
    assert found == [("S1/X24", "S1/E24"), ("S1/X26", "S1/D1")]


# works fund


@BOTH
def test_works_funds_102_need_their_option(begun: Agency, tmp_path: Path) -> None:
    """R-100: refused with a code when it is off, nothing else lost; rows of 0 are no rows."""
    edits = more(
        "fonds_travaux-S1",
        '<fonds lot="L1" type="travaux_decides" numero_compte="102000" montant="75.00"/>',
        '<fonds lot="L2" type="travaux_decides" numero_compte="102000" montant="0.00"/>',
        '<fonds lot="L3" type="fonds_travaux" numero_compte="105000" montant="0.00"/>',
    )
    entry = send(begun, tmp_path, edits)
    assert standing(entry).count("FUND102_OFF") == 2
    names = ("lot", "type", "montant")
    before = {
        "T1": [("S1/L1", "fonds_travaux", 68000)],
        "T2": [("S1/L2", "fonds_travaux", 0), ("S1/L4", "fonds_travaux", 4000)],
        "T3": [("S1/L3", "fonds_travaux", 0)],
    }
    assert by_person(begun, "portail_fonds_travaux", *names) == before

    on = {
        "donnees/parametres.xml": [
            ("envoyer_depenses", 'envoyer_fonds_102="true" envoyer_depenses')
        ]
    }
    send(begun, tmp_path, {**edits, **on}, numero=3)
    before["T1"].append(("S1/L1", "travaux_decides", 7500))
    assert by_person(begun, "portail_fonds_travaux", *names) == before


# debtors


@BOTH
def test_debtors_are_all_who_have_a_unit_published_or_not(begun: Agency, tmp_path: Path) -> None:
    """R-102."""
    set_options(begun, debiteurs=True)
    edits = {
        "donnees/comptes-S1.xml": [
            ('numero="4500003" publie="true"', 'numero="4500003" publie="false"'),
            ('publie="true" solde="-15.20"', 'publie="true"'),
        ]
    }
    entry = send(begun, tmp_path, edits)
    assert "DEBTORS_PARTIAL" in standing(entry)
    assert by_person(begun, "portail_debiteurs", "debiteur", "solde") == {
        "T1": [("S1/C3", 31250)],
        "T2": [("S1/C3", 31250)],
    }


@BOTH
def test_nobody_is_told_of_a_balance_where_no_list_is_shown(begun: Agency, tmp_path: Path) -> None:
    """R-102."""
    edits = {"donnees/comptes-S1.xml": [('publie="true" solde="-15.20"', 'publie="true"')]}
    assert "DEBTORS_PARTIAL" not in standing(send(begun, tmp_path, edits))
    set_options(begun, debiteurs=True)
    assert "DEBTORS_PARTIAL" in standing(send(begun, tmp_path, edits, numero=3))


# budgets and works


def budget(exercice: str, cle: str, numero: str, words: str) -> str:
    return (
        f'<budget exercice="{exercice}" cle="{cle}" libelle_cle="Charges" numero_compte="{numero}"'
        f' libelle_compte="Compte" {words}/>'
    )


def operation(cle: str, words: str) -> str:
    return f'<operation id="{cle}" immeuble="I1" designation="Toiture" {words}/>'


@BOTH
def test_a_building_of_before_the_decree_has_no_budgets(begun: Agency, tmp_path: Path) -> None:
    """R-103."""
    send(
        begun,
        tmp_path,
        {"donnees/immeubles-S1.xml": [('module="syndic"', 'module="syndic" ancien_decret="true"')]},
    )
    assert by_person(begun, "portail_budgets", "cle") == {}


@BOTH
def test_what_is_delegated_is_told_by_the_flag(begun: Agency, tmp_path: Path) -> None:
    """R-106: never by the number."""
    edits = more(
        "budgets-S1",
        budget("X26", "1", "6501", 'montant="500.00"'),
        budget("X26", "1", "611", 'montant="0.00" realise="5.00" delegation="true"'),
        budget("X25", "2", "612", 'montant="9.00" realise="8.00"'),
    )
    send(begun, tmp_path, edits)
    names = ("cle", "numero_compte", "budget", "budget_precedent", "realise", "pourcentage")
    delegated = ("1", "611", 0, None, 500, None)
    assert by_person(begun, "portail_delegation", *names) == {"T1": [delegated], "T2": [delegated]}
    assert values(seen(begun, "portail_budgets"), *names) == [
        delegated,
        ("1", "614", 195000, 190000, 144000, 74),
        ("1", "6501", 50000, None, None, None),
        ("2", "612", None, 900, None, None),
    ]


@BOTH
def test_the_budget_is_that_of_the_year_that_runs(begun: Agency, tmp_path: Path) -> None:
    """R-103: the next year's is voted before it begins."""
    year = '<exercice id="X27" immeuble="I1" du="2027-01-01" au="2027-12-31" clos="false"/>'
    voted = budget("X27", "1", "614", 'montant="2000.00"')
    send(begun, tmp_path, {**more("exercices-S1", year), **more("budgets-S1", voted)})
    names = ("exercice", "budget", "budget_precedent")
    assert values(seen(begun, "portail_budgets"), *names) == [("S1/X26", 195000, 190000)]
    later = seen(begun, "portail_budgets", at="2027-03-01T12:00:00.000Z")
    assert values(later, *names) == [("S1/X27", 200000, 195000)]


DONE = 'acheve_le="2026-01-02"'
WORKS = (
    operation("O1", 'budget="100.00" realise="10.00"'),
    operation("O2", f'budget="100.00" realise="90.00" {DONE}'),
    operation("O3", f'budget="1.00" realise="1.00" {DONE} inactif="true"'),
    operation("O4", 'budget="1.00" realise="1.00" inactif="true"'),
)


@BOTH
def test_works_are_in_progress_or_done_and_inactive_ones_neither(
    begun: Agency, tmp_path: Path
) -> None:
    """R-104, R-105."""
    content = "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<travaux xmlns="urn:lsc-syncd:envoi:1" entite="S1">',
            *WORKS,
            "</travaux>\n",
        )
    )
    envoi = an_envoi(tmp_path / "2", numero=2)
    add_file(envoi, "donnees/travaux-S1.xml", content.encode(), 'nature="travaux" entite="S1"')
    assert "WORKS_INACTIVE" in standing(begun.send(envoi))
    names = ("operation", "etat", "budget", "realise")
    works = [("S1/O1", "en_cours", 10000, 1000), ("S1/O2", "realise", 10000, 9000)]
    assert by_person(begun, "portail_travaux", *names) == {"T1": works, "T2": works}
