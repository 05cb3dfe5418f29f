"""The server's own key, by which clients know that they talk to the right machine.

Touches: one private key file, made at the first start (ed25519, 0600) and never changed after.
A crash while it is made leaves none, or a whole one.
"""

import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from paramiko import Ed25519Key, SSHException

from store import durable


class HostKeyError(Exception):
    """The host key cannot be used; the message is a sentence for the operator."""


def load_or_create_host_key(path: Path) -> Ed25519Key:
    """Given the path of the host key, return it, made when it is not there.

    Raise HostKeyError when others may read the file, or when it is not an ed25519 key.
    """
    if not path.exists():
        durable.make_directory(path.parent, mode=0o700)
        private = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
        )
        durable.write(path, private, mode=0o600)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise HostKeyError(f"{path} can be read by others: chmod 600 {path}")
    try:
        return Ed25519Key(filename=str(path))
    except (SSHException, ValueError) as error:
        raise HostKeyError(f"{path} is not an OpenSSH ed25519 private key") from error
