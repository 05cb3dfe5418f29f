"""What `lsc-syncd legal` says, in French: the items of the décret, and what to do about each state.

No code of an accuse: the décret is the agency's affair, and LSC is told nothing of it.
Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

INTITULES: Mapping[str, str] = MappingProxyType(
    {
        "ALL-01": "Règlement de copropriété, état descriptif de division et modificatifs",
        "ALL-02": "Dernière fiche synthétique",
        "ALL-03": "Carnet d'entretien",
        "ALL-04": "Diagnostics techniques des parties communes, en cours de validité",
        "ALL-05": "Contrats d'assurance de l'immeuble en cours",
        "ALL-06": "Contrats et marchés en cours (hors contrats de travail)",
        "ALL-07": "Contrats d'entretien des équipements communs",
        "ALL-08": "Procès-verbaux des trois dernières assemblées et devis approuvés",
        "ALL-09": "Contrat de syndic en cours",
        "LOT-01": "Compte individuel arrêté après l'approbation des comptes",
        "LOT-02": "Charges payées des deux derniers exercices clos",
        "LOT-03": "Part du fonds de travaux attachée au lot",
        "LOT-04": "Appels de fonds des trois dernières années",
        "CS-01": "Balances générales et relevé général des charges et produits",
        "CS-02": "Relevés du compte bancaire séparé",
        "CS-03": "Assignations et décisions de justice en cours",
        "CS-04": "Liste de tous les copropriétaires",
        "CS-05": "Carte professionnelle, assurance et garantie financière du syndic",
    }
)


class Mot(NamedTuple):
    """What is wrong, and what to do in LSC; between braces what the case at hand fills in."""

    phrase: str
    correction: str


MOTS: Mapping[tuple[str, str], Mot] = MappingProxyType(
    {
        ("LEGAL_WRONG_AUDIENCE", "case"): Mot(
            "Une case du classeur n'est pas cochée : tous les copropriétaires ne voient pas "
            "{documents}.",
            "Cocher les trois cases (président, membre, copropriétaire) de {classeurs}, ou classer "
            "ce modèle ailleurs.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "cible"): Mot(
            "Adressé à un seul compte : les autres ne voient pas {documents}.",
            "Publier dans LSC un événement qui vise l'immeuble.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "contrats"): Mot(
            "L'écran Contrats de l'immeuble est réservé au conseil syndical (R-138) : {documents}.",
            "Retirer contrats_du_conseil de extranet.toml, ou publier les contrats eux-mêmes.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "personne"): Mot(
            "Aucun copropriétaire de l'immeuble n'accède à l'extranet : personne ne voit "
            "{documents}.",
            "Cocher la publication des comptes des copropriétaires et envoyer leurs identifiants.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "immeuble"): Mot(
            "Propre à un copropriétaire, mais adressé à tout l'immeuble : {documents}.",
            "Dépublier tout de suite (date 00/00/00), puis publier sur le compte ou le lot.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "lot_case"): Mot(
            "Le copropriétaire concerné ne voit pas {documents}.",
            "Cocher la case copropriétaire de {classeurs}.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "conseil_ouvert"): Mot(
            "Réservé au conseil syndical, mais le classeur est ouvert aux copropriétaires : "
            "{documents}.",
            "Décocher la case copropriétaire de {classeurs}, ou classer ce modèle dans un classeur "
            "du conseil.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "conseil_ferme"): Mot(
            "Une partie du conseil syndical ne voit pas {documents}.",
            "Cocher les cases président et membre de {classeurs}.",
        ),
        ("LEGAL_WRONG_AUDIENCE", "liste"): Mot(
            "Liste retenue, car tous les copropriétaires la verraient (R-132) : {documents}.",
            "Décocher la case copropriétaire de {classeurs}.",
        ),
        ("LEGAL_MISSING", "rien"): Mot(
            "Rien n'est visible ({ou}).",
            "Publier dans LSC un événement qui vise l'immeuble ({ou}).",
        ),
        ("LEGAL_MISSING", "papiers"): Mot(
            "{trouve} sur {attendu}.",
            "Publier dans LSC ceux qui manquent ({ou}).",
        ),
        ("LEGAL_MISSING", "assemblees"): Mot(
            "{trouve} sur {attendu} (moins suffisent si le syndicat est plus jeune).",
            "Publier dans LSC ceux qui manquent ({ou}).",
        ),
        ("LEGAL_MISSING", "comptes"): Mot(
            "Comptes en règle : {trouve} sur {attendu} ; il manque à {comptes}.",
            "Publier dans LSC un événement sur chacun de ces comptes ({ou}).",
        ),
        ("LEGAL_MISSING", "duree"): Mot(
            "La loi demande {attendu} mois, la durée du modèle les cache avant : {documents}.",
            "Mettre {attendu} mois ou plus dans le modèle d'événement.",
        ),
        ("LEGAL_EXPIRED", "fin"): Mot(
            "La fin de son dossier est passée, le {le} : {documents}.",
            "Publier ce qui est en cours, ou corriger la fin du dossier ; dépublier l'ancien.",
        ),
        ("LEGAL_EXPIRED", "age"): Mot(
            "Plus ancien que l'âge maximal des réglages (traité le {le}) : {documents}.",
            "Établir la nouvelle version et la publier dans LSC ({ou}).",
        ),
        ("LEGAL_EXPIRED", "comptes"): Mot(
            "Comptes en règle : {trouve} sur {attendu} ; trop ancien pour {comptes}.",
            "Publier dans LSC la nouvelle version sur chacun de ces comptes ({ou}).",
        ),
        ("LEGAL_STALE", "apres_derniere_ag"): Mot(
            "Pas mis à jour dans les trois mois qui ont suivi l'assemblée du {le}.",
            "Mettre à jour et publier dans LSC ({ou}).",
        ),
        ("LEGAL_STALE", "avant_prochaine_ag"): Mot(
            "Pas encore mis à jour avant l'assemblée du {le}.",
            "Mettre à jour et publier dans LSC avant cette assemblée ({ou}).",
        ),
        ("LEGAL_STALE", "comptes"): Mot(
            "Assemblée du {le} : comptes à jour {trouve} sur {attendu} ; pas {comptes}.",
            "Publier dans LSC la nouvelle version sur chacun de ces comptes ({ou}).",
        ),
        ("note", "anciens"): Mot(
            "Ce qui n'est plus en cours est encore visible : {documents}.",
            "Dépublier dans LSC ce qui ne vaut plus (date 00/00/00).",
        ),
        ("note", "plusieurs"): Mot(
            "Des versions plus anciennes sont encore visibles : {documents}.",
            "Dépublier dans LSC les versions remplacées (date 00/00/00).",
        ),
        ("note", "sans_document"): Mot(
            "Le contrat figure à l'écran Contrats, sans document : {documents}.",
            "Publier aussi le contrat lui-même ; la loi demande le document.",
        ),
        ("note", "format"): Mot(
            "La loi veut des documents imprimables ; ceux-ci ne le sont pas tels quels : "
            "{documents}.",
            "Les joindre en PDF dans LSC.",
        ),
        ("note", "sans"): Mot(
            "Comptes qui en ont : {trouve} sur {attendu} ; aucun pour {comptes}.",
            "Vérifier dans LSC qu'il n'y en avait pas pour ces comptes.",
        ),
        ("note", "ailleurs"): Mot(
            "Papiers du syndic visibles dans d'autres immeubles, mais pas ici : {trouve}.",
            "Publier les mêmes papiers sur chaque immeuble : aucun événement ne vise l'agence "
            "entière. Le classeur « Documents du syndic » du portail n'est pas vu d'ici (R-056).",
        ),
        ("note", "cache"): Mot("{motif} : {documents}.", "{correction}"),
    }
)
"""By code of `ingest.rules.bilans` and cause."""
