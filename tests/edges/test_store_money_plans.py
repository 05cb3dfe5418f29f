"""How SQLite reads the views of money: from the person, by the indexes made for it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from store.transaction import Transaction
from tests.edges.some_records import undone
from tests.some_databases import ONLY_SQLITE, Database, a_store

pytestmark = ONLY_SQLITE
VIEWS = (
    *("portail_rib", "portail_fonds_travaux", "portail_depenses", "portail_depenses_pieces"),
    *("portail_debiteurs", "portail_budgets", "portail_delegation", "portail_travaux"),
)
BIG = "acces rattachements depenses pieces_depenses budgets travaux fonds_travaux exercices lots"
OF_AN_ENTITY = ("(entite=?)", "(entite=? AND id>?)", "(entite=? AND id<?)")


@pytest.fixture
def tx(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Transaction]:
    with closing(a_store(database, tmp_path_factory.mktemp("plans") / "store.db")) as store:
        store.create()
        with undone(store) as transaction:
            yield transaction


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_of_money_reads_no_table_whole_nor_all_of_an_entity(
    tx: Transaction, view: str
) -> None:
    asked = f"SELECT * FROM {view} WHERE tiers = 'T1' AND du <= '2026' AND jusqu_au > '2026'"  # noqa: S608  ours
    rows = tx._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")
    plan = [str(row[-1]) for row in rows]
    assert any("acces_tiers (tiers=?" in line for line in plan)
    scanned = {line.split()[1] for line in plan if line.startswith("SCAN")}
    assert not scanned & {*BIG.split()}, plan
    assert not [line for line in plan if line.endswith(OF_AN_ENTITY)], plan
