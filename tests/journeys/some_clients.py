"""The clients that senders use, each doing the same few things to one account of a server.

A client has only the methods for what it can do: a test asks for those that have one (`that_can`).
Every method takes a file or folder of the account's home and returns what the program did.
"""

from tests.journeys.some_client import Client
from tests.journeys.some_libraries import Asyncssh, Libcurl, Paramiko, Winscp
from tests.journeys.some_programs import Lftp, Pscp, Psftp, Rclone, Scp, Sftp

CLIENTS: tuple[type[Client], ...] = (
    Sftp, Scp, Psftp, Pscp, Lftp, Rclone, Libcurl, Paramiko, Asyncssh, Winscp,
)  # fmt: skip


def that_can(verb: str) -> list[type[Client]]:
    """Return the clients that have a method of their own for it."""
    return [
        client
        for client in CLIENTS
        if hasattr(client, verb) and getattr(client, verb) is not getattr(Client, verb)
    ]
