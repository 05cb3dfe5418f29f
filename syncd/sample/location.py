"""A building under gérance: its lots, landlords and tenants, and who sees what through them.

Touches: nothing.
"""

from dataclasses import replace
from datetime import date

from syncd.sample.agence import Bailleur, Locataire, account_label, building_labels
from syncd.sample.bailleurs import found_landlords, held_lots, open_account
from syncd.sample.calendrier import months_ago
from syncd.sample.patrimoine import Bail, Immeuble, Lot, LotBail
from syncd.sample.personnes import (
    give_login,
    let_in,
    new_person,
    shut_out,
    some_address,
)
from syncd.sample.registre import Registre
from syncd.sample.reglages import POLYNESIE

LOTS = 8
_CHANGEMENT = 1
_PREAVIS = 2


def found_location(registre: Registre, entite: str) -> tuple[Immeuble, list[Bailleur]]:
    """Given the entity of a gérance, write one more building, its landlords and its tenants.

    The last lot is empty; the second has changed tenants in August; the third tenant has given
    notice. In the first building of the gérance the mandate of the last lot ended long ago.
    """
    building = _building(registre, entite)
    lots = [_lot(registre, entite, building, rank) for rank in range(LOTS)]
    landlords = found_landlords(registre, building, [lot.id for lot in lots], entite)
    _let_lots(registre, lots, landlords)
    return building, landlords


def new_tenant(
    registre: Registre, bailleur: Bailleur, lot: Lot, entree: date, *, role: str
) -> Locataire:
    """Given a landlord and his lot, write a new tenant, his account and his lease."""
    entite = bailleur.entite
    building = registre.get(Immeuble, lot.immeuble, entite=entite)
    person = new_person(registre, (building.adresse1, building.code_postal, building.ville))
    give_login(registre, person, role=role)
    account = open_account(registre, entite, "locataire", "411", person)
    lease = _lease(registre, entite, account, lot.id, entree)
    tenant = Locataire(
        entite=entite,
        immeuble=lot.immeuble,
        lot=lot.id,
        bail=lease,
        compte=account,
        tiers=(person.id,),
        bailleur=bailleur.compte,
        etat="present",
    )
    registre.locataires[key_of_tenant(tenant)] = tenant
    let_in(registre, person.id, _labels(tenant))
    return tenant


def key_of_tenant(tenant: Locataire) -> str:
    """Return under which name a tenant is kept."""
    return f"{tenant.entite}/{tenant.bail}"


def give_notice(registre: Registre, tenant: Locataire, recorded: date, leaves: date) -> None:
    """Given a tenant, record his notice: he stays, and sees what he saw (R-076 is off)."""
    lease = registre.get(Bail, tenant.bail, entite=tenant.entite)
    registre.change(replace(lease, sortie=leaves, preavis_enregistre_le=recorded), tenant.entite)
    registre.locataires[key_of_tenant(tenant)] = replace(tenant, etat="preavis")


def depart(registre: Registre, tenant: Locataire, left: date, recorded: date) -> None:
    """Given a tenant, record that he has left: his account closes (R-077)."""
    lease = registre.get(Bail, tenant.bail, entite=tenant.entite)
    registre.change(replace(lease, sortie=left, depart_enregistre_le=recorded), tenant.entite)
    registre.locataires[key_of_tenant(tenant)] = replace(tenant, etat="parti")
    for tiers in tenant.tiers:
        shut_out(registre, tiers, _labels(tenant))


def lease_parties(tenant: Locataire) -> frozenset[str]:
    """Return the labels of both parties of a lease."""
    return frozenset(
        account_label(tenant.entite, compte) for compte in (tenant.compte, tenant.bailleur)
    )


def _lease(registre: Registre, entite: str, compte: str, lot: str, entree: date) -> str:
    identifiant = registre.identifier("B", entite)
    lease = Bail(id=identifiant, compte=compte, entree=entree, lots=(LotBail(lot=lot),))
    return registre.add(lease, entite).id


def _labels(tenant: Locataire) -> frozenset[str]:
    own = account_label(tenant.entite, tenant.compte)
    return building_labels(tenant.entite, tenant.immeuble, "locataire") | {own}


def _let_lots(registre: Registre, lots: list[Lot], landlords: list[Bailleur]) -> None:
    """Write the tenants of all lots but the last."""
    for rank, lot in enumerate(lots[:-1]):
        landlord = next(known for known in landlords if lot.id in held_lots(registre, known))
        since = date(registre.hasard.randint(2016, 2025), registre.hasard.randint(1, 12), 1)
        role = "locataire"
        if rank == _CHANGEMENT:
            _former_tenant(registre, landlord, lot)
            since, role = months_ago(registre.nuit, 2, 1), "nouveau locataire"
        tenant = new_tenant(registre, landlord, lot, since, role=role)
        if rank == _PREAVIS:
            registre.roles[tenant.tiers[0]] = "locataire en préavis"
            leaves = months_ago(registre.nuit, -1, 28)
            give_notice(registre, tenant, months_ago(registre.nuit, 1, 5), leaves)


def _former_tenant(registre: Registre, landlord: Bailleur, lot: Lot) -> None:
    nuit = registre.nuit
    tenant = new_tenant(registre, landlord, lot, date(2023, 9, 1), role="locataire parti")
    leaving = months_ago(nuit, 3, 15)
    give_notice(registre, tenant, months_ago(nuit, 6, 14), leaving)
    depart(registre, registre.locataires[key_of_tenant(tenant)], leaving, months_ago(nuit, 3, 17))


def _building(registre: Registre, entite: str) -> Immeuble:
    street, code_postal, ville = some_address(registre, polynesie=entite == POLYNESIE)
    return registre.add(
        Immeuble(
            id=registre.identifier("I", entite),
            module="gerance",
            nom=street,
            adresse1=street,
            code_postal=code_postal,
            ville=ville,
            complet=False,
        ),
        entite,
    )


def _lot(registre: Registre, entite: str, building: Immeuble, rank: int) -> Lot:
    return registre.add(
        Lot(
            id=registre.identifier("L", entite),
            immeuble=building.id,
            numero=str(rank + 1),
            type="appartement",
            etage=str(rank // 2),
            adresse1=f"{building.adresse1}, porte {'AB'[rank % 2]}",
            critere2=registre.hasard.choice(("T1", "T2", "T3")),
            meuble=rank == LOTS - 2 or None,
        ),
        entite,
    )
