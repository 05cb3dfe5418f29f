"""Change one thing of the worked example, and only what its README names changes.

Each variant is sent twice: as an agency's first envoi, and as the second, after the unchanged one.
Everybody's visible documents, every document's motif and every login are compared.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from ingest.telling.report import Attendu
from tests.journeys.some_agency import PARIS, Agency, report_of, told
from tests.journeys.some_exemple import EXEMPLE, LOGINS, SEEN_TODAY, Edits, an_envoi, unlist

EVENEMENTS = "donnees/evenements-S1.xml"
PARAMETRES = "donnees/parametres.xml"
DETENTIONS = "donnees/detentions-S1.xml"
UNKNOWN = "0" * 64
MOTIFS = {
    "S1/E1/a": "PUBLIEE",
    "S1/E1/b": "PUBLIEE",
    "S1/E2/a": "PUBLIEE",
    "S1/E3/a": "PUBLIEE",
    "S1/E4/a": "PUBLIEE",
    "S1/E5/a": "INVOICE_WITHOUT_ENTRY",
    "G1/E6/a": "PUBLIEE",
    "G1/E7/a": "PUBLIEE",
    "G1/E8/a": "PUBLIEE",
}
TIERS = dict(zip(LOGINS, ("T1", "T2", "T3", "T4", "T5", "T6"), strict=True))
MINUTES = {"S1/E1/a", "S1/E1/b"}


@dataclass(frozen=True)
class Variant:
    """One row of the README: what is changed, and what follows from it."""

    edits: Edits
    gains: Mapping[str, set[str]] = field(default_factory=dict)
    loses: Mapping[str, set[str]] = field(default_factory=dict)
    motifs: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()

    def seen(self) -> dict[str, frozenset[str]]:
        return {
            login: (SEEN_TODAY[login] | self.gains.get(login, set())) - self.loses.get(login, set())
            for login in LOGINS
        }

    def open_logins(self) -> set[str]:
        return set(LOGINS) - {"farid.nadir"} - self.closed | self.opened


def line_of(chemin: str, identifiant: str) -> str:
    """Return the line of one record of the example."""
    text = (EXEMPLE / chemin).read_text(encoding="utf-8")
    (line,) = re.finditer(rf'^.* id="{identifiant}" .*\n', text, re.MULTILINE)
    return line[0]


def everybody(*documents: str) -> dict[str, set[str]]:
    """Return who loses these documents when nobody sees them."""
    return {login: set(documents) & SEEN_TODAY[login] for login in LOGINS}


LAST_LOT_SOLD = [
    (
        '<detention lot="L3" fiche="F3" du="2019-03-15"/>',
        (
            '<detention lot="L3" fiche="F3" du="2019-03-15" au="2026-11-22"'
            ' mutation_enregistree_le="2026-11-23"/>\n'
            '  <detention lot="L3" fiche="F2" du="2026-11-23"/>'
        ),
    )
]
COUNCIL_SEES_E5 = Variant(
    {EVENEMENTS: [('ecriture_comptable="false"', 'ecriture_comptable="true"')]},
    gains={"anne.moreau": {"S1/E5/a"}, "bruno.petit": {"S1/E5/a"}},
    motifs={"S1/E5/a": "PUBLIEE"},
)
BINDER_3_WITH_C_ALONE = (
    'nom="Appels de fonds" president="true" membre="true" coproprietaire="true"',
    'nom="Appels de fonds" coproprietaire="true"',
)

VARIANTS = {
    "E1 is depublished": Variant(
        {EVENEMENTS: [('publie_le="2026-06-16"', 'publie_le="0000-00-00"')]},
        loses=everybody(*MINUTES),
        motifs=dict.fromkeys(MINUTES, "WITHDRAWN_EXPLICIT"),
    ),
    "E5 has its accounting entry": COUNCIL_SEES_E5,
    "the check of entries is disabled": Variant(
        {PARAMETRES: [('ignorer_controle_pieces="false"', 'ignorer_controle_pieces="true"')]},
        gains=COUNCIL_SEES_E5.gains,
        motifs=COUNCIL_SEES_E5.motifs,
    ),
    "E2 is confidential": Variant(
        {
            EVENEMENTS: [
                (
                    'publie_le="2026-10-06" confidentiel="false"',
                    'publie_le="2026-10-06" confidentiel="true"',
                )
            ]
        },
        loses=everybody("S1/E2/a"),
        motifs={"S1/E2/a": "EVENT_CONFIDENTIAL"},
    ),
    "F2 is no member of the council": Variant(
        {
            "donnees/fiches_coproprietaires-S1.xml": [
                ('compte="C2" membre_cs="true"', 'compte="C2"')
            ]
        },
        loses={"bruno.petit": {"S1/E2/a"}},
    ),
    "C1 is not ticked": Variant(
        {"donnees/comptes-S1.xml": [('"4500001" publie="true"', '"4500001" publie="false"')]},
        loses={"anne.moreau": set(SEEN_TODAY["anne.moreau"])},
        closed=frozenset({"anne.moreau"}),
    ),
    "Claire sold her last lot": Variant(
        {DETENTIONS: LAST_LOT_SOLD},
        loses={"claire.roux": set(SEEN_TODAY["claire.roux"])},
        closed=frozenset({"claire.roux"}),
    ),
    "Claire sold her last lot and sellers stay": Variant(
        {
            DETENTIONS: LAST_LOT_SOLD,
            PARAMETRES: [
                ('depublier_vendeur_mutation="true"', 'depublier_vendeur_mutation="false"')
            ],
        },
        loses={"claire.roux": MINUTES},
    ),
    "E4 was processed after the sale": Variant(
        {EVENEMENTS: [('traite_le="2026-03-02"', 'traite_le="2026-11-23"')]},
        gains={"bruno.petit": {"S1/E4/a"}},
        loses={"claire.roux": {"S1/E4/a"}},
    ),
    "binder 3 is for co-owners alone, and E3 is the president's own": Variant(
        {
            "donnees/classeurs.xml": [BINDER_3_WITH_C_ALONE],
            EVENEMENTS: [('compte="C3"', 'compte="C1"')],
        },
        gains={"anne.moreau": {"S1/E3/a"}},
        loses={"claire.roux": {"S1/E3/a"}},
    ),
    "binder 3 is for co-owners alone, and E3 is the whole building's": Variant(
        {
            "donnees/classeurs.xml": [BINDER_3_WITH_C_ALONE],
            EVENEMENTS: [('compte="C3"', 'immeuble="I1"')],
        },
    ),
    "RELG lasts 13 months": Variant(
        {
            "donnees/modeles.xml": [
                (
                    'classeur="3" genre="ordinaire" duree_mois="12"',
                    'classeur="3" genre="ordinaire" duree_mois="13"',
                )
            ]
        },
        gains={"denis.leroy": {"G1/E6/a"}},
    ),
    "departed tenants stay": Variant(
        {PARAMETRES: [('depublier_locataire_depart="true"', 'depublier_locataire_depart="false"')]},
        gains={"farid.nadir": {"G1/E8/a"}},
        opened=frozenset({"farid.nadir"}),
    ),
}


def outcome(agency: Agency) -> tuple[object, object, object]:
    """Return what a variant is judged by."""
    open_logins = {login for login in LOGINS if agency.is_open(TIERS[login])}
    return agency.seen(), agency.motifs(), open_logins


def expected(variant: Variant) -> tuple[object, object, object]:
    return variant.seen(), {**MOTIFS, **variant.motifs}, variant.open_logins()


@pytest.mark.parametrize("name", VARIANTS)
def test_as_a_first_envoi_only_this_changes(agency: Agency, tmp_path: Path, name: str) -> None:
    entry = agency.send(an_envoi(tmp_path / "envoi-1", VARIANTS[name].edits))

    assert entry.resultat == "applique"
    assert outcome(agency) == expected(VARIANTS[name])


@pytest.mark.parametrize("name", VARIANTS)
def test_as_a_second_envoi_only_this_changes(begun: Agency, tmp_path: Path, name: str) -> None:
    """R-026: a changed setting judges what was sent before as well."""
    assert outcome(begun) == expected(Variant({}))

    begun.send(an_envoi(tmp_path / "envoi-2", VARIANTS[name].edits, numero=2))

    assert outcome(begun) == expected(VARIANTS[name])


@pytest.mark.parametrize("name", VARIANTS)
def test_the_change_taken_back_is_the_example_again(
    begun: Agency, tmp_path: Path, name: str
) -> None:
    before = begun.derived()
    begun.send(an_envoi(tmp_path / "envoi-2", VARIANTS[name].edits, numero=2))
    assert begun.derived() != before

    begun.send(an_envoi(tmp_path / "envoi-3", numero=3))

    assert begun.derived() == before


WITHOUT_E1: Edits = {EVENEMENTS: [(line_of(EVENEMENTS, "E1"), "")]}


def test_e1_that_was_never_listed_is_no_document(agency: Agency, tmp_path: Path) -> None:
    agency.send(an_envoi(tmp_path / "envoi-1", WITHOUT_E1))

    assert agency.seen() == Variant({}, loses=everybody(*MINUTES)).seen()
    assert agency.motifs() == {d: motif for d, motif in MOTIFS.items() if d not in MINUTES}


def test_e1_that_is_no_longer_listed_is_withdrawn(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "envoi-2", WITHOUT_E1, numero=2))

    gone = Variant({}, loses=everybody(*MINUTES), motifs=dict.fromkeys(MINUTES, "WITHDRAWN_ABSENT"))
    assert outcome(begun) == expected(gone)


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        (VARIANTS["E1 is depublished"].edits, "WITHDRAWN_EXPLICIT"),
        (WITHOUT_E1, "WITHDRAWN_ABSENT"),
    ],
)
def test_a_withdrawal_is_told_once_for_each_piece(
    begun: Agency, tmp_path: Path, edits: Edits, code: str
) -> None:
    first = begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    second = begun.send(an_envoi(tmp_path / "envoi-3", edits, numero=3))

    assert (told(first).count(code), told(second).count(code)) == (2, 0)


def test_a_piece_that_its_event_no_longer_has_is_withdrawn(begun: Agency, tmp_path: Path) -> None:
    """R-044: its event and the other piece stay."""
    piece = re.search(r'<piece id="b".*?/>', line_of(EVENEMENTS, "E1"))
    assert piece is not None

    entry = begun.send(an_envoi(tmp_path / "envoi-2", {EVENEMENTS: [(piece[0], "")]}, numero=2))

    gone = Variant({}, loses=everybody("S1/E1/b"), motifs={"S1/E1/b": "WITHDRAWN_ABSENT"})
    assert outcome(begun) == expected(gone)
    assert told(entry).count("WITHDRAWN_ABSENT") == 1


def test_a_binder_that_leaves_the_council_out_is_told(agency: Agency, tmp_path: Path) -> None:
    edits = {"donnees/classeurs.xml": [BINDER_3_WITH_C_ALONE]}

    entry = agency.send(an_envoi(tmp_path / "envoi-1", edits))

    assert "BINDER_RIGHTS_GAP" in told(entry)
    assert entry.code == 1


def test_e6_with_13_months_shows_until_the_fourth_of_december(
    agency: Agency, tmp_path: Path
) -> None:
    agency.send(an_envoi(tmp_path / "envoi-1", VARIANTS["RELG lasts 13 months"].edits))
    last, after = datetime(2026, 12, 4, 23, 59, tzinfo=PARIS), datetime(2026, 12, 5, tzinfo=PARIS)

    assert "G1/E6/a" in agency.seen_by("denis.leroy", at=last)
    assert "G1/E6/a" not in agency.seen_by("denis.leroy", at=after)


def e3_without_its_file(target: Path, *, numero: int) -> Path:
    """Write the example without E3's file, whose content nobody ever received."""
    known = re.search(r'sha256="(\w+)" fichier="pieces/E3-a.pdf"', line_of(EVENEMENTS, "E3"))
    assert known is not None
    edits = {EVENEMENTS: [(known[0], f'sha256="{UNKNOWN}"')]}
    envoi = an_envoi(target, edits, numero=numero)
    unlist(envoi, "pieces/E3-a.pdf")
    return envoi


E3_WAITS = Variant({}, loses=everybody("S1/E3/a"), motifs={"S1/E3/a": "FILE_MISSING"})
E3_IS_AWAITED = (Attendu(UNKNOWN, "S1", "E3", "a", "appel.pdf"),)


def test_as_a_first_envoi_e3_waits_for_its_file(agency: Agency, tmp_path: Path) -> None:
    entry = agency.send(e3_without_its_file(tmp_path / "envoi-1", numero=1))

    assert outcome(agency) == expected(E3_WAITS)
    assert (entry.code, "FILE_MISSING" in told(entry)) == (1, True)
    assert report_of(entry).attendus == E3_IS_AWAITED


def test_as_a_second_envoi_e3_waits_for_its_new_file(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(e3_without_its_file(tmp_path / "envoi-2", numero=2))

    assert outcome(begun) == expected(E3_WAITS)
    assert report_of(entry).attendus == E3_IS_AWAITED


def test_the_answer_asks_for_e3_by_its_sha256(agency: Agency, tmp_path: Path) -> None:
    agency.send(e3_without_its_file(tmp_path / "envoi-1", numero=1))

    assert f'<fichier_attendu sha256="{UNKNOWN}"'.encode() in agency.answer("accuse-1.xml")


def test_e3_whose_file_was_sent_before_needs_no_file(begun: Agency, tmp_path: Path) -> None:
    envoi = an_envoi(
        tmp_path / "envoi-2", {EVENEMENTS: [(' fichier="pieces/E3-a.pdf"', "")]}, numero=2
    )
    unlist(envoi, "pieces/E3-a.pdf")

    entry = begun.send(envoi)

    assert outcome(begun) == expected(Variant({}))
    assert report_of(entry).attendus == ()
