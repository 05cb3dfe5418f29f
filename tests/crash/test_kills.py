"""The program killed while envois come, before each effect and again, ends as if untroubled."""

import pytest

from tests.crash.some_kills import MARKS, Killings, check_everywhere
from tests.crash.some_scenarios import OF_ENVOIS

pytestmark = MARKS


@pytest.mark.parametrize("killings", OF_ENVOIS.items(), ids=OF_ENVOIS, indirect=True)
def test_killed_before_any_effect_and_again_it_ends_as_if_untroubled(killings: Killings) -> None:
    check_everywhere(killings)
