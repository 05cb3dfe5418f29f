"""The derived tables by name, and the order of their values in `DerivedChange`.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from store.models.derives import (
    Acces,
    Anomalie,
    CoordonneesMontrees,
    Derive,
    Droit,
    EcritureMasquee,
    LigneDeCompte,
    OptionEffective,
    Publication,
    Rattachement,
    Repere,
)
from store.models.liens import Conseiller, Contrat, FinTitulaire, Location, Occupation

TABLES: Mapping[str, type[Derive]] = MappingProxyType(
    {
        "acces": Acces,
        "droits": Droit,
        "publication": Publication,
        "anomalies": Anomalie,
        "rattachements": Rattachement,
        "fins_titulaires": FinTitulaire,
        "conseil": Conseiller,
        "locations": Location,
        "occupations": Occupation,
        "contrats": Contrat,
        "options_effectives": OptionEffective,
        "coordonnees_montrees": CoordonneesMontrees,
        "reperes": Repere,
        "lignes_de_compte": LigneDeCompte,
        "ecritures_masquees": EcritureMasquee,
    }
)
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(field for field in table.model_fields if field not in Derive.model_fields)
        for name, table in TABLES.items()
    }
)
