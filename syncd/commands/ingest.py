"""`lsc-syncd ingest`: take in a directory of this machine, as if a client had sent it."""

from contextlib import closing
from pathlib import Path

import click

from ingest.disk.envoi import is_account
from syncd.by_hand import take_in
from syncd.commands import show
from syncd.commands.envois import exit_code_of, tell
from syncd.site import parts_of, read_site


def _account(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return an account's name. Raise BadParameter for a text that is none."""
    if not is_account(value):
        raise click.BadParameter(f"{value!r} is no account: a-z, 0-9 and -, 32 at most")
    return value


@click.command(help="Take in a directory of this machine.")
@click.argument("envoi", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--account", default="local", show_default=True, callback=_account, help="In whose name."
)
@click.option(
    "--wait",
    "seconds",
    default=600.0,
    show_default=True,
    type=click.FloatRange(min=0),
    help="Seconds to wait for a running daemon.",
)
@show.as_json
@click.pass_obj
def ingest(
    config: Path | None, /, *, envoi: Path, account: str, seconds: float, is_json: bool
) -> int:
    """Copy ENVOI into the spool; process it, or let the running daemon do it; tell the outcome."""
    site = read_site(config)
    parts = parts_of(site)
    with closing(parts.store), show.working(f"taking in {envoi}"):
        entry = take_in(site, parts, envoi, account, seconds=seconds)
    tell(entry, is_json=is_json)
    return exit_code_of(entry)
