"""Bank details that count as released: of an agency's first envoi, or confirmed by a person.

No list says it, so it is remembered as constats: by building, the digest of the details, never the
details (R-113b; architecture, "a constat").
Touches: nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

from ingest.rules.faits import Immeuble
from store.changes import Constat, KnownConstat

PREMIERES, CONFIRMEES = "coordonnees_premieres", "coordonnees_confirmees"
LIBERATIONS = frozenset({PREMIERES, CONFIRMEES})


def first_details(immeubles: Iterable[Immeuble]) -> Iterator[Constat]:
    """Given the buildings of an agency's first envoi, yield what nobody needs to release."""
    for immeuble in immeubles:
        if immeuble.coordonnees is not None:
            detail = {"condense": immeuble.coordonnees.condense}
            yield Constat(PREMIERES, immeuble.ref, json.dumps(detail))


def released_details(constats: Iterable[KnownConstat | Constat]) -> Mapping[str, str]:
    """Given constats in order, return by building the digest that was released last."""
    return {
        constat.cible: str(json.loads(constat.detail)["condense"])
        for constat in constats
        if constat.genre in LIBERATIONS
    }
