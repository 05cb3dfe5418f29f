"""R-131: of the lists of co-owners of a building, only the newest that shows may be read."""

from datetime import date

import pytest

from ingest.rules.faits import JAMAIS, Evenement, Faits
from tests.core.some_faits import NOON, an_agency, codes, seen
from tests.core.some_records import a_classeur, a_modele, a_piece, an_evenement, an_immeuble

BINDER = a_classeur("syndic/2", ("president", "membre"))
MODELS = (
    a_modele("LC", "syndic/2", genre="liste_coproprietaires"),
    a_modele("LD", "syndic/2", genre="liste_coproprietaires"),
)


def a_list(cle: str, day: int, **given: object) -> Evenement:
    made = an_evenement(cle, immeuble="I1", modele="LC", traite_le=date(2026, 6, day))
    return made._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist


def agency(*lists: Evenement) -> Faits:
    return an_agency(BINDER, *MODELS, *lists)


def test_the_newest_list_supersedes_the_older_ones_and_that_is_told() -> None:
    faits = agency(a_list("E1", 1), a_list("E2", 3), a_list("E3", 2))

    assert seen(faits, "T1") == seen(faits, "T2") == {"E2/a"}
    assert codes(faits).count("OWNER_LIST_SUPERSEDED") == 2


@pytest.mark.parametrize(
    "hidden",
    [
        {"publie_le": JAMAIS},
        {"publie_le": None},
        {"confidentiel": True},
        {"absent": True},
        {"pieces": (a_piece(retiree=True),)},
    ],
)
def test_a_newer_list_that_does_not_show_supersedes_nothing(hidden: dict[str, object]) -> None:
    """R-131 amended."""
    faits = agency(a_list("E1", 1), a_list("E2", 3, **hidden))

    assert seen(faits, "T1") == {"E1/a"}
    assert "OWNER_LIST_SUPERSEDED" not in codes(faits)


def test_the_older_list_shows_until_the_newer_one_does() -> None:
    faits = agency(a_list("E1", 1), a_list("E2", 3, publie_le="2026-12-01"))

    assert seen(faits, "T1", NOON) == {"E1/a"}
    assert seen(faits, "T1", "2026-11-30T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T1", "2026-11-30T23:00:00.000Z") == {"E2/a"}


def test_lists_of_another_building_model_or_kind_are_left_alone() -> None:
    faits = an_agency(
        BINDER,
        *MODELS,
        an_immeuble("I9"),
        a_list("E1", 1),
        a_list("E2", 3, immeuble="S1/I9"),
        a_list("E3", 4, modele="LD"),
        an_evenement("E4", immeuble="I1", traite_le=date(2026, 6, 9)),
        an_evenement("E5", immeuble="I1", traite_le=date(2026, 6, 1)),
    )

    assert seen(faits, "T1") == {"E1/a", "E3/a", "E4/a", "E5/a"}


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("E1", "2026-06-01T10:00:00+02:00"), ("E2", "2026-06-01T08:30:00Z")),
        (("E2", "2026-06-01T08:00:00Z"), ("E1", "2026-06-01T10:00:01+02:00")),
        (("E9", ""), ("E10", "")),
        (("E9", "n'importe quoi"), ("E1", "2026-06-01T08:00:00Z")),
    ],
)
def test_of_one_day_the_later_made_is_newer_then_the_greater_id(
    older: tuple[str, str], newer: tuple[str, str]
) -> None:
    """R-131 amended: creation counts as an instant, ids by length, then text."""
    lists = [a_list(cle, 1)._replace(cree_le=cree_le) for cle, cree_le in (newer, older)]

    assert seen(agency(*lists), "T1") == {f"{newer[0]}/a"}


def test_all_pieces_of_the_newest_list_show() -> None:
    pieces = (a_piece("a"), a_piece("b"))
    faits = agency(a_list("E1", 1, pieces=pieces), a_list("E2", 2, pieces=pieces))

    assert seen(faits, "T1") == {"E2/a", "E2/b"}
