"""Our SFTP server in a process of its own: `python -m bench.sftp_served ROOT DATA_PATH`.

It says its port and its pid, reads what its sessions tell, as the supervisor would, and ends with
its standard input.
Touches: the folder that it is given.
"""

import select
import sys
from contextlib import suppress
from pathlib import Path

from syncd import clock
from syncd.sftp.endpoint import Endpoint
from syncd.sftp.listener import start_listener
from syncd.supervisor import EVENTS_SECONDS

_DATAGRAM_BYTES = 64 << 10


def serve(root: Path, data_path: str) -> None:
    """Serve until standard input ends."""
    listener = start_listener(
        Endpoint(
            host="127.0.0.1",
            port=0,
            incoming=root / "incoming",
            retour=root / "retour",
            logs=root / "logs",
            accounts=root / "accounts",
            host_key=root / "keys" / "host",
            bans=root / "bans",
            domaine="immo-dupont",
            max_sessions=64,
            login_seconds=20,
            data_path="fast" if data_path == "fast" else "plain",
            now=clock.now_text,
        )
    )
    sys.stdout.write(f"{listener.port} {listener.pid}\n")
    sys.stdout.flush()
    listener.events.setblocking(False)
    while sys.stdin not in select.select([sys.stdin, listener.events], [], [])[0]:
        with suppress(BlockingIOError):
            while listener.events.recv(_DATAGRAM_BYTES):
                pass
        select.select([sys.stdin], [], [], EVENTS_SECONDS)
    listener.stop()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
