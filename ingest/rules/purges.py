"""What is still said of a document after its purge: that it was purged, and when; no content.

Its event may be listed again: then it is a new document, and its purge is no longer told.
Touches: nothing.
"""

import json
from collections.abc import Iterator

from ingest.rules.faits import Faits
from ingest.rules.publication import Publication, motif_of

PURGEE = "purgee"
PURGED = "PURGED"


def purged_rows(faits: Faits) -> Iterator[Publication]:
    """Given the facts, yield one row without scope for each document that is purged."""
    known = {
        f"{evenement.ref}/{piece.id}"
        for evenement in faits.evenements.values()
        for piece in evenement.pieces
    }
    for purge in faits.purges.values():
        if purge.document not in known:
            yield Publication(
                document=purge.document,
                contenu=None,
                portee=None,
                cible=None,
                classeur=None,
                titre="",
                rangement=json.dumps([]),
                traite_le=purge.traite_le,
                visible_du=None,
                visible_jusqu_au=None,
                etat=PURGEE,
                motif=motif_of(PURGED, {"le": purge.le}),
            )
