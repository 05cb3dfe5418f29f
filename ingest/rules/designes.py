"""The binders that settings of LSC name: which one is *Factures*, which one of meetings (R-066).

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.rules.classement import folded
from ingest.rules.faits import Classeur, Parametres

FACTURES, ASSEMBLEES = "factures", "assemblees"
_NOMS: Mapping[str, str] = MappingProxyType(
    {FACTURES: "factures", ASSEMBLEES: "assemblees generales"}
)


def designated(
    quoi: str, parametres: Parametres, classeurs: Mapping[str, Classeur]
) -> Classeur | None:
    """Given `factures` or `assemblees`, return the binder that LSC designates as that.

    Else the only one of the syndic with that name, accents and case apart; None without either.
    """
    found = dict(parametres.classeurs_designes).get(f"classeur_{quoi}", "")
    if found in classeurs:
        return classeurs[found]
    of_syndic = (each for each in classeurs.values() if each.module == "syndic")
    named = [each for each in of_syndic if folded(each.nom) == _NOMS[quoi]]
    return named[0] if len(named) == 1 else None
