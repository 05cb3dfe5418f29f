"""What an envoi would change: pure, from what was checked and what is known.

Facts are compared record by record; then everything that anybody may see is derived again from all
the facts, and compared row by row with what is true now. An envoi that changes nothing plans
nothing (law 2), and the rows after it are a full derivation (law 9).
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from ingest.annexes import annexes_of
from ingest.check import Checked, DataFile
from ingest.projection import Table, Tables, faits_of
from ingest.purged import purges_of
from ingest.replaced import Listed, closed_by_replacement, replacements
from ingest.rules.decisions import Decision
from ingest.rules.derivation import Derivation, derive
from ingest.rules.faits import Faits, Options
from store.changes import (
    Changes,
    Cle,
    Constat,
    DerivedChange,
    FactChange,
    Known,
    KnownConstat,
    Ligne,
    Record,
    in_order,
)
from store.declarations import NATURES


class Situation(NamedTuple):
    """What is known inside the write lock; `derived` holds the rows that are true now."""

    facts: Mapping[tuple[str, str], Mapping[Cle, Known]]
    derived: Mapping[str, frozenset[Ligne]]
    formats: Mapping[str, str]
    options: Options
    decisions: tuple[Decision, ...] = ()
    """Those that are not closed."""
    constats: tuple[KnownConstat | Constat, ...] = ()


@dataclass(frozen=True, slots=True)
class Comptage:
    """What one listed file brings."""

    nature: str
    entite: str
    recus: int
    nouveaux: int = 0
    modifies: int = 0
    inchanges: int = 0
    disparus: int = 0
    sans_effet: int = 0
    ignoree: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What was known, the changes, the facts and the rows after them, what each file brings."""

    before: Situation
    changes: Changes
    faits: Faits
    derivation: Derivation
    comptages: tuple[Comptage, ...]


def make_plan(checked: Checked, situation: Situation) -> Plan:
    """Given an envoi without a refusing problem and what is known, return what it changes."""
    differences = [
        _difference(file, situation) for file in checked.data if file.records is not None
    ]
    tables = dict(_tables_after(situation, differences))
    seen = tuple(replacements(situation.facts, (d.listed for d in differences)))
    constats = (*situation.constats, *seen)
    faits = facts_after(situation._replace(constats=constats), tables)
    derivation = derive(faits)
    changes = Changes(
        facts=tuple(difference.change for difference in differences if difference.is_change),
        derived=tuple(_derived_changes(derivation, situation)),
        files=tuple(
            file.applied for file in checked.data if file.applied and file.records is not None
        ),
        constats=seen,
    )
    by_table = {(d.change.nature, d.change.entite): d for d in differences}
    comptages = (_counted(file, by_table, situation, derivation) for file in checked.data)
    return Plan(situation, changes, faits, derivation, tuple(comptages))


def facts_after(situation: Situation, tables: Tables) -> Faits:
    """Given what is known and every record, return the facts as the rules read them."""
    faits = faits_of(tables, situation.formats, situation.options)
    return replace(
        faits,
        decisions=situation.decisions,
        remplaces=closed_by_replacement(situation.constats),
        purges=purges_of(situation.constats),
        annexes=tuple(annexes_of(tables)),
    )


class _Difference(NamedTuple):
    """One listed table: what changes, and what it is afterwards."""

    change: FactChange
    table: Table
    recus: int
    inchanges: int

    @property
    def listed(self) -> Listed:
        return Listed(self.change.nature, self.change.entite, self.table)

    @property
    def is_change(self) -> bool:
        return bool(self.change.nouveaux or self.change.modifies or self.change.disparus)


def _difference(file: DataFile, situation: Situation) -> _Difference:
    nature, entite = file.fichier.nature or "", file.fichier.entite or ""
    before = situation.facts.get((nature, entite), {})
    listed = dict(_with_withdrawn_pieces(nature, file.records or {}, before))
    nouveaux = [record for cle, record in listed.items() if cle not in before]
    modifies = [
        record
        for cle, record in listed.items()
        if cle in before and (before[cle].absent_depuis or before[cle].record != record)
    ]
    table = _table_after(nature, listed, before)
    disparus = [cle for cle in table.absents if not before[cle].absent_depuis]
    change = FactChange(nature, entite, nouveaux, modifies, disparus)
    inchanges = len(listed) - len(nouveaux) - len(modifies)
    return _Difference(change, table, len(listed), inchanges)


def _table_after(nature: str, listed: Mapping[Cle, Record], before: Mapping[Cle, Known]) -> Table:
    """What a list leaves out is absent, except of a nature whose records stay (R-154)."""
    left = {cle: known.record for cle, known in before.items() if cle not in listed}
    return Table({**left, **listed}, {}) if NATURES[nature].demeure else Table(listed, left)


def _with_withdrawn_pieces(
    nature: str, records: Mapping[Cle, Record], before: Mapping[Cle, Known]
) -> Iterator[tuple[Cle, Record]]:
    """A piece that its event no longer has stays with it, withdrawn (R-044)."""
    for cle, record in records.items():
        known = before.get(cle)
        yield cle, _remembering(record, known.record) if nature == _EVENEMENTS and known else record


def _remembering(record: Record, before: Record) -> Record:
    (pieces,) = record.enfants
    listed = {piece[0] for piece in pieces}
    gone = [(*piece[:-1], True) for piece in before.enfants[0] if piece[0] not in listed]
    if not gone:
        return record
    return record._replace(enfants=(in_order((*pieces, *gone)),))


def _tables_after(
    situation: Situation, differences: Iterable[_Difference]
) -> Iterator[tuple[tuple[str, str], Table]]:
    changed = {(d.change.nature, d.change.entite): d.table for d in differences}
    for place, facts in situation.facts.items():
        if place not in changed:
            yield place, as_table(facts)
    yield from changed.items()


def as_table(facts: Mapping[Cle, Known]) -> Table:
    """Given the facts of one nature and entity, return those listed and those that left."""
    return Table(
        {cle: known.record for cle, known in facts.items() if not known.absent_depuis},
        {cle: known.record for cle, known in facts.items() if known.absent_depuis},
    )


def tables_of(facts: Mapping[tuple[str, str], Mapping[Cle, Known]]) -> Tables:
    """Given all facts, return them as the rules' projection takes them."""
    return {place: as_table(table) for place, table in facts.items()}


def _derived_changes(derivation: Derivation, situation: Situation) -> Iterator[DerivedChange]:
    for table in _DERIVED:
        after = cast("frozenset[Ligne]", getattr(derivation, table))
        now = situation.derived[table]
        if after != now:
            yield DerivedChange(table, tuple(after - now), tuple(now - after))


def _counted(
    file: DataFile,
    differences: Mapping[tuple[str, str], _Difference],
    situation: Situation,
    derivation: Derivation,
) -> Comptage:
    nature, entite = file.fichier.nature or "", file.fichier.entite or ""
    sans_effet = derivation.sans_effet.get((nature, entite), 0)
    found = differences.get((nature, entite))
    if found is None:
        known = as_table(situation.facts.get((nature, entite), {})).presents
        return Comptage(
            nature,
            entite,
            len(known),
            inchanges=len(known),
            sans_effet=sans_effet,
            ignoree=True,
        )
    change = found.change
    return Comptage(
        nature,
        entite,
        found.recus,
        len(change.nouveaux),
        len(change.modifies),
        found.inchanges,
        len(change.disparus),
        sans_effet,
    )


_EVENEMENTS = "evenements"
_DERIVED = ("acces", "droits", "publication", "anomalies")
