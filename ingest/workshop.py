"""What processing needs, whichever envoi it is: plain values, made once by the service.

Touches: nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingest.disk.completeness import Conditions
from ingest.disk.spool import Spool
from ingest.rules.cotes import Seuils
from ingest.rules.faits import Options, Reglage
from store.changes import Cause
from store.database import Store
from store.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """The agency's domain, its store and folders, and the clock (aware UTC instants)."""

    domaine: str
    store: Store
    spool: Spool
    documents: Documents
    conditions: Conditions
    now: Callable[[], datetime]
    options: Options = field(default_factory=Options)
    reglages: frozenset[Reglage] | None = None
    """What is about to be set of the extranet's side; None: what the store says."""
    seuils: Seuils = field(default_factory=Seuils)
    """Above which an envoi is alarming (R-011)."""


def instant(moment: datetime) -> str:
    """Given an aware instant, return it as the store writes it: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cause_of(identifier: str, workshop: Workshop) -> Cause:
    """Given the id of what changes something, return it as a cause of this instant."""
    return Cause(id=identifier, instant=instant(workshop.now()))
