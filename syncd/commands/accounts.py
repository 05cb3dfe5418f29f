"""`lsc-syncd accounts add|list|remove|rotate-key`: who may connect, and with which keys."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import click

from syncd.commands import show
from syncd.commands.exit_codes import DONE, FAILURE
from syncd.sftp.gate import account_files
from syncd.sftp.gate.account_settings import AccountError, parse_network
from syncd.sftp.gate.accounts import Account, fingerprint, read_account, read_accounts
from syncd.site import Site, read_site

_COLUMNS = {
    "name": "Account",
    "keys": "Keys",
    "adresses": "From",
    "connexions": "At once",
    "octets_max": "Bytes",
    "fichiers_max": "Files",
    "envois": "Envois under way",
}
_NAME = click.argument("name", metavar="NAME")
_KEY = click.option(
    "--key",
    "file",
    type=click.File(),
    default="-",
    help="File of its public keys, as ssh-keygen writes it; standard input without it.",
)


@click.group(help="Who may connect, with which keys.")
def accounts() -> None:
    """Look at the accounts, or change them; a running daemon knows at once."""


@accounts.command("add", help="Make an account, with its public key.")
@_NAME
@_KEY
@click.option("--adresse", "adresses", multiple=True, help="From there only: 192.0.2.0/24; again.")
@click.pass_obj
def add(config: Path | None, /, *, name: str, file: TextIO, adresses: tuple[str, ...]) -> None:
    """Let an account in."""
    directory = read_site(config).endpoint.accounts
    networks = [parse_network(each) for each in adresses]
    account_files.add(directory, name, _text(file), networks)
    account = read_account(directory, name)
    if account is not None:
        show.say(f"The account {name} can connect with {_keys(account)}{_from(account)}.")


@accounts.command("list", help="Every account, and what is wrong with its files.")
@show.as_json
@click.pass_obj
def list_all(config: Path | None, /, *, is_json: bool) -> int:
    """Tell who may connect; 1 when a file cannot be used: nobody comes in by it."""
    site = read_site(config)
    found = read_accounts(site.endpoint.accounts)
    show.listing(_rows(site, found.accounts.values()), _COLUMNS, is_json=is_json)
    for problem in found.problems:
        show.complain(problem)
    return FAILURE if found.problems else DONE


@accounts.command("remove", help="Take an account away; what it sent stays.")
@_NAME
@click.pass_obj
def remove(config: Path | None, /, *, name: str) -> None:
    """Let an account in no more."""
    site = read_site(config)
    account_files.remove(site.endpoint.accounts, name)
    show.say(f"The account {name} cannot connect any more; a session that is open goes on.")
    under_way = _under_way(site, name)
    if under_way:
        show.say(
            f"{under_way} envoi(s) of it are under way in {site.endpoint.incoming / name}: they "
            f"are kept, and decided like any other."
        )


@accounts.command("rotate-key", help="Replace the keys of an account; there is one at all times.")
@_NAME
@_KEY
@click.option("--keep-old", is_flag=True, help="Add to the keys, until the client has changed.")
@click.pass_obj
def rotate_key(config: Path | None, /, *, name: str, file: TextIO, keep_old: bool) -> None:
    """Give an account another key."""
    directory = read_site(config).endpoint.accounts
    account_files.rotate_key(directory, name, _text(file), keep_old=keep_old)
    account = read_account(directory, name)
    if account is not None:
        show.say(f"The account {name} can connect with {_keys(account)} from now on.")


def _text(file: TextIO) -> str:
    if file.isatty():
        show.complain("Paste the public key, then Enter and Ctrl-D:")
    try:
        return file.read()
    except UnicodeDecodeError as error:
        raise AccountError(f"{file.name} is not a file of public keys") from error


def _keys(account: Account) -> str:
    return ", ".join(fingerprint(key) for key in account.keys)


def _from(account: Account) -> str:
    addresses = account.settings.adresses
    return f" from {', '.join(map(str, addresses))} only" if addresses else ""


def _rows(site: Site, found: Iterable[Account]) -> Iterator[dict[str, object]]:
    for account in found:
        settings = account.settings
        yield {
            "name": account.name,
            "keys": [fingerprint(key) for key in account.keys],
            "adresses": [str(each) for each in settings.adresses or ()],
            "connexions": settings.connexions,
            "octets_max": settings.octets_max,
            "fichiers_max": settings.fichiers_max,
            "refuse_au_depot": settings.refuse_au_depot,
            "envois": _under_way(site, account.name),
        }


def _under_way(site: Site, name: str) -> int:
    folder = site.endpoint.incoming / name
    if not folder.is_dir():
        return 0
    return sum(1 for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
