"""What only a server can do to a store: stop, refuse, order texts otherwise."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg
import pytest

from store import postgresql
from store.changes import Changes, FactChange, Lu, Valeur
from store.database import Store, StoreUnavailable
from store.declarations import NATURES, Colonne
from tests.edges.some_daemon import an_installation
from tests.edges.some_records import a_cause, a_message, a_record, an_entry
from tests.some_databases import ONLY_POSTGRESQL, Postgresql

pytestmark = ONLY_POSTGRESQL
HARD = "é€😀 \"'\\N\\\\.\t\r\n\\.\n;--%s%%{}"
EXTREMES: dict[type, Valeur] = {str: HARD, int: 2**31 - 1, bool: True, date: date(9999, 12, 31)}
"""What COPY would spoil if it were not quoted, and what is the largest."""
LOCAL_FAULTS = (
    *("08006", "25006", "25P03", "28P01", "3D000", "40P01", "42501", "53100", "53300", "55P03"),
    *("57014", "57P01", "57P02", "57P03", "58030", "XX001"),
)
"""Connection, standby, idle, password, database, deadlock, rights, disk, and so on."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def store(path: Path, database: Postgresql) -> Iterator[Store]:
    with closing(Store(database.url(path))) as store:
        store.create()
        yield store


def test_a_server_that_was_restarted_between_two_uses_is_not_noticed(
    store: Store, database: Postgresql, path: Path
) -> None:
    database.end_connections(path)
    with store.writing() as tx:
        tx.record(an_entry("a"))
    with store.reading() as reading:
        assert reading.entry("a") == an_entry("a")


def test_a_server_that_stops_meanwhile_makes_the_store_unavailable(
    store: Store, database: Postgresql, path: Path
) -> None:
    def cut_off() -> None:
        with store.writing() as tx:
            tx.record(an_entry("a"))
            database.end_connections(path)
            tx.queue([a_message()])

    with pytest.raises(StoreUnavailable, match="terminating connection"):
        cut_off()
    with store.reading() as reading:
        assert reading.entries() == []


def test_a_server_that_stops_before_the_commit_makes_the_store_unavailable(
    store: Store, database: Postgresql, path: Path
) -> None:
    def cut_off() -> None:
        with store.writing() as tx:
            tx.record(an_entry("a"))
            database.end_connections(path)

    with pytest.raises(StoreUnavailable):
        cut_off()
    with store.reading() as reading:
        assert reading.entries() == []


@pytest.mark.parametrize("use", ["create", "writing"])
def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path, use: str) -> None:
    store = Store(f"postgresql://lsc:secret@/base?host={tmp_path}")
    with pytest.raises(StoreUnavailable, match=r"connection is bad.*No such file") as refused:
        store.create() if use == "create" else store.writing().__enter__()
    assert "secret" not in str(refused.value)


def test_a_role_without_rights_makes_the_store_unavailable(
    database: Postgresql, path: Path
) -> None:
    url = database.url(path)
    with closing(Store(url)) as own, own.rebuilding() as connection:
        connection.exec_driver_sql("CREATE ROLE stranger LOGIN")
    with (
        closing(Store(url.replace("lsc@", "stranger@"))) as store,
        pytest.raises(StoreUnavailable, match="permission denied for schema public"),
    ):
        store.create()


def test_another_spelling_of_the_address_opens_the_same_store(
    store: Store, database: Postgresql, path: Path
) -> None:
    with store.writing() as tx:
        tx.record(an_entry("a"))
    again = database.url(path).replace("postgresql:", "postgresql+psycopg:")
    with closing(Store(again)) as other, other.reading() as reading:
        assert reading.entries() == [an_entry("a")]


def test_texts_are_in_the_order_of_their_bytes_whatever_the_database_was_made_with(
    database: Postgresql, path: Path
) -> None:
    """French collation puts a before B, and é between e and f."""
    names = ["B", "a", "e", "f", "é"]
    with closing(Store(database.url(path, collation="fr-FR"))) as store:
        store.create()
        with store.writing() as tx:
            for name in reversed(names):
                tx.record(an_entry(name))
        with store.reading() as reading:
            assert [entry.id for entry in reading.entries()] == names


@pytest.mark.parametrize(
    "default",
    ["default_transaction_isolation = 'serializable'", "default_transaction_read_only = on"],
)
def test_a_writer_reads_what_the_last_one_left_whatever_the_servers_default(
    store: Store, database: Postgresql, path: Path, default: str
) -> None:
    with store.rebuilding() as connection:
        name = connection.engine.url.database
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET {default}')
    database.end_connections(path)  # it counts for new connections
    with store.writing() as tx:
        tx.record(an_entry("a"))
        level = tx._connection.exec_driver_sql("SHOW transaction_isolation").scalar()
    assert level == "read committed"


def test_a_numero_of_eighteen_digits_is_kept(store: Store) -> None:
    entry = an_entry("a", numero=10**18 - 1)
    with store.writing() as tx:
        tx.record(entry)
        assert tx.with_numero("immo-dupont", 10**18 - 1) == [entry]


@pytest.mark.parametrize("nature", NATURES)
def test_records_with_extreme_values_come_back_as_they_were(store: Store, nature: str) -> None:
    declared = NATURES[nature]
    values = {each.nom: extreme(each) for each in declared.colonnes}
    record = a_record(nature, **values)
    bare = a_record(nature)
    with store.writing() as tx:
        tx.apply(Changes(facts=(FactChange(nature, "S1", [Lu(record), Lu(bare)]),)), a_cause())
    with store.reading() as reading:
        found = reading.facts(nature, "S1")
    assert {record.cle, bare.cle} == set(found)
    assert {found[each.cle].record for each in (record, bare)} == {record, bare}


def extreme(colonne: Colonne) -> Valeur:
    return 2**62 if colonne.nom == "solde" else EXTREMES[colonne.genre]


def test_a_content_of_any_bytes_comes_back_as_it_was(store: Store) -> None:
    message = a_message(content=bytes(range(256)) * 3)
    with store.writing() as tx:
        tx.queue([message])
    with store.reading() as reading:
        assert [each for _, each in reading.messages()] == [message]


@pytest.mark.parametrize("code", LOCAL_FAULTS)
def test_a_fault_of_the_server_is_tried_again(code: str) -> None:
    assert postgresql.is_local_fault(psycopg.errors.lookup(code)())


@pytest.mark.parametrize("code", ["23505", "42P01", "42601", "22003", "25P02", "XX000"])
def test_a_fault_of_ours_is_none_of_the_server(code: str) -> None:
    assert not postgresql.is_local_fault(psycopg.errors.lookup(code)())


def test_the_commands_say_that_a_database_without_tables_never_received_anything(
    database: Postgresql, path: Path, tmp_path: Path
) -> None:
    installation = an_installation(tmp_path, store=database.url(path))
    (installation.data / "keys").mkdir(parents=True)
    key = installation.data / "keys" / "agence.key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)

    done = installation.cli("envois", "list")

    assert done.returncode == 1
    assert re.match(r"The store has no tables.*\nStart `lsc-syncd run`", done.stderr)
