"""`lsc-syncd legal` as an operator runs it, on the example and on the sample's agency."""

from pathlib import Path

import pytest

from syncd.sample.writing import write_sample
from tests.edges.some_daemon import Installation
from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_legal import SETTINGS

BUILDING_KEYS = {
    *("immeuble", "nom", "jour", "derniere_ag_comptes", "prochaine_ag", "comptes", "sans_acces"),
    *("etats", "exigences"),
}
ITEM_KEYS = {"exigence", "etat", "intitule", "trouve", "trouves", "releves"}
SAMPLE = """
[legal]
classeurs = { "syndic/3" = ["ALL-03"], "syndic/6" = ["ALL-09"], "syndic/7" = ["ALL-04"], \
"syndic/10" = ["ALL-01"], "syndic/2" = ["LOT-04"], "assemblees" = ["ALL-08"] }
modeles = { BANQ = ["CS-02"] }
themes = { ASC = ["ALL-07"] }
"""


@pytest.fixture
def following(begun: Agency, capsys: pytest.CaptureFixture[str]) -> Said:
    """The command line of the example's agency, which says what holds which item."""
    config = begun.settings()
    config.write_text(config.read_text() + SETTINGS)
    return Said(config, capsys)


def test_without_a_mapping_it_says_how_to_write_one(command: Said) -> None:
    assert command.run("legal") == 0
    assert '[legal.classeurs]\n"syndic/7" = ["ALL-09"]' in command.out


def test_a_building_is_told_item_by_item_with_what_to_do(following: Said) -> None:
    assert following.run("legal", "S1/I1") == 0

    said = " ".join(following.out.split())
    assert "ALL-08 LEGAL_MISSING Procès-verbaux" in said
    assert "1 sur 3" in said
    assert "classeur « Assemblées générales » (syndic/1)" in said
    assert "non_suivi" in said


def test_the_portfolio_is_told_building_by_building(following: Said) -> None:
    assert following.run("legal") == 0

    assert "S1/I1" in following.out
    assert "buildings       1\n" in following.out
    assert "missing         2\n" in following.out
    assert "G1/I2" not in following.out


def test_json_has_the_same(following: Said) -> None:
    said = following.json("legal", "S1/I1")

    (building,) = said["immeubles"]
    assert set(said) == {"le", "inconnus", "eteints", "totaux", "immeubles"}
    assert set(building) == BUILDING_KEYS
    assert all(set(each) == ITEM_KEYS for each in building["exigences"])
    assert said["totaux"] == building["etats"]
    minutes = building["exigences"][7]
    assert [each["document"] for each in minutes["trouves"]] == ["S1/E1/a", "S1/E1/b"]
    assert minutes["releves"][0]["correction"].startswith("Publier dans LSC")


def test_a_later_day_shows_what_will_have_ended(following: Said) -> None:
    """ALL-07: the contract ends on 31 December 2026."""
    found = {
        day: following.json("legal", "--at", day)["totaux"]["LEGAL_EXPIRED"]
        for day in ("2126-12-31", "2126-12-31T10:00")
    }

    assert set(found.values()) == {1}


def test_a_past_day_is_said_to_be_one(following: Said) -> None:
    assert following.run("legal", "S1/I1", "--at", "2020-01-01") == 0
    assert "As it could be seen then" in following.out


@pytest.mark.parametrize(
    ("text", "said", "state"),
    [
        ("[commun]\nportail = false\n", ["commun.portail"], "LEGAL_WRONG_AUDIENCE"),
        ("[syndic]\ndocuments = false\n", ["syndic.documents"], "present"),
        ('[immeubles."S1/I1"]\ncontrats_du_conseil = true\n', [], "LEGAL_WRONG_AUDIENCE"),
        ('[syndic]\ncontrats_du_conseil = true\n[immeubles."S1/I1"]\n', [], "LEGAL_WRONG_AUDIENCE"),
    ],
    ids=["portal", "documents", "contracts of one", "contracts of all"],
)
def test_what_the_extranet_hides_is_not_there(
    begun: Agency, following: Said, text: str, said: list[str], state: str
) -> None:
    """R-022, R-041 (a), R-138: ALL-07 is a case file, CS-02 a document."""
    (begun.settings().parent / "extranet.toml").write_text(text)
    begun_settings = begun.settings()
    begun_settings.write_text(begun_settings.read_text() + SETTINGS)
    assert following.run("options", "apply", "--reason", "un essai") == 0

    found = following.json("legal", "S1/I1")

    states = {each["exigence"]: each["etat"] for each in found["immeubles"][0]["exigences"]}
    assert (found["eteints"], states["ALL-07"]) == (said, state)
    assert states["CS-02"] == ("LEGAL_WRONG_AUDIENCE" if said else "present")
    following.run("legal", "S1/I1")
    assert ("so that nobody sees it" in following.out) == bool(said)


def test_an_unknown_building_is_told(following: Said) -> None:
    assert following.run("legal", "S1/I9") == 1
    assert following.err == (
        "No building 'S1/I9' of the syndic is in LSC's last list\n"
        "`lsc-syncd legal` has them all, written entite/id.\n"
    )


def test_a_day_that_is_none_is_told(following: Said) -> None:
    assert following.run("legal", "--at", "demain") == 2


def test_nothing_received_is_told(fresh: Said) -> None:
    assert fresh.run("legal") == 1


def test_the_sample_agency_is_told_whole(
    installation: Installation, fresh: Said, tmp_path: Path
) -> None:
    """Each building of the syndic: what is seen is there, the worst building comes first."""
    config = installation.config
    config.write_text(config.read_text().replace("immo-dupont", "immo-exemple") + SAMPLE)
    (envoi,) = write_sample(tmp_path / "envois", seed=1, immeubles=6, nuits=1)
    assert fresh.run("ingest", envoi, "--account", "lsc") == 0

    now, later = fresh.json("legal"), fresh.json("legal", "--at", "2126-01-01")

    assert len(now["immeubles"]) == 3
    assert all(each["exigences"][0]["etat"] == "present" for each in now["immeubles"])
    wrong = [[-count for count in each["etats"].values()] for each in now["immeubles"]]
    assert wrong == sorted(wrong)
    assert now["totaux"]["aucun"] == now["totaux"]["LEGAL_WRONG_AUDIENCE"] == 0
    assert later["totaux"]["aucun"] > 0  # what the months of its model hide by then
