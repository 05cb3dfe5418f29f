"""`lsc-syncd spaces LOGIN`: the spaces that a person chooses from, and their places (R-074).

With each account's last document, and his last connection where a portal wrote it (R-073).
"""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from ingest.telling.espaces import Lieu, last_added, spaces_of
from ingest.telling.lectures import CONNEXION, Marque, last_connections
from syncd import clock
from syncd.commands import marked, show
from syncd.commands.persons import person_of
from syncd.site import parts_of, read_site, workshop_of

_COLUMNS = {
    "espace": "Space",
    "lieu": "Place",
    "compte": "Account",
    "par_tiers": "Of",
    "jusqu_au": "Closes",
    "ajoute_le": "Last document",
    "derniere_le": "Last connected",
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
        added = last_added(known, tiers, clock.now())
        connections = marked.if_readable(lambda: last_connections(known, tiers))
    if is_json or found:
        rows = [
            {
                **lieu._asdict(),
                "ajoute_le": added.get(lieu.compte),
                "derniere_le": marked.own(marks, CONNEXION),
                "usurpations": marked.by_staff(marks),
                "portail_lu": connections is not None,
            }
            for lieu in found
            for marks in [_marks(lieu, connections or {})]
        ]
        show.listing(rows, _COLUMNS, is_json=is_json)
    else:
        show.say(f"{login} has no space: the login is off, no account of his is open (R-081).")
    if not is_json:
        marked.tell_staff((connections or {}).values())


def _marks(lieu: Lieu, connections: Mapping[str, Marque]) -> list[Marque]:
    return [connections[lieu.compte]] if lieu.compte in connections else []
