"""Criteria as people write them: `document:S1/E1/a`, `immeuble:S1/I1+modele:PVAG`, or a bare id.

Touches: nothing.
"""

import re
from collections.abc import Iterable
from datetime import date

from ingest.rules.decisions import Criteres

DAYS = frozenset({"traite_du", "traite_au", "publie_du", "publie_au"})
_BETWEEN = re.compile(r"[\s+]+")
_FRENCH_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_PARTS_OF_A_DOCUMENT = 3


class UnreadableSelection(ValueError):  # noqa: N818  said to whoever wrote it
    """A text names no criterion, or one twice; `mot` is the part that cannot be read."""

    def __init__(self, mot: str) -> None:
        """Given the part, keep it."""
        super().__init__(
            f"{mot!r} is no criterion: document:S1/E1/a, evenement:S1/E1, modele:CODE, "
            "classeur:syndic/1, compte:S1/C1, immeuble:S1/I1, traite_du:2026-03-31…, each once"
        )
        self.mot = mot


def selection_from(texts: Iterable[str]) -> Criteres:
    """Given texts, each of one criterion or more, return them together.

    Raise UnreadableSelection.
    """
    found: dict[str, str | date] = {}
    for mot in (mot for text in texts for mot in _BETWEEN.split(text) if mot):
        name, value = _criterion(mot)
        if name in found:
            raise UnreadableSelection(mot)
        found[name] = value
    return Criteres(**found)  # type: ignore[arg-type]  # each name has the value of its kind


def day_from(text: str) -> date:
    """Given 2026-12-31 or 31/12/2026, return that day. Raise ValueError for anything else."""
    french = _FRENCH_DAY.fullmatch(text)
    if french:
        day, month, year = map(int, french.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


def words_of(criteres: Criteres) -> str:
    """Given criteria, return them as `selection_from` reads them."""
    given = criteres._asdict().items()
    return " ".join(f"{name}:{value}" for name, value in given if value is not None)


def _criterion(mot: str) -> tuple[str, str | date]:
    name, colon, value = mot.partition(":")
    if not colon and len(mot.split("/")) == _PARTS_OF_A_DOCUMENT:
        return "document", mot
    if name not in Criteres._fields or not value:
        raise UnreadableSelection(mot)
    if name not in DAYS:
        return name, value
    try:
        return name, day_from(value)
    except ValueError as error:
        raise UnreadableSelection(mot) from error
