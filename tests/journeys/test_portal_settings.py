"""What is set in the portal is taken over like the agency's file, under the same guard (R-023)."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.planning.reglages import apply_reglages
from ingest.rules.faits import Reglage
from syncd.commands.exit_codes import HELD
from syncd.portal_settings import PortalSettings
from tests.journeys.some_agency import STORE, Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import SEEN_TODAY
from tests.some_databases import BOTH, SQLITE, Sqlite, change

pytestmark = BOTH
NOW = "2026-11-24T12:00:00.000Z"
LANDLORD = "('compte', 'G1/C4', 'documents_locataires', true)"


def write(agency: Agency, *rows: str) -> None:
    """Write settings as the portal does, over all that it had."""
    url = agency.store_url
    if isinstance(agency.database, Sqlite):
        url = f"{SQLITE}:///{(agency.root / STORE).parent}/portail/portal.db"
    values = [f"INSERT INTO portail_ecrit_reglages VALUES {row}" for row in rows]  # noqa: S608  ours
    change(url, "DELETE FROM portail_ecrit_reglages", *values)


def units(agency: Agency, tiers: str) -> int:
    with agency.workshop.store.reading() as known:
        return len(known.view("portail_lots", tiers, at=NOW))


def test_a_value_set_in_the_portal_is_in_force_at_the_next_round(begun: Agency) -> None:
    portal = PortalSettings(begun.workshop)
    write(begun, "('immeuble', 'S1/I1', 'lots', false)")
    assert units(begun, "T1") == 1

    portal.take()
    assert units(begun, "T1") == 0
    assert units(begun, "T4") == 1

    write(begun)
    portal.take()
    assert units(begun, "T1") == 1


def test_the_portals_own_value_wins_over_the_files(begun: Agency) -> None:
    """It was set for that building by a person; the file's stays beneath."""
    off = Reglage("immeuble", "S1/I1", "lots", valeur=False)
    apply_reglages(begun.workshop, [off], "essai")
    write(begun, "('immeuble', 'S1/I1', 'lots', true)")

    PortalSettings(begun.workshop).take()
    assert units(begun, "T1") == 1


@pytest.mark.parametrize(
    "row",
    [
        "('immeuble', 'S1/I1', 'portail', false)",
        "('immeuble', 'S1/I1', 'documents_locataires', true)",
        "('compte', 'G1/C4', 'president', false)",
        "('immeuble', 'I1', 'lots', false)",
        "('immeuble', 'S1/I1/x', 'lots', false)",
        "('compte', '', 'lots', false)",
    ],
)
def test_what_is_no_setting_of_its_target_counts_for_nothing(begun: Agency, row: str) -> None:
    before = begun.derived()
    write(begun, row)

    PortalSettings(begun.workshop).take()
    assert begun.derived() == before


def test_what_would_open_much_is_held_until_somebody_signs(begun: Agency, command: Said) -> None:
    """R-011, R-042."""
    workshop = replace(begun.workshop, seuils=begun.workshop.seuils._replace(entree_paires=0))
    write(begun, LANDLORD)
    PortalSettings(workshop).take()
    assert begun.seen() == SEEN_TODAY

    config = begun.settings()
    config.write_text(config.read_text() + "[garde]\nentree_paires = 0\n")
    assert command.run("options", "apply") == HELD
    assert "Held: nothing of the portal's was changed" in command.out
    assert command.run("options", "apply", "--reason", "voulu") == 0
    assert begun.seen_by("denis.leroy") == {"G1/E7/a", "G1/E8/a"}


def test_what_is_held_is_not_planned_at_every_round(
    begun: Agency, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = replace(begun.workshop, seuils=begun.workshop.seuils._replace(entree_paires=0))
    portal = PortalSettings(workshop)
    write(begun, LANDLORD)
    for _ in range(3):
        portal.take()

    assert [each.message for each in caplog.records] == ["portal_settings_held"]


def test_a_portal_that_cannot_be_read_changes_nothing(
    begun: Agency, caplog: pytest.LogCaptureFixture
) -> None:
    write(begun, "('immeuble', 'S1/I1', 'lots', false)")
    portal = PortalSettings(begun.workshop)
    portal.take()
    if not isinstance(begun.database, Sqlite):
        return
    place: Path = begun.root / "portail" / "portal.db"
    place.write_bytes(b"not a database, but longer than a header of one hundred bytes" * 3)
    portal.take()
    portal.take()

    assert units(begun, "T1") == 0
    assert [each.message for each in caplog.records] == ["portal_unreadable"]
