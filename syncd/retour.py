"""The delivery of answers: from the outbox into the `retour/` folder of each account.

Touches: `retour/<account>/`, the outbox. After a crash between the two, the files are written
again, with the same bytes.
"""

import logging

from ingest.disk.spool import Spool
from store import durable
from store.changes import Message
from store.database import Store

log = logging.getLogger(__name__)


def deliver(store: Store, spool: Spool) -> int:
    """Deliver what waits in the outbox, oldest first; return how many files that were.

    Where a file cannot be written, that account's answers wait, in their order; the others go on.
    Raise StoreUnavailable when the store does not let us.
    """
    with store.reading() as known:
        waiting = known.messages()
    stuck: set[str] = set()
    delivered: list[int] = []
    for number, message in waiting:
        if message.account not in stuck and _is_written(message, spool):
            delivered.append(number)
        else:
            stuck.add(message.account)
    if delivered:
        with store.writing() as tx:  # one for all: each commit waits for the disk
            for number in delivered:
                tx.delivered(number)
        log.info("answers_delivered", extra={"files": len(delivered)})
    return len(delivered)


def _is_written(message: Message, spool: Spool) -> bool:
    try:
        durable.write(spool.retour_dir(message.account) / message.name, message.content)
    except OSError as error:
        reason = {"account": message.account, "reason": str(error)}
        log.warning("answer_delayed", extra={"envoi": message.envoi, **reason})
        return False
    return True
