"""What a worker does and how often, for one installation: the daemon's, or that of a command.

Apart from `syncd.service`, which imports the listener: a command that processes an envoi by itself
needs no SSH.
Touches: nothing by itself; what the duties touch is theirs.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ingest.disk.envoi import Envoi
from ingest.persons.holding import settle_held
from ingest.workshop import Workshop, instant
from store.changes import Entry
from syncd import clock, orders, retour
from syncd.decisions_folder import answer_folder
from syncd.held import held_orders
from syncd.journal import Journal
from syncd.notes import Notes
from syncd.portal_settings import PortalSettings
from syncd.retries import Backoff
from syncd.site import Site
from syncd.worker import Duties, Pace

_MOST_BACKOFF_SECONDS = 600


class Steps(NamedTuple):
    """What becomes of an envoi: the functions of `ingest.pipeline`."""

    process: Callable[[Envoi, Workshop], Entry]
    recover: Callable[[Envoi, Workshop], bool]
    hold_after_crashes: Callable[[Envoi, Workshop], object]


def duties_of(site: Site, workshop: Workshop, journal: Journal, steps: Steps) -> Duties:
    """Given an installation and its workshop, whose clock counts, return what a worker does."""
    store, spool = workshop.store, workshop.spool
    notes = Notes(journal, site.endpoint.logs, spool, workshop.conditions)
    return Duties(
        process=lambda envoi: steps.process(envoi, workshop),
        recover=lambda envoi: steps.recover(envoi, workshop),
        hold=lambda envoi: steps.hold_after_crashes(envoi, workshop),
        note=lambda envoi: notes.note(envoi, workshop.now()),
        deliver=lambda: retour.deliver(store, spool),
        answer_orders=partial(_answer_persons, site, workshop, PortalSettings(workshop)),
        sweep=lambda: spool.sweep_tombs(instant(workshop.now())),
    )


def _answer_persons(site: Site, workshop: Workshop, portal: PortalSettings) -> None:
    """Do what orders, files and the portal ask, and what a crash left undone of an answer."""
    orders.answer_orders(workshop.store, workshop.spool, workshop.now, held_orders(workshop))
    answer_folder(workshop, site.data / "decisions", ZoneInfo(site.fuseau))
    portal.take()
    settle_held(workshop)


def pace_of(site: Site) -> Pace:
    """Given an installation, return how often a worker looks there."""
    return Pace(
        scan_seconds=site.scan_seconds,
        backoff=Backoff(site.scan_seconds, _MOST_BACKOFF_SECONDS),
        now=clock.now,
        monotonic=clock.monotonic,
    )
