"""What ties persons, accounts and units: councils, holders, leases under mandates, contracts."""

from datetime import date

import pytest

from ingest.rules.derivation import derive
from ingest.rules.faits import Faits
from tests.core.some_faits import an_agency
from tests.core.some_records import (
    a_bail,
    a_compte,
    a_detention,
    a_dossier,
    a_fiche,
    a_lot,
    a_mandat,
    an_immeuble,
)

LEFT = date(2026, 5, 31)


def council(faits: Faits) -> set[tuple[str, str, str | None]]:
    """Return who is of a council, at which level, until when."""
    rows = derive(faits).conseil
    return {(r.tiers, r.niveau, r.jusqu_au) for r in rows if r.niveau != "coproprietaire"}


def followed(faits: Faits) -> list[tuple[str, str | None, str | None, bool]]:
    """Return of each lease under a mandate: the landlord's account, its ends, whose balance."""
    rows = derive(faits).locations
    return sorted((r.compte, r.jusqu_au, r.suivi_jusqu_au, r.solde_propre) for r in rows)


def test_who_sits_is_shown_whatever_is_published_and_whoever_has_a_login() -> None:
    """R-134."""
    faits = an_agency(a_compte("C2", "T2", publie=False), without=["connexions:T1"])

    assert council(faits) == {("T1", "president", None), ("T2", "membre", None)}


def test_of_several_holders_the_correspondent_sits_else_nobody() -> None:
    """R-083, CS_NO_CORRESPONDENT."""
    two = a_compte("C2", "T2", "T3")

    assert ("T2", "membre", None) not in council(an_agency(two))
    named = a_fiche("F2", "C2", membre_cs=True, correspondant="T3")
    assert ("T3", "membre", None) in council(an_agency(two, named))


def test_who_sold_his_last_unit_sits_no_longer() -> None:
    """R-083."""
    sold = a_detention("L2", "F2", au=date(2026, 11, 22))

    assert ("T2", "membre", "2026-11-22T23:00:00.000Z") in council(an_agency(sold))


def test_two_presidents_are_both_taken_for_one() -> None:
    """R-083, CS_MANY_PRESIDENTS."""
    other = a_fiche("F2", "C2", president_cs=True)

    assert council(an_agency(other)) == {("T1", "president", None), ("T2", "president", None)}


def test_an_account_that_changed_hands_gives_no_seat() -> None:
    """R-081b."""
    assert council(an_agency(remplaces=["S1/C1"])) == {("T2", "membre", None)}


def test_only_a_holder_who_leaves_has_an_end() -> None:
    faits = an_agency(a_compte("C2", ("T2", date(2026, 6, 30)), "T3", ("T3", date(2026, 1, 1))))

    assert {(r.compte, r.tiers, r.jusqu_au) for r in derive(faits).fins_titulaires} == {
        ("S1/C2", "T2", "2026-06-30T22:00:00.000Z")
    }


def test_who_left_is_followed_for_twelve_months() -> None:
    """R-107."""
    faits = an_agency(a_bail("B1", "C5", sortie=LEFT))

    ends = ("2026-05-31T22:00:00.000Z", "2027-05-31T22:00:00.000Z")
    assert followed(faits) == [("G1/C4", *ends, True)]


def test_a_mandate_that_ends_ends_it() -> None:
    """R-107: what is owed later may be another landlord's."""
    mandat = a_mandat("M1", "C4", ("L9", date(2020, 1, 1), date(2026, 8, 31)))
    faits = an_agency(mandat, a_bail("B1", "C5", sortie=LEFT))

    ends = ("2026-05-31T22:00:00.000Z", "2026-08-31T22:00:00.000Z")
    assert followed(faits) == [("G1/C4", *ends, True)]


def test_the_balance_of_an_account_of_two_landlords_is_neither_s() -> None:
    """R-107, R-042 amended."""
    more = (
        a_lot("L8", "I2", entite="G1"),
        a_compte("C8", "T6", genre="proprietaire", entite="G1"),
        a_mandat("M8", "C8", "L8"),
        a_bail("B8", "C5", "L8"),
    )

    assert [(compte, own) for compte, _, _, own in followed(an_agency(*more))] == [
        ("G1/C4", False),
        ("G1/C8", False),
    ]


def test_a_lease_with_units_in_two_buildings_is_one_of_each() -> None:
    """Bad input of the extranet: a unit of another building on a lease; nothing else is lost."""
    more = (
        an_immeuble("I8", entite="G1"),
        a_lot("L8", "I8", entite="G1"),
        a_bail("B1", "C5", "L9", "L8"),
    )
    rows = derive(an_agency(*more)).rattachements

    places = {(row.lot, row.immeuble) for row in rows if row.compte == "G1/C5"}
    assert places == {("G1/L9", "G1/I2"), ("G1/L8", "G1/I8")}


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({"theme": "ASC"}, [(None, None)]),
        ({"theme": None}, []),
        ({"theme": "ASC", "immeuble": "I9"}, []),
        (
            {"theme": "ASC", "du": date(2026, 1, 1), "au": date(2026, 12, 31)},
            [("2025-12-31T23:00:00.000Z", "2026-12-31T23:00:00.000Z")],
        ),
        ({"theme": "ASC", "du": date(2026, 1, 2), "au": date(2026, 1, 1)}, []),
    ],
)
def test_a_contract_runs_from_the_first_to_the_last_of_its_days(
    given: dict[str, object], days: list[tuple[str | None, str | None]]
) -> None:
    """R-138."""
    dossier = a_dossier("N1", **{"immeuble": "I1", **given})  # type: ignore[arg-type]  # fields

    assert [(row.du, row.jusqu_au) for row in derive(an_agency(dossier)).contrats] == days
