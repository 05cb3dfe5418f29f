"""The repair of what was found, as the table of the spool says (architecture, "The spool").

What is refused is recorded again from the report beside it; what is finished or held and unknown to
the ledger goes back to `ready`, in order; derived rows are derived again. Nothing that a client
sent is removed.
Touches: the spool, whose lock is held by us, the store, the modes of the documents. After a crash:
the next repair finds what is left and goes on.
"""

import json
from collections.abc import Iterable, Mapping

from ingest.decision import PLACES, Resultat
from ingest.disk.envoi import Envoi, order, stamp
from ingest.doctor import leftovers
from ingest.doctor.findings import Finding
from ingest.doctor.records import report_of
from ingest.doctor.rows import place_of
from ingest.planning.rederivation import rederive
from ingest.reading.formats import recognise
from ingest.replay import REJOUE
from ingest.settling import entry_beside, settle, without_report
from ingest.workshop import Workshop, cause_of
from store.changes import Changes, Constat, ReceivedContent
from store.documents import READ_ONLY
from store.transaction import Transaction

_TO_FILE = ("ACTIVE_BUT_DECIDED", "WAITING_BUT_DECIDED", "MISFILED", "SECRETS_LEFT")
_TO_RECORD = ("REFUSED_WITHOUT_ROW", "REPORT_UNREADABLE")
_TO_SEND_BACK = ("DONE_WITHOUT_ROW", "HELD_WITHOUT_ROW")
_UNREAD = ("FACTS_MISSING", "LINE_WITHOUT_FACT")
_ROWS = ("ROW_TWICE", "ROW_FINGERPRINT", "ROW_BACKWARD", *_UNREAD)
_NO_STORE = ("STORE_UNREADABLE", "STORE_DAMAGED")
_CONTENTS = "CONTENT_UNKNOWN"


def repair(workshop: Workshop, found: Iterable[Finding]) -> None:
    """Given what was found, repair what can be; look again to see what is left."""
    by_code: dict[str, list[str]] = {}
    for finding in found:
        by_code.setdefault(finding.code, []).append(finding.where)
    cause = f"doctor-{stamp(workshop.now())}"
    _of_disk(workshop, by_code)
    if any(code in by_code for code in _NO_STORE):
        return  # a damaged store is restored, never written to
    with workshop.store.writing() as tx:
        _of_rows(tx, workshop, by_code, cause)
        _of_ledger(tx, workshop, by_code)
    rederive(workshop, cause)
    for envoi in _envois(workshop, by_code, _TO_FILE):
        _file(envoi, workshop)
    _send_back(workshop, by_code, cause)


def _of_disk(workshop: Workshop, by_code: Mapping[str, list[str]]) -> None:
    root = workshop.spool.root
    for where in by_code.get("LEFTOVER", ()):
        leftovers.remove(root / where)
    for where in by_code.get("CLOSED_TO_US", ()):
        leftovers.open_up(root / where)
    for sha256 in by_code.get("CONTENT_MODE", ()):
        path = workshop.documents.path_of(sha256)
        if path is not None:
            path.chmod(READ_ONLY)


def _of_rows(
    tx: Transaction, workshop: Workshop, by_code: Mapping[str, list[str]], cause: str
) -> None:
    if any(code in by_code for code in _ROWS):
        unread = [place_of(where) for code in _UNREAD for where in by_code.get(code, ())]
        tx.mend(unread, cause_of(cause, workshop))
    received = (_received(sha256, workshop) for sha256 in by_code.get(_CONTENTS, ()))
    tx.keep(filter(None, received), cause_of(cause, workshop))


def _received(sha256: str, workshop: Workshop) -> ReceivedContent | None:
    """Return a kept content as it was received, None if its bytes are not what its name says."""
    path = workshop.documents.path_of(sha256)
    if path is None or workshop.conditions.hashes.sha256_of(path) != sha256:
        return None
    return ReceivedContent(sha256, path.stat().st_size, recognise(path).value)


def _of_ledger(tx: Transaction, workshop: Workshop, by_code: Mapping[str, list[str]]) -> None:
    for envoi in _envois(workshop, by_code, _TO_RECORD):
        entry = entry_beside(envoi.path)
        if entry is not None:
            tx.record(entry)


def _file(envoi: Envoi, workshop: Workshop) -> None:
    """What is in its place already is only rid of its secrets."""
    with workshop.store.reading() as known:
        entry = known.entry(envoi.id)
    if entry is None or report_of(entry) is None:
        return
    if envoi.state != PLACES[Resultat(entry.resultat)]:
        settle(envoi, entry, workshop)
    else:
        workshop.spool.discard_sealed(envoi)


def _send_back(workshop: Workshop, by_code: Mapping[str, list[str]], cause: str) -> None:
    """The store says first that they are processed again: filing them took binaries and secrets."""
    envois = sorted(_envois(workshop, by_code, _TO_SEND_BACK), key=order)
    detail = json.dumps({"cause": cause})
    told = tuple(Constat(REJOUE, each.id, detail) for each in envois if each.state == "done")
    if told:
        with workshop.store.writing() as tx:
            tx.apply(Changes(constats=told), cause_of(cause, workshop))
    for envoi in envois:
        workshop.spool.file(without_report(envoi), "ready")


def _envois(
    workshop: Workshop, by_code: Mapping[str, list[str]], codes: Iterable[str]
) -> list[Envoi]:
    """Return the envois of some findings, which tell each by its id or by its directory."""
    names = [where for code in codes for where in by_code.get(code, ())]
    identifiers = (name.rpartition("/")[2].partition("~")[0] for name in names)
    return [envoi for each in identifiers if (envoi := workshop.spool.find(each)) is not None]
