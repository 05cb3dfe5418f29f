"""What is asked of the store before an envoi is checked and planned.

Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator

from ingest.persons.criteria import read_decision
from ingest.planning.plan import Situation
from ingest.reading.desk import Before, devise_of
from ingest.reading.secrets import Kept, Secrets, kept_of
from ingest.replay import REJOUE, replayed
from ingest.workshop import Workshop, instant
from store.changes import Place
from store.declarations import NATURES
from store.derived import TABLES
from store.reading import Reading


def before_of(workshop: Workshop) -> Before:
    """Return what checking an envoi needs to know; a newer state is seen by the plan."""
    with workshop.store.reading() as known:
        entites = known.facts("entites", "")
        secrets = dict(_kept_secrets(known))
        applied = known.applied_files()
        rejoues = replayed(known.constats(genre=REJOUE))
    return Before(
        applied=applied,
        devises={str(cle[0]): devise_of(found.record) for cle, found in entites.items()},
        secrets=Secrets(secrets, workshop.conditions.vault, now=instant(workshop.now())),
        rejoues=rejoues,
    )


def _kept_secrets(known: Reading) -> Iterator[tuple[Place, Kept]]:
    for nature in NATURES.values():
        if nature.secret is None:
            continue
        for entite in known.entites(nature.nom):
            records = (found.record for found in known.facts(nature.nom, entite).values())
            yield (nature.nom, entite), kept_of(nature.secret, records)


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
        options=workshop.options,
        constats=tuple(known.constats()),
        decisions=tuple(read_decision(each) for each in known.decisions(is_open=True)),
    )
