"""The documents of some targets: those that show by their state, and those that are hidden."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from store.database import Store
from store.reached import ReachedDocument
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, THIRD, a_cause, a_row, derived_change, undone
from tests.some_databases import BOTH, Database, a_store

pytestmark = BOTH


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("reached") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    """Two documents of C1, one of C2, one withheld, one without a target; one of C1 ends."""
    shown = [a_row("publication", document=f"S1/E{n}/a") for n in (1, 2)]
    others = (
        a_row("publication", document="S1/E3/a", cible="S1/C2"),
        a_row("publication", document="S1/E4/a", etat="retenue"),
        a_row("publication", document="S1/E5/a", etat="retenue", cible=None, portee=None),
        a_row("publication", document="S1/E6/a", etat="attend_fichier", contenu=None),
    )
    with undone(store) as transaction:
        transaction.apply(derived_change("publication", *shown, *others), a_cause(FIRST))
        transaction.apply(derived_change("publication", fins=(shown[1],)), a_cause(THIRD))
        yield transaction


def names(found: list[ReachedDocument]) -> list[str]:
    return sorted(each.document for each in found)


def test_what_shows_by_its_state_is_found_by_its_target(tx: Transaction) -> None:
    assert names(tx.published(["S1/C1"])) == ["S1/E1/a"]
    assert names(tx.published(["S1/C1", "S1/C2", "S1/C9"])) == ["S1/E1/a", "S1/E3/a"]
    assert tx.published([]) == []


def test_as_the_rows_stood_then(tx: Transaction) -> None:
    """Also what ended since; what had not begun is not there."""
    assert names(tx.published(["S1/C1"], known_at=SECOND)) == ["S1/E1/a", "S1/E2/a"]
    assert names(tx.published(["S1/C1"], known_at=THIRD)) == ["S1/E1/a"]
    assert tx.published(["S1/C1"], known_at="2026-01-01T00:00:00.000Z") == []


def test_what_does_not_show_is_told_when_it_has_a_target(tx: Transaction) -> None:
    assert names(tx.hidden()) == ["S1/E4/a", "S1/E6/a"]
    assert tx.hidden(known_at="2026-01-01T00:00:00.000Z") == []


def test_a_document_comes_with_what_is_asked_of_it(tx: Transaction) -> None:
    (row,) = tx.published(["S1/C2"])

    assert (row.portee, row.classeur, row.contenu) == ("compte", "syndic/91", "ab" * 32)
    assert row.visible_du == "2026-06-15T00:00:00.000Z"


def test_many_targets_are_asked_for_in_several_questions(tx: Transaction) -> None:
    many = [f"S1/X{number}" for number in range(1200)]

    assert names(tx.published([*many, "S1/C2"])) == ["S1/E3/a"]
