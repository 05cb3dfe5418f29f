"""What a person confirms: the same account after all, or a numbering that starts again.

Touches: the store. After a crash: all of one confirmation is there, or nothing of it.
"""

import json
from dataclasses import replace

from ingest.check import NOTHING_CHECKED
from ingest.persons.sequence import NUMEROTATION
from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.planning.replaced import CONFIRME, closed_by_replacement
from ingest.workshop import Workshop, cause_of
from store.changes import Changes, Constat


class NothingToConfirm(Exception):  # noqa: N818  said to the operator
    """This account is not closed by a change of holder."""


def confirm_account(compte: str, workshop: Workshop, *, raison: str, qui: str) -> None:
    """Given `entite/compte`, say that its holder is the same after all (R-081b): it opens again.

    Raise NothingToConfirm.
    """
    with workshop.store.writing() as tx:
        situation = situation_of(tx, workshop)
        if compte not in closed_by_replacement(situation.constats):
            raise NothingToConfirm(f"The account {compte!r} is not closed by a change of holder")
        constat = Constat(CONFIRME, compte, said(raison, qui))
        plan = make_plan(
            NOTHING_CHECKED, situation._replace(constats=(*situation.constats, constat))
        )
        changes = replace(plan.changes, constats=(constat,))
        tx.apply(changes, cause_of(f"confirmation-{compte}", workshop))


def accept_numbering(workshop: Workshop, *, raison: str, qui: str) -> None:
    """Let the numbering of envois start again, once, after LSC was reinstalled."""
    constat = Constat(NUMEROTATION, workshop.domaine, said(raison, qui))
    with workshop.store.writing() as tx:
        tx.apply(Changes(constats=(constat,)), cause_of("numerotation", workshop))


def said(raison: str, qui: str) -> str:
    """Given a reason and who gives it, return them as a constat keeps them."""
    return json.dumps({"raison": raison, "qui": qui}, ensure_ascii=False, sort_keys=True)
