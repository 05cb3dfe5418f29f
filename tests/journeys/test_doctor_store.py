"""Each damage of the documents and of the store is found as what it is, and nothing else is."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.planning.differences import LineWithoutFactError
from ingest.workshop import instant
from tests.journeys.some_agency import ACCOUNT, STORE, Agency
from tests.journeys.some_diagnosis import a_content, codes, findings, first, mend, sql
from tests.journeys.some_exemple import Edits, an_envoi
from tests.journeys.some_retention import LINES
from tests.some_databases import ONLY_SQLITE

pytestmark = ONLY_SQLITE

Damage = Callable[[Agency], str]
LYON = 'fuseau="Europe/Paris" ville="Lyon" email="'
ORPHAN = b"%PDF-1.4\n% kept, then a crash\n%%EOF\n"


def published_content_lost(agency: Agency) -> str:
    path = a_content(agency)
    path.unlink()
    return path.name


def content_lost(agency: Agency) -> str:
    path = a_content(agency, etat="retenue")
    path.unlink()
    return path.name


def content_size(agency: Agency) -> str:
    path = a_content(agency)
    path.chmod(0o640)
    path.write_bytes(b"cut")
    path.chmod(0o440)
    return path.name


def content_altered(agency: Agency) -> str:
    path = a_content(agency)
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[::-1])
    path.chmod(0o440)
    return path.name


def content_mode(agency: Agency) -> str:
    path = a_content(agency)
    path.chmod(0o660)
    return path.name


def content_unknown(agency: Agency) -> str:
    digest = sha256(ORPHAN).hexdigest()
    path = agency.root / "documents" / digest[:2] / digest
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(ORPHAN)
    path.chmod(0o440)
    return digest


def not_a_content(agency: Agency) -> str:
    (a_content(agency).parent / "notes.txt").write_text("à voir")
    return f"{a_content(agency).parent.name}/notes.txt"


def store_unreadable(agency: Agency) -> str:
    agency.close()
    for path in agency.root.glob("store.db-*"):
        path.unlink()
    (agency.root / "store.db").write_bytes(b"not a database " * 4096)
    return "store"


def store_damaged(agency: Agency) -> str:
    """An index names an account that its table does not.

    With views in a store SQLite no longer tells pages that nobody knows.
    """
    agency.close()
    path = agency.root / STORE
    with closing(sqlite3.connect(path)) as connection:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'acces_cible'"
        ((page,),) = connection.execute(asked).fetchall()
        ((size,),) = connection.execute("PRAGMA page_size").fetchall()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        content = file.read(size)
        assert b"/C1" in content
        file.seek((page - 1) * size)
        file.write(content.replace(b"/C1", b"/CX", 1))
    return "store"


def a_row_too_few(agency: Agency) -> str:
    sql(agency, "DELETE FROM droits WHERE ligne = (SELECT min(ligne) FROM droits)")
    return "droits"


def an_access_too_many(agency: Agency) -> str:
    """Somebody sees what he may not: the values are told from the facts, not from the row."""
    sql(
        agency,
        "UPDATE acces SET tiers = 'T6' WHERE ligne ="
        " (SELECT min(ligne) FROM acces WHERE tiers != 'T6')",
    )
    return "acces"


def an_anomaly_too_few(agency: Agency) -> str:
    sql(agency, "DELETE FROM anomalies")
    return "anomalies"


def row_twice(agency: Agency) -> str:
    sql(
        agency,
        "INSERT INTO droits (empreinte, connu_du, cause_du, classeur, niveau)"
        " SELECT x'00', connu_du, cause_du, classeur, niveau FROM droits LIMIT 1",
    )
    return "droits"


def row_fingerprint(agency: Agency) -> str:
    sql(agency, "UPDATE droits SET empreinte = x'00' WHERE ligne = (SELECT min(ligne) FROM droits)")
    return "droits"


def row_backward(agency: Agency) -> str:
    sql(
        agency,
        "INSERT INTO droits (empreinte, connu_du, connu_jusqu_au, cause_du, cause_jusqu_au,"
        " classeur, niveau) SELECT x'00', connu_du, '2020-01-01T00:00:00.000Z', cause_du,"
        " cause_du, 'syndic/99', niveau FROM droits LIMIT 1",
    )
    return "droits"


def facts_missing(agency: Agency) -> str:
    """The login of one of the staff: nothing that anybody sees tells that it is gone."""
    sql(agency, "DELETE FROM connexions WHERE tiers = 'T8'")
    return "connexions"


def line_without_fact(agency: Agency) -> str:
    """A list of which one record has another line than the file had: it would not be read."""
    sql(agency, "UPDATE connexions SET empreinte = zeroblob(16) WHERE tiers = 'T8'")
    return "connexions"


def answer_stuck(agency: Agency) -> str:
    sql(
        agency,
        "INSERT INTO a_envoyer (envoi, account, name, content)"  # noqa: S608 - an id of ours
        f" VALUES ('{first(agency).id}', '{ACCOUNT}', 'accuse-x.xml', x'00')",
    )
    agency.clock.moment += timedelta(days=2)
    return f"retour/{ACCOUNT}"


def order_stuck(agency: Agency) -> str:
    with agency.workshop.store.writing() as tx:
        tx.give_order("ingest", f"{ACCOUNT}/nuit", instant(agency.clock()))
    agency.clock.moment += timedelta(days=2)
    return f"{ACCOUNT}/nuit"


FOUND: list[tuple[str, Damage]] = [
    ("PUBLISHED_CONTENT_LOST", published_content_lost),
    ("CONTENT_LOST", content_lost),
    ("CONTENT_SIZE", content_size),
    ("CONTENT_ALTERED", content_altered),
    ("CONTENT_MODE", content_mode),
    ("CONTENT_UNKNOWN", content_unknown),
    ("NOT_A_CONTENT", not_a_content),
    ("STORE_UNREADABLE", store_unreadable),
    ("STORE_DAMAGED", store_damaged),
    ("DERIVED_DIFFERS", a_row_too_few),
    ("DERIVED_DIFFERS", an_anomaly_too_few),
    ("ROW_TWICE", row_twice),
    ("ROW_FINGERPRINT", row_fingerprint),
    ("ROW_BACKWARD", row_backward),
    ("FACTS_MISSING", facts_missing),
    ("LINE_WITHOUT_FACT", line_without_fact),
    ("ANSWER_STUCK", answer_stuck),
    ("ORDER_STUCK", order_stuck),
]
NAMES = [damage.__name__ for _, damage in FOUND]
BY_THE_COMMAND = {"STORE_UNREADABLE", "ANSWER_STUCK"}
"""What the command does otherwise than the repair of `ingest`."""
MENDED = [(code, damage) for code, damage in FOUND if code not in BY_THE_COMMAND]


@pytest.mark.parametrize(("code", "damage"), FOUND, ids=NAMES)
def test_a_damage_is_found_and_nothing_else(damaged: Agency, code: str, damage: Damage) -> None:
    where = damage(damaged)

    found = findings(damaged, is_deep=True)

    assert [(each.code, each.where) for each in found] == [(code, where)]


@pytest.mark.parametrize(("code", "damage"), MENDED, ids=lambda each: getattr(each, "__name__", ""))
def test_what_can_be_repaired_is_and_the_rest_stays(
    damaged: Agency, code: str, damage: Damage
) -> None:
    damage(damaged)
    (found,) = findings(damaged, is_deep=True)

    mend(damaged)

    assert codes(damaged, is_deep=True) == ([] if found.is_repairable else [code])


def test_nothing_is_written_to_a_damaged_store(damaged: Agency) -> None:
    a_row_too_few(damaged)
    store_damaged(damaged)

    assert mend(damaged) == ["DERIVED_DIFFERS", "STORE_DAMAGED"]


def test_other_bytes_of_the_same_size_are_found_by_a_deep_look_only(damaged: Agency) -> None:
    content_altered(damaged)

    assert codes(damaged) == []


@pytest.mark.parametrize("damage", [a_row_too_few, an_access_too_many, an_anomaly_too_few])
def test_what_is_derived_again_equals_the_facts(damaged: Agency, damage: Damage) -> None:
    """Law 9."""
    damage(damaged)

    assert mend(damaged) == []

    damaged.check()


def test_an_access_that_no_fact_gives_is_found_and_ends(damaged: Agency) -> None:
    before = damaged.seen()
    an_access_too_many(damaged)
    assert codes(damaged) == ["DERIVED_DIFFERS", "ROW_FINGERPRINT"]

    assert mend(damaged) == []

    assert damaged.seen() == before


def test_the_repair_is_told_as_the_cause_of_its_rows(damaged: Agency) -> None:
    a_row_too_few(damaged)

    mend(damaged)

    with damaged.workshop.store.reading() as known:
        causes = {row.cause_du for row in known.rows_at("droits")}
    assert causes == {first(damaged).id, f"doctor-{damaged.clock():%Y%m%dT%H%M%S}"}


def test_what_is_true_twice_stays_true_once(damaged: Agency) -> None:
    before = damaged.derived()
    row_twice(damaged)

    mend(damaged)

    assert damaged.derived() == before


def test_after_the_repair_the_same_file_is_read_again(damaged: Agency, tmp_path: Path) -> None:
    """Before it, a file that is byte for byte the one applied last is skipped."""
    facts_missing(damaged)
    mend(damaged)

    damaged.send(an_envoi(tmp_path / "envoi-2", numero=2))

    with damaged.workshop.store.reading() as known:
        assert ("T8",) in known.facts("connexions", "")


def test_a_record_whose_line_is_not_its_own_is_never_taken_for_withdrawn(
    damaged: Agency, tmp_path: Path
) -> None:
    """Its line is in the file, and would not be read; an entity changes, so that all is planned."""
    line_without_fact(damaged)
    edits: Edits = {
        "donnees/entites.xml": [(f"{LYON}syndic@", f"{LYON.replace('Paris', 'Brussels')}syndic@")],
        "donnees/connexions.xml": [(' tiers="T1"', '  tiers="T1"')],
    }
    envoi = damaged.deliver(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    before = damaged.tables()

    with pytest.raises(LineWithoutFactError, match=r"^connexions$"):
        damaged.process(envoi)

    assert damaged.tables() == before
    mend(damaged)
    entry = damaged.send(an_envoi(tmp_path / "envoi-3", edits, numero=3))
    with damaged.workshop.store.reading() as known:
        found = known.facts("connexions", "")["T8",]
    assert (entry.resultat, found.absent_depuis) == ("applique", None)


def test_a_content_that_a_crash_left_is_noted_as_received(damaged: Agency) -> None:
    digest = content_unknown(damaged)

    mend(damaged)

    with damaged.workshop.store.reading() as known:
        assert known.contents()[digest] == "pdf"


def test_a_content_that_is_not_what_its_name_says_is_not_noted(damaged: Agency) -> None:
    path = damaged.root / "documents" / "ab" / ("ab" + "0" * 62)
    path.parent.mkdir()
    path.write_bytes(ORPHAN)
    path.chmod(0o440)

    assert mend(damaged) == ["CONTENT_UNKNOWN"]


def test_a_content_that_a_purge_is_about_to_unlink_has_no_finding(damaged: Agency) -> None:
    digest = content_unknown(damaged)
    sql(damaged, f"INSERT INTO contenus_a_retirer VALUES ('{digest}')")  # noqa: S608

    assert codes(damaged) == []


def test_an_answer_of_an_hour_ago_has_no_finding(damaged: Agency) -> None:
    answer_stuck(damaged)
    damaged.clock.moment -= timedelta(days=2) - timedelta(hours=1)

    assert codes(damaged) == []


def test_the_last_list_is_the_one_applied_last_whatever_the_clock_said(damaged: Agency) -> None:
    """The clock was set back between the two: the last one has the earlier instant."""
    gone = {"donnees/evenements-S1.xml": [(LINES["E3"], "")]}
    damaged.send(an_envoi(damaged.root.parent / "envoi-2", numero=2))
    damaged.clock.moment -= timedelta(days=1)
    damaged.send(an_envoi(damaged.root.parent / "envoi-3", gone, numero=3))

    assert codes(damaged) == []
