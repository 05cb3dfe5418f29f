"""What a portal wrote of persons' visits, and what of it is their own (R-058, R-073, R-086).

A portal is not to be trusted: a mark is told beside what could be opened, and decides nothing. One
that was made while a member of the staff was connected as the person is not the person's; an
impersonation whose instants are none lasts always.
Touches: what a portal wrote, reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ingest.telling.past import Span
from ingest.workshop import instant
from store.models.ecrits import Usurpation
from store.reading import Reading

VU, LU, CONNEXION = "vu", "lu", "connexion"
UNKNOWN = "?"
_MOST_LETTERS = 130


class Marque(NamedTuple):
    """One mark of a person: of a document shown as new (`vu`) or read (`lu`), of an account opened.

    `qui` is the member of the staff who was connected as him at that UTC instant: None, it is his;
    UNKNOWN where the portal wrote no id.
    """

    tiers: str
    marque: str
    le: str
    qui: str | None


def marks_of(
    known: Reading, document: str, tiers: str | None = None, span: Span | None = None
) -> list[Marque]:
    """Given a document, perhaps a person and a span, return what a portal marked, in order of time.

    What is no id or no instant is left out. Raise EcritsUnreadable.
    """
    wanted = {} if tiers is None else {"tiers": tiers}
    marks = (
        (each.tiers, marque, le)
        for each in known.ecrits.lectures(document=document, **wanted)
        for marque, le in ((VU, each.vu_le), (LU, each.lu_le))
    )
    found = _attributed(marks, known.ecrits.usurpations(**wanted))
    in_span = (each for each in found if span is None or span.du <= each.le < span.avant)
    return sorted(in_span, key=lambda each: (each.le, each.tiers, each.marque != VU))


def last_connections(known: Reading, tiers: str) -> dict[str, Marque]:
    """Given a person, return by account when he was last connected to it (R-073).

    Raise EcritsUnreadable.
    """
    usurpations = known.ecrits.usurpations(tiers=tiers)
    return {
        each.compte: marque
        for each in known.ecrits.connexions(tiers=tiers)
        for marque in _attributed([(tiers, CONNEXION, each.derniere_le)], usurpations)
    }


def _attributed(
    marks: Iterable[tuple[str, str, str | None]], usurpations: Iterable[Usurpation]
) -> Iterator[Marque]:
    by_tiers: dict[str, list[Usurpation]] = defaultdict(list)
    for each in usurpations:
        by_tiers[each.tiers].append(each)
    for tiers, marque, le in marks:
        if le is not None and _is_instant(le) and _is_id(tiers):
            yield Marque(tiers, marque, le, _who_was_him(le, by_tiers[tiers]))


def _who_was_him(le: str, usurpations: Sequence[Usurpation]) -> str | None:
    """R-086: both ends of an impersonation are of it."""
    for each in usurpations:
        begins = each.du if _is_instant(each.du) else ""
        ends = each.jusqu_au
        if begins <= le and (ends is None or not _is_instant(ends) or le <= ends):
            return each.qui if _is_id(each.qui) else UNKNOWN
    return None


def _is_instant(text: str) -> bool:
    """Return whether it is written as all our instants are, which compare as text."""
    try:
        return instant(datetime.fromisoformat(text)) == text
    except (ValueError, OverflowError):
        return False


def _is_id(text: str) -> bool:
    return text.isprintable() and 0 < len(text) <= _MOST_LETTERS
