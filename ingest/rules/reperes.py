"""What screens are told by name: designated binders, the levels that see expenses, staff's roots.

R-065 and R-101: expenses have the rights of the binder *Factures*; without one, nobody sees them.
Touches: nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.rules.classement import levels_of
from ingest.rules.designations import FACTURES, NOMS, binder_of
from ingest.rules.en_vigueur import EnVigueur

NIVEAU, RACINE = "niveau_depenses", "racine_personnel"


class Repere(NamedTuple):
    """One row of the derived table of that name."""

    repere: str
    valeur: str


def derive_reperes(vigueur: EnVigueur) -> Iterator[Repere]:
    """Given the facts in force, yield every row."""
    options = vigueur.faits.options
    for usage in NOMS:
        if classeur := binder_of(usage, vigueur.classeurs, vigueur.parametres):
            yield Repere(usage, classeur.ref)
    if factures := binder_of(FACTURES, vigueur.classeurs, vigueur.parametres):
        yield from (Repere(NIVEAU, niveau) for niveau in levels_of(factures, options))
    yield from (Repere(RACINE, racine) for racine in options.racines_personnel)
