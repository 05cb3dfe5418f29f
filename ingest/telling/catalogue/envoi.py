"""The codes of an envoi as a whole: its manifest, its place in the order, what a person decides.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

ENVOI: Mapping[str, Code] = MappingProxyType(
    {
        "MANIFESTE_ABSENT": Code(
            "E",
            "format",
            True,
            "Le dossier ne contient pas de manifeste.xml",
            "Export : déposer manifeste.xml à la racine du dossier de l'envoi.",
        ),
        "MANIFESTE_INVALIDE": Code(
            "E",
            "R-004",
            True,
            "Le manifeste n'est pas conforme au schéma",
            "Export : valider le manifeste avec manifeste.xsd avant de l'envoyer.",
        ),
        "MANIFESTE_VIDE": Code(
            "E",
            "format",
            True,
            "Le manifeste ne liste aucun fichier",
            "Export : lister chaque fichier de l'envoi par une ligne fichier.",
        ),
        "MANIFESTE_LISTE_LUI_MEME": Code(
            "E",
            "format",
            True,
            "Le manifeste se liste lui-même",
            "Export : retirer du manifeste la ligne qui porte son propre nom.",
        ),
        "CHEMIN_EN_DOUBLE": Code(
            "E",
            "format",
            True,
            "Le manifeste liste deux fois le même chemin",
            "Export : une seule ligne par fichier ; deux noms qui ne diffèrent que par la "
            "composition des accents sont le même.",
        ),
        "CHEMIN_INTERDIT": Code(
            "E",
            "R-013",
            True,
            "Ce chemin sort du dossier de l'envoi",
            "Export : un chemin relatif au dossier de l'envoi, avec des barres obliques, sans "
            "« .. » ni lien.",
        ),
        "NATURE_INCONNUE": Code(
            "E",
            "format",
            True,
            "Cette nature n'existe pas dans le contrat",
            "Export : l'une des trente natures, en minuscules et sans accent ; pour une pièce ou "
            "une photo, ne pas mettre l'attribut nature.",
        ),
        "NATURE_EN_DOUBLE": Code(
            "E",
            "format",
            True,
            "Deux fichiers portent la même nature pour la même entité",
            "Export : un seul fichier par nature, ou par nature et entité, avec tous les "
            "enregistrements.",
        ),
        "ENTITE_ABSENTE": Code(
            "E",
            "format",
            True,
            "Cette nature est propre à une entité : l'attribut entite est requis",
            "Export : donner l'attribut entite à la ligne du manifeste et à la racine du fichier.",
        ),
        "ENTITE_DE_TROP": Code(
            "E",
            "format",
            True,
            "Cette nature est commune à l'agence : l'attribut entite est interdit",
            "Export : retirer l'attribut entite ; un seul fichier pour toute l'agence.",
        ),
        "FICHIER_MANQUANT": Code(
            "E",
            "format",
            True,
            "Un fichier listé n'est jamais arrivé",
            "Renvoyer l'envoi entier ; si le transfert s'est arrêté, en chercher la raison dans le "
            "journal WinSCP de LSC.",
        ),
        "TAILLE_DIFFERENTE": Code(
            "E",
            "format",
            True,
            "La taille reçue n'est pas la taille listée",
            "Renvoyer l'envoi : le fichier a été tronqué, ou écrit encore après le manifeste. "
            "Transférer en mode binaire.",
        ),
        "EMPREINTE_DIFFERENTE": Code(
            "E",
            "format",
            True,
            "L'empreinte sha256 reçue n'est pas l'empreinte listée",
            "Renvoyer l'envoi : le fichier a changé après le manifeste, ou en route. Transférer en "
            "mode binaire.",
        ),
        "RUN_WRONG_DOMAIN": Code(
            "E",
            "R-014",
            True,
            "Le domaine du manifeste n'est pas celui de cette agence",
            "LSC : rubrique « Nom de domaine » de la publication service client (administration "
            "métier, publication internet) ; il doit être celui que cette agence attend.",
        ),
        "NUMERO_REUTILISE": Code(
            "E",
            "R-001",
            True,
            "Ce numéro a déjà été appliqué avec un autre manifeste",
            "Export : un numéro plus grand que tous les précédents à chaque publication.",
        ),
        "RUN_STALE": Code(
            "E",
            "R-001",
            True,
            "Un envoi plus récent a déjà été appliqué",
            "Rien si un envoi plus récent a suivi. Si LSC a été réinstallé et recompte depuis le "
            "début, l'agence l'accepte par « lsc-syncd envois accept-numbering ».",
        ),
        "ATTENTE_DECISION": Code(
            "E",
            "format",
            False,
            "Le traitement a échoué trois fois chez nous : l'agence doit décider",
            "Rien dans LSC : prévenir l'administrateur de lsc-syncd, qui le reprend par "
            "« lsc-syncd envois retry ».",
        ),
        "RUN_HELD_MASS_WITHDRAWAL": Code(
            "E",
            "R-011",
            False,
            "L'envoi retirerait beaucoup d'un coup : l'agence doit décider",
            "Vérifier dans LSC ce que dit chaque cause. Si c'est voulu, l'agence libère l'envoi "
            "(« lsc-syncd envois release ») ; sinon corriger et publier à nouveau.",
        ),
        "RUN_HELD_MASS_EXPOSURE": Code(
            "E",
            "R-011",
            False,
            "L'envoi montrerait beaucoup d'un coup : l'agence doit décider",
            "Vérifier dans LSC ce que dit chaque cause : case d'un classeur, modèle, paramètre, "
            "fiche du conseil, super tiers. Si c'est voulu, l'agence libère l'envoi "
            "(« lsc-syncd envois release ») ; sinon corriger et publier à nouveau.",
        ),
        "REFUSE_PAR_AGENCE": Code(
            "E",
            "R-011",
            True,
            "L'agence a refusé cet envoi retenu",
            "Corriger dans LSC ce que l'agence a écrit en refusant, puis publier à nouveau.",
        ),
        "RUN_REPLACED": Code(
            "E",
            "R-011",
            True,
            "Des envois plus récents ont remplacé cet envoi retenu",
            "Rien : l'envoi plus récent fait foi.",
        ),
    }
)
