"""The landlords of a building under gérance: their accounts, their mandates, their lots.

Touches: nothing.
"""

from datetime import date

from syncd.sample.agence import Bailleur, account_label, building_labels
from syncd.sample.calendrier import months_ago
from syncd.sample.contenus import money
from syncd.sample.patrimoine import Compte, Immeuble, LotMandat, Mandat, Titulaire
from syncd.sample.personnes import (
    give_login,
    let_in,
    make_master,
    new_company,
    new_person,
    some_address,
)
from syncd.sample.registre import Registre
from syncd.sample.reglages import GERANCE, POLYNESIE
from syncd.sample.values import Tiers

_PARTS = ((0, 4), (4, 7), (7, 8))
_RESILIE = 2


def found_landlords(
    registre: Registre, building: Immeuble, lots: list[str], entite: str
) -> list[Bailleur]:
    """Given a new building and its lots, share the lots among three landlords.

    In the first building of the gérance the first is a company, the second is a co-owner of the
    syndic as well, and the mandate of the third ended long ago.
    """
    first = entite == GERANCE and not registre.bailleurs
    landlords = []
    for rank, (start, end) in enumerate(_PARTS):
        person = _landlord(registre, first=first, entite=entite, rank=rank)
        ended = months_ago(registre.nuit, 3, 4) if first and rank == _RESILIE else None
        place = (entite, building.id)
        landlords.append(_new_landlord(registre, place, person, lots[start:end], ended))
    return landlords


def held_lots(registre: Registre, landlord: Bailleur) -> frozenset[str]:
    """Return the lots of a landlord's mandate."""
    mandate = registre.get(Mandat, landlord.mandat, entite=landlord.entite)
    return frozenset(part.lot for part in mandate.lots)


def open_account(registre: Registre, entite: str, genre: str, root: str, person: Tiers) -> str:
    """Write an account that is published, and return its identifier."""
    balance = registre.hasard.choice((0, 0, 0, 35.0, 640.0))
    return registre.add(
        Compte(
            id=registre.identifier("C", entite),
            genre=genre,
            numero=f"{root}{registre.number(f'{entite}/{root}'):04d}",
            publie=True,
            solde=money(registre, entite, -balance if genre == "proprietaire" else balance),
            titulaires=(Titulaire(tiers=person.id),),
        ),
        entite,
    ).id


def _landlord(registre: Registre, *, first: bool, entite: str, rank: int) -> Tiers:
    """Return the landlord of that rank: a company, a co-owner of the syndic, or a new person."""
    if first and rank == 0:
        return _company(registre)
    if first and rank == 1 and "deux entités" in registre.acteurs:
        known = registre.acteurs["deux entités"]
        registre.roles[known] = "copropriétaire au syndic et bailleur à la gérance"
        return registre.get(Tiers, known)
    address = some_address(registre, polynesie=entite == POLYNESIE, far=entite != POLYNESIE)
    person = new_person(registre, address)
    role = "bailleur" if not (first and rank == _RESILIE) else "bailleur dont le mandat est résilié"
    give_login(registre, person, role=role)
    return person


def _company(registre: Registre) -> Tiers:
    """Return a company without a login; its manager logs in for it (R-073)."""
    address = some_address(registre, far=True)
    manager = new_person(registre, address)
    company = new_company(registre, f"SCI {manager.nom}", address)
    give_login(registre, manager, role="super tiers d'une SCI bailleresse")
    make_master(registre, manager, company)
    return company


def _new_landlord(
    registre: Registre,
    place: tuple[str, str],
    person: Tiers,
    lots: list[str],
    ended: date | None,
) -> Bailleur:
    """Write a landlord's account and mandate; `ended` is the day since which it is inactive."""
    entite, immeuble = place
    account = open_account(registre, entite, "proprietaire", "467", person)
    mandate = _mandate(registre, entite, account, lots, ended)
    landlord = Bailleur(
        entite=entite,
        compte=account,
        tiers=(person.id,),
        mandat=mandate,
        immeubles=(immeuble,),
        ouvert=ended is None,
    )
    registre.bailleurs[f"{entite}/{account}"] = landlord
    if landlord.ouvert:
        labels = building_labels(entite, immeuble, "proprietaire")
        let_in(registre, person.id, labels | {account_label(entite, account)})
    return landlord


def _mandate(
    registre: Registre, entite: str, account: str, lots: list[str], ended: date | None
) -> str:
    since = date(registre.hasard.randint(2008, 2015), registre.hasard.randint(1, 12), 1)
    return registre.add(
        Mandat(
            id=registre.identifier("M", entite),
            compte=account,
            du=since,
            inactif_le=ended,
            inactivite_enregistree_le=ended,
            lots=tuple(LotMandat(lot=lot, du=since) for lot in lots),
        ),
        entite,
    ).id
