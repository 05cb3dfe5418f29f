"""R-074: the spaces that a person chooses from, and what each switches between."""

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.telling.espaces import Lieu, spaces_of
from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import add_file, an_envoi

MASTER = b"""<?xml version="1.0" encoding="UTF-8"?>
<relations xmlns="urn:lsc-syncd:envoi:1">
<relation super_tiers="T4" tiers="T3"/>
</relations>
"""


def spaces(agency: Agency, tiers: str) -> list[Lieu]:
    with agency.workshop.store.reading() as known:
        return spaces_of(known, agency.workshop, tiers, agency.clock())


@pytest.mark.parametrize(
    ("tiers", "espace", "lieu", "compte"),
    [
        ("T1", "coproprietaire", "S1/I1", "S1/C1"),
        ("T4", "proprietaire", "G1/C4", "G1/C4"),
        ("T5", "locataire", "G1/L9", "G1/C6"),
    ],
)
def test_who_has_one_place_goes_straight_in(
    begun: Agency, tiers: str, espace: str, lieu: str, compte: str
) -> None:
    assert spaces(begun, tiers) == [Lieu(espace, lieu, compte, tiers, None)]


def test_a_tenant_who_left_has_no_space(begun: Agency) -> None:
    assert spaces(begun, "T6") == []


def test_who_is_two_things_chooses(begun: Agency, tmp_path: Path) -> None:
    emma = ('<titulaire tiers="T1"/>', '<titulaire tiers="T1"/><titulaire tiers="T5"/>')
    begun.send(an_envoi(tmp_path / "deux", {"donnees/comptes-S1.xml": [emma]}, numero=2))
    found = [(each.espace, each.lieu) for each in spaces(begun, "T5")]
    assert found == [("coproprietaire", "S1/I1"), ("locataire", "G1/L9")]


def test_a_super_tiers_has_his_own_first_then_the_others(begun: Agency, tmp_path: Path) -> None:
    envoi = an_envoi(tmp_path / "super", numero=2)
    add_file(envoi, "donnees/relations.xml", MASTER, 'nature="relations"')
    begun.send(envoi)
    found = [(each.par_tiers, each.espace, each.lieu) for each in spaces(begun, "T4")]
    assert found == [("T4", "proprietaire", "G1/C4"), ("T3", "coproprietaire", "S1/I1")]


def test_a_tenant_switches_between_the_units_that_he_rents_today(
    begun: Agency, tmp_path: Path
) -> None:
    lease = 'entree="2026-09-01"><lot_bail lot="L9"/>'
    second = (lease, f'{lease}<lot_bail lot="L10"/>')
    lot = ("</lots>", '<lot id="L10" immeuble="I2" numero="10" type="parking"/>\n</lots>')
    edits = {"donnees/baux-G1.xml": [second], "donnees/lots-G1.xml": [lot]}
    begun.send(an_envoi(tmp_path / "garage", edits, numero=2))
    assert [each.lieu for each in spaces(begun, "T5")] == ["G1/L10", "G1/L9"]


def test_before_the_lease_begins_the_account_itself_is_the_place(begun: Agency) -> None:
    begun.clock.moment -= timedelta(days=120)
    assert [each.lieu for each in spaces(begun, "T5")] == ["G1/C6"]


@pytest.mark.usefixtures("begun")
def test_the_command_lists_them(command: Said) -> None:
    (row,) = command.json("spaces", "denis.leroy")
    assert row.pop("ajoute_le")
    assert row == {
        "espace": "proprietaire",
        "lieu": "G1/C4",
        "compte": "G1/C4",
        "par_tiers": "T4",
        "jusqu_au": None,
        "derniere_le": None,
        "usurpations": [],
        "portail_lu": True,
    }


@pytest.mark.usefixtures("begun")
def test_the_command_says_that_a_login_is_off(command: Said) -> None:
    assert command.run("spaces", "farid.nadir") == 0
    assert "the login is off" in command.out


@pytest.mark.usefixtures("begun")
def test_an_unknown_login_is_told(command: Said) -> None:
    assert command.run("spaces", "nobody") == 1
    assert "nobody" in command.err
