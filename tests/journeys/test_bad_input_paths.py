"""Paths that escape, links, odd names: nothing leaves the envoi, nothing of it is followed."""

import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import (
    E9_PIECE,
    SEEN_TODAY,
    SEEN_WITH_E9,
    a_line,
    add_file,
    add_line,
    e9_without_its_file,
    edit_envoi,
    edit_manifest,
    rewrite,
    with_e9,
)

SECRET = b"%PDF-1.4 a file of this host"
ACCENTED = "pièces/Élévation.pdf"
ESCAPES = {
    "parent": "../secret.pdf",
    "parent inside": "pieces/../../secret.pdf",
    "absolute": "/etc/hostname",
    "backslash": "pieces\\secret.pdf",
    "backslash parent": "..\\secret.pdf",
    "drive": "C:/secret.pdf",
    "empty segment": "pieces//secret.pdf",
    "control character": "pieces/&#10;secret.pdf",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_a_path_that_escapes_refuses_the_envoi(begun: Agency, tmp_path: Path, name: str) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_line(envoi, a_line(ESCAPES[name], SECRET))
    before = begun.tables()

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("refuse", 3)
    assert "CHEMIN_INTERDIT" in told(entry)
    assert (begun.tables(), begun.seen()) == (before, SEEN_TODAY)


def test_a_file_of_this_host_is_never_taken_in(begun: Agency, tmp_path: Path) -> None:
    """The line tells its true size and sha256: only its path is wrong."""
    outside = begun.root / "spool" / "secret.pdf"
    outside.write_bytes(SECRET)
    envoi = with_e9(tmp_path / "envoi-2")
    add_line(envoi, a_line("../../secret.pdf", SECRET))
    add_line(envoi, a_line(str(outside), SECRET))

    begun.send(envoi)

    with begun.workshop.store.reading() as known:
        assert not [sha for sha in known.contents() if begun_holds(begun, sha, SECRET)]
    assert outside.read_bytes() == SECRET
    outside.unlink()  # the doctor finds that it has no place there


def begun_holds(agency: Agency, sha256: str, content: bytes) -> bool:
    kept = agency.workshop.documents.path_of(sha256)
    return kept is not None and kept.read_bytes() == content


def test_the_binaries_of_an_envoi_with_an_escaping_path_are_kept(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_line(envoi, a_line("../secret.pdf", SECRET))
    begun.send(envoi)

    begun.send(e9_without_its_file(tmp_path / "envoi-3", numero=3))

    assert begun.seen() == SEEN_WITH_E9


def test_a_nul_in_a_path_is_no_xml(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_line(envoi, a_line("pieces/a&#0;.pdf", SECRET))

    entry = begun.send(envoi)

    assert (entry.resultat, told(entry)[0]) == ("refuse", "MANIFESTE_INVALIDE")


def test_a_piece_under_the_name_of_a_sealed_file_goes_with_them_and_stays_kept(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_file(envoi, "pieces/autre.pdf.scelle", SECRET)

    place = begun.place(begun.send(envoi))

    assert not (place / "pieces/autre.pdf.scelle").exists()
    assert begun_holds(begun, sha256(SECRET).hexdigest(), SECRET)


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../store.db", "E1-a.pdf", "nowhere"])
def test_a_link_refuses_the_envoi_and_is_not_followed(
    begun: Agency, tmp_path: Path, target: str
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "pieces" / "lien.pdf").symlink_to(target)
    before = begun.tables()

    entry = begun.send(envoi)

    obstacles = [s.problem for s in report_of(entry).signalements if s.problem.file]
    assert ("CHEMIN_INTERDIT", "pieces/lien.pdf", "lien symbolique") in [
        (problem.code, problem.file, problem.detail) for problem in obstacles
    ]
    assert begun.tables() == before
    link = begun.place(entry) / "pieces" / "lien.pdf"
    assert link.readlink() == Path(target)


def test_a_link_in_the_place_of_a_listed_file_is_not_followed(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (tmp_path / "secret.pdf").write_bytes(SECRET)
    add_line(envoi, a_line("pieces/lien.pdf", SECRET))
    (envoi / "pieces" / "lien.pdf").symlink_to(tmp_path / "secret.pdf")

    entry = begun.send(envoi)

    assert {"CHEMIN_INTERDIT", "FICHIER_MANQUANT"} <= set(told(entry))
    assert (tmp_path / "secret.pdf").stat().st_nlink == 1


def test_a_directory_link_is_not_entered(begun: Agency, tmp_path: Path) -> None:
    outside = tmp_path / "dehors"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(SECRET)
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "photos").symlink_to(outside, target_is_directory=True)
    add_line(envoi, a_line("photos/secret.pdf", SECRET))

    entry = begun.send(envoi)

    assert {"CHEMIN_INTERDIT", "FICHIER_MANQUANT"} <= set(told(entry))
    assert (outside / "secret.pdf").read_bytes() == SECRET


@pytest.mark.parametrize(
    ("listed", "stored"), [("NFC", "NFC"), ("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")]
)
def test_a_name_is_the_same_in_either_unicode_form(
    begun: Agency, tmp_path: Path, listed: str, stored: str
) -> None:
    envoi = e9_without_its_file(tmp_path / "envoi-2", numero=2)
    forms = {form: unicodedata.normalize(form, ACCENTED) for form in ("NFC", "NFD")}
    add_file(envoi, forms[stored], E9_PIECE)
    if listed != stored:
        edit_manifest(envoi, forms[stored], forms[listed])

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("applique", 0)
    assert begun.seen() == SEEN_WITH_E9


def test_two_forms_of_one_name_are_one_too_many(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_file(envoi, unicodedata.normalize("NFC", ACCENTED), b"%PDF-1.4 1")
    add_file(envoi, unicodedata.normalize("NFD", ACCENTED), b"%PDF-1.4 2")

    entry = begun.send(envoi)

    assert {"CHEMIN_EN_DOUBLE", "CHEMIN_INTERDIT"} <= set(told(entry))


def test_a_path_listed_in_both_forms_is_listed_twice(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_file(envoi, unicodedata.normalize("NFC", ACCENTED), SECRET)
    add_line(envoi, a_line(unicodedata.normalize("NFD", ACCENTED), SECRET))

    entry = begun.send(envoi)

    assert (entry.resultat, "CHEMIN_EN_DOUBLE" in told(entry)) == ("refuse", True)


def test_a_file_that_no_line_names_is_put_aside_and_not_lost(begun: Agency, tmp_path: Path) -> None:
    """R-013."""
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "pieces" / "oubli.pdf").write_bytes(SECRET)

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("applique", 1)
    assert "FILE_ORPHAN" in told(entry)
    assert begun.seen() == SEEN_WITH_E9
    assert (begun.place(entry) / "pieces" / "oubli.pdf").read_bytes() == SECRET


def test_a_file_that_no_line_names_is_no_document(begun: Agency, tmp_path: Path) -> None:
    """Its content is the one that E9 waits for: only a listed file counts as received."""
    envoi = e9_without_its_file(tmp_path / "envoi-2", numero=2)
    (envoi / "pieces" / "E9-a.pdf").write_bytes(E9_PIECE)

    begun.send(envoi)

    assert begun.motifs()["S1/E9/a"] == "FILE_MISSING"


def test_a_file_with_a_backslash_in_its_name_is_a_file_that_no_line_names(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "pieces" / "..\\..\\oubli.pdf").write_bytes(SECRET)

    entry = begun.send(envoi)

    assert (entry.resultat, "FILE_ORPHAN" in told(entry)) == ("applique", True)


def test_an_empty_binary_costs_its_document_only(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    empty, digest = (sha256(content).hexdigest() for content in (b"", E9_PIECE))
    rewrite(envoi, "pieces/E9-a.pdf", b"")
    edit_envoi(envoi, {"donnees/evenements-S1.xml": [(digest, empty)]})

    entry = begun.send(envoi)

    assert (entry.resultat, begun.motifs()["S1/E9/a"]) == ("applique", "FORMAT_FORBIDDEN")
    assert begun.seen() == SEEN_TODAY
