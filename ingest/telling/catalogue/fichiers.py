"""The codes of one file: what refuses the envoi because of it, and what is only told.

Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.code import Code

FICHIERS: Mapping[str, Code] = MappingProxyType(
    {
        "XML_INVALID": Code(
            "E",
            "R-004",
            True,
            "Le fichier XML n'est pas conforme au contrat",
            "Export : valider le fichier avec le schéma de sa nature ; la ligne, l'attribut et "
            "ce qui était attendu sont dits.",
        ),
        "XML_DOCTYPE": Code(
            "E",
            "R-004",
            True,
            "Un DOCTYPE est interdit dans un fichier de données",
            "Export : ne pas écrire de DOCTYPE ni d'entité.",
        ),
        "XML_ENCODAGE": Code(
            "E",
            "format",
            True,
            "Le fichier doit être en UTF-8",
            "Export : écrire le fichier en UTF-8 et le déclarer ainsi.",
        ),
        "ENTITE_DIFFERENTE": Code(
            "E",
            "format",
            True,
            "L'entité du fichier n'est pas celle que le manifeste annonce",
            "Export : la même valeur d'entite à la racine du fichier et dans le manifeste.",
        ),
        "CLE_EN_DOUBLE": Code(
            "E",
            "format",
            True,
            "Deux enregistrements portent la même clé : le fichier se contredit",
            "Export : un seul enregistrement par clé ; la clé de chaque nature est dite dans le "
            "contrat.",
        ),
        "SCELLE_ILLISIBLE": Code(
            "E",
            "format",
            True,
            "Le fichier scellé ne peut pas être ouvert avec la clé de l'agence",
            "Publier à nouveau : le fichier sera scellé avec la clé d'aujourd'hui. Prévenir "
            "l'administrateur de lsc-syncd si cela revient.",
        ),
        "FORME_LENTE": Code(
            "I",
            "format",
            False,
            "Le fichier n'a pas un enregistrement par ligne : lecture plus lente",
            "Export : la déclaration XML, la racine, puis une ligne par enregistrement, sans "
            "commentaire ni CDATA.",
        ),
        "SCELLE_DEJA_DETRUIT": Code(
            "W",
            "format",
            False,
            "Rejoué après une restauration : le secret est déjà détruit, rien ne change pour lui",
            "Rien : la prochaine publication de LSC apporte à nouveau ces secrets.",
        ),
        "FILE_ORPHAN": Code(
            "W",
            "R-013",
            False,
            "Un fichier reçu n'est listé nulle part : il est mis à l'écart",
            "Export : lister ce fichier dans le manifeste, ou ne pas l'envoyer.",
        ),
    }
)
