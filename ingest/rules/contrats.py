"""The contracts of a building: its case files with a theme, from when until when (R-138).

Which themes are published is a setting of LSC; who may look is one of the extranet's side.
Touches: nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.jours import beginning_or_none, included


class Contrat(NamedTuple):
    """One row of the derived table `contrats`; instants are UTC texts, half-open.

    They follow from the case file's days, both included, in the building's zone.
    """

    dossier: str
    immeuble: str
    du: str | None
    jusqu_au: str | None


def derive_contrats(vigueur: EnVigueur) -> Iterator[Contrat]:
    """Given the facts in force, yield every row; none of a case file without building or day."""
    for dossier in vigueur.dossiers.values():
        days = included(dossier.du, dossier.au)
        immeuble = vigueur.faits.immeubles.get(dossier.immeuble or "")
        if dossier.theme is None or immeuble is None or days.is_empty:
            continue
        if vigueur.why_not("immeubles", immeuble.ref) is None:
            zone = vigueur.zone_of_immeuble(immeuble.ref)
            du, jusqu_au = (beginning_or_none(day, zone) for day in days)
            yield Contrat(dossier.ref, immeuble.ref, du, jusqu_au)
