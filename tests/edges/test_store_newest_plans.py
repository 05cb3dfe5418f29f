"""How the databases answer what a portal asks: by the index made for it, reading no table whole."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection

from store import newest, screens
from store.tables import Query
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, undone
from tests.some_databases import ONLY_POSTGRESQL, ONLY_SQLITE, Database, a_store


@pytest.fixture
def tx(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Transaction]:
    with closing(a_store(database, tmp_path_factory.mktemp("plans") / "store.db")) as store:
        store.create()
        with undone(store) as transaction:
            yield transaction


ASKED = {"tiers": "T1", "at": SECOND, "count": 50, "before_last": 49, "document": "S1/E1/P1"}


def explained(connection: Connection, question: Query, how: str) -> str:
    """What the database says it would do."""
    asked = question.params(ASKED)
    compiled = asked.compile(
        connection, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    found = connection.exec_driver_sql(f"{how} {compiled}")
    return "\n".join(str(row[-1]) for row in found)


@ONLY_SQLITE
@pytest.mark.parametrize("question", [newest.NEWEST, newest.MAY_READ])
def test_sqlite_seeks_every_row_but_those_of_the_binders(tx: Transaction, question: Query) -> None:
    plan = explained(tx._connection, question, "EXPLAIN QUERY PLAN")
    scanned = {line.split()[1] for line in plan.splitlines() if line.startswith("SCAN")}
    assert scanned <= {"chosen", "droits"}, plan


@ONLY_SQLITE
def test_sqlite_finds_the_nth_day_and_what_is_newer_in_one_index_and_sorts_only_that(
    tx: Transaction,
) -> None:
    plan = explained(tx._connection, newest.NEWEST, "EXPLAIN QUERY PLAN")
    plan = plan.replace("COVERING INDEX", "INDEX")  # what newer versions know of the same index
    lines = plan.splitlines()
    index = "USING INDEX publication_ouverte (cible=? AND portee=?"
    assert f"SEARCH shown {index})" in lines
    assert f"SEARCH publication {index} AND traite_le>?)" in lines
    sorts = [line for line in lines if "TEMP B-TREE" in line]
    assert sorts == ["USE TEMP B-TREE FOR GROUP BY", "USE TEMP B-TREE FOR ORDER BY"]


@ONLY_SQLITE
def test_sqlite_seeks_what_was_seen_once_in_two_indexes(tx: Transaction) -> None:
    of_now, of_then = (
        explained(tx._connection, query, "EXPLAIN QUERY PLAN") for query in screens._queries(FIRST)
    )
    assert "SEARCH publication USING INDEX publication_ouverte (cible=? AND portee=?" in of_now
    assert "SEARCH publication USING INDEX publication_passee (cible=? AND portee=?" in of_then


@ONLY_POSTGRESQL
def test_postgresql_finds_them_in_the_same_index_backwards(tx: Transaction) -> None:
    """On tables so small it would read all of them: so it is told that this costs much."""
    for way in ("seqscan", "bitmapscan"):
        tx._connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    plan = explained(tx._connection, newest.NEWEST, "EXPLAIN")
    assert "Index Only Scan Backward using publication_ouverte on publication shown" in plan, plan
    assert "Seq Scan on publication" not in plan
    assert "Seq Scan on acces" not in plan
