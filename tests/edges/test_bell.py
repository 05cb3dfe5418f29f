"""The bell that a worker sleeps by: what wakes it, and what does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from syncd.bell import Bell

HOURS = 10_000.0
"""Longer than any test may take: a sleep that ends was ended."""
A_MOMENT = 0.2


@pytest.fixture
def bell() -> Bell:
    return Bell()


@contextmanager
def asleep(bell: Bell, *, worked_seconds: float) -> Iterator[threading.Event]:
    """Sleep in another thread; the event is set when that ends. At the end it is stopped."""
    woken = threading.Event()

    def sleep() -> None:
        bell.sleep(HOURS, worked_seconds=worked_seconds)
        woken.set()

    thread = threading.Thread(target=sleep)
    thread.start()
    try:
        yield woken
    finally:
        bell.stop()
        thread.join()


def test_a_ring_ends_the_sleep(bell: Bell) -> None:
    with asleep(bell, worked_seconds=0) as woken:
        bell.ring()

        assert woken.wait(HOURS)


def test_a_ring_before_the_sleep_counts(bell: Bell) -> None:
    bell.ring()

    bell.sleep(HOURS, worked_seconds=0)


def test_a_ring_is_not_heard_while_the_sleeper_rests(bell: Bell) -> None:
    with asleep(bell, worked_seconds=HOURS) as woken:
        bell.ring()

        assert not woken.wait(A_MOMENT)


def test_haste_ends_a_rest(bell: Bell) -> None:
    with asleep(bell, worked_seconds=HOURS) as woken:
        bell.hurry()

        assert woken.wait(HOURS)


def test_haste_during_the_work_leaves_no_rest(bell: Bell) -> None:
    bell.hurry()

    bell.sleep(HOURS, worked_seconds=HOURS)


def test_of_two_rests_in_a_row_haste_ends_one(bell: Bell) -> None:
    bell.hurry()
    bell.sleep(HOURS, worked_seconds=HOURS)

    with asleep(bell, worked_seconds=HOURS) as woken:
        bell.hurry()

        assert not woken.wait(A_MOMENT)


def test_after_a_whole_rest_haste_counts_again(bell: Bell) -> None:
    for worked_seconds in (HOURS, 0.0, HOURS):
        bell.hurry()
        bell.sleep(HOURS, worked_seconds=worked_seconds)


def test_to_sleep_for_no_time_is_not_to_sleep_and_forgets_the_ring(bell: Bell) -> None:
    bell.ring()

    bell.sleep(0, worked_seconds=HOURS)

    with asleep(bell, worked_seconds=0) as woken:
        assert not woken.wait(A_MOMENT)


@pytest.mark.parametrize("hurries", [0, 1])
def test_a_stop_ends_every_sleep(bell: Bell, hurries: int) -> None:
    for _ in range(hurries):
        bell.hurry()
        bell.sleep(HOURS, worked_seconds=HOURS)

    bell.stop()
    bell.sleep(HOURS, worked_seconds=HOURS)

    assert bell.is_stopping
