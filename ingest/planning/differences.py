"""What the listed files of an envoi change of the facts, record by record.

A list replaces the one before it, whole (R-002); an empty one leaves nothing, and what is not
listed did not change (R-009).
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ingest.check import Checked
from ingest.planning.listed import Listed
from ingest.planning.projection import Table, Tables
from ingest.reading.desk import DataFile
from ingest.reading.gathered import Gathered
from store.changes import Cle, FactChange, Facts, Known, Lu, Place, Record, in_order
from store.declarations import NATURES

_EVENEMENTS = "evenements"


def tables_after(differences: Iterable["Difference"]) -> Tables:
    """Given what changes, return by place the table that each is afterwards."""
    return {each.change.place: each.table for each in differences}


def read_again(checked: Checked) -> Iterator[DataFile]:
    """Given an envoi, yield its data files that were opened: the others are what they were."""
    return (file for file in checked.data if file.lus is not None)


def not_read_again(checked: Checked) -> frozenset[Place]:
    """Given an envoi, return whose lists were not opened."""
    return frozenset(file.fichier.place for file in checked.data if file.lus is None)


def differences_of(checked: Checked, facts: Facts) -> list["Difference"]:
    """Given what was checked and the facts of what it lists, return what each read file changes."""
    return [_difference(file, facts) for file in read_again(checked)]


def whole_differences_of(checked: Checked, facts: Facts) -> list["Difference"]:
    """Given what was checked and all facts, return the same. Raise LineWithoutFactError.

    Such a record would be taken for withdrawn: its line is there, and was not read.
    """
    found = differences_of(checked, facts)
    for file, difference in zip(read_again(checked), found, strict=True):
        if difference.connus != len(file.lues):
            raise LineWithoutFactError(" ".join(file.fichier.place).rstrip())
    return found


class LineWithoutFactError(Exception):
    """A line that is taken for read has no record in the store: `lsc-syncd doctor` says where."""


class Difference(NamedTuple):
    """One listed table: what changes, and what it is afterwards."""

    change: FactChange
    table: Table
    recus: int
    inchanges: int
    connus: int = 0
    """How many of the facts given have a line of the file that was read before."""

    @property
    def is_change(self) -> bool:
        """Return whether any record is new, changed, gone or on another line."""
        return self.change.is_news or bool(self.change.relus)


def _difference(file: DataFile, facts: Facts) -> Difference:
    """Compare what was read with what is known; a line that was read before is what is known.

    `facts` may leave out what no read record, and no record that the list lost, is about.
    """
    place = file.fichier.place
    before = facts.get(place, {})
    lus = Gathered() if file.lus is None else file.lus
    if not before and not file.lues:
        return Difference(FactChange(*place, nouveaux=lus), Table(Listed(lus), {}), len(lus), 0)
    read = [_with_withdrawn_pieces(place[0], lu, before) for lu in lus]
    seen = {cle: known.record for cle, known in before.items() if _is_seen(known, file)}
    listed = seen | {lu.record.cle: lu.record for lu in read}
    nouveaux = [lu for lu in read if lu.record.cle not in before]
    known = [lu for lu in read if lu.record.cle in before]
    table = _table_after(place[0], listed, before)
    change = FactChange(
        *place,
        nouveaux,
        modifies=[lu for lu in known if not _is_the_same(lu, before)],
        disparus=[cle for cle in table.absents if not before[cle].absent_depuis],
        relus=dict(_on_another_line(known, before)),
    )
    recus = len(read) + len(file.lues)
    inchanges = recus - len(nouveaux) - len(change.modifies)
    return Difference(change, table, recus, inchanges, len(seen))


def _is_seen(known: Known, file: DataFile) -> bool:
    return not known.absent_depuis and known.empreinte in file.lues


def _is_the_same(lu: Lu, before: Mapping[Cle, Known]) -> bool:
    known = before[lu.record.cle]
    return not known.absent_depuis and known.record == lu.record


def _on_another_line(lus: Iterable[Lu], before: Mapping[Cle, Known]) -> Iterator[tuple[Cle, bytes]]:
    """Yield the records that are what they were, on a line that is not, with its digest."""
    for lu in lus:
        is_other = lu.empreinte != before[lu.record.cle].empreinte
        if lu.empreinte is not None and is_other and _is_the_same(lu, before):
            yield lu.record.cle, lu.empreinte


def _table_after(nature: str, listed: Mapping[Cle, Record], before: Mapping[Cle, Known]) -> Table:
    """What a list leaves out is absent, except of a nature whose records stay (R-154)."""
    left = {cle: known.record for cle, known in before.items() if cle not in listed}
    return Table({**left, **listed}, {}) if NATURES[nature].demeure else Table(listed, left)


def _with_withdrawn_pieces(nature: str, lu: Lu, before: Mapping[Cle, Known]) -> Lu:
    """A piece that its event no longer has stays with it, withdrawn (R-044)."""
    known = before.get(lu.record.cle) if nature == _EVENEMENTS else None
    return lu._replace(record=_remembering(lu.record, known.record)) if known else lu


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
