"""What each person reaches: accounts and buildings, at which level, from when until when.

One row per person, account, scope and level (architecture, "From facts to what people see"). Only
who has a login reaches anything (R-071). An account's own documents are reached while it is open;
its building while, besides, a unit is held there (R-075), which is also what the council's level
needs (R-083).
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ingest.rules.bailleurs import BAILLEUR, tenants_of
from ingest.rules.comptes import CLIENTS, Fermeture, closing
from ingest.rules.conseil import by_level, council_days, level_of
from ingest.rules.en_vigueur import EnVigueur, held, leased, mandated
from ingest.rules.faits import Compte, Fiche
from ingest.rules.jours import Periode, beginning_or_none, included, merged
from ingest.rules.reglages import Reglages

COMPTE, IMMEUBLE = "compte", "immeuble"
MODULES = {"coproprietaire": "syndic", "proprietaire": "gerance", "locataire": "gerance"}


class Acces(NamedTuple):
    """One row of the derived table of that name; instants are UTC texts, half-open."""

    tiers: str
    par_tiers: str
    compte: str
    espace: str
    portee: str
    cible: str
    niveau: str
    du: str | None
    jusqu_au: str | None
    traite_depuis: date | None = None
    traite_jusqu_au: date | None = None
    motif_fin: str | None = None


class Tenure(NamedTuple):
    """One holder of one open account, in days."""

    tiers: str
    compte: Compte
    fiche: Fiche | None
    ouvert: Periode
    """While the account is open and he holds it."""
    immeubles: Mapping[str, tuple[Periode, ...]]
    """While he has, besides, a unit, a mandate or a lease in each building."""
    conseil: tuple[Periode, ...]
    """While he is of the council of the fiche's building."""
    fermeture: Fermeture | None


Places = dict[str, list[Periode]]
"""By building, the days on which an account has a unit, a mandate or a lease there."""


def derive_acces(vigueur: EnVigueur, reglages: Reglages) -> Iterator[Acces]:
    """Given the facts in force and the settings of the extranet's side, yield every row."""
    tenures = [
        tenure
        for compte in vigueur.comptes.values()
        if compte.genre in CLIENTS
        for tenure in tenures_of(compte, vigueur)
    ]
    conseils = _councils(tenures)
    for tenure in tenures:
        readers = {tenure.tiers, *vigueur.super_tiers_of.get(tenure.tiers, ())}
        for reader in readers & vigueur.logins:
            yield from _rows(tenure, reader, conseils, vigueur)
            if tenure.compte.genre == "proprietaire":
                yield from _rows_of_tenants(tenure, reader, vigueur, reglages)


def tenures_of(compte: Compte, vigueur: EnVigueur) -> Iterator[Tenure]:
    """Given an account, yield what each of its holders has of it."""
    fermeture = closing(compte, vigueur)
    if fermeture is not None and fermeture.le is None:
        return
    fiche = vigueur.fiche_du_compte.get(compte.ref)
    places = _places(compte, fiche, vigueur)
    for titulaire in compte.titulaires:
        ouvert = included(None, titulaire.au).cut(
            Periode(None, fermeture.le if fermeture else None)
        )
        immeubles = {
            immeuble: tuple(merged(periode.cut(ouvert) for periode in periodes))
            for immeuble, periodes in places.items()
        }
        listed = vigueur.faits.comptes[compte.ref]
        there = immeubles.get(fiche.immeuble, ()) if fiche else ()
        conseil = tuple(council_days(titulaire.tiers, listed, fiche, there)) if fiche else ()
        yield Tenure(titulaire.tiers, compte, fiche, ouvert, immeubles, conseil, fermeture)


def _places(compte: Compte, fiche: Fiche | None, vigueur: EnVigueur) -> Places:
    """Return the buildings of an account, with the days on which it has something there.

    A building of the syndic's reaches co-owners, one of the gérance landlords and tenants.
    """
    found: Places = defaultdict(list)
    for immeuble, days in _holdings(compte, fiche, vigueur):
        if vigueur.faits.immeubles[immeuble].module == MODULES[compte.genre]:
            found[immeuble].append(days)
    return found


def _holdings(
    compte: Compte, fiche: Fiche | None, vigueur: EnVigueur
) -> Iterator[tuple[str, Periode]]:
    if compte.genre == "proprietaire":
        mandats = vigueur.mandats_du_compte.get(compte.ref, ())
        return (
            (vigueur.immeuble_of_lot(lot.lot), mandated(mandat, lot))
            for mandat in mandats
            for lot in mandat.lots
        )
    if compte.genre == "locataire":
        baux = vigueur.baux_du_compte.get(compte.ref, ())
        return ((vigueur.immeuble_of_lot(lot), leased(bail)) for bail in baux for lot in bail.lots)
    detentions = vigueur.detentions_de_fiche.get(fiche.ref, ()) if fiche else ()
    return (
        (fiche.immeuble, held(detention))
        for detention in detentions
        if fiche is not None and vigueur.immeuble_of_lot(detention.lot) == fiche.immeuble
    )


Conseils = Mapping[tuple[str, str], list[tuple[str, Periode]]]
"""By person and building: each council level, with its days."""


def _councils(tenures: Iterable[Tenure]) -> Conseils:
    found: dict[tuple[str, str], list[tuple[str, Periode]]] = defaultdict(list)
    for tenure in tenures:
        if tenure.fiche is not None:
            found[tenure.tiers, tenure.fiche.immeuble] += [
                (level_of(tenure.fiche), periode)
                for periode in tenure.conseil
                if not periode.is_empty
            ]
    return found


def _rows(tenure: Tenure, reader: str, conseils: Conseils, vigueur: EnVigueur) -> Iterator[Acces]:
    """A super tiers reaches what his tiers reaches, judged as that one is (R-073)."""
    own = vigueur.zone_of_compte(tenure.compte)
    for portee, cible, niveau, days in _scopes(tenure, conseils):
        zone = own if portee == COMPTE else vigueur.zone_of_immeuble(cible)
        end = tenure.fermeture
        by_closing = end is not None and days.avant == end.le
        yield Acces(
            tiers=reader,
            par_tiers=tenure.tiers,
            compte=tenure.compte.ref,
            espace=tenure.compte.genre,
            portee=portee,
            cible=cible,
            niveau=niveau,
            du=beginning_or_none(days.du, zone),
            jusqu_au=beginning_or_none(days.avant, zone),
            motif_fin=end.code if by_closing and end is not None else None,
        )


def _rows_of_tenants(
    tenure: Tenure, reader: str, vigueur: EnVigueur, reglages: Reglages
) -> Iterator[Acces]:
    """R-042: while his account is open and the tenant's is; its end is told when it closes him."""
    zone = vigueur.zone_of_compte(tenure.compte)
    for location in tenants_of(tenure.compte, vigueur, reglages):
        end = location.fermeture
        days = tenure.ouvert.cut(Periode(None, end.le if end else None))
        if not days.is_empty:
            by_tenant = end is not None and days.avant == end.le
            yield Acces(
                tiers=reader,
                par_tiers=tenure.tiers,
                compte=tenure.compte.ref,
                espace=tenure.compte.genre,
                portee=COMPTE,
                cible=location.compte,
                niveau=BAILLEUR,
                du=beginning_or_none(days.du, zone),
                jusqu_au=beginning_or_none(days.avant, zone),
                traite_depuis=location.traite.du,
                traite_jusqu_au=location.traite.avant,
                motif_fin=end.code if by_tenant and end is not None else None,
            )


def _scopes(tenure: Tenure, conseils: Conseils) -> Iterator[tuple[str, str, str, Periode]]:
    """Yield scope, target, level and days.

    On his own account a council member is a co-owner too, always (R-033 amended); in the building
    he has exactly one level at a time, the highest of all his records there (R-083).
    """
    compte, fiche = tenure.compte, tenure.fiche
    yield from _once(COMPTE, compte.ref, compte.genre, [tenure.ouvert])
    if fiche is None:
        for immeuble, periodes in tenure.immeubles.items():
            yield from _once(IMMEUBLE, immeuble, compte.genre, periodes)
        return
    levels = by_level(conseils.get((tenure.tiers, fiche.immeuble), []))
    for niveau, days in levels.items():
        if niveau != "coproprietaire":
            own = [day.cut(tenure.ouvert) for day in days]
            yield from _once(COMPTE, compte.ref, niveau, own)
        periodes = tenure.immeubles.get(fiche.immeuble, ())
        there = [day.cut(periode) for day in days for periode in periodes]
        yield from _once(IMMEUBLE, fiche.immeuble, niveau, there)


def _once(
    portee: str, cible: str, niveau: str, periodes: Iterable[Periode]
) -> Iterator[tuple[str, str, str, Periode]]:
    return ((portee, cible, niveau, days) for days in merged(periodes))
