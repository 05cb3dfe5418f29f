"""Whom the target of an event reaches: each row of the target table (R-041 (f), R-082)."""

from datetime import date

import pytest

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Faits
from tests.core.some_faits import an_agency, seen, viewers
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_detention,
    a_fiche,
    a_lot,
    a_mandat,
    a_modele,
    an_evenement,
    an_immeuble,
)

SALE = date(2026, 3, 1)
EVE = date(2026, 2, 28)


def a_rental(*facts: Fait, **target: object) -> Faits:
    """Given facts and a target, return the agency with one event of the gérance on it."""
    return an_agency(an_evenement("E1", entite="G1", **target), *facts)


def after_the_sale(traite_le: date, *facts: Fait) -> Faits:
    """Return the agency in which T3 sold L3 to T6 on 1 March, and an event on that lot."""
    event = an_evenement("E1", lot="L3", traite_le=traite_le)
    sold = (a_detention("L3", "F3", au=EVE), a_detention("L3", "F6", SALE))
    buyer = (a_compte("C6", "T6"), a_fiche("F6", "C6"))
    return an_agency(event, *sold, *buyer, *facts)


def test_a_building_of_the_syndic_reaches_each_holder_of_a_lot_there() -> None:
    assert viewers(an_agency(an_evenement("E1", immeuble="I1"))) == "T1 T2 T3"


def test_a_building_of_the_gerance_reaches_landlords_and_tenants_of_its_lots() -> None:
    assert viewers(a_rental(immeuble="I2")) == "T4 T5"


def test_a_building_reaches_nobody_of_another_building() -> None:
    other = an_evenement("E1", immeuble="I9")
    assert viewers(an_agency(other, an_immeuble("I9"))) == ""


def test_a_building_of_the_syndic_reaches_no_tenant_or_landlord_of_its_lots() -> None:
    """Its target is co-owners, also when the agency lets a lot there and the binder is theirs."""
    facts = (
        a_modele("MS", "gerance/1"),
        a_compte("C8", "T5", genre="locataire"),
        a_compte("C9", "T4", genre="proprietaire"),
        a_bail("B8", "C8", "L1", entite="S1"),
        a_mandat("M8", "C9", "L1", entite="S1"),
    )
    assert viewers(an_agency(an_evenement("E1", immeuble="I1"), *facts)) == ""


def test_a_building_of_the_gerance_reaches_no_co_owner() -> None:
    facts = (
        a_modele("MG", "syndic/1"),
        a_compte("C8", "T3", entite="G1"),
        a_fiche("F8", "C8", entite="G1", immeuble="I2"),
        a_detention("L9", "F8", entite="G1"),
    )
    assert viewers(a_rental(*facts, immeuble="I2")) == ""


@pytest.mark.parametrize(("compte", "who"), [("C1", "T1"), ("C2", "T2"), ("C3", "T3"), ("C99", "")])
def test_an_account_reaches_its_holders_only_even_in_a_binder_open_to_all(
    compte: str, who: str
) -> None:
    """R-041: council members do not see other owners' personal documents."""
    assert viewers(an_agency(an_evenement("E1", compte=compte))) == who


@pytest.mark.parametrize(("compte", "who"), [("C4", "T4"), ("C5", "T5")])
def test_an_account_of_the_gerance_reaches_its_holders_only(compte: str, who: str) -> None:
    """R-042 is off: a landlord sees nothing of his tenant's account."""
    assert viewers(a_rental(compte=compte)) == who


def test_a_suppliers_account_reaches_nobody() -> None:
    """R-135: suppliers have no space."""
    supplier = a_compte("C9", "T6", genre="fournisseur")
    assert viewers(an_agency(an_evenement("E1", compte="C9"), supplier)) == ""


@pytest.mark.parametrize(
    ("cases", "who"),
    [(["locataire"], "T5"), (["proprietaire"], "T4"), (["proprietaire", "locataire"], "T4 T5")],
)
def test_a_lease_reaches_its_tenant_and_the_landlord_each_by_his_box(
    cases: list[str], who: str
) -> None:
    assert viewers(a_rental(a_classeur("gerance/1", cases), bail="B1")) == who


def test_a_lease_reaches_no_tenant_of_another_lease_of_the_lot() -> None:
    """The worked example's E8: Emma, another lease."""
    later = (a_compte("C6", "T6", genre="locataire", entite="G1"), a_bail("B2", "C6"))
    assert viewers(a_rental(*later, bail="B1")) == "T4 T5"


def test_the_tenant_of_a_lease_is_who_holds_its_account_whatever_the_day() -> None:
    """The day decides of the landlord only: an event of before the entry is the tenant's."""
    event = an_evenement("E1", entite="G1", bail="B1", traite_le=date(2021, 6, 1))
    assert seen(an_agency(event), "T5") == {"E1/a"}


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (date(2026, 2, 28), "T4"),
        (date(2026, 3, 1), "T4"),
        (date(2026, 3, 2), "T6"),
        (date(2019, 12, 31), ""),
    ],
)
def test_the_landlord_of_a_lease_is_who_had_the_mandate_that_day(day: date, who: str) -> None:
    """First and last day included; an ended mandate shows what was its own."""
    facts = (
        a_mandat("M1", "C4", ("L9", date(2020, 1, 1), date(2026, 3, 1))),
        a_compte("C8", "T6", genre="proprietaire", entite="G1"),
        a_mandat("M2", "C8", ("L9", date(2026, 3, 2), None)),
        a_classeur("gerance/1", ["proprietaire"]),
    )
    event = an_evenement("E1", entite="G1", bail="B1", traite_le=day)
    assert viewers(an_agency(event, *facts)) == who


def test_a_mandate_that_became_inactive_covers_its_last_day_and_no_more() -> None:
    """R-080 amended."""
    ended = a_mandat("M1", "C4", "L9", inactif_le=date(2026, 3, 1))
    days = (date(2026, 3, 1), date(2026, 3, 2))
    events = [an_evenement("E1", entite="G1", bail="B1", traite_le=day) for day in days]
    assert [seen(an_agency(event, ended), "T4") for event in events] == [{"E1/a"}, set()]


def test_every_landlord_of_a_lease_on_several_lots_is_reached() -> None:
    facts = (
        a_lot("L8", "I2", entite="G1"),
        a_compte("C8", "T6", genre="proprietaire", entite="G1"),
        a_mandat("M2", "C8", "L8"),
        a_bail("B1", "C5", "L9", "L8"),
    )
    assert viewers(a_rental(*facts, bail="B1")) == "T4 T5 T6"


@pytest.mark.parametrize(
    ("day", "who"), [(EVE, "T3"), (SALE, "T6"), (date(2019, 12, 31), ""), (date(2020, 1, 1), "T3")]
)
def test_a_lot_reaches_the_co_owner_who_held_it_that_day(day: date, who: str) -> None:
    """R-082: the buyer never sees what was the seller's."""
    assert viewers(after_the_sale(day)) == who


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (date(2026, 3, 1), "T4 T5"),
        (date(2026, 3, 2), "T4"),
        (date(2021, 12, 31), "T4"),
        (date(2022, 1, 1), "T4 T5"),
    ],
)
def test_a_lot_reaches_the_landlord_and_the_tenant_of_that_day(day: date, who: str) -> None:
    event = an_evenement("E1", entite="G1", lot="L9", traite_le=day)
    assert viewers(an_agency(event, a_bail("B1", "C5", sortie=date(2026, 3, 1)))) == who


def test_a_personal_target_needs_the_account_open_today() -> None:
    """Export format: all of it needs the account open today."""
    closed = a_compte("C3", "T3", publie=False)
    assert viewers(after_the_sale(EVE, closed)) == ""


def test_a_later_tenant_sees_nothing_of_before() -> None:
    later = (a_compte("C6", "T6", genre="locataire", entite="G1"), a_bail("B2", "C6"))
    left = a_bail("B1", "C5", sortie=date(2026, 8, 15))
    entered = later[1]._replace(entree=date(2026, 9, 1))
    event = an_evenement("E1", entite="G1", lot="L9", traite_le=date(2026, 8, 15))
    assert viewers(an_agency(event, left, later[0], entered)) == "T4 T5"


def test_a_lot_that_nobody_held_reaches_nobody_and_says_so() -> None:
    (row,) = derive(after_the_sale(date(2019, 1, 1))).publication
    assert (row.portee, row.etat, row.motif) == (None, "retenue", '["NOBODY_REACHED", {}]')


def test_a_document_has_one_row_for_each_scope() -> None:
    rows = derive(a_rental(bail="B1")).publication
    assert {(row.portee, row.cible) for row in rows} == {("compte", "G1/C4"), ("compte", "G1/C5")}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"immeuble": "I1"}, "2026-06-15T10:00:00.000Z"),
        ({"lot": "L3"}, "2026-06-15T10:00:00.000Z"),
        ({"compte": "C3"}, "2026-06-15T10:00:00.000Z"),
        ({"compte": "C8"}, "2026-06-14T22:00:00.000Z"),
        ({"bail": "B8"}, "2026-06-15T10:00:00.000Z"),
        ({"immeuble": "I99"}, "2026-06-14T22:00:00.000Z"),
    ],
)
def test_a_day_is_the_buildings_where_there_is_one_else_the_entitys(
    target: dict[str, str], expected: str
) -> None:
    """Architecture, idea 3: computed in the building's or agency's zone; Tahiti is UTC-10."""
    facts = (
        an_immeuble("I1", fuseau="Pacific/Tahiti"),
        a_compte("C8", "T3"),
        a_compte("C9", "T5", genre="locataire"),
        a_bail("B8", "C9", "L1", entite="S1"),
    )
    event = an_evenement("E1", publie_le="2026-06-15", **target)
    rows = derive(an_agency(event, *facts)).publication
    assert {row.visible_du for row in rows} == {expected}
