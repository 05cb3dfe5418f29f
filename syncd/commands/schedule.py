"""`lsc-syncd schedule`: when each chore ran last, how it ended, and when it runs next."""

from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from store.database import Store
from store.taches import ChoreRecord
from syncd import clock
from syncd.commands import show
from syncd.site import Site, read_site
from syncd.slots import Outlook, outlook

_COLUMNS = {
    "chore": "Chore",
    "text": "Runs",
    "zone": "Zone",
    "last_run": "Last run",
    "outcome": "Outcome",
    "next_run": "Next run",
}


@click.command(help="When each chore ran, and runs next.")
@show.as_json
@click.pass_obj
def schedule(config: Path | None, /, *, is_json: bool) -> None:
    """Tell it; nothing is changed. A table has the agency's time, JSON has UTC."""
    site, now = read_site(config), clock.now()
    known = _known(site) if site.has_begun else {}
    found = [
        outlook(nom, agenda, site.fuseau, known.get(nom), now)
        for nom, agenda in site.agendas.items()
    ]
    rows = [asdict(each) if is_json else _local(each) for each in found]
    show.listing(rows, _COLUMNS, is_json=is_json)


def _known(site: Site) -> dict[str, ChoreRecord]:
    with closing(Store(site.store_url)) as store, store.reading() as reading:
        return reading.chores()


def _local(each: Outlook) -> dict[str, object]:
    """Return a line for people: the agency's clock, words for what is not there."""
    zone = ZoneInfo(each.zone)
    unfinished = "not ended" if each.last_run else None
    return {
        **asdict(each),
        "last_run": _at(each.last_run, zone) or "never",
        "outcome": each.outcome or unfinished,
        "next_run": _at(each.next_run, zone) or "never",
    }


def _at(text: str | None, zone: ZoneInfo) -> str | None:
    if text is None:
        return None
    return datetime.fromisoformat(text).astimezone(zone).strftime("%Y-%m-%d %H:%M")
