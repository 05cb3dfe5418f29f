"""What a document is called and in which folder it stands (R-025, R-060…R-063)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Parametres, Piece
from ingest.rules.titres import clean
from tests.core.some_faits import an_agency, codes
from tests.core.some_records import a_classeur, a_dossier, a_modele, a_piece, an_evenement

NAMED = a_piece("a", nom="PV AG 2026.pdf")
LETTER = a_piece("a", nom="PV AG 2026.pdf", type="lettre")
PREFIXED: dict[str, object] = {"grouper_par_dossier": True, "prefixer_reference": True}
SYNDIC, GERANCE = Parametres(noms_syndic=True), Parametres(noms_gerance=True)


def title(
    *facts: Fait,
    piece: Piece = NAMED,
    parametres: Parametres | None = None,
    objet: str = "Procès-verbal",
    dossier: str | None = None,
) -> str:
    event = an_evenement("E1", immeuble="I1", objet=objet, dossier=dossier, pieces=(piece,))
    (row,) = derive(an_agency(event, *facts, parametres=parametres)).publication
    return row.titre


def folder(*facts: Fait, dossier: str | None = None) -> list[str]:
    event = an_evenement("E1", immeuble="I1", dossier=dossier)
    (row,) = derive(an_agency(event, *facts)).publication
    found: list[str] = json.loads(row.rangement)
    return found


def test_a_title_is_the_events_subject_by_default() -> None:
    """R-062: identical for all pieces of the event."""
    assert title() == "Procès-verbal"


def test_the_models_option_keeps_the_original_name_without_its_extension() -> None:
    """R-025, R-062."""
    assert title(a_modele("MS", noms_pieces_jointes=True)) == "PV AG 2026"


def test_the_modules_option_takes_precedence_over_the_models() -> None:
    """R-025."""
    assert title(parametres=SYNDIC) == "PV AG 2026"


def test_the_option_of_one_module_says_nothing_of_the_other() -> None:
    """R-025 amended: per module."""
    assert title(parametres=GERANCE) == "Procès-verbal"


def test_the_gerance_option_names_the_documents_of_the_gerance() -> None:
    event = an_evenement("E1", entite="G1", immeuble="I2", pieces=(NAMED,))
    (row,) = derive(an_agency(event, parametres=GERANCE)).publication
    assert row.titre == "PV AG 2026"


def test_a_letter_always_bears_the_subject() -> None:
    """R-062."""
    assert title(piece=LETTER, parametres=SYNDIC) == "Procès-verbal"


@pytest.mark.parametrize(
    ("nom", "expected"),
    [
        ("C:\\Serveur\\GED\\devis.pdf", "devis"),
        ("/home/lsc/devis.pdf", "devis"),
        ("Macintosh HD:GED:devis.pdf", "devis"),
        ("devis", "devis"),
        ("devis.v2.pdf", "devis.v2"),
        ("Courrier M. Dupont", "Courrier M. Dupont"),
        ("GED/", "Procès-verbal"),
        ("  devis\t\n2.pdf ", "devis 2"),
        (".pdf", ".pdf"),
    ],
)
def test_an_original_name_never_shows_a_server_path(nom: str, expected: str) -> None:
    """R-062."""
    assert title(piece=a_piece("a", nom=nom), parametres=SYNDIC) == expected


def test_each_run_of_control_characters_becomes_one_space() -> None:
    """R-062 amended."""
    assert title(objet="\x00\tAppel\r\n\x0b4e trimestre\x7f") == "Appel 4e trimestre"


def test_a_title_does_not_turn_its_reader_round() -> None:
    """A right-to-left override could make `exe.pdf` of `fdp.exe`."""
    assert title(objet="appel\u202efdp\u2069") == "appel fdp"


def test_a_title_has_255_characters_at_most_and_is_trimmed() -> None:
    """R-062."""
    found = title(objet="a" * 254 + " " + "b" * 50)
    assert found == "a" * 254


def test_a_document_without_any_name_has_one() -> None:
    assert title(objet=" \n ") == "Document"


@given(st.text())
def test_a_cleaned_text_is_one_trimmed_line(text: str) -> None:
    found = clean(text)
    assert found == found.strip()
    assert found == clean(found)
    assert len(found.splitlines()) <= 1


def test_a_model_that_groups_puts_a_document_in_a_folder_of_its_cases_type() -> None:
    """R-060: its type (Sinistre), not its number."""
    grouping = a_modele("MS", grouper_par_dossier=True)
    assert folder(grouping, a_dossier("N1"), dossier="N1") == ["Courriers", "Sinistre"]


def test_a_model_that_does_not_group_leaves_it_in_the_binder() -> None:
    """R-060."""
    assert folder(a_dossier("N1"), dossier="N1") == ["Courriers"]


def test_an_event_without_case_stands_straight_in_the_binder() -> None:
    """R-060."""
    assert folder(a_modele("MS", grouper_par_dossier=True)) == ["Courriers"]


def test_an_unknown_case_puts_it_straight_in_the_binder_without_prefix() -> None:
    """R-060, R-061 amended."""
    model = a_modele("MS", "syndic/1", **PREFIXED)
    assert folder(model, dossier="N99") == ["Courriers"]
    assert title(model, dossier="N99") == "Procès-verbal"


def test_a_case_without_effect_counts_as_unknown() -> None:
    """R-060 amended: a case of an entity that left."""
    model = a_modele("MS", "syndic/1", **PREFIXED)
    case = a_dossier("N1")._replace(entite="S9")
    assert folder(model, case, dossier="N1") == ["Courriers"]


def test_an_unknown_case_is_a_warning_and_hides_nothing() -> None:
    event = an_evenement("E1", immeuble="I1", dossier="N99")
    assert codes(an_agency(event)) == ["REFERENCE_IGNOREE"]


def test_a_case_whose_type_is_empty_makes_no_folder() -> None:
    """R-060: a folder without a name could not be opened."""
    grouping = a_modele("MS", grouper_par_dossier=True)
    assert folder(grouping, a_dossier("N1", type=" \t"), dossier="N1") == ["Courriers"]


def test_a_binder_with_slashes_in_its_name_is_one_folder() -> None:
    """R-060: names are not split blindly."""
    assert folder(a_classeur("syndic/1", nom="Courriers / locataires")) == [
        "Courriers / locataires"
    ]


def test_the_folder_of_a_case_is_below_the_binder_and_its_parents() -> None:
    """R-060: deeper nesting."""
    binders = (a_classeur("syndic/2", nom="Haut"), a_classeur("syndic/1", parent="syndic/2"))
    model = a_modele("MS", grouper_par_dossier=True)
    found = folder(*binders, model, a_dossier("N1"), dossier="N1")
    assert found == ["Haut", "Courriers", "Sinistre"]


@pytest.mark.parametrize("piece", [NAMED, LETTER])
def test_the_prefix_stands_on_every_piece_the_letter_too(piece: Piece) -> None:
    """R-061 amended."""
    model = a_modele("MS", "syndic/1", **PREFIXED)
    found = title(model, a_dossier("N1"), piece=piece, dossier="N1")
    assert found == "0152 - Procès-verbal"


def test_the_prefix_stands_before_an_original_name_as_well() -> None:
    """R-061."""
    model = a_modele("MS", "syndic/1", noms_pieces_jointes=True, **PREFIXED)
    assert title(model, a_dossier("N1"), dossier="N1") == "0152 - PV AG 2026"


def test_a_prefix_without_grouping_is_ignored_and_reported() -> None:
    """R-061."""
    model = a_modele("MS", prefixer_reference=True)
    assert title(model, a_dossier("N1"), dossier="N1") == "Procès-verbal"
    assert codes(an_agency(model)) == ["PREFIX_IGNORED"]


def test_a_prefixed_title_has_255_characters_at_most() -> None:
    model = a_modele("MS", "syndic/1", **PREFIXED)
    found = title(model, a_dossier("N1"), objet="a" * 255, dossier="N1")
    assert found == "0152 - " + "a" * 248


def test_an_empty_reference_makes_no_prefix() -> None:
    model = a_modele("MS", "syndic/1", **PREFIXED)
    assert title(model, a_dossier("N1", reference=" "), dossier="N1") == "Procès-verbal"
