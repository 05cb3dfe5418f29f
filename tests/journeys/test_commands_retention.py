"""`retention plan|apply` and `missing` as an operator runs them."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import E9_PIECE, an_envoi, e9_without_its_file
from tests.journeys.some_retention import E3, WITHOUT_E3


@pytest.fixture
def lacking(begun: Agency, command: Said, tmp_path: Path) -> Said:
    """E9 is listed, and its file never came."""
    begun.send(e9_without_its_file(tmp_path / "envoi-2", numero=2))
    return command


def test_missing_says_that_nothing_is(command: Said) -> None:
    assert command.run("missing") == 0
    assert command.out == "Nothing is missing: every listed content was received.\n"


def test_missing_exits_with_1_when_something_is(lacking: Said) -> None:
    assert lacking.run("missing") == 1


def test_missing_says_since_when_lsc_must_resend(lacking: Said) -> None:
    lacking.run("missing")

    assert "In LSC, resend the documents since 2026-11-23 (R-007)." in lacking.out


def test_missing_in_json_has_all_that_lsc_needs(lacking: Said) -> None:
    lacking.run("missing", "--json")
    found = json.loads(lacking.out)
    (line,) = found["manquants"]

    assert (found["renvoyer_depuis"], found["par_entite"]) == ("2026-11-23", {"S1": 1})
    assert line == {
        "entite": "S1",
        "nature": "evenements",
        "id": "E9",
        "piece": "a",
        "nom": "travaux.pdf",
        "titre": "Travaux de l'escalier",
        "sha256": _digest(),
        "depuis": "2026-11-24T11:01:00.000Z",
        "traite_le": "2026-11-23",
        "publie_le": "2026-11-23",
        "renvoyer_depuis": "2026-11-23",
    }


def _digest() -> str:
    return sha256(E9_PIECE).hexdigest()


def test_missing_where_nothing_was_ever_received_says_so(fresh: Said) -> None:
    assert fresh.run("missing") == 1
    assert "Nothing was ever received" in fresh.err


def test_a_plan_is_told_in_french(command: Said) -> None:
    assert command.run("retention", "plan") == 0
    assert "Ce que le temps a fait depuis le début :" in command.out
    assert "0 documents retirés" in command.out


def test_a_plan_writes_no_report(begun: Agency, command: Said) -> None:
    command.run("retention", "plan")

    assert not (begun.root / "rapports").exists()


def test_a_plan_in_json_has_a_line_for_what_no_list_holds(
    begun: Agency, command: Said, tmp_path: Path
) -> None:
    begun.send(an_envoi(tmp_path / "envoi-2", WITHOUT_E3, numero=2))
    found = command.json("retention", "plan")

    assert {each["identifiant"] for each in found["lignes"] if each["objet"] == "document"} >= {E3}


def test_a_plan_writes_its_table_where_it_is_told(command: Said, tmp_path: Path) -> None:
    command.run("retention", "plan", "--csv", tmp_path / "plan.csv")

    assert (tmp_path / "plan.csv").read_text("utf-8-sig").startswith("objet;identifiant;sort;")


def test_applying_writes_both_reports(begun: Agency, command: Said) -> None:
    assert command.run("retention", "apply") == 0
    names = sorted(path.suffix for path in (begun.root / "rapports").iterdir())

    assert names == [".csv", ".txt"]


def test_beside_a_daemon_the_store_is_swept_and_envois_are_left(
    begun: Agency, command: Said
) -> None:
    with begun.workshop.spool.locked():
        assert command.run("retention", "apply") == 0

    assert (begun.root / "rapports").is_dir()


def test_a_delay_under_its_floor_is_a_mistake_of_the_settings(begun: Agency, command: Said) -> None:
    config = begun.root.with_suffix(".toml")
    config.write_text(f"{config.read_text()}[conservation]\njours_retires = 29\n")

    assert command.run("retention", "plan") == 10
    assert "conservation.jours_retires" in command.err
