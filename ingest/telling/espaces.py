"""The spaces of a person: co-owner's, landlord's, tenant's, and what each switches between (R-074).

Touches: the store, reading.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast

from ingest.rules.acces import COMPTE
from ingest.rules.derivation import in_force
from ingest.rules.en_vigueur import EnVigueur, leased
from ingest.telling.explanation import facts_known
from ingest.telling.proof import is_current
from ingest.workshop import Workshop, instant
from store.reading import Reading


class Lieu(NamedTuple):
    """One place of the switcher; `par_tiers` is whose it is, another's for a super tiers (R-073).

    `lieu` is a building for a co-owner, an account for a landlord, a unit for a tenant; the account
    where none is known. `jusqu_au` is the UTC instant at which the account closes, if it does.
    """

    espace: str
    lieu: str
    compte: str
    par_tiers: str
    jusqu_au: str | None


def spaces_of(known: Reading, workshop: Workshop, tiers: str, now: datetime) -> list[Lieu]:
    """Given a person and an aware instant, return what he may choose from, in order; [] when off.

    One space and one place: he goes straight in.
    """
    moment = instant(now)
    rows = known.rows_at("acces", tiers=tiers, portee=COMPTE)
    vigueur = in_force(facts_known(known, workshop))
    found = {
        Lieu(
            str(row["espace"]),
            lieu,
            str(row["compte"]),
            str(row["par_tiers"]),
            cast("str | None", row["jusqu_au"]),
        )
        for row in (each.valeurs for each in rows if is_current(each, moment))
        if row["cible"] == row["compte"]
        for lieu in _places(str(row["espace"]), str(row["compte"]), vigueur, now)
    }
    return sorted(found, key=lambda lieu: (lieu.par_tiers != tiers, *lieu[:4]))


def last_added(known: Reading, tiers: str, now: datetime) -> dict[str, str]:
    """Given a person and an aware instant, return when each account last had a document (R-073).

    By account, the UTC instant from which it shows; those that show none then are left out.
    """
    rows = known.view("portail_autres_comptes", tiers, at=instant(now))
    found: dict[str, str] = {}
    for row in rows:
        if row["ajoute_le"] is not None:
            compte, ajoute_le = str(row["compte"]), str(row["ajoute_le"])
            found[compte] = max(ajoute_le, found.get(compte, ""))
    return found


def _places(espace: str, compte: str, vigueur: EnVigueur, now: datetime) -> list[str]:
    found: list[str] = []
    if espace == "coproprietaire":
        fiche = vigueur.fiche_du_compte.get(compte)
        found = [fiche.immeuble] if fiche else []
    elif espace == "locataire":
        found = list(_leased_units(compte, vigueur, now))
    return found or [compte]


def _leased_units(compte: str, vigueur: EnVigueur, now: datetime) -> Iterator[str]:
    today = now.astimezone(vigueur.zone_of_compte(vigueur.comptes[compte])).date()
    for bail in vigueur.baux_du_compte.get(compte, ()):
        if leased(bail).holds(today):
            yield from bail.lots
