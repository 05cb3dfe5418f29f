"""What the listed files of an envoi change of the facts, record by record.

Touches: nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ingest.check import Checked
from ingest.planning.projection import Table
from ingest.planning.replaced import Listed
from ingest.reading.desk import DataFile
from store.changes import Cle, FactChange, Known, Record, in_order
from store.declarations import NATURES

Place = tuple[str, str]
"""A nature and an entity ("" for the agency's natures)."""
Facts = Mapping[Place, Mapping[Cle, Known]]
"""By place, every record ever listed, by key."""
_EVENEMENTS = "evenements"


def differences_of(checked: Checked, facts: Facts) -> list["Difference"]:
    """Given what was checked and the facts of what it lists, return what each read file changes."""
    return [_difference(file, facts) for file in checked.data if file.records is not None]


class Difference(NamedTuple):
    """One listed table: what changes, and what it is afterwards."""

    change: FactChange
    table: Table
    recus: int
    inchanges: int

    @property
    def listed(self) -> Listed:
        """Return the table as what looks for new holders takes it."""
        return Listed(self.change.nature, self.change.entite, self.table)

    @property
    def is_change(self) -> bool:
        """Return whether any record is new, changed, gone or on another line."""
        return self.change.is_news or bool(self.change.relus)


def _difference(file: DataFile, facts: Facts) -> Difference:
    """Compare what was read with what is known; a line that was read before is what is known.

    `facts` may leave out what no read record, and no record that the list lost, is about.
    """
    nature, entite = file.fichier.nature or "", file.fichier.entite or ""
    before = facts.get((nature, entite), {})
    read = dict(_with_withdrawn_pieces(nature, file.records or {}, before))
    listed = {cle: known.record for cle, known in before.items() if _is_seen(known, file)} | read
    nouveaux = [record for cle, record in read.items() if cle not in before]
    modifies = [
        record
        for cle, record in read.items()
        if cle in before and (before[cle].absent_depuis or before[cle].record != record)
    ]
    table = _table_after(nature, listed, before)
    change = FactChange(
        nature,
        entite,
        nouveaux,
        modifies,
        disparus=[cle for cle in table.absents if not before[cle].absent_depuis],
        empreintes=file.empreintes,
        relus=list(_read_again(file, before, {record.cle for record in modifies})),
    )
    recus = len(read) + len(file.lues)
    return Difference(change, table, recus, recus - len(nouveaux) - len(modifies))


def _is_seen(known: Known, file: DataFile) -> bool:
    return not known.absent_depuis and known.empreinte in file.lues


def _read_again(
    file: DataFile, before: Mapping[Cle, Known], changed: Collection[Cle]
) -> Iterator[Cle]:
    """Yield the records that are what they were, on a line that is not."""
    for cle, empreinte in file.empreintes.items():
        if cle in before and cle not in changed and before[cle].empreinte != empreinte:
            yield cle


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


def as_table(facts: Mapping[Cle, Known]) -> Table:
    """Given the facts of one nature and entity, return those listed and those that left."""
    return Table(
        {cle: known.record for cle, known in facts.items() if not known.absent_depuis},
        {cle: known.record for cle, known in facts.items() if known.absent_depuis},
    )
