"""Keeping the binaries of an envoi: first, and whatever becomes of the rest (R-012).

Touches: the envoi's directory and the documents. After a crash: what was kept is kept; doing it
again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from ingest.check import binaries
from ingest.disk.envoi import Envoi
from ingest.disk.tree import Entry, Tree, read_tree
from ingest.reading.formats import recognise
from ingest.reading.manifest import Fichier
from ingest.workshop import Workshop
from store.changes import ReceivedContent
from store.documents import Content


def keep_binaries(tree: Tree, workshop: Workshop) -> tuple[ReceivedContent, ...]:
    """Given an envoi's tree, keep each listed binary whose bytes are what its line says.

    Return them. Keeping makes a link, which moves the ctime by which a content is known: its digest
    follows, and nobody reads it again.
    """
    found = {fichier.sha256: entry for fichier, entry in _intact(tree, workshop)}
    received = tuple(
        ReceivedContent(sha256, entry.found.st_size, recognise(entry.place).value)
        for sha256, entry in found.items()
    )
    workshop.documents.keep_many(Content(entry.place, sha256) for sha256, entry in found.items())
    for entry in found.values():
        workshop.conditions.hashes.follow(entry.place, entry.found)
    return received


def keep_again(envoi: Envoi, received: Iterable[ReceivedContent], workshop: Workshop) -> None:
    """Given what was kept, inside the write lock, keep again what a purge unlinked since."""
    if not all(workshop.documents.has(content.sha256) for content in received):
        keep_binaries(read_tree(envoi.path), workshop)


def formats_in(tree: Tree, workshop: Workshop) -> Mapping[str, str]:
    """Given an envoi's tree, return the format of each intact binary, keeping nothing."""
    return {
        fichier.sha256: recognise(entry.place).value for fichier, entry in _intact(tree, workshop)
    }


def _intact(tree: Tree, workshop: Workshop) -> Iterator[tuple[Fichier, Entry]]:
    hashes = workshop.conditions.hashes
    for fichier in binaries(tree, workshop.conditions):
        entry = tree.at(fichier.chemin)
        if entry is None or entry.found.st_size != fichier.taille:
            continue
        if hashes.sha256_of(entry.place, entry.found) == fichier.sha256:
            yield fichier, entry
