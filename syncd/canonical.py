"""The one line of the log that tells what became of an envoi.

Touches: nothing.
"""

import json
from collections.abc import Iterable, Mapping

from store.changes import Entry

_COUNTED = ("recus", "nouveaux", "modifies", "disparus", "sans_effet")


def canonical(entry: Entry, seconds: float) -> dict[str, object]:
    """Given what was decided and how long it took, return the keys of the line."""
    rapport = json.loads(entry.rapport)
    return {
        "account": entry.account,
        "numero": entry.numero,
        "outcome": entry.resultat,
        "code": entry.code,
        "attempt": entry.attempt,
        "essai": entry.essai,
        "counts": _counts(rapport.get("comptages", ())),
        "documents": rapport.get("documents"),
        "problems": len(rapport.get("signalements", ())),
        "seconds": round(seconds, 3),
    }


def _counts(comptages: Iterable[Mapping[str, int | None]]) -> dict[str, int]:
    """Return how many records came, appeared, changed and left, those of all natures together."""
    return {name: sum(one.get(name) or 0 for one in comptages) for name in _COUNTED}
