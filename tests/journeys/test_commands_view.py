"""`lsc-syncd view`: each screen in front of a person, or the rule that hides it."""

from pathlib import Path

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.some_databases import BOTH

pytestmark = BOTH
FAILURE = 1


def test_a_person_sees_the_rows_of_his_screens(command: Said) -> None:
    (screen,) = command.json("view", "denis.leroy", "lots")

    assert screen["visible"]
    assert [row["lot"] for row in screen["views"]["portail_lots"]] == ["G1/L9"]


def test_a_screen_of_another_space_says_so(command: Said) -> None:
    """R-074, R-124: units are no tenant's screen."""
    (screen,) = command.json("view", "emma.faure", "lots")

    assert not screen["visible"]
    assert [hidden["regle"] for hidden in screen["hidden"]] == ["R-074"]
    assert screen["views"] == {}


def test_of_a_closed_login_every_screen_is_hidden_by_that(command: Said) -> None:
    """R-081."""
    screens = command.json("view", "farid.nadir")

    told = {hidden["regle"] for screen in screens for hidden in screen["hidden"]}
    assert told == {"R-081", "R-085"}
    assert not any(screen["visible"] for screen in screens)


def test_the_staffs_screens_are_the_staffs_alone(command: Said) -> None:
    """R-085, R-087."""
    (own,) = command.json("view", "hugo.garnier", "portefeuille")
    (other,) = command.json("view", "anne.moreau", "portefeuille")

    assert own["visible"]
    assert own["views"]["portail_portefeuille"]
    assert not other["visible"]
    assert [hidden["regle"] for hidden in other["hidden"]] == ["R-085"]


def test_a_setting_that_hides_a_screen_is_named(begun: Agency, command: Said) -> None:
    """R-021, R-023: a building's own value."""
    file = begun.settings().parent / "extranet.toml"
    file.write_text('[immeubles."S1/I1"]\nlots = false\n')
    command.run("options", "apply")
    (screen,) = command.json("view", "anne.moreau", "lots")

    assert not screen["visible"]
    assert [tuple(each.values())[:2] for each in screen["hidden"]] == [("S1/C1", "R-021")]
    assert "the setting lots is off for S1/I1" in screen["hidden"][0]["phrase"]


def test_a_past_day_is_told_of_what_keeps_its_history(begun: Agency, command: Said) -> None:
    del begun
    assert command.run("view", "anne.moreau", "--at", "2026-11-23") == 0
    assert "only the present is kept" in command.out


def test_an_unknown_screen_is_told_with_those_that_there_are(command: Said) -> None:
    assert command.run("view", "anne.moreau", "lot") == FAILURE
    assert "There is no screen 'lot': " in command.err
    assert command.run("view", "anne.moreau", "lot", "--at", "2026-11-23") == FAILURE


def test_an_unknown_login_is_told(command: Said) -> None:
    assert command.run("view", "nobody") == FAILURE
    assert "No login 'nobody'" in command.err


def test_a_date_that_is_none_is_told(command: Said, tmp_path: Path) -> None:
    del tmp_path
    assert command.run("view", "anne.moreau", "--at", "hier") == 2
    assert "is no day (2026-03-03) nor instant" in command.err
