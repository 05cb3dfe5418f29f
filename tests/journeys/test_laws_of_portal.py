"""What a portal asks agrees with `visible`, whatever the agency: the same documents, each once.

The rows are those that the rules derive from any mixture of what the example lists.
"""

from collections.abc import Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.workshop import cause_of
from store.changes import ReceivedContent
from store.screens import VisibleDocument
from tests.core.some_random_tables import Listing, all_listings, checked_of
from tests.edges.some_records import undone
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_machine import PEOPLE
from tests.journeys.test_laws_of_scope import CONTENTS, some_contents
from tests.some_databases import Database
from tests.some_laws import examples

INSTANTS = [f"{year}-{month:02}-15T12:00:00.000Z" for year in (2026, 2027) for month in (3, 6, 12)]


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Agency]:
    agency = over(tmp_path_factory.mktemp("portal"), Clock(), "immo-dupont", database)
    agency.workshop.store.create()
    yield agency
    agency.close()


def newest_first(seen: list[VisibleDocument]) -> list[str]:
    in_order = sorted(seen, key=lambda each: (each.traite_le, each.document), reverse=True)
    return [each.document for each in in_order]


@settings(deadline=None, max_examples=examples(20))
@given(all_listings(), some_contents | st.just(frozenset(CONTENTS)), st.integers(1, 8))
def test_the_newest_and_who_may_read_them_are_those_that_are_visible(
    agency: Agency, listing: Listing, received: frozenset[str], count: int
) -> None:
    cause = cause_of("first", agency.workshop)
    with undone(agency.workshop.store) as tx:
        tx.keep([ReceivedContent(sha256, 1, "pdf") for sha256 in sorted(received)], cause)
        plan = make_plan(checked_of(listing), situation_of(tx, agency.workshop))
        tx.apply(plan.changes, cause)
        documents = {str(row.valeurs["document"]) for row in tx.rows_at("publication")}
        for at in INSTANTS:
            for tiers in PEOPLE:
                seen = newest_first(tx.visible(tiers, at=at))
                event(f"sees {min(len(seen), 3)}")
                newest = tx.newest(tiers, at=at, count=count)
                assert [each.document for each in newest] == seen[:count]
                readable = {each for each in documents if tx.may_read(tiers, each, at=at)}
                assert readable == set(seen)
