"""What is due: many zones, clocks that change or are set, restarts, a machine that was off."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.agenda import JAMAIS, Agenda, Creneau, read_agenda
from store.taches import ChoreRecord
from syncd.slots import MOST_STARTS, begun, due_slot, ended, last_slot, next_slot, up_to_date

PARIS = "Europe/Paris"
ZONES = (
    PARIS,
    "America/Sao_Paulo",  # summer time began at midnight
    "America/Havana",  # the hour before midnight comes twice
    "Australia/Lord_Howe",  # half an hour of summer time
    "Africa/Casablanca",  # summer time stops for Ramadan
    "Indian/Reunion",
    "Pacific/Tahiti",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
)
NIGHTLY = read_agenda("tous les jours 04:00")
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CRENEAUX = st.builds(Creneau, st.integers(0, 6), st.times().map(lambda at: at.replace(second=0)))
AGENDAS = st.frozensets(CRENEAUX, min_size=1, max_size=6).map(lambda found: Agenda("", found))
INSTANTS = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis adds the zone


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class Life:
    """A chore that is looked at again and again, and takes no time; what it was run for."""

    def __init__(self, agenda: Agenda = NIGHTLY, fuseau: str = PARIS) -> None:
        self.agenda = agenda
        self.fuseau = fuseau
        self.known: ChoreRecord | None = None
        self.slots: list[datetime] = []

    def look(self, now: datetime) -> bool:
        """Run it if it is due; return whether it was."""
        found = self.begin(now)
        if found:
            assert self.known is not None
            self.known = ended(self.known, "fait", now)
        return found

    def begin(self, now: datetime) -> bool:
        self.known = up_to_date(self.known, "retention", self.agenda, self.fuseau, now)
        slot = due_slot(self.known, self.agenda, now)
        if slot is None:
            return False
        self.known = begun(self.known, slot, now)
        self.slots.append(slot)
        return True

    def live(self, moments: Iterable[datetime]) -> list[datetime]:
        """Look at each of these moments; return those at which it ran."""
        return [now for now in moments if self.look(now)]


def every(minutes: int, du: datetime, au: datetime) -> list[datetime]:
    count = int((au - du) / timedelta(minutes=minutes))
    return [du + timedelta(minutes=minutes * number) for number in range(count + 1)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [time(0), time(2, 30), time(23, 30)])
def test_a_daily_chore_runs_once_on_each_local_day_of_a_year(zone: str, hour: time) -> None:
    agenda = Agenda("", frozenset(Creneau(jour, hour) for jour in range(7)))
    du = datetime(2017, 6, 1, 12, tzinfo=ZoneInfo(zone))  # Brazil still had summer time
    life = Life(agenda, zone)

    ran = life.live(every(60, du.astimezone(UTC), (du + 365 * DAY).astimezone(UTC)))

    assert len(ran) == 365
    assert all(timedelta(hours=22) < after - before < 1.1 * DAY for before, after in pairwise(ran))


def test_an_hour_that_does_not_exist_counts_when_it_would_have_come() -> None:
    life = Life(read_agenda("tous les jours 02:30"))

    life.live(every(5, at("2026-03-28T12:00Z"), at("2026-03-29T12:00Z")))

    assert life.slots == [at("2026-03-29T01:30Z")]  # 03:30 in Paris


def test_an_hour_that_comes_twice_counts_once() -> None:
    life = Life(read_agenda("tous les jours 02:30"))

    life.live(every(5, at("2026-10-24T12:00Z"), at("2026-10-25T12:00Z")))

    assert life.slots == [at("2026-10-25T00:30Z")]  # the first 02:30 in Paris


def test_two_hours_that_the_clock_makes_one_count_once() -> None:
    life = Life(read_agenda("tous les jours 02:30 et 03:30"))

    life.live(every(5, at("2026-03-28T12:00Z"), at("2026-03-29T12:00Z")))

    assert life.slots == [at("2026-03-29T01:30Z")]


def test_a_day_that_an_island_skips_is_not_lost_and_not_doubled() -> None:
    life = Life(NIGHTLY, "Pacific/Apia")  # there was no 30 December 2011

    life.live(every(15, at("2011-12-28T20:00Z"), at("2012-01-01T20:00Z")))

    assert life.slots == [at(f"2011-12-{day}T14:00Z") for day in (29, 30, 31)] + [
        at("2012-01-01T14:00Z")
    ]


@pytest.mark.parametrize("zone", ZONES)
@given(agenda=AGENDAS, now=INSTANTS)
def test_the_last_and_the_next_slot_have_none_between_them(
    zone: str, agenda: Agenda, now: datetime
) -> None:
    last, following = last_slot(agenda, zone, now), next_slot(agenda, zone, now)

    assert last is not None
    assert following is not None
    assert last <= now < following
    assert next_slot(agenda, zone, last) == following
    assert last_slot(agenda, zone, following) == following


def test_a_chore_that_is_new_missed_nothing() -> None:
    assert not Life().look(START)


def test_a_chore_that_is_new_runs_at_its_first_slot() -> None:
    life = Life()
    life.look(START)

    assert not life.look(at("2026-11-26T02:59:59Z"))
    assert life.look(at("2026-11-26T03:00Z"))


def test_a_run_that_was_missed_happens_once() -> None:
    life = Life()
    life.look(START)

    ran = life.live(every(10, START + 30 * DAY, START + 30.5 * DAY))

    assert ran == [START + 30 * DAY]


def test_after_a_month_off_the_slots_are_the_usual_ones_again() -> None:
    life = Life()
    life.look(START)

    life.live(every(10, START + 30 * DAY, START + 31 * DAY))

    assert life.slots == [at("2026-12-25T03:00Z"), at("2026-12-26T03:00Z")]


def test_a_late_start_on_the_day_itself_runs_what_the_night_missed() -> None:
    life = Life(read_agenda("dim 03:00"))
    life.look(START)

    assert life.look(at("2026-11-29T20:00Z"))


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=6), DAY, 6 * DAY])
def test_nothing_runs_twice_when_the_clock_is_set_back(back: timedelta) -> None:
    life = Life()
    life.live(every(30, START, START + 7 * DAY))
    served = list(life.slots)

    life.live(every(30, START + 7 * DAY - back, START + 7 * DAY))

    assert life.slots == served


@given(
    agenda=AGENDAS,
    zone=st.sampled_from(ZONES),
    start=INSTANTS,
    moves=st.lists(st.timedeltas(-DAY, 2 * DAY), max_size=30),
)
def test_however_the_clock_is_moved_no_slot_is_served_twice(
    agenda: Agenda, zone: str, start: datetime, moves: list[timedelta]
) -> None:
    life, now, latest = Life(agenda, zone), start, start
    for move in moves:
        now = max(now + move, latest - 7 * DAY)
        latest = max(latest, now)
        life.look(now)

    assert len(life.slots) == len(set(life.slots))


@given(agenda=AGENDAS, zone=st.sampled_from(ZONES), start=INSTANTS, data=st.data())
def test_as_time_goes_on_the_last_slot_is_always_served(
    agenda: Agenda, zone: str, start: datetime, data: st.DataObject
) -> None:
    life, now = Life(agenda, zone), start
    life.look(now)
    for pause in data.draw(st.lists(st.timedeltas(timedelta(), 40 * DAY), max_size=10)):
        now += pause
        life.look(now)
        last = last_slot(agenda, zone, now)

        assert last is not None
        assert last <= start + timedelta(milliseconds=1) or life.slots[-1] == last


def test_a_clock_that_was_years_ahead_does_not_stop_the_chores_for_years() -> None:
    life = Life()
    life.look(START)
    life.look(START + 2000 * DAY)

    assert not life.look(START)
    assert life.look(START + DAY)


def test_an_interrupted_run_is_begun_again_for_the_same_slot() -> None:
    life = Life()
    life.look(START)
    life.begin(START + DAY)

    assert life.begin(START + DAY + timedelta(minutes=1))
    assert life.slots == [at("2026-11-26T03:00Z")] * 2


def test_a_run_that_is_interrupted_each_time_is_given_up_until_its_next_slot() -> None:
    life = Life()
    life.look(START)

    begun_at = [now for now in every(60, START + DAY, START + 1.5 * DAY) if life.begin(now)]

    assert len(begun_at) == MOST_STARTS
    assert life.begin(START + 2 * DAY)
    assert life.known is not None
    assert life.known.essais == 1


def test_a_run_that_failed_is_not_begun_again_before_its_next_slot() -> None:
    life = Life()
    life.look(START)
    life.begin(START + DAY)
    assert life.known is not None
    life.known = ended(life.known, "echec", START + DAY)

    assert not life.look(START + 1.5 * DAY)
    assert life.look(START + 2 * DAY)


def test_a_new_agenda_counts_from_when_it_was_set() -> None:
    """11:00 in Paris came between the run of that night and the change."""
    life = Life()
    life.live([START, at("2026-11-26T03:00Z")])
    life.agenda = read_agenda("tous les jours 11:00")

    assert not life.look(at("2026-11-26T12:00Z"))
    assert not life.look(at("2026-11-26T12:01Z"))
    assert life.look(at("2026-11-27T10:00Z"))


def test_what_was_missed_under_the_old_agenda_is_not_lost_with_it() -> None:
    life = Life()
    life.look(START)
    life.agenda = read_agenda("tous les jours 05:00")

    assert life.look(START + DAY)


def test_the_same_agenda_in_another_zone_is_a_new_one() -> None:
    life = Life()
    life.live([START, START + DAY])
    life.fuseau = "Pacific/Tahiti"  # 04:00 there is 14:00 UTC

    assert life.live([START + DAY, START + 1.05 * DAY, START + 1.1 * DAY]) == [START + 1.1 * DAY]


def test_what_runs_never_is_never_due() -> None:
    life = Life(JAMAIS)

    assert life.live(every(60, START, START + 10 * DAY)) == []
    assert next_slot(JAMAIS, PARIS, START) is None


def test_a_chore_that_is_switched_off_is_not_begun_again() -> None:
    life = Life()
    life.look(START)
    life.begin(START + DAY)
    life.agenda = JAMAIS

    assert not life.look(START + 2 * DAY)


def test_the_record_of_a_run_tells_what_it_was_for_and_when_it_was() -> None:
    life = Life()
    life.live([START, START + DAY])

    assert life.known == ChoreRecord(
        nom="retention",
        agenda="tous les jours 04:00",
        fuseau=PARIS,
        depuis="2026-11-25T12:00:00.000Z",
        creneau="2026-11-26T03:00:00.000Z",
        commence_le="2026-11-26T12:00:00.000Z",
        fini_le="2026-11-26T12:00:00.000Z",
        resultat="fait",
        essais=1,
    )


def test_a_record_that_is_up_to_date_stays_as_it_is() -> None:
    life = Life()
    life.live([START, START + DAY])
    assert life.known is not None

    again = up_to_date(life.known, "retention", NIGHTLY, PARIS, START + 2 * DAY)

    assert again is life.known
