"""What an account may do beyond having keys: `<accounts>/<name>.toml`, beside `<name>.pub`.

    adresses = ["192.0.2.0/24", "2001:db8::1"]   # where it may come from; without it: anywhere
    connexions = 4                               # how many at once; without it: what all may have
    octets_max = 5_000_000_000                   # what may lie in its incoming folder, in bytes
    fichiers_max = 20_000                        # and how many files and folders
    refuse_au_depot = true                       # refuse what cannot be right at CLOSE and RENAME

Without the file all of it is as by default. A file with one mistake lets nobody in, like a bad
list of keys: an address that was mistyped must not open the account to everybody.
Touches: that file, reading only.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from syncd.sftp.gate.addresses import parse_address

SUFFIX = ".toml"

_MAX_FILE_BYTES = 64 << 10

Network = IPv4Network | IPv6Network


class AccountError(Exception):
    """An account's file cannot be used; the message is a sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """What one account may do; each None is no limit of its own.

    `octets_max` (bytes) and `fichiers_max` (files and folders) bound what lies in the account's
    incoming folder, not sealed yet. With `refuse_au_depot` a file that the envoi would be refused
    for is refused at its CLOSE or RENAME, where the sender sees it.
    """

    adresses: tuple[Network, ...] | None = None
    connexions: int | None = None
    octets_max: int | None = None
    fichiers_max: int | None = None
    refuse_au_depot: bool = False

    def welcomes(self, address: str) -> bool:
        """Given where a client comes from, return whether the account may be used from there."""
        if self.adresses is None:
            return True
        found = parse_address(address)
        return any(found in network for network in self.adresses)


DEFAULTS = AccountSettings()


def read_settings(path: Path) -> AccountSettings:
    """Given the file's path, return what it says; what it does not say is as by default.

    Raise AccountError when there is a mistake in it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return DEFAULTS
    except OSError as error:
        raise AccountError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > _MAX_FILE_BYTES:
        raise AccountError(f"{path} holds more than {_MAX_FILE_BYTES >> 10} KiB")
    try:
        return parse_settings(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AccountError(f"{path} is not a TOML file: {error}") from error
    except AccountError as error:
        raise AccountError(f"{path}: {error}") from error


def parse_settings(text: str) -> AccountSettings:
    """Given the file's content, return what it says. Raise AccountError or TOMLDecodeError."""
    values = tomllib.loads(text)
    unknown = sorted(values.keys() - _READERS.keys())
    if unknown:
        raise AccountError(f"{unknown[0]} is no setting of an account; {', '.join(_READERS)} are")
    return AccountSettings(**{name: _READERS[name](name, value) for name, value in values.items()})


def parse_network(text: str) -> Network:
    """Given an address, or a network as `192.0.2.0/24`, return it. Raise AccountError."""
    try:
        return ip_network(text)
    except ValueError as error:
        raise AccountError(
            f"{text!r} is neither an address nor a network such as 192.0.2.0/24"
        ) from error


def _networks(name: str, value: object) -> tuple[Network, ...]:
    """An empty list would let nobody in, and is more likely one that was not filled in."""
    if not isinstance(value, list) or not value:
        raise AccountError(f'{name} is a list of addresses or networks: ["192.0.2.0/24"]')
    return tuple(parse_network(str(each)) for each in value)


def _at_least_one(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise AccountError(f"{name} is a whole number, 1 at least")
    return value


def _yes_or_no(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise AccountError(f"{name} is true or false")
    return value


_READERS: Mapping[str, Callable[[str, object], Any]] = {
    "adresses": _networks,
    "connexions": _at_least_one,
    "octets_max": _at_least_one,
    "fichiers_max": _at_least_one,
    "refuse_au_depot": _yes_or_no,
}
