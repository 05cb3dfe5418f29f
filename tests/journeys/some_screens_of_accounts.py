"""The oracle of the screens of accounts: contacts, places, photos, tenants."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tests.journeys.some_screens import (
    ADRESSE,
    JOINDRE,
    MODULE,
    NOM,
    Agence,
    Row,
    is_until,
    link,
    runs,
    some,
    titulaires,
)
from tests.journeys.some_screens_of_councils import held

LAST = date.max


class Span(NamedTuple):
    """The first and the last day of something."""

    first: date
    last: date


def contacts(a: Agence, tiers: str) -> Iterator[Row]:
    """R-127, R-128; of each account."""
    for compte, espace in _accounts(a, tiers):
        entite = compte.partition("/")[0]
        places = {("compte", compte), ("entite", entite)}
        places |= {("immeuble", each) for each in _buildings_of(a, tiers, compte)}
        for contact in a.all("contacts"):
            portee = (
                "immeuble" if contact["immeuble"] else "compte" if contact["compte"] else "entite"
            )
            cible = entite if portee == "entite" else link(contact, portee)
            user = a.one("utilisateurs", f"/{contact['utilisateur']}")
            if contact["entite"] == entite and (portee, cible) in places and user:
                target = cible if portee == "immeuble" else _target(a, compte)
                if a.is_on(
                    "contacts", MODULE[espace], target if MODULE[espace] == "syndic" else compte
                ):
                    yield {
                        "compte": compte,
                        "espace": espace,
                        "portee": portee,
                        "cible": cible,
                        "role": contact["role"],
                        **some(user, "nom", "prenom", "telephone", "email"),
                    }


def agence(a: Agence, tiers: str) -> Iterator[Row]:
    """R-128."""
    for compte, espace in _accounts(a, tiers):
        target = _target(a, compte) if MODULE[espace] == "syndic" else compte
        found = a.one("entites", f"/{compte.partition('/')[0]}")
        if found and a.is_on("contacts", MODULE[espace], target):
            yield {
                "compte": compte,
                "espace": espace,
                "entite": found["id"],
                "nom": found["nom"],
                **some(found, *ADRESSE, "telephone", "email"),
            }


def _accounts(a: Agence, tiers: str) -> set[tuple[str, str]]:
    return a.reached(tiers, "compte")


def _buildings_of(a: Agence, tiers: str, compte: str) -> set[str]:
    return {
        str(row["cible"])
        for row in a.acces
        if (row["tiers"], row["compte"], row["portee"]) == (tiers, compte, "immeuble")
        and str(row["du"] or "") <= a.at < str(row["jusqu_au"] or "9999")
    }


def _target(a: Agence, compte: str) -> str:
    """Return the building of a co-owner's account, which may have settings of its own."""
    fiches = (f for f in a.all("fiches_coproprietaires") if link(f, "compte") == compte)
    return next((link(fiche, "immeuble") for fiche in fiches), "")


def immeubles(a: Agence, tiers: str) -> Iterator[Row]:
    """R-075, R-150."""
    for cible, espace in a.reached(tiers, "immeuble"):
        row = a.one("immeubles", cible)
        if row:
            meetings = espace == "coproprietaire" and a.is_on("assemblees", "syndic", cible)
            days = {n: row[n] if meetings else None for n in ("derniere_ag", "prochaine_ag")}
            yield {"espace": espace, "immeuble": cible, **some(row, "nom", *ADRESSE), **days}


def gardien(a: Agence, tiers: str) -> Iterator[Row]:
    """R-126."""
    for cible, espace in a.reached(tiers, "immeuble"):
        row = a.one("immeubles", cible)
        person = a.person(row["gardien"]) if row else None
        if person and espace == "coproprietaire" and a.is_on("gardien", "syndic", cible):
            yield {"immeuble": cible, **some(person, *NOM, *JOINDRE)}


def photos(a: Agence, tiers: str) -> Iterator[Row]:
    """R-120, R-122."""
    for cible, espace in a.reached(tiers, "immeuble"):
        if espace == "coproprietaire":
            yield from _photos(a, "immeuble", cible)
    for compte, espace in _accounts(a, tiers):
        for lot in units_of(a, compte, espace):
            if espace != "coproprietaire" or a.is_on("lots", "syndic", link(lot, "immeuble")):
                for row in _photos(a, "lot", str(lot["ref"])):
                    yield {**row, "compte": compte}


def units_of(a: Agence, compte: str, espace: str) -> Iterator[Row]:
    """R-075: the units that an account holds, lets or rents today."""
    found: dict[str, Row] = {}
    for lot in a.all("lots"):
        today = a.day(link(lot, "immeuble"))
        if any(_has(a, compte, espace, lot, today)):
            found[str(lot["ref"])] = lot
    yield from found.values()


def _has(a: Agence, compte: str, espace: str, lot: Row, today: date) -> Iterator[bool]:
    if espace == "coproprietaire":
        for fiche in a.all("fiches_coproprietaires"):
            if link(fiche, "compte") == compte:
                yield any(each["ref"] == lot["ref"] for each in held(a, fiche, today))
    elif espace == "proprietaire":
        yield holds(mandates(a, compte, str(lot["ref"])), today)
    else:
        for bail in a.all("baux"):
            if link(bail, "compte") == compte and runs(bail, today, "entree", "sortie"):
                yield lot["ref"] in units(bail)


def units(bail: Row) -> list[str]:
    """Return the refs of the units of a lease."""
    rows: list[Row] = list(bail["lot_bail"])  # type: ignore[call-overload]  # rows
    return [f"{bail['entite']}/{each['lot']}" for each in rows]


def mandates(a: Agence, compte: str, lot: str) -> list[Span]:
    """Return the first and last days of a unit under the mandates of an account (R-080)."""
    found = []
    for mandat in a.all("mandats") if _is_let(a, lot) else ():
        rows: list[Row] = list(mandat["lot_mandat"])  # type: ignore[call-overload]  # rows
        for each in rows if link(mandat, "compte") == compte else ():
            if f"{mandat['entite']}/{each['lot']}" == lot:
                ends = (each["au"], mandat["inactif_le"] or mandat["inactivite_enregistree_le"])
                first = max(day for day in (each["du"], mandat["du"]) if isinstance(day, date))
                found.append(
                    Span(first, min([day for day in ends if isinstance(day, date)], default=LAST))
                )
    return found


def _is_let(a: Agence, lot: str) -> bool:
    unit = a.one("lots", lot)
    building = a.one("immeubles", link(unit, "immeuble")) if unit else None
    return building is not None and building["module"] == "gerance"


def holds(spans: list[Span], day: date) -> bool:
    """Return whether a day is in one of them."""
    return any(span.first <= day <= span.last for span in spans)


def _photos(a: Agence, portee: str, cible: str) -> Iterator[Row]:
    for photo in a.all("photos"):
        if photo[portee] and link(photo, portee) == cible:
            format_ = a.images.get(str(photo["sha256"]))
            if photo["publiable"] and not photo["vignette"] and format_ in {"png", "jpeg"}:
                yield {
                    "portee": portee,
                    "cible": cible,
                    "rang": photo["rang"],
                    "contenu": photo["sha256"],
                    "format": format_,
                }


def locataires(a: Agence, tiers: str) -> Iterator[Row]:
    """R-107: tenants under his mandate today; or who left under it, owe, and not for a year."""
    for compte, espace in a.reached(tiers, "compte"):
        on = ("finances", "comptes_locataires")
        if espace != "proprietaire" or not all(a.is_on(each, "gerance", compte) for each in on):
            continue
        for bail, lot, tenant in _leases(a):
            ref, under = str(tenant["ref"]), mandates(a, compte, str(lot["ref"]))
            solde = tenant["solde"] if _is_own(a, compte, ref) else None
            today = a.day(link(lot, "immeuble"))
            if a.reglages.get(("comptes_locataires", ref)) is False:
                who = []
            elif runs(bail, today, "entree", "sortie") and holds(under, today):
                who = a.holders(tenant)
            elif solde and _left(bail, under, today):
                who = _persons(a, tenant, bail["sortie"])
            else:
                who = []
            for person in who:
                yield {
                    "compte": compte,
                    "locataire": ref,
                    **_unit(lot, person),
                    **some(bail, "entree", "sortie"),
                    "solde": solde,
                    "devise": "EUR",
                }


def comptes(a: Agence, tiers: str) -> Iterator[Row]:
    """R-090, R-093, R-095; what the balance is, its lines say (`test_laws_of_people`)."""
    for compte, espace, target in _with_finances(a, tiers):
        is_owner = espace == "coproprietaire"
        yield {
            "compte": compte,
            "espace": espace,
            **some(a.one("comptes", compte) or {}, "numero"),
            "devise": "EUR",
            "solde_inverse": a.is_on("solde_inverse", MODULE[espace], target),
            "sous_comptes": is_owner and a.is_on("sous_comptes", "syndic", target),
        }


def _with_finances(a: Agence, tiers: str) -> Iterator[tuple[str, str, str]]:
    for compte, espace in _accounts(a, tiers):
        target = _target(a, compte) if MODULE[espace] == "syndic" else compte
        if a.is_on("finances", MODULE[espace], target):
            yield compte, espace, target


def _said(entry: Row) -> Row:
    """An entry as it is shown where nothing is grouped."""
    return {
        "rang": entry["id"],
        **some(entry, "date", "libelle", "debit", "credit", "sous_compte", "rubrique"),
        "journal": entry["journal"],
        "genre": "ecriture",
        "ecritures": None,
        "devise": "EUR",
    }


def lignes(a: Agence, tiers: str) -> Iterator[Row]:
    """R-107: of each account that rented from him alone, while one of its leases shows."""
    for compte, espace in a.reached(tiers, "compte"):
        on = ("finances", "comptes_locataires")
        if espace != "proprietaire" or not all(a.is_on(each, "gerance", compte) for each in on):
            continue
        for tenant in {str(tenant["ref"]): tenant for _, _, tenant in _leases(a)}.values():
            ref = str(tenant["ref"])
            kept_out = a.reglages.get(("comptes_locataires", ref)) is False
            if tenant["publie"] and not kept_out and _is_own(a, compte, ref):
                yield from _lines(a, compte, tenant)


def _lines(a: Agence, compte: str, tenant: Row) -> Iterator[Row]:
    rented = [(bail, lot) for bail, lot, other in _leases(a) if other["ref"] == tenant["ref"]]
    spans = {str(lot["ref"]): mandates(a, compte, str(lot["ref"])) for _, lot in rented}
    shows = False
    for bail, lot in rented:
        today, under = a.day(link(lot, "immeuble")), spans[str(lot["ref"])]
        is_there = runs(bail, today, "entree", "sortie") and holds(under, today)
        shows = shows or is_there or bool(tenant["solde"] and _left(bail, under, today))
    for entry in a.all("ecritures") if shows else ():
        dated = any(holds(under, _day(entry["date"])) for under in spans.values())
        if link(entry, "compte") == tenant["ref"] and dated:
            yield {"compte": compte, "locataire": tenant["ref"], **_said(entry)}


def occupants(a: Agence, tiers: str, day: date) -> Iterator[Row]:
    """R-108: who occupied his units on a day when they were under his mandate."""
    for compte, espace in a.reached(tiers, "compte"):
        if espace == "proprietaire" and a.is_on("finances", "gerance", compte):
            for bail, lot, tenant in _leases(a):
                under = mandates(a, compte, str(lot["ref"]))
                if runs(bail, day, "entree", "sortie") and holds(under, day):
                    for person in _persons(a, tenant, day):
                        yield {"compte": compte, **_unit(lot, person)}


def _persons(a: Agence, compte: Row, day: object) -> list[Row]:
    """Return who held an account on a day."""
    there = {
        t["tiers"] for t in titulaires(compte) if isinstance(day, date) and is_until(t["au"], day)
    }
    return [person for name in there if (person := a.person(name))]


def _unit(lot: Row, person: Row) -> Row:
    return {
        "immeuble": link(lot, "immeuble"),
        "lot": lot["ref"],
        **some(lot, "numero", "type"),
        "personne": person["id"],
        **some(person, *NOM),
    }


def _leases(a: Agence) -> Iterator[tuple[Row, Row, Row]]:
    """Yield each unit that was ever rented: its lease, the unit, the tenant's account."""
    for bail in a.all("baux"):
        tenant = a.one("comptes", link(bail, "compte"))
        for lot in map(partial(a.one, "lots"), units(bail)):
            if lot and tenant:
                yield bail, lot, tenant


def _is_own(a: Agence, compte: str, tenant: str) -> bool:
    """Return whether all that an account ever rented was under mandates of one landlord."""
    rented = [bail for bail in a.all("baux") if link(bail, "compte") == tenant]
    return all(
        any(
            runs(bail, max(span.first, _day(bail["entree"])), "entree", "sortie")
            and max(span.first, _day(bail["entree"])) <= span.last
            for span in mandates(a, compte, lot)
        )
        for bail in rented
        for lot in units(bail)
    )


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def _left(bail: Row, under: list[Span], today: date) -> bool:
    """Return whether a lease ended under a mandate that runs since, a year ago at most."""
    out = bail["sortie"]
    if not isinstance(out, date) or out >= today or _day(bail["entree"]) > out:
        return False
    since = (out + timedelta(days=n) for n in range((today - out).days + 1))
    return today <= out.replace(year=out.year + 1) and all(holds(under, day) for day in since)
