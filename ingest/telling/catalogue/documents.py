"""The codes of one document: why it is not shown, or what to know about it while it is.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

DOCUMENTS: Mapping[str, Code] = MappingProxyType(
    {
        "EVENT_EMPTY": Code(
            "W",
            "R-043",
            False,
            "L'événement n'a ni lettre ni pièce jointe",
            "LSC : écrire la lettre de l'événement ou lui joindre une pièce, puis « Publier en "
            "date du jour ».",
        ),
        "EVENT_CONFIDENTIAL": Code(
            "W",
            "R-049",
            False,
            "L'événement est confidentiel",
            "Rien si c'est voulu ; sinon retirer la confidentialité de l'événement dans LSC.",
        ),
        "INVOICE_WITHOUT_ENTRY": Code(
            "I",
            "R-064",
            False,
            "Facture scannée sans écriture comptable : saisissez l'écriture",
            "LSC : passer l'écriture et la lier à la facture par les pièces comptables ; ou cocher "
            "« Ne pas vérifier les PJ comptables » (options Tous modules).",
        ),
        "INVOICE_OPTION_OFF": Code(
            "I",
            "R-048",
            False,
            "La publication des factures n'est pas cochée dans LSC",
            "LSC : publication service client, options Tous modules, « Publier les événements de "
            "type facture ».",
        ),
        "OWNER_LIST_TOO_WIDE": Code(
            "E",
            "R-132",
            False,
            "La liste des copropriétaires serait visible de tous",
            "LSC : ranger son modèle dans un classeur du seul conseil syndical : décocher "
            "copropriétaire, ou choisir un autre classeur.",
        ),
        "WITHDRAWN_EXPLICIT": Code(
            "I",
            "R-051",
            False,
            "L'événement a été dépublié dans LSC",
            "Rien si c'est voulu. LSC, pour le montrer : liste des événements, menu Actions, "
            "publication GED, « Publier en date du jour ».",
        ),
        "WITHDRAWN_ABSENT": Code(
            "I",
            "R-010",
            False,
            "L'événement n'est plus dans la liste de LSC",
            "Rien s'il a été supprimé. Export : la liste evenements est complète à chaque envoi ; "
            "un événement qui revient est montré à nouveau.",
        ),
        "PURGED": Code(
            "I",
            "conservation",
            False,
            "Retiré depuis longtemps, le document a été supprimé",
            "LSC, pour le montrer : « Publier en date du jour » ; son fichier doit être renvoyé.",
        ),
        "NOT_PUBLISHED": Code(
            "I",
            "R-051",
            False,
            "L'événement n'a jamais été publié",
            "LSC, pour le montrer : liste des événements, menu Actions, publication GED, « Publier "
            "en date du jour ».",
        ),
        "FILE_MISSING": Code(
            "W",
            "R-012",
            False,
            "Le fichier n'a jamais été reçu : renvoyez-le",
            "LSC : « Publier en date du jour » sur cet événement, ou « Renvoyer les documents "
            "depuis le… ». Export : joindre chaque fichier_attendu de l'accusé.",
        ),
        "RENDERING_PENDING": Code(
            "I",
            "R-043",
            False,
            "La lettre attend sa mise en page en PDF",
            "Rien : la lettre HTML est gardée. Envoyée en PDF, elle serait montrée tout de suite.",
        ),
        "FORMAT_FORBIDDEN": Code(
            "E",
            "R-045",
            False,
            "Ce format de fichier n'est jamais publié",
            "LSC : remplacer la pièce par un PDF ; programmes et scripts ne sont jamais montrés.",
        ),
        "FORMAT_NOT_PRINTABLE": Code(
            "W",
            "R-045",
            False,
            "Ce format ne s'imprime pas partout : préférez un PDF",
            "LSC : joindre un PDF à la place du fichier bureautique.",
        ),
        "TARGET_UNKNOWN": Code(
            "E",
            "R-041",
            False,
            "La cible de l'événement est inconnue",
            "Export : joindre l'immeuble, le lot, le compte ou le bail que l'événement vise.",
        ),
        "NOBODY_REACHED": Code(
            "I",
            "R-041",
            False,
            "La cible n'atteint personne",
            "LSC : vérifier que le compte visé est coché, que quelqu'un tient le lot à la date de "
            "traitement, et les cases du classeur.",
        ),
        "EXPIRED": Code(
            "I",
            "R-053",
            False,
            "La durée de publication du modèle est écoulée",
            "Rien si c'est voulu ; sinon allonger la durée de publication du modèle, onglet "
            "« Extranet ».",
        ),
        "OWNER_LIST_SUPERSEDED": Code(
            "I",
            "R-131",
            False,
            "Une liste de copropriétaires plus récente du même immeuble remplace celle-ci",
            "Rien : LSC refait la liste à chaque changement, et seule la dernière se lit.",
        ),
        "REPUBLISH_EXPIRED": Code(
            "W",
            "R-054",
            False,
            "Publier à ce jour ne prolonge pas la durée de publication",
            "LSC : la durée compte depuis la date de traitement de l'événement ; allonger celle du "
            "modèle, onglet « Extranet ».",
        ),
        "PUBLICATION_FUTURE": Code(
            "I",
            "R-052",
            False,
            "La date de publication est à venir",
            "Rien : le document paraîtra ce jour-là.",
        ),
        "PUBLIEE": Code(
            "I",
            "R-041",
            False,
            "Rien ne cache ce document",
            "Rien.",
        ),
        "DEPUBLISHED": Code(
            "I",
            "decision",
            False,
            "L'agence a dépublié ce document à la main",
            "Rien dans LSC. L'agence y met fin par « lsc-syncd republish ».",
        ),
        "DEPUBLISHED_UNTIL": Code(
            "I",
            "decision",
            False,
            "L'agence a dépublié ce document à la main jusqu'à une date",
            "Rien dans LSC : il paraît à nouveau après cette date, ou plus tôt par "
            "« lsc-syncd republish ».",
        ),
    }
)
