"""Who is of a building's council, at which level, from when until when (R-083, R-129, R-134).

It is asked of each holder of a record that bears a flag, whether his account is published or not,
and whether he has a login or none: he sits all the same. What he reaches is for `rules.acces`.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ingest.rules.en_vigueur import EnVigueur, held
from ingest.rules.faits import Compte, Fiche
from ingest.rules.jours import (
    TOUJOURS,
    Periode,
    beginning_or_none,
    covers,
    included,
    merged,
    segments,
)

SIMPLE, MEMBRE, PRESIDENT = "coproprietaire", "membre", "president"
_RANGS = {SIMPLE: 0, MEMBRE: 1, PRESIDENT: 2}


class Conseiller(NamedTuple):
    """One row of the derived table `conseil`; instants are UTC texts, half-open.

    Whoever is ever of the council has a row for each time, at his exact level then: `niveau` is
    `coproprietaire` while he is not of it.
    """

    immeuble: str
    tiers: str
    niveau: str
    du: str | None
    jusqu_au: str | None


def derive_conseil(vigueur: EnVigueur) -> Iterator[Conseiller]:
    """Given the facts in force, yield every row; none of an account that changed hands (R-081b)."""
    found: dict[tuple[str, str], list[tuple[str, Periode]]] = defaultdict(list)
    for compte in vigueur.comptes.values():
        fiche = vigueur.fiche_du_compte.get(compte.ref)
        if fiche is None or compte.ref in vigueur.faits.remplaces:
            continue
        for tiers, days in _seats(compte, fiche, vigueur):
            found[fiche.immeuble, tiers].append((level_of(fiche), days))
    for (immeuble, tiers), seats in found.items():
        zone = vigueur.zone_of_immeuble(immeuble)
        for niveau, periodes in by_level(seats).items():
            for days in merged(periodes):
                du, jusqu_au = (beginning_or_none(day, zone) for day in days)
                yield Conseiller(immeuble, tiers, niveau, du, jusqu_au)


def level_of(fiche: Fiche) -> str:
    """Given a record that bears a flag, return the level that it gives."""
    return PRESIDENT if fiche.president_cs else MEMBRE


def council_days(
    tiers: str, compte: Compte, fiche: Fiche, there: Iterable[Periode]
) -> Iterator[Periode]:
    """Given a holder, an account as listed, its record, and when he holds a unit, yield his days.

    R-083: the flag is the only holder's, else the correspondent's, else nobody's. Holders are
    counted as listed: one who is unknown may be the one that is meant.
    """
    if not (fiche.membre_cs or fiche.president_cs):
        return
    days_there = tuple(there)
    holdings = [(holder.tiers, included(None, holder.au)) for holder in compte.titulaires]
    for segment in segments(days for _, days in holdings):
        holders = {who for who, days in holdings if covers([days], segment)}
        flagged = holders if len(holders) == 1 else {fiche.correspondant}
        if tiers in holders and tiers in flagged:
            yield from (segment.cut(days) for days in days_there)


def by_level(seats: list[tuple[str, Periode]]) -> Mapping[str, list[Periode]]:
    """Given council levels with their days, return the days of each exact level, from ever on.

    Of several at once it is the highest (R-083).
    """
    if not seats:
        return {SIMPLE: [TOUJOURS]}
    found: dict[str, list[Periode]] = defaultdict(list)
    for segment in segments(periode for _, periode in seats):
        levels = [niveau for niveau, periode in seats if covers([periode], segment)]
        highest = max(levels, key=_RANGS.__getitem__, default=SIMPLE)
        found[highest].append(segment)
    return found


def _seats(compte: Compte, fiche: Fiche, vigueur: EnVigueur) -> Iterator[tuple[str, Periode]]:
    """R-083: who sold his last unit there is no longer of it."""
    if vigueur.faits.immeubles[fiche.immeuble].module != "syndic":
        return
    there = [
        held(detention)
        for detention in vigueur.detentions_de_fiche.get(fiche.ref, ())
        if vigueur.immeuble_of_lot(detention.lot) == fiche.immeuble
    ]
    listed = vigueur.faits.comptes[compte.ref]
    for tiers in {holder.tiers for holder in compte.titulaires}:
        for days in council_days(tiers, listed, fiche, there):
            if not days.is_empty:
                yield tiers, days
