"""The decisions of persons, told: what each holds now, and what they do to one document.

Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from ingest.persons.by_decision import aims_known
from ingest.persons.criteria import read_decision
from ingest.planning.gathering import situation_of
from ingest.planning.plan import facts_after, tables_of
from ingest.rules.cibles import zone_of
from ingest.rules.decisions import DEPUBLIE, DEPUBLIE_JUSQU_AU, Decisions, Vise, effect_on
from ingest.rules.jours import after, beginning
from ingest.rules.publication import aims_of
from ingest.rules.raisons import Document
from ingest.workshop import Workshop
from store.changes import WrittenDecision
from store.reading import Reading

OUVERTE, ECHUE, CLOSE = "ouverte", "echue", "close"


class Decided(NamedTuple):
    """One decision: `etat` is ouverte, echue (its last day is over) or close."""

    decision: WrittenDecision
    etat: str
    documents: int
    """How many it holds now."""


class Applied(NamedTuple):
    """What a decision does to one document: as the rules tell it, and who wanted it."""

    code: str
    cache: bool
    valeurs: Mapping[str, str]


def decided(known: Reading, workshop: Workshop, today: date) -> list[Decided]:
    """Given the agency's day, return every decision in order, with what it holds."""
    written = known.decisions()
    etats = {each.id: _etat(each, today) for each in written}
    holding = [read_decision(each) for each in written if etats[each.id] == OUVERTE]
    held: dict[str, set[str]] = {each.ref: set() for each in holding}
    situation = situation_of(known, workshop)
    faits = facts_after(situation, tables_of(situation.facts))
    indexed = Decisions(holding)
    for vise in aims_known(faits) if holding else ():
        for each in indexed.holding(vise):
            held[each.ref].add(vise.document)
    return [Decided(each, etats[each.id], len(held.get(each.id, ()))) for each in written]


def applied(document: Document, written: Iterable[WrittenDecision], now: str) -> Iterator[Applied]:
    """Given a document and the open decisions, yield what they do to it, and to which scopes.

    One that no decision is about yields one that hides nothing.
    """
    by_id = {each.id: each for each in written}
    found: dict[str, list[Vise]] = {}
    for vise in aims_of(document):
        effect = effect_on(vise, document.vigueur.decisions)
        if effect is not None:
            found.setdefault(effect.decision, []).append(vise)
    for identifier, vises in found.items():
        yield _applied(document, by_id[identifier], vises, now)
    if not found:
        yield Applied(DEPUBLIE, cache=False, valeurs={})


def _applied(
    document: Document, decision: WrittenDecision, vises: Iterable[Vise], now: str
) -> Applied:
    values = {
        "decision": decision.id,
        "raison": decision.raison,
        "qui": decision.qui,
        "pris_le": decision.pris_le,
        "jusqu_au": decision.jusqu_au or "",
        "portees": " ".join(f"{each.portee}:{each.cible}" for each in vises if each.portee),
    }
    if decision.jusqu_au is None:
        return Applied(DEPUBLIE, cache=True, valeurs=values)
    zone = zone_of(document.evenement, document.vigueur)
    again = beginning(after(date.fromisoformat(decision.jusqu_au)), zone)
    return Applied(DEPUBLIE_JUSQU_AU, cache=now < again, valeurs=values)


def _etat(decision: WrittenDecision, today: date) -> str:
    if decision.clos_le is not None:
        return CLOSE
    last = decision.jusqu_au
    return ECHUE if last is not None and date.fromisoformat(last) < today else OUVERTE
