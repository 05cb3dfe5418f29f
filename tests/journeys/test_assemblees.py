"""General meetings: kept, counted and answered; what a list leaves out stays (R-154)."""

from pathlib import Path

import pytest

from ingest.planning.plan import Comptage
from store.changes import Entry, Record
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import add_file, an_envoi

RESOLUTION = '<resolution rang="1" numero="1" titre="Les comptes" majorite="24" vote="votable"/>'
VOTANT = '<votant tiers="T1" fiche="F1" tantiemes="340"/>'


def a_meeting(identifier: str = "A1", lieu: str = "Lyon", children: str = "") -> str:
    return (
        f'<assemblee id="{identifier}" immeuble="I1" tenue_le="2026-12-15T18:30:00" lieu="{lieu}"'
        ' convoquee_le="2026-11-20" destinataire="Immo Dupont">'
        f"{children or RESOLUTION + VOTANT}</assemblee>"
    )


def send(agency: Agency, directory: Path, *meetings: str, numero: int) -> Entry:
    envoi = an_envoi(directory / f"envoi-{numero}", numero=numero)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    root = '<assemblees xmlns="urn:lsc-syncd:envoi:1" entite="S1">'
    content = "\n".join([head, root, *meetings, "</assemblees>", ""]).encode()
    add_file(envoi, "donnees/assemblees-S1.xml", content, 'nature="assemblees" entite="S1"')
    return agency.send(envoi)


def kept(agency: Agency) -> dict[str, Record]:
    """The meetings that are not withdrawn."""
    with agency.workshop.store.reading() as known:
        facts = known.facts("assemblees", "S1")
    return {str(c[0]): found.record for c, found in facts.items() if not found.absent_depuis}


def counted(entry: Entry) -> Comptage:
    (found,) = (each for each in report_of(entry).comptages if each.nature == "assemblees")
    return found


@pytest.fixture
def convened(begun: Agency, tmp_path: Path) -> Agency:
    send(begun, tmp_path, a_meeting(), numero=2)
    return begun


def test_a_meeting_is_kept_with_its_resolutions_and_voters(convened: Agency) -> None:
    (meeting,) = kept(convened).values()

    assert meeting.enfants == (
        (("1", "1", "Les comptes", None, "24", "votable", None),),
        (("T1", "F1", 340),),
    )


def test_it_is_answered_like_any_record(begun: Agency, tmp_path: Path) -> None:
    entry = send(begun, tmp_path, a_meeting(), numero=2)

    comptage = counted(entry)
    assert (comptage.recus, comptage.nouveaux, comptage.sans_effet, entry.code) == (1, 1, 0, 0)


def test_one_that_its_list_leaves_out_stays(convened: Agency, tmp_path: Path) -> None:
    comptage = counted(send(convened, tmp_path, a_meeting("A2"), numero=3))

    assert set(kept(convened)) == {"A1", "A2"}
    assert (comptage.recus, comptage.nouveaux, comptage.disparus) == (1, 1, 0)


def test_an_empty_list_is_alarming_to_nobody(convened: Agency, tmp_path: Path) -> None:
    """R-011 holds what would empty a list: this one empties nothing."""
    entry = send(convened, tmp_path, numero=3)

    assert (entry.resultat, counted(entry).recus) == ("applique", 0)
    assert set(kept(convened)) == {"A1"}


def test_one_that_is_sent_again_is_overwritten(convened: Agency, tmp_path: Path) -> None:
    comptage = counted(send(convened, tmp_path, a_meeting(lieu="Paris"), numero=3))

    assert (comptage.modifies, comptage.disparus) == (1, 0)
    assert "Paris" in kept(convened)["A1"].valeurs


def test_what_is_counted_is_what_the_file_holds(convened: Agency, tmp_path: Path) -> None:
    """Also when it is the file of the night before: two meetings are known, it lists one."""
    send(convened, tmp_path, a_meeting("A2"), numero=3)

    comptage = counted(send(convened, tmp_path, a_meeting("A2"), numero=4))

    assert (comptage.recus, comptage.inchanges) == (1, 1)


def test_what_is_wrong_with_one_that_stays_is_still_told(convened: Agency, tmp_path: Path) -> None:
    stranger = RESOLUTION + '<votant tiers="T99" fiche="F1"/>'
    send(convened, tmp_path, a_meeting("A2", children=stranger), numero=3)

    assert "VOTER_UNKNOWN" in told(send(convened, tmp_path, a_meeting(), numero=4))


@pytest.mark.parametrize("children", [RESOLUTION, VOTANT, VOTANT + RESOLUTION])
def test_a_meeting_has_resolutions_and_then_voters(
    begun: Agency, tmp_path: Path, children: str
) -> None:
    entry = send(begun, tmp_path, a_meeting(children=children), numero=2)

    assert (entry.resultat, "XML_INVALID" in told(entry)) == ("refuse", True)
