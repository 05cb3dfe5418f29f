"""What a user would get with standard tools on the files of an envoi, and the least there is to do.

The peer is `xmllint --noout --schema`, `sha256sum` and `sqlite3 .import`; the floor is
`xmllint --stream` and `openssl dgst`.
Touches: a database beside the envoi, removed again.
"""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import schemas


class Measured(NamedTuple):
    """What something took: seconds that passed, and those that processors worked for it.

    On a machine that others use, the second is the steadier one.
    """

    seconds: float
    cpu: float


def peer(envoi: Path) -> Measured:
    """Given an envoi, check its files and load their lines with standard tools."""
    return _measured(lambda: _check_and_load(envoi))


def floor(envoi: Path) -> Measured:
    """Given an envoi, read its bytes once, strictly: well-formed, and a digest."""
    return _measured(lambda: _read(envoi))


def _check_and_load(envoi: Path) -> None:
    database = envoi.parent / "peer.db"
    for path in sorted((envoi / "donnees").iterdir()):
        nature = path.stem.partition("-")[0]
        schema = schemas.schema_of(nature)
        if schema.exists():
            _ran("xmllint", "--noout", "--schema", str(schema), str(path))
        table = f"CREATE TABLE IF NOT EXISTS '{path.stem}'(line);\n.mode ascii\n"
        separators = '.separator "\\001" "\\n"\n'
        script = f'{table}{separators}.import "{path}" "{path.stem}"\n'
        _ran("sqlite3", str(database), stdin=script)
    _ran("sh", "-c", f"find '{envoi}/pieces' -type f -print0 | xargs -0 sha256sum")
    database.unlink()


def _read(envoi: Path) -> None:
    for path in sorted((envoi / "donnees").iterdir()):
        _ran("xmllint", "--noout", "--stream", str(path))
    digests = "xargs -0 openssl dgst -sha256"
    _ran("sh", "-c", f"find '{envoi}/pieces' -type f -print0 | {digests}")


def _ran(*command: str, stdin: str = "") -> None:
    subprocess.run(command, input=stdin, capture_output=True, text=True, check=True)


def _measured(do: Callable[[], object]) -> Measured:
    start, before = time.perf_counter(), _cpu_of_children()
    do()
    return Measured(time.perf_counter() - start, _cpu_of_children() - before)


def _cpu_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system
