"""What the entries of some accounts come to, without reading each of them.

Entries are told apart by what decides how they are shown (`ingest.rules.lignes`).
Touches: the store, through the connection that it is given.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from store.changes import Cle, Ligne
from store.models.comptabilite import Ecriture
from store.tables import in_chunks, table_of

DECISIFS = ("compte", "journal", "analytique", "sous_compte")
_ECRITURES = table_of(Ecriture)
_AT_ONCE = 500


class Solde(NamedTuple):
    """How many entries, and their debits minus their credits in minor units."""

    nombre: int
    solde: int


def soldes(connection: Connection, entite: str, comptes: Collection[str]) -> dict[Ligne, Solde]:
    """Given ids of accounts, return what their listed entries come to, by `DECISIFS`."""
    decisifs = [_ECRITURES.c[nom] for nom in DECISIFS]
    total = func.sum(_ECRITURES.c.debit - _ECRITURES.c.credit)
    found: dict[Ligne, Solde] = {}
    for wanted in _chunks(entite, comptes):
        query = select(*decisifs, func.count(), total).where(*wanted).group_by(*decisifs)
        for *cle, nombre, solde in connection.execute(query):
            found[tuple(cle)] = Solde(nombre, int(solde))
    return found


def ecritures(
    connection: Connection, entite: str, comptes: Collection[str], decisifs: Collection[Ligne]
) -> set[Cle]:
    """Given ids of accounts, return their listed entries that have such values of `DECISIFS`."""
    columns = [_ECRITURES.c[nom] for nom in DECISIFS]
    found: set[Cle] = set()
    for wanted in _chunks(entite, comptes):
        query = select(_ECRITURES.c.id, *columns).where(*wanted)
        found.update((row[0],) for row in connection.execute(query) if tuple(row[1:]) in decisifs)
    return found


def _chunks(entite: str, comptes: Collection[str]) -> Iterator[list[ColumnElement[bool]]]:
    for some in in_chunks(sorted(comptes), _AT_ONCE):
        yield [
            _ECRITURES.c.entite == entite,
            _ECRITURES.c.compte.in_(some),
            _ECRITURES.c.absent_depuis.is_(None),
        ]
