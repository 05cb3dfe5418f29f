"""What is due: from the last recorded run, the agenda and the zone; and when it is due again.

An hour that the clock skips counts at the instant at which it would have come; one that comes twice
counts the first time. However many slots passed, a chore is due once: for the last of them.
Touches: nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from config.agenda import Agenda, read_agenda
from ingest.workshop import instant
from store.taches import ChoreRecord

MOST_STARTS = 3
"""How often a run that is interrupted each time is begun."""

_AROUND = timedelta(days=8)
"""More than a week, in which each slot of an agenda comes once."""
FAIT, ECHEC = "fait", "echec"


def last_slot(agenda: Agenda, fuseau: str, now: datetime) -> datetime | None:
    """Given an agenda and an aware instant, return the last slot until then; None for never."""
    slots = _slots(agenda, ZoneInfo(fuseau), now - _AROUND, now)
    return max(slots, default=None)


def next_slot(agenda: Agenda, fuseau: str, now: datetime) -> datetime | None:
    """Given an agenda and an aware instant, return the first slot after it; None for never."""
    slots = _slots(agenda, ZoneInfo(fuseau), now, now + _AROUND)
    return min((slot for slot in slots if slot > now), default=None)


def up_to_date(
    known: ChoreRecord | None, nom: str, agenda: Agenda, fuseau: str, now: datetime
) -> ChoreRecord:
    """Given what is recorded of a chore and today's agenda, return what counts from now on.

    A chore that nobody knew and an agenda that is new count from now: nothing of it was missed;
    what was due under the old agenda stays so. A record that is more than a week ahead was written
    by a clock that was wrong: were it believed, the chore would not run until then.
    """
    new = ChoreRecord(nom=nom, agenda=agenda.texte, fuseau=fuseau, depuis=instant(now))
    if known is None or _counts_from(known) > now + _AROUND:
        return new
    if (known.agenda, known.fuseau) == (agenda.texte, fuseau):
        return known
    was_due = due_slot(known, read_agenda(known.agenda), now) is not None
    since = known.depuis if was_due else new.depuis
    return replace(known, agenda=agenda.texte, fuseau=fuseau, depuis=since)


def due_slot(known: ChoreRecord, agenda: Agenda, now: datetime) -> datetime | None:
    """Given a record that is up to date and that nobody runs, return the slot to run it for."""
    slot = last_slot(agenda, known.fuseau, now)
    if slot is None:
        return None
    if slot > _counts_from(known):
        return slot
    if known.creneau is not None and known.fini_le is None and known.essais < MOST_STARTS:
        return datetime.fromisoformat(known.creneau)
    return None


def begun(known: ChoreRecord, slot: datetime, now: datetime) -> ChoreRecord:
    """Given a chore and the slot that it is due for, return its record as it begins."""
    creneau = instant(slot)
    essais = known.essais + 1 if creneau == known.creneau else 1
    return replace(
        known,
        creneau=creneau,
        commence_le=instant(now),
        fini_le=None,
        resultat=None,
        essais=essais,
    )


def ended(known: ChoreRecord, resultat: str, now: datetime) -> ChoreRecord:
    """Given the record of a run and its outcome, return it as it ends."""
    return replace(known, resultat=resultat, fini_le=instant(now))


def _counts_from(known: ChoreRecord) -> datetime:
    """Return the instant after which a slot was not served."""
    return datetime.fromisoformat(max(known.depuis, known.commence_le or ""))


def _slots(agenda: Agenda, zone: ZoneInfo, du: datetime, au: datetime) -> Iterator[datetime]:
    """Yield the instants of an agenda, both ends included, in no order."""
    day = du.astimezone(zone).date() - timedelta(days=1)
    last = au.astimezone(zone).date() + timedelta(days=1)
    while day <= last:
        for jour, heure in agenda.creneaux:
            if jour == day.weekday():
                slot = datetime.combine(day, heure, zone).astimezone(UTC)
                if du <= slot <= au:
                    yield slot
        day += timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """A chore as people ask about it; instants are UTC texts, None for what never was or will be.

    `ended` None after a `last_run`: it runs now, or was interrupted and is begun again.
    """

    chore: str
    text: str
    zone: str
    last_run: str | None
    ended: str | None
    outcome: str | None
    next_run: str | None


def outlook(
    nom: str, agenda: Agenda, fuseau: str, known: ChoreRecord | None, now: datetime
) -> Outlook:
    """Given a chore, its agenda and what is recorded, return its last and its next run.

    The next run of one that was missed is now.
    """
    current = up_to_date(known, nom, agenda, fuseau, now)
    slot = due_slot(current, agenda, now)
    is_missed = slot is not None and instant(slot) != current.creneau
    following = now if is_missed else next_slot(agenda, fuseau, now)
    return Outlook(
        chore=nom,
        text=agenda.texte,
        zone=fuseau,
        last_run=current.commence_le,
        ended=current.fini_le,
        outcome=current.resultat,
        next_run=instant(following) if following else None,
    )
