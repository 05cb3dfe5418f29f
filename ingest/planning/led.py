"""The leaves that refer to records that were touched, found in the store.

Touches: the store, reading.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ingest.planning.scope import EVENEMENTS
from ingest.planning.touched import Touched
from ingest.rules.references import ANNEXES, DE_L_AGENCE, FACULTATIVES, FEUILLES, REQUISES
from store.changes import Cle, Place
from store.declarations import NATURES
from store.reading import Reading

_VOTANTS = {"tiers": "tiers", "fiche": "fiches_coproprietaires"}
"""What the voters of a meeting refer to (R-168)."""


def leaves_led_to(known: Reading, touched: Touched) -> Mapping[Place, frozenset[Cle]] | None:
    """Given what was touched, return the leaves to derive again; None: an annex is no leaf."""
    found: dict[Place, set[Cle]] = defaultdict(set)
    for entite in known.entites(EVENEMENTS):
        for attribut, refs in touched.events.items():
            ids = _ids(refs, "" if attribut == "modele" else entite)
            found[EVENEMENTS, entite].update(known.keys(EVENEMENTS, entite, attribut, ids))
    for nature in ANNEXES:
        for entite in known.entites(nature):
            cles = set(_citing(known, nature, entite, touched))
            if cles and nature not in FEUILLES:
                return None
            found[nature, entite] |= cles
    return {place: frozenset(cles) for place, cles in found.items() if cles}


def models_used(
    known: Reading, modeles: Iterable[str], but: Mapping[Place, frozenset[Cle]]
) -> Iterator[str]:
    """Given models and leaves, yield the models that a listed event uses that is none of these."""
    for modele in modeles:
        for entite in known.entites(EVENEMENTS):
            cles = known.keys(EVENEMENTS, entite, "modele", [modele])
            others = cles.keys() - but.get((EVENEMENTS, entite), frozenset())
            if any(cles[cle] is None for cle in others):
                yield modele


def _citing(known: Reading, nature: str, entite: str, touched: Touched) -> Iterator[Cle]:
    for attribut, cited in (*REQUISES.get(nature, ()), *FACULTATIVES.get(nature, ())):
        yield from known.keys(nature, entite, attribut, _owned(touched, cited, entite))
    if nature == "assemblees":
        (votant,) = (each for each in NATURES[nature].enfants if each.element == "votant")
        for colonne, cited in _VOTANTS.items():
            yield from known.parents(votant, entite, colonne, _owned(touched, cited, entite))


def _owned(touched: Touched, cited: str, entite: str) -> frozenset[str]:
    refs = touched.annexes.get(cited, frozenset())
    return _ids(refs, "" if cited in DE_L_AGENCE else entite)


def _ids(refs: Iterable[str], entite: str) -> frozenset[str]:
    """Given refs, return the ids of those of an entity; all of them for the agency's ("")."""
    head = f"{entite}/" if entite else ""
    return frozenset(ref.removeprefix(head) for ref in refs if ref.startswith(head))
