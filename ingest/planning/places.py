"""Where the records of an envoi stand in its files, also those whose lines were not read again.

Touches: the store and the envoi's files, reading.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from ingest.check import Checked
from ingest.planning.projection import key_text
from ingest.reading.desk import DataFile
from ingest.rules.anomalies import Anomalie
from store.changes import Place
from store.declarations import NATURES
from store.reading import Reading

Lines = Mapping[Place, Mapping[str, int]]
"""By nature and entity, the line of each record, by its key as anomalies write it."""


def lines_of(checked: Checked, anomalies: Iterable[Anomalie], known: Reading) -> Lines:
    """Given an envoi and what is wrong, return the lines of the records that this is about."""
    told: dict[Place, set[str]] = defaultdict(set)
    for each in anomalies:
        told[each.nature, each.entite].add(each.cle)
    found = {}
    for file in checked.data:
        place = file.fichier.place
        wanted = told.get(place, set())
        read = dict(_read(file, wanted))
        left = wanted - read.keys()
        found[place] = {**read, **_unread(file, left, known)} if file.lues and left else read
    return found


def _read(file: DataFile, wanted: Collection[str]) -> Iterator[tuple[str, int]]:
    """Find lines that were read."""
    nature, _ = file.fichier.place
    for lu in (file.lus or ()) if wanted else ():
        text = key_text(nature, lu.record.cle)
        if text in wanted and lu.line is not None:
            yield text, lu.line


def _unread(file: DataFile, wanted: Collection[str], known: Reading) -> Mapping[str, int]:
    """Find lines that were not read by the digests that the store has of them."""
    place = file.fichier.place
    sep = "/" if place[0] == "classeurs" else " "
    firsts = {text.partition(sep)[0].removeprefix("-") for text in wanted}
    digests = {
        text: empreinte
        for cle, empreinte in known.digests(*place, NATURES[place[0]].cle[0], firsts).items()
        if empreinte in file.lues and (text := key_text(place[0], cle)) in wanted
    }
    lines = file.lines_of(frozenset(digests.values()))
    return {text: lines[digest] for text, digest in digests.items() if digest in lines}
