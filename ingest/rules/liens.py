"""What follows from accounts, units and persons, and says nothing of who may look.

These tables are derived together, when any of what they follow from changes (`planning.scope`).
Touches: nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ingest.rules.conseil import Conseiller, derive_conseil
from ingest.rules.contrats import Contrat, derive_contrats
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.locations import Location, derive_locations
from ingest.rules.occupations import Occupation, derive_occupations
from ingest.rules.rattachements import Rattachement, derive_rattachements
from ingest.rules.rib import CoordonneesMontrees, derive_coordonnees
from ingest.rules.titulaires import FinTitulaire, derive_fins

Liens = Mapping[str, Any]
"""By derived table, its rows: a frozenset of that table's own kind."""

_DERIVES: Mapping[str, Callable[[EnVigueur], Iterable[object]]] = MappingProxyType(
    {
        "rattachements": derive_rattachements,
        "fins_titulaires": derive_fins,
        "conseil": derive_conseil,
        "locations": derive_locations,
        "occupations": derive_occupations,
        "contrats": derive_contrats,
        "coordonnees_montrees": derive_coordonnees,
    }
)
_KINDS: Mapping[str, Callable[[Iterable[Any]], object]] = MappingProxyType(
    {
        "rattachements": Rattachement._make,
        "fins_titulaires": FinTitulaire._make,
        "conseil": Conseiller._make,
        "locations": Location._make,
        "occupations": Occupation._make,
        "contrats": Contrat._make,
        "coordonnees_montrees": CoordonneesMontrees._make,
    }
)
LIENS = tuple(_DERIVES)
"""The tables."""


def derive_liens(vigueur: EnVigueur) -> Liens:
    """Given the facts in force, return every row of each of these tables."""
    return {name: frozenset(derive(vigueur)) for name, derive in _DERIVES.items()}


def liens_of(rows: Mapping[str, Iterable[Any]]) -> Liens:
    """Given the values of all rows, by derived table, return those of these tables as rows."""
    return {name: frozenset(map(make, rows[name])) for name, make in _KINDS.items()}
