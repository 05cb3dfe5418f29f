"""Facts that contradict themselves, by mistake or on purpose: nobody sees what is not his."""

from datetime import date

import pytest

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Titulaire
from tests.core.some_faits import an_agency, codes, seen, viewers
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_connexion,
    a_detention,
    a_fiche,
    a_lot,
    a_mandat,
    a_modele,
    an_entite,
    an_evenement,
    an_immeuble,
)

COUNCIL = a_classeur("syndic/1", ["president", "membre"])
BUILDING = an_evenement("E1", immeuble="I1")


def test_a_lease_on_a_landlords_account_shows_its_tenant_nothing_of_landlords() -> None:
    """Target table: the holders of a lease's account are at level `locataire`, and no other."""
    account = a_compte("C6", "T6", genre="proprietaire", entite="G1")
    lease, binder = a_bail("B6", "C6"), a_classeur("gerance/1", ["proprietaire"])
    event = an_evenement("E1", entite="G1", bail="B6")
    faits = an_agency(event, account, lease, binder)
    assert "T6" not in viewers(faits)
    assert "COMPTE_AUTRE_GENRE" in codes(faits)


@pytest.mark.parametrize("genre", ["proprietaire", "locataire", "fournisseur"])
def test_a_co_owners_record_on_another_kind_of_account_gives_no_council_level(genre: str) -> None:
    """R-083: not through a flagged record that sits on a tenant's account of the same person."""
    facts = (
        a_compte("C8", "T3", genre=genre),
        a_fiche("F8", "C8", president_cs=True),
        a_detention("L8", "F8"),
        a_lot("L8"),
        a_bail("B8", "C8", "L8", entite="S1"),
        a_mandat("M8", "C8", "L8", entite="S1"),
    )
    faits = an_agency(BUILDING, COUNCIL, *facts)
    assert viewers(faits) == "T1 T2"
    refused = {each.nature for each in derive(faits).anomalies if each.cle == "F8"}
    assert refused == {"fiches_coproprietaires"}


def test_a_mandate_on_a_co_owners_account_makes_no_landlord() -> None:
    account = a_compte("C8", "T6", entite="G1")
    event = an_evenement("E1", entite="G1", bail="B1")
    faits = an_agency(event, account, a_mandat("M8", "C8", "L9"))
    assert viewers(faits) == "T4 T5"
    assert "COMPTE_AUTRE_GENRE" in codes(faits)


def test_a_suppliers_account_opens_nothing_whatever_is_tied_to_it() -> None:
    """R-135."""
    supplier = a_compte("C9", "T6", genre="fournisseur")
    facts = (supplier, a_fiche("F9", "C9"), a_detention("L9", "F9"), a_lot("L9"))
    events = (BUILDING, an_evenement("E2", compte="C9"), an_evenement("E3", lot="L9"))
    assert "T6" not in viewers(an_agency(*events, *facts))


def test_a_record_moved_to_anothers_account_takes_both_out() -> None:
    """Two records on one account: nobody inherits the other's building."""
    moved = a_fiche("F8", "C2", immeuble="I7", president_cs=True)
    facts = (an_immeuble("I7"), a_lot("L7", "I7"), a_detention("L7", "F8"))
    event = an_evenement("E7", immeuble="I7")
    assert viewers(an_agency(event, BUILDING, moved, *facts)) == "T1 T3"


def test_a_holder_named_twice_is_one_until_the_last_of_his_days() -> None:
    account = a_compte("C3", ("T3", date(2020, 1, 1)), ("T3", date(2026, 11, 24)))
    faits = an_agency(an_evenement("E1", compte="C3"), account)
    assert seen(faits, "T3", "2026-11-24T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T3", "2026-11-24T23:00:00.000Z") == set()


def test_a_correspondent_who_left_sees_the_councils_documents_no_more() -> None:
    """R-083: a former holder is no holder."""
    account = a_compte("C3", "T3", ("T6", date(2026, 11, 23)), "T5")
    record = a_fiche("F3", "C3", membre_cs=True, correspondant="T6")
    faits = an_agency(BUILDING, COUNCIL, account, record)
    assert seen(faits, "T6", "2026-11-23T22:59:59.999Z") == {"E1/a"}
    assert viewers(faits) == "T1 T2"


def test_a_correspondent_who_is_no_holder_gets_nothing() -> None:
    """R-083."""
    record = a_fiche("F3", "C3", membre_cs=True, correspondant="T6")
    assert "T6" not in viewers(an_agency(BUILDING, COUNCIL, record))


@pytest.mark.parametrize("modele", ["MS", "MG"])
@pytest.mark.parametrize("entite", ["S1", "G1"])
def test_a_document_in_the_other_modules_binder_reaches_no_level_of_it(
    modele: str, entite: str
) -> None:
    """R-031, R-032: the boxes are those of the binder's module."""
    event = an_evenement("E1", entite=entite, immeuble="I1" if entite == "S1" else "I2")
    own = {"S1": "MS", "G1": "MG"}[entite]
    expected = {"S1": "T1 T2 T3", "G1": "T4 T5"}[entite] if modele == own else ""
    assert viewers(an_agency(event._replace(modele=modele))) == expected


def test_an_account_of_another_entity_with_the_same_id_is_another() -> None:
    """R-008."""
    other = a_compte("C3", "T6", entite="S2")
    facts = (an_entite("S2"), other, an_evenement("E1", entite="S2", compte="C3"))
    event = an_evenement("E1", compte="C3")
    assert seen(an_agency(event, *facts), "T3") == {"E1/a"}
    (own,) = (r for r in derive(an_agency(event, *facts)).publication if r.document == "S2/E1/a")
    assert own.cible == "S2/C3"


def test_a_login_given_to_a_second_person_opens_neither() -> None:
    """R-072."""
    event = an_evenement("E1", compte="C3")
    faits = an_agency(event, a_connexion("T3", "claire"), a_connexion("T6", "claire"))
    assert viewers(faits) == ""


def test_a_detention_that_ends_before_it_begins_opens_no_building() -> None:
    upside_down = a_detention("L3", "F3", date(2026, 12, 1), date(2020, 1, 1))
    gone = ["detentions:S1/L3 F3 2020-01-01"]
    assert viewers(an_agency(BUILDING, upside_down, without=gone)) == "T1 T2"


@pytest.mark.parametrize(
    "fait",
    [
        a_detention("L3", "F3", date.min, date.max),
        a_bail("B1", "C5", entree=date.min, sortie=date.max, preavis=date.max, depart=date.min),
        a_mandat("M1", "C4", ("L9", date.min, date.max), inactif_le=date.max),
        a_compte("C3", Titulaire("T3", date.max)),
        an_evenement("E7", immeuble="I1", traite_le=date.max, publie_le="9999-12-31"),
        an_evenement("E7", immeuble="I1", traite_le=date.min, publie_le="0001-01-01"),
        a_modele("MS", duree_mois="1200"),
    ],
)
def test_absurd_days_crash_nothing(fait: Fait) -> None:
    events = (BUILDING, an_evenement("E2", entite="G1", lot="L9", traite_le=date.max))
    assert derive(an_agency(*events, fait)).publication


@pytest.mark.parametrize(
    ("fuseau", "begins"),
    [
        ("Pacific/Tahiti", "2026-11-24T10:00:00.000Z"),
        ("Europe/Paris", "2026-11-23T23:00:00.000Z"),
        ("Pacific/Kiritimati", "2026-11-23T10:00:00.000Z"),
    ],
)
def test_a_buyers_first_day_begins_at_the_buildings_midnight(fuseau: str, begins: str) -> None:
    """Architecture, idea 3, on both sides of the date line."""
    facts = (an_immeuble("I1", fuseau=fuseau), a_detention("L3", "F3", date(2026, 11, 24)))
    faits = an_agency(BUILDING, *facts, without=["detentions:S1/L3 F3 2020-01-01"])
    starts = {row.du for row in derive(faits).acces if (row.tiers, row.cible) == ("T3", "S1/I1")}
    assert starts == {begins}


def test_two_overlapping_leases_show_each_tenant_his_own_account_only() -> None:
    facts = (a_compte("C6", "T6", genre="locataire", entite="G1"), a_bail("B2", "C6"))
    events = [an_evenement(f"E{n}", entite="G1", compte=f"C{n}") for n in (5, 6)]
    faits = an_agency(*events, *facts)
    assert (seen(faits, "T5"), seen(faits, "T6")) == ({"E5/a"}, {"E6/a"})


def test_an_account_reticked_shows_what_is_its_own_and_no_more() -> None:
    """R-081, R-070."""
    events = [an_evenement(f"E{n}", compte=f"C{n}") for n in (1, 2, 3)]
    assert seen(an_agency(*events, a_compte("C3", "T3", publie=True)), "T3") == {"E3/a"}


def test_a_president_sees_nothing_more_of_an_account_that_he_left() -> None:
    """R-083: the level of one account never outlives the other account that it is used on."""
    left = (a_compte("C8", "T6", ("T1", date(2026, 11, 23))), a_fiche("F8", "C8"))
    facts = (*left, a_lot("L8"), a_detention("L8", "F8"), a_classeur("syndic/1", ["president"]))
    faits = an_agency(an_evenement("E1", compte="C8"), *facts)
    assert seen(faits, "T1", "2026-11-23T22:59:59.999Z") == {"E1/a"}
    assert seen(faits, "T1", "2026-11-23T23:00:00.000Z") == set()


def test_an_event_without_effect_has_no_scope_at_all() -> None:
    """Fail closed twice: it is withheld, and it reaches nobody."""
    facts = (
        an_evenement("E1", immeuble="I1", modele="XX"),
        an_evenement("E2", immeuble="I1", compte="C3"),
    )
    assert {row.portee for row in derive(an_agency(*facts)).publication} == {None}
