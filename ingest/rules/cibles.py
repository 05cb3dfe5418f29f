"""Whom the target of an event reaches (R-041 (f); export.md, "Qui une cible atteint").

A target becomes accounts or one building, nothing else: an event on a lease or a unit is resolved
to the accounts that were concerned on `traite_le`, so that no later tenant or buyer ever sees it
(R-082). That the account is open today, and at which level, is for `acces` to say.
Touches: nothing.
"""

from collections.abc import Iterator
from datetime import date, tzinfo
from typing import NamedTuple

from ingest.rules.acces import COMPTE, IMMEUBLE
from ingest.rules.en_vigueur import EnVigueur, held, leased, mandated
from ingest.rules.faits import Evenement


class Portee(NamedTuple):
    """One scope of a document."""

    portee: str
    cible: str


def scopes_of(evenement: Evenement, vigueur: EnVigueur) -> tuple[Portee, ...]:
    """Given an event, return its scopes in order; none when it or its target has no effect."""
    if vigueur.why_not("evenements", evenement.ref):
        return ()
    return tuple(sorted(set(_scopes(evenement, vigueur))))


def zone_of(evenement: Evenement, vigueur: EnVigueur) -> tzinfo:
    """Given an event, return the zone of its building, else of its entity."""
    faits = vigueur.faits
    if evenement.immeuble is not None:
        return vigueur.zone_of_immeuble(evenement.immeuble)
    if compte := faits.comptes.get(evenement.compte or ""):
        return vigueur.zone_of_compte(compte)
    bail = faits.baux.get(evenement.bail or "")
    lots = bail.lots if bail else (evenement.lot or "",)
    lot = faits.lots.get(lots[0]) if lots else None
    return (
        vigueur.zone_of_immeuble(lot.immeuble) if lot else vigueur.zone_of_entite(evenement.entite)
    )


def buildings_of(evenement: Evenement, vigueur: EnVigueur) -> frozenset[str]:
    """Given an event, return the buildings that it concerns: its own, its units', its account's."""
    faits = vigueur.faits
    found = {evenement.immeuble} if evenement.immeuble is not None else set()
    bail = faits.baux.get(evenement.bail or "")
    lots = bail.lots if bail else (evenement.lot or "",)
    found |= {faits.lots[lot].immeuble for lot in lots if lot in faits.lots}
    fiche = vigueur.fiche_du_compte.get(evenement.compte or "")
    if fiche is not None:
        found.add(fiche.immeuble)
    for each in vigueur.baux_du_compte.get(evenement.compte or "", ()):
        found |= {vigueur.immeuble_of_lot(lot) for lot in each.lots}
    for mandat in vigueur.mandats_du_compte.get(evenement.compte or "", ()):
        found |= {vigueur.immeuble_of_lot(lot.lot) for lot in mandat.lots}
    return frozenset(found)


def _scopes(evenement: Evenement, vigueur: EnVigueur) -> Iterator[Portee]:
    """A target that does not exist (of an event that left its list, which is not judged): none."""
    day, faits = evenement.traite_le, vigueur.faits
    if immeuble := faits.immeubles.get(evenement.immeuble or ""):
        yield Portee(IMMEUBLE, immeuble.ref)
    if compte := faits.comptes.get(evenement.compte or ""):
        yield Portee(COMPTE, compte.ref)
    if lot := faits.lots.get(evenement.lot or ""):
        yield from _of_lot(lot.ref, day, vigueur)
    if bail := faits.baux.get(evenement.bail or ""):
        yield Portee(COMPTE, bail.compte)
        for ref in bail.lots:
            yield from _landlords(ref, day, vigueur)


def _of_lot(lot: str, day: date, vigueur: EnVigueur) -> Iterator[Portee]:
    """The co-owner; or the landlord and the tenant: who held it on that day."""
    fiches = vigueur.faits.fiches_coproprietaires
    for detention in vigueur.detentions_du_lot.get(lot, ()):
        if held(detention).holds(day):
            yield Portee(COMPTE, fiches[detention.fiche].compte)
    for bail in vigueur.baux_du_lot.get(lot, ()):
        if leased(bail).holds(day):
            yield Portee(COMPTE, bail.compte)
    yield from _landlords(lot, day, vigueur)


def _landlords(lot: str, day: date, vigueur: EnVigueur) -> Iterator[Portee]:
    """The landlord under mandate on that day, an ended mandate included."""
    for mandat, lot_mandat in vigueur.mandats_du_lot.get(lot, ()):
        if mandated(mandat, lot_mandat).holds(day):
            yield Portee(COMPTE, mandat.compte)
