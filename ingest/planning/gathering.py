"""What is asked of the store before an envoi is checked and planned.

Touches: the store, reading.
"""

from collections.abc import Iterable
from functools import partial

from ingest.persons.criteria import read_decision
from ingest.planning.options import options_of
from ingest.planning.plan import Situation
from ingest.reading.desk import Before, devise_of
from ingest.reading.secrets import Kept, Secrets, kept_of
from ingest.replay import REJOUE, replayed
from ingest.workshop import Workshop, instant
from store.changes import Place
from store.database import Store
from store.declarations import NATURES, Secret
from store.derived import TABLES
from store.reading import Reading


def before_of(workshop: Workshop) -> Before:
    """Return what checking an envoi needs to know; a newer state is seen by the plan."""
    with workshop.store.reading() as known:
        entites = known.facts("entites", "")
        applied = known.applied_files()
        rejoues = replayed(known.constats(genre=REJOUE))
    return Before(
        applied=applied,
        devises={str(cle[0]): devise_of(found.record) for cle, found in entites.items()},
        secrets=Secrets(
            partial(_kept_secrets, workshop.store),
            workshop.conditions.vault,
            now=instant(workshop.now()),
        ),
        rejoues=rejoues,
    )


def _kept_secrets(store: Store, place: Place, secret: Secret) -> Kept:
    """Return what is kept of the secrets of a nature and entity: asked when its file is read."""
    with store.reading() as known:
        return kept_of(secret, (found.record for found in known.facts(*place).values()))


def situation_of(
    known: Reading, workshop: Workshop, natures: Iterable[str] = tuple(NATURES)
) -> Situation:
    """Return all facts (of some natures), all derived rows, and the formats of all contents."""
    return Situation(
        facts={
            (nature, entite): known.facts(nature, entite)
            for nature in natures
            for entite in known.entites(nature)
        },
        derived={table: frozenset(known.derived(table)) for table in TABLES},
        formats=known.contents(),
        options=options_of(known, workshop),
        constats=tuple(known.constats()),
        decisions=tuple(read_decision(each) for each in known.decisions(is_open=True)),
    )
