"""How many documents show where: each once, those of several scopes not at all."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from store.changes import Changes, DerivedChange
from store.counting import Shown
from store.database import Store
from store.transaction import Transaction
from tests.edges.some_records import SECOND, a_cause, a_record, a_row, undone
from tests.edges.test_store_facts import change
from tests.some_databases import BOTH, Database, a_store

pytestmark = BOTH
NOW = "2026-11-24T01:00:00.000Z"
LATER, BEFORE = "2026-12-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z"
OTHER = {"portee": "immeuble", "cible": "S1/I1"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("counting") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def test_documents_of_one_scope_are_counted_where_they_show(tx: Transaction) -> None:
    rows = [
        a_row("publication", document="S1/E1/a"),
        a_row("publication", document="S1/E2/a"),
        a_row("publication", document="S1/E3/a", **OTHER),
        a_row("publication", document="S1/E4/a"),
        a_row("publication", document="S1/E4/a", **OTHER),
        a_row("publication", document="S1/E5/a", visible_du=LATER),
        a_row("publication", document="S1/E6/a", visible_jusqu_au=BEFORE),
        a_row("publication", document="S1/E7/a", etat="retenue"),
        a_row("publication", document="S1/E8/a", visible_du=None),
    ]
    ended = a_row("publication", document="S1/E9/a")
    tx.apply(Changes(derived=(DerivedChange("publication", (*rows, ended)),)), a_cause())
    tx.apply(Changes(derived=(DerivedChange("publication", fins=(ended,)),)), a_cause(SECOND))
    assert set(tx.shown(NOW)) == {
        Shown("compte", "S1/C1", "syndic/91", 2),
        Shown("immeuble", "S1/I1", "syndic/91", 1),
    }


@pytest.mark.parametrize("others", [0, 600])
def test_keys_are_found_by_a_value_however_many_are_sought(tx: Transaction, others: int) -> None:
    """And those that left their list as well, with the instant."""
    lots = [a_record("lots", id=name, immeuble=immeuble) for name, immeuble in ("1A", "2A", "3B")]
    change(tx, "lots", *lots, entite="S1")
    change(tx, "lots", a_record("lots", id="4", immeuble="A"), entite="S2")
    change(tx, "lots", disparus=(("2",),), entite="S1", instant=SECOND)
    sought = ["A", *(f"other {number}" for number in range(others))]
    assert tx.keys("lots", "S1", "immeuble", sought) == {("1",): None, ("2",): SECOND}
    assert tx.keys("lots", "S1", "immeuble", []) == {}
