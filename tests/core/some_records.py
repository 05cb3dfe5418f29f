"""One record of each nature for the tests of the rules, with defaults that matter to no test.

Names are given without their entity, as the XML gives them; the record has them in full.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from ingest.rules.faits import (
    Bail,
    Classeur,
    Compte,
    Connexion,
    Detention,
    Dossier,
    Entite,
    Evenement,
    Fiche,
    Immeuble,
    Lot,
    LotMandat,
    Mandat,
    Modele,
    Piece,
    Titulaire,
    ref,
)

LONG_AGO = date(2020, 1, 1)
_LINKS = ("immeuble", "lot", "compte", "bail", "dossier", "fiche", "fournisseur")
V = TypeVar("V", Modele, Immeuble, Fiche, Dossier, Piece, Evenement)


def _with(made: V, given: dict[str, object]) -> V:
    return made._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist


def _named(entite: str, given: dict[str, object]) -> dict[str, object]:
    """Return what was given, its references inside the entity written in full."""
    return {
        name: ref(entite, value) if name in _LINKS and value is not None else value
        for name, value in given.items()
    }


def an_entite(cle: str = "S1", fuseau: str = "Europe/Paris") -> Entite:
    return Entite(cle, fuseau)


def a_connexion(tiers: str, identifiant: str | None = None) -> Connexion:
    return Connexion(tiers, tiers, identifiant or f"login-{tiers}")


def a_classeur(
    name: str = "syndic/1",
    cases: Iterable[str] = ("president", "membre", "coproprietaire"),
    *,
    nom: str = "Courriers",
    parent: str | None = None,
) -> Classeur:
    return Classeur(name, name.partition("/")[0], nom, parent, frozenset(cases))


def a_modele(code: str = "MS", classeur: str | None = "syndic/1", **given: object) -> Modele:
    module, _, numero = (classeur or "").partition("/")
    made = Modele(
        code,
        "ordinaire",
        module or None,
        int(numero) if numero else None,
        None,
        grouper_par_dossier=False,
        prefixer_reference=False,
        noms_pieces_jointes=False,
    )
    return _with(made, given)


def an_immeuble(cle: str = "I1", *, entite: str = "S1", **given: object) -> Immeuble:
    module = "syndic" if entite.startswith("S") else "gerance"
    made = Immeuble(ref(entite, cle), entite, module, None, None, frozenset({"A"}))
    return _with(made, given)


def a_lot(
    cle: str, immeuble: str = "I1", *, entite: str = "S1", batiment: str | None = None
) -> Lot:
    return Lot(ref(entite, cle), entite, ref(entite, immeuble), batiment)


def a_compte(
    cle: str,
    *titulaires: str | tuple[str, date | None],
    genre: str = "coproprietaire",
    publie: bool = True,
    entite: str = "S1",
) -> Compte:
    holders = [Titulaire(each, None) if isinstance(each, str) else each for each in titulaires]
    return Compte(ref(entite, cle), entite, genre, publie, tuple(Titulaire(*h) for h in holders))


def a_fiche(cle: str, compte: str, *, entite: str = "S1", **given: object) -> Fiche:
    made = Fiche(
        ref(entite, cle),
        entite,
        ref(entite, "I1"),
        ref(entite, compte),
        None,
        membre_cs=False,
        president_cs=False,
    )
    return _with(made, _named(entite, given))


def a_detention(
    lot: str,
    fiche: str,
    du: date = LONG_AGO,
    au: date | None = None,
    *,
    mutation: date | None = None,
    entite: str = "S1",
) -> Detention:
    name = ref(entite, f"{lot} {fiche} {du}")
    return Detention(name, entite, ref(entite, lot), ref(entite, fiche), du, au, mutation)


def a_mandat(
    cle: str,
    compte: str,
    *lots: str | tuple[str, date, date | None],
    inactif_le: date | None = None,
    entite: str = "G1",
) -> Mandat:
    whole = [(lot, LONG_AGO, None) if isinstance(lot, str) else lot for lot in lots]
    under = tuple(LotMandat(ref(entite, lot), du, au) for lot, du, au in whole)
    return Mandat(ref(entite, cle), entite, ref(entite, compte), LONG_AGO, inactif_le, under)


def a_bail(
    cle: str,
    compte: str,
    *lots: str,
    entree: date = date(2022, 1, 1),
    sortie: date | None = None,
    preavis: date | None = None,
    depart: date | None = None,
    entite: str = "G1",
) -> Bail:
    units = tuple(ref(entite, lot) for lot in lots or ("L9",))
    return Bail(
        ref(entite, cle), entite, ref(entite, compte), entree, sortie, preavis, depart, units
    )


def a_dossier(cle: str = "N1", *, entite: str = "S1", **given: object) -> Dossier:
    made = Dossier(ref(entite, cle), entite, "0152", "Sinistre", None, None, None)
    return _with(made, _named(entite, given))


def a_piece(cle: str = "a", **given: object) -> Piece:
    return _with(Piece(cle, "jointe", "1", f"{cle}.pdf", f"sha-{cle}", retiree=False), given)


def an_evenement(cle: str = "E1", *, entite: str = "S1", **given: object) -> Evenement:
    made = Evenement(
        ref=ref(entite, cle),
        entite=entite,
        modele="MS" if entite.startswith("S") else "MG",
        objet="Un objet",
        traite_le=date(2026, 6, 15),
        publie_le="2026-06-16",
        dossier=None,
        confidentiel=False,
        ecriture_comptable=False,
        immeuble=None,
        lot=None,
        compte=None,
        bail=None,
        absent=False,
        pieces=(a_piece(),),
    )
    return _with(made, _named(entite, given))
