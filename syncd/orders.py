"""What a command asks of the running daemon, and its answer.

`ingest <account>/<name>`: seal that folder of `incoming/` as it is. `release`, `retry`, `refuse`:
see `syncd.held`. The answer is the envoi's id, or a sentence that says why not; what became of the
envoi, the ledger says.
Touches: the store, the spool. After a crash between the sealing and the answer, the order is
answered from the tombstone.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from ingest.disk import incoming
from ingest.disk.delivery import NotDeliverable
from ingest.disk.spool import Spool
from ingest.workshop import instant
from store.database import Store
from store.outbox import Order

log = logging.getLogger(__name__)

INGEST = "ingest"


Answerer = Callable[[str], str]
"""Given what an order is about, do it and return the answer."""


def answer_orders(
    store: Store,
    spool: Spool,
    now: Callable[[], datetime],
    others: Mapping[str, Answerer] = MappingProxyType({}),
) -> int:
    """Answer the orders that wait, oldest first, and return how many; `others` by their kind.

    Raise OSError or StoreUnavailable when this host does not let us: the order waits.
    """
    with store.reading() as known:
        waiting = known.orders()
    for order in waiting:
        answer = others.get(order.genre)
        reponse = answer(order.cible) if answer else _answer(order, spool, now())
        with store.writing() as tx:
            tx.answer_order(order.number, reponse)
        log.info("order_answered", extra={"order": order.number, "genre": order.genre})
    return len(waiting)


def _answer(order: Order, spool: Spool, now: datetime) -> str:
    if order.genre != INGEST:
        return f"This daemon knows no order {order.genre!r}: restart it, it is older"
    account, _, name = order.cible.partition("/")
    try:
        return spool.seal_now(account, name, now).id
    except NotDeliverable as error:
        return _sealed_already(spool, account, name, now) or str(error)


def _sealed_already(spool: Spool, account: str, name: str, now: datetime) -> str | None:
    try:
        tombs = incoming.tombs(spool.account_dir(account), now=instant(now))
    except ValueError:
        return None
    return tombs[name].envoi if name in tombs else None
