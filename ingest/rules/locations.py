"""Who lives in the units of a landlord: each lease that runs while the unit is under his mandate.

R-107 (his tenants) and R-108 (who occupied his units) ask it; that the tenant's own account is
closed changes nothing of it. That he may look, and that the setting is on, is for the view.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur, leased, mandated
from ingest.rules.faits import Bail
from ingest.rules.jours import Periode, after, beginning_or_none, merged, months_later

MOIS_DE_SUIVI = 12
"""How long who left and owes is still shown, at most (R-107)."""


class Location(NamedTuple):
    """One row of the derived table of that name.

    `compte` is the landlord's account, `locataire` the tenant's; the days, both included, and the
    UTC instants, half-open, in the building's zone, are those of the lease under the mandate.
    """

    compte: str
    locataire: str
    bail: str
    lot: str
    immeuble: str
    premier_jour: date | None
    dernier_jour: date | None
    du: str | None
    jusqu_au: str | None
    suivi_jusqu_au: str | None
    """Until when who left is shown while he owes."""
    solde_propre: bool
    """Every unit that the tenant's account ever rented was let by this landlord."""


Mandats = Mapping[str, list[Periode]]
"""By landlord's account, the days on which a unit is under its mandates."""


def derive_locations(vigueur: EnVigueur) -> Iterator[Location]:
    """Given the facts in force, yield every row, also of what is over."""
    mandats = {lot: _mandats(lot, vigueur) for lot in vigueur.mandats_du_lot}
    for lot, own in mandats.items():
        immeuble = vigueur.immeuble_of_lot(lot)
        zone = vigueur.zone_of_immeuble(immeuble)
        for bail in vigueur.baux_du_lot.get(lot, ()):
            for compte, under in own.items():
                is_own = _lets_all(compte, bail.compte, mandats, vigueur)
                for days in (each.cut(leased(bail)) for each in under):
                    if not days.is_empty:
                        end = _follow_up(bail, days, under)
                        yield Location(
                            compte,
                            bail.compte,
                            bail.ref,
                            lot,
                            immeuble,
                            days.du,
                            None if days.avant is None else days.avant - timedelta(days=1),
                            beginning_or_none(days.du, zone),
                            beginning_or_none(days.avant, zone),
                            beginning_or_none(end, zone),
                            is_own,
                        )


def _mandats(lot: str, vigueur: EnVigueur) -> Mandats:
    """A building of the syndic's has no landlord."""
    found: dict[str, list[Periode]] = defaultdict(list)
    if vigueur.faits.immeubles[vigueur.immeuble_of_lot(lot)].module == "gerance":
        for mandat, lot_mandat in vigueur.mandats_du_lot[lot]:
            found[mandat.compte].append(mandated(mandat, lot_mandat))
    return {compte: merged(days) for compte, days in found.items()}


def _follow_up(bail: Bail, days: Periode, under: list[Periode]) -> date | None:
    """Return the day from which he is shown no more, whatever he owes.

    A mandate that is over ends it: what the account owes then may be another landlord's.
    """
    if bail.sortie is None or days.avant != after(bail.sortie):
        return days.avant
    last = months_later(days.avant, MOIS_DE_SUIVI)
    ends = [each.avant for each in under if each.holds(bail.sortie) and each.avant is not None]
    return min([last, *ends])


def _lets_all(compte: str, locataire: str, mandats: Mapping[str, Mandats], v: EnVigueur) -> bool:
    """Return whether all that a tenant's account ever rented was under mandates of this one.

    Else its balance and entries are of another landlord's too (R-042 amended says why).
    """
    return all(
        any(not leased(bail).cut(days).is_empty for days in mandats.get(lot, {}).get(compte, ()))
        for bail in v.baux_du_compte.get(locataire, ())
        for lot in bail.lots
    )
