"""`numero` alone decides the order; a trial uses none up; what never comes is given up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.disk.envoi import Envoi
from store.changes import Entry
from tests.journeys.some_agency import COMPLETION_SECONDS, Agency, report_of, told
from tests.journeys.some_exemple import (
    E9_PIECE,
    EXEMPLE,
    SEEN_TODAY,
    SEEN_WITH_E9,
    Edits,
    an_envoi,
    e9_without_its_file,
    edit_manifest,
    files_in,
    with_e9,
)

WITHOUT_E2: Edits = {
    "donnees/evenements-S1.xml": [('publie_le="2026-10-06"', 'publie_le="0000-00-00"')]
}


def test_a_stale_envoi_is_too_late(begun: Agency, tmp_path: Path) -> None:
    """R-001: the numero alone decides."""
    begun.send(an_envoi(tmp_path / "envoi-5", numero=5))
    before = begun.tables()

    entry = begun.send(an_envoi(tmp_path / "envoi-4", WITHOUT_E2, numero=4))

    assert (entry.resultat, entry.code) == ("perime", 3)
    assert "RUN_STALE" in told(entry)
    assert begun.tables() == before
    assert begun.place(entry).parent.name == "refused"


def test_the_binaries_of_a_stale_envoi_are_kept(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "envoi-5", numero=5))
    begun.send(with_e9(tmp_path / "envoi-4", numero=4))

    begun.send(e9_without_its_file(tmp_path / "envoi-6", numero=6))

    assert begun.seen() == SEEN_WITH_E9


def test_a_numero_used_twice_with_another_manifest_is_refused(
    begun: Agency, tmp_path: Path
) -> None:
    before = begun.tables()

    entry = begun.send(an_envoi(tmp_path / "autre", WITHOUT_E2, numero=1))

    assert (entry.resultat, entry.code) == ("refuse", 3)
    assert "NUMERO_REUTILISE" in told(entry)
    assert (begun.tables(), begun.seen()) == (before, SEEN_TODAY)


def test_a_numero_may_leave_holes(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(an_envoi(tmp_path / "envoi-900", WITHOUT_E2, numero=900))

    assert entry.resultat == "applique"


def test_the_same_envoi_twice_is_applied_once(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    begun.send(envoi)
    before = begun.tables()

    entry = begun.send(envoi)

    assert (entry.resultat, entry.code) == ("deja_applique", 0)
    assert (begun.tables(), begun.seen()) == (before, SEEN_WITH_E9)


def test_an_older_envoi_again_is_answered_as_applied(begun: Agency, tmp_path: Path) -> None:
    begun.send(with_e9(tmp_path / "envoi-2"))

    entry = begun.send(EXEMPLE)

    assert (entry.resultat, entry.code) == ("deja_applique", 0)
    assert begun.seen() == SEEN_WITH_E9


def test_the_same_envoi_again_needs_none_of_its_files(begun: Agency, tmp_path: Path) -> None:
    again = an_envoi(tmp_path / "encore")
    (again / "pieces/E1-a.pdf").unlink()
    (again / "donnees/tiers.xml").write_bytes(b"")
    (again / "manifeste.xml").write_bytes((EXEMPLE / "manifeste.xml").read_bytes())

    entry = begun.send(again)

    assert entry.resultat == "deja_applique"


def process_all(agency: Agency) -> list[Entry]:
    """Process what is sealed, in the order of the queue."""
    return [agency.process(envoi) for envoi in agency.workshop.spool.ready()]


def test_two_envois_at_once_are_taken_in_the_order_of_numero(begun: Agency, tmp_path: Path) -> None:
    """R-001."""
    begun.deliver(an_envoi(tmp_path / "envoi-3", WITHOUT_E2, numero=3))
    begun.clock.moment += timedelta(minutes=1)
    begun.deliver(with_e9(tmp_path / "envoi-2", numero=2))

    entries = process_all(begun)

    assert [(entry.numero, entry.resultat) for entry in entries] == [
        (2, "applique"),
        (3, "applique"),
    ]


def test_of_two_envois_at_once_the_later_numero_stands(begun: Agency, tmp_path: Path) -> None:
    begun.deliver(with_e9(tmp_path / "envoi-3", numero=3))
    begun.clock.moment += timedelta(minutes=1)
    begun.deliver(an_envoi(tmp_path / "envoi-2", WITHOUT_E2, numero=2))

    process_all(begun)

    assert begun.seen() == SEEN_WITH_E9


def test_the_same_envoi_twice_at_once_is_applied_once(begun: Agency, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    begun.deliver(envoi)
    begun.deliver(envoi)

    assert [entry.resultat for entry in process_all(begun)] == ["applique", "deja_applique"]


# A trial.


def a_trial(target: Path, *, numero: int = 2) -> Path:
    envoi = with_e9(target, numero=numero)
    edit_manifest(envoi, r' emis_le="', ' essai="true" emis_le="')
    return envoi


def test_a_trial_changes_nothing(begun: Agency, tmp_path: Path) -> None:
    before = begun.tables()

    entry = begun.send(a_trial(tmp_path / "essai"))

    assert (entry.resultat, entry.code) == ("essaye", 0)
    assert (begun.tables(), begun.seen()) == (before, SEEN_TODAY)


def test_a_trial_is_answered_with_what_it_would_change(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(a_trial(tmp_path / "essai"))

    documents = report_of(entry).documents
    assert documents is not None
    assert (documents.total, documents.nouveaux) == (10, 1)
    assert b' essai="true"' in begun.answer("accuse-2.xml")


def test_a_trial_does_not_use_its_numero_up(begun: Agency, tmp_path: Path) -> None:
    begun.send(a_trial(tmp_path / "essai"))

    entry = begun.send(with_e9(tmp_path / "envoi-2", numero=2))

    assert entry.resultat == "applique"
    assert begun.seen() == SEEN_WITH_E9


def test_a_trial_may_bear_an_old_numero(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(a_trial(tmp_path / "essai", numero=1))

    assert entry.resultat == "essaye"


def test_a_bad_trial_is_refused(begun: Agency, tmp_path: Path) -> None:
    envoi = a_trial(tmp_path / "essai")
    (envoi / "pieces/E1-a.pdf").unlink()

    entry = begun.send(envoi)

    assert (entry.resultat, "FICHIER_MANQUANT" in told(entry)) == ("refuse", True)


def test_the_binaries_of_a_trial_are_kept(begun: Agency, tmp_path: Path) -> None:
    begun.send(a_trial(tmp_path / "essai"))

    begun.send(e9_without_its_file(tmp_path / "envoi-3", numero=3))

    assert begun.seen() == SEEN_WITH_E9


# The completion clock.


def soon() -> datetime:
    return datetime.now(UTC)


def past_the_clock() -> datetime:
    return soon() + timedelta(seconds=COMPLETION_SECONDS + 1)


@pytest.fixture
def incomplete(begun: Agency, tmp_path: Path) -> dict[str, bytes]:
    """Leave an envoi under way without one of its listed files; return what there is of it."""
    source = with_e9(tmp_path / "envoi-2")
    (source / "pieces/E2-a.pdf").unlink()
    files = files_in(source)
    source.rename(begun.workshop.spool.account_dir("lsc") / "nuit")
    return files


def given_up(agency: Agency, files: dict[str, bytes]) -> Envoi:
    """Seal what the clock gives up."""
    (envoi,) = agency.workshop.spool.seal_what_is_complete(past_the_clock())
    agency.sent[envoi.id] = files
    return envoi


def test_an_envoi_whose_file_is_missing_is_waited_for(
    begun: Agency, incomplete: dict[str, bytes]
) -> None:
    assert incomplete
    assert begun.workshop.spool.seal_what_is_complete(soon()) == []


def test_it_is_sealed_when_the_file_comes(begun: Agency, incomplete: dict[str, bytes]) -> None:
    piece = (EXEMPLE / "pieces/E2-a.pdf").read_bytes()
    (begun.workshop.spool.account_dir("lsc") / "nuit/pieces/E2-a.pdf").write_bytes(piece)

    (envoi,) = begun.workshop.spool.seal_what_is_complete(soon())
    begun.sent[envoi.id] = {**incomplete, "pieces/E2-a.pdf": piece}

    assert begun.process(envoi).resultat == "applique"


def test_past_the_clock_it_is_refused_and_told_what_is_missing(
    begun: Agency, incomplete: dict[str, bytes]
) -> None:
    before = begun.tables()

    entry = begun.process(given_up(begun, incomplete))

    missing = [s.problem.file for s in report_of(entry).signalements if s.problem.refuses]
    assert (entry.resultat, missing) == ("refuse", ["pieces/E2-a.pdf"])
    assert (begun.tables(), begun.seen()) == (before, SEEN_TODAY)


def test_what_came_of_it_is_kept_for_the_next(
    begun: Agency, incomplete: dict[str, bytes], tmp_path: Path
) -> None:
    begun.process(given_up(begun, incomplete))

    begun.send(e9_without_its_file(tmp_path / "envoi-3", numero=3))

    assert begun.seen() == SEEN_WITH_E9


def test_a_binary_that_is_still_being_sent_is_not_kept(
    begun: Agency, incomplete: dict[str, bytes]
) -> None:
    """Under its temporary name it is no listed file, whatever its content."""
    piece = begun.workshop.spool.account_dir("lsc") / "nuit/pieces/E9-a.pdf"
    piece.rename(piece.with_name("E9-a.pdf.filepart"))
    files = {**incomplete, "pieces/E9-a.pdf.filepart": E9_PIECE}
    del files["pieces/E9-a.pdf"]

    entry = begun.process(given_up(begun, files))

    assert {"FICHIER_MANQUANT", "FILE_ORPHAN"} <= set(told(entry))
