"""When a holder of an account is one no longer: who has no row here holds it without end.

It is asked wherever a screen names the holders of an account: few are former ones (R-083).
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Compte
from ingest.rules.jours import after, beginning


class FinTitulaire(NamedTuple):
    """One row of the derived table `fins_titulaires`; the UTC instant is in the account's zone."""

    compte: str
    tiers: str
    jusqu_au: str


def derive_fins(vigueur: EnVigueur) -> Iterator[FinTitulaire]:
    """Given the facts in force, yield every row."""
    for compte in vigueur.comptes.values():
        if any(titulaire.au is not None for titulaire in compte.titulaires):
            zone = vigueur.zone_of_compte(compte)
            for tiers, last in _last_days(compte):
                yield FinTitulaire(compte.ref, tiers, beginning(after(last), zone))


def _last_days(compte: Compte) -> Iterator[tuple[str, date]]:
    """Who is listed twice holds it until the later day, or without end."""
    days: dict[str, list[date | None]] = defaultdict(list)
    for titulaire in compte.titulaires:
        days[titulaire.tiers].append(titulaire.au)
    for tiers, found in days.items():
        known = [day for day in found if day is not None]
        if len(known) == len(found):
            yield tiers, max(known)
