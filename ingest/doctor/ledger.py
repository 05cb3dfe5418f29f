"""The ledger against the spool and against itself.

Touches: the spool, reading.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.decision import Resultat
from ingest.disk.envoi import Envoi
from ingest.doctor.findings import Finding
from ingest.doctor.records import Records
from ingest.settling import entry_beside
from store.changes import Entry


def look_at_ledger(records: Records, envois: Iterable[Envoi]) -> Iterator[Finding]:
    """Given what the store says and every envoi of the spool, yield what does not agree."""
    places = {envoi.id: envoi for envoi in envois}
    swept = []
    for identifier, entry in records.entries.items():
        if identifier not in records.rapports:
            yield _unreadable(identifier, places.get(identifier))
        if identifier in places:
            continue
        if entry.resultat == Resultat.RETENU:
            yield Finding("HELD_NOWHERE", identifier)
        else:
            swept.append(identifier)
    if swept:
        yield Finding("SWEPT", swept[0], str(len(swept)))
    yield from _numeros(records)


def _unreadable(identifier: str, envoi: Envoi | None) -> Finding:
    is_told = envoi is not None and entry_beside(envoi.path) is not None
    return Finding("REPORT_UNREADABLE" if is_told else "REPORT_LOST", identifier)


def _numeros(records: Records) -> Iterator[Finding]:
    """A person may let the numbering of a domain start again: before and after do not meet."""
    counts: Counter[tuple[str | None, int, int]] = Counter()
    for entry in records.entries.values():
        if entry.resultat == Resultat.APPLIQUE and entry.numero is not None:
            key = (entry.domaine, _epoch(entry, records), entry.numero)
            counts[key] += 1
            if counts[key] == 2:  # noqa: PLR2004  each numero is told once
                yield Finding("NUMERO_TWICE", entry.id, str(entry.numero))


def _epoch(entry: Entry, records: Records) -> int:
    return sum(
        domaine == entry.domaine and instant < entry.decide_le
        for domaine, instant in records.renumbered
    )
