"""R-012: a listed document shows when its content arrives, whatever becomes of what brings it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import (
    SEEN_TODAY,
    SEEN_WITH_E9,
    e9_without_its_file,
    with_e9,
)
from tests.journeys.some_machine import as_trial, broken


def a_refused_one(directory: Path) -> Path:
    return broken(with_e9(directory, numero=3), "cut")


def a_trial(directory: Path) -> Path:
    return as_trial(with_e9(directory, numero=3))


@pytest.mark.parametrize(
    ("brought_by", "resultat"), [(a_refused_one, "refuse"), (a_trial, "essaye")]
)
def test_a_document_that_waits_shows_when_an_envoi_that_is_not_applied_brings_its_file(
    begun: Agency, tmp_path: Path, brought_by: Callable[[Path], Path], resultat: str
) -> None:
    begun.send(e9_without_its_file(tmp_path / "sans", numero=2))
    assert begun.seen() == SEEN_TODAY
    entry = begun.send(brought_by(tmp_path / "avec"))
    assert entry.resultat == resultat
    assert begun.seen() == SEEN_WITH_E9


def test_a_document_that_no_applied_list_names_does_not_show(begun: Agency, tmp_path: Path) -> None:
    assert begun.send(a_refused_one(tmp_path / "avec")).resultat == "refuse"
    assert begun.seen() == SEEN_TODAY
