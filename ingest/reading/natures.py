"""The 30 natures of the contract, by name: whose they are, and which hold secrets.

What is read of a nature is told by `store.declarations`; here is only what receiving needs, without
the weight of the store.
Touches: nothing.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from ingest.disk.tree import nfc

_NAMED_LIKE_A_SECRET = re.compile(r"(connexions|digicodes).*\.xml", re.DOTALL)


class Nature(NamedTuple):
    """One nature of export.md, "Les natures"."""

    nom: str
    par_entite: bool
    """One file per entity, else one for the agency."""
    scellee: bool
    """It holds secrets: encrypted at sealing, never in clear after it."""


_AGENCE = [
    "parametres",
    "entites",
    "utilisateurs",
    "tiers",
    "connexions",
    "relations",
    "journaux",
    "classeurs",
    "modeles",
]
_PAR_ENTITE = [
    "immeubles",
    "lots",
    "comptes",
    "fiches_coproprietaires",
    "detentions",
    "mandats",
    "baux",
    "analytiques",
    "exercices",
    "ecritures",
    "depenses",
    "budgets",
    "travaux",
    "fonds_travaux",
    "correspondants",
    "dossiers",
    "evenements",
    "photos",
    "contacts",
    "digicodes",
    "assemblees",
]
_SCELLEES = frozenset({"connexions", "digicodes"})

NATURES: Mapping[str, Nature] = MappingProxyType(
    {nom: Nature(nom, nom in _PAR_ENTITE, nom in _SCELLEES) for nom in (*_AGENCE, *_PAR_ENTITE)}
)


def is_sealed(nature: str | None, chemin: str) -> bool:
    """Given what a line of the manifest says, return whether its file may never stand in clear."""
    known = NATURES.get(nature.strip().casefold()) if nature else None
    return (known is not None and known.scellee) or is_named_like_a_secret(chemin)


def is_named_like_a_secret(chemin: str) -> bool:
    """Given a path, return whether its last name is that of a sealed nature, or made of one.

    `connexions.xml.filepart`, `.in.Digicodes-S1.xml.` and `copie de connexions.xml` are.
    """
    path = nfc(chemin)
    folded = path.casefold()
    if not any(nature in folded for nature in _SCELLEES):
        return False
    return bool(_NAMED_LIKE_A_SECRET.search(PurePosixPath(path).name.casefold()))
