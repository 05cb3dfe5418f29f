"""What closes the account of a seller and of a landlord (R-078…R-080)."""

from datetime import date

from ingest.rules.faits import Fait, Mandat, Parametres
from tests.core.some_faits import an_agency, closed, seen
from tests.core.some_records import (
    a_compte,
    a_detention,
    a_fiche,
    a_lot,
    a_mandat,
    an_evenement,
    an_immeuble,
)

SOLD = Parametres(depublier_vendeur_mutation=True)
ENDED = Parametres(depublier_proprietaire_mandat_inactif=True)
D1, D2, D3 = date(2026, 5, 14), date(2026, 8, 17), date(2026, 10, 1)
SOLD_LOT = a_detention("L3", "F3", au=date(2026, 5, 13), mutation=D1)


def closed_seller(*facts: Fait, parametres: Parametres = SOLD) -> date | None:
    found = closed(an_agency(*facts, parametres=parametres), "S1/C3")
    return found.le if found else None


def closed_landlord(*mandats: Mandat, parametres: Parametres = ENDED) -> date | None:
    found = closed(an_agency(*mandats, parametres=parametres), "G1/C4")
    return found.le if found else None


def test_a_seller_closes_at_the_recording_of_the_mutation() -> None:
    """R-078, R-080: the recording, not the date of the sale."""
    assert closed_seller(SOLD_LOT) == D1


def test_a_seller_who_keeps_another_lot_stays_open() -> None:
    """R-078, R-080."""
    assert closed_seller(SOLD_LOT, a_lot("L4"), a_detention("L4", "F3")) is None


def test_the_last_recorded_mutation_closes() -> None:
    """R-078."""
    other = a_detention("L2", "F3", au=D2, mutation=D3)
    assert closed_seller(SOLD_LOT, other) == D3


def test_a_sold_lot_without_a_recorded_mutation_is_not_left() -> None:
    """R-080 amended: left when its mutation is set *and reached*."""
    assert closed_seller(SOLD_LOT, a_detention("L2", "F3", au=D1)) is None


def test_a_mutation_recorded_ahead_closes_only_when_it_is_reached() -> None:
    """R-080 amended."""
    event = an_evenement("E1", compte="C3")
    ahead = a_detention("L3", "F3", mutation=date(2026, 12, 1))
    faits = an_agency(event, ahead, parametres=SOLD)
    assert seen(faits, "T3", "2026-11-30T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T3", "2026-11-30T23:00:00.000Z") == set()


def test_a_record_that_never_held_a_lot_is_not_a_sellers() -> None:
    """R-080 amended."""
    faits = an_agency(without=["detentions:S1/L3 F3 2020-01-01"], parametres=SOLD)
    assert closed(faits, "S1/C3") is None


def test_a_lot_bought_back_keeps_the_account_open() -> None:
    """R-078."""
    assert closed_seller(SOLD_LOT, a_detention("L3", "F3", du=D3)) is None


def test_a_lot_of_another_building_is_no_lot_left_there() -> None:
    """R-078: no lot is left *in that building*."""
    elsewhere: list[Fait] = [an_immeuble("I7"), a_lot("L7", "I7"), a_detention("L7", "F3")]
    found = closed(an_agency(SOLD_LOT, *elsewhere, parametres=SOLD), "S1/C3")
    assert found is not None


def test_the_closing_of_a_seller_leaves_his_record_of_another_building_open() -> None:
    """R-080: consistent with V14, one record, one account, one building."""
    elsewhere: list[Fait] = [
        an_immeuble("I7"),
        a_lot("L7", "I7"),
        a_compte("C7", "T3"),
        a_fiche("F7", "C7", immeuble="I7"),
        a_detention("L7", "F7"),
        an_evenement("E1", immeuble="I1"),
        an_evenement("E7", immeuble="I7"),
    ]
    assert seen(an_agency(SOLD_LOT, *elsewhere, parametres=SOLD), "T3") == {"E7/a"}


def test_the_last_mandate_closes_thirty_days_after_the_date_typed() -> None:
    """R-079, R-080: D+30, from 00:00 of that day."""
    assert closed_landlord(a_mandat("M1", "C4", "L9", inactif_le=date(2026, 10, 25))) == date(
        2026, 11, 24
    )


def test_the_landlord_is_in_until_the_last_second_of_the_thirty_days() -> None:
    """R-079, R-080."""
    ended = a_mandat("M1", "C4", "L9", inactif_le=date(2026, 10, 25))
    event = an_evenement("E1", entite="G1", compte="C4")
    faits = an_agency(ended, event, parametres=ENDED)
    assert seen(faits, "T4", "2026-11-23T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T4", "2026-11-23T23:00:00.000Z") == set()


def test_another_active_mandate_keeps_the_landlord_open() -> None:
    """R-080: "last" = no other mandate of that account is active."""
    assert (
        closed_landlord(a_mandat("M1", "C4", "L9", inactif_le=D1), a_mandat("M2", "C4", "L9"))
        is None
    )


def test_of_several_inactive_mandates_the_latest_date_counts() -> None:
    """R-080."""
    one, other = (a_mandat(m, "C4", "L9", inactif_le=d) for m, d in (("M1", D1), ("M2", D2)))
    assert closed_landlord(one, other) == date(2026, 9, 16)


def test_a_mandate_active_again_cancels() -> None:
    """R-080."""
    assert closed_landlord(a_mandat("M1", "C4", "L9")) is None


def test_a_mandate_inactive_at_the_end_of_days_closes_at_the_end_of_days() -> None:
    assert closed_landlord(a_mandat("M1", "C4", "L9", inactif_le=date.max)) == date.max
