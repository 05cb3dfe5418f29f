"""Republishing by hand: decisions are closed, and no rule is: what still hides a document is told.

A decision that is about more than what was selected is not closed on the quiet: it is named, and
its id must be given.
Touches: the store. After a crash: the decisions are closed and all that follows is there, or
nothing of it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.check import NOTHING_CHECKED
from ingest.persons.by_decision import (
    DecisionRefused,
    Refus,
    aims_known,
    check_words,
    effects_of,
    moment_of_decision,
)
from ingest.persons.effects import MOST_NAMED, Effects, Seen
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Plan, facts_after, make_plan, tables_of
from ingest.rules.decisions import Criteres, Decision, Decisions, Vise, covers, matches
from ingest.rules.moment import Row, reason_at
from ingest.rules.publication import Publication
from ingest.rules.raisons import VISIBLE
from ingest.telling.codes import CODES
from ingest.workshop import Workshop, instant
from store.changes import Cause, Changes, Closing, WrittenDecision
from store.reading import Reading

Aim = tuple[str, str | None, str | None]
"""A document and one of its scopes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reouverture:
    """What a person asks to show again: decisions by id, or those that the criteria name."""

    criteres: Criteres
    raison: str
    qui: str
    decisions: tuple[str, ...] = ()
    tous: bool = False


class Wider(NamedTuple):
    """A decision about more than the selection; `documents` is how many it holds now."""

    decision: WrittenDecision
    documents: int


class Hidden(NamedTuple):
    """A document that still does not show: the rule that hides it, or the decision that does."""

    document: str
    titre: str
    code: str
    regle: str
    phrase: str
    decision: str | None


@dataclass(frozen=True, slots=True)
class Reouverte:
    """What was closed, what was not, how many documents that is about, and what still hides them.

    `caches` names `MOST_NAMED` of the `encore_caches` documents at most.
    """

    closes: tuple[WrittenDecision, ...]
    plus_larges: tuple[Wider, ...]
    documents: int
    encore_caches: int
    caches: tuple[Hidden, ...]
    effects: Effects


def republish(workshop: Workshop, demande: Reouverture) -> Reouverte:
    """Given what to show again, close the decisions that hide it. Raise DecisionRefused."""
    with workshop.store.writing() as tx:
        found, changes, moment = _planned(tx, workshop, demande)
        if changes.closings:
            # The decisions themselves are the cause: `decisions show` tells who closed them, why.
            identifier = "+".join(each.id for each in found.closes)
            tx.apply(changes, Cause(id=identifier, instant=moment))
    return found


def foresee_republication(workshop: Workshop, demande: Reouverture) -> Reouverte:
    """Return what `republish` would do now; nothing is changed. Raise DecisionRefused."""
    with workshop.store.reading() as known:
        return _planned(known, workshop, demande)[0]


class _Choice(NamedTuple):
    """The ids of the decisions to close, of those that are too wide, and what both are about."""

    to_close: frozenset[str]
    wider: dict[str, int]
    aims: frozenset[Aim]


def _planned(
    known: Reading, workshop: Workshop, demande: Reouverture
) -> tuple[Reouverte, Changes, str]:
    written = known.decisions()
    _check(demande, written)
    situation = situation_of(known, workshop)
    faits = facts_after(situation, tables_of(situation.facts))
    choice = _choose(demande, situation.decisions, aims_known(faits))
    left = tuple(each for each in situation.decisions if each.ref not in choice.to_close)
    plan = make_plan(NOTHING_CHECKED, situation._replace(decisions=left))
    closings = tuple(
        Closing(each, demande.qui.strip(), demande.raison.strip())
        for each in sorted(choice.to_close)
    )
    found = _told(choice, written, plan, instant(workshop.now()))
    return found, replace(plan.changes, closings=closings), moment_of_decision(known, workshop)


def _told(choice: _Choice, written: Sequence[WrittenDecision], plan: Plan, now: str) -> Reouverte:
    effects, after = effects_of(plan, now)
    hidden = list(_hidden(choice.aims, after, now))
    return Reouverte(
        closes=tuple(each for each in written if each.id in choice.to_close),
        plus_larges=tuple(
            Wider(each, choice.wider[each.id]) for each in written if each.id in choice.wider
        ),
        documents=_documents(choice.aims),
        encore_caches=len(hidden),
        caches=tuple(hidden[:MOST_NAMED]),
        effects=effects,
    )


def _check(demande: Reouverture, written: Sequence[WrittenDecision]) -> None:
    check_words(demande.raison, demande.qui)
    if demande.criteres.is_everything and not (demande.tous or demande.decisions):
        raise DecisionRefused(Refus.TOUT)
    _check_ids(demande.decisions, written)


def _check_ids(wanted: Iterable[str], written: Sequence[WrittenDecision]) -> None:
    known = {each.id: each for each in written}
    for identifier in wanted:
        if identifier not in known:
            raise DecisionRefused(Refus.INCONNUE, identifier)
        if known[identifier].clos_le is not None:
            raise DecisionRefused(Refus.CLOSE, identifier)


def _choose(demande: Reouverture, decisions: Sequence[Decision], vises: Iterable[Vise]) -> _Choice:
    """Given what is asked, the open decisions and all documents, return what is meant by it."""
    about: dict[str, set[Aim]] = {each.ref: set() for each in decisions}
    selected, indexed = set[Aim](), Decisions(decisions)
    for vise in vises:
        if not demande.decisions and matches(demande.criteres, vise):
            selected.add(_aim(vise))
        for each in indexed.holding(vise):
            about[each.ref].add(_aim(vise))
    meant = [each for each in decisions if _is_meant(each, demande, about[each.ref] & selected)]
    inside = [
        each for each in meant if _is_inside(each, demande, is_selected=about[each.ref] <= selected)
    ]
    if not selected and not meant:
        raise DecisionRefused(Refus.RIEN)
    closed = frozenset(each.ref for each in inside)
    wider = {each.ref: _documents(about[each.ref]) for each in meant if each.ref not in closed}
    return _Choice(closed, wider, frozenset(selected.union(*(about[each] for each in closed))))


def _documents(aims: Iterable[Aim]) -> int:
    return len({document for document, _, _ in aims})


def _is_meant(decision: Decision, demande: Reouverture, common: set[Aim]) -> bool:
    """A decision that holds no document yet is meant when the criteria cover its own."""
    if demande.decisions:
        return decision.ref in demande.decisions
    return bool(common) or covers(demande.criteres, decision.criteres)


def _is_inside(decision: Decision, demande: Reouverture, *, is_selected: bool) -> bool:
    """Return whether a decision is about nothing but what is selected, later documents included."""
    if demande.decisions or covers(demande.criteres, decision.criteres):
        return True
    own, wanted = decision.criteres, demande.criteres
    is_settled = own.document is not None or (own.evenement is not None and wanted.document is None)
    return is_settled and is_selected


def _aim(vise: Vise) -> Aim:
    return vise.document, vise.portee, vise.cible


def _hidden(aims: Iterable[Aim], after: Seen, moment: str) -> Iterator[Hidden]:
    """Yield the documents none of whose scopes in question shows, with what hides the first."""
    wanted: dict[str, set[tuple[str | None, str | None]]] = {}
    for document, portee, cible in aims:
        wanted.setdefault(document, set()).add((portee, cible))
    for document in sorted(wanted):
        rows = [
            row for row in after.rows_of(document) if (row.portee, row.cible) in wanted[document]
        ]
        found = [_reason(row, after, moment) for row in rows]
        if found and not any(each.code == VISIBLE for each in found):
            yield found[0]


def _reason(row: Publication, after: Seen, moment: str) -> Hidden:
    motif, values = json.loads(row.motif)
    stands = Row(motif, row.visible_du, row.visible_jusqu_au)
    code = reason_at(stands, moment, readers=len(after.reached_by(row)))
    told = CODES[code]
    decision = values.get("decision") if code == motif else None
    return Hidden(row.document, row.titre, code, told.rule, told.sentence, decision)
