"""General meetings: of a building, convened, with voters who are its co-owners (R-152, R-168)."""

from datetime import date

import pytest

from ingest.rules.tableaux import Tableau
from tests.core.some_records import a_compte, a_fiche, an_immeuble
from tests.core.some_tableaux import Given, a_tableau, derived, found


def a_meeting(*votants: Given, **given: object) -> Tableau:
    usual = {"id": "A1", "immeuble": "I1", "convoquee_le": date(2026, 11, 20), **given}
    rows = [{"assemblee": "A1", **votant} for votant in votants]
    return a_tableau("assemblees", usual, votant=rows)  # type: ignore[arg-type]  # as declared


def test_a_meeting_whose_voters_are_co_owners_is_sound() -> None:
    assert found(a_meeting({"tiers": "T1", "fiche": "F1"}, {"tiers": "T2", "fiche": "F2"})) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [({"immeuble": "I99"}, "REFERENCE_INCONNUE"), ({"convoquee_le": None}, "VPC_NOT_CONVENED")],
)
def test_a_meeting_of_no_building_or_without_notices_has_no_effect(given: Given, code: str) -> None:
    meeting = a_meeting(**given)

    assert [row.code for row in found(meeting)] == [code]
    assert derived(meeting).sans_effet == {("assemblees", "S1"): 1}


@pytest.mark.parametrize(
    "votant",
    [
        {"tiers": "T99", "fiche": "F1"},
        {"tiers": "T1", "fiche": "F99"},
        {"tiers": "T6", "fiche": "F6"},
    ],
    ids=["nobody", "no record", "of another building"],
)
def test_a_voter_who_is_unknown_there_is_left_out(votant: Given) -> None:
    elsewhere = (an_immeuble("I5"), a_compte("C6", "T6"), a_fiche("F6", "C6", immeuble="I5"))
    meeting = a_meeting({"tiers": "T2", "fiche": "F2"}, votant)
    rows = found(meeting, facts=elsewhere)

    assert [(row.code, row.cle, row.valeur) for row in rows] == [
        ("VOTER_UNKNOWN", "A1", votant["fiche"])
    ]
    assert not derived(meeting, facts=elsewhere).sans_effet.get(("assemblees", "S1"))
