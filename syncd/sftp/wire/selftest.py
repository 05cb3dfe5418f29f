"""Whether the fast data path works with the paramiko that is installed: it is tried at each start.

It leans on paramiko's inside (packets.py, transport.py and stream.py name what), which another
version may change without a word. So a forked child, in which threads may live, serves a session
to a client of its own over loopback; keys are changed in the middle of an upload, once by the
client and once by the server; what arrived is compared. It takes 0.1 s or so, during which clients
wait in the listener's backlog; after `SECONDS` the answer is no.
Touches: a temporary folder, removed at the end; a loopback connection; one child process.
"""

import io
import logging
import os
import select
import shutil
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from paramiko import Ed25519Key, PKey, SFTPClient, SSHException, Transport
from paramiko.packet import Packetizer

from syncd.sftp.endpoint import Endpoint, Line
from syncd.sftp.gate.doorman import Doorman, a_line
from syncd.sftp.session import Peer, Session

SECONDS = 5

_NEEDED: Mapping[type, tuple[str, ...]] = {
    Packetizer: (
        "set_inbound_cipher", "set_outbound_cipher", "reset_seqno_in", "send_message",
        "_trigger_rekey", "_check_keepalive",
    ),
    Transport: (
        "_send_message", "_send_user_message", "_parse_newkeys", "_channel_handler_table",
    ),
}  # fmt: skip
_ACCOUNT, _ENVOI, _FILE = "essai", "essai", "fichier"
_REKEY_BYTES = 128 << 10
_FEW_BYTES = 1000
_CONTENT = bytes(range(251)) * 2000
_MAX_REASON_BYTES = 4000
_BROKEN = (SSHException, OSError, EOFError, AttributeError, TypeError)


class Unusable(Exception):  # noqa: N818  an answer
    """The fast path does not do what it must; the message says why."""


def why_unusable(
    endpoint: Endpoint, host_key: PKey, fork: Callable[[Callable[[], None]], int]
) -> str | None:
    """Return why the fast path must not serve, or None when it works.

    `fork` runs a function in a child, and returns its pid; no thread may live here.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="lsc-syncd-essai-"))
    except OSError as error:
        return str(error)
    try:
        return _answer(lambda: _check(_endpoint(endpoint, folder), host_key), fork)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answer(check: Callable[[], None], fork: Callable[[Callable[[], None]], int]) -> str | None:
    heard, told = os.pipe()
    child = fork(lambda: _tell(told, check))
    os.close(told)
    try:
        is_there, _, _ = select.select([heard], [], [], SECONDS)
        reason = os.read(heard, _MAX_REASON_BYTES).decode() if is_there else "it took too long"
    finally:
        os.close(heard)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return None if reason == "ok" else reason or "its test died"


def _tell(told: int, check: Callable[[], None]) -> None:
    """Check, then say how it went (in the child)."""
    try:
        with _collected() as said:
            check()
        reason = "ok"
    except (*_BROKEN, Unusable) as error:
        reason = " / ".join([f"{type(error).__name__}: {error}", *said])
    os.write(told, reason.encode()[:_MAX_REASON_BYTES])


@contextmanager
def _collected() -> Iterator[list[str]]:
    """Give the list of what is logged as an error, instead of logging."""
    said: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if message and not message.startswith(("Traceback", " ")):
                said.append(message)

    root = logging.getLogger()
    root.handlers = [Collector(logging.ERROR)]
    logging.getLogger("paramiko").setLevel(logging.ERROR)
    yield said


def _endpoint(endpoint: Endpoint, folder: Path) -> Endpoint:
    """Return the endpoint of the test: the same, over a folder of its own."""
    within = {name: folder / name for name in ("incoming", "retour", "logs", "accounts")}
    for path in within.values():
        path.mkdir()
    return replace(
        endpoint,
        incoming=within["incoming"],
        retour=within["retour"],
        logs=within["logs"],
        accounts=within["accounts"],
        data_path="fast",
        rekey_bytes=_REKEY_BYTES,
        floor_bytes=0,  # a full disk is another matter
    )


def _check(endpoint: Endpoint, host_key: PKey) -> None:
    """Receive a file. Raise Unusable, or whatever went wrong."""
    for kind, names in _NEEDED.items():
        missing = [name for name in names if not hasattr(kind, name)]
        if missing:
            raise Unusable(f"paramiko's {kind.__name__} lacks {', '.join(missing)}")
    key = _client_key(endpoint)
    ours, theirs = _connection()
    sending = _Sending(theirs, key)
    sending.start()
    supervisor, _ears = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    life, _alive = os.pipe()
    visitor, door = a_line("127.0.0.1")
    visitor.answer(is_welcome=True)  # before it is asked: nobody listens at this door
    line = Line(supervisor, life)
    Session(ours, Peer("127.0.0.1", 0), endpoint, line, Doorman(door)).run(host_key)
    sending.join()
    if sending.failure is not None:
        raise sending.failure
    received = endpoint.incoming / _ACCOUNT / _ENVOI / _FILE
    if received.read_bytes() != _CONTENT:
        raise Unusable("what arrived is not what was sent")


class _Sending(threading.Thread):
    """A client that sends the file and changes keys in its middle.

    It does so before the server has received enough to wish it, too: paramiko's own client, asked
    for new keys by both at once, may begin twice, and fail for it.
    """

    def __init__(self, connection: socket.socket, key: PKey) -> None:
        super().__init__()
        self._transport = Transport(connection)
        self._key = key
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self._send()
        except _BROKEN as error:
            self.failure = error
        finally:
            self._transport.close()

    def _send(self) -> None:
        self._transport.connect(username=_ACCOUNT, pkey=self._key)
        client = SFTPClient.from_transport(self._transport)
        if client is None:
            raise Unusable("no channel was opened")
        client.mkdir(f"/{_ENVOI}")
        with client.open(f"/{_ENVOI}/{_FILE}", "wb") as file:
            file.set_pipelined(True)
            file.write(_CONTENT[:_FEW_BYTES])
            self._transport.renegotiate_keys()
            file.write(_CONTENT[_FEW_BYTES:])


def _client_key(endpoint: Endpoint) -> PKey:
    private = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
    )
    key = Ed25519Key(file_obj=io.StringIO(private.decode()))
    (endpoint.accounts / f"{_ACCOUNT}.pub").write_text(f"{key.get_name()} {key.get_base64()}\n")
    return key


def _connection() -> tuple[socket.socket, socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        theirs = socket.create_connection(listening.getsockname())
        return listening.accept()[0], theirs
