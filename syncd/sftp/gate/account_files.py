"""The files of the accounts, as they are made, changed and removed: one account, one operation.

Each is one rename or one unlink of `<name>.pub`, which alone lets in: a crash leaves the account
as it was, or as it was wished. `<name>.toml` is there before its account and goes after it.
Touches: the accounts' directory. What is made there belongs to the directory's owner, so that the
service reads what root made.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from store import durable
from syncd.sftp.gate import account_settings
from syncd.sftp.gate.account_settings import AccountError, Network
from syncd.sftp.gate.accounts import SUFFIX, is_account_name, parse_keys

_MODE = 0o644


def add(directory: Path, name: str, keys: str, addresses: Iterable[Network] = ()) -> None:
    """Given the lines of its public keys, make an account, usable from these addresses only.

    Without addresses, from where a settings' file says that is there already. Raise AccountError
    when a key is none, or the account exists.
    """
    path = _path(directory, name)
    _check(keys)
    if path.exists():
        raise AccountError(f"The account {name} exists already: rotate-key changes its key")
    _make_directory(directory)
    listed = ", ".join(f'"{address}"' for address in addresses)
    if listed:
        _write(path.with_suffix(account_settings.SUFFIX), f"adresses = [{listed}]\n")
    try:
        durable.create(path, "".join(_lines(keys)).encode(), mode=_MODE)
    except FileExistsError as error:
        raise AccountError(f"The account {name} was made meanwhile") from error
    _give_to_owner(path)


def remove(directory: Path, name: str) -> None:
    """Take an account away: nobody logs in any more. Raise AccountError when there is none."""
    path = _existing(directory, name)
    for each in (path, path.with_suffix(account_settings.SUFFIX)):
        each.unlink(missing_ok=True)
        durable.fsync_directory(directory)


def rotate_key(directory: Path, name: str, keys: str, *, keep_old: bool) -> None:
    """Replace an account's keys, or add to them, in one rename: at no instant is there none.

    Raise AccountError when a key is none, or an old one that is to be kept, or without account.
    """
    path = _existing(directory, name)
    _check(keys)
    lines = _lines(keys)
    if keep_old:
        old = path.read_text()
        known = _check(old)
        lines = _lines(old) + [line for line in lines if not set(parse_keys(line)) <= {*known}]
    _write(path, "".join(lines))


def _path(directory: Path, name: str) -> Path:
    if not is_account_name(name):
        raise AccountError(f"{name!r}: an account's name is made of a-z, 0-9 and -, at most 32")
    return directory / f"{name}{SUFFIX}"


def _existing(directory: Path, name: str) -> Path:
    path = _path(directory, name)
    if not path.exists():
        raise AccountError(f"There is no account {name}")
    return path


def _check(keys: str) -> tuple[bytes, ...]:
    """Return the keys' blobs. Raise AccountError when a line is none, or when there is no line."""
    if "PRIVATE KEY" in keys:
        raise AccountError("This is a private key, which stays with its owner: give its .pub file")
    found = parse_keys(keys)
    if not found:
        raise AccountError("There is no public key in this")
    return found


def _lines(keys: str) -> list[str]:
    return [f"{line.strip()}\n" for line in keys.splitlines() if line.strip()]


def _write(path: Path, text: str) -> None:
    durable.write(path, text.encode(), mode=_MODE)
    _give_to_owner(path)


def _make_directory(directory: Path) -> None:
    if not directory.is_dir():
        durable.make_directory(directory)
        _give_to_owner(directory)


def _give_to_owner(path: Path) -> None:
    owner = path.parent.stat()
    if not os.geteuid() and (owner.st_uid or owner.st_gid):
        os.chown(path, owner.st_uid, owner.st_gid)
