"""Facts for the tests of the rules, and a small reader of what a person sees on a day.

`an_agency()` is a syndic S1 (building I1: president T1, member T2, plain co-owner T3) and a gérance
G1 (building I2: landlord T4, tenant T5 of unit L9), in Paris; facts given to it are added, or
replace those of the same name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from ingest.rules.comptes import Fermeture, closing
from ingest.rules.derivation import Derivation, derive, in_force
from ingest.rules.faits import (
    Bail,
    Classeur,
    Compte,
    Connexion,
    Detention,
    Dossier,
    Entite,
    Evenement,
    Fait,
    Faits,
    Fiche,
    Immeuble,
    Lot,
    Mandat,
    Modele,
    Options,
    Parametres,
    Relation,
    Tiers,
)
from ingest.rules.publication import Publication
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_connexion,
    a_detention,
    a_fiche,
    a_lot,
    a_mandat,
    a_modele,
    an_entite,
    an_evenement,
    an_immeuble,
)

NOON = "2026-11-24T12:00:00.000Z"
ZONES = ("Europe/Paris", "Pacific/Tahiti", "Pacific/Kiritimati", "Pacific/Apia")
NATURE_OF: Mapping[type, str] = {
    Entite: "entites",
    Tiers: "tiers",
    Connexion: "connexions",
    Relation: "relations",
    Classeur: "classeurs",
    Modele: "modeles",
    Immeuble: "immeubles",
    Lot: "lots",
    Compte: "comptes",
    Fiche: "fiches_coproprietaires",
    Detention: "detentions",
    Mandat: "mandats",
    Bail: "baux",
    Dossier: "dossiers",
    Evenement: "evenements",
}


def the_usual_facts() -> list[Fait]:
    people = [f"T{number}" for number in range(1, 7)]
    return [
        an_entite("S1"),
        an_entite("G1"),
        *(Tiers(each) for each in people),
        *(a_connexion(each) for each in people),
        a_classeur("syndic/1"),
        a_classeur("gerance/1", ("proprietaire", "locataire")),
        a_modele("MS", "syndic/1"),
        a_modele("MG", "gerance/1"),
        an_immeuble("I1"),
        an_immeuble("I2", entite="G1"),
        *(a_lot(f"L{number}") for number in (1, 2, 3)),
        a_lot("L9", "I2", entite="G1"),
        *(a_compte(f"C{number}", f"T{number}") for number in (1, 2, 3)),
        a_compte("C4", "T4", genre="proprietaire", entite="G1"),
        a_compte("C5", "T5", genre="locataire", entite="G1"),
        a_fiche("F1", "C1", president_cs=True, membre_cs=True),
        a_fiche("F2", "C2", membre_cs=True),
        a_fiche("F3", "C3"),
        *(a_detention(f"L{number}", f"F{number}") for number in (1, 2, 3)),
        a_mandat("M1", "C4", "L9"),
        a_bail("B1", "C5", "L9"),
    ]


def an_agency(
    *facts: Fait,
    without: Iterable[str] = (),
    parametres: Parametres | None = None,
    formats: Mapping[str, str | None] | None = None,
    options: Options | None = None,
    places: Iterable[str] = (),
    remplaces: Iterable[str] = (),
) -> Faits:
    """Given facts besides the usual ones and names (`nature:ref`) to leave out, return all."""
    left_out = set(without)
    kept = [
        fait for fait in the_usual_facts() if f"{NATURE_OF[type(fait)]}:{fait.ref}" not in left_out
    ]
    found = faits_of(
        (*kept, *facts), parametres=parametres, formats=formats, options=options, places=places
    )
    return replace(found, remplaces=frozenset(remplaces))


def faits_of(
    facts: Iterable[Fait],
    *,
    parametres: Parametres | None = None,
    formats: Mapping[str, str | None] | None = None,
    options: Options | None = None,
    places: Iterable[str] = (),
) -> Faits:
    """Given facts in any order, return them as the rules take them; every content is a PDF."""
    tables: dict[str, dict[str, Fait]] = {nature: {} for nature in NATURE_OF.values()}
    for fait in facts:
        tables[NATURE_OF[type(fait)]][fait.ref] = fait
    tied = [*tables["fiches_coproprietaires"].values(), *tables["mandats"].values()]
    tied += tables["baux"].values()
    accounts = {str(getattr(fait, "compte", "")) for fait in tied}
    return Faits(
        parametres=parametres or Parametres(),
        places=frozenset({*places, *accounts}),
        fuseaux={name: ZoneInfo(name) for name in ZONES},
        formats=_formats(tables["evenements"].values(), formats or {}),
        options=options or Options(),
        **tables,  # type: ignore[arg-type]  # each table holds its own kind
    )


def sees(derivation: Derivation, tiers: str, at: str = NOON) -> set[str]:
    """Given what was derived, return the documents that a person sees at an instant."""
    boxes = {(droit.classeur, droit.niveau) for droit in derivation.droits}
    return {
        row.document
        for row in derivation.publication
        for reach in derivation.acces
        if reach.tiers == tiers
        and row.etat == "publiee"
        and row.visible_du is not None
        and _holds(row.visible_du, row.visible_jusqu_au, at)
        and _holds(reach.du, reach.jusqu_au, at)
        and (row.portee, row.cible) == (reach.portee, reach.cible)
        and (row.classeur, reach.niveau) in boxes
        and (reach.traite_depuis or date.min) <= row.traite_le
        and (reach.traite_jusqu_au is None or row.traite_le < reach.traite_jusqu_au)
    }


def seen(faits: Faits, tiers: str, at: str = NOON) -> set[str]:
    """Given facts, return the documents that a person sees, without their entity: `E1/a`."""
    return {document.partition("/")[2] for document in sees(derive(faits), tiers, at)}


def viewers(faits: Faits, at: str = NOON) -> str:
    """Given facts, return who sees anything at all: `T1 T3`."""
    derivation = derive(faits)
    people = sorted({row.tiers for row in derivation.acces})
    return " ".join(each for each in people if sees(derivation, each, at))


def closed(faits: Faits, compte: str) -> Fermeture | None:
    """Given facts, return what closes an account first, None when nothing does."""
    vigueur = in_force(faits)
    return closing(vigueur.comptes[compte], vigueur)


def codes(faits: Faits) -> list[str]:
    """Given facts, return the codes of their anomalies, in order."""
    return sorted(anomalie.code for anomalie in derive(faits).anomalies)


def published(
    *facts: Fait,
    formats: Mapping[str, str | None] | None = None,
    parametres: Parametres | None = None,
    **event: object,
) -> Publication:
    """Given an event of building I1, return the row of its only document."""
    made = an_evenement("E1", entite="S1", **{"immeuble": "I1", **event})
    (row,) = derive(an_agency(made, *facts, formats=formats, parametres=parametres)).publication
    return row


def verdict(row: Publication) -> tuple[str, str]:
    """Given a row, return its state and the code of its motif."""
    code: str = json.loads(row.motif)[0]
    return row.etat, code


def _holds(du: str | None, jusqu_au: str | None, at: str) -> bool:
    return (du is None or du <= at) and (jusqu_au is None or at < jusqu_au)


def _formats(evenements: Iterable[Fait], given: Mapping[str, str | None]) -> Mapping[str, str]:
    pieces = [piece for each in evenements if isinstance(each, Evenement) for piece in each.pieces]
    found = {piece.sha256: given.get(piece.sha256, "pdf") for piece in pieces}
    return {sha256: kind for sha256, kind in found.items() if kind is not None}
