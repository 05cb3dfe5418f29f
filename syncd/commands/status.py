"""`lsc-syncd status`: does the daemon run, what came last, what waits and for what."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from syncd import clock
from syncd.commands import show
from syncd.site import parts_of, read_site
from syncd.status import Status, status_of

_INCOMING = {"account": "Account", "name": "Envoi", "files": "Files", "waits_for": "Waits for"}


@click.command(help="Whether the daemon runs, and what waits.")
@show.as_json
@click.pass_obj
def status(config: Path | None, /, *, is_json: bool) -> None:
    """Tell what is true now; nothing is changed."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store):
        found = status_of(site, parts, clock.now())
    if is_json:
        show.document(_json(found))
    else:
        _tell(found)


def _tell(found: Status) -> None:
    counts = {
        **found.spool,
        "orders without an answer": found.orders,
        "answers to deliver": found.messages,
    }
    waiting = {name: count for name, count in counts.items() if count}
    show.pairs({"daemon": _daemon(found), "last envoi": _last(found), **waiting})
    if found.incoming:
        show.say()
        show.listing([asdict(one) for one in found.incoming], _INCOMING, is_json=False)


def _daemon(found: Status) -> str:
    daemon = found.daemon
    if daemon is None:
        return "does not run"
    return f"runs since {daemon.started}, process {daemon.pid}, SFTP on port {daemon.port}"


def _last(found: Status) -> str:
    if found.last is None:
        return "none was decided yet"
    return (
        f"{found.last.id}: {found.last.resultat} (code {found.last.code}), {found.last.decide_le}"
    )


def _json(found: Status) -> dict[str, object]:
    """Return the status for programs; of the last envoi without its whole report."""
    values = asdict(found)
    if found.last is not None:
        del values["last"]["rapport"]
    return values
