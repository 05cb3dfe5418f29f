"""The codes of a building's bank details: they cost the details, never the building.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

BANQUES: Mapping[str, Code] = MappingProxyType(
    {
        "BANK_CHANGED": Code(
            "E",
            "R-113b",
            False,
            "Les coordonnées bancaires sont nouvelles ou ont changé : aucune n'est montrée "
            "jusqu'à confirmation",
            "Vérifier IBAN, RIB et titulaire auprès de la banque, par un autre moyen qu'un "
            "message reçu ; s'ils sont justes, l'agence le dit par « lsc-syncd confirm rib ».",
        ),
        "IBAN_INVALID": Code(
            "W",
            "R-112",
            False,
            "La clé de l'IBAN est fausse : les coordonnées bancaires ne sont pas montrées",
            "LSC : compte bancaire des coupons de paiement, corriger l'IBAN d'après un relevé "
            "d'identité bancaire.",
        ),
        "BIC_INVALID": Code(
            "W",
            "R-112",
            False,
            "Le BIC n'en est pas un : les coordonnées bancaires ne sont pas montrées",
            "LSC : compte bancaire des coupons de paiement, corriger le BIC : 8 ou 11 caractères.",
        ),
        "RIB_INVALID": Code(
            "W",
            "R-112",
            False,
            "La clé du RIB est fausse : les coordonnées bancaires ne sont pas montrées",
            "LSC : compte bancaire des coupons de paiement, corriger le RIB : banque, guichet, "
            "compte et clé, 23 caractères.",
        ),
        "BANK_INCOMPLETE": Code(
            "W",
            "R-110",
            False,
            "L'IBAN va avec son BIC : seul, il n'est pas montré",
            "LSC : compte bancaire des coupons de paiement, saisir l'IBAN et le BIC.",
        ),
        "BANK_AMBIGUOUS": Code(
            "W",
            "R-112",
            False,
            "Un IBAN et un RIB à la fois : les coordonnées bancaires ne sont pas montrées",
            "Export : IBAN et BIC, ou le RIB seul.",
        ),
        "RIB_ELSEWHERE": Code(
            "W",
            "R-112",
            False,
            "Un RIB sans IBAN n'a cours qu'en Nouvelle-Calédonie et en Polynésie : il n'est pas "
            "montré",
            "Export : IBAN et BIC ; ou donner à l'entité son pays, NC ou PF.",
        ),
    }
)
