"""A building is reached while a unit is held there, a lease or a mandate runs (R-075, R-082)."""

from datetime import date

from ingest.rules.faits import Parametres
from tests.core.some_faits import an_agency, seen, viewers
from tests.core.some_records import a_bail, a_detention, a_lot, a_mandat, an_evenement, an_immeuble

SOLD_YESTERDAY = date(2026, 11, 23)
HELD = "detentions:S1/L3 F3 2020-01-01"
BUILDING = an_evenement("E1", immeuble="I1")
OWN = an_evenement("E3", compte="C3")


def test_a_building_is_reached_from_the_first_day_of_a_holding() -> None:
    """R-075, R-082: the buyer sees the building's older documents from his first day."""
    faits = an_agency(BUILDING, a_detention("L3", "F3", date(2026, 11, 24)), without=[HELD])
    assert seen(faits, "T3", "2026-11-23T22:59:59.999Z") == set()
    assert seen(faits, "T3", "2026-11-23T23:00:00.000Z") == {"E1/a"}


def test_a_building_is_reached_until_the_last_day_of_a_holding() -> None:
    """R-075 amended; the account's own documents stay."""
    faits = an_agency(BUILDING, OWN, a_detention("L3", "F3", au=date(2026, 11, 23)))
    assert seen(faits, "T3", "2026-11-23T22:59:59.999Z") == {"E1/a", "E3/a"}
    assert seen(faits, "T3", "2026-11-23T23:00:00.000Z") == {"E3/a"}


def test_a_building_scope_ends_with_the_last_lot_whatever_the_option() -> None:
    """R-075, the variant of the worked example."""
    sold = a_detention("L3", "F3", au=SOLD_YESTERDAY, mutation=SOLD_YESTERDAY)
    options = Parametres(depublier_vendeur_mutation=False)
    assert seen(an_agency(BUILDING, OWN, sold, parametres=options), "T3") == {"E3/a"}


def test_one_remaining_lot_keeps_the_building() -> None:
    """R-075."""
    sold = a_detention("L3", "F3", au=SOLD_YESTERDAY)
    kept = (a_lot("L4"), a_detention("L4", "F3"))
    assert seen(an_agency(BUILDING, sold, *kept), "T3") == {"E1/a"}


def test_a_lot_of_another_building_opens_no_building() -> None:
    """R-075: a lot held *there*."""
    moved = a_lot("L3", "I9")
    faits = an_agency(BUILDING, moved, an_immeuble("I9"))
    assert viewers(faits) == "T1 T2"


def test_a_tenant_reaches_the_building_while_his_lease_runs() -> None:
    """R-075: entry and exit included."""
    event = an_evenement("E1", entite="G1", immeuble="I2")
    lease = a_bail("B1", "C5", entree=date(2026, 11, 20), sortie=date(2026, 11, 24))
    faits = an_agency(event, lease)
    days = ("2026-11-19T22:59:59.999Z", "2026-11-19T23:00:00.000Z", "2026-11-24T22:59:59.999Z")
    assert [seen(faits, "T5", day) for day in days] == [set(), {"E1/a"}, {"E1/a"}]
    assert seen(faits, "T5", "2026-11-24T23:00:00.000Z") == set()


def test_a_landlord_reaches_the_building_while_his_mandate_runs() -> None:
    """R-075, R-080: a mandate that is inactive ends its `lot_mandat` that day."""
    event = an_evenement("E1", entite="G1", immeuble="I2")
    faits = an_agency(event, a_mandat("M1", "C4", "L9", inactif_le=date(2026, 11, 24)))
    assert seen(faits, "T4", "2026-11-24T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T4", "2026-11-24T23:00:00.000Z") == set()


def test_a_unit_is_under_mandate_from_the_mandates_own_first_day() -> None:
    """R-107's interval: a `lot_mandat` is inside its mandate."""
    mandate = a_mandat("M1", "C4", "L9")._replace(du=date(2026, 11, 24))
    faits = an_agency(an_evenement("E1", entite="G1", immeuble="I2"), mandate)
    assert seen(faits, "T4", "2026-11-23T22:59:59.999Z") == set()
    assert seen(faits, "T4", "2026-11-23T23:00:00.000Z") == {"E1/a"}


def test_a_tenants_days_in_a_building_are_those_of_its_zone() -> None:
    """Architecture, idea 3: his account's are those of his entity."""
    lease = a_bail("B1", "C5", entree=date(2026, 11, 24))
    tahiti = an_immeuble("I2", entite="G1", fuseau="Pacific/Tahiti")
    faits = an_agency(an_evenement("E1", entite="G1", immeuble="I2"), lease, tahiti)
    assert seen(faits, "T5", "2026-11-24T09:59:59.999Z") == set()
    assert seen(faits, "T5", "2026-11-24T10:00:00.000Z") == {"E1/a"}
