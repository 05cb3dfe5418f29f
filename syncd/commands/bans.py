"""`lsc-syncd bans list|lift`: from where nobody may connect for a while, and letting in again."""

from dataclasses import asdict
from pathlib import Path

import click

from syncd import clock
from syncd.commands import show
from syncd.commands.exit_codes import DONE, FAILURE, USAGE
from syncd.sftp.gate.addresses import neighbourhood
from syncd.sftp.gate.bans import lift, read_bans
from syncd.site import read_site

_COLUMNS = {"adresse": "Address", "depuis": "Since", "jusqu_au": "Until", "echecs": "Failed logins"}


@click.group(help="From where nobody may connect for a while.")
def bans() -> None:
    """Look at the banned addresses, or let one in again."""


@bans.command("list", help="Every address that is banned now.")
@show.as_json
@click.pass_obj
def list_all(config: Path | None, /, *, is_json: bool) -> None:
    """Tell who is banned, and until when."""
    found = read_bans(read_site(config).endpoint.bans, clock.now_text())
    show.listing([asdict(ban) for ban in found], _COLUMNS, is_json=is_json)


@bans.command("lift", help="Let an address in again, or all of them.")
@click.argument("address", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every address that is banned now.")
@click.pass_obj
def lift_one(config: Path | None, /, *, address: str | None, is_all: bool) -> int:
    """Lift a ban; a running daemon knows at once."""
    if is_all == bool(address):
        show.complain("Give one address, or --all.")
        return USAGE
    directory = read_site(config).endpoint.bans
    try:
        asked = [neighbourhood(address.partition("/")[0])] if address else _banned(directory)
    except ValueError:
        show.complain(f"{address} is no address: `lsc-syncd bans list` has them all.")
        return USAGE
    lifted = [each for each in asked if lift(directory, each)]
    for each in lifted:
        show.say(f"{each} may connect again.")
    if address and not lifted:
        show.complain(f"{address} is not banned: `lsc-syncd bans list` has them all.")
        return FAILURE
    return DONE


def _banned(directory: Path) -> list[str]:
    return [ban.adresse for ban in read_bans(directory, clock.now_text())]
