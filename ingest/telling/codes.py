"""The catalogue of problem codes: severity, rule, whether it refuses the envoi, French sentence.

One line per code; a problem or an anomaly whose code is not here cannot be made.
Touches: nothing.
"""

from typing import NamedTuple


class Code(NamedTuple):
    """What is known of a code before it happens."""

    severity: str
    rule: str
    refuses: bool
    sentence: str


CODES: dict[str, Code] = {
    # The envoi as a whole: each of these refuses it.
    "MANIFESTE_ABSENT": Code("E", "format", True, "Le dossier ne contient pas de manifeste.xml"),
    "MANIFESTE_INVALIDE": Code("E", "R-004", True, "Le manifeste n'est pas conforme au schéma"),
    "MANIFESTE_VIDE": Code("E", "format", True, "Le manifeste ne liste aucun fichier"),
    "MANIFESTE_LISTE_LUI_MEME": Code("E", "format", True, "Le manifeste se liste lui-même"),
    "CHEMIN_EN_DOUBLE": Code("E", "format", True, "Le manifeste liste deux fois le même chemin"),
    "CHEMIN_INTERDIT": Code("E", "R-013", True, "Ce chemin sort du dossier de l'envoi"),
    "NATURE_INCONNUE": Code("E", "format", True, "Cette nature n'existe pas dans le contrat"),
    "NATURE_EN_DOUBLE": Code(
        "E", "format", True, "Deux fichiers portent la même nature pour la même entité"
    ),
    "ENTITE_ABSENTE": Code(
        "E", "format", True, "Cette nature est propre à une entité : l'attribut entite est requis"
    ),
    "ENTITE_DE_TROP": Code(
        "E", "format", True, "Cette nature est commune à l'agence : l'attribut entite est interdit"
    ),
    "FICHIER_MANQUANT": Code("E", "format", True, "Un fichier listé n'est jamais arrivé"),
    "TAILLE_DIFFERENTE": Code("E", "format", True, "La taille reçue n'est pas la taille listée"),
    "EMPREINTE_DIFFERENTE": Code(
        "E", "format", True, "L'empreinte sha256 reçue n'est pas l'empreinte listée"
    ),
    "RUN_WRONG_DOMAIN": Code(
        "E", "R-014", True, "Le domaine du manifeste n'est pas celui de cette agence"
    ),
    "NUMERO_REUTILISE": Code(
        "E", "R-001", True, "Ce numéro a déjà été appliqué avec un autre manifeste"
    ),
    "RUN_STALE": Code("E", "R-001", True, "Un envoi plus récent a déjà été appliqué"),
    "ATTENTE_DECISION": Code(
        "E", "format", False, "Le traitement a échoué trois fois chez nous : l'agence doit décider"
    ),
    "RUN_HELD_MASS_WITHDRAWAL": Code(
        "E", "R-011", False, "L'envoi retirerait beaucoup d'un coup : l'agence doit décider"
    ),
    "RUN_HELD_MASS_EXPOSURE": Code(
        "E", "R-011", False, "L'envoi montrerait beaucoup d'un coup : l'agence doit décider"
    ),
    "REFUSE_PAR_AGENCE": Code("E", "R-011", True, "L'agence a refusé cet envoi retenu"),
    "RUN_REPLACED": Code(
        "E", "R-011", True, "Des envois plus récents ont remplacé cet envoi retenu"
    ),
    "XML_INVALID": Code("E", "R-004", True, "Le fichier XML n'est pas conforme au contrat"),
    "XML_DOCTYPE": Code("E", "R-004", True, "Un DOCTYPE est interdit dans un fichier de données"),
    "XML_ENCODAGE": Code("E", "format", True, "Le fichier doit être en UTF-8"),
    "ENTITE_DIFFERENTE": Code(
        "E", "format", True, "L'entité du fichier n'est pas celle que le manifeste annonce"
    ),
    "CLE_EN_DOUBLE": Code(
        "E", "format", True, "Deux enregistrements portent la même clé : le fichier se contredit"
    ),
    "SCELLE_ILLISIBLE": Code(
        "E", "format", True, "Le fichier scellé ne peut pas être ouvert avec la clé de l'agence"
    ),
    # One file: reported, the envoi goes on.
    "FORME_LENTE": Code(
        "I", "format", False, "Le fichier n'a pas un enregistrement par ligne : lecture plus lente"
    ),
    "SCELLE_DEJA_DETRUIT": Code(
        "W",
        "format",
        False,
        "Rejoué après une restauration : le secret est déjà détruit, rien ne change pour lui",
    ),
    "FILE_ORPHAN": Code(
        "W", "R-013", False, "Un fichier reçu n'est listé nulle part : il est mis à l'écart"
    ),
    # One record: it costs that record, or warns about it.
    "REFERENCE_INCONNUE": Code(
        "E", "format", False, "Une référence obligatoire désigne un enregistrement inconnu"
    ),
    "REFERENCE_SANS_EFFET": Code(
        "E", "format", False, "Une référence désigne un enregistrement lui-même sans effet"
    ),
    "REFERENCE_IGNOREE": Code(
        "W", "format", False, "Une référence facultative désigne un enregistrement inconnu"
    ),
    "TITULAIRE_INCONNU": Code("W", "format", False, "Un titulaire inconnu est laissé de côté"),
    "CIBLE_INVALIDE": Code(
        "E", "R-041", False, "Un événement vise exactement un immeuble, lot, compte ou bail"
    ),
    "DESIGNATION_INVALIDE": Code(
        "E", "format", False, "L'enregistrement ne désigne rien, ou désigne deux choses à la fois"
    ),
    "COMPTE_EN_DOUBLE": Code(
        "E", "format", False, "Deux fiches de copropriétaire portent le même compte"
    ),
    "COMPTE_AUTRE_GENRE": Code(
        "E", "R-041", False, "L'enregistrement désigne un compte qui n'est pas du genre voulu"
    ),
    "IDENTIFIANT_EN_DOUBLE": Code(
        "E", "R-072", False, "Deux connexions portent le même identifiant"
    ),
    "DATES_INVERSEES": Code("E", "format", False, "La fin précède le début"),
    "FUSEAU_INCONNU": Code("E", "R-053", False, "Le fuseau horaire de l'entité est inconnu"),
    "FUSEAU_IGNORE": Code(
        "W", "R-053", False, "Le fuseau horaire de l'immeuble est inconnu : celui de l'entité sert"
    ),
    "BINDER_UNKNOWN": Code("E", "R-030", False, "Le modèle désigne un classeur inconnu"),
    "BINDER_RIGHTS_GAP": Code(
        "W", "R-033", False, "Les cases du classeur laissent de côté des membres du conseil"
    ),
    "BINDER_NO_AUDIENCE": Code(
        "W", "R-035", False, "Le classeur contient des documents mais aucune case n'est cochée"
    ),
    "BINDER_RESERVED": Code("W", "R-056", False, "Le classeur porte un nom réservé à l'extranet"),
    "BINDER_CYCLE": Code("W", "R-060", False, "Le classeur est son propre parent"),
    "MODEL_NO_BINDER": Code("I", "R-040", False, "Le modèle n'a pas de classeur"),
    "MODEL_BINDER_INCOMPLETE": Code(
        "E", "R-040", False, "Un modèle donne le module et le classeur, ou aucun des deux"
    ),
    "RETENTION_INVALID": Code(
        "E", "R-053", False, "La durée de publication du modèle n'est pas un nombre de mois"
    ),
    "PREFIX_IGNORED": Code(
        "I", "R-061", False, "Le préfixe est sans effet : le modèle ne groupe pas par dossier"
    ),
    "CS_NO_CORRESPONDENT": Code(
        "W", "R-083", False, "Fiche à plusieurs personnes sans correspondant : nommez-le dans LSC"
    ),
    "CS_MANY_PRESIDENTS": Code("W", "R-083", False, "L'immeuble a plusieurs présidents"),
    "MASTER_CYCLE": Code("E", "R-073", False, "Des super tiers se désignent en rond"),
    "MASTER_UNUSUAL": Code(
        "W", "R-073", False, "Le super tiers n'a ni le nom, ni l'adresse, ni l'e-mail du tiers"
    ),
    "MASTER_NEW": Code("I", "R-073", False, "Un super tiers vient d'être désigné"),
    "HOLDER_REPLACED": Code(
        "E",
        "R-081b",
        False,
        "Le titulaire a changé sous le même identifiant : le compte est fermé jusqu'à confirmation",
    ),
    "ROLE_UNKNOWN": Code(
        "W", "R-085", False, "Le rôle de l'utilisateur est inconnu : il compte pour absent"
    ),
    # The books.
    "JOURNAL_TYPE_UNKNOWN": Code(
        "W", "R-091", False, "Le type du journal est inconnu : il compte pour standard"
    ),
    "SUB_ACCOUNT_UNKNOWN": Code(
        "W", "R-093", False, "Le sous-compte est inconnu : l'écriture reste au compte seul"
    ),
    "WORKS_INACTIVE": Code(
        "I", "R-105", False, "L'opération est inactive sans être achevée : elle n'est pas montrée"
    ),
    "FUND102_OFF": Code(
        "W",
        "R-100",
        False,
        "L'envoi des fonds 102 n'est pas coché dans LSC : celui-ci est ignoré",
    ),
    "PHOTO_CONTENT": Code(
        "E",
        "R-120",
        False,
        "Une photo a un contenu si et seulement si elle peut être publiée",
    ),
    "PHOTO_BAD_TYPE": Code("E", "R-120", False, "Une photo est une image png ou jpeg"),
    "PHOTO_TOO_MANY": Code(
        "W", "R-121", False, "Seules les trois premières photos d'un objet sont montrées"
    ),
    # Meetings.
    "VPC_NOT_CONVENED": Code(
        "E", "R-152", False, "Les convocations ne sont pas parties : le vote n'est pas ouvert"
    ),
    "VOTER_UNKNOWN": Code(
        "W", "R-168", False, "Un votant inconnu dans cet immeuble est laissé de côté"
    ),
    # One document.
    "EVENT_EMPTY": Code("W", "R-043", False, "L'événement n'a ni lettre ni pièce jointe"),
    "EVENT_CONFIDENTIAL": Code("W", "R-049", False, "L'événement est confidentiel"),
    "INVOICE_WITHOUT_ENTRY": Code(
        "I", "R-064", False, "Facture scannée sans écriture comptable : saisissez l'écriture"
    ),
    "INVOICE_OPTION_OFF": Code(
        "I", "R-048", False, "La publication des factures n'est pas cochée dans LSC"
    ),
    "OWNER_LIST_TOO_WIDE": Code(
        "E", "R-132", False, "La liste des copropriétaires serait visible de tous"
    ),
    "WITHDRAWN_EXPLICIT": Code("I", "R-051", False, "L'événement a été dépublié dans LSC"),
    "WITHDRAWN_ABSENT": Code("I", "R-010", False, "L'événement n'est plus dans la liste de LSC"),
    "PURGED": Code(
        "I", "conservation", False, "Retiré depuis longtemps, le document a été supprimé"
    ),
    "NOT_PUBLISHED": Code("I", "R-051", False, "L'événement n'a jamais été publié"),
    "FILE_MISSING": Code("W", "R-012", False, "Le fichier n'a jamais été reçu : renvoyez-le"),
    "RENDERING_PENDING": Code("I", "R-043", False, "La lettre attend sa mise en page en PDF"),
    "FORMAT_FORBIDDEN": Code("E", "R-045", False, "Ce format de fichier n'est jamais publié"),
    "FORMAT_NOT_PRINTABLE": Code(
        "W", "R-045", False, "Ce format ne s'imprime pas partout : préférez un PDF"
    ),
    "TARGET_UNKNOWN": Code("E", "R-041", False, "La cible de l'événement est inconnue"),
    "NOBODY_REACHED": Code("I", "R-041", False, "La cible n'atteint personne"),
    "EXPIRED": Code("I", "R-053", False, "La durée de publication du modèle est écoulée"),
    "REPUBLISH_EXPIRED": Code(
        "W", "R-054", False, "Publier à ce jour ne prolonge pas la durée de publication"
    ),
    "PUBLICATION_FUTURE": Code("I", "R-052", False, "La date de publication est à venir"),
    "PUBLIEE": Code("I", "R-041", False, "Rien ne cache ce document"),
    # One account: why it is closed.
    "ACCOUNT_NOT_PUBLISHED": Code("I", "R-070", False, "Le compte n'est pas coché dans LSC"),
    "ACCOUNT_WITHOUT_PLACE": Code(
        "I", "R-084", False, "Plus rien ne rattache le compte à un immeuble géré"
    ),
    "ACCOUNT_NOTICE": Code("I", "R-076", False, "Le préavis du locataire est enregistré"),
    "ACCOUNT_DEPARTURE": Code("I", "R-077", False, "Le départ du locataire est enregistré"),
    "ACCOUNT_SOLD": Code("I", "R-078", False, "La vente du dernier lot est enregistrée"),
    "ACCOUNT_MANDATE_ENDED": Code(
        "I", "R-079", False, "Le dernier mandat est inactif depuis trente jours"
    ),
    # One person in front of one document.
    "LOGIN_UNKNOWN": Code("I", "R-071", False, "La personne n'a pas de connexion dans LSC"),
    "NO_ACCOUNT": Code("I", "R-070", False, "La personne ne détient aucun compte"),
    "ACCOUNT_OPEN": Code("I", "R-075", False, "Le compte est fermé"),
    "TARGET_ELSEWHERE": Code("I", "R-041", False, "La cible n'atteint pas ce compte"),
    "SCOPE_PERIOD": Code(
        "I", "R-075", False, "Le compte n'atteint cette cible qu'à d'autres moments"
    ),
    "BINDER_LEVEL": Code(
        "I", "R-033", False, "La case de ce niveau n'est pas cochée dans le classeur"
    ),
    # What a person decided.
    "DEPUBLISHED": Code("I", "decision", False, "L'agence a dépublié ce document à la main"),
    "DEPUBLISHED_UNTIL": Code(
        "I", "decision", False, "L'agence a dépublié ce document à la main jusqu'à une date"
    ),
}
