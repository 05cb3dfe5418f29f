"""What refers to what: unknown, without effect, ignored, and healed (export.md)."""

from datetime import date

import pytest

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Faits, Parametres, Relation
from tests.core.some_faits import an_agency, codes, seen, viewers
from tests.core.some_records import (
    a_bail,
    a_compte,
    a_connexion,
    a_detention,
    a_dossier,
    a_fiche,
    a_lot,
    a_mandat,
    an_entite,
    an_evenement,
    an_immeuble,
)

UNKNOWN, WITHOUT_EFFECT, IGNORED = (
    "REFERENCE_INCONNUE",
    "REFERENCE_SANS_EFFET",
    "REFERENCE_IGNOREE",
)
EVENT = an_evenement("E1", immeuble="I1")


def found(faits: Faits) -> set[tuple[str, str, str, str | None]]:
    return {(a.code, a.nature, a.cle, a.attribut) for a in derive(faits).anomalies}


def test_a_sound_agency_has_no_anomaly() -> None:
    assert codes(an_agency(EVENT)) == []


@pytest.mark.parametrize(
    ("fait", "nature", "cle", "attribut"),
    [
        (a_connexion("T99"), "connexions", "T99", "tiers"),
        (Relation("T99 T1", "T99", "T1"), "relations", "T99 T1", "super_tiers"),
        (Relation("T1 T99", "T1", "T99"), "relations", "T1 T99", "tiers"),
        (a_lot("L7", "I99"), "lots", "L7", "immeuble"),
        (a_compte("C7", "T99"), "comptes", "C7", "titulaire"),
        (a_fiche("F3", "C3", immeuble="I99"), "fiches_coproprietaires", "F3", "immeuble"),
        (a_fiche("F7", "C99"), "fiches_coproprietaires", "F7", "compte"),
        (a_detention("L99", "F3"), "detentions", "L99 F3 2020-01-01", "lot"),
        (a_detention("L3", "F99"), "detentions", "L3 F99 2020-01-01", "fiche"),
        (a_mandat("M7", "C99", "L9"), "mandats", "M7", "compte"),
        (a_mandat("M7", "C4", "L9", "L99"), "mandats", "M7", "lot_mandat"),
        (a_bail("B7", "C99"), "baux", "B7", "compte"),
        (a_bail("B7", "C5", "L9", "L99"), "baux", "B7", "lot_bail"),
        (an_evenement("E7", modele="XX", immeuble="I1"), "evenements", "E7", "modele"),
        (an_evenement("E7", immeuble="I99"), "evenements", "E7", "immeuble"),
        (an_evenement("E7", lot="L99"), "evenements", "E7", "lot"),
        (an_evenement("E7", compte="C99"), "evenements", "E7", "compte"),
        (an_evenement("E7", bail="B99"), "evenements", "E7", "bail"),
        (an_immeuble("I7", entite="S9"), "immeubles", "I7", "entite"),
    ],
)
def test_an_unknown_required_reference_is_reported_and_costs_that_record(
    fait: Fait, nature: str, cle: str, attribut: str
) -> None:
    faits = an_agency(fait)
    assert (UNKNOWN, nature, cle, attribut) in found(faits)
    assert sum(derive(faits).sans_effet.values()) >= 1


@pytest.mark.parametrize(
    ("fait", "nature", "attribut"),
    [
        (an_immeuble("I7", gardien="T99"), "immeubles", "gardien"),
        (a_lot("L7", batiment="Z"), "lots", "batiment"),
        (a_fiche("F3", "C3", correspondant="T1"), "fiches_coproprietaires", "correspondant"),
        (a_dossier("N7", immeuble="I99"), "dossiers", "immeuble"),
        (a_dossier("N7", immeuble="I1", batiment="Z"), "dossiers", "batiment"),
        (a_dossier("N7", fournisseur="C99"), "dossiers", "fournisseur"),
        (an_evenement("E7", immeuble="I1", dossier="N99"), "evenements", "dossier"),
    ],
)
def test_an_unknown_optional_reference_counts_as_absent_with_a_warning(
    fait: Fait, nature: str, attribut: str
) -> None:
    faits = an_agency(EVENT, fait)
    assert [(each[0], each[1], each[3]) for each in found(faits)] == [(IGNORED, nature, attribut)]
    assert not derive(faits).sans_effet
    assert viewers(faits) == "T1 T2 T3"


def test_a_known_optional_reference_is_no_anomaly() -> None:
    facts = (
        a_dossier("N7", immeuble="I1", batiment="A", fournisseur="C9"),
        a_lot("L7", batiment="A"),
    )
    supplier = a_compte("C9", "T6", genre="fournisseur")
    assert codes(an_agency(*facts, supplier, an_immeuble("I7", gardien="T6"))) == []


def test_a_binder_that_the_settings_name_and_nobody_knows_is_a_warning() -> None:
    parametres = Parametres(classeurs_designes=(("classeur_factures", "syndic/99"),))
    assert found(an_agency(parametres=parametres)) == {
        (IGNORED, "parametres", "syndic", "classeur_factures")
    }


def test_a_binder_that_the_settings_name_and_that_exists_is_none() -> None:
    parametres = Parametres(classeurs_designes=(("classeur_factures", "syndic/1"),))
    assert codes(an_agency(parametres=parametres)) == []


def test_what_needs_a_record_without_effect_has_none_either() -> None:
    """The whole chain: person, account, co-owner's record, holding."""
    assert found(an_agency(without=["tiers:T3"])) == {
        (UNKNOWN, "connexions", "T3", "tiers"),
        (UNKNOWN, "comptes", "C3", "titulaire"),
        (WITHOUT_EFFECT, "fiches_coproprietaires", "F3", "compte"),
        (WITHOUT_EFFECT, "detentions", "L3 F3 2020-01-01", "fiche"),
    }


def test_an_event_on_a_record_without_effect_shows_nothing() -> None:
    event = an_evenement("E1", entite="G1", bail="B1")
    faits = an_agency(event, a_bail("B1", "C5", "L9", "L99"))
    assert (WITHOUT_EFFECT, "evenements", "E1", "bail") in found(faits)
    assert viewers(faits) == ""


def test_an_entity_that_left_takes_all_that_it_holds() -> None:
    """Export format: it loses all that it holds."""
    rental = an_evenement("E2", entite="G1", immeuble="I2")
    faits = an_agency(EVENT, rental, without=["entites:S1"])
    assert viewers(faits) == "T4 T5"
    assert derive(faits).sans_effet["comptes", "S1"] == 3
    assert ("comptes", "G1") not in derive(faits).sans_effet


def test_an_entity_in_an_unknown_zone_shows_nothing() -> None:
    """R-053: at which instant would a day begin?"""
    faits = an_agency(EVENT, an_entite("S1", "Europe/Atlantide"))
    assert ("FUSEAU_INCONNU", "entites", "S1", "fuseau") in found(faits)
    assert (WITHOUT_EFFECT, "comptes", "C3", "entite") in found(faits)
    assert viewers(faits) == ""


def test_a_building_in_an_unknown_zone_takes_its_entitys() -> None:
    faits = an_agency(EVENT, an_immeuble("I1", fuseau="Europe/Atlantide"))
    assert codes(faits) == ["FUSEAU_IGNORE"]
    assert seen(faits, "T3", "2026-06-15T22:00:00.000Z") == {"E1/a"}


def test_it_heals_when_the_missing_record_arrives() -> None:
    event = an_evenement("E1", immeuble="I7")
    facts = (a_compte("C7", "T6"), a_fiche("F7", "C7", immeuble="I7"), a_detention("L7", "F7"))
    place = (a_lot("L7", "I7"), an_immeuble("I7"))
    assert viewers(an_agency(event, *facts)) == ""
    assert viewers(an_agency(event, *facts, *place)) == "T6"
    assert codes(an_agency(event, *facts, *place)) == []


def test_of_several_holders_only_the_unknown_one_is_left_out() -> None:
    event = an_evenement("E1", compte="C3")
    faits = an_agency(event, a_compte("C3", "T99", "T3"))
    assert codes(faits) == ["TITULAIRE_INCONNU"]
    assert viewers(faits) == "T3"


def test_an_account_without_any_known_holder_has_no_effect() -> None:
    assert UNKNOWN in codes(an_agency(a_compte("C3", "T98", "T99")))
    assert UNKNOWN in codes(an_agency(a_compte("C3")))


@pytest.mark.parametrize(
    "target",
    [{}, {"immeuble": "I1", "compte": "C3"}, {"lot": "L3", "compte": "C3"}],
)
def test_an_event_has_exactly_one_target(target: dict[str, str]) -> None:
    event = an_evenement("E1", **target)
    assert codes(an_agency(event)) == ["CIBLE_INVALIDE"]
    assert viewers(an_agency(event)) == ""


def test_two_records_on_one_account_cost_these_records() -> None:
    second = a_fiche("F8", "C3", immeuble="I1")
    faits = an_agency(EVENT, second)
    assert {each for each in found(faits) if each[0] == "COMPTE_EN_DOUBLE"} == {
        ("COMPTE_EN_DOUBLE", "fiches_coproprietaires", cle, "compte") for cle in ("F3", "F8")
    }
    assert viewers(faits) == "T1 T2"


@pytest.mark.parametrize(
    "fait",
    [
        a_bail("B1", "C5", entree=date(2026, 1, 2), sortie=date(2026, 1, 1)),
        a_mandat("M1", "C4", ("L9", date(2026, 1, 2), date(2026, 1, 1))),
        a_detention("L3", "F3", date(2026, 1, 3), date(2026, 1, 1)),
    ],
)
def test_an_end_before_its_beginning_costs_that_record(fait: Fait) -> None:
    faits = an_agency(fait)
    assert codes(faits) == ["DATES_INVERSEES"]
    assert sum(derive(faits).sans_effet.values()) == 1


@pytest.mark.parametrize(
    "fait",
    [
        a_bail("B1", "C5", entree=date(2026, 1, 1), sortie=date(2026, 1, 1)),
        a_mandat("M1", "C4", ("L9", date(2026, 1, 1), date(2026, 1, 1))),
        a_detention("L3", "F3", date(2026, 1, 2), date(2026, 1, 1)),
    ],
)
def test_a_day_that_is_first_and_last_is_in_order(fait: Fait) -> None:
    """A lot resold on the day it was bought: the `au` is the eve of the buyer's `du`."""
    assert codes(an_agency(fait)) == []


def test_a_long_value_is_quoted_in_200_characters() -> None:
    faits = an_agency(a_connexion("T" * 300))
    assert {len(each.valeur or "") for each in derive(faits).anomalies} == {200}
