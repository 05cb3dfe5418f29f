"""What the program does until it is killed: the daemon's work, a chore, a decision of a person.

The clock stands still; a decision has its id beforehand, so that to take it again is to take it
once.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from config.agenda import read_agenda
from ingest.keeping.sweep import sweep_retention
from ingest.persons.by_decision import Demande, depublish
from ingest.persons.confirming import confirm_account
from ingest.persons.details import NothingToConfirm
from ingest.persons.reopening import Reouverture, republish
from ingest.persons.selection import selection_from
from syncd.scheduler import Programme, Scheduler
from tests.crash.some_installation import NOW, opened, work

WORK, SWEEP, HIDE, SHOW, CONFIRM = "work", "sweep", "depublish", "republish", "confirm"
SWEEP_DAY = datetime(2027, 5, 1, 7, 0, tzinfo=UTC)
"""When all that left its list in the year before is past its delay."""
RAISON, QUI = "demande du syndic", "hugo"

_RETENTION = "retention"
_AGENDA = "tous les jours 04:00"


def sweep(data: Path, now: datetime = SWEEP_DAY) -> None:
    """Do the chores that are due at an instant; the first time none is, since nobody knew them."""
    with opened(data, now) as (site, parts, workshop), parts.spool.locked():
        programme = Programme(
            fuseau=site.fuseau,
            chores={
                _RETENTION: partial(sweep_retention, workshop, site.delais, site.rapports),
            },
            agendas={_RETENTION: read_agenda(_AGENDA)},
        )
        Scheduler(parts.store, programme, now=lambda: now, look_seconds=10).look()


def hide(data: Path) -> None:
    """Hide the first document of the minutes until the end of the year."""
    with opened(data, NOW) as (site, _, workshop):
        criteres = selection_from(["document:S1/E1/a"])
        demande = Demande(criteres=criteres, raison=RAISON, qui=QUI, jusqu_au=date(2026, 12, 31))
        depublish(workshop, demande, "decision-1", ZoneInfo(site.fuseau))


def show(data: Path) -> None:
    """Show all of the minutes again."""
    with opened(data, NOW) as (_, _, workshop):
        criteres = selection_from(["evenement:S1/E1"])
        republish(workshop, Reouverture(criteres=criteres, raison=RAISON, qui=QUI))


def confirm(data: Path) -> None:
    """Say that the account that changed hands is the same; who asks again is told that it is."""
    with opened(data, NOW) as (_, _, workshop), suppress(NothingToConfirm):
        confirm_account("S1/C3", workshop, raison=RAISON, qui=QUI)


DEEDS: Mapping[str, Callable[[Path], object]] = {
    WORK: work,
    SWEEP: sweep,
    HIDE: hide,
    SHOW: show,
    CONFIRM: confirm,
}
