"""Logs for the tests of reading and of the journal: real files, written as sessions write them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from syncd.winscp_log import Operation, SessionLog

START = "2026-11-24T06:00:00.000Z"


def at(second: int) -> str:
    """Return an instant, some seconds after the start."""
    return f"2026-11-24T06:{second // 60:02}:{second % 60:02}.000Z"


def an_upload(path: str, *, second: int = 1, size: int = 10, success: bool = True) -> Operation:
    return Operation(
        kind="upload",
        filename=path,
        destination=f"incoming/lsc{path}",
        size=size if success else None,
        success=success,
        messages=() if success else (f"Réception de {path}", "Connexion interrompue"),
        started=at(second),
        ended=at(second),
    )


def a_removal(path: str, *, second: int = 1) -> Operation:
    return Operation(kind="rm", filename=path, started=at(second), ended=at(second))


def a_renaming(source: str, target: str, *, second: int = 1) -> Operation:
    target = f"incoming/lsc{target}"
    moving = Operation(kind="mv", filename=source, destination=target)
    return replace(moving, started=at(second), ended=at(second))


def a_log(
    folder: Path,
    operations: Iterable[Operation],
    *,
    session: str = "20261124T060000000-lsc-4022",
    name: str = "lsc@192.0.2.7",
    is_closed: bool = True,
) -> Path:
    """Write a session's log."""
    folder.mkdir(exist_ok=True)
    log = SessionLog(folder / f"{session}.xml", name=name, start=START)
    for operation in operations:
        log.append(operation)
    if is_closed:
        log.close()
    return log.path
