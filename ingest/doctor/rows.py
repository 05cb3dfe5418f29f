"""The store against itself: the database's pages, derived rows against the facts, what waits.

Touches: nothing; what the store says was read before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ingest.check import NOTHING_CHECKED
from ingest.doctor.findings import Finding
from ingest.doctor.records import Records
from ingest.planning.differences import as_table
from ingest.planning.plan import make_plan
from ingest.workshop import instant
from store.changes import EMPREINTE_BYTES, DerivedChange
from store.declarations import NATURES

PATIENCE = timedelta(days=1)
"""How long an answer or an order may wait."""
_FIRST = 3


def look_at_rows(records: Records, now: datetime) -> Iterator[Finding]:
    """Given what the store says and the instant, yield what is not sound in it."""
    checkup = records.checkup
    if checkup.complaints:
        yield Finding("STORE_DAMAGED", "store", "; ".join(checkup.complaints[:_FIRST]))
    yield from _by_table("ROW_TWICE", checkup.twice)
    yield from _by_table("ROW_FINGERPRINT", checkup.foreign)
    yield from _by_table("ROW_BACKWARD", checkup.backward)
    for change in make_plan(NOTHING_CHECKED, records.situation).changes.derived:
        yield Finding("DERIVED_DIFFERS", change.table, _difference(change))
    missing = list(_missing_facts(records))
    yield from missing
    told = {finding.where for finding in missing}
    yield from (found for found in _lines_without_fact(records) if found.where not in told)
    yield from _stuck(records, instant(now - PATIENCE))


def place_of(where: str) -> tuple[str, str]:
    """Given where facts are missing, return the nature and the entity."""
    nature, _, entite = where.partition(" ")
    return nature, entite


def _by_table(code: str, counts: Mapping[str, int]) -> Iterator[Finding]:
    yield from (Finding(code, table, str(count)) for table, count in counts.items())


def _difference(change: DerivedChange) -> str:
    return f"{len(change.debuts)} row(s) are missing, {len(change.fins)} are too many"


def _missing_facts(records: Records) -> Iterator[Finding]:
    """A file that is byte for byte the one applied last is skipped: its records must be there.

    Others stay beside them where absence withdraws nothing (R-154).
    """
    for (nature, entite), listed in _last_lists(records):
        facts = records.situation.facts.get((nature, entite), {})
        there = len(as_table(facts).presents)
        if there < listed or (there > listed and not NATURES[nature].demeure):
            yield Finding("FACTS_MISSING", _where(nature, entite), f"{listed}, not {there},")


def _lines_without_fact(records: Records) -> Iterator[Finding]:
    """A line that is known is not read again: the record that it says must be there, by it."""
    for (nature, entite), joined in records.empreintes.items():
        facts = records.situation.facts.get((nature, entite), {})
        there = {known.empreinte for known in facts.values() if not known.absent_depuis}
        places = range(0, len(joined), EMPREINTE_BYTES)
        count = sum(joined[at : at + EMPREINTE_BYTES] not in there for at in places)
        if count:
            yield Finding("LINE_WITHOUT_FACT", _where(nature, entite), str(count))


def _where(nature: str, entite: str) -> str:
    return f"{nature} {entite}".rstrip()


def _last_lists(records: Records) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield how many records the last applied list of each nature and entity had.

    The store says which envoi brought it: no clock does, it may have been set back.
    """
    for place, identifier in records.applied_by.items():
        rapport = records.rapports.get(identifier)
        for comptage in rapport.comptages if rapport else ():
            if (comptage.nature, comptage.entite) == place:
                yield place, comptage.recus


def _stuck(records: Records, since: str) -> Iterator[Finding]:
    late: Counter[str] = Counter()
    for message in records.waiting.messages:
        entry = records.entries.get(message.envoi)
        late[message.account] += entry is not None and entry.decide_le < since
    for account, count in late.items():
        if count:
            yield Finding("ANSWER_STUCK", f"retour/{account}", str(count))
    for order in records.waiting.orders:
        if order.cree_le < since:
            yield Finding("ORDER_STUCK", order.cible, f"{order.genre} n° {order.number}")
