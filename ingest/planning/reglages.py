"""Setting what the extranet shows: a plan like any other, asked of the guard (R-011, R-021…R-026).

What a file or a portal asks for is not in force before it is applied here: until then every envoi
is planned with what was.
Touches: the store. After a crash: nothing of it is there, or all; the next start asks again.
"""

import json
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from ingest.check import NOTHING_CHECKED
from ingest.planning.gathering import situation_of
from ingest.planning.guarding import alarming, is_ordinary
from ingest.planning.plan import Plan, Reste, make_plan
from ingest.planning.scope import REGLES, SOCLE, Scope
from ingest.planning.wide import make_wide_plan, widened
from ingest.rules.cotes import Alarme
from ingest.rules.faits import Reglage
from ingest.workshop import Workshop, cause_of
from store.changes import Constat, WrittenReglage
from store.reading import Reading

APPLIQUES = "reglages_appliques"
"""The constat by which a person applies what the guard had held."""
_OF_ACCOUNTS = frozenset({"portail", "documents_locataires", "debiteurs"})
"""The settings that decide what follows from accounts and buildings, or what is told of them; the
others are read as they are."""


class Signature(NamedTuple):
    """Who wants it although it is alarming, and why."""

    qui: str
    raison: str


class Application(NamedTuple):
    """What became of settings: whether they are in force now, what alarms, how many rows change."""

    applied: bool
    alarmes: tuple[Alarme, ...] = ()
    lignes: int = 0


def apply_reglages(
    workshop: Workshop,
    asked: Collection[Reglage],
    identifier: str,
    *,
    source: str = "fichier",
    signature: Signature | None = None,
) -> Application:
    """Given all that a source sets and the id of the cause, put it in force; hold what alarms.

    What is signed is applied all the same.
    """
    with workshop.store.writing() as tx:
        known = {Reglage(*each) for each in tx.reglages()}
        wanted = frozenset(each for each in known if each.source != source) | frozenset(asked)
        if wanted == known:
            return Application(applied=True)
        workshop = replace(workshop, reglages=wanted)
        cause = cause_of(identifier, workshop)
        changed = {each.option for each in wanted ^ known}
        plan, alarmes = _planned(tx, workshop, wanted, changed, now=cause.instant)
        if alarmes and signature is None:
            return Application(applied=False, alarmes=alarmes)
        constats = (_signed(signature, changed),) if signature else ()
        tx.apply(replace(plan.changes, constats=constats), cause)
    lignes = sum(len(each.debuts) + len(each.fins) for each in plan.changes.derived)
    return Application(applied=True, alarmes=alarmes, lignes=lignes)


def _planned(
    known: Reading,
    workshop: Workshop,
    wanted: Collection[Reglage],
    changed: Collection[str],
    *,
    now: str,
) -> tuple[Plan, tuple[Alarme, ...]]:
    """Plan what the changed settings lead to; everything where the guard would be alarmed."""
    written = frozenset(WrittenReglage(*each) for each in wanted)
    scope = Scope({}, SOCLE if _OF_ACCOUNTS.intersection(changed) else REGLES)
    wide = widened(known, workshop, (), scope)
    if wide is not None:
        plan = _with(make_wide_plan(NOTHING_CHECKED, known, wide, Reste({}, (), {})), written)
        shown = known.shown(now)
        if is_ordinary(plan, workshop.seuils, now=now, shown=shown):
            return plan, ()
    plan = _with(make_plan(NOTHING_CHECKED, situation_of(known, workshop)), written)
    return plan, () if plan.premier else tuple(alarming(plan, workshop.seuils, now=now))


def _with(plan: Plan, written: frozenset[WrittenReglage]) -> Plan:
    return replace(plan, changes=replace(plan.changes, reglages=written))


def _signed(signature: Signature, changed: Collection[str]) -> Constat:
    detail = {**signature._asdict(), "options": sorted(changed)}
    return Constat(APPLIQUES, "extranet", json.dumps(detail, ensure_ascii=False))
