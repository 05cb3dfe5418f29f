"""What a landlord sees of his tenants' documents: which accounts, of which days (R-042).

Only while the agency has it so, for all landlords or for this one; only what was processed while
every lease that ran on the tenant's account was of units that were this landlord's to let, whole:
of an account with leases of several landlords he sees nothing of the days of the others.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.rules.comptes import Fermeture, closing
from ingest.rules.en_vigueur import EnVigueur, leased, mandated
from ingest.rules.faits import Bail, Classeur, Compte
from ingest.rules.jours import Periode, covers, merged, segments
from ingest.rules.reglages import CLASSEUR, COMPTE, GERANCE, Reglages

BAILLEUR = "bailleur"
"""His level there: a binder has it that tenants open, unless the agency excludes it."""
OPTION = "documents_locataires"


class Location(NamedTuple):
    """A tenant's account, the days whose documents its landlord sees, and what closes it."""

    compte: str
    traite: Periode
    fermeture: Fermeture | None


def tenants_of(compte: Compte, vigueur: EnVigueur, reglages: Reglages) -> Iterator[Location]:
    """Given a landlord's account, yield the tenants' accounts that it sees documents of.

    One that never opened shows nothing; of one that closes, nothing after (R-081).
    """
    if not reglages.of(GERANCE, OPTION, (COMPTE, compte.ref)):
        return
    managed = _managed(compte, vigueur)
    leases = (bail for lot in managed for bail in vigueur.baux_du_lot.get(lot, ()))
    for ref in sorted({bail.compte for bail in leases} - vigueur.comptes_mal_loues):
        tenant = vigueur.comptes[ref]
        fermeture = closing(tenant, vigueur)
        if tenant.genre != "locataire" or (fermeture is not None and fermeture.le is None):
            continue
        for days in _his_days(vigueur.baux_du_compte[ref], managed):
            yield Location(ref, days, fermeture)


def opened_by(classeur: Classeur, niveaux: frozenset[str], reglages: Reglages) -> frozenset[str]:
    """Given a binder and the levels that open it, return them with landlords where tenants do.

    The agency may keep a binder from landlords.
    """
    is_excluded = reglages.own(CLASSEUR, classeur.ref, OPTION) is False
    is_theirs = "locataire" in niveaux and not is_excluded
    return niveaux | {BAILLEUR} if is_theirs else niveaux


def _managed(compte: Compte, vigueur: EnVigueur) -> dict[str, list[Periode]]:
    """Return the units that the account ever had under a mandate, with their days."""
    found: dict[str, list[Periode]] = defaultdict(list)
    for mandat in vigueur.mandats_du_compte.get(compte.ref, ()):
        for lot in mandat.lots:
            found[lot.lot].append(mandated(mandat, lot))
    return {lot: merged(days) for lot, days in found.items()}


def _his_days(baux: Iterable[Bail], managed: dict[str, list[Periode]]) -> list[Periode]:
    """Return the days on which a lease ran, and each that ran was of his units only."""
    let = [(bail, leased(bail)) for bail in baux if not leased(bail).is_empty]
    limits = [days for _, days in let]
    limits += [days for bail, _ in let for lot in bail.lots for days in managed.get(lot, ())]
    return merged(
        segment
        for segment in segments(limits)
        if (running := [bail for bail, days in let if covers([days], segment)])
        and all(_is_his(bail, segment, managed) for bail in running)
    )


def _is_his(bail: Bail, segment: Periode, managed: dict[str, list[Periode]]) -> bool:
    return bool(bail.lots) and all(covers(managed.get(lot, ()), segment) for lot in bail.lots)
