"""What a session says it did: first its log, then the supervisor's ear, only then the client.

Touches: the session's log; the socket to the supervisor. When the supervisor is gone, telling it
raises `SupervisorGone` and the session ends: nobody would process what it receives.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from syncd.sftp.events import Event, Kind, encode
from syncd.sftp.folder.paths import Place
from syncd.sftp.wire.messages import Refusal, refusal_of
from syncd.winscp_log import Operation, SessionLog


class SupervisorGone(Exception):  # noqa: N818  a state that ends the session, not an error in it
    """The process that owns the spool is not there any more."""


@dataclass(frozen=True, slots=True)
class Record:
    """One session's log and its line to the supervisor; `now` gives UTC instants as text."""

    session: str
    account: str
    log: SessionLog
    supervisor: socket.socket
    now: Callable[[], str]

    def stored(self, place: Place) -> str:
        """Return where a place is, from the data root."""
        return f"incoming/{self.account}{place}"

    def write(self, *operations: Operation) -> None:
        """Given operations without their end, log them as ended now. Raise Refusal if it cannot."""
        ended = self.now()
        try:
            self.log.append(*(replace(operation, ended=ended) for operation in operations))
        except OSError as error:
            raise refusal_of(error) from error

    @contextmanager
    def operation(self, doing: Operation) -> Iterator[None]:
        """Log what the block does, as done or as refused; an OSError becomes a Refusal."""
        doing = replace(doing, started=self.now())
        try:
            yield
        except (OSError, Refusal) as error:
            refusal = refusal_of(error)
            self.refuse(doing, refusal)
            raise refusal from error
        self.write(doing)

    def refuse(self, operation: Operation, refusal: Refusal) -> None:
        """Log an operation as failed, for the reason that the client is given."""
        messages = (f"{_DOING[operation.kind]} {operation.filename}", refusal.sentence)
        self.write(replace(operation, success=False, messages=messages))

    def tell(
        self,
        event: Kind,
        place: Place | None = None,
        *,
        source: Place | None = None,
        size: int | None = None,
        success: bool = True,
    ) -> None:
        """Tell the supervisor what happened to a place. Raise SupervisorGone."""
        told = Event(
            session=self.session,
            account=self.account,
            event=event,
            envoi=place.envoi if place else None,
            path=str(place) if place else None,
            source=str(source) if source else None,
            size=size,
            success=success,
        )
        try:
            self.supervisor.send(encode(told), socket.MSG_NOSIGNAL)
        except OSError as error:
            raise SupervisorGone(os.strerror(error.errno or 0)) from error


_DOING = {
    "upload": "Réception de",
    "download": "Lecture de",
    "touch": "Date de",
    "chmod": "Droits de",
    "mkdir": "Création du dossier",
    "rm": "Suppression de",
    "mv": "Renommage de",
}
