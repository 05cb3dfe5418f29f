"""The purges of documents as constats: what an audit needs, ids, sha256, dates and rule.

Touches: nothing.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from ingest.rules.faits import Purge
from store.changes import PURGE, Constat, KnownConstat


def purges_of(constats: Iterable[KnownConstat | Constat]) -> Mapping[str, Purge]:
    """Given constats in order, return the latest purge of each document, by its id."""
    found: dict[str, Purge] = {}
    for constat in constats:
        if constat.genre != PURGE:
            continue
        detail = json.loads(constat.detail)
        if detail["genre"] == "document":
            traite_le = date.fromisoformat(detail["traite_le"])
            found[constat.cible] = Purge(constat.cible, traite_le, detail["le"])
    return found
