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

from ingest import pipeline
from ingest.spool import Spool
from ingest.workshop import instant
from store.database import Store
from syncd.journal import Journal
from syncd.notes import Notes
from syncd.orders import INGEST, answer_orders
from syncd.retries import Backoff
from syncd.service import Steps, duties_of
from syncd.sftp.endpoint import Endpoint
from syncd.site import Parts, Site, parts_of, workshop_of
from syncd.worker import Duties, Pace, Worker
from tests.crash.some_exports import write_first, write_next, write_refused
from tests.edges.some_logs import a_log, an_upload

ACCOUNT = "lsc"
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
BACKOFF_SECONDS = 7
MOST_ROUNDS = 20

_STEPS = Steps(pipeline.process, pipeline.recover, pipeline.hold_after_crashes)


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


def work(data: Path, store_url: str = "") -> None:
    """Start as the daemon does, without its clients, and work until there is nothing to do."""
    with at_work(data, lambda: 0, store_url=store_url) as (worker, _):
        _rest(worker)


@contextmanager
def at_work(
    data: Path,
    monotonic: Callable[[], float],
    *,
    busy_seconds: float = 30,
    store_url: str = "",
) -> Iterator[tuple[Worker, Parts]]:
    """Start as the daemon does, without its clients; the rounds are the caller's to ask for."""
    site = a_site(data, store_url)
    parts = parts_of(site)._replace(store=Store(site.store_url, busy_seconds=busy_seconds))
    spool = Spool(site.spool, parts.conditions, parts.documents, suffix=lambda: "c0de")
    parts = parts._replace(spool=spool)
    with parts.spool.locked(), closing(parts.store), closing(Journal(site.journal)) as journal:
        parts.store.create()
        journal.catch_up(site.endpoint.logs)
        backoff = Backoff(BACKOFF_SECONDS, BACKOFF_SECONDS)
        pace = Pace(scan_seconds=5, backoff=backoff, now=lambda: NOW, monotonic=monotonic)
        yield Worker(parts.spool, _duties(site, parts, journal), pace), parts


def _duties(site: Site, parts: Parts, journal: Journal) -> Duties:
    """Return the daemon's duties, with a clock that stands still."""
    workshop = replace(workshop_of(site, parts), now=lambda: NOW)
    notes = Notes(journal, site.endpoint.logs, parts.spool, parts.conditions)
    return replace(
        duties_of(site, parts, journal, _STEPS),
        process=lambda envoi: pipeline.process(envoi, workshop),
        recover=lambda envoi: pipeline.recover(envoi, workshop),
        hold=lambda envoi: pipeline.hold_after_crashes(envoi, workshop),
        note=lambda envoi: notes.note(envoi, NOW),
        answer_orders=lambda: answer_orders(parts.store, parts.spool, lambda: NOW),
        sweep=lambda: parts.spool.sweep_tombs(instant(NOW)),
    )


def _rest(worker: Worker) -> None:
    """Do rounds until the worker would wait for the next scan; nothing may have gone wrong."""
    heard = _Warnings(logging.WARNING)
    logging.getLogger().addHandler(heard)
    for _ in range(MOST_ROUNDS):
        wait = worker.round()
        if heard.said:
            raise Restless("; ".join(heard.said))
        if wait:
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
    _uploaded(data, "refused", write_refused)


def prepare_ordered(data: Path) -> None:
    """Make the same with an envoi that a command has ordered to be taken in, complete or not."""
    prepare_next(data)
    (data / "spool" / "incoming" / ACCOUNT / "second" / "pieces" / "E9-a.pdf").unlink()
    with closing(Store(a_site(data).store_url)) as store, store.writing() as tx:
        tx.give_order(INGEST, f"{ACCOUNT}/second", instant(NOW))


def upload_first(data: Path) -> None:
    """Put a first envoi where a client would have."""
    _uploaded(data, "premier", write_first)


def upload_next(data: Path) -> None:
    """Put the envoi of the next night where a client would have."""
    _uploaded(data, "second", write_next)


def _uploaded(data: Path, name: str, write: Callable[[Path], object]) -> None:
    """Write an envoi as a client would have, with the log of its session."""
    folder = data / "spool" / "incoming" / ACCOUNT
    write(folder / name)
    files = sorted(path for path in (folder / name).rglob("*") if path.is_file())
    uploads = [
        an_upload(f"/{path.relative_to(folder)}", second=second)
        for second, path in enumerate(files, start=1)
    ]
    a_log(data / "logs", uploads, session=f"20261124T060000000-lsc-{name}", name="lsc@192.0.2.7")
