"""`lsc-syncd retention plan|apply`: what expired, and what is due to be removed for good."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from ingest.disk.spool import AlreadyRunning
from ingest.keeping.retention import RetentionPlan, apply_retention, plan_retention
from ingest.keeping.retention_report import csv_of, rows_of, save, text_of
from ingest.keeping.sweep import sweep_retention
from store import durable
from syncd import clock
from syncd.commands import show
from syncd.site import Parts, Site, parts_of, read_site, workshop_of

_TABLE = click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="Write all of it there."
)


@click.group(help="What expired, and what is due to be purged.")
def retention() -> None:
    """Look at what is kept and for how long, or purge what is due."""


@retention.command("plan", help="What would be purged now, and why; nothing is changed.")
@_TABLE
@show.as_json
@click.pass_obj
def plan(config: Path | None, /, *, table: Path | None, is_json: bool) -> None:
    """Tell what the sweep would do now."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        workshop = workshop_of(site, parts)
        found = plan_retention(known, workshop, site.delais, clock.now_text())
    _tell(found, table, is_json=is_json)


@retention.command("apply", help="Purge now what is due; the report is written as every night.")
@_TABLE
@show.as_json
@click.pass_obj
def apply(config: Path | None, /, *, table: Path | None, is_json: bool) -> None:
    """Do what the sweep does, now."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), show.working("purging"):
        found = _sweep(site, parts)
    _tell(found, table, is_json=is_json)


def _sweep(site: Site, parts: Parts) -> RetentionPlan:
    """Beside a daemon, old envois are left to its own sweep: only it touches the spool."""
    workshop = workshop_of(site, parts)
    try:
        with parts.spool.locked():
            return sweep_retention(workshop, site.delais, site.rapports)
    except AlreadyRunning:
        found = apply_retention(workshop, site.delais)
        save(found, site.rapports)
        return found


def _tell(found: RetentionPlan, table: Path | None, *, is_json: bool) -> None:
    if table is not None:
        durable.write(table.absolute(), csv_of(found).encode("utf-8-sig"))
    if not is_json:
        show.say(text_of(found).rstrip())
        return
    show.document(
        {
            "le": found.now,
            "depuis": found.depuis,
            "supprimes": Counter(str(sort.genre) for sort in found.purged),
            "gardes": Counter(str(sort.genre) for sort in found.kept),
            "expires": found.elapsed.expires,
            "parus": found.elapsed.parus,
            "fermes": found.elapsed.fermes,
            "lignes": list(rows_of(found)),
        }
    )
