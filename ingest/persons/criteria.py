"""Decisions of persons between the store, which keeps them as written, and the rules.

Touches: nothing.
"""

import json
from datetime import date

from ingest.rules.decisions import Criteres, Decision
from store.changes import WrittenDecision

_DAYS = frozenset({"traite_du", "traite_au", "publie_du", "publie_au"})


def read_decision(written: WrittenDecision) -> Decision:
    """Given a decision as written, return it as the rules read it."""
    return Decision(
        ref=written.id,
        criteres=criteria_from(written.criteres),
        pris_le=written.pris_le,
        jusqu_au=None if written.jusqu_au is None else date.fromisoformat(written.jusqu_au),
    )


def criteria_from(text: str) -> Criteres:
    """Given criteria as JSON, return them."""
    values = json.loads(text)
    days = {name: date.fromisoformat(values[name]) for name in _DAYS & values.keys()}
    return Criteres(**{**values, **days})


def criteria_text(criteres: Criteres) -> str:
    """Given criteria, return them as JSON: those that are given, by name."""
    given = {name: value for name, value in criteres._asdict().items() if value is not None}
    return json.dumps(given, ensure_ascii=False, sort_keys=True, default=date.isoformat)
