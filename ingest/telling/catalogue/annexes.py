"""The codes of records that decide no document: the books, works, photos and meetings.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

ANNEXES: Mapping[str, Code] = MappingProxyType(
    {
        "JOURNAL_TYPE_UNKNOWN": Code(
            "W",
            "R-091",
            False,
            "Le type du journal est inconnu : il compte pour standard",
            "Export : standard, tresorerie, achats, ventes, cloture ou appels.",
        ),
        "SUB_ACCOUNT_UNKNOWN": Code(
            "W",
            "R-093",
            False,
            "Le sous-compte est inconnu : l'écriture reste au compte seul",
            "Export : operations_courantes, travaux, avances, emprunt ou fonds_travaux ; ou ne pas "
            "donner l'attribut.",
        ),
        "BALANCE_MISMATCH": Code(
            "W",
            "R-092",
            False,
            "Le solde du compte n'est pas celui de ses écritures : c'est celui-ci qui est montré",
            "LSC : vérifier que toutes les écritures du compte sont publiées, avec son report à "
            "nouveau ; un analytique qui n'est pas reversé au propriétaire n'est pas compté.",
        ),
        "ENTRY_SIDES": Code(
            "W",
            "R-090",
            False,
            "L'écriture a un montant des deux côtés, ou un montant négatif",
            "LSC : corriger l'écriture ; un montant est positif, au débit ou au crédit.",
        ),
        "WORKS_INACTIVE": Code(
            "I",
            "R-105",
            False,
            "L'opération est inactive sans être achevée : elle n'est pas montrée",
            "LSC : donner à ces travaux leur date d'achèvement, ou décocher « INACTIF ».",
        ),
        "EXPENSES_NO_BINDER": Code(
            "W",
            "R-065",
            False,
            "Le classeur Factures manque : personne ne voit l'état des dépenses",
            "LSC : désigner le classeur des factures, ou nommer « Factures » un seul classeur du "
            "métier syndic, et cocher qui doit voir les dépenses.",
        ),
        "VOUCHER_STAFF": Code(
            "I",
            "R-065",
            False,
            "Une pièce est jointe à une dépense de personnel : seul le conseil peut la voir",
            "LSC : retirer cette pièce de l'écriture si le conseil ne doit pas la lire.",
        ),
        "DEBTORS_PARTIAL": Code(
            "W",
            "R-102",
            False,
            "Ce compte de copropriétaire n'a pas de solde : la liste des débiteurs est incomplète",
            "Export : donner le solde de tous les comptes de copropriétaires qui ont un lot.",
        ),
        "FUND102_OFF": Code(
            "W",
            "R-100",
            False,
            "L'envoi des fonds 102 n'est pas coché dans LSC : celui-ci est ignoré",
            "LSC : publication service client, options SYNDIC, cocher « Envoyer les comptes 102xxx "
            "dans les fonds travaux » ; sinon l'export ne doit pas les joindre.",
        ),
        "PHOTO_CONTENT": Code(
            "E",
            "R-120",
            False,
            "Une photo a un contenu si et seulement si elle peut être publiée",
            "Export : donner sha256 à une photo publiable qui n'est pas une vignette, et à elle "
            "seule.",
        ),
        "PHOTO_BAD_TYPE": Code(
            "E",
            "R-120",
            False,
            "Une photo est une image png ou jpeg",
            "LSC : remplacer cette image par un vrai fichier png ou jpg ; changer l'extension ne "
            "suffit pas.",
        ),
        "PHOTO_TOO_MANY": Code(
            "W",
            "R-121",
            False,
            "Seules les trois premières photos d'un objet sont montrées",
            "LSC : sur la fiche, mettre en tête les trois photos à montrer, ou décocher "
            "« publiable » sur les autres.",
        ),
        "VPC_NOT_CONVENED": Code(
            "E",
            "R-152",
            False,
            "Les convocations ne sont pas parties : le vote n'est pas ouvert",
            "LSC : assemblée générale, lancer les convocations (2e étape), puis « Export VPC "
            "extranet » du menu Actions.",
        ),
        "VOTER_UNKNOWN": Code(
            "W",
            "R-168",
            False,
            "Un votant inconnu dans cet immeuble est laissé de côté",
            "LSC : vérifier que la fiche copropriétaire de ce votant est de cet immeuble et que "
            "son tiers en est titulaire.",
        ),
    }
)
