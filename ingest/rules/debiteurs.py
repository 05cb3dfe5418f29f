"""What keeps a list of debtors from being whole (R-102).

Touches: nothing.
"""

from collections.abc import Iterator

from ingest.rules.anomalies import Anomalie
from ingest.rules.en_vigueur import EnVigueur, held
from ingest.rules.faits import Fiche
from ingest.rules.reglages import IMMEUBLE, SYNDIC, Reglages


def find_without_balance(vigueur: EnVigueur, reglages: Reglages) -> Iterator[Anomalie]:
    """Given the facts and settings in force, yield the accounts that no list of debtors can judge.

    They are those of co-owners, published or not, who keep a unit; told where the list is shown.
    """
    for ref, fiche in vigueur.fiche_du_compte.items():
        compte = vigueur.comptes.get(ref)
        if compte is None or compte.has_solde or not _keeps_a_unit(fiche, vigueur):
            continue
        if reglages.of(SYNDIC, "debiteurs", (IMMEUBLE, fiche.immeuble)):
            cle = ref.partition("/")[2]
            yield Anomalie("DEBTORS_PARTIAL", "comptes", compte.entite, cle, "solde")


def _keeps_a_unit(fiche: Fiche, vigueur: EnVigueur) -> bool:
    return any(
        held(each).avant is None and vigueur.immeuble_of_lot(each.lot) == fiche.immeuble
        for each in vigueur.detentions_de_fiche.get(fiche.ref, ())
    )
