"""Orders about held envois: who asks for what, and the answer.

Touches: the store and the spool, for the holder of its lock. After a crash between the deed and the
answer, the order finds the deed done and answers the same.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial

from ingest.persons import holding
from ingest.persons.holding import NotHeld
from ingest.workshop import Workshop
from syncd.orders import Answerer

RELEASE, RETRY, REFUSE = "release", "retry", "refuse"

_DEEDS: Mapping[str, Callable[..., object]] = {
    RELEASE: holding.release,
    RETRY: holding.retry,
    REFUSE: holding.refuse,
}


def asked(identifier: str, raison: str, qui: str) -> str:
    """Given an envoi's id, a reason and who gives it, return what the order is about."""
    return json.dumps({"id": identifier, "raison": raison, "qui": qui}, ensure_ascii=False)


def held_orders(workshop: Workshop) -> Mapping[str, Answerer]:
    """Given a workshop whose spool is ours, return what answers each kind of order."""
    return {genre: partial(_answer, genre, workshop) for genre in _DEEDS}


def _answer(genre: str, workshop: Workshop, cible: str) -> str:
    wanted = json.loads(cible)
    identifier = str(wanted["id"])
    holding.settle_held(workshop)  # a crash may have cut this deed short
    try:
        _DEEDS[genre](identifier, workshop, raison=wanted["raison"], qui=wanted["qui"])
    except NotHeld as error:
        return identifier if _is_done(genre, identifier, workshop) else str(error)
    return identifier


def _is_done(genre: str, identifier: str, workshop: Workshop) -> bool:
    with workshop.store.reading() as known:
        if genre == REFUSE:
            refused = known.constats(genre=holding.REFUSE_PAR_AGENCE, cible=identifier)
            return bool(refused) and known.entry(identifier) is not None
        return holding.is_back(identifier, known)
