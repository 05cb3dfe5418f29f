"""Keeping the binaries of an envoi: first, and whatever becomes of the rest (R-012).

Touches: the envoi's directory and the documents. After a crash: what was kept is kept; doing it
again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ingest.check import binaries
from ingest.disk.envoi import Envoi
from ingest.disk.tree import Entry, Tree, read_tree
from ingest.reading.formats import recognise
from ingest.reading.manifest import Fichier
from ingest.workshop import Workshop
from store.changes import ReceivedContent
from store.documents import Content


@contextmanager
def keeping(tree: Tree, workshop: Workshop) -> Iterator[tuple[ReceivedContent, ...]]:
    """Given the tree of an envoi in `active`, keep each binary whose bytes are what its line says.

    It is done beside the block, which is given what is kept: all of it is there to last when the
    block ends, however it ends. Raise OSError then, if the disk refuses. Meanwhile links move the
    ctime by which contents are known: in the block, ask for what is known by the status in `tree`.
    Afterwards their digests follow, and nobody reads them again.
    """
    found = {fichier.sha256: entry for fichier, entry in _intact(tree, workshop)}
    received = tuple(
        ReceivedContent(sha256, entry.found.st_size, recognise(entry.place).value)
        for sha256, entry in found.items()
    )
    contents = [Content(entry.place, sha256) for sha256, entry in found.items()]
    with ThreadPoolExecutor(1) as beside:
        kept = beside.submit(workshop.documents.keep_many, contents) if contents else None
        yield received
    if kept:
        kept.result()
    for entry in found.values():
        workshop.conditions.hashes.follow(entry.place, entry.found)


def keep_again(envoi: Envoi, received: Iterable[ReceivedContent], workshop: Workshop) -> None:
    """Given what was kept, inside the write lock, keep again what a purge unlinked since."""
    if not all(workshop.documents.has(content.sha256) for content in received):
        with keeping(read_tree(envoi.path), workshop):
            pass


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
