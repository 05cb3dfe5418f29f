"""What the attributes of the contract refer to, and what makes a record the same: for the page.

Touches: nothing.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules.references import CIBLES, FACULTATIVES, REQUISES
from store.declarations import ELEMENT, NATURES


class Renvoi(NamedTuple):
    """Where an attribute leads, and whether the record has no effect when it leads to nothing."""

    nature: str
    obligatoire: bool


def _of_records() -> Iterator[tuple[tuple[str, str, str], Renvoi]]:
    """Yield what the rules know of whole records, by nature, element and attribute."""
    requises = {**REQUISES, "evenements": (*REQUISES["evenements"], *CIBLES)}
    for references, obligatoire in ((requises, True), (FACULTATIVES, False)):
        for nature, wanted in references.items():
            element = NATURES[nature].elements[0]
            for reference in wanted:
                place = (nature, element, reference.attribut)
                yield place, Renvoi(reference.nature, obligatoire)


RENVOIS: Mapping[tuple[str, str, str], Renvoi] = MappingProxyType(
    {
        **dict(_of_records()),
        ("parametres", "syndic", "classeur_factures"): Renvoi("classeurs", obligatoire=False),
        ("parametres", "syndic", "classeur_assemblees"): Renvoi("classeurs", obligatoire=False),
        ("modeles", "modele", "classeur"): Renvoi("classeurs", obligatoire=True),
        ("lots", "lot", "batiment"): Renvoi("immeubles", obligatoire=False),
        ("dossiers", "dossier", "batiment"): Renvoi("immeubles", obligatoire=False),
        ("comptes", "titulaire", "tiers"): Renvoi("tiers", obligatoire=False),
        ("fiches_coproprietaires", "fiche", "correspondant"): Renvoi("tiers", obligatoire=False),
        ("mandats", "lot_mandat", "lot"): Renvoi("lots", obligatoire=True),
        ("baux", "lot_bail", "lot"): Renvoi("lots", obligatoire=True),
        ("assemblees", "votant", "tiers"): Renvoi("tiers", obligatoire=False),
        ("assemblees", "votant", "fiche"): Renvoi("fiches_coproprietaires", obligatoire=False),
    }
)
"""By nature, element and attribute: those of whole records, and those inside them."""


def key_of(nature: str, element: str) -> tuple[str, ...]:
    """Given a nature and one of its elements, return the attributes that no two may share.

    Those of an element inside a record count in that record only. Empty: nothing is asked.
    """
    known = NATURES[nature]
    for enfant in known.enfants:
        if enfant.element == element:
            return enfant.cle
    return () if known.cle == (ELEMENT,) else known.cle
