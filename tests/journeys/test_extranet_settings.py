"""What the extranet shows is set by the agency's file, held when it is alarming (R-021…R-026)."""

from pathlib import Path

import pytest

from syncd.commands.exit_codes import CONFIGURATION, HELD
from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import LOGINS, SEEN_TODAY, an_envoi, with_e9
from tests.some_databases import BOTH

pytestmark = BOTH
NOW = "2026-11-24T12:00:00.000Z"


@pytest.fixture
def file(begun: Agency) -> Path:
    """Where the settings of the extranet's side stand: beside the others."""
    return begun.settings().parent / "extranet.toml"


def units_of(agency: Agency, tiers: str) -> int:
    with agency.workshop.store.reading() as known:
        return len(known.view("portail_lots", tiers, at=NOW))


def in_force(command: Said, option: str) -> dict[str, tuple[bool, str]]:
    rows = command.json("options")
    return {
        row["cible"] or row["module"]: (row["valeur"], row["origine"])
        for row in rows
        if row["option"] == option
    }


def test_without_a_file_the_defaults_are_in_force(command: Said) -> None:
    assert in_force(command, "portail") == {"commun": (True, "default")}
    assert in_force(command, "president") == {"syndic": (True, "default")}
    assert in_force(command, "president_email") == {"syndic": (False, "default")}


def test_what_is_set_for_all_is_in_force_once_it_is_applied(
    begun: Agency, command: Said, file: Path
) -> None:
    file.write_text("[syndic]\nlots = false\n")

    assert units_of(begun, "T1") == 1, "the file alone changes nothing"
    assert command.run("options", "apply") == 0, command.out
    assert units_of(begun, "T1") == 0
    assert units_of(begun, "T4") == 1, "the landlord is the gérance's"
    assert in_force(command, "lots")["syndic"] == (False, "set for all")


def test_an_override_wins_over_what_is_set_for_all(
    begun: Agency, command: Said, file: Path
) -> None:
    """R-023: a building's own value, once it is set, wins."""
    file.write_text('[syndic]\nlots = false\n[immeubles."S1/I1"]\nlots = true\n')

    assert command.run("options", "apply") == 0, command.out
    assert units_of(begun, "T1") == 1
    assert in_force(command, "lots")["S1/I1"] == (True, "its own")


def test_what_lsc_does_not_send_is_off_whatever_is_set(
    begun: Agency, command: Said, file: Path, tmp_path: Path
) -> None:
    """R-024, and R-110: bank details vanish as soon as LSC masks them (R-026)."""
    file.write_text("[syndic]\ndepenses = true\n")
    assert command.run("options", "apply") == 0
    assert in_force(command, "depenses") == {"syndic": (True, "set for all")}
    assert in_force(command, "coordonnees_bancaires") == {"syndic": (True, "default")}

    changed = 'envoyer_depenses="false" masquer_coordonnees_bancaires="true"'
    edits = {"donnees/parametres.xml": [('envoyer_depenses="true"', changed)]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    never = {"syndic": (False, "LSC does not send it (R-024)")}
    assert in_force(command, "depenses") == never
    assert in_force(command, "coordonnees_bancaires") == never


def test_documents_of_a_module_that_is_off_are_seen_by_nobody(
    begun: Agency, command: Said, file: Path
) -> None:
    """R-041 (a)."""
    file.write_text("[gerance]\ndocuments = false\n")

    assert command.run("options", "apply", "--reason", "un essai") == 0, command.out
    assert begun.seen_by("emma.faure") == frozenset()
    assert begun.seen_by("anne.moreau") == SEEN_TODAY["anne.moreau"]


def test_a_portal_that_is_off_shows_nothing_to_anybody_and_that_needs_a_reason(
    begun: Agency, command: Said, file: Path
) -> None:
    """R-022, and R-011: all of a building would be withdrawn."""
    file.write_text("[commun]\nportail = false\n")

    assert command.run("options", "apply") == HELD
    assert "RUN_HELD_MASS_WITHDRAWAL" in command.out
    assert begun.seen_by("anne.moreau") == SEEN_TODAY["anne.moreau"], "nothing was changed"

    assert command.run("options", "apply", "--reason", "travaux") == 0
    assert begun.seen() == dict.fromkeys(LOGINS, frozenset())
    assert units_of(begun, "T1") == 0


def test_opening_the_portal_again_is_held_as_well(begun: Agency, command: Said, file: Path) -> None:
    """R-011, *in*: persons would see stored documents that they cannot see."""
    file.write_text("[commun]\nportail = false\n")
    command.run("options", "apply", "--reason", "travaux")
    file.write_text("")

    assert command.run("options", "apply") == HELD
    assert "RUN_HELD_MASS_EXPOSURE" in command.out
    assert "un réglage de l'extranet a changé" in command.out
    assert command.run("options", "apply", "--reason", "fini") == 0
    assert begun.seen() == SEEN_TODAY


def test_what_the_file_says_and_is_not_in_force_is_told(command: Said, file: Path) -> None:
    file.write_text("[syndic]\nlots = false\n")

    (row,) = [
        row
        for row in command.json("options")
        if (row["module"], row["option"]) == ("syndic", "lots")
    ]
    assert (row["valeur"], row["demande"]) == (True, False)
    assert command.run("options") == 0
    assert "is not in force" in command.out


def test_each_mistake_is_told_with_its_place_and_what_is_right(command: Said, file: Path) -> None:
    file.write_text(
        "[syndic]\npresidente = true\nlots = 1\n[immeuble]\nlots = true\n"
        '[immeubles."I1"]\nlots = true\n[comptes."G1/C4"]\ngardien = true\n'
    )

    assert command.run("options") == CONFIGURATION
    assert f"{file}:2: presidente is no setting of syndic: president is one" in command.err
    assert f"{file}:3: lots is true or false" in command.err
    assert f"{file}:5: immeuble is no table of this file: commun, syndic" in command.err
    assert f'{file}:7: "I1" names no record: "S1/I1" is right' in command.err
    assert f"{file}:9: gardien is no setting of comptes" in command.err


def test_a_setting_survives_every_envoi(
    begun: Agency, command: Said, file: Path, tmp_path: Path
) -> None:
    """R-023: overrides survive re-imports."""
    file.write_text('[immeubles."S1/I1"]\nlots = false\n')
    command.run("options", "apply")
    begun.send(with_e9(tmp_path / "e9"))

    assert units_of(begun, "T1") == 0
