"""`lsc-syncd envois list|show`: what was received, and what was decided about it."""

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from ingest.telling.accuse import text_of
from ingest.telling.report import report_from
from store.changes import Entry
from syncd.commands import show
from syncd.commands.exit_codes import DONE, HELD, REFUSED
from syncd.site import parts_of, read_site

_COLUMNS = {
    "id": "Envoi",
    "account": "Account",
    "numero": "Numero",
    "resultat": "Outcome",
    "code": "Code",
    "decide_le": "Decided",
    "place": "Where",
}
_EXIT_CODES = {3: REFUSED, 4: HELD}


class UnknownEnvoi(LookupError):  # noqa: N818  said to the operator
    """No attempt of this id was ever decided."""


@click.group(help="What was received, and decided about it.")
def envois() -> None:
    """Look at the ledger."""


@envois.command("list", help="Every attempt that was decided, oldest first.")
@click.option("--limit", type=click.IntRange(min=1), help="The latest ones only.")
@show.as_json
@click.pass_obj
def list_envois(config: Path | None, /, *, limit: int | None, is_json: bool) -> None:
    """List the ledger; the daemon need not run."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        entries = known.entries(limit=limit)
    rows = [{**_row(entry), "place": _place(parts.spool.find(entry.id))} for entry in entries]
    show.listing(rows, _COLUMNS, is_json=is_json)


@envois.command("show", help="All that was answered about one attempt.")
@click.argument("identifier", metavar="ID")
@show.as_json
@click.pass_obj
def show_envoi(config: Path | None, /, *, identifier: str, is_json: bool) -> None:
    """Show the report of the attempt ID."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        entry = known.entry(identifier)
    if entry is None:
        raise UnknownEnvoi(f"No envoi {identifier!r} was ever decided")
    tell(entry, is_json=is_json)


def tell(entry: Entry, *, is_json: bool) -> None:
    """Given what was decided about an attempt, print its report."""
    if is_json:
        show.document(_row(entry) | {"rapport": json.loads(entry.rapport)})
    else:
        show.say(text_of(report_from(entry.rapport)).rstrip())


def exit_code_of(entry: Entry) -> int:
    """Given what was decided, return the exit code that says it."""
    return _EXIT_CODES.get(entry.code, DONE)


def _row(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in asdict(entry).items() if name != "rapport"}


def _place(envoi: object) -> str:
    return str(getattr(envoi, "state", "")) or "gone"
