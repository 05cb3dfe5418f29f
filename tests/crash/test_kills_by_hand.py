"""The program killed while it does what persons and time ask of it ends as if untroubled."""

import pytest

from tests.crash.some_kills import MARKS, Killings, check_everywhere
from tests.crash.some_scenarios import OF_PERSONS, OF_TIME

pytestmark = MARKS
SCENARIOS = {**OF_PERSONS, **OF_TIME}


@pytest.mark.parametrize("killings", SCENARIOS.items(), ids=SCENARIOS, indirect=True)
def test_killed_before_any_effect_and_again_it_ends_as_if_untroubled(killings: Killings) -> None:
    check_everywhere(killings)
