"""`lsc-syncd ingest`: take in a directory of this machine, as if a client had sent it."""

from contextlib import closing
from pathlib import Path

import click

from syncd.by_hand import take_in
from syncd.commands import show
from syncd.commands.envois import exit_code_of, tell
from syncd.site import parts_of, read_site


@click.command(help="Take in a directory of this machine.")
@click.argument("envoi", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--account", default="local", show_default=True, help="In whose name.")
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
