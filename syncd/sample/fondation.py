"""The founding of the sample's agency: all that the first night sends.

Touches: nothing.
"""

from dataclasses import replace
from datetime import date

from syncd.sample.agence import Agence, Coproprietaire, Mouvements
from syncd.sample.calendrier import months_ago
from syncd.sample.comptabilite import (
    enter_rent,
    keep_building_books,
    keep_rental_books,
    open_books,
    open_door,
)
from syncd.sample.copropriete import close_owner, found_copropriete, key_of_owner
from syncd.sample.courriers_gerance import (
    publish_landlord,
    publish_rental_building,
    publish_tenant,
)
from syncd.sample.courriers_syndic import publish_building, publish_owner
from syncd.sample.curiosites import (
    add_rental_oddities,
    add_syndic_oddities,
    share_a_certificate,
)
from syncd.sample.location import found_location
from syncd.sample.patrimoine import Compte, Immeuble, Lot
from syncd.sample.photographies import photograph_building, photograph_lot
from syncd.sample.registre import Registre
from syncd.sample.reglages import GERANCE, POLYNESIE, SYNDIC, write_entity, write_settings
from syncd.sample.seances import convene

PREMIERE_NUIT = date(2026, 11, 24)
DOMAINE = "immo-exemple"
LE_MOINS = 2
_AVEC_POLYNESIE = 4


def found(*, seed: int, immeubles: int) -> Agence:
    """Given a seed and a number of buildings, at least two, return the agency's first night."""
    registre = Registre(_nothing(seed), nuit=PREMIERE_NUIT)
    rentals, islands = _shares(immeubles)
    write_settings(registre)
    for entite in (SYNDIC, GERANCE, POLYNESIE)[: 3 if islands else 2]:
        write_entity(registre, entite)
    _found_syndic(registre, immeubles - rentals - islands)
    _found_gerance(registre, GERANCE, rentals)
    if islands:
        _found_gerance(registre, POLYNESIE, islands)
    registre.tell(
        f"Première publication de l'agence : {immeubles} immeubles, "
        f"{len(registre.coproprietaires)} fiches de copropriétaires, "
        f"{len(registre.bailleurs)} bailleurs, {len(registre.locataires)} baux."
    )
    registre.tell("Le fichier du diagnostic amiante n'est pas encore envoyé.")
    return registre.freeze()


def _shares(immeubles: int) -> tuple[int, int]:
    """Return how many buildings are under gérance, and how many of the islands."""
    islands = max(1, immeubles // 20) if immeubles >= _AVEC_POLYNESIE else 0
    return max(1, (immeubles - islands) * 2 // 5), islands


def _found_syndic(registre: Registre, count: int) -> None:
    suppliers = open_books(registre, SYNDIC)
    buildings: list[Immeuble] = []
    for rank in range(count):
        building, owners = found_copropriete(registre, SYNDIC)
        buildings.append(building)
        publish_building(registre, building, SYNDIC)
        for owner in owners:
            publish_owner(registre, owner)
        keep_building_books(registre, building, owners, suppliers)
        photograph_building(registre, SYNDIC, building)
        if rank == 0:
            registre.acteurs["deux entités"] = owners[5].tiers[0]
            add_syndic_oddities(registre, building, owners, suppliers)
            convene(registre, SYNDIC, building, owners)
        elif rank == 1:
            _untick(registre, owners[4])
    share_a_certificate(registre, SYNDIC, buildings)


def _found_gerance(registre: Registre, entite: str, count: int) -> None:
    keep_rental_books(registre, entite)
    for rank in range(count):
        building, landlords = found_location(registre, entite)
        publish_rental_building(registre, building, entite)
        for landlord in landlords:
            publish_landlord(registre, landlord)
        tenants = [
            tenant
            for tenant in registre.locataires.values()
            if (tenant.entite, tenant.immeuble) == (entite, building.id)
        ]
        for tenant in tenants:
            publish_tenant(registre, tenant)
            enter_rent(registre, tenant, months_ago(registre.nuit, 1, 2))
        open_door(registre, tenants[0])
        photograph_lot(registre, entite, registre.get(Lot, tenants[0].lot, entite=entite))
        if entite == GERANCE and rank == 0:
            add_rental_oddities(registre, landlords[0], tenants)


def _untick(registre: Registre, owner: Coproprietaire) -> None:
    """Given a co-owner, take the tick from his account (R-070)."""
    account = registre.get(Compte, owner.compte, entite=owner.entite)
    registre.change(replace(account, publie=False), owner.entite)
    close_owner(registre, owner)
    registre.coproprietaires[key_of_owner(owner)] = replace(owner, ouvert=False)
    for tiers in owner.tiers:
        registre.roles[tiers] = "copropriétaire dont le compte n'est pas publié"


def _nothing(seed: int) -> Agence:
    """Return the agency before its first night."""
    return Agence(
        graine=seed,
        domaine=DOMAINE,
        numero=0,
        nuit=PREMIERE_NUIT,
        tables={},
        documents={},
        acces={},
        coproprietaires={},
        bailleurs={},
        locataires={},
        compteurs={},
        roles={},
        acteurs={},
        mouvements=Mouvements(nouveaux=frozenset(), modifies=frozenset(), disparus=frozenset()),
        recit=(),
    )
