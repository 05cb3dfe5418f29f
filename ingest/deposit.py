"""What one file is refused for as soon as it is there, whatever else may come.

A sender may be told at once (`refuse_au_depot`). Nothing is decided by it and nothing is lost: the
file stays, and the ordinary way judges the whole envoi and answers it.
A manifest is judged whole while that takes little time and memory, however it was made; of a larger
one only the root is, which says for whom it is. Other files are known by their signature (R-045),
but not what may be data, nor what may be a secret: nobody opens that before it is sealed.
Touches: the file, reading. After a crash: nothing to repair.
"""

import os

from lxml import etree

from ingest.disk.envoi import ROOT_BYTES, root_attribute
from ingest.disk.tree import MANIFESTE, is_temporary, nfc
from ingest.reading.formats import Format, recognise_open
from ingest.reading.manifest import DONNEES, read_manifest, wrong_domaine
from ingest.reading.natures import is_named_like_a_secret
from ingest.telling.problems import Problem

MAX_BYTES = 2 << 20
MAX_TAGS = 10_000
MAX_ATTRIBUTES = 55_000


def problems_of(chemin: str, descriptor: int, *, domaine: str) -> tuple[Problem, ...]:
    """Given a file that is whole, return what it is refused for, if anything.

    `chemin` is its path in the envoi, `descriptor` reads it, `domaine` is the agency's. Raise
    OSError when it cannot be read.
    """
    chemin = nfc(chemin)
    if chemin == MANIFESTE:
        return tuple(problem for problem in _of_manifest(descriptor, domaine) if problem.refuses)
    if _may_be_judged(chemin, descriptor) and recognise_open(descriptor) is Format.INTERDIT:
        return (Problem(code="FORMAT_FORBIDDEN", file=chemin),)
    return ()


def _may_be_judged(chemin: str, descriptor: int) -> bool:
    """Return whether a file is a document, whatever the manifest may say of it."""
    name = chemin.rpartition("/")[2]
    is_data = chemin.startswith(DONNEES) or name.casefold().endswith(".xml")
    is_to_come = is_temporary(name) or not os.fstat(descriptor).st_size
    return not (is_data or is_to_come or is_named_like_a_secret(chemin))


def _of_manifest(descriptor: int, domaine: str) -> tuple[Problem, ...]:
    """A tag has a `<`, an attribute a `=`: there are not more of them than of those."""
    raw = os.pread(descriptor, MAX_BYTES + 1, 0)
    if len(raw) > MAX_BYTES or raw.count(b"<") > MAX_TAGS or raw.count(b"=") > MAX_ATTRIBUTES:
        return _of_root(raw[:ROOT_BYTES], domaine)
    return read_manifest(raw, domaine=domaine).problems


def _of_root(head: bytes, domaine: str) -> tuple[Problem, ...]:
    try:
        found = root_attribute(head, "domaine")
    except etree.XMLSyntaxError:
        return ()
    return () if found in {"", domaine} else (wrong_domaine(found, domaine),)
