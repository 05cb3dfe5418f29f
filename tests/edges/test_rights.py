"""What the portal's role, or its system user, reaches of a store: the views, and what it writes."""

import os
import pwd
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, ObjectNotInPrerequisiteState

from store.database import Store
from store.declarations import NATURES
from store.derived import TABLES
from store.models.ecrits import ECRITS
from store.rights import ROLE
from store.views import ALL
from tests.edges.some_records import a_cause, a_row, derived_change
from tests.some_databases import ONLY_POSTGRESQL, ONLY_SQLITE, Postgresql, Sqlite

FACTS = sorted({str(nature.table.__tablename__) for nature in NATURES.values()})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def portal(path: Path, database: Postgresql) -> Iterator[psycopg.Connection]:
    """A connection of the portal's own login, to a store of which the role was there before."""
    url = database.url(path)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"DROP ROLE IF EXISTS {ROLE}")
        admin.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        admin.execute("DROP ROLE IF EXISTS un_portail")
        admin.execute(f"CREATE ROLE un_portail LOGIN IN ROLE {ROLE}")
        with closing(Store(url)) as store:
            store.create()
            store.create()
        try:
            with psycopg.connect(url, user="un_portail", autocommit=True) as connection:
                yield connection
        finally:
            admin.execute(f"DROP OWNED BY {ROLE}, un_portail")
            admin.execute(f"DROP ROLE un_portail, {ROLE}")


def ask(portal: psycopg.Connection, name: str) -> None:
    portal.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))


@ONLY_POSTGRESQL
def test_the_role_reads_the_views_and_no_table_of_the_store(portal: psycopg.Connection) -> None:
    """R-125: the door codes least of all."""
    for view in ALL:
        ask(portal, view.nom)
    for table in (*FACTS, *TABLES, "envois", "contenus", "alembic_version"):
        with pytest.raises(InsufficientPrivilege):
            ask(portal, table)


@ONLY_POSTGRESQL
def test_it_changes_nothing_but_rows_of_its_own(portal: psycopg.Connection) -> None:
    for statement in (
        "UPDATE portail_version SET numero = 9",
        "DELETE FROM portail_documents",
        "INSERT INTO portail_ecrit_version VALUES (9)",
        "DROP VIEW portail_documents",
        "DROP TABLE portail_ecrit_refus",
        "ALTER TABLE portail_ecrit_refus ADD COLUMN x text",
    ):
        with pytest.raises((InsufficientPrivilege, ObjectNotInPrerequisiteState)):
            portal.execute(statement)


@ONLY_POSTGRESQL
def test_it_writes_what_is_its_own(portal: psycopg.Connection) -> None:
    portal.execute("INSERT INTO portail_ecrit_refus VALUES ('T1', '2026-11-24T12:00:00.000Z')")
    portal.execute("UPDATE portail_ecrit_refus SET depuis = '2026-11-25T12:00:00.000Z'")
    portal.execute(
        "INSERT INTO portail_ecrit_usurpations (qui, tiers, du) VALUES ('T8', 'T1', '2026')"
    )
    portal.execute("DELETE FROM portail_ecrit_refus")
    for table in ECRITS.sorted_tables:
        ask(portal, table.name)


OTHER = "nobody"
REFUSED = "INSERT INTO portail_ecrit_refus VALUES ('T1', '2026-11-24T12:00:00.000Z')"


def as_portal(deed: Callable[[], object]) -> str:
    """Do something as the portal's system user, of his own group; return what came of it.

    In a process of its own, for there is no way back; the interpreter need not be his to read.
    """
    user = pwd.getpwnam(OTHER)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        try:
            said = repr(deed())
        except (sqlite3.Error, OSError) as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        return answer.read()


def documents_in(path: Path, how: str = "mode=ro") -> Callable[[], object]:
    def deed() -> object:
        with closing(sqlite3.connect(f"file:{path}?{how}", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM portail_documents").fetchone()

    return deed


def written_in(path: Path, statement: str) -> Callable[[], object]:
    def deed() -> object:
        with closing(sqlite3.connect(path, timeout=1)) as connection, connection:
            return connection.execute(statement).rowcount

    return deed


@pytest.fixture
def shared(tmp_path: Path, database: Sqlite) -> Iterator[tuple[Store, Path]]:
    """A store with the rights of docs/portal.md, its daemon at work."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to be another user")
    gid = pwd.getpwnam(OTHER).pw_gid
    path = tmp_path / "data" / "store.db"
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path(folder.anchor) and folder.stat().st_mode & 0o001 == 0:
            folder.chmod(folder.stat().st_mode | 0o001)
    with closing(Store(database.url(path))) as store:
        store.create()
        for each in (path.parent, path, path.parent / "portail", path.parent / "portail/portal.db"):
            os.chown(each, -1, gid)
        path.parent.chmod(0o750)
        path.parent.joinpath("portail").chmod(0o2770)
        path.chmod(0o640)
        store.close()
        with store.writing() as tx:
            tx.apply(derived_change("acces", a_row("acces")), a_cause())
        yield store, path


@ONLY_SQLITE
def test_another_user_reads_the_store_while_the_daemon_has_it_open(
    shared: tuple[Store, Path],
) -> None:
    store, path = shared
    with store.reading():
        assert as_portal(documents_in(path)) == "(0,)"


@ONLY_SQLITE
def test_and_not_while_it_is_stopped(shared: tuple[Store, Path]) -> None:
    """The last to close a store takes its -wal and -shm away, which he may not make.

    Then nobody writes: he may say so, and read what is there.
    """
    store, path = shared
    store.close()

    assert "OperationalError" in as_portal(documents_in(path))
    assert as_portal(documents_in(path, "immutable=1")) == "(0,)"


@ONLY_SQLITE
def test_he_writes_in_nothing_but_his_own_file(shared: tuple[Store, Path]) -> None:
    store, path = shared
    own = path.parent / "portail" / "portal.db"
    with store.reading() as known:
        assert "readonly" in as_portal(written_in(path, "DELETE FROM acces"))
        assert as_portal(written_in(own, REFUSED)) == "1"
        assert known.ecrits.refus() == {"T1"}
        assert len(known.derived("acces")) == 1
    assert "PermissionError" in as_portal(path.unlink)


@ONLY_SQLITE
def test_a_user_of_no_group_of_theirs_reads_nothing(shared: tuple[Store, Path]) -> None:
    store, path = shared
    os.chown(path.parent, -1, 0)
    with store.reading():
        assert "unable to open database file" in as_portal(documents_in(path))
