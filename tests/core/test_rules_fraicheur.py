"""Days of the freshness of an extranet (domain.md §2.2), at their limits."""

from datetime import date

import pytest

from ingest.rules.exigences import APRES_DERNIERE_AG, AVANT_PROCHAINE_AG
from ingest.rules.fraicheur import deadline, is_aged, months_before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(1, 1, 1), 3, date(1, 1, 1)),
        (date(2, 1, 1), 12, date(1, 1, 1)),
        (date(1, 12, 31), 36, date(1, 1, 1)),
    ],
)
def test_months_before_a_day_are_clamped_to_the_months_and_days_there_are(
    day: date, months: int, expected: date
) -> None:
    assert months_before(day, months) == expected


def test_a_meeting_to_come_asks_for_nothing_after_it() -> None:
    assert deadline(APRES_DERNIERE_AG, date(9999, 12, 31), None, date(2026, 1, 1)) is None


def test_each_anchor_looks_at_its_own_meeting() -> None:
    day, ag = date(2026, 11, 24), date(2026, 1, 1)

    assert deadline(APRES_DERNIERE_AG, None, ag, day) is None
    assert deadline(AVANT_PROCHAINE_AG, ag, None, day) is None


def test_what_has_no_day_or_no_limit_does_not_age() -> None:
    assert not is_aged(None, 1, date.max)
    assert not is_aged(date.min, None, date.max)
    assert is_aged(date.min, 1, date.max)
