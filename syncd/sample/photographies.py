"""The photos of the sample's buildings and units: shown, not publishable, a thumbnail (R-120).

Touches: nothing.
"""

from syncd.sample.ledger import Photo
from syncd.sample.patrimoine import Immeuble, Lot
from syncd.sample.registre import Registre

_VUES = ("facade.png", "entree.png")


def photograph_building(registre: Registre, entite: str, building: Immeuble) -> None:
    """Given a building, write two photos to be seen, one that is not, and a thumbnail."""
    for rang, nom in enumerate(_VUES, start=1):
        registre.add(
            Photo(
                immeuble=building.id,
                rang=rang,
                nom=nom,
                publiable=True,
                source=f"{entite}-{building.id}-{rang}",
            ),
            entite,
        )
    hidden = Photo(immeuble=building.id, rang=3, nom="chaufferie.png")
    thumbnail = Photo(immeuble=building.id, rang=4, nom="vignette.png", vignette=True)
    for photo in (hidden, thumbnail):
        registre.add(photo, entite)


def photograph_lot(registre: Registre, entite: str, lot: Lot) -> None:
    """Given a unit to let, write its photo."""
    source = f"{entite}-{lot.id}-1"
    photo = Photo(lot=lot.id, rang=1, nom="sejour.png", publiable=True, source=source)
    registre.add(photo, entite)
