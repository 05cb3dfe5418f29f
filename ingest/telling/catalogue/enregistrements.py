"""The codes of one record that decides who sees what: it costs that record, or warns about it.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

ENREGISTREMENTS: Mapping[str, Code] = MappingProxyType(
    {
        "REFERENCE_INCONNUE": Code(
            "E",
            "format",
            False,
            "Une référence obligatoire désigne un enregistrement inconnu",
            "Export : joindre l'enregistrement désigné dans la liste de sa nature. LSC : vérifier "
            "qu'il n'a pas été supprimé.",
        ),
        "REFERENCE_SANS_EFFET": Code(
            "E",
            "format",
            False,
            "Une référence désigne un enregistrement lui-même sans effet",
            "Corriger d'abord l'enregistrement désigné : son propre problème est dit aussi.",
        ),
        "REFERENCE_IGNOREE": Code(
            "W",
            "format",
            False,
            "Une référence facultative désigne un enregistrement inconnu",
            "Export : joindre l'enregistrement désigné, ou ne pas donner l'attribut.",
        ),
        "TITULAIRE_INCONNU": Code(
            "W",
            "format",
            False,
            "Un titulaire inconnu est laissé de côté",
            "Export : joindre ce tiers dans tiers. LSC : vérifier la fiche tiers du compte.",
        ),
        "CIBLE_INVALIDE": Code(
            "E",
            "R-041",
            False,
            "Un événement vise exactement un immeuble, lot, compte ou bail",
            "Export : un seul des quatre attributs immeuble, lot, compte, bail.",
        ),
        "DESIGNATION_INVALIDE": Code(
            "E",
            "format",
            False,
            "L'enregistrement ne désigne rien, ou désigne deux choses à la fois",
            "Export : un seul des deux attributs qui le rattachent.",
        ),
        "COMPTE_EN_DOUBLE": Code(
            "E",
            "format",
            False,
            "Deux fiches de copropriétaire portent le même compte",
            "LSC : donner à chaque fiche copropriétaire son propre compte.",
        ),
        "COMPTE_AUTRE_GENRE": Code(
            "E",
            "R-041",
            False,
            "L'enregistrement désigne un compte qui n'est pas du genre voulu",
            "LSC : une fiche désigne un compte de copropriétaire, un mandat un compte de "
            "propriétaire, un bail un compte de locataire, un correspondant un compte de "
            "fournisseur.",
        ),
        "IDENTIFIANT_EN_DOUBLE": Code(
            "E",
            "R-072",
            False,
            "Deux connexions portent le même identifiant",
            "LSC : fiche tiers, onglet « PLUS », donner un identifiant différent à chaque tiers.",
        ),
        "DATES_INVERSEES": Code(
            "E",
            "format",
            False,
            "La fin précède le début",
            "LSC : corriger l'une des deux dates de l'enregistrement.",
        ),
        "FUSEAU_INCONNU": Code(
            "E",
            "R-053",
            False,
            "Le fuseau horaire de l'entité est inconnu",
            "Export : un nom IANA, par exemple Europe/Paris ou Pacific/Noumea.",
        ),
        "FUSEAU_IGNORE": Code(
            "W",
            "R-053",
            False,
            "Le fuseau horaire de l'immeuble est inconnu : celui de l'entité sert",
            "Export : un nom IANA, ou ne pas donner l'attribut.",
        ),
        "BINDER_UNKNOWN": Code(
            "E",
            "R-030",
            False,
            "Le modèle désigne un classeur inconnu",
            "LSC : modèle d'événement, onglet « Extranet », choisir un classeur qui existe dans ce "
            "métier.",
        ),
        "BINDER_RIGHTS_GAP": Code(
            "W",
            "R-033",
            False,
            "Les cases du classeur laissent de côté des membres du conseil",
            "LSC : classeurs de la publication service client, cocher de droite à gauche : "
            "président, puis membre, puis copropriétaire ; jamais copropriétaire seul.",
        ),
        "BINDER_NO_AUDIENCE": Code(
            "W",
            "R-035",
            False,
            "Le classeur contient des documents mais aucune case n'est cochée",
            "LSC : classeurs de la publication service client, cocher les niveaux qui doivent le "
            "lire.",
        ),
        "BINDER_RESERVED": Code(
            "W",
            "R-056",
            False,
            "Le classeur porte un nom réservé à l'extranet",
            "LSC : renommer ce classeur ; « Documents du syndic » se remplit à la main sur "
            "l'extranet.",
        ),
        "BINDER_CYCLE": Code(
            "W",
            "R-060",
            False,
            "Le classeur est son propre parent",
            "Export : un classeur n'est contenu ni dans lui-même ni dans l'un des siens.",
        ),
        "MODEL_NO_BINDER": Code(
            "I",
            "R-040",
            False,
            "Le modèle n'a pas de classeur",
            "LSC, pour publier ses événements : modèle d'événement, onglet « Extranet », choisir "
            "un classeur, puis « Publier en date du jour ».",
        ),
        "MODEL_BINDER_INCOMPLETE": Code(
            "E",
            "R-040",
            False,
            "Un modèle donne le module et le classeur, ou aucun des deux",
            "Export : donner module et classeur ensemble, ou aucun des deux.",
        ),
        "RETENTION_INVALID": Code(
            "E",
            "R-053",
            False,
            "La durée de publication du modèle n'est pas un nombre de mois",
            "LSC : modèle d'événement, onglet « Extranet », durée de publication en mois : vide ou "
            "0 pour toujours, 1200 au plus.",
        ),
        "PREFIX_IGNORED": Code(
            "I",
            "R-061",
            False,
            "Le préfixe est sans effet : le modèle ne groupe pas par dossier",
            "LSC : modèle d'événement, onglet « Extranet », cocher « Regrouper par type de "
            "dossier » ou décocher « Préfixer les documents ».",
        ),
        "CS_NO_CORRESPONDENT": Code(
            "W",
            "R-083",
            False,
            "Fiche à plusieurs personnes sans correspondant : nommez-le dans LSC",
            "LSC : fiche copropriétaire, choisir pour correspondant la personne qui siège au "
            "conseil ; jusque-là personne n'en a les droits.",
        ),
        "CS_MANY_PRESIDENTS": Code(
            "W",
            "R-083",
            False,
            "L'immeuble a plusieurs présidents",
            "LSC : fiches copropriétaires de l'immeuble, n'en laisser qu'un président.",
        ),
        "MASTER_CYCLE": Code(
            "E",
            "R-073",
            False,
            "Des super tiers se désignent en rond",
            "LSC : fiche tiers, onglet « PLUS », « Est en relation avec… », retirer l'une des "
            "relations « est super tiers de ».",
        ),
        "MASTER_UNUSUAL": Code(
            "W",
            "R-073",
            False,
            "Le super tiers n'a ni le nom, ni l'adresse, ni l'e-mail du tiers",
            "Vérifier que l'un doit bien voir les documents de l'autre. LSC : fiche tiers, onglet "
            "« PLUS », « Est en relation avec… ».",
        ),
        "MASTER_NEW": Code(
            "I",
            "R-073",
            False,
            "Un super tiers vient d'être désigné",
            "Rien si la relation est voulue ; sinon la retirer de la fiche tiers, onglet « PLUS ».",
        ),
        "HOLDER_REPLACED": Code(
            "E",
            "R-081b",
            False,
            "Le titulaire a changé sous le même identifiant : le compte est fermé jusqu'à "
            "confirmation",
            "LSC : un nouveau client a un nouveau compte et une nouvelle fiche tiers. Si c'est "
            "bien la même personne, l'agence le dit par « lsc-syncd confirm compte ».",
        ),
        "ROLE_UNKNOWN": Code(
            "W",
            "R-085",
            False,
            "L'utilisateur n'a aucun rôle connu : son accès au portail est désactivé",
            "LSC : fiche tiers de l'utilisateur, données complémentaires « Pagesimmo », rubrique "
            "« Extranet rôle ».",
        ),
    }
)
