"""`lsc-syncd transfers`: what clients were told about, from the journal."""

from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from ingest.workshop import instant
from syncd.commands import show
from syncd.journal import Journal, Transfer, Wanted
from syncd.site import read_site

_COLUMNS = {
    "ended": "Ended",
    "account": "Account",
    "peer": "Peer",
    "operation": "Operation",
    "path": "Path",
    "size": "Bytes",
    "success": "Success",
    "reason": "Reason",
    "envoi": "Envoi",
}
_INSTANT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%fZ"])


@click.command(help="What clients sent and fetched.")
@click.option("--account", help="Only those of this account.")
@click.option(
    "--since", type=_INSTANT, help="Only those that ended at this instant (UTC) or later."
)
@click.option("--until", type=_INSTANT, help="Only those that ended before (UTC).")
@click.option("--path", "path_contains", help="Only those whose path contains this.")
@click.option("--failed", "failed_only", is_flag=True, help="Only those that failed.")
@click.option("--envoi", help="Only those that became part of this envoi (its id).")
@click.option("--operation", help="Only these: upload, download, mv, rm, mkdir, …")
@click.option("--limit", type=click.IntRange(min=1), help="The latest ones only.")
@show.as_json
@click.pass_obj
def transfers(
    config: Path | None,
    /,
    *,
    account: str | None,
    since: datetime | None,
    until: datetime | None,
    path_contains: str | None,
    failed_only: bool,
    envoi: str | None,
    operation: str | None,
    limit: int | None,
    is_json: bool,
) -> None:
    """List transfers, oldest first; the daemon need not run."""
    wanted = Wanted(
        account=account,
        since=_text(since),
        until=_text(until),
        path_contains=path_contains,
        failed_only=failed_only,
        envoi=envoi,
        operation=operation,
    )
    rows = [asdict(row) for row in _read(read_site(config).journal, wanted, limit)]
    show.listing(rows, _COLUMNS, is_json=is_json)


def _read(path: Path, wanted: Wanted, limit: int | None) -> list[Transfer]:
    """Return the rows; none when nothing was ever received."""
    if not path.exists():
        return []
    with closing(Journal(path)) as journal:
        return journal.transfers(wanted, limit=limit)


def _text(moment: datetime | None) -> str | None:
    return instant(moment.replace(tzinfo=UTC)) if moment else None
