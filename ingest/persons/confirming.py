"""What a person confirms: the same account after all, or a numbering that starts again.

Touches: the store. After a crash: all of one confirmation is there, or nothing of it.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from ingest.check import NOTHING_CHECKED
from ingest.persons.details import Details, NothingToConfirm, waiting_details
from ingest.persons.sequence import NUMEROTATION
from ingest.planning.gathering import situation_of
from ingest.planning.plan import Situation, make_plan
from ingest.planning.released import CONFIRMEES
from ingest.planning.replaced import CONFIRME, closed_by_replacement
from ingest.workshop import Workshop, cause_of
from store.changes import Cause, Changes, Constat
from store.transaction import Transaction


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


def confirm_details(told: Sequence[Details], workshop: Workshop, *, raison: str, qui: str) -> None:
    """Given bank details as they were told, say that they are right (R-113b): they are shown.

    Raise NothingToConfirm, and release none, when those of a building do not wait, or changed.
    """
    with workshop.store.writing() as tx:
        situation = situation_of(tx, workshop)
        found = waiting_details(situation, [each.immeuble for each in told])
        for was, now in zip(told, found, strict=True):
            if was.condense != now.condense:
                raise NothingToConfirm(
                    f"The bank details of {was.immeuble!r} changed since they were told"
                )
        constats = [
            Constat(CONFIRMEES, each.immeuble, said(raison, qui, condense=each.condense))
            for each in found
        ]
        _confirm(tx, situation, constats, cause_of(f"confirmation-{told[0].immeuble}", workshop))


def details_to_confirm(immeubles: Sequence[str], workshop: Workshop) -> list[Details]:
    """Given `entite/immeuble`s, tell the details of each that wait. Raise NothingToConfirm."""
    with workshop.store.reading() as known:
        return waiting_details(situation_of(known, workshop), immeubles)


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
