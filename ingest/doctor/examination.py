"""The whole look: spool, ledger, documents and store, each against the others; nothing changes.

Touches: the spool, the documents and the store, reading.
"""

from collections.abc import Iterator

from ingest.doctor.contents import look_at_contents
from ingest.doctor.findings import Finding
from ingest.doctor.ledger import look_at_ledger
from ingest.doctor.leftovers import look_for_leftovers, look_inside
from ingest.doctor.places import envois_in, look_at_places
from ingest.doctor.records import read_records
from ingest.doctor.rows import look_at_rows
from ingest.workshop import Workshop
from store.database import StoreUnavailable


def examine(workshop: Workshop, *, is_alone: bool, is_deep: bool) -> tuple[Finding, ...]:
    """Return all that is found, in the order of codes and places.

    `is_alone`: nobody else works on the spool. A deep look reads every content.
    """
    return tuple(sorted(set(_all(workshop, is_alone=is_alone, is_deep=is_deep))))


def _all(workshop: Workshop, *, is_alone: bool, is_deep: bool) -> Iterator[Finding]:
    root = workshop.spool.root
    yield from look_for_leftovers(root, is_alone=is_alone)
    yield from look_inside(root)
    try:
        records = read_records(workshop)
    except StoreUnavailable as error:
        yield Finding("STORE_UNREADABLE", "store", str(error))
        return
    yield from look_at_places(root, records.entries, is_alone=is_alone)
    yield from look_at_ledger(records, envois_in(root))
    yield from look_at_contents(workshop.documents, records, is_deep=is_deep)
    yield from look_at_rows(records, workshop.now())
