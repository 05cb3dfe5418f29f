"""`lsc-syncd spaces LOGIN`: the spaces that a person chooses from, and their places (R-074)."""

from contextlib import closing
from pathlib import Path

import click

from ingest.telling.espaces import spaces_of
from syncd import clock
from syncd.commands import show
from syncd.commands.persons import person_of
from syncd.site import parts_of, read_site, workshop_of

_COLUMNS = {
    "espace": "Space",
    "lieu": "Place",
    "compte": "Account",
    "par_tiers": "Of",
    "jusqu_au": "Closes",
}


@click.command(help="The spaces that a person chooses from.")
@click.argument("login")
@show.as_json
@click.pass_obj
def spaces(config: Path | None, /, login: str, *, is_json: bool) -> None:
    """List buildings of a co-owner, accounts of a landlord, units of a tenant, also of others."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        tiers = person_of(known, login)
        found = spaces_of(known, workshop_of(site, parts), tiers, clock.now())
    if is_json or found:
        show.listing((lieu._asdict() for lieu in found), _COLUMNS, is_json=is_json)
    else:
        show.say(f"{login} has no space: the login is off, no account of his is open (R-081).")
