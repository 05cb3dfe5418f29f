"""The binders that LSC designates for a use: those of invoices and of meetings (R-066, R-150).

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.rules.classement import folded
from ingest.rules.faits import Classeur, Parametres

FACTURES, ASSEMBLEES = "classeur_factures", "classeur_assemblees"
NOMS = MappingProxyType({FACTURES: "factures", ASSEMBLEES: "assemblees generales"})
"""By the attribute that designates a binder, the name that it is known by without one."""


def binder_of(
    usage: str, classeurs: Mapping[str, Classeur], parametres: Parametres
) -> Classeur | None:
    """Given the binders that have an effect, return the one of that use, None without one.

    It is the one designated, else the only one of the syndic's with its name (R-066).
    """
    designated = dict(parametres.classeurs_designes).get(usage)
    if designated is not None and designated in classeurs:
        return classeurs[designated]
    named = [
        each
        for each in classeurs.values()
        if each.module == "syndic" and folded(each.nom) == NOMS[usage]
    ]
    return named[0] if len(named) == 1 else None
