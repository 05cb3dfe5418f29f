"""The oracle of the screens of a council, and of all co-owners of a building."""

from collections.abc import Iterator
from datetime import date

from tests.journeys.some_screens import (
    ADRESSE,
    JOINDRE,
    LEVELS,
    NOM,
    Agence,
    Row,
    is_until,
    link,
    runs,
    some,
    titulaires,
)


def members_of(a: Agence, immeuble: str) -> dict[str, str]:
    """R-083: by person, the council level that he has in a building today."""
    found: dict[str, str] = {}
    building = a.one("immeubles", immeuble)
    if building is None or building["module"] != "syndic":
        return found
    for fiche in a.all("fiches_coproprietaires"):
        compte = a.one("comptes", link(fiche, "compte"))
        flagged = fiche["membre_cs"] or fiche["president_cs"]
        if link(fiche, "immeuble") != immeuble or not flagged or compte is None:
            continue
        today = a.day(immeuble)
        listed = {str(t["tiers"]) for t in titulaires(compte) if is_until(t["au"], today)}
        only = listed if len(listed) == 1 else listed & {str(fiche["correspondant"])}
        for tiers in only if any(held(a, fiche, today)) else ():
            niveau = "president" if fiche["president_cs"] else "membre"
            if a.person(tiers):
                found[tiers] = max(found.get(tiers, niveau), niveau, key=LEVELS.index)
    return found


def held(a: Agence, fiche: Row, today: date) -> Iterator[Row]:
    """Yield the units that a record holds today in its building."""
    for detention in a.all("detentions"):
        lot = a.one("lots", link(detention, "lot"))
        is_own = link(detention, "fiche") == fiche["ref"]
        is_there = lot is not None and link(lot, "immeuble") == link(fiche, "immeuble")
        if lot and is_there and is_own and runs(detention, today):
            yield lot


def conseil(a: Agence, tiers: str) -> Iterator[Row]:
    """R-134."""
    for immeuble, _ in a.reached(tiers, "immeuble", "membre", "president"):
        for who, niveau in members_of(a, immeuble).items():
            yield {**_member(a, immeuble, who, niveau), **some(a.person(who) or {}, *JOINDRE)}


def conseil_accueil(a: Agence, tiers: str) -> Iterator[Row]:
    """R-129."""
    for immeuble, espace in a.reached(tiers, "immeuble"):
        for who, niveau in members_of(a, immeuble).items() if espace == "coproprietaire" else ():
            row, person = _member(a, immeuble, who, niveau), a.person(who) or {}
            is_president = niveau == "president"
            if a.is_on("president" if is_president else "membres", "syndic", immeuble):
                phone = is_president and a.is_on("president_telephone", "syndic", immeuble)
                email = is_president and a.is_on("president_email", "syndic", immeuble)
                row |= {name: person[name] if phone else None for name in ("telephone", "mobile")}
                yield {**row, "email": person["email"] if email else None}


def _member(a: Agence, immeuble: str, tiers: str, niveau: str) -> Row:
    person = a.person(tiers) or {}
    return {"immeuble": immeuble, "niveau": niveau, "personne": tiers, **some(person, *NOM)}


def coproprietaires(a: Agence, tiers: str) -> Iterator[Row]:
    """R-130, R-133."""
    for immeuble, _ in a.reached(tiers, "immeuble", "membre", "president"):
        members, today = members_of(a, immeuble), a.day(immeuble)
        for fiche in a.all("fiches_coproprietaires"):
            compte = a.one("comptes", link(fiche, "compte"))
            if link(fiche, "immeuble") != immeuble or compte is None:
                continue
            shown = a.is_on("coordonnees_dans_liste", "syndic", immeuble)
            for lot in held(a, fiche, today):
                for person in a.holders(compte):
                    yield {
                        "immeuble": immeuble,
                        "personne": person["id"],
                        **some(person, *NOM, *ADRESSE, "pays"),
                        **{name: person[name] if shown else None for name in JOINDRE},
                        "lot": lot["ref"],
                        **some(lot, "numero", "type"),
                        "batiment": block(a, lot),
                        "fonds_travaux": _fund(a, lot, immeuble),
                        "devise": "EUR",
                        "resident": fiche["resident"],
                        "niveau": members.get(str(person["id"]), "coproprietaire"),
                    }


def block(a: Agence, row: Row) -> object:
    """Return the name of the block that a unit or case file is in."""
    building = a.one("immeubles", link(row, "immeuble")) or {"batiment": []}
    blocks: list[Row] = list(building["batiment"])  # type: ignore[call-overload]  # rows
    return next((each["nom"] for each in blocks if each["code"] == row["batiment"]), None)


def _fund(a: Agence, lot: Row, immeuble: str) -> int | None:
    if not a.is_on("fonds_travaux", "syndic", immeuble):
        return None
    held = (f for f in a.all("fonds_travaux") if link(f, "lot") == lot["ref"])
    return sum(int(str(f["montant"])) for f in held if f["type"] == "fonds_travaux")


def _suppliers(a: Agence, tiers: str) -> Iterator[Row]:
    """R-135, R-137."""
    reached = a.reached(tiers, "immeuble", "membre", "president")
    entites = {cible.partition("/")[0] for cible, _ in reached}
    for compte in a.all("comptes"):
        if compte["genre"] == "fournisseur" and compte["valide"] and compte["entite"] in entites:
            yield compte


def prestataires(a: Agence, tiers: str) -> Iterator[Row]:
    """R-136."""
    for compte in _suppliers(a, tiers):
        for person in a.holders(compte):
            yield {
                "entite": compte["entite"],
                "prestataire": compte["ref"],
                **some(person, *NOM, *ADRESSE, "pays", "telephone", "email"),
                "activite": person["activite"] or "Autres",
            }


def prestataires_correspondants(a: Agence, tiers: str) -> Iterator[Row]:
    """R-136."""
    for compte in _suppliers(a, tiers):
        for each in a.all("correspondants"):
            person = a.person(each["tiers"])
            if link(each, "compte") == compte["ref"] and person:
                yield {
                    "entite": compte["entite"],
                    "prestataire": compte["ref"],
                    **some(person, *NOM, *JOINDRE),
                    "fonction": each["fonction"],
                }


def contrats(a: Agence, tiers: str) -> Iterator[Row]:
    """R-138."""
    council = a.reached(tiers, "immeuble", "membre", "president")
    themes = {
        str(theme["code"]): theme["libelle"]
        for row in a.all("parametres")
        if row["element"] == "syndic"
        for theme in row["theme"]  # type: ignore[attr-defined]  # rows
    }
    for immeuble, espace in a.reached(tiers, "immeuble"):
        closed = a.is_on("contrats_du_conseil", "syndic", immeuble)
        if espace != "coproprietaire" or (closed and (immeuble, espace) not in council):
            continue
        for each in a.all("dossiers"):
            is_here = each["immeuble"] is not None and link(each, "immeuble") == immeuble
            if is_here and str(each["theme"]) in themes and runs(each, a.day(immeuble)):
                yield {
                    "immeuble": immeuble,
                    "dossier": each["ref"],
                    **some(each, "reference", "type", "theme", "objet"),
                    "nom_theme": themes[str(each["theme"])],
                    "rang": 0 if block(a, each) is None else 1,
                    "batiment": block(a, each),
                    "prestataire": _supplier(a, each),
                    "debut": each["du"],
                    "fin": each["au"],
                }


def _supplier(a: Agence, dossier: Row) -> object:
    compte = a.one("comptes", link(dossier, "fournisseur"))
    if compte is None or compte["genre"] != "fournisseur":
        return None
    found = (a.person(each["tiers"]) for each in titulaires(compte))
    return next((person["nom"] for person in found if person), None)
