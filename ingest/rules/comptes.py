"""Whether an account is open, and from which day it no longer is (R-070, R-075…R-081, R-084).

By default an account that is ticked is open whatever its status (R-075); what closes it is listed
here, each closing with the rule that says so and the day from whose beginning it holds. What is
published for an account is reached while it is open, and no longer (R-057).
Touches: nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Bail, Compte, Parametres
from ingest.rules.jours import after

CLIENTS = ("coproprietaire", "proprietaire", "locataire")
"""The kinds of account that open the extranet; a supplier's opens nothing (R-135)."""

DELAI_MANDAT = timedelta(days=30)


class Fermeture(NamedTuple):
    """A closing: `le` is the first day on which the account is closed, None: it never opened."""

    code: str
    le: date | None
    valeurs: tuple[tuple[str, str], ...] = ()


def closing(compte: Compte, vigueur: EnVigueur) -> Fermeture | None:
    """Given an account, return what closes it first, None when nothing ever does."""
    found = list(closings(compte, vigueur))
    return min(found, key=lambda each: each.le or date.min) if found else None


def closings(compte: Compte, vigueur: EnVigueur) -> Iterator[Fermeture]:
    """Given an account of a client, yield every closing that applies to it."""
    if not compte.publie:
        yield Fermeture("ACCOUNT_NOT_PUBLISHED", None, (("publie", "false"),))
    if compte.ref in vigueur.faits.remplaces:
        yield Fermeture("HOLDER_REPLACED", None, (("compte", compte.ref),))
    if compte.ref in vigueur.faits.places and not _has_place(compte, vigueur):
        yield Fermeture("ACCOUNT_WITHOUT_PLACE", None)
    if compte.genre == "locataire":
        yield from _of_tenant(compte, vigueur)
    elif compte.genre == "coproprietaire":
        yield from _of_seller(compte, vigueur)
    elif compte.genre == "proprietaire":
        yield from _of_landlord(compte, vigueur)


def _has_place(compte: Compte, vigueur: EnVigueur) -> bool:
    """Return whether a record still ties the account to a place: else its building left (R-084)."""
    return (
        compte.ref in vigueur.fiche_du_compte
        or compte.ref in vigueur.mandats_du_compte
        or compte.ref in vigueur.baux_du_compte
    )


def _of_tenant(compte: Compte, vigueur: EnVigueur) -> Iterator[Fermeture]:
    """R-076, R-077: at the recording, and once no lease that still runs is without one (R-080)."""
    parametres = vigueur.parametres
    baux = vigueur.baux_du_compte.get(compte.ref, [])
    for code, option, attribut in (
        ("ACCOUNT_NOTICE", parametres.depublier_locataire_preavis, "preavis_enregistre_le"),
        ("ACCOUNT_DEPARTURE", parametres.depublier_locataire_depart, "depart_enregistre_le"),
    ):
        others = {bail.ref: _recorded(bail, parametres) for bail in baux}
        own = [day for bail in baux if option and (day := getattr(bail, attribut)) is not None]
        day = _first_closed(min(own), baux, others) if own else None
        if day is not None:
            yield Fermeture(code, day, ((attribut, min(own).isoformat()),))


def _recorded(bail: Bail, parametres: Parametres) -> date | None:
    """Return the first day on which an option in force takes a lease for recorded."""
    days = (
        bail.preavis_enregistre_le if parametres.depublier_locataire_preavis else None,
        bail.depart_enregistre_le if parametres.depublier_locataire_depart else None,
    )
    return min((day for day in days if day is not None), default=None)


def _first_closed(start: date, baux: list[Bail], recorded: dict[str, date | None]) -> date | None:
    """Return the first day, from `start`, on which every lease is over or recorded."""
    day = start
    for bail in baux:
        ends = [end for end in (recorded[bail.ref], _over(bail)) if end is not None]
        if not ends:
            return None
        day = max(day, min(ends))
    return day


def _over(bail: Bail) -> date | None:
    """Return the first day on which a lease no longer runs, None when it has no end."""
    return None if bail.sortie is None else after(bail.sortie)


def _of_seller(compte: Compte, vigueur: EnVigueur) -> Iterator[Fermeture]:
    """R-078: when no unit is left in the building; a unit is left at the recorded mutation."""
    fiche = vigueur.fiche_du_compte.get(compte.ref)
    if fiche is None or not vigueur.parametres.depublier_vendeur_mutation:
        return
    left = [
        detention.mutation_enregistree_le
        for detention in vigueur.detentions_de_fiche.get(fiche.ref, [])
        if vigueur.immeuble_of_lot(detention.lot) == fiche.immeuble
    ]
    days = [day for day in left if day is not None]
    if days and len(days) == len(left):
        day = max(days)
        yield Fermeture("ACCOUNT_SOLD", day, (("mutation_enregistree_le", day.isoformat()),))


def _of_landlord(compte: Compte, vigueur: EnVigueur) -> Iterator[Fermeture]:
    """R-079: thirty days after the last mandate became inactive."""
    if not vigueur.parametres.depublier_proprietaire_mandat_inactif:
        return
    mandats = vigueur.mandats_du_compte.get(compte.ref, [])
    days = [mandat.inactif_le for mandat in mandats if mandat.inactif_le is not None]
    if days and len(days) == len(mandats):
        day = max(days)
        le = day + DELAI_MANDAT if day < date.max - DELAI_MANDAT else date.max
        yield Fermeture("ACCOUNT_MANDATE_ENDED", le, (("inactif_le", day.isoformat()),))
