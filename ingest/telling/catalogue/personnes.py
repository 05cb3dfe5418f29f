"""The codes of a person in front of a document: why an account is closed, or does not reach it.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

PERSONNES: Mapping[str, Code] = MappingProxyType(
    {
        "PORTAL_OFF": Code(
            "I",
            "R-022",
            False,
            "L'extranet est fermé à tous",
            "Rien dans LSC. L'agence l'ouvre par « portail » de ses réglages de l'extranet.",
        ),
        "DOCUMENTS_OFF": Code(
            "I",
            "R-041",
            False,
            "Les documents de ce métier sont fermés dans l'extranet",
            "Rien dans LSC. L'agence les ouvre par « documents » de ses réglages de l'extranet.",
        ),
        "ACCOUNT_NOT_PUBLISHED": Code(
            "I",
            "R-070",
            False,
            "Le compte n'est pas coché dans LSC",
            "LSC : menu comptabilité Gérance ou Syndic, compte, cocher la publication.",
        ),
        "ACCOUNT_WITHOUT_PLACE": Code(
            "I",
            "R-084",
            False,
            "Plus rien ne rattache le compte à un immeuble géré",
            "Rien si l'immeuble est parti. Export : joindre la fiche, le mandat ou le bail de ce "
            "compte, et son immeuble.",
        ),
        "ACCOUNT_NOTICE": Code(
            "I",
            "R-076",
            False,
            "Le préavis du locataire est enregistré",
            "Rien si c'est voulu ; sinon décocher « Locataires, à l'enregistrement du préavis » "
            "(publication service client, « Inactiver uniquement les comptes… »).",
        ),
        "ACCOUNT_DEPARTURE": Code(
            "I",
            "R-077",
            False,
            "Le départ du locataire est enregistré",
            "Rien si c'est voulu ; sinon décocher « Locataires, à l'enregistrement du départ » "
            "(publication service client, « Inactiver uniquement les comptes… »).",
        ),
        "ACCOUNT_SOLD": Code(
            "I",
            "R-078",
            False,
            "La vente du dernier lot est enregistrée",
            "Rien si c'est voulu ; sinon décocher « Copropriétaires vendeurs, à l'enregistrement "
            "d'une mutation » (publication service client).",
        ),
        "ACCOUNT_MANDATE_ENDED": Code(
            "I",
            "R-079",
            False,
            "Le dernier mandat est inactif depuis trente jours",
            "Rien si c'est voulu ; sinon décocher « Propriétaires, à la saisie de l'inactivité du "
            "dernier mandat » (publication service client), ou réactiver le mandat.",
        ),
        "LOGIN_UNKNOWN": Code(
            "I",
            "R-071",
            False,
            "La personne n'a pas de connexion dans LSC",
            "LSC : cocher la publication de son compte ; identifiant et mot de passe naissent sur "
            "sa fiche tiers, onglet « PLUS ».",
        ),
        "NO_ACCOUNT": Code(
            "I",
            "R-070",
            False,
            "La personne ne détient aucun compte",
            "LSC : rattacher la fiche tiers au compte ; ou relier les tiers par « est super tiers "
            "de ».",
        ),
        "ACCOUNT_OPEN": Code(
            "I",
            "R-075",
            False,
            "Le compte est fermé",
            "Voir la raison de la fermeture, que « lsc-syncd explain » dit avec ce code.",
        ),
        "TARGET_ELSEWHERE": Code(
            "I",
            "R-041",
            False,
            "La cible n'atteint pas ce compte",
            "Rien si le document est à d'autres ; sinon viser dans LSC le compte, le lot, le bail "
            "ou l'immeuble de cette personne.",
        ),
        "SCOPE_PERIOD": Code(
            "I",
            "R-075",
            False,
            "Le compte n'atteint cette cible qu'à d'autres moments",
            "LSC : vérifier les dates de la détention, du mandat ou du bail.",
        ),
        "TENANT_DAYS": Code(
            "I",
            "R-042",
            False,
            "Ce jour-là, ce que louait le locataire n'était pas tout entier à ce propriétaire",
            "LSC : vérifier les dates du mandat et des baux de ce compte de locataire.",
        ),
        "BINDER_LEVEL": Code(
            "I",
            "R-033",
            False,
            "La case de ce niveau n'est pas cochée dans le classeur",
            "Rien si c'est voulu ; sinon cocher ce niveau dans les classeurs de la publication "
            "service client.",
        ),
    }
)
