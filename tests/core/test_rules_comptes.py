"""Whether an account is open, and from which day it is not (R-070, R-075…R-081, R-084)."""

from datetime import date

import pytest

from ingest.rules.comptes import Fermeture
from ingest.rules.derivation import derive
from ingest.rules.faits import Bail, Fait, Parametres
from tests.core.some_faits import an_agency, closed, seen, viewers
from tests.core.some_records import (
    a_bail,
    a_compte,
    a_detention,
    a_mandat,
    an_evenement,
)

NOTICE = Parametres(depublier_locataire_preavis=True)
DEPARTURE = Parametres(depublier_locataire_depart=True)
BOTH = Parametres(depublier_locataire_preavis=True, depublier_locataire_depart=True)
SOLD = Parametres(depublier_vendeur_mutation=True)
ENDED = Parametres(depublier_proprietaire_mandat_inactif=True)
D1, D2, D3 = date(2026, 5, 14), date(2026, 8, 17), date(2026, 10, 1)
SOLD_LOT = a_detention("L3", "F3", au=date(2026, 5, 13), mutation=D1)


def closed_tenant(parametres: Parametres, *baux: Bail) -> date | None:
    found = closed(an_agency(*baux, parametres=parametres), "G1/C5")
    return found.le if found else None


def test_an_account_that_is_not_ticked_never_opens() -> None:
    """R-070."""
    faits = an_agency(a_compte("C3", "T3", publie=False))
    assert closed(faits, "S1/C3") == Fermeture(
        "ACCOUNT_NOT_PUBLISHED", None, (("publie", "false"),)
    )


def test_what_an_unticked_account_gave_is_gone_and_nothing_changes_for_others() -> None:
    """R-057, R-070, R-081."""
    events = (an_evenement("E1", immeuble="I1"), an_evenement("E2", compte="C3"))
    faits = an_agency(*events, a_compte("C3", "T3", publie=False))
    assert seen(faits, "T3") == set()
    assert viewers(faits) == "T1 T2"


@pytest.mark.parametrize("parametres", [Parametres(), NOTICE, DEPARTURE, SOLD, ENDED])
def test_an_account_stays_open_whatever_its_status_while_its_option_is_off(
    parametres: Parametres,
) -> None:
    """R-075: the four options are independent, and absent means off."""
    recorded: list[tuple[str, Fait, Parametres]] = [
        ("G1/C5", a_bail("B1", "C5", sortie=D2, preavis=D1), NOTICE),
        ("G1/C5", a_bail("B1", "C5", sortie=D2, depart=D2), DEPARTURE),
        ("S1/C3", SOLD_LOT, SOLD),
        ("G1/C4", a_mandat("M1", "C4", "L9", inactif_le=D1), ENDED),
    ]
    for compte, fait, option in recorded:
        found = closed(an_agency(fait, parametres=parametres), compte)
        assert (found is not None) == (parametres == option), fait


def test_a_notice_closes_at_its_recording_not_at_the_leaving() -> None:
    """R-076, R-080."""
    assert closed_tenant(NOTICE, a_bail("B1", "C5", sortie=D3, preavis=D1)) == D1


def test_a_departure_closes_at_its_recording() -> None:
    """R-077, R-080."""
    assert closed_tenant(DEPARTURE, a_bail("B1", "C5", sortie=D1, depart=D2)) == D2


def test_with_both_options_the_earlier_wins() -> None:
    """R-080."""
    assert closed_tenant(BOTH, a_bail("B1", "C5", preavis=D1, depart=D2)) == D1
    assert closed_tenant(BOTH, a_bail("B1", "C5", preavis=D2, depart=D1)) == D1


def test_a_cancelled_notice_opens_the_account_again() -> None:
    """R-080."""
    assert closed_tenant(NOTICE, a_bail("B1", "C5")) is None


def test_a_second_running_lease_keeps_the_account_open() -> None:
    """R-080: every lease that still runs has to be recorded."""
    left = a_bail("B1", "C5", sortie=D2, depart=D2)
    assert closed_tenant(DEPARTURE, left, a_bail("B2", "C5", entree=D1)) is None


def test_a_lease_that_has_yet_to_begin_keeps_the_account_open() -> None:
    """R-080 amended."""
    left = a_bail("B1", "C5", sortie=D2, depart=D2)
    assert closed_tenant(DEPARTURE, left, a_bail("B2", "C5", entree=date(2030, 1, 1))) is None


def test_a_lease_that_is_over_without_a_record_does_not_keep_it_open() -> None:
    """R-080 amended: closed from the day after the last lease without a record."""
    left = a_bail("B1", "C5", sortie=D1, depart=D1)
    old = a_bail("B2", "C5", entree=date(2021, 1, 1), sortie=D2)
    assert closed_tenant(DEPARTURE, left, old) == date(2026, 8, 18)


def test_a_lease_that_is_over_and_not_recorded_closes_nothing() -> None:
    """R-080: *some* lease has to be recorded."""
    assert closed_tenant(DEPARTURE, a_bail("B1", "C5", sortie=D1)) is None


def test_leases_recorded_in_different_ways_close_the_account_together() -> None:
    """R-080: so recorded, by either option in force."""
    one, other = a_bail("B1", "C5", preavis=D1), a_bail("B2", "C5", depart=D2)
    assert closed_tenant(BOTH, one, other) == D2
    assert closed_tenant(NOTICE, one, other) is None


def test_the_last_of_several_recordings_closes() -> None:
    """R-080."""
    one, other = a_bail("B1", "C5", preavis=D1), a_bail("B2", "C5", preavis=D3)
    assert closed_tenant(NOTICE, one, other) == D3


def test_a_tenant_is_closed_by_account_not_by_person() -> None:
    """R-080: a second active lease on another account stays."""
    second = a_compte("C6", "T5", genre="locataire", entite="G1")
    left = a_bail("B1", "C5", sortie=D2, depart=D2)
    event = an_evenement("E1", entite="G1", compte="C6")
    faits = an_agency(second, left, a_bail("B2", "C6"), event, parametres=DEPARTURE)
    assert seen(faits, "T5") == {"E1/a"}


def test_an_account_whose_building_left_is_closed() -> None:
    """R-084: unpublish all its accounts and documents."""
    event = an_evenement("E1", compte="C3")
    faits = an_agency(event, without=["immeubles:S1/I1"])
    found = closed(faits, "S1/C3")
    assert found is not None
    assert (found.code, seen(faits, "T3")) == ("ACCOUNT_WITHOUT_PLACE", set())


def test_an_account_that_its_records_left_is_closed() -> None:
    """R-084: `places` remembers that it had one."""
    faits = an_agency(without=["fiches_coproprietaires:S1/F3"], places=["S1/C3"])
    assert closed(faits, "S1/C3") is not None


def test_an_account_that_never_had_a_place_is_open() -> None:
    """R-075: status closes nothing by itself."""
    faits = an_agency(a_compte("C8", "T6"), an_evenement("E1", compte="C8"))
    assert closed(faits, "S1/C8") is None
    assert seen(faits, "T6") == {"E1/a"}


def test_what_closes_first_is_what_is_told() -> None:
    """R-081."""
    left = a_bail("B1", "C5", preavis=D2, depart=D1)
    found = closed(an_agency(left, parametres=BOTH), "G1/C5")
    assert found == Fermeture("ACCOUNT_DEPARTURE", D1, (("depart_enregistre_le", D1.isoformat()),))


def test_the_end_of_an_access_says_what_closed_it() -> None:
    """R-081."""
    faits = an_agency(a_bail("B1", "C5", depart=D1), parametres=DEPARTURE)
    ends = {row.motif_fin for row in derive(faits).acces if row.tiers == "T5"}
    assert ends == {"ACCOUNT_DEPARTURE"}


def test_a_suppliers_account_has_no_closing_of_its_own() -> None:
    assert closed(an_agency(a_compte("C9", "T6", genre="fournisseur")), "S1/C9") is None
