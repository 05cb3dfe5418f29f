"""Case files, as the legal check looks at them: contracts, and until when a document runs (R-138).

Touches: nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, cast

from ingest.rules.bilans import Trouve
from ingest.rules.exigences import CONTRATS, Reglement
from ingest.rules.faits import ref
from ingest.rules.jours import included
from ingest.rules.legal import COPROPRIETAIRES
from store.changes import Valeur


class Dossier(NamedTuple):
    """A case file; both days are included."""

    theme: str | None
    objet: str
    immeuble: str | None
    du: date | None
    au: date | None


def dossier_of(name: str, lu: Mapping[str, Valeur]) -> Dossier:
    """Given the name of a case file and its attributes, return what is read of it."""
    return Dossier(
        theme=cast("str | None", lu["theme"]),
        objet=str(lu["objet"] or lu["reference"]),
        immeuble=ref(name.partition("/")[0], lu["immeuble"]) if lu["immeuble"] else None,
        du=cast("date | None", lu["du"]),
        au=cast("date | None", lu["au"]),
    )


def contracts_of(
    published: Mapping[str, Dossier], immeuble: str, reglement: Reglement, jour: date
) -> Iterator[tuple[frozenset[str], Trouve]]:
    """Given the case files of published themes, yield those that are a building's contracts.

    Each with the items that it is; all co-owners see it. One that has yet to begin is none.
    """
    for name, dossier in published.items():
        codes = CONTRATS.intersection(reglement.themes.get(dossier.theme or "", ()))
        if codes and dossier.immeuble == immeuble and included(dossier.du, None).holds(jour):
            told = f"dossier {name}"
            yield (
                codes,
                Trouve(
                    document=told,
                    unite=told,
                    titre=dossier.objet,
                    classeur="",
                    compte=None,
                    niveaux=COPROPRIETAIRES,
                    traite_le=None,
                    fin=dossier.au,
                ),
            )
