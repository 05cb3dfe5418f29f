"""The full derivation: everything that anybody may see, from the facts alone.

It is what every envoi is planned with, the oracle of the tests and the repair tool (architecture,
idea 2): no derived row depends on the one before it, nor on the time of day.
Touches: nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules.acces import Acces, derive_acces
from ingest.rules.annexes import find_in_annexes
from ingest.rules.anomalies import (
    Anomalie,
    SansEffet,
    Trouvailles,
    find_anomalies,
    judge,
)
from ingest.rules.bailleurs import opened_by
from ingest.rules.classement import has_no_binder, levels_of
from ingest.rules.conseil import Conseiller
from ingest.rules.contenus import ContenuListe
from ingest.rules.contrats import Contrat
from ingest.rules.debiteurs import find_without_balance
from ingest.rules.ecritures import EcritureMasquee, LigneDeCompte
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Classeur, Faits, Fiche
from ingest.rules.liens import derive_liens
from ingest.rules.lignes import keep_accounts
from ingest.rules.listes import one_list_at_a_time
from ingest.rules.locations import Location
from ingest.rules.occupations import Occupation
from ingest.rules.publication import Publication, derive_publication, is_listed
from ingest.rules.purges import purged_rows
from ingest.rules.raisons import PUBLIEE, Document
from ingest.rules.rattachements import Rattachement
from ingest.rules.reglages import OptionEffective, Reglages
from ingest.rules.reperes import Repere, derive_reperes
from ingest.rules.rib import CoordonneesMontrees, find_unreleased
from ingest.rules.titulaires import FinTitulaire

EVENEMENTS = "evenements"


class Droit(NamedTuple):
    """One row of the derived table of that name: a binder and a level that may open it."""

    classeur: str
    niveau: str


class Derivation(NamedTuple):
    """Every row of every derived table.

    `manquants` are the listed pieces whose content never came, `contenus_manquants` what else is
    listed and never came; `sans_effet` counts, by nature and entity, the listed records that have
    no effect.
    """

    acces: frozenset[Acces] = frozenset()
    droits: frozenset[Droit] = frozenset()
    publication: frozenset[Publication] = frozenset()
    anomalies: frozenset[Anomalie] = frozenset()
    rattachements: frozenset[Rattachement] = frozenset()
    fins_titulaires: frozenset[FinTitulaire] = frozenset()
    conseil: frozenset[Conseiller] = frozenset()
    locations: frozenset[Location] = frozenset()
    occupations: frozenset[Occupation] = frozenset()
    contrats: frozenset[Contrat] = frozenset()
    options_effectives: frozenset[OptionEffective] = frozenset()
    coordonnees_montrees: frozenset[CoordonneesMontrees] = frozenset()
    reperes: frozenset[Repere] = frozenset()
    manquants: tuple[Document, ...] = ()
    contenus_manquants: tuple[ContenuListe, ...] = ()
    sans_effet: Mapping[tuple[str, str], int] = MappingProxyType({})
    lignes_de_compte: frozenset[LigneDeCompte] = frozenset()
    ecritures_masquees: frozenset[EcritureMasquee] = frozenset()


def in_force(faits: Faits) -> EnVigueur:
    """Given the facts, return those that have an effect."""
    return EnVigueur(faits, find_anomalies(faits))


class Usages(NamedTuple):
    """What documents use that are not looked at: models, and binders where one is published."""

    modeles: frozenset[str] = frozenset()
    classeurs: frozenset[str] = frozenset()


def derive(faits: Faits) -> Derivation:
    """Given the facts, return all that follows from them."""
    trouvailles = find_anomalies(faits)
    found = derive_some(faits, trouvailles, Usages(), has_accounts=True)
    sans_effet = Counter(
        (nature, getattr(getattr(faits, nature)[ref], "entite", ""))
        for nature, refs in trouvailles.sans_effet.items()
        for ref in refs
    )
    return found._replace(sans_effet=Counter(found.sans_effet) + sans_effet)


def derive_some(
    faits: Faits, trouvailles: Trouvailles, usages: Usages, *, has_accounts: bool
) -> Derivation:
    """Given some leaves, what decides of them and what is wrong with it, return what follows.

    The binders and models are all there, and so is, if it `has_accounts`, what else decides rights.
    """
    vigueur = EnVigueur(faits, trouvailles)
    feuilles = _leaves(vigueur, trouvailles)
    reglages = Reglages(faits.options.reglages, faits.parametres)
    told = {
        *_of_models(vigueur, usages.modeles),
        *_of_binders(vigueur, feuilles.publication, usages.classeurs),
    }
    if has_accounts:
        told |= {*_of_councils(vigueur), *_of_replaced(vigueur), *find_unreleased(vigueur)}
        told |= {*find_without_balance(vigueur, reglages)}
    is_reached = has_accounts and reglages.portail
    return feuilles._replace(
        acces=frozenset(derive_acces(vigueur, reglages)) if is_reached else frozenset(),
        droits=frozenset(_droits(vigueur, reglages)),
        **(derive_liens(vigueur) if has_accounts else {}),
        options_effectives=frozenset(reglages.effectives()) if faits.entites else frozenset(),
        reperes=frozenset(derive_reperes(vigueur) if faits.entites else ()),
        anomalies=feuilles.anomalies | told,
    )


def derive_leaves(faits: Faits, sans_effet: SansEffet) -> Derivation:
    """Given leaves, what is near them and which of that has no effect, return what is of them.

    It is what `derive` has of these leaves, given all the facts; rights are no part of it, nor what
    is told of a model or a binder because leaves use it.
    """
    trouvailles = judge(faits, (EVENEMENTS,), sans_effet)
    return _leaves(EnVigueur(faits, trouvailles), trouvailles)


def _leaves(vigueur: EnVigueur, trouvailles: Trouvailles) -> Derivation:
    annexes = find_in_annexes(vigueur.faits, trouvailles.sans_effet)
    comptes = keep_accounts(vigueur, annexes.totaux)
    rows: set[Publication] = set()
    anomalies = {*trouvailles.anomalies, *annexes.anomalies, *comptes.anomalies}
    anomalies.update(_of_events(vigueur))
    manquants: list[Document] = []
    for document, found, told in one_list_at_a_time(derive_publication(vigueur)):
        rows.update(found)
        anomalies.update(told)
        if is_listed(document) and document.format is None:
            manquants.append(document)
    rows.update(purged_rows(vigueur.faits))
    return Derivation(
        publication=frozenset(rows),
        anomalies=frozenset(anomalies),
        manquants=tuple(manquants),
        contenus_manquants=annexes.manquants,
        sans_effet=annexes.sans_effet,
        lignes_de_compte=comptes.lignes.lignes,
        ecritures_masquees=comptes.lignes.masquees,
    )


def _droits(vigueur: EnVigueur, reglages: Reglages) -> Iterator[Droit]:
    """R-041 (a): a module whose documents are off has binders that nobody opens.

    R-042: what tenants open, their landlords may, unless the agency excludes the binder.
    """
    for classeur in vigueur.classeurs.values():
        if not reglages.of(classeur.module, "documents"):
            continue
        niveaux = levels_of(classeur, vigueur.faits.options)
        for niveau in opened_by(classeur, niveaux, reglages):
            yield Droit(classeur.ref, niveau)


def _of_councils(vigueur: EnVigueur) -> Iterator[Anomalie]:
    """R-083: one president per building is expected; several are all taken for one."""
    presidents: dict[str, list[Fiche]] = {}
    for fiche in vigueur.fiche_du_compte.values():
        if fiche.president_cs:
            presidents.setdefault(fiche.immeuble, []).append(fiche)
    for immeuble, fiches in presidents.items():
        if len(fiches) > 1:
            entite, _, cle = immeuble.partition("/")
            names = " ".join(sorted(fiche.ref.partition("/")[2] for fiche in fiches))
            yield Anomalie("CS_MANY_PRESIDENTS", "immeubles", entite, cle, "president_cs", names)


def _of_replaced(vigueur: EnVigueur) -> Iterator[Anomalie]:
    """R-081b: told at each envoi until a person says that it is the same account after all."""
    for ref in sorted(vigueur.faits.remplaces & vigueur.faits.comptes.keys()):
        entite, _, cle = ref.partition("/")
        yield Anomalie("HOLDER_REPLACED", "comptes", entite, cle, "titulaire")


def _of_models(vigueur: EnVigueur, others: frozenset[str]) -> Iterator[Anomalie]:
    """R-040: a model without binder is told when events use it; its events stay out."""
    used = {event.modele for event in vigueur.faits.evenements.values() if not event.absent}
    used |= others
    for modele in vigueur.faits.modeles.values():
        if has_no_binder(modele) and modele.ref in used:
            yield Anomalie("MODEL_NO_BINDER", "modeles", "", modele.ref)


def _of_events(vigueur: EnVigueur) -> Iterator[Anomalie]:
    """R-043: an event with no piece that is still there shows nothing."""
    for event in vigueur.faits.evenements.values():
        if not event.absent and all(piece.retiree for piece in event.pieces):
            cle = event.ref.partition("/")[2]
            yield Anomalie("EVENT_EMPTY", "evenements", event.entite, cle)


def _of_binders(
    vigueur: EnVigueur, rows: Iterable[Publication], others: frozenset[str]
) -> Iterator[Anomalie]:
    """R-035: documents in a binder that nobody may open."""
    used = {row.classeur for row in rows if row.etat == PUBLIEE and row.classeur is not None}
    for ref in sorted(used | others):
        classeur: Classeur = vigueur.classeurs[ref]
        if not levels_of(classeur, vigueur.faits.options):
            yield Anomalie("BINDER_NO_AUDIENCE", "classeurs", "", ref)
