"""What the published schema refuses in a manifest, with the line of each.

Touches: the schema file, once. After a crash: nothing to repair.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from lxml import etree

import schemas
from ingest.disk.tree import MANIFESTE
from ingest.reading.markup import children, tags
from ingest.reading.parsing import MAX_PROBLEMS
from ingest.reading.violations import Violation, clipped, local, violations
from ingest.telling.problems import Problem

FICHIER = f"{{{schemas.NAMESPACE}}}fichier"
ROOT = f"{{{schemas.NAMESPACE}}}manifeste"

_FEW, _AT_ONCE = 2000, 500


def schema_problems(root: etree._Element, raw: bytes) -> Iterator[Problem]:
    """Given a manifest's root and bytes, yield what the schema refuses, 1,000 things at most.

    `scelle`, which only the sealing writes, and the elements that nobody expects are taken out of
    the root. An unknown nature and an empty list have codes of their own: they are not told here.
    """
    whole = list(root)
    for element in whole:
        element.attrib.pop("scelle", "")
    if next(_violations(root), None) is None:
        return
    root[:] = whole
    lines = dict(zip(root, (span.line for span in children(raw)), strict=True))
    lines[root] = next(tags(raw)).line
    if root.tag == ROOT:
        yield from _unexpected(root, lines)
    new = (violation for violation in _violations(root) if not _told(violation, root))
    for _, violation in zip(range(MAX_PROBLEMS), new, strict=False):
        yield _problem(violation, _line(violation.element, lines))


def _violations(root: etree._Element) -> Iterator[Violation]:
    """Yield what the schema refuses, a few elements of the root at a time, of the root itself once.

    libxml2 counts the brothers of each element that it refuses: with 200,000 bad lines together, a
    hostile manifest, it would do nothing else for half an hour.
    """
    of_root = set[Violation]()
    for _ in _in_parts(root):
        for violation in violations(_schema(), root):
            if violation.element is root:
                if violation in of_root:
                    continue
                of_root.add(violation)
            yield violation


def _in_parts(root: etree._Element) -> Iterator[None]:
    """Leave a part of its elements after another in the root; the last one stays there."""
    if len(root) <= _FEW:
        yield
        return
    whole = list(root)
    for start in range(0, len(whole), _AT_ONCE):
        root[:] = whole[start : start + _AT_ONCE]
        yield


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(schemas.MANIFESTE))


def _unexpected(root: etree._Element, lines: Mapping[etree._Element, int]) -> Iterator[Problem]:
    for element in [child for child in root if child.tag != FICHIER]:
        root.remove(element)
        yield Problem(
            code="MANIFESTE_INVALIDE",
            file=MANIFESTE,
            line=lines[element],
            value=clipped(local(element.tag)),
            expected="<fichier>",
            detail="cet élément n'est pas attendu ici",
        )


def _told(violation: Violation, root: etree._Element) -> bool:
    """Return whether a violation is told under a code of its own."""
    element = violation.element
    if element is root and violation.attribut is None:
        return root.tag == ROOT and len(root) == 0
    return violation.attribut == "nature" and element is not None and element.tag == FICHIER


def _line(element: etree._Element | None, lines: Mapping[etree._Element, int]) -> int:
    """Return the line of an element of the root, or of what is around it."""
    while element is not None and element not in lines:
        element = element.getparent()
    return lines[element] if element is not None else 1


def _problem(violation: Violation, line: int) -> Problem:
    words = f" ({violation.words})" if violation.words else ""
    return Problem(
        code="MANIFESTE_INVALIDE",
        file=MANIFESTE,
        line=line,
        attribut=violation.attribut,
        value=clipped(violation.value),
        expected=violation.expected,
        detail=violation.detail + words,
    )
