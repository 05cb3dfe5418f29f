"""A building under syndic: its lots and co-owners, and who sees what through them.

Touches: nothing.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from syncd.sample.agence import Coproprietaire, account_label, building_labels
from syncd.sample.calendrier import eve, months_ago
from syncd.sample.contenus import money
from syncd.sample.patrimoine import Compte, Detention, Fiche, Immeuble, Lot, Titulaire
from syncd.sample.personnes import (
    give_login,
    let_in,
    new_person,
    shut_out,
    some_address,
)
from syncd.sample.registre import Registre
from syncd.sample.residences import new_residence
from syncd.sample.values import Tiers

Lieu = tuple[str, str]
"""An entity and a building."""

Gens = tuple[Tiers, ...]


class _Foyer(NamedTuple):
    """Who owns a flat: his level, what the oracle calls him, what is special."""

    niveau: str
    role: str
    couple: bool = False
    garage: bool = False
    toujours_connecte: bool = True


_FOYERS = (
    _Foyer("president", "président du conseil syndical"),
    _Foyer("membre", "membre du conseil syndical"),
    _Foyer("membre", "membre du conseil syndical, compte à deux titulaires", couple=True),
    _Foyer("coproprietaire", "copropriétaire de deux lots", garage=True),
    _Foyer("coproprietaire", "copropriétaire, a vendu un garage"),
    _Foyer("coproprietaire", "copropriétaire, a acheté un garage"),
    _Foyer("coproprietaire", "copropriétaire", toujours_connecte=False),
)
APPARTEMENTS = len(_FOYERS)


def found_copropriete(registre: Registre, entite: str) -> tuple[Immeuble, list[Coproprietaire]]:
    """Given the entity of a syndic, write one more building, its lots and its co-owners.

    The third record is a couple's, the fourth holds a garage too, the fifth has sold another
    garage to the sixth last month.
    """
    building = new_residence(registre, entite)
    flats = [_lot(registre, entite, building, rank) for rank in range(APPARTEMENTS)]
    garages = [_lot(registre, entite, building, APPARTEMENTS + rank) for rank in range(2)]
    owners = []
    for foyer, flat in zip(_FOYERS, flats, strict=True):
        since = date(registre.hasard.randint(2005, 2024), registre.hasard.randint(1, 12), 15)
        lots = {flat.id: since} | ({garages[0].id: since} if foyer.garage else {})
        people = _household(registre, building, foyer)
        owners.append(new_owner(registre, (entite, building.id), people, foyer.niveau, lots))
    owners[5] = _sell_garage(registre, owners[4], owners[5], garages[1])
    return building, owners


def new_owner(
    registre: Registre, place: Lieu, people: Gens, niveau: str, lots: dict[str, date]
) -> Coproprietaire:
    """Given an entity and a building, people, their level and lots, write account and record."""
    account = _account(registre, place[0], people)
    fiche = _card(registre, place, account, people, niveau)
    for lot, since in lots.items():
        registre.add(Detention(lot=lot, fiche=fiche, du=since), place[0])
    owner = Coproprietaire(
        entite=place[0],
        immeuble=place[1],
        fiche=fiche,
        compte=account,
        tiers=tuple(person.id for person in people),
        lots=tuple(lots),
        niveau=niveau,
        ouvert=True,
    )
    registre.coproprietaires[key_of_owner(owner)] = owner
    for rank, person in enumerate(people):
        let_in(registre, person.id, _labels(owner, rank))
    return owner


def key_of_owner(owner: Coproprietaire) -> str:
    """Return under which name a co-owner's record is kept."""
    return f"{owner.entite}/{owner.fiche}"


def close_owner(registre: Registre, owner: Coproprietaire) -> None:
    """Given a co-owner whose account closes, take from its holders all that they had by it."""
    for rank, tiers in enumerate(owner.tiers):
        shut_out(registre, tiers, _labels(owner, rank))


def labels_of_first(owner: Coproprietaire) -> frozenset[str]:
    """Return what the holder who bears the flag has through this record."""
    return _labels(owner, 0)


def _account(registre: Registre, entite: str, people: Gens) -> str:
    balance = registre.hasard.choice((0, 0, 0, -18.4, 126.15, 412.8))
    return registre.add(
        Compte(
            id=registre.identifier("C", entite),
            genre="coproprietaire",
            numero=f"450{registre.number(f'{entite}/450'):04d}",
            publie=True,
            solde=money(registre, entite, balance),
            titulaires=tuple(Titulaire(tiers=person.id) for person in people),
        ),
        entite,
    ).id


def _card(registre: Registre, place: Lieu, compte: str, people: Gens, niveau: str) -> str:
    return registre.add(
        Fiche(
            id=registre.identifier("F", place[0]),
            immeuble=place[1],
            compte=compte,
            correspondant=people[0].id if len(people) > 1 else None,
            membre_cs=niveau != "coproprietaire" or None,
            president_cs=niveau == "president" or None,
            resident=registre.hasard.random() < 2 / 3 or None,
        ),
        place[0],
    ).id


def _labels(owner: Coproprietaire, rank: int) -> frozenset[str]:
    niveau = owner.niveau if rank == 0 else "coproprietaire"
    own = account_label(owner.entite, owner.compte)
    return building_labels(owner.entite, owner.immeuble, niveau) | {own}


def _household(registre: Registre, building: Immeuble, foyer: _Foyer) -> Gens:
    """Return who owns a flat: one person, or a couple."""
    here = (building.adresse1, building.code_postal, building.ville)
    far = registre.hasard.random() < 1 / 3
    address = some_address(registre, far=True) if far else here
    first = new_person(registre, address)
    if foyer.toujours_connecte or registre.hasard.random() < 1 / 2:
        give_login(registre, first, role=foyer.role)
    if not foyer.couple:
        return (first,)
    second = new_person(registre, address, nom=first.nom)
    give_login(registre, second, role="cotitulaire d'un compte")
    return first, second


def _sell_garage(
    registre: Registre, seller: Coproprietaire, buyer: Coproprietaire, garage: Lot
) -> Coproprietaire:
    """Write that a garage was sold last month; return the buyer with one lot more."""
    day = months_ago(registre.nuit, 1, 15)
    registre.add(
        Detention(
            lot=garage.id,
            fiche=seller.fiche,
            du=date(2012, 3, 1),
            au=eve(day),
            mutation_enregistree_le=day,
        ),
        seller.entite,
    )
    registre.add(Detention(lot=garage.id, fiche=buyer.fiche, du=day), buyer.entite)
    registre.acteurs[f"garage/{seller.entite}/{seller.immeuble}"] = garage.id
    richer = replace(buyer, lots=(*buyer.lots, garage.id))
    registre.coproprietaires[key_of_owner(buyer)] = richer
    return richer


def _lot(registre: Registre, entite: str, building: Immeuble, rank: int) -> Lot:
    flat = rank < APPARTEMENTS
    return registre.add(
        Lot(
            id=registre.identifier("L", entite),
            immeuble=building.id,
            batiment=("A" if rank <= APPARTEMENTS // 2 else "B") if flat else None,
            numero=str(rank + 1) if flat else str(rank + 94),
            type="appartement" if flat else "garage",
            etage=str(rank // 2) if flat else None,
            critere2=registre.hasard.choice(("T2", "T3", "T4")) if flat else None,
            tantiemes=130 if flat else 45,
        ),
        entite,
    )


def charges(registre: Registre, owner: Coproprietaire, euros: int) -> Decimal:
    """Given what a building costs, return the share of one record by its lots."""
    shares = sum(registre.get(Lot, lot, entite=owner.entite).tantiemes or 0 for lot in owner.lots)
    return money(registre, owner.entite, euros * shares / 1000)
