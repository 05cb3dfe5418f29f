"""An installation with an envoi in its `incoming`, and the daemon's work on it until it rests.

The clock stands still and the ids are told beforehand, so that two runs over the same bytes end
with the same bytes.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ingest import pipeline
from ingest.disk.spool import Spool
from ingest.workshop import Workshop, instant
from store.database import Store
from syncd.duties import Steps, duties_of
from syncd.journal import Journal
from syncd.orders import INGEST
from syncd.retries import Backoff
from syncd.sftp.endpoint import Endpoint
from syncd.site import Parts, Site, parts_of, workshop_of
from syncd.worker import Pace, Worker
from tests.crash.some_exports import write_first, write_next, write_refused
from tests.edges.some_logs import a_log, an_upload

ACCOUNT = "lsc"
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
BACKOFF_SECONDS = 7
MOST_ROUNDS, REST_ROUNDS = 20, 2

_STEPS = Steps(pipeline.process, pipeline.recover, pipeline.hold_after_crashes)


class Open(NamedTuple):
    """An installation that is worked on, and the workshop with its still clock."""

    site: Site
    parts: Parts
    workshop: Workshop


class Restless(AssertionError):  # noqa: N818  told by the tests
    """The worker met a fault, or never came to an end."""


def a_site(data: Path, store_url: str = "") -> Site:
    """Given where its data is, and perhaps where its store is, return an installation."""
    spool = data / "spool"
    endpoint = Endpoint(
        host="127.0.0.1",
        port=0,
        incoming=spool / "incoming",
        retour=spool / "retour",
        logs=data / "logs",
        accounts=data / "accounts",
        host_key=data / "keys" / "host_ed25519",
        bans=data / "bans",
        domaine="immo-dupont",
        max_sessions=4,
        login_seconds=30,
        now=lambda: instant(NOW),
    )
    return Site(
        domaine="immo-dupont",
        fuseau="Europe/Paris",
        conseil_herite_coproprietaire=True,
        data=data,
        store_url=store_url or f"sqlite:///{data}/store.db",
        completion_seconds=3600,
        scan_seconds=5,
        log_format="text",
        endpoint=endpoint,
        notify_socket=None,
        watchdog_seconds=None,
    )


def work(data: Path, now: datetime = NOW, *, store_url: str = "") -> None:
    """Start as the daemon does, without its clients, and work until there is nothing to do."""
    with at_work(data, lambda: 0, now=now, store_url=store_url) as (worker, _):
        _rest(worker)


@contextmanager
def at_work(
    data: Path,
    monotonic: Callable[[], float],
    *,
    now: datetime = NOW,
    busy_seconds: float = 30,
    store_url: str = "",
) -> Iterator[tuple[Worker, Parts]]:
    """Start as the daemon does, without its clients; the rounds are the caller's to ask for."""
    with (
        opened(data, now, busy_seconds=busy_seconds, store_url=store_url) as found,
        found.parts.spool.locked(),
        closing(Journal(found.site.journal)) as journal,
    ):
        site, parts, workshop = found
        parts.store.create()
        journal.catch_up(site.endpoint.logs)
        backoff = Backoff(BACKOFF_SECONDS, BACKOFF_SECONDS)
        pace = Pace(scan_seconds=5, backoff=backoff, now=workshop.now, monotonic=monotonic)
        yield Worker(parts.spool, duties_of(site, workshop, journal, _STEPS), pace), parts


@contextmanager
def opened(
    data: Path, now: datetime, *, busy_seconds: float = 30, store_url: str = ""
) -> Iterator[Open]:
    """Open an installation as a command does, its clock standing at `now`."""
    site = a_site(data, store_url)
    parts = parts_of(site)
    spool = Spool(site.spool, parts.conditions, parts.documents, suffix=lambda: "c0de")
    with closing(Store(site.store_url, busy_seconds=busy_seconds)) as store:
        parts = parts._replace(store=store, spool=spool)
        yield Open(site, parts, replace(workshop_of(site, parts), now=lambda: now))


def _rest(worker: Worker) -> None:
    """Do rounds until the worker would wait twice: what it did in the first is then delivered.

    Nothing may have gone wrong.
    """
    heard = _Warnings(logging.WARNING)
    logging.getLogger().addHandler(heard)
    waits = 0
    for _ in range(MOST_ROUNDS):
        waits = waits + 1 if worker.round() else 0
        if heard.said:
            raise Restless("; ".join(heard.said))
        if waits == REST_ROUNDS:
            return
    raise Restless("the worker never rests")


class _Warnings(logging.Handler):
    """What was said that an untroubled daemon does not say."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        formatted = logging.Formatter("%(message)s").format(record)
        self.said.append(f"{formatted} {getattr(record, 'reason', '')}")


def prepare_first(data: Path) -> None:
    """Make an installation that has begun, with a first envoi complete in its `incoming`."""
    work(data)
    upload_first(data)


def prepare_next(data: Path) -> None:
    """Make an installation that has applied the first envoi, with the envoi that follows."""
    prepare_first(data)
    work(data)
    upload_next(data)


def prepare_refused(data: Path) -> None:
    """Make an installation that has applied the first envoi, with one that contradicts itself."""
    prepare_first(data)
    work(data)
    upload(data, "refused", write_refused)


def prepare_ordered(data: Path) -> None:
    """Make the same with an envoi that a command has ordered to be taken in, complete or not."""
    prepare_next(data)
    (data / "spool" / "incoming" / ACCOUNT / "second" / "pieces" / "E9-a.pdf").unlink()
    with closing(Store(a_site(data).store_url)) as store, store.writing() as tx:
        tx.give_order(INGEST, f"{ACCOUNT}/second", instant(NOW))


def upload_first(data: Path) -> None:
    """Put a first envoi where a client would have."""
    upload(data, "premier", write_first)


def upload_next(data: Path) -> None:
    """Put the envoi of the next night where a client would have."""
    upload(data, "second", write_next)


def upload(data: Path, name: str, write: Callable[[Path], object]) -> None:
    """Write an envoi as a client would have, with the log of its session."""
    folder = data / "spool" / "incoming" / ACCOUNT
    write(folder / name)
    files = sorted(path for path in (folder / name).rglob("*") if path.is_file())
    uploads = [
        an_upload(f"/{path.relative_to(folder)}", second=second)
        for second, path in enumerate(files, start=1)
    ]
    a_log(data / "logs", uploads, session=f"20261124T060000000-lsc-{name}", name="lsc@192.0.2.7")
