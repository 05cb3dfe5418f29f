"""Binders, their boxes and folders (R-030…R-035, R-056, R-060), and months (R-053)."""

import json

import pytest

from ingest.rules.classement import case_gap, folded, folder_of, is_reserved, months_of
from ingest.rules.derivation import derive
from ingest.rules.faits import Evenement, Options
from tests.core.some_faits import an_agency, codes, seen, viewers
from tests.core.some_records import a_classeur, a_modele, an_evenement

BOXES = {"P": "president", "M": "membre", "C": "coproprietaire"}


def ticked(letters: str) -> set[str]:
    return {BOXES[letter] for letter in letters}


def about_the_building() -> Evenement:
    return an_evenement("E1", immeuble="I1")


@pytest.mark.parametrize(
    ("letters", "who"),
    [
        ("P", "T1"),
        ("PM", "T1 T2"),
        ("PMC", "T1 T2 T3"),
        ("C", "T3"),
        ("M", "T2"),
        ("MC", "T2 T3"),
        ("PC", "T1 T3"),
        ("", ""),
    ],
)
def test_who_sees_a_building_document_is_who_has_exactly_a_ticked_level(
    letters: str, who: str
) -> None:
    """R-033, each row of its table; T1 is president and member, T2 member, T3 co-owner."""
    faits = an_agency(about_the_building(), a_classeur("syndic/1", ticked(letters)))
    assert viewers(faits) == who


@pytest.mark.parametrize("letters", ["C", "M", "MC", "PC"])
def test_boxes_that_leave_a_higher_level_out_are_reported(letters: str) -> None:
    """R-033."""
    assert "BINDER_RIGHTS_GAP" in codes(an_agency(a_classeur("syndic/1", ticked(letters))))


@pytest.mark.parametrize("letters", ["P", "PM", "PMC", ""])
def test_boxes_contiguous_from_the_right_are_not_reported(letters: str) -> None:
    """R-033."""
    assert case_gap(a_classeur("syndic/1", ticked(letters))) is None


def test_a_gap_names_the_boxes_that_are_ticked() -> None:
    assert case_gap(a_classeur("syndic/1", ticked("PC"))) == "president coproprietaire"


def test_the_boxes_of_a_gerance_binder_have_no_order() -> None:
    """R-031."""
    assert case_gap(a_classeur("gerance/1", {"locataire"})) is None


def test_the_council_inherits_the_co_owners_box_when_the_option_is_on() -> None:
    """R-033: `conseil_herite_coproprietaire`."""
    options = Options(conseil_herite_coproprietaire=True)
    faits = an_agency(about_the_building(), a_classeur("syndic/1", ticked("C")), options=options)
    assert viewers(faits) == "T1 T2 T3"


def test_the_option_adds_nothing_to_a_binder_of_the_council() -> None:
    """R-033: it adds M and P *when C is ticked*."""
    options = Options(conseil_herite_coproprietaire=True)
    faits = an_agency(about_the_building(), a_classeur("syndic/1", ticked("P")), options=options)
    assert viewers(faits) == "T1"


@pytest.mark.parametrize(
    ("cases", "who"),
    [
        ({"proprietaire"}, "T4"),
        ({"locataire"}, "T5"),
        ({"proprietaire", "locataire"}, "T4 T5"),
        (set(), ""),
    ],
)
def test_a_gerance_binder_shows_to_the_levels_that_are_ticked(cases: set[str], who: str) -> None:
    """R-031."""
    event = an_evenement("E1", entite="G1", immeuble="I2")
    assert viewers(an_agency(event, a_classeur("gerance/1", cases))) == who


def test_a_binder_is_its_module_and_number_not_its_name() -> None:
    """R-030: renamed, it keeps its documents; the other module's same number is another binder."""
    renamed = a_classeur("syndic/1", nom="Autre nom")
    faits = an_agency(about_the_building(), renamed)
    assert seen(faits, "T3") == {"E1/a"}
    (row,) = derive(faits).publication
    assert (row.classeur, row.rangement) == ("syndic/1", '["Autre nom"]')


def test_documents_in_a_binder_without_a_box_are_kept_unseen_and_reported() -> None:
    """R-035."""
    faits = an_agency(about_the_building(), a_classeur("syndic/1", ()))
    assert codes(faits) == ["BINDER_NO_AUDIENCE"]
    assert [row.etat for row in derive(faits).publication] == ["publiee"]


def test_an_empty_binder_without_a_box_is_not_reported() -> None:
    """R-035: *but documents inside*."""
    assert codes(an_agency(a_classeur("syndic/1", ()))) == []


@pytest.mark.parametrize(
    "nom", ["Documents du syndic", " DOCUMENTS  du Syndic", "Dócuments du syndic"]
)
def test_the_name_that_the_extranet_fills_by_hand_is_reported(nom: str) -> None:
    """R-056: accepted as an ordinary binder."""
    faits = an_agency(about_the_building(), a_classeur("syndic/1", nom=nom))
    assert codes(faits) == ["BINDER_RESERVED"]
    assert viewers(faits) == "T1 T2 T3"


def test_the_reserved_name_is_reserved_in_syndic_only() -> None:
    """R-056."""
    assert not is_reserved(a_classeur("gerance/1", (), nom="Documents du syndic"))


def test_names_are_compared_without_accents_case_or_double_spaces() -> None:
    assert folded("  Assemblées\tGÉNÉRALES ") == "assemblees generales"


def test_a_folder_begins_with_the_parents() -> None:
    """R-060."""
    top = a_classeur("syndic/8", nom="Courriers")
    middle = a_classeur("syndic/9", nom="Locataires", parent="syndic/8")
    below = a_classeur("syndic/1", nom="Relances", parent="syndic/9")
    binders = {each.ref: each for each in (top, middle, below)}
    assert folder_of(below, binders) == ("Courriers", "Locataires", "Relances")


def test_a_parent_only_places_a_binder_and_gives_it_no_right() -> None:
    """Export format: rights are its own."""
    top = a_classeur("syndic/8", nom="Tous", cases=ticked("PMC"))
    faits = an_agency(
        about_the_building(), top, a_classeur("syndic/1", ticked("P"), parent="syndic/8")
    )
    assert viewers(faits) == "T1"


def test_an_unknown_parent_counts_as_absent_with_a_warning() -> None:
    faits = an_agency(about_the_building(), a_classeur("syndic/1", parent="syndic/99"))
    assert codes(faits) == ["REFERENCE_IGNOREE"]
    assert seen(faits, "T3") == {"E1/a"}


def test_a_binder_that_is_its_own_ancestor_is_reported_and_still_shows() -> None:
    one = a_classeur("syndic/1", nom="Un", parent="syndic/2")
    other = a_classeur("syndic/2", nom="Deux", parent="syndic/1")
    faits = an_agency(about_the_building(), one, other)
    assert codes(faits) == ["BINDER_CYCLE", "BINDER_CYCLE"]
    (row,) = derive(faits).publication
    assert json.loads(row.rangement) == ["Deux", "Un"]


def test_a_binder_below_a_circle_is_no_part_of_it() -> None:
    circle = [
        a_classeur("syndic/2", parent="syndic/3"),
        a_classeur("syndic/3", parent="syndic/2"),
    ]
    faits = an_agency(a_classeur("syndic/1", parent="syndic/2"), *circle)
    reported = {each.cle for each in derive(faits).anomalies if each.code == "BINDER_CYCLE"}
    assert reported == {"syndic/2", "syndic/3"}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        (None, 0),
        ("", 0),
        ("  ", 0),
        ("0", 0),
        ("12", 12),
        (" 36 ", 36),
        ("1200", 1200),
        ("1201", None),
        ("99999999", None),
        ("-1", None),
        ("12.5", None),
        ("douze", None),
        ("١٢", None),
        ("1e2", None),
        ("+3", None),
        ("00012", 12),
    ],
)
def test_months_are_a_number_from_0_to_1200_and_none_is_no_limit(
    text: str | None, months: int | None
) -> None:
    """R-053: negative or more than 1200 is invalid, never "for ever"."""
    assert months_of(a_modele(duree_mois=text)) == months


def test_invalid_months_keep_the_documents_of_the_model_out() -> None:
    """R-053: E on the model, treated as not publishable."""
    faits = an_agency(about_the_building(), a_modele("MS", duree_mois="-1"))
    assert codes(faits) == ["RETENTION_INVALID"]
    assert viewers(faits) == ""
