"""The laws of the guard, whatever the facts: it misses no pair of a cause, nor holds a quiet night.

Everything is hidden for one reason and shown again: all that shows is counted, or nothing of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given, settings

from ingest.rules.cotes import ENTREE
from ingest.rules.derivation import derive
from ingest.rules.faits import JAMAIS, Evenement, Faits
from tests.core.some_cotes import guarded
from tests.core.some_faits import sees
from tests.core.some_random_faits import Known, random_known

law = settings(deadline=None, max_examples=25)
V = TypeVar("V")
Hide = Callable[[Faits], Faits]


def pairs(faits: Faits) -> set[tuple[str, str]]:
    """Return who sees what at NOON, by the tests' own join."""
    found = derive(faits)
    return {(who, what) for who in {row.tiers for row in found.acces} for what in sees(found, who)}


def counted(before: Faits, after: Faits) -> int:
    return sum(each.nombre for each in guarded(before, after) if each.code == ENTREE)


def every(table: Mapping[str, V], change: Callable[[V], V]) -> Mapping[str, V]:
    return {ref: change(each) for ref, each in table.items()}


def events(**given: object) -> Hide:
    def change(event: Evenement) -> Evenement:
        return event._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist

    return lambda faits: replace(faits, evenements=every(faits.evenements, change))


def without_boxes(faits: Faits) -> Faits:
    cleared = every(faits.classeurs, lambda each: each._replace(cases=frozenset()))
    return replace(faits, classeurs=cleared)


def without_binders(faits: Faits) -> Faits:
    bare = every(faits.modeles, lambda each: each._replace(module=None, numero=None))
    return replace(faits, modeles=bare)


def without_months(faits: Faits) -> Faits:
    return replace(faits, modeles=every(faits.modeles, lambda each: each._replace(duree_mois="-1")))


ALARMING: dict[str, Hide] = {
    "boxes": without_boxes,
    "binders": without_binders,
    "months": without_months,
    "confidential": events(confidentiel=True),
    "targets": events(immeuble=None, lot=None, compte="S1/C9", bail=None),
}
ORDINARY: dict[str, Hide] = {
    "drafts": events(publie_le=None),
    "withdrawn": events(publie_le=JAMAIS),
    "put off": events(publie_le="2026-12-24"),
    "no file": lambda faits: replace(faits, formats={}),
    "no letter": lambda faits: replace(faits, evenements={}),
}


@pytest.mark.parametrize("cause", ALARMING)
@law
@given(known=random_known())
def test_whatever_a_cause_shows_is_counted(cause: str, known: Known) -> None:
    after = known.faits()
    before = ALARMING[cause](after)
    assert not pairs(before)
    assert counted(before, after) >= len(pairs(after))


@pytest.mark.parametrize("cause", ORDINARY)
@law
@given(known=random_known())
def test_whatever_an_ordinary_night_shows_is_not(cause: str, known: Known) -> None:
    after = known.faits()
    before = ORDINARY[cause](after)
    assert not pairs(before)
    assert counted(before, after) == 0


@law
@given(known=random_known())
def test_identical_sides_never_alarm(known: Known) -> None:
    assert guarded(known.faits(), known.faits()) == []
