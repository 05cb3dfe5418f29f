"""A private PostgreSQL server: its own folder, its own socket, no port; it ends with its block.

It also ends when the tests are killed, for it runs under a shell that reads from a pipe of theirs.
As root it runs as an ordinary user, because PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

_SECONDS = 30
_ROLE = "lsc"
_USERS = ("postgres", "nobody")
_WHILE_READ_FROM = ("sh", "-c", '"$@" & read _; kill -QUIT $!; wait', "sh")
"""Stopped at once, and nothing is written down: it is thrown away."""
_PLACES = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",  # no checkpoint while the tests run
    "autovacuum": "off",
    "shared_buffers": "64MB",
}


def why_not() -> str | None:
    """Return why there can be no server here, None if there can."""
    found = _programs() is not None
    return None if found else "PostgreSQL's initdb is not installed: apt-get install postgresql"


@contextmanager
def a_server() -> Iterator[Path]:
    """Start a server, and return the folder of its socket; at the end it is stopped and removed."""
    programs = _programs()
    assert programs is not None, why_not()
    with TemporaryDirectory(prefix="lsc-pg-") as name:
        folder = Path(name)
        user = _owner(folder)
        data = str(folder / "data")
        initdb = [str(programs / "initdb"), "-D", data, "-U", _ROLE, "-A", "trust", "--no-sync"]
        locale = ["-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([*initdb, *locale], user=user, check=True, capture_output=True, cwd=folder)
        options = [f"--{key}={value}" for key, value in _SETTINGS.items()]
        command = [*_WHILE_READ_FROM, str(programs / "postgres"), "-D", data, "-k", name, *options]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                command, user=user, stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=folder
            ) as server,
        ):
            try:
                _wait_for(server, folder)
                yield folder
            finally:
                server.communicate(timeout=_SECONDS)


def connect(folder: Path, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
    """Given a server, return a connection that commits each statement."""
    return psycopg.connect(host=str(folder), user=_ROLE, dbname=database, autocommit=True)


def url_of(folder: Path, database: str) -> str:
    """Given a server and a database there, return the URL that an agency would set."""
    return f"postgresql://{_ROLE}@/{database}?host={folder}"


def _programs() -> Path | None:
    """Return the folder where the newest server's programs are."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = [place for pattern in _PLACES for place in Path("/").glob(pattern[1:])]
    return max((place for place in places if (place / "initdb").exists()), default=None)


def _owner(folder: Path) -> str | None:
    """Return the user who runs the server, None for ourselves; the folder is then his."""
    if os.geteuid() != 0:
        return None
    names = {found.pw_name for found in pwd.getpwall()}
    user = next(name for name in _USERS if name in names)
    shutil.chown(folder, user)
    return user


def _wait_for(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            connect(folder).close()
        except psycopg.OperationalError:
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.02)
        else:
            return
