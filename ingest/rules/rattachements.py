"""What ties an account to a unit, from when until when: a holding, a mandate, a lease.

It is asked by every screen of units, tenants, funds, debtors and owners, and says nothing of who
may look: an account that is not published has units as well (R-102, R-108, R-130).
Touches: nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur, held, leased, mandated
from ingest.rules.faits import Compte
from ingest.rules.jours import Periode, beginning_or_none


class Rattachement(NamedTuple):
    """One row of the derived table of that name.

    `titre` is the co-owner's record, the mandate or the lease; `du` and `jusqu_au` are UTC
    instants, half-open, in the building's zone; the days are the same, both included.
    """

    compte: str
    lot: str
    immeuble: str
    genre: str
    titre: str
    premier_jour: date | None
    dernier_jour: date | None
    du: str | None
    jusqu_au: str | None


def derive_rattachements(vigueur: EnVigueur) -> Iterator[Rattachement]:
    """Given the facts in force, yield every row, also of what is over."""
    for compte in vigueur.comptes.values():
        for titre, lot, days in _of(compte, vigueur):
            if not days.is_empty:
                immeuble = vigueur.immeuble_of_lot(lot)
                zone = vigueur.zone_of_immeuble(immeuble)
                yield Rattachement(
                    compte.ref,
                    lot,
                    immeuble,
                    compte.genre,
                    titre,
                    days.du,
                    None if days.avant is None else days.avant - timedelta(days=1),
                    beginning_or_none(days.du, zone),
                    beginning_or_none(days.avant, zone),
                )


def _of(compte: Compte, vigueur: EnVigueur) -> Iterator[tuple[str, str, Periode]]:
    if compte.genre == "proprietaire":
        for mandat in vigueur.mandats_du_compte.get(compte.ref, ()):
            yield from ((mandat.ref, lot.lot, mandated(mandat, lot)) for lot in mandat.lots)
    elif compte.genre == "locataire":
        for bail in vigueur.baux_du_compte.get(compte.ref, ()):
            yield from ((bail.ref, lot, leased(bail)) for lot in bail.lots)
    elif compte.genre == "coproprietaire" and compte.ref in vigueur.fiche_du_compte:
        fiche = vigueur.fiche_du_compte[compte.ref]
        for detention in vigueur.detentions_de_fiche.get(fiche.ref, ()):
            if vigueur.immeuble_of_lot(detention.lot) == fiche.immeuble:
                yield fiche.ref, detention.lot, held(detention)
