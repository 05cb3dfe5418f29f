"""Where the records of an envoi stand in its files, also those whose lines were not read again.

Touches: the store and the envoi's files, reading.
"""

from collections.abc import Iterable, Mapping

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
    """Given an envoi and what is wrong, return the lines of the records that were read, or are."""
    told = list(anomalies)
    found = {
        place: {key_text(place[0], cle): line for cle, line in lines.items()}
        for place, lines in checked.lines.items()
    }
    for file in checked.data:
        place = file.fichier.place
        read = found.get(place, {})
        wanted = {each.cle for each in told if (each.nature, each.entite) == place} - read.keys()
        if file.lues and wanted:
            found[place] = {**read, **_unread(file, wanted, known)}
    return found


def _unread(file: DataFile, wanted: set[str], known: Reading) -> Mapping[str, int]:
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
