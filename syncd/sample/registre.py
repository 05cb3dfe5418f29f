"""The book in which one night of the agency is written: it notes each change as it is made.

Touches: nothing; a `Registre` lives while one state becomes the next.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import TypeVar, cast

from syncd.sample.agence import (
    Agence,
    Bailleur,
    Coproprietaire,
    Document,
    Locataire,
    Mouvements,
    Table,
)
from syncd.sample.natures import NATURE_OF, PAR_ENTITE, Cle, Enregistrement, key_of

_PER_ENTITY = {nature.nom for nature in PAR_ENTITE}
Record = TypeVar("Record", bound=Enregistrement)


class Registre:
    """One night being written, from the state before; `freeze` gives the state after."""

    def __init__(self, before: Agence, *, nuit: date) -> None:
        """Open the book of the night `nuit`, which follows `before`."""
        self._before = before
        self.nuit = nuit
        self.numero = before.numero + 1
        seed = f"{before.graine}/{self.numero}"
        self.hasard = Random(seed)  # noqa: S311 - a reproducible sample, no secret
        self.tables = {table: dict(records) for table, records in before.tables.items()}
        self.documents: dict[str, Document] = dict(before.documents)
        self.acces = dict(before.acces)
        self.coproprietaires: dict[str, Coproprietaire] = dict(before.coproprietaires)
        self.bailleurs: dict[str, Bailleur] = dict(before.bailleurs)
        self.locataires: dict[str, Locataire] = dict(before.locataires)
        self.roles = dict(before.roles)
        self.acteurs = dict(before.acteurs)
        self._compteurs = dict(before.compteurs)
        self._nouveaux: set[tuple[Table, Cle]] = set()
        self._modifies: set[tuple[Table, Cle]] = set()
        self._disparus: set[tuple[Table, Cle]] = set()
        self._recit: list[str] = []

    def number(self, name: str, first: int = 1) -> int:
        """Return the next number of a series; a number is never given twice."""
        value = self._compteurs.get(name, first)
        self._compteurs[name] = value + 1
        return value

    def identifier(self, prefix: str, entite: str = "") -> str:
        """Return a new identifier such as "C12"; each entity counts for itself (R-008)."""
        return f"{prefix}{self.number(f'{entite}/{prefix}')}"

    def add(self, record: Record, entite: str = "") -> Record:
        """Write a new record."""
        table, key = _place(record, entite)
        records = self.tables.setdefault(table, {})
        if key in records:
            msg = f"{table} {key} is written twice"
            raise ValueError(msg)
        records[key] = record
        self._nouveaux.add((table, key))
        return record

    def change(self, record: Enregistrement, entite: str = "") -> None:
        """Write a record over the one of the same key; an equal one changes nothing."""
        table, key = _place(record, entite)
        if self.tables[table][key] == record:
            return
        self.tables[table][key] = record
        if (table, key) not in self._nouveaux:
            self._modifies.add((table, key))

    def remove(self, record: Enregistrement, entite: str = "") -> None:
        """Take a record of an earlier night out of its list."""
        table, key = _place(record, entite)
        del self.tables[table][key]
        self._modifies.discard((table, key))
        self._disparus.add((table, key))

    def get(self, kind: type[Record], *key: str, entite: str = "") -> Record:
        """Return the record of this kind and key. Raise KeyError when there is none."""
        return cast("Record", self.tables[NATURE_OF[kind].nom, entite][key])

    def all(self, kind: type[Record], entite: str = "") -> list[Record]:
        """Return the records of this kind, in the order in which they were written."""
        records = self.tables.get((NATURE_OF[kind].nom, entite), {})
        return [record for record in records.values() if isinstance(record, kind)]

    def grant(self, tiers: str, labels: Iterable[str]) -> None:
        """Give labels to a person."""
        self.acces[tiers] = self.acces.get(tiers, frozenset()) | frozenset(labels)

    def revoke(self, tiers: str, labels: Iterable[str]) -> None:
        """Take labels from a person."""
        self.acces[tiers] = self.acces.get(tiers, frozenset()) - frozenset(labels)

    def tell(self, sentence: str) -> None:
        """Note what happened, in French."""
        self._recit.append(sentence)

    def freeze(self) -> Agence:
        """Return the state after this night."""
        return replace(
            self._before,
            numero=self.numero,
            nuit=self.nuit,
            tables=self.tables,
            documents=self.documents,
            acces=self.acces,
            coproprietaires=self.coproprietaires,
            bailleurs=self.bailleurs,
            locataires=self.locataires,
            compteurs=self._compteurs,
            roles=self.roles,
            acteurs=self.acteurs,
            mouvements=Mouvements(
                nouveaux=frozenset(self._nouveaux),
                modifies=frozenset(self._modifies),
                disparus=frozenset(self._disparus),
            ),
            recit=tuple(self._recit),
        )


def _place(record: Enregistrement, entite: str) -> tuple[Table, Cle]:
    nature = NATURE_OF[type(record)].nom
    if (nature in _PER_ENTITY) != bool(entite):
        msg = f"{nature} is written with an entity exactly when it is an entity's own"
        raise ValueError(msg)
    return (nature, entite), key_of(record)
