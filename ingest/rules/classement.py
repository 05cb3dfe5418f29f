"""Binders and models: who may open a binder, where a document stands in it, how long it stays.

R-030…R-035 (rights, exact levels), R-053 (months), R-056 (a reserved name), R-060 (folders).
Touches: nothing.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from ingest.rules.faits import Classeur, Modele, Options

NIVEAUX: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "gerance": ("proprietaire", "locataire"),
        "syndic": ("president", "membre", "coproprietaire"),
    }
)
"""The levels of each module; of the syndic's, the highest first (R-031, R-032)."""

CONSEILLERS = frozenset({"membre", "president"})
"""The levels of the council."""

LIMITE_MOIS = 1200
_WITHOUT_GAP = (
    frozenset[str](),
    frozenset({"president"}),
    frozenset({"president", "membre"}),
    frozenset({"president", "membre", "coproprietaire"}),
)
_RESERVED = "documents du syndic"


def levels_of(classeur: Classeur, options: Options) -> frozenset[str]:
    """Given a binder, return the levels that may open it (R-033: exactly those ticked)."""
    if options.conseil_herite_coproprietaire and "coproprietaire" in classeur.cases:
        return classeur.cases | CONSEILLERS
    return classeur.cases


def case_gap(classeur: Classeur) -> str | None:
    """Given a binder, return its boxes when they leave a higher level out (R-033), else None."""
    if classeur.module != "syndic" or classeur.cases in _WITHOUT_GAP:
        return None
    return " ".join(niveau for niveau in NIVEAUX["syndic"] if niveau in classeur.cases)


def is_reserved(classeur: Classeur) -> bool:
    """Given a binder, return whether its name is the one the extranet fills by hand (R-056)."""
    return classeur.module == "syndic" and folded(classeur.nom) == _RESERVED


def folder_of(classeur: Classeur, classeurs: Mapping[str, Classeur]) -> tuple[str, ...]:
    """Given a binder, return its folder, parents first; a parent that is its own child is cut."""
    return tuple(reversed([each.nom for each in _upwards(classeur, classeurs)]))


def has_no_binder(modele: Modele) -> bool:
    """Given a model, return whether it names no binder at all (R-040)."""
    return modele.module is None and modele.numero is None


def months_of(modele: Modele) -> int | None:
    """Given a model, return its months of retention, 0 for no limit, None when invalid (R-053)."""
    return _months(modele.duree_mois or "")


@lru_cache(maxsize=1024)
def _months(duree: str) -> int | None:
    text = duree.strip().lstrip("0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 4):  # noqa: PLR2004
        return None
    return int(text) if int(text) <= LIMITE_MOIS else None


def folded(text: str) -> str:
    """Given a name, return it as names are compared: no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(kept.casefold().split())


def _upwards(classeur: Classeur, classeurs: Mapping[str, Classeur]) -> Iterator[Classeur]:
    seen: set[str] = set()
    found: Classeur | None = classeur
    while found is not None and found.ref not in seen:
        seen.add(found.ref)
        yield found
        found = classeurs.get(found.parent) if found.parent is not None else None
