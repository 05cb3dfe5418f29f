"""The laws of days and periods, against a brute-force set of days; instants of days in zones."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.rules.jours import (
    TOUJOURS,
    Periode,
    after,
    beginning,
    beginning_or_none,
    covers,
    included,
    merged,
    months_later,
    segments,
)

FIRST = date(2026, 1, 1)
WINDOW = [FIRST + timedelta(days=number) for number in range(-2, 16)]
LIMITS = st.none() | st.sampled_from(WINDOW[2:-2])
PERIODES = st.builds(Periode, LIMITS, LIMITS)
EDGES = st.none() | st.sampled_from([date.min, date(1, 1, 2), FIRST, date(9999, 12, 30), date.max])
ZONES = ("Europe/Paris", "Pacific/Tahiti", "Pacific/Apia", "America/Havana", "America/Sao_Paulo")


def days_of(*periodes: Periode) -> set[date]:
    return {day for day in WINDOW for periode in periodes if periode.holds(day)}


@given(PERIODES)
def test_an_empty_period_holds_no_day(periode: Periode) -> None:
    assert periode.is_empty == (not days_of(periode))


def test_a_period_that_ends_before_the_first_day_there_is_is_empty() -> None:
    assert Periode(None, date.min).is_empty


@given(PERIODES, PERIODES)
def test_a_cut_holds_the_days_of_both(one: Periode, other: Periode) -> None:
    assert days_of(one.cut(other)) == days_of(one) & days_of(other)


@given(st.lists(PERIODES, max_size=6))
def test_merged_periods_hold_the_same_days(periodes: list[Periode]) -> None:
    assert days_of(*merged(periodes)) == days_of(*periodes)


@given(st.lists(PERIODES, max_size=6))
def test_merged_periods_are_in_order_and_leave_a_day_between_them(periodes: list[Periode]) -> None:
    found = merged(periodes)
    assert all(
        before.avant is not None and following.du is not None and before.avant < following.du
        for before, following in pairwise(found)
    )


@given(st.lists(st.builds(Periode, EDGES, EDGES), max_size=5))
def test_the_order_in_which_periods_are_merged_is_irrelevant(periodes: list[Periode]) -> None:
    assert merged(periodes) == merged(reversed(periodes))


@given(st.lists(PERIODES, max_size=6))
def test_segments_hold_every_day_exactly_once(periodes: list[Periode]) -> None:
    found = segments(periodes)
    assert all(sum(each.holds(day) for each in found) == 1 for day in WINDOW)


@given(st.lists(PERIODES, max_size=6))
def test_a_segment_is_wholly_inside_or_wholly_outside(periodes: list[Periode]) -> None:
    for segment in segments(periodes):
        inside = {day in days_of(*periodes) for day in days_of(segment)}
        assert len(inside) <= 1


@given(st.lists(PERIODES, max_size=6))
def test_a_segment_is_covered_iff_its_days_are(periodes: list[Periode]) -> None:
    held = merged(periodes)
    for segment in segments(periodes):
        days = days_of(segment)
        assert covers(held, segment) == (days <= days_of(*periodes))


@given(st.dates(date(1, 1, 1), date(9000, 1, 1)), st.integers(0, 1200))
def test_months_later_counts_months_and_clamps_to_the_month_end(day: date, months: int) -> None:
    """R-053."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    assert months_later(day, months) == date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2025, 11, 5), 12, date(2026, 11, 5)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(9950, 1, 1), 1200, date.max),
    ],
)
def test_31_january_and_one_month_is_the_end_of_february(
    day: date, months: int, expected: date
) -> None:
    """R-053."""
    assert months_later(day, months) == expected


@given(st.dates(date(1, 1, 1), date(9999, 12, 30)), st.sampled_from(ZONES))
def test_days_begin_in_order_in_every_zone(day: date, zone: str) -> None:
    one, other = beginning(day, ZoneInfo(zone)), beginning(after(day), ZoneInfo(zone))
    assert one <= other


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_at_the_beginning_of_a_day_the_day_before_is_just_over(day: date, zone: str) -> None:
    begins = datetime.fromisoformat(beginning(day, ZoneInfo(zone)))
    before = (begins - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert before.date() < day <= begins.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (date(2026, 11, 24), "Europe/Paris", "2026-11-23T23:00:00.000Z"),
        (date(2026, 7, 1), "Europe/Paris", "2026-06-30T22:00:00.000Z"),
        (date(2026, 3, 29), "Europe/Paris", "2026-03-28T23:00:00.000Z"),
        (date(2026, 3, 30), "Europe/Paris", "2026-03-29T22:00:00.000Z"),
        (date(2026, 10, 26), "Europe/Paris", "2026-10-25T23:00:00.000Z"),
        (date(2026, 11, 24), "Pacific/Tahiti", "2026-11-24T10:00:00.000Z"),
        (date(2026, 11, 24), "Pacific/Kiritimati", "2026-11-23T10:00:00.000Z"),
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00:00.000Z"),
        (date(2011, 12, 31), "Pacific/Apia", "2011-12-30T10:00:00.000Z"),
        (date.min, "Pacific/Kiritimati", "0001-01-01T00:00:00.000Z"),
        (date.max, "Pacific/Tahiti", "9999-12-31T00:00:00.000Z"),
    ],
)
def test_a_day_begins_at_its_local_midnight(day: date, zone: str, expected: str) -> None:
    assert beginning(day, ZoneInfo(zone)) == expected


def test_both_days_of_an_interval_of_the_contract_are_in_it() -> None:
    days = included(date(2026, 1, 2), date(2026, 1, 4))
    assert days_of(days) == {date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4)}


def test_an_interval_without_end_goes_on() -> None:
    assert included(FIRST, None) == Periode(FIRST, None)


def test_no_day_begins_never() -> None:
    assert beginning_or_none(None, UTC) is None


def test_only_what_has_no_limit_covers_all_time() -> None:
    assert covers([TOUJOURS], TOUJOURS)
    assert not covers([Periode(None, FIRST), Periode(FIRST, None)], TOUJOURS)
