"""An envoi that contradicts the contract is refused: whole, told why, and nothing else changes.

Each bad envoi brings a good binary too (`with_e9`): it is kept, for LSC will not send it twice.
"""

import time
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.telling.problems import Problem
from store.changes import Entry
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import (
    E9_PIECE,
    SEEN_TODAY,
    SEEN_WITH_E9,
    e9_without_its_file,
    edit_envoi,
    rewrite,
    unlist,
    with_e9,
)
from tests.journeys.some_refusals import (
    BOMB,
    REFUSALS,
    TIERS,
    Break,
    a_binary_is_missing,
    after_declaration,
    in_manifest,
    listed_twice,
    truncated,
)

BOUND_SECONDS = 10


def problem(entry: Entry, code: str) -> Problem:
    """Return the one problem of this code."""
    (found,) = [s.problem for s in report_of(entry).signalements if s.problem.code == code]
    return found


@pytest.fixture
def bad(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """Return a bad envoi, and the code that it must be told."""
    break_it, code = REFUSALS[request.param]
    envoi = with_e9(tmp_path / "envoi-2")
    break_it(envoi)
    return envoi, code


every = pytest.mark.parametrize("bad", REFUSALS, indirect=True)


@every
def test_it_is_refused_and_nothing_changes_but_its_binaries_are_kept(
    begun: Agency, bad: tuple[Path, str]
) -> None:
    """R-003, R-004: nothing of it is applied."""
    envoi, code = bad
    before = begun.tables()

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("refuse", 3)
    assert code in told(entry)
    assert begun.tables() == before
    assert begun.seen() == SEEN_TODAY
    assert is_kept(begun, E9_PIECE)


def is_kept(agency: Agency, content: bytes) -> bool:
    """Return whether a content is on the disk, and noted in the store."""
    digest = sha256(content).hexdigest()
    with agency.workshop.store.reading() as known:
        return agency.workshop.documents.has(digest) and digest in known.contents()


def test_it_stays_in_refused_with_its_report_beside_it(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    truncated(envoi)

    place = begun.place(begun.send(envoi))

    assert place.parent.name == "refused"
    assert (place / "accuse.xml").read_bytes() == begun.answer("accuse-2.xml")
    assert "XML_INVALID" in (place / "compte-rendu.txt").read_text(encoding="utf-8")
    assert (place / TIERS).read_bytes() == (envoi / TIERS).read_bytes()


def test_its_sender_is_answered(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    truncated(envoi)

    entry = begun.send(envoi)

    answer = begun.answer(f"accuse-{entry.id}.txt").decode()
    assert "L'envoi a été refusé : rien n'a changé, corrigez et renvoyez-le. Code 3." in answer
    assert f"{TIERS}, ligne" in answer


def test_all_problems_are_told_at_once(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    truncated(envoi)
    a_binary_is_missing(envoi)
    listed_twice(envoi)
    REFUSALS["a value that the schema refuses"][0](envoi)

    entry = begun.send(envoi)

    assert set(told(entry)) == {"XML_INVALID", "FICHIER_MANQUANT", "CHEMIN_EN_DOUBLE"}
    assert told(entry).count("XML_INVALID") == 2


def test_the_binary_of_a_refused_envoi_shows_its_document_later(
    begun: Agency, tmp_path: Path
) -> None:
    refused = with_e9(tmp_path / "envoi-2")
    truncated(refused)
    begun.send(refused)

    entry = begun.send(e9_without_its_file(tmp_path / "envoi-3", numero=3))

    assert (entry.code, report_of(entry).attendus) == (0, ())
    assert begun.seen() == SEEN_WITH_E9


def test_a_refused_envoi_is_corrected_under_its_own_numero(begun: Agency, tmp_path: Path) -> None:
    refused = with_e9(tmp_path / "envoi-2")
    truncated(refused)
    begun.send(refused)

    entry = begun.send(e9_without_its_file(tmp_path / "corrige", numero=2))

    assert (entry.resultat, entry.numero) == ("applique", 2)
    assert begun.seen() == SEEN_WITH_E9


def test_the_answer_under_the_numero_is_that_of_the_correction(
    begun: Agency, tmp_path: Path
) -> None:
    refused = with_e9(tmp_path / "envoi-2")
    truncated(refused)
    begun.send(refused)

    entry = begun.send(e9_without_its_file(tmp_path / "corrige", numero=2))

    assert begun.answer("accuse-2.xml") == begun.answer(f"accuse-{entry.id}.xml")


def test_an_entity_bomb_costs_no_time(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    after_declaration(BOMB)(envoi)
    begin = time.process_time()

    begun.send(envoi)

    assert time.process_time() - begin < BOUND_SECONDS


def test_an_external_entity_is_never_read(begun: Agency, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("quarante-deux")
    envoi = with_e9(tmp_path / "envoi-2")
    after_declaration(f'<!DOCTYPE t [<!ENTITY x SYSTEM "{tmp_path}/secret">]>')(envoi)
    edit_envoi(envoi, {TIERS: [('nom="Garnier"', 'nom="&x;"')]})

    entry = begun.send(envoi)

    assert "quarante-deux" not in entry.rapport


def test_an_error_on_the_last_of_70000_lines_is_told_with_its_line(
    agency: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-1", numero=1)
    lines = (envoi / TIERS).read_text(encoding="utf-8").splitlines()
    more = [f'  <tiers id="X{n}" nom="Personne {n}"/>' for n in range(70_000 - len(lines) - 1)]
    rewrite(
        envoi, TIERS, "\n".join([*lines[:-1], *more, '  <tiers id="Z"/>', lines[-1], ""]).encode()
    )

    found = problem(agency.send(envoi), "XML_INVALID")

    assert (found.line, found.file, found.id, found.attribut) == (69_999, TIERS, "Z", "nom")


def test_a_duplicate_key_is_told_with_both_lines(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    REFUSALS["a duplicate key"][0](envoi)

    found = problem(begun.send(envoi), "CLE_EN_DOUBLE")

    assert (found.id, found.line, found.detail) == ("T8", 10, "lignes 9 et 10")


def test_no_value_of_a_sealed_nature_is_quoted(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    edit_envoi(envoi, {"donnees/connexions.xml": [("k7Pz-33qd", "Zx9-secret" * 40)]})

    entry = begun.send(envoi)

    assert (entry.resultat, "XML_INVALID" in told(entry)) == ("refuse", True)
    assert "Zx9-secret" not in entry.rapport


def test_the_secrets_of_a_refused_envoi_are_deleted(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    truncated(envoi)

    place = begun.place(begun.send(envoi))

    assert not [path for path in place.rglob("*") if "connexions" in path.name]
    assert not [path for path in place.rglob("*") if "digicodes" in path.name]


# A manifest that says nothing of its files: they stay where they are.

UNREADABLE: dict[str, tuple[Break, str]] = {
    "no manifest": (lambda envoi: (envoi / "manifeste.xml").unlink(), "MANIFESTE_ABSENT"),
    "a manifest that lists nothing": (in_manifest(r"(?s)  <fichier.*/>\n", ""), "MANIFESTE_VIDE"),
    "a truncated manifest": (in_manifest("</manifeste>", ""), "MANIFESTE_INVALIDE"),
    "a manifest with a bomb": (after_declaration(BOMB, "manifeste.xml"), "XML_DOCTYPE"),
    "an empty manifest": (
        lambda envoi: (envoi / "manifeste.xml").write_bytes(b""),
        "MANIFESTE_INVALIDE",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_manifest_that_names_no_file_is_refused(begun: Agency, tmp_path: Path, name: str) -> None:
    break_it, code = UNREADABLE[name]
    envoi = with_e9(tmp_path / "envoi-2")
    break_it(envoi)
    before = begun.tables()

    entry = begun.send(envoi)

    assert (entry.resultat, code in told(entry)) == ("refuse", True)
    assert begun.tables() == before
    assert (begun.place(entry) / "pieces/E9-a.pdf").read_bytes() == E9_PIECE


def test_an_unreadable_manifest_is_answered_under_the_attempts_id(
    begun: Agency, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "manifeste.xml").unlink()

    entry = begun.send(envoi)

    assert entry.numero is None
    assert b'code="3"' in begun.answer(f"accuse-{entry.id}.xml")


def test_a_manifest_of_one_file_needs_no_other(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    others = [
        path.relative_to(envoi).as_posix()
        for path in envoi.rglob("*.*")
        if path.name not in {"manifeste.xml", "tiers.xml"}
    ]
    unlist(envoi, *others)

    entry = begun.send(envoi)

    assert entry.resultat == "applique"
    assert begun.seen() == SEEN_TODAY


def test_a_data_file_without_nature_is_no_binary(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    REFUSALS["a data file without nature"][0](envoi)

    entry = begun.send(envoi)

    assert (begun.place(entry) / TIERS).read_bytes() == (envoi / TIERS).read_bytes()
    assert not is_kept(begun, (envoi / TIERS).read_bytes())
