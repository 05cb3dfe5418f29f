"""What a person reaches, at which level, from when until when (R-033, R-071…R-083)."""

from collections.abc import Iterable
from datetime import date

import pytest

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Faits
from tests.core.some_faits import an_agency, codes, seen, viewers
from tests.core.some_records import (
    a_classeur,
    a_compte,
    a_connexion,
    a_detention,
    a_fiche,
    a_lot,
    an_evenement,
    an_immeuble,
)

SOLD_YESTERDAY = date(2026, 11, 23)
BUILDING = an_evenement("E1", immeuble="I1")
OWN = an_evenement("E3", compte="C3")


def levels(faits: Faits, tiers: str, cible: str) -> set[str]:
    return {r.niveau for r in derive(faits).acces if (r.tiers, r.cible) == (tiers, cible)}


def council(*facts: Fait, cases: Iterable[str] = ("president", "membre")) -> Faits:
    return an_agency(BUILDING, a_classeur("syndic/1", cases), *facts)


def test_who_has_no_login_reaches_nothing() -> None:
    """R-071."""
    assert viewers(an_agency(BUILDING, without=["connexions:T3"])) == "T1 T2"


def test_one_login_reaches_all_published_accounts_of_a_person() -> None:
    """R-072."""
    other = a_compte("C8", "T3")
    event = an_evenement("E8", compte="C8")
    assert seen(an_agency(OWN, other, event), "T3") == {"E3/a", "E8/a"}


def test_one_closed_account_leaves_the_others_open() -> None:
    """R-072, R-081."""
    other = a_compte("C8", "T3", publie=False)
    event = an_evenement("E8", compte="C8")
    assert seen(an_agency(OWN, other, event), "T3") == {"E3/a"}


def test_two_logins_of_one_name_open_nothing() -> None:
    """R-072: nobody can tell whose it is."""
    facts = (a_connexion("T2", "meme"), a_connexion("T3", "meme"))
    assert viewers(an_agency(BUILDING, *facts)) == "T1"
    assert codes(an_agency(*facts)) == ["IDENTIFIANT_EN_DOUBLE", "IDENTIFIANT_EN_DOUBLE"]


def test_a_login_is_never_quoted() -> None:
    """A sealed nature: reports never quote it."""
    facts = (a_connexion("T2", "meme"), a_connexion("T3", "meme"))
    assert {each.valeur for each in derive(an_agency(*facts)).anomalies} == {None}


def test_every_holder_of_an_account_reaches_it() -> None:
    """R-041 (f)."""
    assert viewers(an_agency(OWN, a_compte("C3", "T3", "T6"))) == "T3 T6"


def test_a_holder_is_one_until_his_last_day_included() -> None:
    """`au` is included, in the building's zone."""
    faits = an_agency(OWN, a_compte("C3", "T6", ("T3", date(2026, 11, 24))))
    assert seen(faits, "T3", "2026-11-24T22:59:59.999Z") == {"E3/a"}
    assert seen(faits, "T3", "2026-11-24T23:00:00.000Z") == set()


@pytest.mark.parametrize(
    ("holders", "correspondant", "who"),
    [
        (("T3",), None, "T3"),
        (("T3", "T6"), None, ""),
        (("T3", "T6"), "T6", "T6"),
        (("T3", ("T6", date(2026, 11, 23))), None, "T3"),
        (("T3", ("T6", date(2026, 11, 23))), "T6", "T3"),
        (("T3", ("T6", date(2026, 11, 24))), None, ""),
        (("T2", "T3", ("T6", date(2026, 11, 23))), "T6", ""),
        (("T3", "T3"), None, "T3"),
        (("T3", ("T3", date(2020, 1, 1))), None, "T3"),
    ],
)
def test_the_flag_is_the_only_holders_or_the_correspondents_or_nobodys(
    holders: tuple[str | tuple[str, date | None], ...], correspondant: str | None, who: str
) -> None:
    """R-083 amended: a former holder is no holder; today is 24 November 2026."""
    fiche = a_fiche("F3", "C3", membre_cs=True, correspondant=correspondant)
    others = (a_fiche("F1", "C1"), a_fiche("F2", "C2"))
    assert viewers(council(a_compte("C3", *holders), fiche, *others)) == who


def test_the_other_holders_of_a_flagged_record_are_co_owners() -> None:
    """R-083: other persons of the same record have level owner."""
    fiche = a_fiche("F3", "C3", membre_cs=True, correspondant="T6")
    faits = council(a_compte("C3", "T3", "T6"), fiche)
    assert levels(faits, "T3", "S1/I1") == {"coproprietaire"}
    assert levels(faits, "T6", "S1/I1") == {"membre"}


def test_several_holders_without_correspondent_are_reported() -> None:
    """R-083: CS_NO_CORRESPONDENT."""
    faits = an_agency(a_compte("C3", "T3", "T6"), a_fiche("F3", "C3", membre_cs=True))
    assert codes(faits) == ["CS_NO_CORRESPONDENT"]


def test_a_correspondent_who_left_while_several_stay_is_reported() -> None:
    """R-083: nobody has the flag until LSC names one, and it has to be told."""
    account = a_compte("C3", "T3", "T6", ("T5", date(2020, 1, 1)))
    fiche = a_fiche("F3", "C3", membre_cs=True, correspondant="T5")
    assert codes(an_agency(account, fiche)) == ["CS_NO_CORRESPONDENT"]


def test_one_holder_left_of_several_needs_no_correspondent() -> None:
    """R-083: a former holder is no holder."""
    account = a_compte("C3", "T3", ("T6", date(2020, 1, 1)))
    assert codes(an_agency(account, a_fiche("F3", "C3", membre_cs=True))) == []


def test_an_unknown_correspondent_counts_as_absent_and_is_reported() -> None:
    """R-083, export format: of several holders, the unknown one is left out."""
    account = a_compte("C3", "T3", "T6", "T99")
    fiche = a_fiche("F3", "C3", membre_cs=True, correspondant="T99")
    expected = ["CS_NO_CORRESPONDENT", "REFERENCE_IGNOREE", "TITULAIRE_INCONNU"]
    assert codes(an_agency(account, fiche)) == expected


def test_several_presidents_are_all_presidents_and_reported() -> None:
    """R-083: CS_MANY_PRESIDENTS."""
    faits = council(a_fiche("F2", "C2", president_cs=True), cases=["president"])
    assert viewers(faits) == "T1 T2"
    found = [(a.code, a.entite, a.cle, a.valeur) for a in derive(faits).anomalies]
    assert ("CS_MANY_PRESIDENTS", "S1", "I1", "F1 F2") in found


def test_a_council_member_who_sold_his_last_lot_loses_the_level() -> None:
    """R-083."""
    faits = council(a_detention("L2", "F2", au=SOLD_YESTERDAY))
    assert viewers(faits) == "T1"
    assert seen(faits, "T2", "2026-11-23T22:59:59.999Z") == {"E1/a"}


def test_the_flags_do_not_pass_to_the_buyer() -> None:
    """R-082."""
    sold = a_detention("L2", "F2", au=SOLD_YESTERDAY)
    faits = council(sold, a_detention("L2", "F3", date(2026, 11, 24)))
    assert seen(faits, "T3") == set()


@pytest.mark.parametrize("cases", [["coproprietaire"], ["president"]])
def test_on_his_own_account_a_council_member_has_his_level_and_co_owner(cases: list[str]) -> None:
    """R-033 amended: his own call for funds is owed to him."""
    event = an_evenement("E4", compte="C1")
    assert seen(council(event, cases=cases), "T1") >= {"E4/a"}


def test_in_the_building_a_council_member_has_exactly_one_level() -> None:
    """R-033, R-083."""
    assert levels(council(), "T1", "S1/I1") == {"president"}
    assert levels(council(), "T1", "S1/C1") == {"president", "coproprietaire"}


def second_record() -> tuple[Fait, ...]:
    account, record = a_compte("C8", "T2"), a_fiche("F8", "C8", president_cs=True)
    return account, record, a_lot("L8"), a_detention("L8", "F8")


def test_of_several_records_in_a_building_the_highest_level_counts() -> None:
    """R-083 amended: once, and for personal documents too."""
    faits = council(*second_record())
    assert levels(faits, "T2", "S1/I1") == {"president"}
    assert levels(faits, "T2", "S1/C2") == {"president", "coproprietaire"}
    assert levels(faits, "T2", "S1/C8") == {"president", "coproprietaire"}


def test_the_highest_level_ends_when_the_higher_account_closes() -> None:
    """R-083, architecture: cut in time."""
    sold = a_detention("L8", "F8", au=SOLD_YESTERDAY)
    faits = council(*second_record(), sold, cases=["president"])
    assert seen(faits, "T2", "2026-11-23T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T2", "2026-11-23T23:00:00.000Z") == set()


def test_after_it_the_lower_record_counts_again() -> None:
    """R-083."""
    sold = a_detention("L8", "F8", au=SOLD_YESTERDAY)
    faits = council(*second_record(), sold, cases=["membre"])
    assert seen(faits, "T2", "2026-11-23T22:59:59.999Z") == set()
    assert seen(faits, "T2", "2026-11-23T23:00:00.000Z") == {"E1/a"}


def test_a_level_of_one_building_is_no_level_of_another() -> None:
    """R-083."""
    elsewhere = (
        an_immeuble("I9"),
        a_lot("L7", "I9"),
        a_compte("C7", "T1"),
        a_fiche("F7", "C7", immeuble="I9"),
        a_detention("L7", "F7"),
    )
    assert levels(council(*elsewhere), "T1", "S1/I9") == {"coproprietaire"}
    assert levels(council(*elsewhere), "T1", "S1/C7") == {"coproprietaire"}


def test_beside_an_unknown_holder_nobody_is_of_the_council() -> None:
    """R-083: several holders and no correspondent: he who is unknown may be the one elected."""
    faits = council(a_compte("C3", "T3", "T99"), a_fiche("F3", "C3", membre_cs=True))
    assert levels(faits, "T3", "S1/I1") == {"coproprietaire"}


def test_a_correspondent_is_of_the_council_beside_an_unknown_holder() -> None:
    """Export format: of several holders, only the unknown one is left out."""
    fiche = a_fiche("F3", "C3", membre_cs=True, correspondant="T3")
    faits = council(a_compte("C3", "T3", "T99"), fiche)
    assert levels(faits, "T3", "S1/I1") == {"membre"}
