"""Holding what is alarming: the guard asked about a plan, and what a person answered (R-011).

Touches: nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from ingest.check import Checked
from ingest.decision import Decision, Resultat
from ingest.planning.plan import Plan
from ingest.planning.projection import key_text
from ingest.rules.acces import Acces
from ingest.rules.cotes import (
    Alarme,
    Circonstances,
    Rights,
    Seuils,
    entite_of,
    from_instant,
    shown_now,
)
from ingest.rules.derivation import Droit
from ingest.rules.faits import ref
from ingest.rules.garde import alarms, is_ordinary_of_leaves
from ingest.rules.lecteurs import Lecteurs
from ingest.rules.publication import Publication
from ingest.rules.reperes import Repere
from ingest.telling.problems import Problem
from store.changes import Cause, Constat, KnownConstat, Ligne, Place
from store.counting import Shown

LEVEE, RETENTE = "garde_levee", "envoi_retente"
"""The constats by which a person releases an envoi, or has it tried again."""


def guard(decision: Decision, plan: Plan, seuils: Seuils, cause: Cause) -> Decision:
    """Given what would be done, hold it when it is alarming and nobody lifted the guard for it.

    A plan of leaves alone is ordinary (`is_ordinary`), else it would not be one.
    A trial is only told that it would be held.
    """
    if not decision.is_planned or plan.reste or is_lifted(cause.id, plan.before.constats):
        return decision
    found = tuple(_problem(alarm) for alarm in alarming(plan, seuils, now=cause.instant))
    if not found:
        return decision
    resultat = Resultat.RETENU if decision.applies else decision.resultat
    return replace(decision, resultat=resultat, problems=(*decision.problems, *found))


def alarming(plan: Plan, seuils: Seuils, *, now: str) -> list[Alarme]:
    """Given a plan, return what the guard says of it, both sides seen in the same instant."""
    return _alarms(plan, seuils, _circumstances(plan), now)


def _alarms(plan: Plan, seuils: Seuils, circonstances: Circonstances, now: str) -> list[Alarme]:
    before = plan.before.derived
    old = _rights(before["acces"], before["droits"], before["publication"], now, before["reperes"])
    found = plan.derivation
    new = from_instant(found.acces, found.droits, found.publication, now, found.reperes)
    return alarms(old, new, circonstances, seuils)


def is_ordinary(plan: Plan, seuils: Seuils, *, now: str, shown: Collection[Shown] = ()) -> bool:
    """Given a plan with a `reste`, return whether no rule of the guard can be alarmed by it.

    With rights, the guard is asked about every document that anybody may see otherwise; shares of
    all that shows are then taken of these, and of what `shown` counts. Of leaves
    alone, the causes that are left would need more to change (`ingest.planning.scope`).
    """
    before = plan.before.derived
    if "acces" in before:
        plan = _seen_otherwise(plan)
        vus, paires = _at_least(plan, shown, now)
        circonstances = replace(_circumstances(plan), vus=vus, paires=paires)
        return not _alarms(plan, seuils, circonstances, now)
    old = _rights(frozenset(), frozenset(), before["publication"], now)
    new = from_instant((), (), plan.derivation.publication, now)
    return not any(_emptied(plan)) and is_ordinary_of_leaves(old, new, seuils)


def _seen_otherwise(plan: Plan) -> Plan:
    """Return the plan without the documents of which only the title or the content changes.

    Their readers are the same, unless a scope or a binder that they are in has others.
    """
    before, found = plan.before, plan.derivation
    scopes = {row[4:6] for row in before.derived["acces"] ^ found.acces}
    binders = {row[0] for row in before.derived["droits"] ^ found.droits}
    known, after = before.derived["publication"], found.publication
    changed = {row[0] for row in _shown(known) ^ _shown(after)}
    documents = changed.union(row[0] for row in known if row[2:4] in scopes or row[4] in binders)
    rows = frozenset(row for row in known if row[0] in documents)
    return replace(
        plan,
        before=before._replace(derived={**before.derived, "publication": rows}),
        derivation=found._replace(
            publication=frozenset(row for row in after if row.document in documents)
        ),
    )


def _shown(rows: Iterable[Ligne]) -> set[Ligne]:
    """Return what the guard asks of rows: not their content, title, folder or day."""
    return {(row[0], *row[2:5], *row[8:]) for row in rows}


def _at_least(plan: Plan, shown: Collection[Shown], now: str) -> tuple[Counter[str], Counter[str]]:
    """Return, by entity, how many documents somebody sees now and how many pairs, at least."""
    before = plan.before.derived
    readers = Lecteurs(shown_now(_rights(before["acces"], before["droits"], frozenset(), now)))
    vus, paires = Counter[str](), Counter[str]()
    for each in shown or ():
        found = readers.reached_at(each.portee, each.cible, each.classeur)
        if found:
            vus[entite_of(each.cible or "")] += each.nombre
            paires[entite_of(each.cible or "")] += each.nombre * len(found)
    return vus, paires


def is_lifted(identifier: str, constats: Iterable[Constat | KnownConstat]) -> bool:
    """Given an envoi's id, return whether a person lifted the guard for it."""
    return any(each.genre == LEVEE and each.cible == identifier for each in constats)


def only_unlisted(checked: Checked, newer: frozenset[Place]) -> Checked:
    """Given a released envoi, keep of it what no newer applied one has listed."""
    kept = tuple(file for file in checked.data if file.fichier.place not in newer)
    return replace(checked, data=kept)


def _rights(
    acces: frozenset[Ligne],
    droits: frozenset[Ligne],
    publication: frozenset[Ligne],
    now: str,
    reperes: frozenset[Ligne] = frozenset(),
) -> Rights:
    return from_instant(
        (Acces._make(cast("Iterable[object]", row)) for row in acces),
        (Droit._make(cast("Iterable[object]", row)) for row in droits),
        (Publication._make(cast("Iterable[object]", row)) for row in publication),
        now,
        (Repere._make(cast("Iterable[str]", row)) for row in reperes),
    )


def _circumstances(plan: Plan) -> Circonstances:
    changed = {change.nature for change in plan.changes.facts if change.is_news}
    return Circonstances(
        premier=plan.premier,
        parametres_changes="parametres" in changed,
        modeles_changes="modeles" in changed,
        reglages_changes=plan.changes.reglages is not None,
        natures_videes=tuple(_emptied(plan)),
        connus=frozenset(_known(plan)),
        noms=_names(plan),
    )


def _emptied(plan: Plan) -> Iterator[tuple[str, str]]:
    for comptage in plan.comptages:
        if comptage.recus == 0 and comptage.disparus:
            yield comptage.nature, comptage.entite


def _known(plan: Plan) -> Iterator[tuple[str, str]]:
    """Where accounts and buildings stay as they are, every target of a document was known."""
    if plan.reste and not any(nature in _CIBLES for nature, _ in plan.before.facts):
        for row in plan.derivation.publication:
            yield from ((nature, row.cible) for nature in _CIBLES if row.cible is not None)
    for (nature, entite), records in plan.before.facts.items():
        if nature in _CONNUS:
            yield from ((nature, ref(entite, key_text(nature, cle))) for cle in records)


def _names(plan: Plan) -> Mapping[str, str]:
    return {name: classeur.nom for name, classeur in plan.faits.classeurs.items()}


def _problem(alarm: Alarme) -> Problem:
    return Problem(
        code=alarm.code,
        entite=alarm.entite or None,
        value=f"{alarm.nombre} sur {alarm.sur}",
        detail=alarm.cause,
        id=" ".join(alarm.exemples) or None,
    )


_CIBLES = frozenset({"comptes", "immeubles"})
_CONNUS = _CIBLES | {"classeurs"}
