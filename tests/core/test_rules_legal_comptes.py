"""The items that are one co-owner's own (domain.md §2.1, LOT-01…LOT-04), account by account."""

from datetime import date

import pytest

from ingest.rules.bilans import (
    AUCUN,
    EXPIRED,
    MISSING,
    NOTE,
    PRESENT,
    STALE,
    WRONG_AUDIENCE,
    Trouve,
)
from ingest.rules.exigences import EXIGENCES
from tests.core.some_legal import (
    AG,
    CONSEIL,
    DAY,
    SUIVI,
    USUAL,
    a_building,
    an_account,
    found,
    judged,
    state,
    told,
)

LOT = [code for code in EXIGENCES if code.startswith("LOT")]
NEEDED = ["LOT-01", "LOT-02", "LOT-03"]


def own(code: str, *comptes: str, traite_le: date = date(2026, 6, 25)) -> list[Trouve]:
    """As many documents as the item needs, on each of these accounts."""
    many = range(max(EXIGENCES[code].minimum, 1))
    return [
        found(f"S1/{compte}-{number}/a", traite_le, compte=f"S1/{compte}")
        for compte in comptes
        for number in many
    ]


@pytest.mark.parametrize("code", LOT)
def test_an_item_is_present_when_each_account_has_its_own(code: str) -> None:
    bilan = judged(code, *own(code, "C1", "C2", "C3"))

    assert (bilan.etat, bilan.releves) == (PRESENT, ())


@pytest.mark.parametrize("code", NEEDED)
def test_the_accounts_that_lack_it_are_named_and_counted(code: str) -> None:
    bilan = judged(code, *own(code, "C1"))

    (releve,) = bilan.releves
    assert (bilan.etat, releve.cause) == (MISSING, "comptes")
    assert (releve.comptes, releve.trouve, releve.attendu) == (("S1/C2", "S1/C3"), 1, 3)


def test_two_closed_years_are_two_documents() -> None:
    """LOT-02."""
    one_year = [own("LOT-02", "C1")[0]]

    assert state("LOT-02", *one_year, chez=a_building(USUAL[:1])) == MISSING


@pytest.mark.parametrize("code", LOT)
def test_what_is_ones_own_must_not_be_the_buildings(code: str) -> None:
    """Even when each account has its own besides: it would be everybody's."""
    bilan = judged(code, *own(code, "C1", "C2", "C3"), found("S1/E9/a"))

    assert told(bilan) == [(WRONG_AUDIENCE, "immeuble")]


def test_what_its_owner_may_not_open_is_shown_to_the_wrong_audience() -> None:
    """A binder of the council: the co-owner does not see his own (R-033)."""
    closed = [each._replace(niveaux=CONSEIL) for each in own("LOT-01", "C1")]

    assert told(judged("LOT-01", *closed, *own("LOT-01", "C2", "C3"))) == [
        (WRONG_AUDIENCE, "lot_case")
    ]


def test_anothers_document_is_nobody_elses() -> None:
    assert judged("LOT-01", *own("LOT-01", "C1", "C2")).releves[0].comptes == ("S1/C3",)


@pytest.mark.parametrize(
    ("depuis", "due"),
    [
        (date(2025, 5, 12), 2),
        (date(2025, 5, 13), 1),
        (date(2026, 5, 12), 1),
        (date(2026, 5, 13), 0),
    ],
)
def test_a_buyer_has_nothing_of_a_year_before_his(depuis: date, due: int) -> None:
    """LOT-02: of the meetings on accounts of 12 May 2026 and a year before."""
    chez = a_building([an_account("S1/C1", depuis)])
    two = own("LOT-02", "C1")

    assert state("LOT-02", *two[:due], chez=chez) == (PRESENT if due else AUCUN)
    if due:
        assert state("LOT-02", *two[: due - 1], chez=chez) == MISSING


def test_without_a_meeting_on_accounts_all_is_due() -> None:
    chez = a_building([an_account("S1/C1", DAY)], ag=None)

    assert state("LOT-02", *own("LOT-02", "C1")[:1], chez=chez) == MISSING


def test_calls_for_funds_may_be_none_and_who_lacks_them_beside_others_is_noted() -> None:
    """LOT-04: 0..n."""
    assert state("LOT-04") == AUCUN
    bilan = judged("LOT-04", *own("LOT-04", "C1"))
    assert (bilan.etat, told(bilan)) == (PRESENT, [(NOTE, "sans")])
    assert bilan.releves[0].comptes == ("S1/C2", "S1/C3")


def test_calls_for_funds_hidden_before_three_years_are_missing() -> None:
    """LOT-04: the model's months are shorter than the law's thirty-six (R-053)."""
    hidden = [each._replace(cache="EXPIRED") for each in own("LOT-04", "C1")]
    recent = [each._replace(traite_le=date(2023, 11, 25)) for each in hidden]
    old = [each._replace(traite_le=date(2023, 11, 24)) for each in hidden]

    assert told(judged("LOT-04", *recent)) == [(MISSING, "duree")]
    assert judged("LOT-04", *recent).releves[0].attendu == 36
    assert state("LOT-04", *old) == AUCUN


def test_what_is_older_than_the_settings_allow_is_expired_for_its_account() -> None:
    reglement = SUIVI._replace(age_max_mois={"LOT-01": 12})
    old = own("LOT-01", "C1", traite_le=date(2025, 6, 25))
    bilan = judged("LOT-01", *old, *own("LOT-01", "C2", "C3"), reglement=reglement)

    assert (bilan.etat, bilan.releves[0].comptes) == (EXPIRED, ("S1/C1",))


def test_what_is_older_than_the_meeting_is_stale_for_its_account() -> None:
    """§2.2."""
    old = own("LOT-01", "C1", traite_le=date(2025, 6, 25))
    bilan = judged("LOT-01", *old, *own("LOT-01", "C2", "C3"))

    (releve,) = bilan.releves
    assert (bilan.etat, releve.comptes, releve.le) == (STALE, ("S1/C1",), AG)


def test_a_building_without_an_open_account_lacks_nothing_of_anybodys() -> None:
    assert state("LOT-01", chez=a_building([])) == AUCUN
