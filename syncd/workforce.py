"""The two threads of the daemon, worker and chores, and the settings that they work by.

Touches: the log; the rest through the threads. After a crash: the next start reads the settings.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from threading import Thread

from ingest.disk.envoi import stamp
from ingest.keeping.retention import finish_unlinking
from ingest.planning.rederivation import rederive, rederive_boxes
from ingest.planning.reglages import apply_reglages
from ingest.workshop import Workshop
from syncd import clock
from syncd.bell import Bell
from syncd.chores import chores_of
from syncd.portal_settings import tell_applied
from syncd.reload import changed, renewed, waits_for_restart
from syncd.scheduler import Programme, Scheduler
from syncd.site import Mistakes, Parts, Site, parts_again, workshop_of
from syncd.worker import Terms, Worker

log = logging.getLogger(__name__)

_LOOK_SECONDS = 10


class Workforce:
    """Worker and scheduler over one installation."""

    def __init__(
        self,
        site: Site,
        parts: Parts,
        terms_of: Callable[[Site, Parts], Terms],
        read_again: Callable[[], Site | Mistakes],
    ) -> None:
        """Given an installation whose spool is locked, and what a worker works by, prepare."""
        self._site = site
        self._parts = parts
        self._terms_of = terms_of
        self._read_again = read_again
        self._worker = Worker(*terms_of(site, parts)[:3])
        self._scheduler = Scheduler(
            parts.store, programme_of(site, parts), now=clock.now, look_seconds=_LOOK_SECONDS
        )

    @contextmanager
    def at_work(self) -> Iterator[tuple[Thread, ...]]:
        """Run both threads during the block; at the end, wait for their last envoi and chore."""
        works: dict[str, Worker | Scheduler] = {"worker": self._worker, "chores": self._scheduler}
        threads = tuple(
            Thread(target=work.run, name=name, daemon=True) for name, work in works.items()
        )
        for thread in threads:
            thread.start()
        try:
            yield threads
        finally:
            for work in works.values():
                work.stop()
            for thread in threads:
                thread.join()

    @property
    def bell(self) -> Bell:
        """Return what wakes the worker."""
        return self._worker.bell

    def reload(self) -> None:
        """Read the settings again and work by them; by the old ones if they are wrong.

        Returns at once: the worker takes them over between two envois.
        """
        asked = self._read_again()
        if isinstance(asked, Mistakes):
            for sentence in asked.sentences:
                log.error("settings_refused", extra={"mistake": sentence})
            return
        self._follow(asked)

    def _follow(self, asked: Site) -> None:
        for name in waits_for_restart(self._site, asked):
            log.warning("setting_waits_for_restart", extra={"setting": name})
        what = changed(self._site, asked)
        self._site = renewed(self._site, asked)
        self._parts = parts_again(self._site, self._parts)
        terms = self._terms_of(self._site, self._parts)
        terms = terms._replace(first=self._first(what))
        self._worker.change(terms)
        self._scheduler.change(programme_of(self._site, self._parts))
        log.info("settings_read", extra={"changed": what})

    def _first(self, changed: Collection[str]) -> Callable[[], None]:
        """Return what the worker does before it works by new settings, between two envois."""
        site, parts = self._site, self._parts

        def first() -> None:
            if "racines_personnel" in changed:
                derive_again(site, parts, "reglages")
            elif "conseil_herite_coproprietaire" in changed:
                derive_again(site, parts, "reglages", rederive_boxes)
            if "reglages" in changed:
                set_extranet(site, parts)

        return first


def programme_of(site: Site, parts: Parts) -> Programme:
    """Given an installation and its parts, return what runs there when."""
    return Programme(fuseau=site.fuseau, chores=chores_of(site, parts), agendas=site.agendas)


def derive_again(
    site: Site, parts: Parts, why: str, how: Callable[[Workshop, str], int] = rederive
) -> None:
    """Make what follows from the facts what this program and these settings say.

    `why` begins the name of the cause, which stands in the history of each row that changes; `how`
    derives what it may concern.
    """
    workshop = workshop_of(site, parts)
    finish_unlinking(workshop)  # of a purge that a crash cut short
    rows = how(workshop, f"{why}-{stamp(clock.now())}")
    if rows:
        log.info("derived_again", extra={"rows": rows})


def set_extranet(site: Site, parts: Parts) -> None:
    """Put in force what the agency's file sets of the extranet's side, unless it is alarming.

    What is held stays as it was until somebody runs `lsc-syncd options apply` (R-011).
    """
    identifier = f"extranet-{stamp(clock.now())}"
    found = apply_reglages(workshop_of(site, parts), site.reglages, identifier)
    tell_applied(found, "extranet")
