"""The spool against the ledger: each envoi in the one directory that its outcome names.

Touches: the spool, reading.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.decision import PLACES
from ingest.disk.envoi import Envoi, envoi_at, is_account
from ingest.disk.sealing import sealed_files
from ingest.disk.spool import RETOUR, STATES
from ingest.doctor.findings import Finding
from ingest.settling import entry_beside
from store.changes import Entry
from store.durable import TEMPORARY

ACTIVE, INCOMING = "active", "incoming"

_UNKNOWN = {"done": "DONE_WITHOUT_ROW", "hold": "HELD_WITHOUT_ROW"}
_WAITING = ("ready", "deferred")


def envois_in(root: Path) -> Iterator[Envoi]:
    """Given the spool's root, yield every envoi, once for each state that it is in."""
    for state in (ACTIVE, *STATES):
        for path in _listed(root / state):
            envoi = _envoi(path, state)
            if envoi is not None:
                yield envoi


def look_at_places(
    root: Path, entries: Mapping[str, Entry], *, is_alone: bool
) -> Iterator[Finding]:
    """Given the spool's root and the ledger, yield what does not agree.

    What is in `active` is judged only when nobody else works on the spool.
    """
    yield from _strangers(root)
    by_id: dict[str, list[Envoi]] = defaultdict(list)
    for envoi in envois_in(root):
        by_id[envoi.id].append(envoi)
    for identifier, found in by_id.items():
        if len(found) > 1:
            states = ", ".join(f"{each.state}/{each.path.name}" for each in found)
            yield Finding("IN_TWO_STATES", identifier, states)
        elif is_alone or found[0].state != ACTIVE:
            yield from _of_envoi(found[0], entries.get(identifier))


def _of_envoi(envoi: Envoi, entry: Entry | None) -> Iterator[Finding]:
    where = f"{envoi.state}/{envoi.path.name}"
    if entry is None:
        code = _code_without_row(envoi)
        if code:
            yield Finding(code, where)
    elif envoi.state == ACTIVE:
        yield Finding("ACTIVE_BUT_DECIDED", where, entry.resultat)
    elif envoi.state in _WAITING:
        yield Finding("WAITING_BUT_DECIDED", where, entry.resultat)
    elif envoi.state != _place_of(entry, envoi.state):
        yield Finding("MISFILED", where, entry.resultat)
    elif envoi.state != "hold" and (secrets := len(list(sealed_files(envoi.path)))):
        yield Finding("SECRETS_LEFT", where, str(secrets))


def _place_of(entry: Entry, otherwise: str) -> str:
    """Return where an outcome is filed; one that we do not know is the ledger's to tell."""
    return {str(resultat): place for resultat, place in PLACES.items()}.get(
        entry.resultat, otherwise
    )


def _code_without_row(envoi: Envoi) -> str | None:
    if envoi.state == ACTIVE:
        return "ACTIVE_INTERRUPTED"
    if envoi.state == "refused":
        is_told = entry_beside(envoi.path) is not None
        return "REFUSED_WITHOUT_ROW" if is_told else "REFUSED_WITHOUT_REPORT"
    return _UNKNOWN.get(envoi.state)


def _strangers(root: Path) -> Iterator[Finding]:
    """Yield what is no envoi where only envois are, and no account where only accounts are."""
    known = {INCOMING, ACTIVE, RETOUR, *STATES}
    for path in _listed(root):
        if path.name not in known:
            yield _stranger(path, root, "no state has this name")
    for state in (ACTIVE, *STATES):
        others = (path for path in _listed(root / state) if _envoi(path, state) is None)
        yield from (_stranger(path, root, "its name is no id") for path in others)
    for parent in (INCOMING, RETOUR):
        others = (path for path in _listed(root / parent) if not _is_folder(path))
        yield from (_stranger(path, root, "its name is no account") for path in others)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and is_account(path.name)


def _stranger(path: Path, root: Path, why: str) -> Finding:
    where = path.relative_to(root).as_posix()
    if path.is_symlink():
        return Finding("LINK", where, "A link")
    return Finding("NOT_AN_ID", where, why if path.is_dir() else "it is no directory")


def _envoi(path: Path, state: str) -> Envoi | None:
    envoi = None if path.is_symlink() or not path.is_dir() else envoi_at(path, state)
    if envoi is None or (state != ACTIVE and path.name != envoi.id):
        return None
    return envoi


def _listed(directory: Path) -> list[Path]:
    """Return what is in a directory; what is being written there is the leftovers' to judge."""
    if not directory.is_dir():
        return []
    return sorted(path for path in directory.iterdir() if not TEMPORARY.fullmatch(path.name))
