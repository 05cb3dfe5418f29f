"""The documents of some scopes: those that show by their state, and those that something hides.

Touches: the store, through the connection that it is given.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from store.history import known_then
from store.models.derives import Publication
from store.screens import PUBLIEE
from store.tables import Query, in_chunks, table_of

_PUBLICATION = table_of(Publication)
_AT_ONCE = 500


class ReachedDocument(NamedTuple):
    """A document and one of its scopes, as its row says it; `motif` is JSON."""

    document: str
    contenu: str | None
    portee: str
    cible: str
    classeur: str | None
    titre: str
    traite_le: date
    visible_du: str | None
    visible_jusqu_au: str | None
    motif: str


_COLUMNS = [_PUBLICATION.c[name] for name in ReachedDocument._fields]


def published(
    connection: Connection, cibles: Collection[str], known_at: str | None
) -> list[ReachedDocument]:
    """Given targets, return their documents that nothing but time may hide, found by an index.

    With `known_at` as the rows stood at that instant (None: now).
    """
    found: list[ReachedDocument] = []
    for chunk in in_chunks(sorted(cibles), _AT_ONCE):
        for query in _queries(known_at):
            rows = connection.execute(query.where(_PUBLICATION.c.cible.in_(chunk)))
            found += [ReachedDocument(*row) for row in rows]
    return found


def hidden(connection: Connection, known_at: str | None) -> list[ReachedDocument]:
    """Return every document that has a target and does not show; all rows are looked at."""
    query = select(*_COLUMNS).where(
        _PUBLICATION.c.cible.is_not(None),
        _PUBLICATION.c.etat != PUBLIEE,
        known_then(_PUBLICATION, known_at),
    )
    return [ReachedDocument(*row) for row in connection.execute(query)]


def _queries(known_at: str | None) -> Iterator[Query]:
    """Yield what was true and still is, then what was true then: each has its index."""
    query = select(*_COLUMNS).where(
        _PUBLICATION.c.etat == PUBLIEE, _PUBLICATION.c.contenu.is_not(None)
    )
    still = _PUBLICATION.c.connu_jusqu_au.is_(None)
    if known_at is None:
        yield query.where(still)
    else:
        began = query.where(_PUBLICATION.c.connu_du <= known_at)
        yield began.where(still)
        yield began.where(_PUBLICATION.c.connu_jusqu_au > known_at)
