"""`check` promises and changes nothing; `ingest` takes in, decides, and answers."""

import os
from pathlib import Path

from tests.edges.some_daemon import Installation
from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import ENTRY_KEYS, RAPPORT_KEYS, Said
from tests.journeys.some_exemple import (
    EXEMPLE,
    an_envoi,
    files_in,
    with_e9,
)

# check


def test_check_tells_what_an_envoi_would_be_answered(command: Said, tmp_path: Path) -> None:
    said = command.json("check", with_e9(tmp_path / "envoi-2"))

    assert (said["resultat"], said["code"]) == ("essaye", 0)
    assert said["documents"]["nouveaux"] == 1
    assert set(said) == {*RAPPORT_KEYS, "code"}


def test_check_says_it_in_french(command: Said, tmp_path: Path) -> None:
    assert command.run("check", with_e9(tmp_path / "envoi-2")) == 0

    assert "L'envoi d'essai a été contrôlé : rien n'a été appliqué. Code 0." in command.out
    assert "evenements S1 : 6 reçus, 1 nouveaux" in command.out


def test_check_of_a_bad_envoi_ends_with_3_and_its_problems(command: Said, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "pieces/E1-a.pdf").unlink()

    assert command.run("check", envoi) == 3
    assert "FICHIER_MANQUANT" in command.out


def test_check_of_an_applied_envoi_says_so(command: Said) -> None:
    assert command.json("check", EXEMPLE)["resultat"] == "deja_applique"


def test_check_changes_nothing(begun: Agency, command: Said, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    command.json("status")
    before = files_in(begun.root), files_in(envoi)

    command.json("check", envoi)

    assert (files_in(begun.root), files_in(envoi)) == before


def test_check_where_nothing_was_received_makes_nothing(
    fresh: Said, installation: Installation
) -> None:
    assert fresh.json("check", EXEMPLE)["documents"]["total"] == 9

    assert not installation.data.exists()


def test_check_promises_what_ingest_then_does(begun: Agency, command: Said) -> None:
    envoi = with_e9(begun.root.parent / "envoi-2")
    promised = command.json("check", envoi)

    done = command.json("ingest", envoi)["rapport"]

    for name in ("comptages", "documents", "signalements", "attendus"):
        assert promised[name] == done[name]


def test_check_of_what_is_not_there_is_a_mistake_of_usage(command: Said) -> None:
    assert command.run("check", "/nowhere/envoi") == 2


# ingest


def test_ingest_takes_a_directory_in_and_tells_the_outcome(fresh: Said) -> None:
    said = fresh.json("ingest", EXEMPLE)

    assert (said["resultat"], said["code"], said["numero"]) == ("applique", 0, 1)
    assert set(said) == {*ENTRY_KEYS, "rapport"}
    assert set(said["rapport"]) == RAPPORT_KEYS


def test_ingest_touches_nothing_of_the_original(fresh: Said, tmp_path: Path) -> None:
    envoi = an_envoi(tmp_path / "envoi-1")
    before = {path: path.stat() for path in envoi.rglob("*")}

    fresh.json("ingest", envoi)

    assert {path: path.stat().st_mtime_ns for path in envoi.rglob("*")} == {
        path: found.st_mtime_ns for path, found in before.items()
    }
    assert all(path.stat().st_mode == found.st_mode for path, found in before.items())


def test_ingest_answers_the_account(fresh: Said, installation: Installation) -> None:
    fresh.json("ingest", EXEMPLE, "--account", "lsc")

    answers = sorted(path.name for path in (installation.data / "spool/retour/lsc").iterdir())
    assert [name for name in answers if name.startswith("accuse-1.")] == [
        "accuse-1.txt",
        "accuse-1.xml",
    ]


def test_ingest_of_a_bad_envoi_ends_with_3(command: Said, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    (envoi / "pieces/E1-a.pdf").unlink()

    assert command.run("ingest", envoi) == 3
    assert "FICHIER_MANQUANT" in command.out


def test_ingest_of_a_directory_without_manifest_ends_with_3(command: Said, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()

    assert command.run("ingest", tmp_path / "vide") == 3
    assert "MANIFESTE_ABSENT" in command.out


def test_ingest_for_what_is_no_account_is_told(command: Said) -> None:
    assert command.run("ingest", EXEMPLE, "--account", "../autre") == 2
    assert "'../autre' is no account" in command.err


def test_ingest_of_a_pipe_is_told(command: Said, tmp_path: Path) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    os.mkfifo(envoi / "tube")

    assert command.run("ingest", envoi) == 1
    assert "Nothing was taken in." in command.err


def test_ingest_beside_a_worker_that_does_not_answer_is_not_lost(
    begun: Agency, command: Said, tmp_path: Path
) -> None:
    with begun.workshop.spool.locked():
        code = command.run("ingest", with_e9(tmp_path / "envoi-2"), "--wait", "0.2")

    assert code == 1
    assert "It is not lost: look again later." in command.err


def test_a_second_daemon_ends_with_11(begun: Agency) -> None:
    with begun.workshop.spool.locked():
        done = Installation(begun.settings(), begun.root).cli("run")

    assert done.returncode == 11
