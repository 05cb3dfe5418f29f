"""What time alone did between two sweeps: nothing runs for it, a sweep only tells (R-052…R-054).

Touches: nothing.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.planning.plan import Situation
from ingest.rules.raisons import PUBLIEE
from store.changes import Valeur
from store.derived import COLUMNS


class Elapsed(NamedTuple):
    """Documents that expired, documents that appeared on their day, accounts that closed."""

    expires: tuple[str, ...]
    parus: tuple[str, ...]
    fermes: tuple[str, ...]


def elapsed_between(situation: Situation, depuis: str | None, now: str) -> Elapsed:
    """Given what is known and two UTC instants, return what happened after the first, till now.

    Without a first one, what ever happened.
    """
    since = depuis or ""

    def happened(value: Valeur) -> bool:
        return value is not None and since < str(value) <= now

    published = [row for row in _rows(situation, "publication") if row["etat"] == PUBLIEE]
    reaches = (row for row in _rows(situation, "acces") if row["portee"] == "compte")
    accounts = [row for row in reaches if row["cible"] == row["compte"]]
    still_open = {row["compte"] for row in accounts if not _is_over(row["jusqu_au"], now)}
    closed = {row["compte"] for row in accounts if happened(row["jusqu_au"])} - still_open
    return Elapsed(
        expires=_names(row["document"] for row in published if happened(row["visible_jusqu_au"])),
        parus=_names(
            row["document"]
            for row in published
            if happened(row["visible_du"]) and not _is_over(row["visible_jusqu_au"], now)
        ),
        fermes=_names(iter(closed)),
    )


def _rows(situation: Situation, table: str) -> Iterator[Mapping[str, Valeur]]:
    for ligne in situation.derived[table]:
        yield dict(zip(COLUMNS[table], ligne, strict=True))


def _is_over(end: Valeur, now: str) -> bool:
    return end is not None and str(end) <= now


def _names(values: Iterator[Valeur]) -> tuple[str, ...]:
    return tuple(sorted({str(value) for value in values}))
