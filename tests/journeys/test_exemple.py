"""The worked example, on its day: these files, these persons, this table (tests/exemple)."""

import logging
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

import schemas
from ingest.telling.overview import overview
from ingest.workshop import instant
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import EXEMPLE, LOGINS, SEEN_TODAY, an_envoi, files_in
from tests.some_databases import BOTH

pytestmark = BOTH

SECRETS = (b"k7Pz-33qd", b"12A45")
SECRET_FILES = ("donnees/connexions.xml", "donnees/digicodes-S1.xml")
NOBODY_SEES = {"S1/E5/a": "INVOICE_WITHOUT_ENTRY", "G1/E6/a": "EXPIRED"}
HOLDERS = ("T1", "T2", "T3", "T4", "T5", "T6")


@pytest.mark.parametrize("login", LOGINS)
def test_each_person_sees_what_the_table_says(begun: Agency, login: str) -> None:
    assert begun.seen_by(login) == SEEN_TODAY[login]


def test_of_nine_documents_two_are_seen_by_nobody_and_say_why(begun: Agency) -> None:
    with begun.workshop.store.reading() as known:
        every = list(overview(known, instant(begun.clock())))

    assert len(every) == 9
    assert {each.document: each.motif for each in every if not each.lecteurs} == NOBODY_SEES


def test_the_others_have_as_many_readers_as_the_table(begun: Agency) -> None:
    with begun.workshop.store.reading() as known:
        readers = {each.document: each.lecteurs for each in overview(known, instant(begun.clock()))}

    expected = {
        document: sum(document in seen for seen in SEEN_TODAY.values()) for document in readers
    }
    assert readers == expected


def test_only_the_departed_tenants_login_is_off(begun: Agency) -> None:
    assert [tiers for tiers in HOLDERS if not begun.is_open(tiers)] == ["T6"]


def test_both_pieces_of_the_minutes_bear_the_events_subject(begun: Agency) -> None:
    with begun.workshop.store.reading() as known:
        seen = known.visible("T1", at=instant(begun.clock()))

    titles = {row.titre for row in seen if row.document.startswith("S1/E1/")}
    assert titles == {"Procès-verbal de l'assemblée du 12 mai 2026"}


def test_the_first_envoi_is_applied_without_a_warning(agency: Agency) -> None:
    entry = agency.send(EXEMPLE)

    assert (entry.resultat, entry.code) == ("applique", 0)
    assert told(entry) == ["INVOICE_WITHOUT_ENTRY"]


def test_the_counts_are_those_of_the_files(agency: Agency) -> None:
    counts = report_of(agency.send(EXEMPLE)).comptages

    read = {(each.nature, each.entite): each for each in counts}
    assert {place: each.recus for place, each in read.items()} == {
        ("parametres", ""): 3,
        ("entites", ""): 2,
        ("utilisateurs", ""): 1,
        ("tiers", ""): 8,
        ("connexions", ""): 7,
        ("journaux", ""): 2,
        ("classeurs", ""): 8,
        ("modeles", ""): 8,
        ("immeubles", "S1"): 1,
        ("lots", "S1"): 4,
        ("comptes", "S1"): 4,
        ("fiches_coproprietaires", "S1"): 3,
        ("detentions", "S1"): 5,
        ("exercices", "S1"): 2,
        ("ecritures", "S1"): 1,
        ("depenses", "S1"): 1,
        ("budgets", "S1"): 2,
        ("fonds_travaux", "S1"): 2,
        ("dossiers", "S1"): 1,
        ("evenements", "S1"): 5,
        ("contacts", "S1"): 1,
        ("digicodes", "S1"): 1,
        ("immeubles", "G1"): 1,
        ("lots", "G1"): 1,
        ("comptes", "G1"): 3,
        ("mandats", "G1"): 1,
        ("baux", "G1"): 2,
        ("ecritures", "G1"): 2,
        ("evenements", "G1"): 3,
        ("contacts", "G1"): 1,
    }
    assert all(each.nouveaux == each.recus and not each.sans_effet for each in read.values())


def test_the_documents_are_counted(agency: Agency) -> None:
    counted = report_of(agency.send(EXEMPLE)).documents

    assert counted is not None
    assert (counted.total, counted.publies, counted.expires, counted.retenus) == (9, 7, 1, 1)


def test_the_same_envoi_again_changes_nothing(begun: Agency) -> None:
    before = begun.tables()

    entry = begun.send(EXEMPLE)

    assert begun.tables() == before
    assert (entry.resultat, entry.code, told(entry)) == ("deja_applique", 0, [])


def test_the_same_lists_under_the_next_numero_change_nothing(begun: Agency, tmp_path: Path) -> None:
    before = begun.tables()

    entry = begun.send(an_envoi(tmp_path / "envoi-2", numero=2))

    assert begun.tables() == before
    assert entry.resultat == "applique"
    counts = report_of(entry).comptages
    assert all(each.ignoree and each.inchanges == each.recus for each in counts)


def test_what_stands_is_told_again_by_the_next_envoi(begun: Agency, tmp_path: Path) -> None:
    entry = begun.send(an_envoi(tmp_path / "envoi-2", numero=2))

    etats = {s.problem.code: str(s.etat) for s in report_of(entry).signalements}
    assert etats == {"INVOICE_WITHOUT_ENTRY": "persistant"}


def test_the_accuse_is_valid(agency: Agency) -> None:
    entry = agency.send(EXEMPLE)
    schema = etree.XMLSchema(etree.parse(schemas.ACCUSE))

    root = etree.fromstring(agency.answer(f"accuse-{entry.id}.xml"))

    schema.assertValid(root)
    said = [root.get(name) for name in ("id", "numero", "code", "resultat")]
    assert said == [entry.id, "1", "0", "applique"]


def test_the_latest_answer_stands_under_the_numero_as_well(agency: Agency) -> None:
    entry = agency.send(EXEMPLE)

    for suffix in ("xml", "txt"):
        by_id, by_numero = f"accuse-{entry.id}.{suffix}", f"accuse-1.{suffix}"
        assert agency.answer(by_id) == agency.answer(by_numero)


def test_the_text_twin_says_it_in_french(agency: Agency) -> None:
    entry = agency.send(EXEMPLE)

    text = agency.answer(f"accuse-{entry.id}.txt").decode()

    assert "L'envoi a été appliqué. Code 0." in text
    assert "tiers : 8 reçus, 8 nouveaux" in text
    assert "Facture scannée sans écriture comptable : saisissez l'écriture" in text


def test_a_secret_that_is_sent_again_is_not_hashed_again(begun: Agency, tmp_path: Path) -> None:
    """A new hash of it would be another record."""
    edits = {
        "donnees/connexions.xml": [
            ("</connexions>", '  <connexion tiers="T9" identifiant="ascenseurs"/>\n</connexions>')
        ]
    }

    entry = begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    (logins,) = [each for each in report_of(entry).comptages if each.nature == "connexions"]
    assert (logins.nouveaux, logins.modifies, logins.inchanges) == (1, 0, 7)


def traces() -> list[bytes]:
    """Return what no file may hold: the secrets, and the plain digests of them and their files."""
    contents = [*SECRETS, *((EXEMPLE / chemin).read_bytes() for chemin in SECRET_FILES)]
    return [*SECRETS, *(sha256(content).hexdigest().encode() for content in contents)]


def holding(root: Path) -> list[str]:
    return [
        chemin
        for chemin, content in files_in(root).items()
        if any(trace in content for trace in traces())
    ]


def test_the_senders_own_files_do_hold_the_secrets() -> None:
    assert holding(EXEMPLE) == [*SECRET_FILES, "manifeste.xml"]


def test_no_secret_stands_in_clear_anywhere_once_it_is_sealed(agency: Agency) -> None:
    agency.deliver(EXEMPLE)

    assert holding(agency.root) == []


def test_no_secret_stands_in_clear_anywhere_once_it_is_applied(begun: Agency) -> None:
    assert holding(begun.root) == []


def test_no_log_says_a_secret(agency: Agency, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    agency.send(EXEMPLE)

    said = repr([vars(record) for record in caplog.records]).encode()
    assert not any(trace in said for trace in traces())


def test_the_sealed_natures_are_gone_once_they_are_applied(agency: Agency) -> None:
    left = files_in(agency.place(agency.send(EXEMPLE)))

    assert not [chemin for chemin in left if "connexions" in chemin or "digicodes" in chemin]


def test_what_the_documents_keep_is_not_kept_twice(agency: Agency) -> None:
    left = files_in(agency.place(agency.send(EXEMPLE)))

    assert not [chemin for chemin in left if chemin.startswith("pieces/")]
