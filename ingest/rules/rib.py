"""Which bank details of a building are shown: right ones, that a person released (R-110…R-113b).

A new or changed account is the most profitable falsification there is: until somebody says that it
is right nothing is shown, neither the old details nor the new. The first envoi of an agency counts
as released; details that leave are gone at once, and those released last may come back.
Touches: nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.rules.anomalies import Anomalie
from ingest.rules.coordonnees import Coordonnees, faults_of
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Immeuble


class CoordonneesMontrees(NamedTuple):
    """One row of the derived table of that name: a building whose bank details may be shown.

    `condense` is the digest of what is shown: the history tells when it was another.
    """

    immeuble: str
    forme: str
    condense: str


def derive_coordonnees(vigueur: EnVigueur) -> Iterator[CoordonneesMontrees]:
    """Given the facts in force, yield what is shown."""
    for immeuble, found in _right(vigueur):
        if _is_released(immeuble, found, vigueur):
            yield CoordonneesMontrees(immeuble.ref, found.forme, found.condense)


def find_unreleased(vigueur: EnVigueur) -> Iterator[Anomalie]:
    """Given the facts in force, yield the buildings whose right details nobody released.

    What is wrong with details themselves is told where the building is judged.
    """
    for immeuble, found in _right(vigueur):
        if not _is_released(immeuble, found, vigueur):
            cle = immeuble.ref.partition("/")[2]
            yield Anomalie("BANK_CHANGED", "immeubles", immeuble.entite, cle, found.forme)


def _right(vigueur: EnVigueur) -> Iterator[tuple[Immeuble, Coordonnees]]:
    for immeuble in vigueur.immeubles.values():
        found = immeuble.coordonnees
        if found is not None and immeuble.module == "syndic":
            pays = vigueur.faits.entites[immeuble.entite].pays
            if not any(faults_of(found, pays)):
                yield immeuble, found


def _is_released(immeuble: Immeuble, found: Coordonnees, vigueur: EnVigueur) -> bool:
    return vigueur.faits.coordonnees_liberees.get(immeuble.ref) == found.condense
