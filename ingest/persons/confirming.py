"""What a person confirms: the same account after all, or a numbering that starts again.

Touches: the store. After a crash: all of one confirmation is there, or nothing of it.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from ingest.check import NOTHING_CHECKED
from ingest.persons.sequence import NUMEROTATION
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Situation, facts_after, make_plan, tables_of
from ingest.planning.released import CONFIRMEES
from ingest.planning.replaced import CONFIRME, closed_by_replacement
from ingest.planning.standing import standing
from ingest.rules.faits import ref
from ingest.workshop import Workshop, cause_of
from store.changes import Cause, Changes, Constat
from store.transaction import Transaction


class NothingToConfirm(Exception):  # noqa: N818  said to the operator
    """Nothing about this account or building waits for a person."""


def confirm_account(compte: str, workshop: Workshop, *, raison: str, qui: str) -> None:
    """Given `entite/compte`, say that its holder is the same after all (R-081b): it opens again.

    Raise NothingToConfirm.
    """
    with workshop.store.writing() as tx:
        situation = situation_of(tx, workshop)
        if compte not in closed_by_replacement(situation.constats):
            raise NothingToConfirm(f"The account {compte!r} is not closed by a change of holder")
        constat = Constat(CONFIRME, compte, said(raison, qui))
        _confirm(tx, situation, [constat], cause_of(f"confirmation-{compte}", workshop))


def confirm_details(immeubles: Sequence[str], workshop: Workshop, *, raison: str, qui: str) -> None:
    """Given `entite/immeuble`s, say that their bank details are right (R-113b): they are shown.

    Raise NothingToConfirm, and release none, when one of them has none that wait for it.
    """
    with workshop.store.writing() as tx:
        situation = situation_of(tx, workshop)
        waiting = {
            ref(each.entite, each.cle)
            for each in standing(situation)
            if each.code == "BANK_CHANGED"
        }
        for immeuble in immeubles:
            if immeuble not in waiting:
                raise NothingToConfirm(
                    f"The building {immeuble!r} has no bank details that wait to be confirmed"
                )
        known = facts_after(situation, tables_of(situation.facts)).immeubles
        found = ((each, known[each].coordonnees) for each in dict.fromkeys(immeubles))
        constats = [
            Constat(CONFIRMEES, each, said(raison, qui, condense=details.condense))
            for each, details in found
            if details is not None
        ]
        _confirm(tx, situation, constats, cause_of(f"confirmation-{immeubles[0]}", workshop))


def accept_numbering(workshop: Workshop, *, raison: str, qui: str) -> None:
    """Let the numbering of envois start again, once, after LSC was reinstalled."""
    constat = Constat(NUMEROTATION, workshop.domaine, said(raison, qui))
    with workshop.store.writing() as tx:
        tx.apply(Changes(constats=(constat,)), cause_of("numerotation", workshop))


def said(raison: str, qui: str, **what: str) -> str:
    """Given a reason, who gives it and about what, return them as a constat keeps them."""
    return json.dumps({"raison": raison, "qui": qui, **what}, ensure_ascii=False, sort_keys=True)


def _confirm(
    tx: Transaction, situation: Situation, constats: Sequence[Constat], cause: Cause
) -> None:
    known = situation._replace(constats=(*situation.constats, *constats))
    plan = make_plan(NOTHING_CHECKED, known)
    tx.apply(replace(plan.changes, constats=tuple(constats)), cause)
