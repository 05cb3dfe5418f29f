"""What may be written, inside the write lock; nothing is there before the commit of `database`.

Touches: the store, through the connection that it is given.
"""

from collections.abc import Iterable, Sequence

from store import (
    apply,
    ledger,
    outbox,
    purge,
    soundness,
    taches,
)
from store.changes import (
    Cause,
    Changes,
    Entry,
    Message,
    ReceivedContent,
)
from store.reading import Reading
from store.taches import ChoreRecord


class Transaction(Reading):
    """The one writer; it reads its own writes."""

    def apply(self, changes: Changes, cause: Cause) -> None:
        """Given changes planned in this transaction, make them true; see `store.apply`."""
        apply.apply(self._connection, changes, cause)

    def keep(self, contents: Iterable[ReceivedContent], cause: Cause) -> frozenset[str]:
        """Given contents that are on the disk, note them; return those that were not noted yet."""
        return apply.keep(self._connection, contents, cause)

    def unlinked(self, contents: Sequence[str]) -> None:
        """Given contents, note that their files no longer wait to be unlinked."""
        purge.unlinked(self._connection, contents)

    def record(self, entry: Entry) -> None:
        """Given what was decided about an attempt, write it, over an earlier decision if any."""
        ledger.record(self._connection, entry)

    def forget(self, identifier: str) -> None:
        """Given the id of an attempt, forget what was decided: it is to be decided again."""
        ledger.forget(self._connection, identifier)

    def queue(self, messages: Iterable[Message]) -> None:
        """Given messages, keep them until they are delivered."""
        outbox.queue(self._connection, messages)

    def delivered(self, number: int) -> None:
        """Given the number of a message, forget it; nothing if it is forgotten already."""
        outbox.delivered(self._connection, number)

    def give_order(self, genre: str, cible: str, at: str) -> int:
        """Given what a command asks of the daemon, and when, return the order's number."""
        return outbox.give_order(self._connection, genre, cible, at)

    def answer_order(self, number: int, reponse: str) -> None:
        """Given an order's number, answer it. Raise LookupError when there is none."""
        outbox.answer_order(self._connection, number, reponse)

    def mend(self, unread: Iterable[tuple[str, str]], cause: Cause) -> None:
        """Mend what `checkup` found, and have the next files of these places read whole."""
        soundness.mend(self._connection, unread, cause)

    def record_chore(self, chore: ChoreRecord) -> None:
        """Given what is now known of a chore, write it over what was."""
        taches.record(self._connection, chore)
