"""`lsc-syncd sample`: an imaginary agency, written as the envois that LSC would send."""

from pathlib import Path

import click

from syncd.commands import show
from syncd.sample.writing import write_sample


@click.command(help="Write an imaginary agency's envois.")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, help="Same seed, same bytes.")
@click.option(
    "--immeubles", default=4, show_default=True, type=click.IntRange(min=2), help="Buildings."
)
@click.option(
    "--nuits", default=3, show_default=True, type=click.IntRange(min=1), help="Successive envois."
)
def sample(directory: Path, seed: int, immeubles: int, nuits: int) -> None:
    """Write DIRECTORY/envoi-N for each night, and in attendu/ what is expected of each."""
    with show.working(f"{nuits} nights of {immeubles} immeubles"):
        envois = write_sample(directory, seed=seed, immeubles=immeubles, nuits=nuits)
    for envoi in envois:
        show.say(str(envoi))
