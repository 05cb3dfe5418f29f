"""What is near the leaves that change: the records that decide what is derived of them.

A leaf refers to records, and an event's target leads further: from a unit to who held it, from a
lease to its units and their landlords (R-041 (f), R-082). What has no effect is known already: the
stored anomalies say it, and nothing of it changes (`ingest.planning.scope`).
Touches: the store, reading.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ingest.keeping.lignes import contents_in
from ingest.planning.differences import Difference, as_table, tables_after
from ingest.planning.projection import Table, Tables
from ingest.planning.scope import Scope
from ingest.rules.faits import ref
from ingest.rules.references import ANNEXES, CIBLES, DE_L_AGENCE, FACULTATIVES, REQUISES
from store.changes import (
    PURGE,
    Cle,
    Facts,
    Known,
    KnownConstat,
    Ligne,
    Place,
    Record,
    Valeur,
)
from store.declarations import NATURES
from store.reading import Reading

ENTIERES = ("parametres", "entites", "classeurs", "modeles")
"""Small, and asked for by most rules: read whole, as are the annexes that leaves refer to."""
_EVENEMENTS = "evenements"
_MODELE = [colonne.nom for colonne in NATURES[_EVENEMENTS].colonnes].index("modele")
_PAR_LOTS = ("baux", "mandats")
MANY = 5_000
"""From so many records on, all of a list are read rather than each sought."""


class Near(NamedTuple):
    """The records near a scope as they are after the change, and the leaves before it."""

    tables: Tables
    avant: Facts

    def events(self) -> Iterator[tuple[str, Record]]:
        """Yield the events among the leaves, as they were and as they are, with their entity."""
        for (nature, entite), facts in self.avant.items():
            if nature == _EVENEMENTS:
                presents, absents = self.tables[nature, entite]
                before = (known.record for known in facts.values())
                for record in (*before, *presents.values(), *absents.values()):
                    yield entite, record

    def models(self) -> set[Valeur]:
        """Return the models that the events use, or used."""
        return {record.valeurs[_MODELE] for _, record in self.events()}

    def documents(self) -> set[str]:
        """Return the documents of the events, by the name that rows have (`Document.ref`)."""
        return {
            f"{ref(entite, record.cle[0])}/{piece[0]}"
            for entite, record in self.events()
            for piece in record.enfants[0]
        }


def purges_near(known: Reading, found: Near) -> tuple[KnownConstat, ...]:
    """Given what is near leaves, return the purges of their documents."""
    refs = {ref(entite, record.cle[0]) for entite, record in found.events()}
    purges = known.constats(genre=PURGE)
    return tuple(each for each in purges if each.cible.rpartition("/")[0] in refs)


def rows_near(known: Reading, found: Near, purges: Iterable[KnownConstat]) -> frozenset[Ligne]:
    """Given what is near leaves and purges, return the rows of all their documents."""
    documents = found.documents() | {constat.cible for constat in purges}
    if len(documents) > MANY:
        return frozenset(row for row in known.derived("publication") if row[0] in documents)
    return frozenset(known.rows("publication", "document", documents))


def contents_near(found: Near) -> set[str]:
    """Given what is near leaves, return the contents that the leaves list."""
    return {
        sha256
        for place in found.avant
        for records in found.tables[place]
        for record in records.values()
        for sha256 in contents_in(NATURES[place[0]], record)
    }


def near(
    known: Reading,
    differences: Sequence[Difference],
    scope: Scope,
    whole: Tables = MappingProxyType({}),
) -> Near:
    """Given what changes and the leaves to derive again, return what decides of them.

    `whole` is what is known already, as it is after the change: with accounts, it is all but
    leaves and annexes.
    """
    before = {place: records_of(known, place, cles) for place, cles in scope.feuilles.items()}
    after = dict(_after(before, differences, scope))
    neighbours = _Neighbours(known, is_whole=any(nature == "comptes" for nature, _ in whole))
    for (nature, entite), table in after.items():
        records = [*table.presents.values(), *table.absents.values()]
        neighbours.of_leaves(nature, entite, records)
    neighbours.of_accounts(scope)
    tables = {**neighbours.tables(), **whole, **after}
    tables |= _accounts_after(tables, differences, whole)
    return Near(tables, before)


def records_of(known: Reading, place: Place, cles: Collection[Cle]) -> Mapping[Cle, Known]:
    """Given keys of one nature and entity, return the records that are known under them."""
    first = NATURES[place[0]].cle[0]
    if len(cles) > MANY:
        return {cle: each for cle, each in known.facts(*place).items() if cle in cles}
    found = known.records(*place, first, {cle[0] for cle in cles})
    return {cle: each for cle, each in found.items() if cle in cles}


def _after(
    before: Facts, differences: Iterable[Difference], scope: Scope
) -> Iterator[tuple[Place, Table]]:
    """A leaf that an envoi lists no line of changes by what arrives only: it is as it was."""
    changed = tables_after(differences)
    for place, cles in scope.feuilles.items():
        known, listed = as_table(before[place]), changed.get(place, Table({}, {}))
        present = {**known.presents, **listed.presents}
        absent = {**known.absents, **listed.absents}
        yield (
            place,
            Table(
                _only(present, cles - listed.absents.keys()),
                _only(absent, cles - listed.presents.keys()),
            ),
        )


def _accounts_after(tables: Tables, differences: Iterable[Difference], whole: Tables) -> Tables:
    """Accounts that read the same may be said to owe something else: return them as they are."""
    changed = tables_after(differences)
    return {
        (nature, entite): found._replace(
            presents={cle: listed.presents.get(cle, r) for cle, r in found.presents.items()}
        )
        for (nature, entite), found in tables.items()
        if nature == "comptes"
        and (nature, entite) not in whole
        and (listed := changed.get((nature, entite)))
    }


def _only(records: Mapping[Cle, Record], cles: Collection[Cle]) -> Mapping[Cle, Record]:
    return {cle: records[cle] for cle in cles if cle in records}


class _Neighbours:
    """What was found so far, each record once."""

    def __init__(self, known: Reading, *, is_whole: bool) -> None:
        self._known, self._is_whole = known, is_whole
        self._found: dict[Place, dict[Cle, Known]] = defaultdict(dict)
        for nature in ENTIERES:
            self._whole(nature, known.entites(nature))

    def tables(self) -> Tables:
        return {place: as_table(found) for place, found in self._found.items()}

    def of_leaves(self, nature: str, entite: str, records: Collection[Record]) -> None:
        """Find what these records refer to, and where their targets lead."""
        references = (*REQUISES.get(nature, ()), *FACULTATIVES.get(nature, ()))
        for attribut, cited in (*references, *(CIBLES if nature == _EVENEMENTS else ())):
            if cited in ANNEXES:
                self._whole(cited, ["" if cited in DE_L_AGENCE else entite])
            elif cited not in ENTIERES and not self._is_whole:
                owner = "" if cited in DE_L_AGENCE else entite
                self._by_id(cited, owner, _values(nature, attribut, records))
        if nature == _EVENEMENTS and not self._is_whole:
            self._of_targets(entite, records)

    def of_accounts(self, scope: Scope) -> None:
        """Find the accounts of a scope, and what decides how their entries are shown."""
        for entite, ids in scope.accounts():
            self._whole("journaux", [""])
            self._whole("analytiques", [entite])
            if not self._is_whole:
                self._by_id("comptes", entite, ids)

    def _of_targets(self, entite: str, records: Collection[Record]) -> None:
        comptes = _values(_EVENEMENTS, "compte", records)
        lots = _values(_EVENEMENTS, "lot", records)
        for nature in _PAR_LOTS:
            self._found[nature, entite] |= self._known.records(nature, entite, "compte", comptes)
            self._units_of(nature, entite)
        baux = _values(_EVENEMENTS, "bail", records)
        self._holders(entite, lots | _units(self._known.records("baux", entite, "id", baux)))
        self._fiches(entite, "compte", comptes)

    def _holders(self, entite: str, lots: Collection[Valeur]) -> None:
        """Find who ever had something in these units."""
        self._by_id("lots", entite, lots)
        detentions = self._known.records("detentions", entite, "lot", lots)
        self._found["detentions", entite] |= detentions
        self._fiches(entite, "id", {cle[1] for cle in detentions})
        for nature in _PAR_LOTS:
            (enfant,) = NATURES[nature].enfants
            cles = self._known.parents(enfant, entite, "lot", lots)
            self._by_id(nature, entite, {cle[0] for cle in cles})
            self._units_of(nature, entite)

    def _fiches(self, entite: str, colonne: str, values: Collection[Valeur]) -> None:
        found = self._known.records("fiches_coproprietaires", entite, colonne, values)
        self._found["fiches_coproprietaires", entite] |= found
        records = [each.record for each in found.values()]
        immeubles = _values("fiches_coproprietaires", "immeuble", records)
        self._by_id("immeubles", entite, immeubles)

    def _units_of(self, nature: str, entite: str) -> None:
        """Find the units of the leases or mandates found so far, and their buildings."""
        self._by_id("lots", entite, _units(self._found[nature, entite]))

    def _by_id(self, nature: str, entite: str, ids: Collection[Valeur]) -> None:
        place = (nature, entite)
        wanted = [each for each in ids if (each,) not in self._found[place]]
        found = self._known.records(nature, entite, "id", wanted)
        self._found[place] |= found
        if nature == "lots":
            records = [each.record for each in found.values()]
            self._by_id("immeubles", entite, _values("lots", "immeuble", records))

    def _whole(self, nature: str, entites: Iterable[str]) -> None:
        for entite in entites:
            if (nature, entite) not in self._found:
                self._found[nature, entite] = self._known.facts(nature, entite)


def _units(found: Mapping[Cle, Known]) -> set[Valeur]:
    """Given leases or mandates, return their units."""
    return {row[0] for each in found.values() for row in each.record.enfants[0]}


def _values(nature: str, attribut: str, records: Iterable[Record]) -> set[Valeur]:
    """Given records, return the values of an attribute, without those that are none."""
    place = [colonne.nom for colonne in NATURES[nature].colonnes].index(attribut)
    return {record.valeurs[place] for record in records} - {None, ""}
