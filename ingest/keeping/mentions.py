"""What the envois of the spool mention that no row says: lists that wait, contents that they name.

A content is mentioned by 64 hexadecimal digits in a file of XML, whatever stands around them: what
cannot be read is then kept rather than purged.
Touches: the spool, reading.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.decision import Resultat
from ingest.disk.envoi import Envoi
from ingest.disk.tree import MANIFESTE, Tree, read_tree
from ingest.reading.manifest import Fichier, read_listing
from ingest.workshop import Workshop
from store.changes import Entry

_DIGEST = re.compile(rb"[0-9A-Fa-f]{64}")
_OVERLAP = 63
_BLOCK = 8 * 1024 * 1024


class Mentions(NamedTuple):
    """What must be kept because of an envoi.

    `listes` are the natures and entities listed by an envoi that may still be applied; `attendus`
    the contents named by one that may, or that its sender may correct; `encore` are the natures
    and entities that the envoi applied last lists.
    """

    listes: frozenset[tuple[str, str]]
    attendus: frozenset[str]
    encore: frozenset[tuple[str, str]]


def mentions(workshop: Workshop, entries: Iterable[Entry], wanted: Collection[str]) -> Mentions:
    """Given the ledger and the contents that are asked about, return what envois mention."""
    spool = workshop.spool
    waiting = [*spool.ready(), *spool.deferred(), *spool.interrupted(), *spool.held()]
    open_ones = [envoi.path for envoi in (*waiting, *spool.finished()) if envoi.state != "done"]
    open_ones += [path for _, path in spool.incoming()]
    applied = _newest_first(spool.finished(), entries)
    return Mentions(
        listes=_lists(waiting),
        attendus=_named(_xml_files(open_ones), wanted),
        encore=_lists(applied[:1]),
    )


def _newest_first(finished: Iterable[Envoi], entries: Iterable[Entry]) -> list[Envoi]:
    """Return the applied envois of the spool, the one applied last first."""
    decided = {e.id: e.decide_le for e in entries if e.resultat == Resultat.APPLIQUE}
    applied = [envoi for envoi in finished if envoi.id in decided]
    return sorted(applied, key=lambda each: decided[each.id], reverse=True)


def _lists(envois: Iterable[Envoi]) -> frozenset[tuple[str, str]]:
    return frozenset(
        fichier.place for envoi in envois for fichier in _listing(read_tree(envoi.path))
    )


def _listing(tree: Tree) -> tuple[Fichier, ...]:
    """Return what a manifest lists; nothing when it cannot be read: then it is never applied."""
    manifeste = tree.at(MANIFESTE)
    return (read_listing(manifeste.path.read_bytes()) if manifeste else None) or ()


def _xml_files(directories: Iterable[Path]) -> Iterator[Path]:
    for directory in directories:
        for entry in read_tree(directory).files:
            if entry.path.suffix.lower() == ".xml":
                yield entry.path


def _named(paths: Iterable[Path], wanted: Collection[str]) -> frozenset[str]:
    """Given files, return which of the contents they name."""
    found: set[str] = set()
    for path in paths if wanted else ():
        found.update(digest for digest in _digests(path) if digest in wanted)
    return frozenset(found)


def _digests(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        rest = b""
        while block := file.read(_BLOCK):
            text = rest + block
            yield from (digest.decode().lower() for digest in _DIGEST.findall(text))
            rest = text[-_OVERLAP:]
