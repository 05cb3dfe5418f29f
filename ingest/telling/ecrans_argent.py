"""Why a screen of money shows nothing of a building to somebody who has all that it needs besides.

Touches: the store, reading.
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from ingest.rules.designations import FACTURES
from ingest.rules.reperes import NIVEAU
from store.declarations import NATURES
from store.reading import Reading

Raison = tuple[str, str]
"""A rule, and in words."""


def reason_of(ecran: str, known: Reading, immeuble: str, niveaux: Collection[str]) -> Raison | None:
    """Given a screen, a building and the levels of a person there, return what hides it, if any."""
    judge = _JUDGES.get(ecran)
    return judge(known, immeuble, niveaux) if judge else None


def _of_rib(known: Reading, immeuble: str, _: Collection[str]) -> Raison | None:
    if known.rows_at("coordonnees_montrees", immeuble=immeuble):
        return None
    entite, _slash, cle = immeuble.partition("/")
    waiting = known.rows_at("anomalies", code="BANK_CHANGED", entite=entite, cle=cle)
    if waiting:
        return "R-113b", "new bank details wait for `lsc-syncd confirm rib`"
    return "R-110", "LSC sends no right bank details of this building"


def _of_expenses(known: Reading, _: str, niveaux: Collection[str]) -> Raison | None:
    """R-065: nobody without a binder, else the levels that are ticked there."""
    if not known.rows_at("reperes", repere=FACTURES):
        return "R-065", "there is no binder Factures"
    ticked = {row.valeurs["valeur"] for row in known.rows_at("reperes", repere=NIVEAU)}
    if ticked.isdisjoint(niveaux):
        return "R-101", "his level is not ticked on the binder Factures"
    return None


def _of_budgets(known: Reading, immeuble: str, _: Collection[str]) -> Raison | None:
    entite, _slash, cle = immeuble.partition("/")
    for found in known.records("immeubles", entite, "id", [cle]).values():
        place = [colonne.nom for colonne in NATURES["immeubles"].colonnes].index("ancien_decret")
        if found.record.valeurs[place]:
            return "R-103", "the building keeps its accounts by the old decree"
    return None


_JUDGES: Mapping[str, Callable[[Reading, str, Collection[str]], Raison | None]] = MappingProxyType(
    {
        "rib": _of_rib,
        "depenses": _of_expenses,
        "budgets": _of_budgets,
        "delegation": _of_budgets,
    }
)
