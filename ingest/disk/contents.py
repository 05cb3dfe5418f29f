"""Keeping the binaries of an envoi: first, and whatever becomes of the rest (R-012).

Touches: the envoi's directory and the documents. After a crash: what was kept is kept; doing it
again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.check import binaries
from ingest.disk.envoi import Envoi
from ingest.disk.tree import Entry, read_tree
from ingest.reading.formats import recognise
from ingest.reading.manifest import Fichier
from ingest.workshop import Workshop
from store.changes import ReceivedContent
from store.documents import Content


def keep_binaries(envoi: Envoi, workshop: Workshop) -> tuple[ReceivedContent, ...]:
    """Given an envoi, keep each listed binary whose bytes are what its line says; return them.

    Keeping makes a link, which moves the ctime by which a content is known: its digest follows, and
    nobody reads it again.
    """
    found = {fichier.sha256: entry for fichier, entry in _intact(envoi.path, workshop)}
    received = tuple(
        ReceivedContent(sha256, entry.found.st_size, recognise(entry.path).value)
        for sha256, entry in found.items()
    )
    workshop.documents.keep_many(Content(entry.path, sha256) for sha256, entry in found.items())
    for entry in found.values():
        workshop.conditions.hashes.follow(entry.path, entry.found)
    return received


def keep_again(envoi: Envoi, received: Iterable[ReceivedContent], workshop: Workshop) -> None:
    """Given what was kept, inside the write lock, keep again what a purge unlinked since."""
    if not all(workshop.documents.has(content.sha256) for content in received):
        keep_binaries(envoi, workshop)


def formats_in(directory: Path, workshop: Workshop) -> Mapping[str, str]:
    """Given an envoi's directory, return the format of each intact binary, keeping nothing."""
    return {
        fichier.sha256: recognise(entry.path).value
        for fichier, entry in _intact(directory, workshop)
    }


def _intact(directory: Path, workshop: Workshop) -> Iterator[tuple[Fichier, Entry]]:
    tree = read_tree(directory)
    hashes = workshop.conditions.hashes
    for fichier in binaries(directory, workshop.conditions):
        entry = tree.at(fichier.chemin)
        if entry is None or entry.found.st_size != fichier.taille:
            continue
        if hashes.sha256_of(entry.path) == fichier.sha256:
            yield fichier, entry
