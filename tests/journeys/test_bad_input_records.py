"""What costs a record, a file or nothing at all: the rest of the envoi is applied."""

from pathlib import Path

import pytest

from ingest.disk.completeness import SCELLE
from ingest.telling.report import Etat, Signalement
from store.changes import Entry
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import (
    E9,
    EXEMPLE,
    SEEN_TODAY,
    SEEN_WITH_E9,
    Edits,
    an_envoi,
    edit_envoi,
    files_in,
    rewrite,
    with_e9,
)

TIERS = "donnees/tiers.xml"
EVENEMENTS = "donnees/evenements-S1.xml"
FICHES = "donnees/fiches_coproprietaires-S1.xml"
MODELES = "donnees/modeles.xml"
A_MODEL = (
    '<modele code="DIV" libelle="Divers" module="syndic" classeur="4" genre="ordinaire"/>'
    "\n</modeles>"
)
SECOND_RECORD: Edits = {
    FICHES: [("</fiches", '  <fiche id="F4" immeuble="I1" compte="C1"/>\n</fiches')]
}


def signalled(entry: Entry, code: str) -> list[Signalement]:
    return [each for each in report_of(entry).signalements if each.problem.code == code]


# Two records on one account.


def test_two_records_on_one_account_cost_both(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(an_envoi(tmp_path / "envoi-2", SECOND_RECORD, numero=2))

    assert (entry.resultat, entry.code) == ("applique", 2)
    assert {each.problem.id for each in signalled(entry, "COMPTE_EN_DOUBLE")} == {"F1", "F4"}
    (fiches,) = [c for c in report_of(entry).comptages if c.nature == "fiches_coproprietaires"]
    assert (fiches.recus, fiches.sans_effet) == (4, 2)


def test_two_records_on_one_account_cost_nobody_else_anything(
    begun: Agency, tmp_path: Path
) -> None:
    begun.send(an_envoi(tmp_path / "envoi-2", SECOND_RECORD, numero=2))

    assert begun.seen() == SEEN_TODAY | {"anne.moreau": frozenset()}


def test_it_heals_when_one_of_them_leaves(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "envoi-2", SECOND_RECORD, numero=2))

    entry = begun.send(an_envoi(tmp_path / "envoi-3", numero=3))

    assert "COMPTE_EN_DOUBLE" in told(entry, Etat.GUERI)
    assert (entry.code, begun.seen()) == (0, SEEN_TODAY)


# A dangling reference.


def dangling(target: Path, *, numero: int, arrived: bool = False) -> Path:
    """Write the example with E9, whose model is in no list, or in one at last."""
    envoi = with_e9(target, numero=numero)
    edits: dict[str, list[tuple[str, str]]] = {
        EVENEMENTS: [('id="E9" modele="COUR"', 'id="E9" modele="DIV"')]
    }
    if arrived:
        edits[MODELES] = [("</modeles>", A_MODEL)]
    return edit_envoi(envoi, edits)


def test_a_dangling_reference_costs_its_record_only(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(dangling(tmp_path / "envoi-2", numero=2))

    (found,) = signalled(entry, "REFERENCE_INCONNUE")
    assert (entry.resultat, entry.code) == ("applique", 2)
    assert (found.etat, found.problem.id, found.problem.value) == (Etat.NOUVEAU, "E9", "DIV")
    assert begun.seen() == SEEN_TODAY


def test_it_is_told_with_its_file_and_line(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(dangling(tmp_path / "envoi-2", numero=2))

    ((problem, _),) = signalled(entry, "REFERENCE_INCONNUE")
    assert (problem.file, problem.line, problem.attribut) == (EVENEMENTS, 8, "modele")


def test_it_is_counted_as_without_effect(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(dangling(tmp_path / "envoi-2", numero=2))

    (events,) = [
        each
        for each in report_of(entry).comptages
        if (each.nature, each.entite) == ("evenements", "S1")
    ]
    assert (events.recus, events.nouveaux, events.sans_effet) == (6, 1, 1)


def test_it_is_told_again_while_it_stands(begun: Agency, tmp_path: Path) -> None:
    begun.send(dangling(tmp_path / "envoi-2", numero=2))

    entry = begun.send(dangling(tmp_path / "envoi-3", numero=3))

    assert [each.etat for each in signalled(entry, "REFERENCE_INCONNUE")] == [Etat.PERSISTANT]
    assert entry.code == 2


def test_it_heals_when_the_record_arrives_and_is_told_as_cured(
    begun: Agency, tmp_path: Path
) -> None:
    begun.send(dangling(tmp_path / "envoi-2", numero=2))

    entry = begun.send(dangling(tmp_path / "envoi-3", numero=3, arrived=True))

    assert [each.etat for each in signalled(entry, "REFERENCE_INCONNUE")] == [Etat.GUERI]
    assert (entry.code, begun.seen()) == (0, SEEN_WITH_E9)


def test_what_is_cured_is_told_once(begun: Agency, tmp_path: Path) -> None:
    begun.send(dangling(tmp_path / "envoi-2", numero=2))
    begun.send(dangling(tmp_path / "envoi-3", numero=3, arrived=True))

    entry = begun.send(dangling(tmp_path / "envoi-4", numero=4, arrived=True))

    assert signalled(entry, "REFERENCE_INCONNUE") == []


def test_it_comes_back_when_the_record_leaves(begun: Agency, tmp_path: Path) -> None:
    begun.send(dangling(tmp_path / "envoi-2", numero=2, arrived=True))
    assert begun.seen() == SEEN_WITH_E9

    entry = begun.send(dangling(tmp_path / "envoi-3", numero=3))

    assert [each.etat for each in signalled(entry, "REFERENCE_INCONNUE")] == [Etat.NOUVEAU]
    assert begun.seen() == SEEN_TODAY


def test_a_record_whose_reference_vanishes_loses_its_effect(begun: Agency, tmp_path: Path) -> None:
    """Its older version does not stand in for it (fail closed)."""
    edits = {EVENEMENTS: [('modele="BANQ"', 'modele="DIV"')]}

    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    gone = {login: seen - {"S1/E2/a"} for login, seen in SEEN_TODAY.items()}
    assert begun.seen() == gone


def test_a_dangling_optional_reference_is_a_warning(begun: Agency, tmp_path: Path) -> None:
    edits = {EVENEMENTS: [('id="E1" modele="PVAG"', 'id="E1" modele="PVAG" dossier="N9"')]}

    entry = begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    assert (entry.code, len(signalled(entry, "REFERENCE_IGNOREE"))) == (1, 1)
    assert begun.seen() == SEEN_TODAY


# Files in another form.


def with_a_mark(raw: bytes) -> bytes:
    return b"\xef\xbb\xbf" + raw


def on_one_line(raw: bytes) -> bytes:
    return raw.replace(b"\n", b" ")


def spread_out(raw: bytes) -> bytes:
    return raw.replace(b" nom=", b"\n      nom=").replace(b"<tiers id", b"<!-- ici -->\n<tiers id")


def with_windows_breaks(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


FORMS = {form.__name__: form for form in (with_a_mark, on_one_line, spread_out)}


@pytest.mark.parametrize("form", FORMS)
def test_another_form_is_slow_and_says_the_same(begun: Agency, tmp_path: Path, form: str) -> None:
    before = {name: rows for name, rows in begun.tables().items() if name != "fichiers_appliques"}
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    rewrite(envoi, TIERS, FORMS[form]((EXEMPLE / TIERS).read_bytes()))

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("applique", 0)
    assert [each.problem.file for each in signalled(entry, "FORME_LENTE")] == [TIERS]
    assert before.items() <= begun.tables().items()


def test_breaks_of_windows_say_the_same(begun: Agency, tmp_path: Path) -> None:
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    rewrite(envoi, TIERS, with_windows_breaks((EXEMPLE / TIERS).read_bytes()))

    entry = begun.send(envoi)

    (tiers,) = [each for each in report_of(entry).comptages if each.nature == "tiers"]
    assert (tiers.recus, tiers.inchanges, tiers.ignoree) == (8, 8, False)


# The natures that are sealed.


def test_door_codes_are_sealed_before_anything_reads_them(agency: Agency) -> None:
    envoi = agency.deliver(EXEMPLE)

    sealed = sorted(name for name in files_in(envoi.path) if name.endswith(SCELLE))
    assert sealed == [f"donnees/connexions.xml{SCELLE}", f"donnees/digicodes-S1.xml{SCELLE}"]
    agency.process(envoi)


def test_door_codes_are_deleted_when_the_envoi_is_decided(agency: Agency) -> None:
    place = agency.place(agency.send(EXEMPLE))

    assert not [name for name in files_in(place) if "digicodes" in name]


def test_a_copy_of_a_secret_that_no_line_names_is_sealed_and_deleted_too(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    codes = (EXEMPLE / "donnees/digicodes-S1.xml").read_bytes()
    (envoi / "donnees" / "copie de digicodes-S1.xml").write_bytes(codes)

    entry = begun.send(envoi)

    assert "FILE_ORPHAN" in told(entry)
    assert not [name for name, raw in files_in(begun.root).items() if b"12A45" in raw]


# An entity, a list that empties.


def test_a_nature_that_is_not_listed_does_not_change(begun: Agency, tmp_path: Path) -> None:
    """R-009."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    manifeste = (envoi / "manifeste.xml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in manifeste if "<fichier" not in line or "modeles" in line]
    for path in [*envoi.glob("donnees/*"), *envoi.glob("pieces/*")]:
        if path.name != "modeles.xml":
            path.unlink()
    (envoi / "manifeste.xml").write_text("".join(kept), encoding="utf-8")
    before = begun.tables()

    entry = begun.send(envoi)

    assert entry.resultat == "applique"
    assert begun.tables() == before


def test_a_nature_that_is_listed_empty_is_empty(begun: Agency, tmp_path: Path) -> None:
    """R-009."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    events = (EXEMPLE / EVENEMENTS).read_bytes().splitlines(keepends=True)
    rewrite(envoi, EVENEMENTS, b"".join([*events[:2], events[-1]]))

    begun.send(envoi)

    assert {d for seen in begun.seen().values() for d in seen} == {"G1/E7/a", "G1/E8/a"}
    assert E9 not in begun.motifs()
