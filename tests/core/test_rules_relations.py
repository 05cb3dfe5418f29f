"""R-073: a super tiers reaches what his tiers reaches. R-081b: a replaced holder closes."""

from collections.abc import Iterable

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Faits, Relation, Tiers
from tests.core.some_faits import an_agency, codes, seen
from tests.core.some_records import a_compte, a_connexion, an_evenement

SIGNS = frozenset({"martin", "4 rue neuve"})


def a_relation(super_tiers: str, tiers: str) -> Relation:
    return Relation(f"{super_tiers} {tiers}", super_tiers, tiers)


LETTERS = (an_evenement("E1", immeuble="I1"), an_evenement("E2", compte="C3"))


def with_letters(*facts: Fait, remplaces: Iterable[str] = ()) -> Faits:
    """The usual agency, with a letter to all of the building and one to T3's account."""
    return an_agency(*LETTERS, *facts, remplaces=remplaces)


def with_master(*facts: Fait) -> Faits:
    """Besides, T9 has a login and no account, and is the super tiers of T3."""
    people = (Tiers("T9", SIGNS), a_connexion("T9"), a_relation("T9", "T3"))
    return with_letters(*people, *facts)


def test_a_super_tiers_sees_what_his_tiers_sees() -> None:
    assert seen(with_master(), "T9") == seen(with_master(), "T3") == {"E1/a", "E2/a"}


def test_his_tiers_keeps_his_own_login_and_sees_nothing_more() -> None:
    assert seen(with_master(), "T3") == seen(with_letters(), "T3")


def test_a_super_tiers_without_a_login_reaches_nothing() -> None:
    faits = with_letters(Tiers("T9"), a_relation("T9", "T3"))
    assert not [row for row in derive(faits).acces if row.tiers == "T9"]


def test_each_is_judged_as_himself() -> None:
    """T1 presides the council: as T3's super tiers he reaches T3's account as a co-owner."""
    rows = derive(with_letters(a_relation("T1", "T3"))).acces
    found = {(r.par_tiers, r.niveau) for r in rows if r.tiers == "T1" and r.compte == "S1/C3"}
    assert found == {("T3", "coproprietaire")}


def test_a_linked_account_is_reached_only_if_it_is_published() -> None:
    faits = with_master(a_compte("C3", "T3", publie=False))
    assert seen(faits, "T9") == set()


def test_a_relation_reaches_one_level_only() -> None:
    above = (Tiers("T8", SIGNS), a_connexion("T8"), a_relation("T8", "T9"))
    assert seen(with_master(*above), "T8") == set()


def test_several_masters_may_be_named() -> None:
    other = (Tiers("T8", SIGNS), a_connexion("T8"), a_relation("T8", "T3"))
    faits = with_master(*other)
    assert seen(faits, "T8") == seen(faits, "T9") == seen(faits, "T3")


def test_every_relation_of_a_cycle_is_refused() -> None:
    faits = with_master(a_relation("T3", "T1"), a_relation("T1", "T9"), a_relation("T2", "T3"))
    assert codes(faits).count("MASTER_CYCLE") == 3
    assert seen(faits, "T9") == set()
    assert seen(faits, "T2") >= seen(faits, "T3")


def test_nobody_is_his_own_super_tiers() -> None:
    assert "MASTER_CYCLE" in codes(an_agency(a_relation("T3", "T3")))


def test_a_master_who_shares_nothing_is_told_and_reaches_all_the_same() -> None:
    facts = (Tiers("T3", frozenset({"roux"})), Tiers("T9", SIGNS), a_connexion("T9"))
    faits = with_letters(*facts, a_relation("T9", "T3"))
    assert "MASTER_UNUSUAL" in codes(faits)
    assert seen(faits, "T9") == seen(faits, "T3")


def test_a_master_of_the_same_name_is_not_unusual() -> None:
    facts = (Tiers("T3", SIGNS), Tiers("T9", frozenset({"martin"})), a_relation("T9", "T3"))
    assert "MASTER_UNUSUAL" not in codes(an_agency(*facts))


def test_an_account_whose_holder_was_replaced_is_closed_and_told() -> None:
    faits = with_letters(remplaces=["S1/C3"])
    assert seen(faits, "T3") == set()
    assert codes(faits).count("HOLDER_REPLACED") == 1


def test_a_replacement_on_an_account_that_left_its_list_is_not_told() -> None:
    faits = with_letters(remplaces=["S1/C99"])
    assert "HOLDER_REPLACED" not in codes(faits)


def test_the_others_see_what_they_saw() -> None:
    assert seen(with_letters(remplaces=["S1/C3"]), "T1") == seen(with_letters(), "T1")
