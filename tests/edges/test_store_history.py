"""The history of the derived tables: what was true of our knowledge at each instant, and why."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from store.changes import Changes, Ligne
from store.database import Store
from store.derived import COLUMNS, TABLES
from store.history import HistoryRow, NotTrueError, fingerprint
from store.transaction import Transaction
from tests.edges.some_records import (
    FIRST,
    SECOND,
    THIRD,
    a_cause,
    a_row,
    derived_change,
    undone,
)
from tests.some_databases import BOTH, Database, a_store

BEFORE = "2026-11-23T01:00:00.000Z"
ROW = a_row("acces", du=None, traite_depuis=date(2020, 1, 1))
OTHER = a_row("acces", tiers="T2")

pytestmark = BOTH


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("history") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def begin(tx: Transaction, *rows: Ligne, at: str = FIRST, by: str = "envoi-1") -> None:
    tx.apply(derived_change("acces", *rows), a_cause(at, by))


def end(tx: Transaction, *rows: Ligne, at: str = SECOND, by: str = "envoi-2") -> None:
    tx.apply(derived_change("acces", fins=rows), a_cause(at, by))


def values(found: list[HistoryRow], table: str = "acces") -> set[Ligne]:
    return {tuple(row.valeurs[name] for name in COLUMNS[table]) for row in found}


def spans(found: list[HistoryRow]) -> list[tuple[str | None, ...]]:
    return [(row.connu_du, row.connu_jusqu_au, row.cause_du, row.cause_jusqu_au) for row in found]


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_began_is_true_now(tx: Transaction, table: str) -> None:
    tx.apply(derived_change(table, a_row(table)), a_cause())
    assert tx.derived(table) == {a_row(table)}


def test_a_row_that_ended_is_not_true_now(tx: Transaction) -> None:
    begin(tx, ROW, OTHER)
    end(tx, ROW)
    assert tx.derived("acces") == {OTHER}


def test_a_row_tells_since_when_until_when_and_what_made_it_so(tx: Transaction) -> None:
    begin(tx, ROW)
    end(tx, ROW)
    assert spans(tx.history("acces")) == [(FIRST, SECOND, "envoi-1", "envoi-2")]


def test_a_row_that_is_true_has_no_end(tx: Transaction) -> None:
    begin(tx, ROW)
    assert spans(tx.rows_at("acces")) == [(FIRST, None, "envoi-1", None)]


def test_a_row_that_ended_may_begin_again(tx: Transaction) -> None:
    begin(tx, ROW)
    end(tx, ROW)
    begin(tx, ROW, at=THIRD, by="envoi-3")
    assert spans(tx.history("acces")) == [
        (FIRST, SECOND, "envoi-1", "envoi-2"),
        (THIRD, None, "envoi-3", None),
    ]


@pytest.mark.parametrize(
    ("instant", "true"),
    [
        (BEFORE, set()),
        (FIRST, {ROW}),
        ("2026-11-24T23:59:59.999Z", {ROW}),
        (SECOND, {OTHER}),
        (THIRD, {ROW, OTHER}),
        ("2027-01-01T00:00:00.000Z", {ROW, OTHER}),
    ],
)
def test_the_rows_at_an_instant_are_those_that_were_true_then(
    tx: Transaction, instant: str, true: set[Ligne]
) -> None:
    begin(tx, ROW)
    tx.apply(derived_change("acces", OTHER, fins=(ROW,)), a_cause(SECOND))
    begin(tx, ROW, at=THIRD)
    assert values(tx.rows_at("acces", known_at=instant)) == true


def test_rows_are_found_by_their_values(tx: Transaction) -> None:
    begin(tx, ROW, OTHER)
    assert values(tx.rows_at("acces", tiers="T2")) == {OTHER}
    assert values(tx.history("acces", tiers="T2", portee="compte")) == {OTHER}
    assert tx.history("acces", tiers="T2", portee="immeuble") == []


def test_a_row_that_ends_and_begins_in_one_change_goes_on_and_both_are_told(
    tx: Transaction,
) -> None:
    begin(tx, ROW)
    tx.apply(derived_change("acces", ROW, fins=(ROW,)), a_cause(SECOND, "envoi-2"))
    assert spans(tx.history("acces")) == [
        (FIRST, SECOND, "envoi-1", "envoi-2"),
        (SECOND, None, "envoi-2", None),
    ]


def test_a_row_that_begins_and_ends_in_one_instant_is_told(tx: Transaction) -> None:
    begin(tx, ROW, at=FIRST)
    end(tx, ROW, at=FIRST)
    assert spans(tx.history("acces")) == [(FIRST, FIRST, "envoi-1", "envoi-2")]
    assert tx.rows_at("acces", known_at=FIRST) == []


def test_a_clock_that_went_back_ends_no_row_before_it_began(tx: Transaction) -> None:
    begin(tx, ROW, at=SECOND)
    end(tx, ROW, at=FIRST)
    assert spans(tx.history("acces")) == [(SECOND, SECOND, "envoi-1", "envoi-2")]
    assert tx.derived("acces") == set()


def test_a_row_that_is_not_true_cannot_end(tx: Transaction) -> None:
    begin(tx, ROW)
    with pytest.raises(NotTrueError, match="acces: of 2 rows to end, 1 are true now"):
        end(tx, ROW, OTHER)


def test_a_row_cannot_end_twice(tx: Transaction) -> None:
    begin(tx, ROW)
    with pytest.raises(NotTrueError):
        end(tx, ROW, ROW)


def test_a_row_cannot_be_true_twice(tx: Transaction) -> None:
    begin(tx, ROW)
    with pytest.raises(IntegrityError):
        begin(tx, ROW)


@pytest.mark.parametrize(
    "values",
    [{"du": FIRST}, {"traite_jusqu_au": date(2026, 1, 1)}, {"traite_depuis": date(2026, 1, 1)}],
)
def test_an_unknown_value_is_no_other_value(
    tx: Transaction, values: dict[str, str | date | None]
) -> None:
    begin(tx, a_row("acces"), a_row("acces", **values))
    end(tx, a_row("acces"))
    assert tx.derived("acces") == {a_row("acces", **values)}


def test_two_rows_have_one_fingerprint_only_if_they_are_equal() -> None:
    rows: list[Ligne] = [
        *((None, "null"), ("null", None), (None, None), ("", None), ("a", "b"), ("a,b", "")),
        *(("b", "a"), ("a", "b", None), ('a"', "b"), ("a", '"b'), ("é", ""), ("e\u0301", "")),
    ]
    assert len({fingerprint(row) for row in rows}) == len(rows)


def test_a_fingerprint_is_the_same_in_every_version() -> None:
    """Stored rows are ended by it: change it only with a migration that writes all of them."""
    assert (
        fingerprint(("é", None, date(2026, 1, 2), 1, True)).hex()
        == "4c5b80cb39a7b59a88fdb3d262fe91d1"
    )


POOL = [a_row("acces", tiers=f"T{n}", du=du) for n in range(3) for du in (None, FIRST)]


@given(wanted=st.lists(st.frozensets(st.sampled_from(POOL)), max_size=8))
def test_the_rows_at_an_instant_are_what_was_true_after_its_change(
    store: Store, wanted: list[frozenset[Ligne]]
) -> None:
    instants = [f"2026-11-24T01:00:00.{number:03}Z" for number in range(len(wanted))]
    with undone(store) as tx:
        for instant, rows in zip(instants, wanted, strict=True):
            true = tx.derived("acces")
            change = derived_change("acces", *(rows - true), fins=tuple(true - rows))
            tx.apply(change, a_cause(instant, instant))
            assert tx.derived("acces") == rows
        for instant, rows in zip(instants, wanted, strict=True):
            assert values(tx.rows_at("acces", known_at=instant)) == rows
        assert values(tx.rows_at("acces")) == (wanted[-1] if wanted else set())


@given(wanted=st.lists(st.frozensets(st.sampled_from(POOL)), max_size=8))
def test_changes_of_one_instant_leave_what_the_last_of_them_said(
    store: Store, wanted: list[frozenset[Ligne]]
) -> None:
    with undone(store) as tx:
        for rows in wanted:
            true = tx.derived("acces")
            tx.apply(derived_change("acces", *(rows - true), fins=tuple(true - rows)), a_cause())
        assert values(tx.rows_at("acces", known_at=FIRST)) == (wanted[-1] if wanted else set())


def test_nothing_changed_writes_nothing(tx: Transaction) -> None:
    tx.apply(Changes(), a_cause())
    tx.apply(derived_change("acces"), a_cause())
    assert tx.history("acces") == []
