"""Installations that something is about to happen to, and what the program does there."""

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from ingest.workshop import instant
from store.database import Store
from syncd.held import REFUSE, RELEASE, asked
from tests.crash.some_deeds import CONFIRM, HIDE, QUI, RAISON, SHOW, SWEEP, WORK, hide, sweep
from tests.crash.some_exports import (
    write_alarming,
    write_fewer,
    write_next,
    write_sold,
)
from tests.crash.some_installation import (
    NOW,
    a_site,
    prepare_first,
    prepare_next,
    prepare_ordered,
    prepare_refused,
    upload,
    work,
)

ACTIVE, RETOUR = "spool/active/", "spool/retour/"


class Scenario(NamedTuple):
    """An installation as the program finds it, and what it does there.

    Before the first effect below `since`, and from the first below `until` on, effects are those of
    another scenario. Per first kill `pairs` recoveries are killed again; by `make crash`, all.
    """

    prepare: Callable[[Path], object]
    deed: str = WORK
    since: str | None = None
    until: str | None = None
    pairs: float = 1
    is_one_commit: bool = False


def _prepare_applied(data: Path) -> None:
    prepare_first(data)
    work(data)


def _prepare_held(data: Path) -> str:
    """Make an installation where an envoi is held, and return its id."""
    _prepare_applied(data)
    upload(data, "alarming", write_alarming)
    work(data)
    (held,) = (data / "spool" / "hold").iterdir()
    return held.name


def _prepare_order(data: Path, genre: str) -> None:
    identifier = _prepare_held(data)
    with closing(Store(a_site(data).store_url)) as store, store.writing() as tx:
        tx.give_order(genre, asked(identifier, RAISON, QUI), instant(NOW))


def _prepare_replaced(data: Path) -> None:
    """Make one where an envoi is held, and the next one lists all that it lists."""
    _prepare_held(data)
    upload(data, "newer", lambda envoi: write_next(envoi, numero=3))


def _prepare_purge(data: Path) -> None:
    """Make one where all is overdue: a withdrawn document, a content without a list, an envoi.

    The content came with a refused envoi, which a sweep removed, and the next one saw it so.
    """
    prepare_refused(data)
    work(data)
    for days in (0, 1, 32, 33):
        sweep(data, NOW + timedelta(days=days))
    upload(data, "fewer", write_fewer)
    work(data, NOW + timedelta(days=34))


def _prepare_folder(data: Path) -> None:
    """Make one with two files of decisions: one with a line that is refused, one that is none."""
    _prepare_applied(data)
    folder = data / "decisions"
    folder.mkdir()
    lines = (
        "quoi;jusqu_au;raison;qui",
        "document:S1/E1/a;31/12/2026;envoyé par erreur;hugo",
        "document:S1/E8/z;;inconnu;hugo",
        "compte:S1/C3;;à vérifier;hugo",
    )
    (folder / "lettres.csv").write_text("\n".join(lines))
    (folder / "photo.csv").write_bytes(b"\xff\xd8\xff")
    for path in folder.iterdir():
        os.utime(path, (0, 0))


def _prepare_hidden(data: Path) -> None:
    _prepare_applied(data)
    hide(data)


def _prepare_sold(data: Path) -> None:
    _prepare_applied(data)
    upload(data, "sold", write_sold)
    work(data)


OF_ENVOIS: Mapping[str, Scenario] = {
    "first start": Scenario(lambda data: data, pairs=0.5),
    "first envoi": Scenario(prepare_first, pairs=0.5),
    "next envoi": Scenario(prepare_next, pairs=0.5),
    "refused envoi": Scenario(prepare_refused, pairs=0.5),
    "ordered envoi": Scenario(prepare_ordered, until=ACTIVE, pairs=0.5),
}
OF_PERSONS: Mapping[str, Scenario] = {
    "released envoi": Scenario(
        lambda data: _prepare_order(data, RELEASE), until=RETOUR, pairs=0.25
    ),
    "envoi refused by hand": Scenario(lambda data: _prepare_order(data, REFUSE), pairs=0.25),
    "replaced envoi": Scenario(_prepare_replaced, since=ACTIVE, until=RETOUR, pairs=0.25),
    "decisions folder": Scenario(_prepare_folder, pairs=0.5),
    "documents hidden": Scenario(_prepare_applied, HIDE, is_one_commit=True),
    "documents shown again": Scenario(_prepare_hidden, SHOW, is_one_commit=True),
    "account confirmed": Scenario(_prepare_sold, CONFIRM, is_one_commit=True),
}
OF_TIME: Mapping[str, Scenario] = {
    "purge": Scenario(_prepare_purge, SWEEP, pairs=0.5),
}
