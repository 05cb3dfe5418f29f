"""The views `portail_*`: what a portal reads of the worked example, on either database."""

from ingest.rules.ecarts import BLOQUANTS
from store.views import ALL
from store.views.view import SANS_EFFET
from tests.journeys.some_agency import Agency
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:00:00.000Z"


def test_what_has_no_effect_is_the_same_for_views_and_rules() -> None:
    assert frozenset(SANS_EFFET) == BLOQUANTS


def test_a_view_tells_the_columns_that_it_has() -> None:
    for view in ALL:
        assert tuple(view.colonnes) == tuple(view.requete().selected_columns.keys()), view.nom


def test_each_person_sees_his_own_units_while_they_are_his(begun: Agency) -> None:
    """Claire sold the garage L4 to Bruno; Farid left L9 to Emma (R-075)."""
    with begun.workshop.store.reading() as known:
        seen = {
            tiers: {row["lot"] for row in known.view("portail_lots", tiers, at=NOW)}
            for tiers in ("T1", "T2", "T3", "T4", "T5", "T6", "T8")
        }

    assert seen == {
        "T1": {"S1/L1"},
        "T2": {"S1/L2", "S1/L4"},
        "T3": {"S1/L3"},
        "T4": {"G1/L9"},
        "T5": {"G1/L9"},
        "T6": set(),
        "T8": set(),
    }


def test_a_view_is_of_an_instant(begun: Agency) -> None:
    with begun.workshop.store.reading() as known:
        before = known.view("portail_lots", "T3", at="2026-11-20T12:00:00.000Z")

    assert {row["lot"] for row in before} == {"S1/L3", "S1/L4"}
