"""What is told of a legal item in French: what is wrong, and what to do about it in LSC.

Touches: nothing.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.rules.bilans import Bilan, Releve
from ingest.telling.catalogue.legal import MOTS
from ingest.telling.codes import CODES

_AT_MOST = 5


class Dit(NamedTuple):
    """One sentence each."""

    phrase: str
    correction: str


def told(releve: Releve, bilan: Bilan, ou: str) -> Dit:
    """Given what there is to tell of an item and what holds it, return it in words.

    Long lists are cut short.
    """
    mot = MOTS[releve.code, releve.cause]
    motif = CODES.get(releve.motif)
    those = set(releve.documents)
    binders = {each.classeur for each in bilan.trouves if each.document in those and each.classeur}
    values = {
        "documents": _some(releve.documents),
        "comptes": _some(releve.comptes),
        "classeurs": _some(sorted(binders)) or "leur classeur",
        "ou": ou,
        "trouve": releve.trouve,
        "attendu": releve.attendu,
        "le": releve.le.strftime("%d/%m/%Y") if releve.le else "",
        "motif": motif.sentence if motif else "",
        "correction": motif.correction if motif else "",
    }
    return Dit(mot.phrase.format(**values), mot.correction.format(**values))


def found_in_words(bilan: Bilan) -> str:
    """Given an item, return how many documents are visible, and of which day the newest is."""
    if not bilan.trouves:
        return ""
    days = [each.traite_le for each in bilan.trouves if each.traite_le is not None]
    return f"{len(bilan.trouves)}, {max(days).isoformat()}" if days else str(len(bilan.trouves))


def _some(names: Sequence[str]) -> str:
    shown: Iterable[str] = names[:_AT_MOST]
    rest = len(names) - _AT_MOST
    return ", ".join(shown) + (f" et {rest} de plus" if rest > 0 else "")
