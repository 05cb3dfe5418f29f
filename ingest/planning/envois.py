"""Planning an envoi inside the write lock: the leaves that it changes if that is enough, else all.

Touches: the store, reading.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from ingest.check import Checked
from ingest.persons.criteria import read_decision
from ingest.planning.accounts import (
    accounts_changed,
    elsewhere,
    lines_near,
    with_entries,
)
from ingest.planning.differences import differences_of, not_read_again, read_again
from ingest.planning.gathering import situation_of
from ingest.planning.guarding import is_ordinary
from ingest.planning.lists import with_lists
from ingest.planning.narrow import Leaves, make_narrow_plan
from ingest.planning.nearby import (
    Near,
    contents_near,
    near,
    purges_near,
    records_of,
    rows_near,
)
from ingest.planning.options import options_of
from ingest.planning.places import lines_of
from ingest.planning.plan import Plan, Reste, Situation, make_plan
from ingest.planning.scope import REGLES, Scope, scope_of
from ingest.planning.wide import make_wide_plan, widened
from ingest.reading.desk import DataFile
from ingest.rules.anomalies import Anomalie
from ingest.workshop import Workshop
from store.changes import Cause, Cle, Facts, Known
from store.reading import Reading


def plan_envoi(
    checked: Checked, known: Reading, workshop: Workshop, arrived: frozenset[str], cause: Cause
) -> Plan:
    """Given an envoi, the contents that nobody brought before it, and its cause, plan it.

    What is alarming is always planned from all the facts: the guard counts (R-011).
    """
    plan = partial_plan(checked, known, workshop, arrived, cause.instant)
    if plan is None or not _is_ordinary(plan, known, workshop, now=cause.instant):
        plan = make_plan(checked, situation_of(known, workshop))
    return located(plan, checked, known)


def _is_ordinary(plan: Plan, known: Reading, workshop: Workshop, *, now: str) -> bool:
    """All that shows is counted only where the guard would be alarmed without."""
    seuils = workshop.seuils
    return is_ordinary(plan, seuils, now=now) or (
        "acces" in plan.before.derived
        and is_ordinary(plan, seuils, now=now, shown=known.shown(now))
    )


def partial_plan(
    checked: Checked, known: Reading, workshop: Workshop, arrived: frozenset[str], now: str
) -> Plan | None:
    """Given an envoi, plan it from what its scope names; None: all must be looked at."""
    if not known.applied_files():
        return None
    facts = {file.fichier.place: _known_of(file, known) for file in read_again(checked)}
    differences = differences_of(checked, facts)
    scope = scope_of(differences, facts, known.listing(arrived))
    if scope is None:
        return None
    scope = scope._replace(comptes=frozenset(accounts_changed(differences, facts)))
    scope = with_lists(known, differences, scope)
    if not scope.natures:
        scope = with_entries(known, scope)
        found = near(known, differences, scope)
        situation = _situation(known, workshop, facts, found)
        situation = situation._replace(
            derived={**situation.derived, **lines_near(known, scope.comptes)}
        )
        reste = _reste(checked, known, scope, now)
        ailleurs = elsewhere(known, scope, found.avant)
        leaves = Leaves(differences, scope, found, situation, reste, ailleurs)
        plan = make_narrow_plan(checked, leaves)
        if plan is not None:
            return plan
        scope = scope._replace(natures=REGLES)  # something is told while leaves use it
    wide = widened(known, workshop, differences, scope)
    if wide is None:
        return None
    return make_wide_plan(checked, known, wide, _reste(checked, known, wide.scope, now))


def located(plan: Plan, checked: Checked, known: Reading) -> Plan:
    """Given the plan of an envoi, return it with the lines of what is wrong, and of what healed."""
    before = (Anomalie(*cast("tuple[str, ...]", row)) for row in plan.before.derived["anomalies"])
    told = {*plan.derivation.anomalies, *before}
    return replace(plan, lignes=lines_of(checked, told, known))


def _known_of(file: DataFile, known: Reading) -> Mapping[Cle, Known]:
    """Return what is known of the records that were read, and of those that the list lost.

    Of a file known line by line, each record that it listed has the digest of its line.
    """
    place = file.fichier.place
    if not file.lues:
        return known.facts(*place)
    read = records_of(known, place, {lu.record.cle for lu in file.lus or ()})
    lost = file.perdues - {found.empreinte for found in read.values()}
    return {**read, **records_of(known, place, known.having(*place, lost) - read.keys())}


def _situation(known: Reading, workshop: Workshop, facts: Facts, found: Near) -> Situation:
    purges = purges_near(known, found)
    return Situation(
        facts=facts,
        derived={
            "publication": rows_near(known, found, purges),
            "anomalies": frozenset(known.derived("anomalies")),
        },
        formats=known.formats(contents_near(found)),
        options=options_of(known, workshop),
        decisions=tuple(read_decision(each) for each in known.decisions(is_open=True)),
        constats=purges,
    )


def _reste(checked: Checked, known: Reading, scope: Scope, now: str) -> Reste:
    return Reste(
        etats=known.etats(now),
        attendus=tuple(
            each
            for each in known.awaited()
            if each.cle not in scope.feuilles.get((each.nature, each.entite), ())
        ),
        presents=known.counts(not_read_again(checked)),
    )
