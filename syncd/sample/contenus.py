"""Addressing the sample's pieces: who writes to whom, under which reference.

Touches: nothing.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from syncd.sample.letters import Contenu
from syncd.sample.patrimoine import Immeuble
from syncd.sample.personnes import full_name
from syncd.sample.registre import Registre
from syncd.sample.values import Entite, Tiers


class Ecrit(NamedTuple):
    """What is said, before it is known who says it to whom."""

    gabarit: str
    objet: str
    le: date
    montants: tuple[tuple[str, Decimal], ...] = ()


def to_persons(registre: Registre, entite: str, tiers: tuple[str, ...], ecrit: Ecrit) -> Contenu:
    """Given the holders of an account, return a content for them; the first gives the address."""
    people = [registre.get(Tiers, identifiant) for identifiant in tiers]
    lines = (*(full_name(person) for person in people), *_address(people[0]))
    return _content(registre, entite, lines, ecrit)


def to_building(registre: Registre, entite: str, immeuble: str, ecrit: Ecrit) -> Contenu:
    """Given a building, return a content for all who have to do with it."""
    building = registre.get(Immeuble, immeuble, entite=entite)
    return _content(
        registre,
        entite,
        (building.nom, building.adresse1, f"{building.code_postal} {building.ville}"),
        ecrit,
    )


def by_supplier(registre: Registre, entite: str, fournisseur: Tiers, contenu: Contenu) -> Contenu:
    """Given a content of the agency for a building, return it as the supplier sends it."""
    lines = (full_name(fournisseur), *_address(fournisseur), f"Tél. {fournisseur.telephone}")
    home = registre.get(Entite, entite)
    return Contenu(
        gabarit=contenu.gabarit,
        emetteur=lines,
        destinataire=(contenu.destinataire[0], f"c/o {home.nom}", *_address(home)),
        le=contenu.le,
        objet=contenu.objet,
        reference=contenu.reference,
        lieu=fournisseur.ville or home.ville,
        devise=contenu.devise,
        montants=contenu.montants,
    )


def money(registre: Registre, entite: str, euros: float) -> Decimal:
    """Given an amount in euros, return one of that worth in the entity's currency."""
    if registre.get(Entite, entite).devise == "XPF":
        return Decimal(round(euros * 119.33 / 100) * 100)
    return Decimal(round(euros * 100)) / 100


def _content(
    registre: Registre, entite: str, destinataire: tuple[str, ...], ecrit: Ecrit
) -> Contenu:
    home = registre.get(Entite, entite)
    return Contenu(
        gabarit=ecrit.gabarit,
        emetteur=(home.nom, *_address(home), f"Tél. {home.telephone} - {home.email}"),
        destinataire=destinataire,
        le=ecrit.le,
        objet=ecrit.objet,
        reference=f"{entite}-{ecrit.le:%Y%m}-{registre.number('reference'):05d}",
        lieu=home.ville,
        devise=home.devise,
        montants=ecrit.montants,
    )


def _address(place: Tiers | Entite) -> tuple[str, ...]:
    town = f"{place.code_postal or ''} {place.ville or ''}".strip()
    return tuple(line for line in (place.adresse1, town) if line)
