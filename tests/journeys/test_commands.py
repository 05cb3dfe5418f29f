"""The commands that list what was received: what they say, and their exit codes.

They read the real time; what depends on it is compared with the same instant asked of the store.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.edges.some_daemon import Installation
from tests.journeys.some_agency import ACCOUNT, Agency
from tests.journeys.some_command_line import ENTRY_KEYS, Said
from tests.journeys.some_exemple import (
    EXEMPLE,
    LOGINS,
    add_line,
    an_envoi,
    with_e9,
)

OVERVIEW_KEYS = {
    *("document", "titre", "rangement", "classeur", "traite_le", "etat", "motif", "visible_du"),
    *("visible_jusqu_au", "portees", "lecteurs", "contenu"),
}
SEEN_KEYS = {
    *("document", "contenu", "classeur", "titre", "rangement", "traite_le", "visible_du"),
    *("visible_jusqu_au", "compte", "niveau", "portee", "cible", "espace", "par_tiers"),
}
STATUS_KEYS = {"running", "daemon", "spool", "last", "orders", "messages", "incoming"}
COUNTS = {"incoming": 0, "active": 0, "ready": 0, "deferred": 0, "done": 1, "refused": 0, "hold": 0}


# envois


def test_envois_list_has_every_attempt(begun: Agency, command: Said, tmp_path: Path) -> None:
    begun.send(EXEMPLE)
    begun.send(an_envoi(tmp_path / "envoi-0", numero=0))

    said = command.json("envois", "list")

    assert [(row["resultat"], row["code"], row["place"]) for row in said] == [
        ("applique", 0, "done"),
        ("deja_applique", 0, "done"),
        ("perime", 3, "refused"),
    ]
    assert all(set(row) == {*ENTRY_KEYS, "place"} for row in said)


def test_envois_list_may_be_limited_to_the_latest(begun: Agency, command: Said) -> None:
    last = begun.send(EXEMPLE)

    (row,) = command.json("envois", "list", "--limit", "1")

    assert row["id"] == last.id


def test_envois_show_tells_all_that_was_answered(begun: Agency, command: Said) -> None:
    (identifier,) = begun.sent

    assert command.run("envois", "show", identifier) == 0

    assert command.out.encode().rstrip() == begun.answer("accuse-1.txt").rstrip()


def test_envois_show_has_the_report_as_json(begun: Agency, command: Said) -> None:
    (identifier,) = begun.sent

    said = command.json("envois", "show", identifier)

    assert set(said) == {*ENTRY_KEYS, "rapport"}
    assert (said["account"], said["rapport"]["id"]) == (ACCOUNT, identifier)


def test_an_unknown_envoi_is_told(command: Said) -> None:
    assert command.run("envois", "show", "20260101T000000-lsc-1-0000") == 1
    assert command.err == (
        "No envoi '20260101T000000-lsc-1-0000' was ever decided\n"
        "`lsc-syncd envois list` has them all.\n"
    )


# documents


def test_documents_list_has_every_document(command: Said) -> None:
    said = command.json("documents", "list")

    assert len(said) == 9
    assert all(set(row) == OVERVIEW_KEYS for row in said)


@pytest.mark.parametrize("login", LOGINS)
def test_documents_list_for_a_person_is_exactly_what_he_sees(
    begun: Agency, command: Said, login: str
) -> None:
    said = command.json("documents", "list", "--for", login)

    seen = begun.seen_by(login, at=datetime.now(UTC))
    assert {row["document"] for row in said} == seen
    assert all(set(row) == SEEN_KEYS for row in said)


def test_documents_list_for_a_person_goes_folder_by_folder(command: Said) -> None:
    folders = [row["rangement"] for row in command.json("documents", "list", "--for", LOGINS[2])]

    assert folders == sorted(folders)


def test_a_login_that_is_off_is_told(command: Said) -> None:
    assert command.run("documents", "list", "--for", "farid.nadir") == 0
    assert "the login is off, no account of his is open (R-081)" in command.out


def test_a_login_that_sees_nothing_is_an_empty_list(command: Said) -> None:
    assert command.json("documents", "list", "--for", "farid.nadir") == []


def test_staff_see_no_document(command: Said) -> None:
    assert command.json("documents", "list", "--for", "hugo.garnier") == []


@pytest.mark.parametrize("arguments", [("documents", "list"), ("explain", "S1/E1/a")])
def test_an_unknown_login_is_told(command: Said, arguments: tuple[str, ...]) -> None:
    assert command.run(*arguments, "--for", "personne") == 1
    assert command.err == (
        "No login 'personne' is in LSC's last list of logins\nLook at `connexions` in LSC.\n"
    )


# transfers, status


def test_transfers_are_a_list(command: Said) -> None:
    assert command.json("transfers") == []


def test_status_tells_what_came_last(begun: Agency, command: Said) -> None:
    (identifier,) = begun.sent

    said = command.json("status")

    assert set(said) == STATUS_KEYS
    assert (said["running"], said["spool"], said["last"]["id"]) == (False, COUNTS, identifier)
    assert set(said["last"]) == ENTRY_KEYS


def test_status_tells_what_an_envoi_under_way_waits_for(
    begun: Agency, command: Said, tmp_path: Path
) -> None:
    envoi = with_e9(tmp_path / "envoi-2")
    add_line(envoi, f'<fichier chemin="pieces/x.pdf" taille="1" sha256="{"0" * 64}"/>')
    envoi.rename(begun.workshop.spool.account_dir(ACCOUNT) / "nuit")

    (waiting,) = command.json("status")["incoming"]

    assert waiting["waits_for"] == "1 listed files wait, first 'pieces/x.pdf': not there"


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("envois", "list"),
        ("envois", "show", "x"),
        ("documents", "list"),
        ("explain", "S1/E1/a"),
    ],
)
def test_before_anything_was_received_it_says_what_to_do(
    fresh: Said, installation: Installation, arguments: tuple[str, ...]
) -> None:
    assert fresh.run(*arguments) == 1
    assert "Start `lsc-syncd run`, or `lsc-syncd ingest` once." in fresh.err
    assert not installation.data.exists()


READING: dict[str, Callable[[str], tuple[str, ...]]] = {
    "check": lambda _: ("check", str(EXEMPLE)),
    "envois list": lambda _: ("envois", "list"),
    "envois show": lambda identifier: ("envois", "show", identifier),
    "documents list": lambda _: ("documents", "list"),
    "documents list --for": lambda _: ("documents", "list", "--for", "anne.moreau"),
    "explain": lambda _: ("explain", "S1/E1/a", "--for", "anne.moreau"),
    "explain --at": lambda _: ("explain", "S1/E1/a", "--at", "2026-11-24"),
    "transfers": lambda _: ("transfers",),
    "status": lambda _: ("status",),
}


@pytest.mark.parametrize("name", READING)
def test_a_command_that_looks_changes_no_table(begun: Agency, command: Said, name: str) -> None:
    (identifier,) = begun.sent
    before = begun.tables()

    assert command.run(*READING[name](identifier)) == 0

    assert command.out
    assert begun.tables() == before


@pytest.mark.parametrize("name", READING)
def test_wrong_settings_end_with_10(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    config = tmp_path / "lsc-syncd.toml"
    config.write_text("domain = 'no such setting, and the domaine is missing'\n")

    assert Said(config, capsys).run(*READING[name]("x")) == 10
