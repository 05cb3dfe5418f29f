"""What is withheld for what it is, and what a model has to have (R-030, R-040…R-064, R-132)."""

import pytest

from ingest.rules.faits import Modele, Parametres
from tests.core.some_faits import an_agency, codes, published, verdict, viewers
from tests.core.some_records import a_classeur, a_modele, an_evenement

SCANNED = a_modele("MS", genre="facture_scannee")


def test_a_scanned_invoice_without_entry_is_withheld() -> None:
    """R-064."""
    assert verdict(published(SCANNED)) == ("retenue", "INVOICE_WITHOUT_ENTRY")


def test_a_scanned_invoice_with_its_entry_shows() -> None:
    """R-064: entry added later."""
    assert verdict(published(SCANNED, ecriture_comptable=True))[0] == "publiee"


def test_the_check_of_scanned_invoices_can_be_disabled() -> None:
    """R-064."""
    parametres = Parametres(ignorer_controle_pieces=True)
    assert verdict(published(SCANNED, parametres=parametres))[0] == "publiee"


def test_the_option_of_invoices_does_not_lift_the_check_of_scanned_ones() -> None:
    """R-048 amended: genre `facture`."""
    parametres = Parametres(publier_factures=True)
    assert verdict(published(SCANNED, parametres=parametres))[1] == "INVOICE_WITHOUT_ENTRY"


INVOICE = a_modele("MS", genre="facture")


def test_an_invoice_of_lsc_is_withheld_while_the_option_is_off() -> None:
    """R-048 amended."""
    assert verdict(published(INVOICE)) == ("retenue", "INVOICE_OPTION_OFF")


def test_an_invoice_of_lsc_shows_while_the_option_is_on() -> None:
    """R-048 amended."""
    row = published(INVOICE, parametres=Parametres(publier_factures=True))
    assert verdict(row) == ("publiee", "PUBLIEE")


OWNERS = a_modele("MS", genre="liste_coproprietaires")


def test_a_list_of_co_owners_in_a_binder_open_to_co_owners_is_withheld() -> None:
    """R-132."""
    assert verdict(published(OWNERS)) == ("retenue", "OWNER_LIST_TOO_WIDE")


def test_a_list_of_co_owners_for_the_council_shows_to_the_council() -> None:
    """R-132."""
    binder = a_classeur("syndic/1", ["president", "membre"])
    assert viewers(an_agency(an_evenement("E1", immeuble="I1"), OWNERS, binder)) == "T1 T2"


def test_a_list_of_co_owners_in_a_binder_of_the_gerance_is_too_wide() -> None:
    """R-132: the law reserves it to the council; landlords and tenants are no council."""
    model = OWNERS._replace(ref="MG", module="gerance", numero=1)
    event = an_evenement("E1", entite="G1", immeuble="I2", modele="MG")
    assert viewers(an_agency(event, model)) == ""


def test_an_event_whose_model_has_no_binder_stays_out() -> None:
    """R-040."""
    row = published(a_modele("MS", None))
    assert (verdict(row), row.classeur, row.rangement) == (
        ("retenue", "MODEL_NO_BINDER"),
        None,
        "[]",
    )


def test_an_event_whose_binder_is_unknown_stays_out() -> None:
    """R-030."""
    row = published(a_modele("MS", "syndic/99"))
    assert (verdict(row), row.classeur) == (("retenue", "BINDER_UNKNOWN"), None)


@pytest.mark.parametrize("half", [a_modele("MS", numero=None), a_modele("MS", module=None)])
def test_a_model_with_half_a_binder_has_none(half: Modele) -> None:
    """Export format: module and classeur together or neither."""
    event = an_evenement("E1", immeuble="I1")
    faits = an_agency(event, half)
    assert (codes(faits), viewers(faits)) == (["MODEL_BINDER_INCOMPLETE"], "")
