"""The accounts that may connect: a name and its OpenSSH public keys, from a directory of files.

`<accounts>/<name>.pub` holds the keys of the account `name`, one a line, as in authorized_keys:
type, base64, comment; `#` lines are comments, options are refused. Only ssh-ed25519 and RSA of 2048
bits or more. A file with one bad line lets nobody in: half of what was meant is nobody's wish.
`<name>.toml` beside it, if it is there, says what else the account may do (account_settings.py).
The session reads its account's files at every attempt, so that a new account or a withdrawn key
counts at once, without a restart.
Touches: the accounts' directory, reading only.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from syncd.sftp.gate import account_settings
from syncd.sftp.gate.account_settings import DEFAULTS, AccountError, AccountSettings, read_settings

MIN_RSA_BITS = 2048
SUFFIX = ".pub"

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_TYPES = ("ssh-ed25519", "ssh-rsa")
_MAX_FILE_BYTES = 64 << 10


@dataclass(frozen=True, slots=True)
class Account:
    """A name `[a-z0-9][a-z0-9-]{0,31}`, its keys as SSH blobs, and what it may do."""

    name: str
    keys: tuple[bytes, ...]
    settings: AccountSettings = DEFAULTS

    def accepts(self, blob: bytes) -> bool:
        """Given a key that a client offers (its SSH blob), return whether it is one of ours."""
        return blob in self.keys


class Accounts(NamedTuple):
    """What a directory holds: the usable accounts by name, and a sentence per bad file."""

    accounts: dict[str, Account]
    problems: tuple[str, ...]


def read_accounts(directory: Path) -> Accounts:
    """Given the accounts' directory, return every account, and what is wrong with the others."""
    accounts: dict[str, Account] = {}
    problems: list[str] = []
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        try:
            accounts[path.stem] = _read(path)
        except AccountError as error:
            problems.append(str(error))
    lonely = (
        f"{path} is of no account: there is no {path.stem}{SUFFIX}"
        for path in sorted(directory.glob(f"*{account_settings.SUFFIX}"))
        if not path.with_suffix(SUFFIX).exists()
    )
    return Accounts(accounts, (*problems, *lonely))


def read_account(directory: Path, name: str) -> Account | None:
    """Given a name as a client sends it, return its account.

    None when there is no such account. Raise AccountError when its file is bad.
    """
    if not is_account_name(name):
        return None
    path = directory / f"{name}{SUFFIX}"
    return _read(path) if path.is_file() else None


def fingerprint(blob: bytes) -> str:
    """Given a key's blob, return what `ssh-keygen -l` calls it: `SHA256:…`."""
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return f"SHA256:{digest.rstrip('=')}"


def is_account_name(name: str) -> bool:
    """Return whether an account may bear this name (it is a directory's name, too)."""
    return _NAME.fullmatch(name) is not None


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Given the content of an account's file, return its keys' blobs. Raise AccountError."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return tuple(
        _parse_key(number, line) for number, line in lines if line and not line.startswith("#")
    )


def _read(path: Path) -> Account:
    if not is_account_name(path.stem):
        raise AccountError(f"{path}: an account's name is made of a-z, 0-9 and -, at most 32")
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_FILE_BYTES + 1).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise AccountError(f"{path} cannot be read: {error}") from error
    if len(text) > _MAX_FILE_BYTES:
        raise AccountError(
            f"{path} holds more than {_MAX_FILE_BYTES >> 10} KiB: it is no list of keys"
        )
    try:
        keys = parse_keys(text)
    except AccountError as error:
        raise AccountError(f"{path}, {error}") from error
    if not keys:
        raise AccountError(f"{path} holds no key: nobody can connect as {path.stem}")
    return Account(path.stem, keys, read_settings(path.with_suffix(account_settings.SUFFIX)))


def _parse_key(number: int, line: str) -> bytes:
    kind, _, rest = line.partition(" ")
    if kind not in _TYPES:
        raise AccountError(
            f"line {number}: a line is 'ssh-ed25519 KEY COMMENT' or 'ssh-rsa KEY COMMENT'; "
            f"options and other types of key are not accepted"
        )
    encoded = rest.strip().partition(" ")[0]
    try:
        blob = base64.b64decode(encoded, validate=True)
        key = load_ssh_public_key(f"{kind} {encoded}".encode())
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise AccountError(f"line {number}: this is not an OpenSSH public key") from error
    _check_strength(number, key)
    return blob


def _check_strength(number: int, key: object) -> None:
    if isinstance(key, RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        raise AccountError(
            f"line {number}: an RSA key needs {MIN_RSA_BITS} bits, this one has {key.key_size}"
        )
    if not isinstance(key, RSAPublicKey | Ed25519PublicKey):
        raise AccountError(f"line {number}: only ssh-ed25519 and RSA keys are accepted")
