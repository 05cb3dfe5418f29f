"""`lsc-syncd documents list`: every document, or exactly what one person sees."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from ingest.telling.overview import Overview, overview
from store.reading import Reading
from syncd import clock
from syncd.commands import show
from syncd.commands.persons import is_open, person_of
from syncd.site import parts_of, read_site

_ALL = {
    "document": "Document",
    "titre": "Title",
    "rangement": "Folder",
    "traite_le": "Processed",
    "etat": "State",
    "motif": "Reason",
    "portees": "Reaches",
    "lecteurs": "Seen by",
}
_SEEN = {
    "rangement": "Folder",
    "document": "Document",
    "titre": "Title",
    "traite_le": "Processed",
    "niveau": "As",
    "compte": "Account",
    "visible_jusqu_au": "Until",
}


@click.group(help="What exists, what a person sees.")
def documents() -> None:
    """Look at documents."""


@documents.command("list", help="Every document, or what one person sees.")
@click.option("--for", "login", metavar="LOGIN", help="Exactly what this person sees now.")
@show.as_json
@click.pass_obj
def list_documents(config: Path | None, /, *, login: str | None, is_json: bool) -> None:
    """List documents, folder by folder for one person; the daemon need not run."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        if login is None:
            show.listing(map(_row, overview(known, clock.now_text())), _ALL, is_json=is_json)
        else:
            _list_for(known, login, is_json=is_json)


def _list_for(known: Reading, login: str, *, is_json: bool) -> None:
    now = clock.now_text()
    tiers = person_of(known, login)
    seen = known.visible(tiers, at=now)
    rows = [{**each._asdict(), "rangement": " / ".join(each.rangement)} for each in seen]
    rows.sort(key=lambda row: str(row["traite_le"]), reverse=True)
    rows.sort(key=lambda row: str(row["rangement"]))  # by folder, the newest first
    if is_json or rows:
        show.listing(rows, _SEEN, is_json=is_json)
    elif is_open(known, tiers, now):
        show.say(f"{login} sees no document.")
    else:
        show.say(f"{login} sees nothing: the login is off, no account of his is open (R-081).")


def _row(found: Overview) -> dict[str, object]:
    return {**asdict(found), "rangement": " / ".join(found.rangement)}
