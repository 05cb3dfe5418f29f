"""What leaves an envoi's directory, and what joins it, just before it is filed.

Touches: the envoi's directory, through the spool. After a crash: the same question has the same
answer, less what is done already.
"""

from collections.abc import Collection, Iterator
from os.path import samestat
from pathlib import Path

from ingest.disk.hashes import Hashes
from ingest.disk.tree import MANIFESTE, Entry, Tree
from store.documents import Documents


def kept_files(
    tree: Tree, keep: Collection[str], documents: Documents, hashes: Hashes
) -> Iterator[str]:
    """Given an envoi's tree and sha256 of kept contents, yield its listed files that hold these.

    Each of them once, also when two lines list it: the caller removes it.
    The same file as the kept one, or one with the same bytes (it was sent again). A file whose
    bytes are not what its line says stays: it is what the sender must look at.
    """
    manifeste = tree.at(MANIFESTE) if keep else None
    found: set[str] = set()
    for fichier in (manifeste and hashes.listing_of(manifeste.path)) or ():
        entry = tree.at(fichier.chemin) if fichier.sha256 in keep else None
        if not entry or entry.place in found:
            continue
        if _is_kept(entry, fichier.sha256, documents, hashes):
            found.add(entry.place)
            yield entry.place


def free_of_directory(path: Path) -> Path:
    """Given where a file shall stand, return it, or one beside it if a directory occupies it."""
    while path.is_dir():
        path = path.with_name(f"{path.name}~")
    return path


def _is_kept(entry: Entry, sha256: str, documents: Documents, hashes: Hashes) -> bool:
    kept = documents.status_of(sha256)
    if kept is None:
        return False
    return samestat(kept, entry.found) or hashes.sha256_of(entry.place) == sha256
