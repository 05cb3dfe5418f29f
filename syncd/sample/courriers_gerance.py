"""What a gérance has published for landlords and tenants before the first night.

Touches: nothing.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from syncd.sample.agence import Bailleur, Locataire, account_label, building_labels
from syncd.sample.calendrier import months_ago, of_month
from syncd.sample.contenus import Ecrit, money, to_building, to_persons
from syncd.sample.location import lease_parties
from syncd.sample.patrimoine import Bail, Immeuble
from syncd.sample.publication import Publication, publish
from syncd.sample.registre import Registre
from syncd.sample.reglages import audience
from syncd.sample.values import Evenement


def publish_rental_building(registre: Registre, building: Immeuble, entite: str) -> None:
    """Given a new building, publish what concerns all of it."""
    day = months_ago(registre.nuit, 1, 9)
    ecrit = Ecrit("courrier", "Coupure d'eau pour travaux sur la colonne montante", day)
    publish(
        registre,
        Publication(
            entite=entite,
            modele="COUG",
            objet=ecrit.objet,
            traite_le=day,
            cible=("immeuble", building.id),
            pour=building_labels(entite, building.id, *audience("COUG")),
            pieces=(to_building(registre, entite, building.id, ecrit),),
        ),
    )


def publish_landlord(registre: Registre, landlord: Bailleur) -> None:
    """Given a landlord, publish his statements and his tax; the oldest statement has expired."""
    for months in (13, 3, 2, 1):
        statement(registre, landlord, months_ago(registre.nuit, months, 5))
    day = months_ago(registre.nuit, 2, 24)
    rows = (("Taxe foncière", money(registre, landlord.entite, 940)),)
    ecrit = Ecrit("courrier", f"Avis de taxe foncière {day.year}", day, rows)
    for_landlord(registre, landlord, "TAXE", ecrit)


def publish_tenant(registre: Registre, tenant: Locataire) -> None:
    """Given a tenant, publish his lease, the inventory of his lot and his receipts."""
    lease = registre.get(Bail, tenant.bail, entite=tenant.entite)
    about_lease(registre, tenant, "BAIL", "Bail d'habitation", lease.entree)
    about_lease(registre, tenant, "EDL", "État des lieux d'entrée", lease.entree)
    for months in (4, 3, 2, 1):
        day = months_ago(registre.nuit, months, 2)
        if day >= lease.entree and not (lease.sortie and day > lease.sortie):
            receipt(registre, tenant, day, f"Quittance {of_month(day)}")
    if tenant.etat != "parti":
        notice_of_rent(registre, tenant, months_ago(registre.nuit, 0, 18))


def statement(registre: Registre, landlord: Bailleur, day: date) -> Evenement:
    """Given a landlord, publish the statement of the month before that day."""
    rent = money(registre, landlord.entite, registre.hasard.randint(500, 2_800))
    rows = (
        ("Loyers et provisions encaissés", rent),
        ("Honoraires de gestion", -money(registre, landlord.entite, 58.2)),
    )
    ecrit = Ecrit("gerance", f"Relevé de gérance {of_month(months_ago(day, 1, 1))}", day, rows)
    return for_landlord(registre, landlord, "RELG", ecrit)


def receipt(registre: Registre, tenant: Locataire, day: date, objet: str) -> Evenement:
    """Given a tenant, publish one receipt."""
    return _for_tenant(
        registre, tenant, "QUIT", Ecrit("quittance", objet, day, _rent(registre, tenant))
    )


def notice_of_rent(registre: Registre, tenant: Locataire, day: date) -> Evenement:
    """Given a tenant, publish the notice of the rent of the month after that day."""
    objet = f"Avis d'échéance {of_month(months_ago(day, -1, 1))}"
    return _for_tenant(registre, tenant, "AVIS", Ecrit("avis", objet, day, _rent(registre, tenant)))


def about_lease(
    registre: Registre, tenant: Locataire, modele: str, objet: str, day: date
) -> Evenement:
    """Given a tenant's lease, publish a paper for both of its parties."""
    ecrit = Ecrit("edl" if modele == "EDL" else "bail", objet, day)
    return publish(
        registre,
        Publication(
            entite=tenant.entite,
            modele=modele,
            objet=objet,
            traite_le=day,
            cible=("bail", tenant.bail),
            pour=lease_parties(tenant),
            pieces=(to_persons(registre, tenant.entite, tenant.tiers, ecrit),),
        ),
    )


def about_lot(
    registre: Registre, tenant: Locataire, objet: str, day: date, pour: Iterable[str]
) -> Evenement:
    """Given a tenant's lot, publish a survey for who had to do with it on that day."""
    ecrit = Ecrit("courrier", objet, day)
    return publish(
        registre,
        Publication(
            entite=tenant.entite,
            modele="DIAL",
            objet=objet,
            traite_le=day,
            cible=("lot", tenant.lot),
            pour=pour,
            pieces=(to_building(registre, tenant.entite, tenant.immeuble, ecrit),),
        ),
    )


def for_landlord(registre: Registre, landlord: Bailleur, modele: str, ecrit: Ecrit) -> Evenement:
    """Given a landlord, publish one letter on his account."""
    return publish(
        registre,
        Publication(
            entite=landlord.entite,
            modele=modele,
            objet=ecrit.objet,
            traite_le=ecrit.le,
            cible=("compte", landlord.compte),
            pour=(account_label(landlord.entite, landlord.compte),),
            pieces=(to_persons(registre, landlord.entite, landlord.tiers, ecrit),),
        ),
    )


def _for_tenant(registre: Registre, tenant: Locataire, modele: str, ecrit: Ecrit) -> Evenement:
    return publish(
        registre,
        Publication(
            entite=tenant.entite,
            modele=modele,
            objet=ecrit.objet,
            traite_le=ecrit.le,
            cible=("compte", tenant.compte),
            pour=(account_label(tenant.entite, tenant.compte),),
            pieces=(to_persons(registre, tenant.entite, tenant.tiers, ecrit),),
        ),
    )


def _rent(registre: Registre, tenant: Locataire) -> tuple[tuple[str, Decimal], ...]:
    rank = int(tenant.lot[1:])
    return (
        ("Loyer", money(registre, tenant.entite, 480 + 35 * (rank % 9))),
        ("Provision sur charges", money(registre, tenant.entite, 45 + 5 * (rank % 4))),
    )
