"""What the store says, read once in one snapshot, for every look that follows.

Touches: the store, reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.persons.sequence import NUMEROTATION
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Situation
from ingest.telling.report import Rapport, report_from
from ingest.workshop import Workshop
from store.changes import Entry, Message
from store.outbox import Order
from store.soundness import Checkup

_ALL = 2**31


class Records(NamedTuple):
    """One snapshot; `rapports` has those that can be read back."""

    checkup: Checkup
    situation: Situation
    entries: Mapping[str, Entry]
    rapports: Mapping[str, Rapport]
    applied_by: Mapping[tuple[str, str], str]
    empreintes: Mapping[tuple[str, str], bytes]
    """The digests of the lines of each file that was applied last."""
    waiting: "Waiting"
    to_unlink: frozenset[str]
    renumbered: tuple[tuple[str, str], ...]
    """Domains whose numbering was let start again, and when."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the outbox holds."""

    messages: tuple[Message, ...]
    orders: tuple[Order, ...]


def read_records(workshop: Workshop) -> Records:
    """Return all of it. Raise StoreUnavailable when it cannot be read."""
    with workshop.store.reading() as known:
        checkup = known.checkup()
        situation = situation_of(known, workshop)
        entries = {entry.id: entry for entry in known.entries()}
        applied_by = known.applied_by()
        empreintes = {place: known.empreintes(*place)[0] for place in applied_by}
        messages = tuple(message for _, message in known.messages())
        orders = tuple(known.orders())
        renumbered = known.constats(genre=NUMEROTATION)
        to_unlink = frozenset(known.to_unlink(_ALL))
    found = {each.id: report_of(each) for each in entries.values()}
    return Records(
        checkup=checkup,
        situation=situation,
        entries=entries,
        rapports={name: rapport for name, rapport in found.items() if rapport},
        applied_by=applied_by,
        empreintes=empreintes,
        waiting=Waiting(messages, orders),
        to_unlink=to_unlink,
        renumbered=tuple((each.cible, each.instant) for each in renumbered),
    )


def report_of(entry: Entry) -> Rapport | None:
    """Given a line of the ledger, return its report, None if it cannot be read back."""
    try:
        return report_from(entry.rapport)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
