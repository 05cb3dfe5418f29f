"""What the commands of decisions share: the parts, the ids, the words of a refusal."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ingest.disk.envoi import stamp
from ingest.persons.by_decision import DecisionRefused, Refus
from ingest.persons.criteria import criteria_from
from ingest.persons.effects import Effects
from ingest.persons.selection import words_of
from ingest.workshop import Workshop
from store.changes import WrittenDecision
from store.database import Store
from syncd import clock
from syncd.commands import show
from syncd.commands.exit_codes import FAILURE, USAGE
from syncd.site import parts_of, read_site, workshop_of

_PATIENCE_SECONDS = 600
"""How long a decision waits for the envoi that is being applied."""
_PAIRS = {"effet": "Effect", "tiers": "Person", "document": "Document"}
_REFUSALS: Mapping[Refus, tuple[int, str]] = {
    Refus.SANS_RAISON: (USAGE, "A reason is needed: --reason says why to whoever asks later."),
    Refus.SANS_AUTEUR: (USAGE, "Who decides must be said: --who NAME."),
    Refus.PASSE: (USAGE, "{} is over: --until is the last day, today or later."),
    Refus.TOUT: (USAGE, "That is every document: say --all if every one is meant."),
    Refus.RIEN: (FAILURE, "No document matches: `lsc-syncd documents list` has them all."),
    Refus.INCONNUE: (FAILURE, "No decision {} was ever taken: `lsc-syncd decisions list`."),
    Refus.CLOSE: (FAILURE, "The decision {0} is closed already: `lsc-syncd decisions show {0}`."),
}


class Desk(NamedTuple):
    """Where decisions are taken: the workshop and the agency's zone."""

    workshop: Workshop
    zone: tzinfo


@contextmanager
def desk(config: Path | None) -> Iterator[Desk]:
    """Given the settings' file, open the store for one decision. Raise NotBegun."""
    site = read_site(config)
    site.check_begun()
    with closing(Store(site.store_url, busy_seconds=_PATIENCE_SECONDS)) as store:
        parts = parts_of(site)._replace(store=store)
        yield Desk(workshop_of(site, parts), ZoneInfo(site.fuseau))


def new_id() -> str:
    """Return the id of a decision that is taken now."""
    return f"decision-{stamp(clock.now())}-{secrets.token_hex(2)}"


def tell_refusal(error: DecisionRefused) -> int:
    """Given why nothing was decided, say it on standard error; return the exit code."""
    code, sentence = _REFUSALS[error.refus]
    show.complain(sentence.format(error.sujet))
    return code


def told(decision: WrittenDecision) -> dict[str, object]:
    """Given a decision, return it with its criteria as words."""
    return {**asdict(decision), "criteres": words_of(criteria_from(decision.criteres))}


def tell_effects(effects: Effects, limit: int) -> None:
    """Given who loses and gains what, print the counts and a table of some rows at most."""
    show.say(
        f"{effects.perdants} person(s) lose {effects.perdus} document(s) in all, "
        f"{effects.gagnants} gain {effects.gagnes}."
    )
    rows = effects_told(effects, limit)
    if rows:
        show.listing(rows, _PAIRS, is_json=False)
    left = effects.perdus + effects.gagnes - len(rows)
    if left:
        show.say(f"… and {left} more: --limit, or --json.")


def effects_told(effects: Effects, limit: int | None = None) -> list[dict[str, object]]:
    """Given who loses and gains what, return one row for each, or for the first ones only."""
    return [
        {"effet": "gains" if each.gagne else "loses", **each._asdict()}
        for each in effects.nommes[:limit]
    ]
