"""The people of the sample: identities, logins, masters, and the labels that they carry.

A label given to a person is given to whoever is his super tiers as well (R-073).
Touches: nothing.
"""

import unicodedata
from collections.abc import Iterable

from syncd.sample.registre import Registre
from syncd.sample.values import Connexion, Relation, Tiers
from syncd.sample.words import (
    FOURNISSEURS,
    NOMS,
    NOMS_POLYNESIENS,
    PRENOMS_FEMININS,
    PRENOMS_MASCULINS,
    RUES,
    VILLES,
    VILLES_LOINTAINES,
    VILLES_POLYNESIENNES,
)

Adresse = tuple[str, str, str]
_LETTRES = "abcdefghijkmnpqrstuvwxyz23456789"


def some_address(registre: Registre, *, polynesie: bool = False, far: bool = False) -> Adresse:
    """Return a street, a postcode and a town."""
    towns = VILLES_POLYNESIENNES if polynesie else VILLES_LOINTAINES if far else VILLES
    code_postal, ville = registre.hasard.choice(towns)
    return f"{registre.hasard.randint(1, 98)} {registre.hasard.choice(RUES)}", code_postal, ville


def new_person(registre: Registre, adresse: Adresse, *, nom: str | None = None) -> Tiers:
    """Given where he lives, write a new person; `nom` makes him a member of a family."""
    hasard = registre.hasard
    polynesien = adresse[1].startswith("987")
    woman = hasard.random() < 1 / 2
    prenom = hasard.choice(PRENOMS_FEMININS if woman else PRENOMS_MASCULINS)
    identifiant = registre.identifier("T")
    return registre.add(
        Tiers(
            id=identifiant,
            civilite="Mme" if woman else "M.",
            nom=nom or hasard.choice(NOMS_POLYNESIENS if polynesien else NOMS),
            prenom=prenom,
            adresse1=adresse[0],
            code_postal=adresse[1],
            ville=adresse[2],
            pays="PF" if polynesien else "FR",
            email=f"{_plain(prenom)}.{identifiant.lower()}@example.org",
            mobile=None if polynesien else f"06399800{hasard.randint(0, 99):02d}",
        )
    )


def new_company(registre: Registre, nom: str, adresse: Adresse) -> Tiers:
    """Given its name and where it is, write a new company."""
    identifiant = registre.identifier("T")
    return registre.add(
        Tiers(
            id=identifiant,
            nom=nom,
            adresse1=adresse[0],
            code_postal=adresse[1],
            ville=adresse[2],
            pays="FR",
            email=f"contact.{identifiant.lower()}@example.org",
        )
    )


def new_suppliers(registre: Registre) -> list[Tiers]:
    """Write the suppliers of the agency."""
    return [
        registre.add(
            Tiers(
                id=registre.identifier("T"),
                nom=nom,
                adresse1=f"{registre.hasard.randint(1, 60)} rue de l'Industrie",
                code_postal="69100",
                ville="Villeurbanne",
                telephone=f"04657101{rank:02d}",
                activite=activite,
            )
        )
        for rank, (nom, activite) in enumerate(FOURNISSEURS)
    ]


def give_login(registre: Registre, tiers: Tiers, *, role: str) -> None:
    """Given a person without a login, give him one; from now on the oracle follows him."""
    name = ".".join(filter(None, (_plain(tiers.prenom or ""), _plain(tiers.nom))))
    rank = registre.number(f"identifiant/{name}")
    secret = "".join(registre.hasard.choice(_LETTRES) for _ in range(8))
    registre.add(
        Connexion(
            tiers=tiers.id,
            identifiant=name if rank == 1 else f"{name}{rank}",
            secret_initial=f"{secret[:4]}-{secret[4:]}"
            if registre.hasard.random() < 1 / 2
            else None,
        )
    )
    registre.roles[tiers.id] = role


def make_master(registre: Registre, master: Tiers, tiers: Tiers) -> None:
    """Given two persons, make the first the super tiers of the second, who has no account yet."""
    registre.add(Relation(super_tiers=master.id, tiers=tiers.id))


def let_in(registre: Registre, tiers: str, labels: Iterable[str]) -> None:
    """Give labels to a person and to his super tiers."""
    labels = frozenset(labels)
    for person in (tiers, *_masters(registre, tiers)):
        registre.grant(person, labels)


def shut_out(registre: Registre, tiers: str, labels: Iterable[str]) -> None:
    """Take labels from a person and from his super tiers."""
    labels = frozenset(labels)
    for person in (tiers, *_masters(registre, tiers)):
        registre.revoke(person, labels)


def full_name(tiers: Tiers) -> str:
    """Return "Mme Anne Moreau", or a company's name."""
    return " ".join(filter(None, (tiers.civilite, tiers.prenom, tiers.nom)))


def _masters(registre: Registre, tiers: str) -> list[str]:
    return [link.super_tiers for link in registre.all(Relation) if link.tiers == tiers]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in folded if letter.isascii() and letter.isalnum())
