"""Clients that mean harm, all on loopback and bounded; and a good one that works meanwhile."""

import os
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Self

from tests.journeys.some_sftp import SECONDS, Account, Server

IS_LONG = os.environ.get("HOSTILE") == "long"
"""`make hostile`: as many as the issue names; otherwise enough to see the same."""


def knock(server: Server, address: str) -> socket.socket:
    """Connect from an address of this machine."""
    where = ("127.0.0.1", server.port)
    return socket.create_connection(where, timeout=SECONDS, source_address=(address, 0))


@contextmanager
def silent(server: Server, number: int, addresses: int) -> Iterator[list[socket.socket]]:
    """Keep so many connections that never speak, from so many addresses; a closed one counts."""
    with ExitStack() as opened:
        yield [
            opened.enter_context(knock(server, f"127.1.{each % addresses // 250}.{each % 250 + 1}"))
            for each in range(number)
        ]


class Slow(threading.Thread):
    """Connections that say the beginning of SSH byte by byte, and begin again when they are cut."""

    def __init__(self, server: Server, number: int) -> None:
        super().__init__()
        self._server = server
        self._open: dict[socket.socket, Iterator[int]] = {}
        self._number = number
        self._told = threading.Event()
        self.cut = 0

    def run(self) -> None:
        """Go on until told to stop."""
        addresses = (f"127.2.0.{each % 250 + 1}" for each in count())
        try:
            while not self._told.wait(0.02):
                while len(self._open) < self._number:
                    self._open[knock(self._server, next(addresses))] = iter(_BEGINNING)
                for connection in list(self._open):
                    self._say_more(connection)
        finally:
            for connection in self._open:
                connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._told.set()
        self.join()

    def _say_more(self, connection: socket.socket) -> None:
        byte = next(self._open[connection], 0)
        try:
            connection.sendall(bytes([byte]))
        except OSError:
            self.cut += 1
            connection.close()
            del self._open[connection]


_BEGINNING = b"SSH-2.0-slow_1.0\r\n" + bytes([0, 0, 4, 0, 8, 20])  # a KEXINIT that never ends


@dataclass
class Good:
    """A client that uploads again and again, each time over a new connection.

    It came in before, as LSC's server does each night: it is no stranger.
    """

    account: Account
    sent: dict[str, bytes] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        assert self.account.sftp("ls").code == 0

    def work(self, seconds: float, *, least: int) -> None:
        """Upload for so long, and so many files at least; each must be received whole."""
        (self.account.incoming / "bon").mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + seconds
        while time.monotonic() < until or len(self.sent) < least:
            self._upload(f"f{len(self.sent)}")
        assert self.refusals == []
        for name, content in self.sent.items():
            assert (self.account.incoming / "bon" / name).read_bytes() == content

    def _upload(self, name: str) -> None:
        content = random.Random(name).randbytes(50_000)  # noqa: S311  no secret
        self.account.a_file(name, content)
        done = self.account.sftp(f"put {name} bon/{name}")
        if done.code:
            self.refusals.append(done.err)
        self.sent[name] = content


class Relay(threading.Thread):
    """One connection to the server, which breaks after so many bytes that the client said."""

    def __init__(self, server: Server, breaks_after: int) -> None:
        super().__init__()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._server = server
        self._left = breaks_after
        self.port = int(self._listening.getsockname()[1])
        self.said = 0

    def run(self) -> None:
        """Pass on what is said, until it breaks or either end closes."""
        with (
            self._listening,
            self._listening.accept()[0] as client,
            knock(self._server, "127.0.0.1") as server,
        ):
            back = threading.Thread(target=_pass_on, args=(server, client))
            back.start()
            self._pass_some(client, server)
            for end in (server, client):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()

    def _pass_some(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while self._left > 0 and (said := client.recv(min(self._left, 65536))):
                server.sendall(said)
                self._left -= len(said)
                self.said += len(said)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
