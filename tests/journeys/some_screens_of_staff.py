"""The oracle of what the agency's staff see: the portfolio, and what tickets need."""

from collections.abc import Iterator

from tests.journeys.some_screens import ADRESSE, JOINDRE, NOM, Agence, Row, link, some
from tests.journeys.some_screens_of_accounts import units_of
from tests.journeys.some_screens_of_councils import block, members_of

ROLES = {"administrateur", "gerant", "gestionnaire", "assistant", "comptable"}
CARETAKER = (*NOM, *JOINDRE)


def works(a: Agence, tiers: str) -> bool:
    """R-085: a user of LSC with a known role and a login."""
    has_login = any(each["tiers"] == tiers for each in a.all("connexions"))
    has_role = any(
        user["tiers"] == tiers and user["role"] in ROLES for user in a.all("utilisateurs")
    )
    return has_login and has_role and a.person(tiers) is not None


def personnel(a: Agence, tiers: str) -> Iterator[Row]:
    """R-085: himself, if he has a login; without a known role he is disabled."""
    if a.person(tiers) and any(each["tiers"] == tiers for each in a.all("connexions")):
        for user in a.all("utilisateurs"):
            if user["tiers"] == tiers:
                is_known = user["role"] in ROLES
                yield {
                    "utilisateur": user["id"],
                    **some(user, "nom", "prenom", "email", "recoit_messages_systeme"),
                    "role": user["role"] if is_known else None,
                    "etat": "actif" if is_known else "desactive",
                }


def _clients(a: Agence, tiers: str, portee: str) -> set[tuple[str, str, str, str]]:
    """Return who reaches what now: person, account, space and target."""
    return {
        (str(row["tiers"]), str(row["compte"]), str(row["espace"]), str(row["cible"]))
        for row in a.acces
        if row["portee"] == portee
        and (portee == "immeuble" or row["niveau"] == row["espace"])
        and str(row["du"] or "") <= a.at < str(row["jusqu_au"] or "9999")
        and works(a, tiers)
    }


def portefeuille(a: Agence, tiers: str) -> Iterator[Row]:
    """R-087."""
    logins = {each["tiers"]: each["identifiant"] for each in a.all("connexions")}
    for personne, _, espace, compte in _clients(a, tiers, "compte"):
        person, account = a.person(personne) or {}, a.one("comptes", compte) or {}
        yield {
            "personne": personne,
            **some(person, *NOM, *ADRESSE, "pays", *JOINDRE),
            "identifiant": logins.get(personne),
            "espace": espace,
            "compte": compte,
            **some(account, "numero"),
        }


def immeubles(a: Agence, tiers: str) -> Iterator[Row]:
    """R-083, R-087."""
    for personne, compte, espace, immeuble in _clients(a, tiers, "immeuble"):
        building = a.one("immeubles", immeuble) or {}
        own = [
            fiche
            for fiche in a.all("fiches_coproprietaires")
            if (link(fiche, "compte"), link(fiche, "immeuble")) == (compte, immeuble)
        ]
        is_owner = espace == "coproprietaire"
        niveau = members_of(a, immeuble).get(personne, espace) if is_owner else None
        yield {
            "personne": personne,
            "espace": espace,
            "compte": compte,
            "immeuble": immeuble,
            "nom_immeuble": building["nom"],
            "resident": any(fiche["resident"] for fiche in own),
            "niveau": niveau,
        }


def lots(a: Agence, tiers: str) -> Iterator[Row]:
    """R-075, R-087."""
    for personne, _, espace, compte in _clients(a, tiers, "compte"):
        for lot in units_of(a, compte, espace):
            if espace != "locataire" or lot["meuble"]:
                yield {
                    "personne": personne,
                    "espace": espace,
                    "compte": compte,
                    "immeuble": link(lot, "immeuble"),
                    "lot": lot["ref"],
                    "batiment": block(a, lot),
                    **some(lot, "numero", "type", "etage", "meuble"),
                }


def lieux(a: Agence, tiers: str) -> Iterator[Row]:
    """R-126, R-170."""
    for building in a.all("immeubles") if works(a, tiers) else ():
        own = some(building, *ADRESSE)
        if building["module"] == "syndic" or building["complet"]:
            nothing = dict.fromkeys(("lot", "batiment", "numero", "type", "etage"))
            yield {**_of_building(a, building), **nothing, **own}
        for lot in a.all("lots"):
            if link(lot, "immeuble") == building["ref"]:
                yield {
                    **_of_building(a, building),
                    **own,
                    "lot": lot["ref"],
                    "batiment": block(a, lot),
                    **some(lot, "numero", "type", "etage", "adresse1", "adresse2", "adresse3"),
                }


def _of_building(a: Agence, building: Row) -> Row:
    person = a.person(building["gardien"]) or {}
    return {
        "immeuble": building["ref"],
        "nom_immeuble": building["nom"],
        **some(building, "module", "complet"),
        "gardien": person.get("id"),
        **{f"{name}_gardien": person.get(name) for name in CARETAKER},
    }


def intervenants(a: Agence, tiers: str) -> Iterator[Row]:
    """R-170."""
    for compte in a.all("comptes") if works(a, tiers) else ():
        for person in a.holders(compte) if compte["genre"] == "fournisseur" else ():
            yield {
                **_of_supplier(compte, person),
                **some(person, *ADRESSE, "pays"),
                "activite": person["activite"] or "Autres",
                "valide": compte["valide"],
            }


def correspondants(a: Agence, tiers: str) -> Iterator[Row]:
    """R-170."""
    for each in a.all("correspondants") if works(a, tiers) else ():
        compte, person = a.one("comptes", link(each, "compte")), a.person(each["tiers"])
        if compte and person and compte["genre"] == "fournisseur":
            yield {**_of_supplier(compte, person), "fonction": each["fonction"]}


def _of_supplier(compte: Row, person: Row) -> Row:
    return {
        "entite": compte["entite"],
        "prestataire": compte["ref"],
        "personne": person["id"],
        **some(person, *NOM, *JOINDRE),
    }


def gestionnaires(a: Agence, tiers: str) -> Iterator[Row]:
    """R-127, R-170."""
    for contact in a.all("contacts") if works(a, tiers) else ():
        user = a.one("utilisateurs", f"/{contact['utilisateur']}")
        places = [portee for portee in ("immeuble", "compte") if contact[portee]]
        portee = places[0] if places else "entite"
        if user:
            yield {
                "portee": portee,
                "cible": link(contact, portee) if places else contact["entite"],
                "role": contact["role"],
                "utilisateur": user["id"],
                "personne": user["tiers"],
                **some(user, "nom", "prenom", "telephone", "email"),
            }
