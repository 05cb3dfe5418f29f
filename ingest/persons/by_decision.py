"""Hiding documents by hand: a decision planned and applied like an envoi, under the same lock.

A decision moves no envoi: it needs the store's write lock and nothing else, so it is taken beside
a running daemon, and waits for the envoi that is being applied.
Touches: the store. After a crash: the decision and all that it hides are there, or nothing of it;
the same id asked again is the same decision.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum

from ingest.check import NOTHING_CHECKED
from ingest.persons.criteria import criteria_text, read_decision
from ingest.persons.effects import Effects, Seen, effects_between, tables_of_derivation
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Plan, make_plan
from ingest.rules.decisions import Criteres, Decision, Vise, is_later, matches
from ingest.rules.derivation import in_force
from ingest.rules.faits import Faits
from ingest.rules.publication import aims_of, documents_of
from ingest.workshop import Workshop, instant
from store.changes import Cause, Changes, WrittenDecision
from store.reading import Reading

DEPUBLIER = "depublier"


class Refus(StrEnum):
    """Why a decision is not taken."""

    SANS_RAISON = "sans_raison"
    SANS_AUTEUR = "sans_auteur"
    PASSE = "passe"
    TOUT = "tout"
    RIEN = "rien"
    INCONNUE = "inconnue"
    CLOSE = "close"


class DecisionRefused(Exception):  # noqa: N818  an answer, said in English or in French
    """Nothing was changed; `refus` says why, `sujet` of what."""

    def __init__(self, refus: Refus, sujet: str = "") -> None:
        """Given why and perhaps of what, keep them."""
        super().__init__(f"{refus} {sujet}".rstrip())
        self.refus = refus
        self.sujet = sujet


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What a person asks to hide; `jusqu_au` is the last day of it, `tous` allows everything."""

    criteres: Criteres
    raison: str
    qui: str
    jusqu_au: date | None = None
    tous: bool = False


@dataclass(frozen=True, slots=True)
class Prise:
    """A decision, and what it does: how many documents match, and who loses what.

    `plus_tard` are matching documents that it does not hold: LSC publishes them on a later day.
    `is_new` is false for a decision that had been taken before under the same id.
    """

    decision: WrittenDecision
    documents: int
    total: int
    plus_tard: int
    effects: Effects
    is_new: bool = True


def depublish(workshop: Workshop, demande: Demande, identifier: str, zone: tzinfo) -> Prise:
    """Given what to hide, the decision's id and the agency's zone, hide it now; return what it did.

    An id that is taken already changes nothing. Raise DecisionRefused.
    """
    with workshop.store.writing() as tx:
        known = next((each for each in tx.decisions() if each.id == identifier), None)
        if known is not None:
            return _again(tx, workshop, known)
        prise, changes = _planned(tx, workshop, demande, _Written(identifier, zone))
        tx.apply(changes, Cause(id=identifier, instant=prise.decision.pris_le))
    return prise


def foresee(workshop: Workshop, demande: Demande, identifier: str, zone: tzinfo) -> Prise:
    """Return what `depublish` would do now; nothing is changed. Raise DecisionRefused."""
    with workshop.store.reading() as known:
        return _planned(known, workshop, demande, _Written(identifier, zone))[0]


def moment_of_decision(known: Reading, workshop: Workshop) -> str:
    """Return the instant of a decision: now, or later when the clock was set back.

    A decision is never older than what it hides: what was decided before was published before.
    """
    decided = [entry.decide_le for entry in known.entries(limit=1)]
    for each in known.decisions():
        decided += [each.pris_le, each.clos_le or ""]
    return max([instant(workshop.now()), *decided])


def aims_known(faits: Faits) -> Iterator[Vise]:
    """Given the facts, yield every document and scope as criteria look at them."""
    vigueur = in_force(faits)
    for evenement in faits.evenements.values():
        for document in documents_of(evenement, vigueur):
            yield from aims_of(document)


def check_words(raison: str, qui: str) -> None:
    """Given a reason and a name, raise DecisionRefused when one of them is blank."""
    if not raison.strip():
        raise DecisionRefused(Refus.SANS_RAISON)
    if not qui.strip():
        raise DecisionRefused(Refus.SANS_AUTEUR)


def effects_of(plan: Plan, moment: str) -> tuple[Effects, Seen]:
    """Given a plan and an instant, return who loses and gains what, and what is seen after it."""
    after = Seen(tables_of_derivation(plan.derivation), moment)
    return effects_between(Seen(plan.before.derived, moment), after), after


@dataclass(frozen=True, slots=True)
class _Written:
    """How the decision is written: its id, and the zone of its day."""

    identifier: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class _Aimed:
    """The documents that a decision is about."""

    total: set[str] = field(default_factory=set)
    matching: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)


def _planned(
    known: Reading, workshop: Workshop, demande: Demande, written: _Written
) -> tuple[Prise, Changes]:
    _check(demande, workshop.now().astimezone(written.zone).date())
    decision = _write(demande, written, moment_of_decision(known, workshop))
    situation = situation_of(known, workshop)
    read = read_decision(decision)
    plan = make_plan(NOTHING_CHECKED, situation._replace(decisions=(*situation.decisions, read)))
    aimed = _aimed(aims_known(plan.faits), read)
    _check_aimed(demande, aimed)
    effects, _ = effects_of(plan, instant(workshop.now()))
    later = len(aimed.matching - aimed.held)
    prise = Prise(decision, len(aimed.matching), len(aimed.total), later, effects)
    return prise, replace(plan.changes, decisions=(decision,))


def _again(known: Reading, workshop: Workshop, decision: WrittenDecision) -> Prise:
    """Return what a decision that was taken before is about now; it changes nothing."""
    plan = make_plan(NOTHING_CHECKED, situation_of(known, workshop))
    aimed = _aimed(aims_known(plan.faits), read_decision(decision))
    effects, _ = effects_of(plan, instant(workshop.now()))
    later = len(aimed.matching - aimed.held)
    return Prise(decision, len(aimed.matching), len(aimed.total), later, effects, is_new=False)


def _check(demande: Demande, today: date) -> None:
    check_words(demande.raison, demande.qui)
    if demande.jusqu_au is not None and demande.jusqu_au < today:
        raise DecisionRefused(Refus.PASSE, demande.jusqu_au.isoformat())
    if demande.criteres.is_everything and not demande.tous:
        raise DecisionRefused(Refus.TOUT)


def _check_aimed(demande: Demande, aimed: _Aimed) -> None:
    if not aimed.matching:
        raise DecisionRefused(Refus.RIEN)
    one = demande.criteres.document or demande.criteres.evenement
    if aimed.matching == aimed.total and one is None and not demande.tous:
        raise DecisionRefused(Refus.TOUT, str(len(aimed.total)))


def _write(demande: Demande, written: _Written, moment: str) -> WrittenDecision:
    jusqu_au = demande.jusqu_au
    return WrittenDecision(
        id=written.identifier,
        genre=DEPUBLIER,
        criteres=criteria_text(demande.criteres),
        raison=demande.raison.strip(),
        qui=demande.qui.strip(),
        pris_le=moment,
        jour=datetime.fromisoformat(moment).astimezone(written.zone).date().isoformat(),
        jusqu_au=None if jusqu_au is None else jusqu_au.isoformat(),
    )


def _aimed(vises: Iterable[Vise], decision: Decision) -> _Aimed:
    found = _Aimed()
    for vise in vises:
        found.total.add(vise.document)
        if not matches(decision.criteres, vise):
            continue
        found.matching.add(vise.document)
        if decision.criteres.ends_by_hand or not is_later(decision, vise):
            found.held.add(vise.document)
    return found
