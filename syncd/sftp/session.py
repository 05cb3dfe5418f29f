"""One client's session, in a process of its own: from the TCP connection to the end of its log.

Touches: the connection, the account's folder, the session's log, the supervisor's socket.
The session ends with its client, when it does not authenticate and ask for SFTP in time, on
SIGTERM, and when the supervisor is gone; what is being received then is logged as failed. If the
process is killed, the kernel drops its locks and its log is unterminated.
"""

import logging
import os
import select
import signal
import socket
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from paramiko import Channel, PKey, ServerInterface

from store import durable
from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.folder.allowance import Allowance
from syncd.sftp.folder.attributes import FOLDER_MODE
from syncd.sftp.folder.envois import Envois
from syncd.sftp.folder.files import Files
from syncd.sftp.folder.refusing import Refusing
from syncd.sftp.folder.transfers import Transfers
from syncd.sftp.folder.view import View
from syncd.sftp.gate.door import Door
from syncd.sftp.gate.doorman import Doorman
from syncd.sftp.record import Record, SupervisorGone
from syncd.sftp.wire.conversation import Conversation
from syncd.sftp.wire.messages import Refusal
from syncd.sftp.wire.requests import Requests, World
from syncd.sftp.wire.stream import Stream
from syncd.sftp.wire.transport import KEEPALIVE_SECONDS, SessionTransport
from syncd.winscp_log import Operation, SessionLog

log = logging.getLogger(__name__)

MAX_CHANNELS = 32
_END_SECONDS = 10

_OVER, _STOPPED, _ORPHANED = b"o", b"s", b"x"
_REASONS = {
    _STOPPED: "Le serveur s'arrête : reprenez l'envoi plus tard",
    _ORPHANED: "Le serveur s'est arrêté : reprenez l'envoi plus tard",
}


class Peer(NamedTuple):
    """Where a client comes from."""

    host: str
    port: int


class Session:
    """One connection being served."""

    def __init__(
        self,
        connection: socket.socket,
        peer: Peer,
        endpoint: Endpoint,
        line: Line,
        doorman: Doorman,
    ) -> None:
        self._peer = peer
        self._doorman = doorman
        self._endpoint = endpoint
        self._line = line
        self._woken, self._wake = os.pipe()
        self._transport = SessionTransport(
            connection, endpoint.data_path, partial(self._stop, _OVER), profile=endpoint.profile
        )
        self._transport.packetizer.REKEY_BYTES = endpoint.rekey_bytes
        self._door = Door(endpoint.accounts, peer.host, doorman, self._converse)
        self._record: Record | None = None
        self._allowance: Allowance | None = None
        self._opened_at = ""
        self._refusing = Refusing(None)
        self._conversations: list[Conversation | Stream] = []

    def run(self, host_key: PKey) -> None:
        """Serve the client until its session is over, for whatever reason."""
        signal.signal(signal.SIGTERM, lambda *_: self._stop(_STOPPED))
        self._transport.add_server_key(host_key)
        self._transport.start_server(event=threading.Event(), server=self._door)
        reason = self._wait()
        self._transport.close()
        if self._door.failed:
            log.info("login_failed", extra={"peer": self._peer.host})
            self._doorman.tell_failed()
        self._end(reason)

    def _wait(self) -> bytes:
        """Return why the session ends."""
        deadline = time.monotonic() + self._endpoint.login_seconds
        while True:
            left = None if self._conversations else deadline - time.monotonic()
            timeout = None if left is None else max(left, 0)
            ready, _, _ = select.select([self._line.life, self._woken], [], [], timeout)
            if self._line.life in ready:
                return _ORPHANED
            if ready:
                return os.read(self._woken, 1)
            if not self._conversations:
                log.info("login_timed_out", extra={"peer": self._peer.host})
                return _OVER

    def _stop(self, reason: bytes) -> None:
        os.write(self._wake, reason)

    def _converse(self, channel: Channel, server: ServerInterface) -> bool:
        """Serve one more SFTP channel; the first one begins the log (in paramiko's thread)."""
        if len(self._conversations) >= MAX_CHANNELS:
            return False
        try:
            self._record = self._record or self._begin()
            requests = self._requests(self._record)
        except OSError as error:
            log.error("session_cannot_begin", extra={"reason": str(error)})  # noqa: TRY400 no bug
            return False
        stop = partial(self._stop, _ORPHANED)
        conversation = (
            Stream(channel, self._transport, requests, stop)
            if self._endpoint.data_path == "fast"
            else Conversation(channel, server, requests, stop)
        )
        self._conversations.append(conversation)
        conversation.start()
        return True

    def _begin(self) -> Record:
        endpoint = self._endpoint
        account, start = str(self._transport.get_username()), endpoint.now()
        session = f"{_digits(start)}-{account}-{self._peer.port}"
        durable.make_directory(endpoint.incoming / account, mode=FOLDER_MODE)
        name = f"{account}@{self._peer.host}"
        session_log = SessionLog(endpoint.logs / f"{session}.xml", name=name, start=start)
        self._opened_at = start
        if self._door.settings.refuse_au_depot:
            self._refusing = Refusing(endpoint.domaine)
        self._transport.set_keepalive(KEEPALIVE_SECONDS)
        log.info("session_opened", extra={"session": session, "peer": self._peer.host})
        return Record(session, account, session_log, self._line.supervisor, endpoint.now)

    def _requests(self, record: Record) -> Requests:
        folder = self._endpoint.incoming / record.account
        envois = Envois(folder, self._allowed(folder), opened_at=self._opened_at, record=record)
        view = View(folder, self._endpoint.retour / record.account, envois)
        files = Files(view, envois, record, self._refusing)
        transfers = Transfers(view, envois, record, self._refusing)
        return Requests(World(view, files, transfers))

    def _allowed(self, folder: Path) -> Allowance:
        """Return the one allowance of all channels."""
        if self._allowance is None:
            floor = self._endpoint.floor_bytes
            self._allowance = Allowance(folder, self._door.settings, floor)
        return self._allowance

    def _end(self, reason: bytes) -> None:
        """End the log, then say so; handles left open were aborted by their channel."""
        for conversation in self._conversations:
            conversation.join(_END_SECONDS)
        if self._record is None:
            return
        with suppress(OSError, Refusal):
            self._log_failure(self._record, reason)
            self._record.log.close()
        with suppress(SupervisorGone):
            self._record.tell("ended")

    def _log_failure(self, record: Record, reason: bytes) -> None:
        sentence = _REASONS.get(reason)
        if sentence is None and any(one.interrupted for one in self._conversations):
            sentence = "Connexion interrompue pendant un transfert"
        if sentence is not None:
            failure = Operation(
                kind="failure", success=False, messages=(sentence,), started=record.now()
            )
            record.write(failure)


def _digits(instant: str) -> str:
    """Given an instant, return AAAAMMJJTHHMMSSmmm."""
    return instant.translate(str.maketrans("", "", "-:.Z"))
