"""The catalogue of problem codes: severity, rule, French sentence, what to correct.

A problem or an anomaly whose code is not here cannot be made. A code belongs to one theme.
Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ingest.telling.catalogue.annexes import ANNEXES
from ingest.telling.catalogue.banques import BANQUES
from ingest.telling.catalogue.code import Code
from ingest.telling.catalogue.documents import DOCUMENTS
from ingest.telling.catalogue.enregistrements import ENREGISTREMENTS
from ingest.telling.catalogue.envoi import ENVOI
from ingest.telling.catalogue.fichiers import FICHIERS
from ingest.telling.catalogue.personnes import PERSONNES

THEMES: Mapping[str, Mapping[str, Code]] = MappingProxyType(
    {
        "L'envoi entier": ENVOI,
        "Un fichier": FICHIERS,
        "Un enregistrement": ENREGISTREMENTS,
        "Comptabilité, travaux, photos, assemblées": ANNEXES,
        "Les coordonnées bancaires d'un immeuble": BANQUES,
        "Un document": DOCUMENTS,
        "Une personne devant un document": PERSONNES,
    }
)
"""By French title, in the order of the contract's page."""

CODES: Mapping[str, Code] = MappingProxyType(
    {code: known for theme in THEMES.values() for code, known in theme.items()}
)
