"""`lsc-syncd check`: what would become of an envoi, without changing anything."""

import json
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ingest.telling.accuse import text_of
from ingest.telling.report import Rapport
from ingest.trial import try_out
from syncd.commands import show
from syncd.commands.exit_codes import DONE, REFUSED
from syncd.site import Site, parts_of, read_site, workshop_of, workshop_without_past

_REFUSED = 3


@click.command(help="Check an envoi; change nothing.")
@click.argument("envoi", type=click.Path(path_type=Path, exists=True, file_okay=False))
@show.as_json
@click.pass_obj
def check(config: Path | None, /, *, envoi: Path, is_json: bool) -> int:
    """Tell what ENVOI, a directory with a manifeste.xml, would be answered now."""
    with show.working(f"checking {envoi}"):
        rapport = _rapport(read_site(config), envoi)
    if is_json:
        show.document({"code": rapport.code, **json.loads(rapport.to_json())})
    else:
        show.say(text_of(rapport).rstrip())
    return REFUSED if rapport.code == _REFUSED else DONE


def _rapport(site: Site, envoi: Path) -> Rapport:
    """Against what is known; where nothing was ever received, as a first envoi."""
    if site.has_begun:
        parts = parts_of(site)
        with closing(parts.store):
            return try_out(envoi, workshop_of(site, parts))
    with TemporaryDirectory() as empty:
        workshop = workshop_without_past(site, Path(empty))
        with closing(workshop.store):
            return try_out(envoi, workshop)
