"""§2, décret 2019-502: how the worked example's building stands, and what a change of it does."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.rules.exigences import Reglement
from ingest.telling.legal import Question, UnknownImmeuble, legal
from ingest.workshop import instant
from tests.core.test_formats import a_docx
from tests.journeys.some_agency import Agency
from tests.journeys.some_decisions import hide
from tests.journeys.some_exemple import Edits, an_envoi, edit_envoi, rewrite
from tests.journeys.some_legal import EXAMPLE, item, of_the_example

EVENTS, BINDERS, CASES = (
    f"donnees/{name}.xml" for name in ("evenements-S1", "classeurs", "dossiers-S1")
)
STATES = {
    "ALL-03": "LEGAL_WRONG_AUDIENCE",
    "ALL-07": "present",
    "ALL-08": "LEGAL_MISSING",
    "LOT-04": "present",
    "CS-02": "present",
    "CS-03": "aucun",
    "CS-04": "LEGAL_MISSING",
}
"""Of the example as it is; the other items are followed by nothing."""


def changed(agency: Agency, tmp_path: Path, edits: Edits) -> None:
    agency.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))


def causes(agency: Agency, code: str, reglement: Reglement = EXAMPLE) -> list[tuple[str, str]]:
    bilan = item(of_the_example(agency, reglement), code)
    return [(releve.code, releve.cause) for releve in bilan.releves]


def test_each_item_of_the_example(begun: Agency) -> None:
    found = of_the_example(begun)

    states: Mapping[str, str] = {bilan.exigence: bilan.etat for bilan in found.bilans}
    assert {code: etat for code, etat in states.items() if etat != "non_suivi"} == STATES
    assert (found.immeuble, found.comptes, found.sans_acces) == ("S1/I1", 3, ())
    assert found.etats["non_suivi"] == 18 - len(STATES)


def test_the_minutes_are_those_of_the_binder_that_lsc_designates(begun: Agency) -> None:
    """ALL-08, R-066, R-150: both pieces of the one meeting; three are expected."""
    bilan = item(of_the_example(begun), "ALL-08")

    assert [each.document for each in bilan.trouves] == ["S1/E1/a", "S1/E1/b"]
    assert (bilan.releves[0].trouve, bilan.releves[0].attendu) == (1, 3)


def test_a_call_for_funds_is_one_accounts(begun: Agency) -> None:
    """LOT-04: two of the three accounts have none."""
    bilan = item(of_the_example(begun), "LOT-04")

    assert [each.compte for each in bilan.trouves] == ["S1/C3"]
    assert bilan.releves[0].comptes == ("S1/C1", "S1/C2")


def test_why_what_exists_is_not_seen_is_told(begun: Agency) -> None:
    """ALL-03 is a letter on a lot; CS-03 a scanned invoice without an entry (R-064)."""
    assert causes(begun, "ALL-03") == [("LEGAL_WRONG_AUDIENCE", "cible")]
    (releve,) = item(of_the_example(begun), "CS-03").releves
    assert (releve.documents, releve.motif) == (("S1/E5/a",), "INVOICE_WITHOUT_ENTRY")


def test_a_case_file_of_a_published_theme_is_a_contract_while_it_runs(
    begun: Agency, tmp_path: Path
) -> None:
    """ALL-07, R-138: N1 ends on 31 December 2026."""
    assert causes(begun, "ALL-07") == [("note", "sans_document")]

    begun.clock.moment += timedelta(days=38)
    assert causes(begun, "ALL-07")[0] == ("LEGAL_EXPIRED", "fin")

    changed(begun, tmp_path, {"donnees/parametres.xml": [('<theme code="ASC"', '<theme code="X"')]})
    assert item(of_the_example(begun), "ALL-07").etat == "aucun"


def test_a_case_file_that_has_yet_to_begin_is_no_contract(begun: Agency, tmp_path: Path) -> None:
    changed(begun, tmp_path, {CASES: [('du="2024-01-01"', 'du="2026-12-01"')]})

    assert item(of_the_example(begun), "ALL-07").etat == "aucun"


def test_a_document_ends_with_its_case_file(begun: Agency, tmp_path: Path) -> None:
    """ALL-09: `dossier/@au` of the event's own case file."""
    reglement = EXAMPLE._replace(modeles={"PVAG": frozenset({"ALL-09"})})
    case = [('publie_le="2026-06-16"', 'publie_le="2026-06-16" dossier="N1"')]
    changed(begun, tmp_path, {EVENTS: case})
    assert item(of_the_example(begun, reglement), "ALL-09").etat == "present"

    begun.clock.moment += timedelta(days=38)
    assert item(of_the_example(begun, reglement), "ALL-09").etat == "LEGAL_EXPIRED"


def test_a_binder_that_loses_a_box_shows_an_item_to_too_few(begun: Agency, tmp_path: Path) -> None:
    """ALL-08."""
    boxes = 'nom="Assemblées générales" president="true" membre="true" coproprietaire="true"'
    changed(begun, tmp_path, {BINDERS: [(boxes, boxes.replace(' membre="true"', ""))]})

    assert causes(begun, "ALL-08")[0] == ("LEGAL_WRONG_AUDIENCE", "case")


def test_a_binder_of_the_council_that_all_may_open_is_told(begun: Agency, tmp_path: Path) -> None:
    """CS-02."""
    boxes = 'nom="Conseil syndical" president="true" membre="true"'
    changed(begun, tmp_path, {BINDERS: [(boxes, f'{boxes} coproprietaire="true"')]})

    assert causes(begun, "CS-02") == [("LEGAL_WRONG_AUDIENCE", "conseil_ouvert")]


def test_a_personal_document_on_the_building_is_told(begun: Agency, tmp_path: Path) -> None:
    """LOT-04."""
    changed(begun, tmp_path, {EVENTS: [('compte="C3"', 'immeuble="I1"')]})

    assert causes(begun, "LOT-04")[0] == ("LEGAL_WRONG_AUDIENCE", "immeuble")


def test_what_a_person_hid_by_hand_is_not_there(begun: Agency) -> None:
    """CS-02: and why what exists is not seen is told."""
    hide(begun, "S1/E2/a")

    bilan = item(of_the_example(begun), "CS-02")
    assert (bilan.etat, bilan.releves[0].motif) == ("aucun", "DEPUBLISHED")


def test_an_owner_list_that_all_would_see_is_withheld_and_told(
    begun: Agency, tmp_path: Path
) -> None:
    """CS-04, R-132: the genre of the model says what it is."""
    binder = 'module="syndic" classeur='
    genre = (f'{binder}"2" genre="ordinaire"', f'{binder}"1" genre="liste_coproprietaires"')
    changed(begun, tmp_path, {"donnees/modeles.xml": [genre]})

    assert ("LEGAL_WRONG_AUDIENCE", "liste") in causes(begun, "CS-04")


def test_who_has_no_login_is_counted_apart(begun: Agency, tmp_path: Path) -> None:
    """R-070: his account is not open; nothing is missing of it."""
    closed = ('numero="4500003" publie="true"', 'numero="4500003" publie="false"')
    changed(begun, tmp_path, {"donnees/comptes-S1.xml": [closed]})

    found = of_the_example(begun)
    assert (found.comptes, found.sans_acces) == (2, ("S1/C3",))
    assert item(found, "LOT-04").etat == "aucun"


def test_what_was_last_renewed_before_the_meeting_is_stale(begun: Agency, tmp_path: Path) -> None:
    """§2.2: the meeting moves after the statement of 6 October, by more than three months."""
    begun.clock.moment += timedelta(days=120)
    assert item(of_the_example(begun), "CS-02").etat == "present"

    dates = ('derniere_ag_comptes="2026-05-12"', 'derniere_ag_comptes="2026-12-01"')
    changed(begun, tmp_path, {"donnees/immeubles-S1.xml": [dates]})
    assert causes(begun, "CS-02") == [("LEGAL_STALE", "apres_derniere_ag")]


def test_an_office_file_is_said_not_to_be_printable(begun: Agency, tmp_path: Path) -> None:
    """§2.3: the statement comes as a text of a word processor."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    old = sha256((envoi / "pieces/E2-a.pdf").read_bytes()).hexdigest()
    rewrite(envoi, "pieces/E2-a.pdf", a_docx())
    new = sha256(a_docx()).hexdigest()
    edit_envoi(envoi, {EVENTS: [(old, new)]})
    begun.send(envoi)

    assert causes(begun, "CS-02") == [("note", "format")]


def test_a_past_instant_takes_the_rows_as_they_stood(begun: Agency, tmp_path: Path) -> None:
    then = begun.clock.moment
    begun.clock.moment += timedelta(days=1)
    changed(begun, tmp_path, {EVENTS: [('publie_le="2026-10-06"', 'publie_le="0000-00-00"')]})
    assert item(of_the_example(begun), "CS-02").etat == "aucun"

    with begun.workshop.store.reading() as known:
        past = legal(known, begun.workshop, Question(EXAMPLE, then, instant(then)))
    assert item(past.immeubles[0], "CS-02").etat == "present"


def test_what_the_settings_name_and_lsc_has_not_is_told(begun: Agency) -> None:
    one = frozenset({"ALL-07"})
    reglement = Reglement(
        classeurs={"syndic/99": one, "factures": one},
        modeles={"PV": one, "PVAG": one},
        themes={"ASC": one, "NET": one},
    )
    with begun.workshop.store.reading() as known:
        found = legal(known, begun.workshop, Question(reglement, begun.clock()))

    assert found.inconnus == ("classeurs.syndic/99", "modeles.PV", "themes.NET")
    assert found.ou["ALL-07"] == (
        "classeur « Factures » (syndic/5), classeur syndic/99, modèle PV, modèle PVAG, thème ASC, "
        "thème NET"
    )


@pytest.mark.parametrize("immeuble", ["S1/I9", "G1/I2", "I1", ""])
def test_a_building_that_is_none_of_the_syndics_is_unknown(begun: Agency, immeuble: str) -> None:
    with begun.workshop.store.reading() as known, pytest.raises(UnknownImmeuble):
        legal(known, begun.workshop, Question(EXAMPLE, begun.clock()), immeuble)


def test_the_same_papers_are_expected_in_each_building(begun: Agency, tmp_path: Path) -> None:
    """CS-05: what one building shows and another does not is noted."""
    other = ("</immeubles>", '<immeuble id="I3" module="syndic" nom="Autre"/>\n</immeubles>')
    changed(begun, tmp_path, {"donnees/immeubles-S1.xml": [other]})
    reglement = EXAMPLE._replace(modeles={"BANQ": frozenset({"CS-05"})})

    with begun.workshop.store.reading() as known:
        one = legal(known, begun.workshop, Question(reglement, begun.clock()), "S1/I3")
        both = legal(known, begun.workshop, Question(reglement, begun.clock()))

    notes = {
        each.immeuble: [r.trouve for r in item(each, "CS-05").releves if r.cause == "ailleurs"]
        for each in both.immeubles
    }
    assert notes == {"S1/I1": [], "S1/I3": [1]}
    assert one.immeubles == tuple(each for each in both.immeubles if each.immeuble == "S1/I3")
