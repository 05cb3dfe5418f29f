"""Door codes: encrypted in the store, the same code is no change, and nothing shows one (R-125)."""

from base64 import b64decode
from pathlib import Path

import pytest

from ingest.planning.plan import Comptage
from ingest.telling.report import report_from
from store.changes import Entry, Ligne
from tests.journeys.some_agency import Agency, report_of
from tests.journeys.some_exemple import Edits, an_envoi, files_in

DIGICODES = "donnees/digicodes-S1.xml"
CODE, OTHER = "12A45", "98B76"


def kept(agency: Agency) -> dict[tuple[object, ...], Ligne]:
    """What the store has of each door: its digest and what is encrypted, by its key."""
    with agency.workshop.store.reading() as known:
        facts = known.facts("digicodes", "S1")
    return {cle: found.record.valeurs[2:] for cle, found in facts.items()}


def opened(agency: Agency, ligne: Ligne) -> str:
    return agency.workshop.conditions.vault.decrypt(b64decode(str(ligne[1]))).decode()


def send(agency: Agency, directory: Path, edits: Edits | None = None, *, numero: int = 2) -> Entry:
    return agency.send(an_envoi(directory, edits, numero=numero))


def counted(entry: Entry) -> Comptage:
    (found,) = (each for each in report_of(entry).comptages if each.nature == "digicodes")
    return found


def test_a_code_is_kept_encrypted_with_the_agencys_key(begun: Agency) -> None:
    ((cle, ligne),) = kept(begun).items()

    assert (cle, opened(begun, ligne)) == (("I1", ""), CODE)


def test_no_file_of_the_agency_holds_a_code(begun: Agency, tmp_path: Path) -> None:
    send(begun, tmp_path / "envoi-2", {DIGICODES: [(CODE, OTHER)]})

    holding = [
        name
        for name, content in files_in(begun.root).items()
        if CODE.encode() in content or OTHER.encode() in content
    ]
    assert holding == []


def test_the_same_code_the_next_night_is_no_change(begun: Agency, tmp_path: Path) -> None:
    """Also in a file that is read again: what is encrypted would be other bytes each time."""
    before = kept(begun)
    edits = {DIGICODES: [("<digicode ", '<digicode lot="L1" code="00C00"/>\n<digicode ')]}

    comptage = counted(send(begun, tmp_path / "envoi-2", edits))

    assert (comptage.nouveaux, comptage.modifies, comptage.inchanges) == (1, 0, 1)
    assert kept(begun)["I1", ""] == before["I1", ""]


def test_another_code_replaces_the_one_before(begun: Agency, tmp_path: Path) -> None:
    before = kept(begun)

    comptage = counted(send(begun, tmp_path / "envoi-2", {DIGICODES: [(CODE, OTHER)]}))

    assert (comptage.nouveaux, comptage.modifies, comptage.inchanges) == (0, 1, 0)
    assert opened(begun, kept(begun)["I1", ""]) == OTHER
    assert kept(begun)["I1", ""][0] != before["I1", ""][0]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (('immeuble="I1"', 'immeuble="I1" lot="L1"'), "DESIGNATION_INVALIDE"),
        (('immeuble="I1" ', ""), "DESIGNATION_INVALIDE"),
        (('immeuble="I1"', 'lot="L99"'), "REFERENCE_INCONNUE"),
    ],
)
def test_a_code_of_two_places_of_none_or_of_an_unknown_one_is_told_and_not_quoted(
    begun: Agency, tmp_path: Path, edit: tuple[str, str], code: str
) -> None:
    entry = send(begun, tmp_path / "envoi-2", {DIGICODES: [edit]})

    rapport = report_from(entry.rapport)
    assert [s.problem.code for s in rapport.signalements if s.problem.nature == "digicodes"] == [
        code
    ]
    assert (entry.code, counted(entry).sans_effet) == (2, 1)
    assert CODE not in entry.rapport


def test_a_record_that_the_schema_refuses_is_told_without_its_code(
    begun: Agency, tmp_path: Path
) -> None:
    entry = send(begun, tmp_path / "envoi-2", {DIGICODES: [("code=", "mot=")]})

    assert entry.resultat == "refuse"
    assert CODE not in entry.rapport
