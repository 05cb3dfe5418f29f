"""`proof` and `readers`: as text for a person who asks, as JSON, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import Edits, an_envoi
from tests.journeys.test_history import CHANGES, FIRST, send_on

PROOF_KEYS = {"document", "titre", "tiers", "vues", "maintenant", "lectures"}
VIEW_KEYS = {"contenu", "du", "avant", "commence", "finit", "chemins"}
EDGE_KEYS = {"regle", "code", "phrase", "cause", "par_le_temps"}
TRAIT_KEYS = {
    *("tiers", "contenu", "compte", "par_tiers", "niveau", "portee", "cible", "classeur"),
}
LATER = FIRST + timedelta(hours=3)
WITHDRAWN: Edits = CHANGES["withdrawn explicitly"][0]


def test_a_proof_has_its_keys(command: Said) -> None:
    said = command.json("proof", "S1/E2/a", "--for", "anne.moreau")

    assert set(said) == PROOF_KEYS
    (view,) = said["vues"]
    assert set(view) == VIEW_KEYS
    assert set(view["commence"]) == EDGE_KEYS
    assert view["finit"] is None
    (way,) = view["chemins"]
    assert set(way) == TRAIT_KEYS | VIEW_KEYS - {"chemins"}
    assert said["maintenant"] is None


def test_a_proof_is_said_in_sentences(begun: Agency, command: Said, tmp_path: Path) -> None:
    send_on(begun, LATER, an_envoi(tmp_path / "envoi-2", WITHDRAWN, numero=2))
    first, second = begun.sent

    assert command.run("proof", "S1/E1/a", "--for", "anne.moreau") == 0
    said = command.out.splitlines()
    assert f"  from   2026-11-24T11:00:00.000Z  [R-041] Le document est publié; by {first}" in said
    assert (
        "  until  2026-11-24T14:00:00.000Z  [R-051] L'événement a été dépublié dans LSC; "
        f"by {second}"
    ) in said
    assert any("account S1/C1 as president, binder syndic/" in line for line in said)
    assert said[-1] == "NOT VISIBLE now: L'événement a été dépublié dans LSC (R-051)."


def test_who_never_saw_it_is_told_so_with_the_reason_of_now(command: Said) -> None:
    """R-038."""
    assert command.run("proof", "S1/E2/a", "--for", "claire.roux") == 0
    assert "claire.roux could not open this document at any time." in command.out
    assert command.out.splitlines()[-1] == (
        "NOT VISIBLE now: La case de ce niveau n'est pas cochée dans le classeur (R-033)."
    )


def test_a_proof_may_be_of_one_day(command: Said) -> None:
    before = command.json("proof", "S1/E2/a", "--for", "anne.moreau", "--at", "2026-11-23")
    that_day = command.json("proof", "S1/E2/a", "--for", "anne.moreau", "--at", "2026-11-24")

    assert (len(before["vues"]), len(that_day["vues"])) == (0, 1)


def test_a_login_that_is_off_is_still_proven(begun: Agency, command: Said, tmp_path: Path) -> None:
    """R-071: he sees nothing any more, and what he saw is known under his login and his id."""
    send_on(begun, LATER, an_envoi(tmp_path / "envoi-2", without_login(tmp_path), numero=2))

    by_login = command.json("proof", "S1/E3/a", "--for", "claire.roux")
    by_id = command.json("proof", "S1/E3/a", "--for", "T3")
    assert by_login == by_id
    assert [view["finit"]["regle"] for view in by_login["vues"]] == ["R-081"]
    assert by_login["maintenant"]["regle"] == "R-071"


def without_login(tmp_path: Path) -> Edits:
    """Return what takes the login of T3 from its list."""
    whole = an_envoi(tmp_path / "whole") / "donnees/connexions.xml"
    (line,) = [each for each in whole.read_text("utf-8").splitlines() if '"T3"' in each]
    return {"donnees/connexions.xml": [(f"{line}\n", "")]}


READER_KEYS = TRAIT_KEYS | {
    *("login", "du", "avant"),
    *("vu_le", "lu_le", "usurpations", "portail_lu"),
}


def test_readers_lists_persons_with_account_level_and_time(command: Said) -> None:
    said = command.json("readers", "S1/E2/a")

    assert all(set(row) == READER_KEYS for row in said)
    assert {(row["tiers"], row["login"], row["compte"], row["niveau"]) for row in said} == {
        ("T1", "anne.moreau", "S1/C1", "president"),
        ("T2", "bruno.petit", "S1/C2", "membre"),
    }
    assert {row["du"] for row in said} == {"2026-11-24T11:00:00.000Z"}


def test_readers_of_one_day_are_those_of_that_day(command: Said) -> None:
    assert command.json("readers", "S1/E2/a", "--at", "2026-11-23") == []
    assert len(command.json("readers", "S1/E2/a", "--at", "2026-11-24")) == 2


def test_what_nobody_could_open_is_said_so(command: Said) -> None:
    assert command.run("readers", "S1/E5/a") == 0
    assert command.out == "Nobody could open S1/E5/a.\n"


@pytest.mark.parametrize("asked", [("proof", "--for", "anne.moreau"), ("readers",)])
def test_an_unknown_document_is_told(command: Said, asked: tuple[str, ...]) -> None:
    name, *options = asked
    assert command.run(name, "S1/E99/a", *options) == 1
    assert "was ever listed" in command.err


def test_an_unknown_login_is_told(command: Said) -> None:
    assert command.run("proof", "S1/E1/a", "--for", "nobody") == 1
    assert "nobody" in command.err


@pytest.mark.parametrize("asked", [("proof", "--for", "anne.moreau"), ("readers",)])
def test_a_day_that_is_none_is_a_mistake_of_usage(command: Said, asked: tuple[str, ...]) -> None:
    name, *options = asked
    assert command.run(name, "S1/E1/a", *options, "--at", "hier") == 2
    assert "is no day" in command.err
