"""What an envoi would change: pure, from what was checked and what is known.

Facts are compared record by record; then everything that anybody may see is derived again from all
the facts, and compared row by row with what is true now. An envoi that changes nothing plans
nothing (law 2), and the rows after it are a full derivation (law 9).
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

from ingest.check import Checked
from ingest.planning.annexes import annexes_of
from ingest.planning.differences import (
    Difference,
    as_table,
    not_read_again,
    read_again,
    tables_after,
    whole_differences_of,
)
from ingest.planning.projection import Tables, faits_of, soldes_of
from ingest.planning.purged import purges_of
from ingest.planning.released import first_details, released_details
from ingest.planning.replaced import closed_by_replacement, replacements
from ingest.reading.desk import DataFile
from ingest.rules.decisions import Decision
from ingest.rules.derivation import Derivation, derive
from ingest.rules.faits import Faits, Options
from store.changes import (
    Changes,
    Constat,
    DerivedChange,
    Facts,
    KnownConstat,
    Ligne,
    Place,
)
from store.derived import TABLES
from store.lookups import Awaited


class Situation(NamedTuple):
    """What is known inside the write lock; `derived` holds the rows that are true now."""

    facts: Facts
    derived: Mapping[str, frozenset[Ligne]]
    formats: Mapping[str, str]
    options: Options
    decisions: tuple[Decision, ...] = ()
    """Those that are not closed."""
    constats: tuple[KnownConstat | Constat, ...] = ()


@dataclass(frozen=True, slots=True)
class Comptage:
    """What one listed file brings."""

    nature: str
    entite: str
    recus: int
    nouveaux: int = 0
    modifies: int = 0
    inchanges: int = 0
    disparus: int = 0
    sans_effet: int = 0
    ignoree: bool = False


@dataclass(frozen=True, slots=True)
class Reste:
    """What a plan did not look at, because it stays as it is."""

    etats: Mapping[str, int]
    """How many documents are in each state."""
    attendus: tuple[Awaited, ...]
    presents: Mapping[Place, int]
    """How many records each list holds that was not read again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was known, the changes, the facts and the rows after them, what each file brings.

    Of a plan with a `reste`, these are what is near the leaves that change (`planning.scope`): the
    rows of their documents only, but all anomalies.
    """

    before: Situation
    changes: Changes
    faits: Faits
    derivation: Derivation
    comptages: tuple[Comptage, ...]
    reste: Reste | None = None
    premier: bool = False
    """Nothing was known before."""
    lignes: Mapping[Place, Mapping[str, int]] = field(default_factory=dict)
    """Where what is wrong stands: by place, the line of each record (`ingest.planning.places`)."""


def make_plan(checked: Checked, situation: Situation) -> Plan:
    """Given an envoi without a refusing problem and what is known, return what it changes.

    Raise LineWithoutFactError when the store contradicts itself.
    """
    differences = whole_differences_of(checked, situation.facts)
    listed = tables_after(differences)
    others = {place: facts for place, facts in situation.facts.items() if place not in listed}
    tables = {**tables_of(others), **listed}
    seen = tuple(replacements(situation.facts, listed))
    faits = facts_after(_with_constats(situation, seen), tables)
    is_first = not any(situation.facts.values())
    if is_first:
        seen = (*seen, *first_details(faits.immeubles.values()))
        faits = facts_after(_with_constats(situation, seen), tables)
    derivation = derive(faits)
    changes = changes_of(checked, differences, situation, derivation)
    return Plan(
        situation,
        replace(changes, constats=seen),
        faits,
        derivation,
        counted(checked, differences, _presents(checked, situation), derivation.sans_effet),
        premier=is_first,
    )


def _with_constats(situation: Situation, seen: Iterable[Constat]) -> Situation:
    return situation._replace(constats=(*situation.constats, *seen))


def changes_of(
    checked: Checked,
    differences: Sequence[Difference],
    situation: Situation,
    derivation: Derivation,
) -> Changes:
    """Given what changes of the facts and what follows from them, return both as changes."""
    return Changes(
        facts=tuple(difference.change for difference in differences if difference.is_change),
        derived=tuple(_derived_changes(derivation, situation)),
        files=tuple(file.applied for file in read_again(checked) if file.applied),
    )


def counted(
    checked: Checked,
    differences: Iterable[Difference],
    presents: Mapping[Place, int],
    sans_effet: Mapping[Place, int],
) -> tuple[Comptage, ...]:
    """Given the size of each list that was not read again, return what each file brings."""
    changed = {each.change.place: each for each in differences}
    return tuple(_counted(file, changed, presents, sans_effet) for file in checked.data)


def _presents(checked: Checked, situation: Situation) -> Mapping[Place, int]:
    return {
        place: sum(
            1 for known in situation.facts.get(place, {}).values() if not known.absent_depuis
        )
        for place in not_read_again(checked)
    }


def facts_after(situation: Situation, tables: Tables) -> Faits:
    """Given what is known and every record, return the facts as the rules read them."""
    faits = faits_of(tables, situation.formats, situation.options)
    return replace(
        faits,
        decisions=situation.decisions,
        remplaces=closed_by_replacement(situation.constats),
        coordonnees_liberees=released_details(situation.constats),
        purges=purges_of(situation.constats),
        soldes=soldes_of(tables),
        annexes=tuple(annexes_of(tables)),
    )


def tables_of(facts: Facts) -> Tables:
    """Given all facts, return them as the rules' projection takes them."""
    return {place: as_table(table) for place, table in facts.items()}


def _derived_changes(derivation: Derivation, situation: Situation) -> Iterator[DerivedChange]:
    for table in _DERIVED:
        after = cast("frozenset[Ligne]", getattr(derivation, table))
        now = situation.derived.get(table, after)
        if after != now:
            yield DerivedChange(table, tuple(after - now), tuple(now - after))


def _counted(
    file: DataFile,
    differences: Mapping[Place, Difference],
    presents: Mapping[Place, int],
    sans_effet: Mapping[Place, int],
) -> Comptage:
    place = file.fichier.place
    found, wrong = differences.get(place), sans_effet.get(place, 0)
    if found is None:
        size = presents.get(place, 0)
        return Comptage(*place, size, inchanges=size, sans_effet=wrong, ignoree=True)
    change = found.change
    return Comptage(
        *place,
        found.recus,
        len(change.nouveaux),
        len(change.modifies),
        found.inchanges,
        len(change.disparus),
        wrong,
    )


_DERIVED = tuple(TABLES)
