"""Who occupied a landlord's units on 1 January, told during the year that began that day (R-108).

The years of one occupant of a unit follow each other as his leases do: one row stands for them.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.jours import Periode, after, beginning_or_none, included, merged
from ingest.rules.locations import derive_locations


class Occupation(NamedTuple):
    """One row of the derived table of that name; UTC instants, half-open, in the building's zone.

    `compte` is the landlord's account, `tiers` a holder of the tenant's.
    """

    compte: str
    lot: str
    immeuble: str
    tiers: str
    du: str | None
    jusqu_au: str | None


def derive_occupations(vigueur: EnVigueur) -> Iterator[Occupation]:
    """Given the facts in force, yield every row, also of what is over."""
    found: dict[tuple[str, str, str, str], list[Periode]] = defaultdict(list)
    for each in derive_locations(vigueur):
        days = included(each.premier_jour, each.dernier_jour)
        for titulaire in vigueur.comptes[each.locataire].titulaires:
            there = years_of(days.cut(included(None, titulaire.au)))
            found[each.compte, each.lot, each.immeuble, titulaire.tiers].append(there)
    for (compte, lot, immeuble, tiers), years in found.items():
        zone = vigueur.zone_of_immeuble(immeuble)
        for du, avant in merged(years):
            yield Occupation(
                *(compte, lot, immeuble, tiers),
                beginning_or_none(du, zone),
                beginning_or_none(avant, zone),
            )


def years_of(days: Periode) -> Periode:
    """Given days, return the years whose 1 January is one of them; empty when none is.

    Who leaves on 1 January was there.
    """
    if days.is_empty:
        return days
    du = days.du if days.du is None or _is_first(days.du) else _next_year(days.du)
    return Periode(du, None if days.avant is None else _last_end(days.avant))


def _last_end(avant: date) -> date:
    """Given the day after the last one, return the end of the year that this one is in."""
    return avant if _is_first(avant) else _next_year(avant)


def _is_first(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _next_year(day: date) -> date:
    return date(day.year + 1, 1, 1) if day.year < date.max.year else after(date.max)
