"""Planning an envoi inside the write lock: the leaves that it changes if that is enough, else all.

Touches: the store, reading.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import cast

from ingest.check import Checked
from ingest.keeping.lignes import contents_in
from ingest.persons.criteria import read_decision
from ingest.planning.differences import differences_of, not_read_again, read_again
from ingest.planning.gathering import situation_of
from ingest.planning.guarding import is_ordinary
from ingest.planning.narrow import Leaves, make_narrow_plan
from ingest.planning.nearby import Near, near, records_of
from ingest.planning.places import lines_of
from ingest.planning.plan import Plan, Reste, Situation, make_plan
from ingest.planning.scope import Scope, scope_of
from ingest.reading.desk import DataFile
from ingest.rules.anomalies import Anomalie
from ingest.workshop import Workshop
from store.changes import PURGE, Cause, Cle, Facts, Known
from store.declarations import NATURES
from store.reading import Reading


def plan_envoi(
    checked: Checked, known: Reading, workshop: Workshop, arrived: frozenset[str], cause: Cause
) -> Plan:
    """Given an envoi, the contents that nobody brought before it, and its cause, plan it.

    What is alarming is always planned from all the facts: the guard counts (R-011).
    """
    leaves = leaves_of(checked, known, workshop, arrived, cause.instant)
    plan = make_narrow_plan(checked, leaves) if leaves else None
    if plan is None or not is_ordinary(plan, workshop.seuils, now=cause.instant):
        plan = make_plan(checked, situation_of(known, workshop))
    return located(plan, checked, known)


def located(plan: Plan, checked: Checked, known: Reading) -> Plan:
    """Given the plan of an envoi, return it with the lines of what is wrong, and of what healed."""
    before = (Anomalie(*cast("tuple[str, ...]", row)) for row in plan.before.derived["anomalies"])
    told = {*plan.derivation.anomalies, *before}
    return replace(plan, lignes=lines_of(checked, told, known))


def leaves_of(
    checked: Checked, known: Reading, workshop: Workshop, arrived: frozenset[str], now: str
) -> Leaves | None:
    """Return the leaves that an envoi changes, with what decides of them; None: it changes more."""
    if not known.applied_files():
        return None
    facts = {file.fichier.place: _known_of(file, known) for file in read_again(checked)}
    differences = differences_of(checked, facts)
    scope = scope_of(differences, facts, known.listing(arrived))
    if scope is None:
        return None
    found = near(known, differences, scope)
    situation = _situation(known, workshop, facts, found)
    return Leaves(differences, scope, found, situation, _reste(checked, known, scope, now))


def _known_of(file: DataFile, known: Reading) -> Mapping[Cle, Known]:
    """Return what is known of the records that were read, and of those that the list lost."""
    place = file.fichier.place
    if not file.lues:
        return known.facts(*place)
    read = records_of(known, place, {lu.record.cle for lu in file.lus or ()})
    lost = file.perdues - {found.empreinte for found in read.values()}
    return {**read, **records_of(known, place, known.unseen(*place, lost) - read.keys())}


def _situation(known: Reading, workshop: Workshop, facts: Facts, found: Near) -> Situation:
    events = tuple(found.events())
    refs = {event.ref for event in events}
    purges = [
        constat
        for constat in known.constats(genre=PURGE)
        if constat.cible.rpartition("/")[0] in refs
    ]
    documents = {
        *(f"{event.ref}/{piece.id}" for event in events for piece in event.pieces),
        *(constat.cible for constat in purges),
    }
    return Situation(
        facts=facts,
        derived={
            "publication": frozenset(known.rows("publication", "document", documents)),
            "anomalies": frozenset(known.derived("anomalies")),
        },
        formats=known.formats(_contents(found)),
        options=workshop.options,
        decisions=tuple(read_decision(each) for each in known.decisions(is_open=True)),
        constats=tuple(purges),
    )


def _contents(found: Near) -> Collection[str]:
    """Return the contents that the leaves list."""
    return {
        sha256
        for place in found.avant
        for records in found.tables[place]
        for record in records.values()
        for sha256 in contents_in(NATURES[place[0]], record)
    }


def _reste(checked: Checked, known: Reading, scope: Scope, now: str) -> Reste:
    return Reste(
        etats=known.etats(now),
        attendus=tuple(
            each
            for each in known.awaited()
            if each.cle not in scope.feuilles.get((each.nature, each.entite), ())
        ),
        presents={place: known.count(*place) for place in not_read_again(checked)},
    )
