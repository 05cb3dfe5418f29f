"""What may be wrong with one fact: its references, and what its own nature asks of it.

Touches: nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.rules.classement import case_gap, is_reserved, months_of
from ingest.rules.coordonnees import faults_of
from ingest.rules.faits import (
    Bail,
    Classeur,
    Compte,
    Detention,
    Dossier,
    Evenement,
    Fait,
    Faits,
    Fiche,
    Immeuble,
    Lot,
    Mandat,
    Modele,
    Relation,
)
from ingest.rules.references import CIBLES, FACULTATIVES, REQUISES

BLOQUANTS = frozenset(
    {
        "REFERENCE_INCONNUE",
        "REFERENCE_SANS_EFFET",
        "FUSEAU_INCONNU",
        "IDENTIFIANT_EN_DOUBLE",
        "MASTER_CYCLE",
        "COMPTE_EN_DOUBLE",
        "COMPTE_AUTRE_GENRE",
        "DATES_INVERSEES",
        "CIBLE_INVALIDE",
        "DESIGNATION_INVALIDE",
        "FUND102_OFF",
        "PHOTO_CONTENT",
        "PHOTO_BAD_TYPE",
        "PHOTO_TOO_MANY",
        "VPC_NOT_CONVENED",
    }
)
"""The codes that take the effect of their record away."""


class Ecart(NamedTuple):
    """What was found about one fact."""

    code: str
    attribut: str | None = None
    valeur: str | None = None
    attendu: str | None = None

    @property
    def bloque(self) -> bool:
        """Return whether it takes the effect of the fact away."""
        return self.code in BLOQUANTS


@dataclass(frozen=True, slots=True)
class Connu:
    """The facts, and which of those judged so far have no effect."""

    faits: Faits
    sans_effet: dict[str, dict[str, Ecart]]
    identifiants: Counter[str]
    comptes_de_fiches: Counter[str]

    def missing(self, nature: str, ref: str) -> str | None:
        """Return the code that says why a reference leads to nothing, None when it leads."""
        if ref not in getattr(self.faits, nature):
            return "REFERENCE_INCONNUE"
        return "REFERENCE_SANS_EFFET" if ref in self.sans_effet[nature] else None


def ecarts_of(nature: str, fait: Fait, connu: Connu) -> Iterator[Ecart]:
    """Given a fact and those judged before it, yield what is wrong with it."""
    if isinstance(fait, Evenement) and fait.absent:
        return
    entite = getattr(fait, "entite", "")
    if entite and (code := connu.missing("entites", entite)):
        yield Ecart(code, "entite", entite)
    for reference in REQUISES.get(nature, ()):
        yield from _required(getattr(fait, reference.attribut), *reference, connu)
    for reference in FACULTATIVES.get(nature, ()):
        yield from _optional(getattr(fait, reference.attribut), *reference, connu)
    if judge := _JUDGES.get(nature):
        yield from judge(fait, connu)


def _required(ref: str, attribut: str, nature: str, connu: Connu) -> Iterator[Ecart]:
    if code := connu.missing(nature, ref):
        yield Ecart(code, attribut, ref, f"un enregistrement de {nature}")


def _optional(ref: str | None, attribut: str, nature: str, connu: Connu) -> Iterator[Ecart]:
    if ref is not None and connu.missing(nature, ref):
        yield Ecart("REFERENCE_IGNOREE", attribut, ref)


def _judge_entite(fait: Fait, connu: Connu) -> Iterator[Ecart]:
    fuseau = getattr(fait, "fuseau", "")
    if fuseau not in connu.faits.fuseaux:
        yield Ecart("FUSEAU_INCONNU", "fuseau", fuseau, "un nom IANA comme Europe/Paris")


def _judge_connexion(fait: Fait, connu: Connu) -> Iterator[Ecart]:
    """A sealed nature: nothing of it is quoted."""
    if connu.identifiants[getattr(fait, "identifiant", "")] > 1:
        yield Ecart("IDENTIFIANT_EN_DOUBLE", "identifiant")


def _judge_relation(relation: Relation, connu: Connu) -> Iterator[Ecart]:
    """R-073: one level only; every relation of a cycle is refused."""
    if _leads_back(relation, connu.faits.relations):
        yield Ecart("MASTER_CYCLE", "super_tiers", relation.super_tiers)
        return
    master = connu.faits.tiers.get(relation.super_tiers)
    linked = connu.faits.tiers.get(relation.tiers)
    if master and linked and not master.signes & linked.signes:
        yield Ecart("MASTER_UNUSUAL", "super_tiers", relation.super_tiers)


def _leads_back(relation: Relation, relations: Mapping[str, Relation]) -> bool:
    below: dict[str, list[str]] = {}
    for each in relations.values():
        below.setdefault(each.super_tiers, []).append(each.tiers)
    seen, pending = set[str](), [relation.tiers]
    while pending:
        tiers = pending.pop()
        if tiers == relation.super_tiers:
            return True
        if tiers not in seen:
            seen.add(tiers)
            pending += below.get(tiers, ())
    return False


def _judge_classeur(classeur: Classeur, connu: Connu) -> Iterator[Ecart]:
    if is_reserved(classeur):
        yield Ecart("BINDER_RESERVED", "nom", classeur.nom)
    if gap := case_gap(classeur):
        yield Ecart("BINDER_RIGHTS_GAP", None, gap)
    if _is_own_ancestor(classeur, connu.faits.classeurs):
        yield Ecart("BINDER_CYCLE", "parent", classeur.parent)


def _judge_modele(modele: Modele, connu: Connu) -> Iterator[Ecart]:
    if (modele.module is None) != (modele.numero is None):
        yield Ecart("MODEL_BINDER_INCOMPLETE", "classeur")
    elif modele.module is not None:
        classeur = f"{modele.module}/{modele.numero}"
        if connu.missing("classeurs", classeur):
            yield Ecart("BINDER_UNKNOWN", "classeur", classeur)
    if months_of(modele) is None:
        expected = "un nombre de mois de 0 à 1200"
        yield Ecart("RETENTION_INVALID", "duree_mois", modele.duree_mois, expected)
    if modele.prefixer_reference and not modele.grouper_par_dossier:
        yield Ecart("PREFIX_IGNORED", "prefixer_reference")


def _judge_immeuble(immeuble: Immeuble, connu: Connu) -> Iterator[Ecart]:
    if immeuble.fuseau is not None and immeuble.fuseau not in connu.faits.fuseaux:
        yield Ecart("FUSEAU_IGNORE", "fuseau", immeuble.fuseau)
    entite = connu.faits.entites.get(immeuble.entite)
    if immeuble.coordonnees and entite:
        for code, attribut in faults_of(immeuble.coordonnees, entite.pays):
            yield Ecart(code, attribut)  # never its value


def _judge_lot(lot: Lot, connu: Connu) -> Iterator[Ecart]:
    yield from _batiment(lot.immeuble, lot.batiment, connu)


def _judge_dossier(dossier: Dossier, connu: Connu) -> Iterator[Ecart]:
    if dossier.immeuble is not None:
        yield from _batiment(dossier.immeuble, dossier.batiment, connu)


def _batiment(immeuble: str, batiment: str | None, connu: Connu) -> Iterator[Ecart]:
    known = connu.faits.immeubles.get(immeuble)
    if batiment is not None and known is not None and batiment not in known.batiments:
        yield Ecart("REFERENCE_IGNOREE", "batiment", batiment)


def _judge_compte(compte: Compte, connu: Connu) -> Iterator[Ecart]:
    unknown = [holder.tiers for holder in compte.titulaires if connu.missing("tiers", holder.tiers)]
    if len(unknown) == len(compte.titulaires):
        yield Ecart("REFERENCE_INCONNUE", "titulaire", unknown[0] if unknown else None)
        return
    for tiers in unknown:
        yield Ecart("TITULAIRE_INCONNU", "titulaire", tiers)


def _judge_fiche(fiche: Fiche, connu: Connu) -> Iterator[Ecart]:
    if connu.comptes_de_fiches[fiche.compte] > 1:
        yield Ecart("COMPTE_EN_DOUBLE", "compte", fiche.compte)
    yield from _genre(fiche.compte, "coproprietaire", connu)
    compte = connu.faits.comptes.get(fiche.compte)
    holders = [t for t in compte.titulaires if t.tiers in connu.faits.tiers] if compte else []
    everyone = {holder.tiers for holder in holders}
    if fiche.correspondant is not None and fiche.correspondant not in everyone:
        yield Ecart("REFERENCE_IGNOREE", "correspondant", fiche.correspondant)
    flagged = fiche.membre_cs or fiche.president_cs
    staying = {holder.tiers for holder in holders if holder.au is None} or everyone
    if flagged and len(staying) > 1 and fiche.correspondant not in staying:
        yield Ecart("CS_NO_CORRESPONDENT", "correspondant")


def _genre(compte: str, genre: str, connu: Connu) -> Iterator[Ecart]:
    """A record gives rights to accounts of one kind only: on another, it would give others'."""
    known = connu.faits.comptes.get(compte)
    if known is not None and known.genre != genre:
        yield Ecart("COMPTE_AUTRE_GENRE", "compte", compte, f"un compte de genre {genre}")


def _judge_detention(detention: Detention, _: Connu) -> Iterator[Ecart]:
    """A seller's last day is the eve of the buyer's first: a holding of no day at all is one."""
    if detention.au is not None and (detention.du - detention.au).days > 1:
        yield Ecart("DATES_INVERSEES", "au", detention.au.isoformat(), f"après {detention.du}")


def _judge_mandat(mandat: Mandat, connu: Connu) -> Iterator[Ecart]:
    yield from _genre(mandat.compte, "proprietaire", connu)
    for lot in mandat.lots:
        yield from _required(lot.lot, "lot_mandat", "lots", connu)
        if lot.au is not None and lot.au < lot.du:
            yield Ecart("DATES_INVERSEES", "lot_mandat", lot.au.isoformat(), f"après {lot.du}")


def _judge_bail(bail: Bail, connu: Connu) -> Iterator[Ecart]:
    yield from _genre(bail.compte, "locataire", connu)
    for lot in bail.lots:
        yield from _required(lot, "lot_bail", "lots", connu)
    if bail.sortie is not None and bail.sortie < bail.entree:
        yield Ecart("DATES_INVERSEES", "sortie", bail.sortie.isoformat(), f"après {bail.entree}")


def _judge_evenement(evenement: Evenement, connu: Connu) -> Iterator[Ecart]:
    given = [(getattr(evenement, cible.attribut), cible) for cible in CIBLES]
    given = [(ref, cible) for ref, cible in given if ref is not None]
    if len(given) != 1:
        found = " ".join(cible.attribut for _, cible in given) or None
        yield Ecart("CIBLE_INVALIDE", None, found, "immeuble, lot, compte ou bail")
        return
    ((ref, cible),) = given
    yield from _required(ref, cible.attribut, cible.nature, connu)


_JUDGES: Mapping[str, Callable[..., Iterable[Ecart]]] = {
    "entites": _judge_entite,
    "connexions": _judge_connexion,
    "relations": _judge_relation,
    "classeurs": _judge_classeur,
    "modeles": _judge_modele,
    "immeubles": _judge_immeuble,
    "lots": _judge_lot,
    "comptes": _judge_compte,
    "fiches_coproprietaires": _judge_fiche,
    "detentions": _judge_detention,
    "mandats": _judge_mandat,
    "baux": _judge_bail,
    "dossiers": _judge_dossier,
    "evenements": _judge_evenement,
}


def _is_own_ancestor(classeur: Classeur, classeurs: Mapping[str, Classeur]) -> bool:
    seen = {classeur.ref}
    parent = classeur.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        above = classeurs.get(parent)
        parent = above.parent if above else None
    return parent == classeur.ref
