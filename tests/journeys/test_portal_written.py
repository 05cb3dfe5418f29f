"""What a portal wrote is the portal's: whatever LSC and the agency do, it stays (R-055)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.rules.faits import Reglage
from ingest.rules.retention import Delais
from syncd.portal_settings import PortalSettings
from tests.edges.test_ecrits import NOON, WRITTEN
from tests.journeys.some_agency import Agency
from tests.journeys.some_decisions import hide
from tests.journeys.some_diagnosis import codes, mend
from tests.journeys.some_exemple import an_envoi
from tests.journeys.some_portal import portal_url, write, written
from tests.journeys.some_reglages import set_reglages
from tests.journeys.some_retention import E3, E3_CONTENT, WITHOUT_E3, Sweeping
from tests.journeys.test_commands_proof import without_login
from tests.journeys.test_doctor_restore import back_up, replay, restore
from tests.some_databases import BOTH, Row, change

pytestmark = BOTH
CONNEXIONS = "donnees/connexions.xml"
OWN = "$argon2id$x"
ANOTHER_SECRET = {CONNEXIONS: [("k7Pz-33qd", "n3Wq-81tb")]}


@pytest.fixture
def before(begun: Agency) -> Iterator[dict[str, list[Row]]]:
    """When the test is over, not a value of what was written is other."""
    found = write_all(begun)
    yield found
    assert written(begun) == found


def write_all(agency: Agency) -> dict[str, list[Row]]:
    """Write a row in every table; return what is there."""
    change(portal_url(agency), *WRITTEN)
    write(agency, "lectures", f"('T3', '{E3}', '{NOON}', '{NOON}')")
    found = written(agency)
    assert all(found.values())
    return found


def the_secret_of_anne(agency: Agency) -> tuple[object, ...]:
    with agency.workshop.store.reading() as known:
        (row,) = known.view("portail_connexion", "T1", at="2026-11-24T13:00:00.000Z")
        (own,) = (each for each in known.ecrits.mots_de_passe() if each.tiers == "T1")
    return row["secret"], row["secret_du"], own.condense


def test_an_own_password_survives_a_later_initial_secret(
    begun: Agency, before: dict[str, list[Row]], tmp_path: Path
) -> None:
    """R-071: `portail_connexion` tells of the initial secret only."""
    old = the_secret_of_anne(begun)
    begun.send(an_envoi(tmp_path / "envoi-2", ANOTHER_SECRET, numero=2))
    new = the_secret_of_anne(begun)

    assert new[:2] != old[:2]
    assert (old[2], new[2]) == (OWN, OWN)
    assert written(begun) == before


def test_an_opt_out_survives_what_lsc_sends_of_the_person(
    begun: Agency, before: dict[str, list[Row]], tmp_path: Path
) -> None:
    """R-088: also when his record changes, and when he has no login any more."""
    renamed = {"donnees/tiers.xml": [('prenom="Claire"', 'prenom="Clara"')]}
    edits = {**without_login(tmp_path), **renamed}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    with begun.workshop.store.reading() as known:
        assert known.ecrits.refus() == {"T3"}
    assert written(begun) == before


def test_what_leaves_and_is_purged_leaves_its_marks(begun_once: Agency, tmp_path: Path) -> None:
    """R-055, R-058: hidden by hand, withdrawn, swept when its delay is over."""
    sweeping = Sweeping(begun_once.copy(tmp_path / "agence"), tmp_path, Delais())
    before = write_all(sweeping.agency)
    hide(sweeping.agency, "S1/E1/a")
    sweeping.send(WITHOUT_E3)
    sweeping.wait(days=90)
    sweeping.sweep()

    assert not sweeping.has(E3_CONTENT)
    assert written(sweeping.agency) == before
    sweeping.agency.close()


@pytest.mark.usefixtures("before")
def test_settings_are_taken_over_and_stay_the_portals(begun: Agency) -> None:
    """R-023: also when the agency's file says otherwise."""
    PortalSettings(begun.workshop).take()
    set_reglages(begun, Reglage("immeuble", "S1/I1", "lots", valeur=True))
    PortalSettings(begun.workshop).take()


@pytest.mark.usefixtures("before")
def test_a_restore_and_its_replay_change_nothing(begun: Agency, tmp_path: Path) -> None:
    """R-055: envois applied again say nothing of the portal's; nor does a start."""
    backup = back_up(begun)
    begun.send(an_envoi(tmp_path / "envoi-2", ANOTHER_SECRET, numero=2))
    restore(begun, backup)
    assert mend(begun) == []
    assert [entry.numero for entry in replay(begun)] == [2]

    begun.workshop.store.create()
    assert codes(begun) == []
