"""The works of the sample's buildings: some in progress, some done long ago (R-104, R-105).

Touches: nothing.
"""

from syncd.sample.calendrier import months_ago, months_later
from syncd.sample.contenus import money
from syncd.sample.ledger import Operation
from syncd.sample.patrimoine import Immeuble
from syncd.sample.registre import Registre


def carry_out_works(registre: Registre, entite: str, building: Immeuble) -> None:
    """Given a building under syndic, write its works."""
    registre.add(
        Operation(
            id=registre.identifier("O", entite),
            immeuble=building.id,
            designation="Ravalement des façades",
            debut=months_ago(registre.nuit, 2, 1),
            fin_prevue=months_later(registre.nuit, 4),
            decision_ag=building.derniere_ag,
            resolution="7",
            budget=money(registre, entite, 84_000),
            realise=money(registre, entite, 31_500),
        ),
        entite,
    )
    registre.add(
        Operation(
            id=registre.identifier("O", entite),
            immeuble=building.id,
            designation="Réfection de la toiture",
            debut=months_ago(registre.nuit, 30, 1),
            budget=money(registre, entite, 42_000),
            realise=money(registre, entite, 40_150),
            acheve_le=months_ago(registre.nuit, 25, 12),
            inactif=True,
        ),
        entite,
    )
