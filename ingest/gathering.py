"""What is asked of the store before an envoi is checked, decided and planned.

Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator

from ingest.check import Before, Checked, devise_of
from ingest.criteria import read_decision
from ingest.plan import Situation
from ingest.replay import replayed
from ingest.secrets import Kept, Place, Secrets, kept_of
from ingest.workshop import Workshop, instant
from store.changes import Entry
from store.database import Reading
from store.declarations import NATURES
from store.derived import TABLES
from store.ledger import APPLIQUE

NUMEROTATION = "numerotation_acceptee"
"""The constat by which a person lets the numbering of a domain start again, once."""


def before_of(workshop: Workshop) -> Before:
    """Return what checking an envoi needs to know; a newer state is seen by the plan."""
    with workshop.store.reading() as known:
        entites = known.facts("entites", "")
        secrets = dict(_kept_secrets(known))
        applied = known.applied_files()
        rejoues = replayed(known.constats())
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


def ledger_of(known: Reading, checked: Checked, *, back: bool) -> tuple[int | None, list[Entry]]:
    """Given an envoi, return the greatest numero applied and the entries of its own numero.

    One that is `back` from `hold` may come after newer ones. What was applied before a person
    accepted a new numbering does not count (export-format.md, "An envoi").
    """
    manifeste = checked.manifeste
    if manifeste is None:
        return None, []
    since = _accepted_at(known, manifeste.domaine)
    of_domain = [each for each in known.entries() if each.domaine == manifeste.domaine]
    counting = [each for each in of_domain if since is None or each.decide_le >= since]
    applied = [each.numero for each in counting if each.resultat == APPLIQUE and each.numero]
    same = [each for each in counting if each.numero == manifeste.numero]
    return None if back else max(applied, default=None), same


def _accepted_at(known: Reading, domaine: str) -> str | None:
    accepted = (each for each in known.constats() if each.genre == NUMEROTATION)
    return max((each.instant for each in accepted if each.cible == domaine), default=None)


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
