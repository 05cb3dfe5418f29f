"""Since when each record is out: its own list lost it, or its entity left the list of entities.

"An entity that disappears from a listed `entites` loses all that it holds" (export.md).
Touches: nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.planning.plan import Situation
from ingest.planning.projection import key_text
from ingest.rules.faits import ref
from store.changes import Cle, Known

ENTITES = "entites"


class Place(NamedTuple):
    """Where a record stands."""

    nature: str
    entite: str
    cle: Cle

    @property
    def ref(self) -> str:
        """Return the record's name in an audit."""
        return f"{self.nature} {ref(self.entite, key_text(self.nature, self.cle))}"


class Absences:
    """What is out, of all that is known."""

    def __init__(self, situation: Situation) -> None:
        """Given what is known, see which entities left."""
        self._facts = situation.facts
        self._entites = {
            str(cle[0]): known.absent_depuis
            for cle, known in situation.facts.get((ENTITES, ""), {}).items()
            if known.absent_depuis
        }

    @property
    def entites(self) -> frozenset[str]:
        """Return the entities that are out."""
        return frozenset(self._entites)

    def since(self, entite: str, known: Known) -> str | None:
        """Given a record, return the UTC instant since when it is out, None: a list holds it."""
        return known.absent_depuis or self._entites.get(entite)

    def of_entity(self, entite: str) -> str | None:
        """Given an entity, return since when it is out, None when it is listed or unknown."""
        return self._entites.get(entite)

    def is_empty(self, entite: str) -> bool:
        """Given an entity, return whether nothing is known of it any more."""
        return not any(facts for (_, found), facts in self._facts.items() if found == entite)

    def out(self) -> Iterator[Place]:
        """Yield where each record stands that is out."""
        for (nature, entite), facts in self._facts.items():
            for cle, known in facts.items():
                if self.since(entite, known):
                    yield Place(nature, entite, cle)
