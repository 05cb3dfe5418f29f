"""`lsc-syncd doctor`: what it says, its exit codes, and that it changes nothing unless asked to."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from syncd.journal import Journal
from tests.edges.some_daemon import Installation, a_daemon
from tests.journeys.some_agency import ACCOUNT, Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_diagnosis import a_content, first, sql
from tests.journeys.some_exemple import files_in
from tests.some_databases import ONLY_SQLITE

KEYS = {"code", "level", "where", "sentence", "remedy", "repairable", "repaired"}


@pytest.fixture
def doctor(damaged: Agency, capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(damaged.settings(), capsys)


def misfile(agency: Agency) -> Path:
    """Put an envoi that is done among those that are refused."""
    path = first(agency).path
    return path.rename(path.parents[1] / "refused" / path.name)


def lose_a_content(agency: Agency) -> str:
    path = a_content(agency)
    path.unlink()
    return path.name


def test_where_nothing_is_wrong_it_says_so(doctor: Said) -> None:
    assert doctor.run("doctor") == 0
    assert doctor.out == "Nothing is wrong.\n"


def test_a_finding_is_told_with_what_to_do(damaged: Agency, doctor: Said) -> None:
    path = misfile(damaged)

    assert doctor.run("doctor") == 1

    assert doctor.out.splitlines() == [
        "wrong: MISFILED",
        f"  refused/{path.name}: The ledger says applique, which belongs elsewhere",
        "  → --repair files it where the ledger says.",
        "1 finding(s), 0 repaired, 1 to deal with.",
    ]


def test_many_findings_of_one_kind_are_told_by_the_first_ones(
    damaged: Agency, doctor: Said
) -> None:
    for number in range(12):
        (damaged.root / "spool" / "done" / f"copie-{number}").mkdir()

    assert doctor.run("doctor") == 1

    assert len([line for line in doctor.out.splitlines() if "copie" in line]) == 10
    assert "  … and 2 more: --json" in doctor.out.splitlines()


def test_without_repair_nothing_is_changed(damaged: Agency, doctor: Said) -> None:
    misfile(damaged)
    sql(damaged, "DELETE FROM droits")
    before = damaged.tables()
    files = files_in(damaged.root / "spool")

    assert doctor.run("doctor", "--deep") == 1

    assert damaged.tables() == before
    assert files_in(damaged.root / "spool") == files


def test_repair_ends_with_0_when_all_is_repaired(damaged: Agency, doctor: Said) -> None:
    misfile(damaged)
    sql(damaged, "DELETE FROM droits")

    assert doctor.run("doctor", "--repair") == 0

    assert doctor.out.splitlines()[-1] == "2 finding(s), 2 repaired, 0 to deal with."
    damaged.check()


def test_repair_ends_with_1_when_something_is_left(damaged: Agency, doctor: Said) -> None:
    misfile(damaged)
    sha256 = lose_a_content(damaged)

    assert doctor.run("doctor", "--repair") == 1

    assert f"wrong: PUBLISHED_CONTENT_LOST\n  {sha256}: " in doctor.out
    assert "  → Restore the file from the backup of the documents" in doctor.out
    assert doctor.out.splitlines()[-1] == "2 finding(s), 1 repaired, 1 to deal with."


def test_what_is_only_worth_knowing_ends_with_0(damaged: Agency, doctor: Said) -> None:
    (a_content(damaged).parent / "notes.txt").write_text("à voir")

    (row,) = doctor.json("doctor")["findings"]

    assert (row["code"], row["level"]) == ("NOT_A_CONTENT", "information")


def test_json_has_every_finding_under_stable_keys(damaged: Agency, doctor: Said) -> None:
    misfile(damaged)

    said = doctor.json("doctor", "--repair")

    assert set(said) == {"running", "sound", "findings"}
    (row,) = said["findings"]
    assert set(row) == KEYS
    assert (row["code"], row["repairable"], row["repaired"]) == ("MISFILED", True, True)
    assert (said["running"], said["sound"]) == (False, True)


def test_a_leftover_that_the_lock_itself_removes_is_told_as_repaired(
    damaged: Agency, doctor: Said
) -> None:
    (damaged.workshop.spool.account_dir(ACCOUNT) / ".deliver-20261124T110000-00aa").mkdir()

    (row,) = doctor.json("doctor", "--repair")["findings"]

    assert (row["code"], row["repaired"]) == ("LEFTOVER", True)


@ONLY_SQLITE
def test_an_answer_that_is_stuck_is_delivered(damaged: Agency, doctor: Said) -> None:
    name = "accuse-de-jadis.xml"
    sql(
        damaged,
        "UPDATE envois SET decide_le = '2020-01-01T00:00:00.000Z'",
        "INSERT INTO a_envoyer (envoi, account, name, content)"  # noqa: S608 - an id of ours
        f" VALUES ('{first(damaged).id}', '{ACCOUNT}', '{name}', x'00')",
    )

    (row,) = doctor.json("doctor", "--repair")["findings"]

    assert (row["code"], row["repaired"]) == ("ANSWER_STUCK", True)
    assert damaged.answer(name) == b"\0"


@ONLY_SQLITE
def test_a_store_that_cannot_be_read_is_told_and_left(damaged: Agency, doctor: Said) -> None:
    damaged.close()
    (damaged.root / "store.db").write_bytes(b"not a database " * 4096)

    assert doctor.run("doctor", "--repair", "--json") == 1

    assert '"STORE_UNREADABLE"' in doctor.out


def test_uploads_of_an_envoi_that_nobody_knows_are_worth_knowing(
    damaged: Agency, doctor: Said
) -> None:
    journal = damaged.root / "journal.db"
    Journal(journal).close()
    envois = [first(damaged).id, "20261124T110000-lsc-7-00aa"]
    with closing(sqlite3.connect(journal)) as database, database:
        database.execute("INSERT INTO sessions (session, account, peer, started) VALUES (1,2,3,4)")
        for sequence, envoi in enumerate(envois):
            database.execute(
                "INSERT INTO transfers (session, sequence, operation, success, pending, envoi)"
                " VALUES (1, ?, 'upload', 1, 0, ?)",
                (sequence, envoi),
            )

    (row,) = doctor.json("doctor")["findings"]

    assert (row["code"], row["where"]) == ("UPLOADS_OF_NOBODY", envois[1])


def test_repair_is_refused_while_another_holds_the_spool(damaged: Agency, doctor: Said) -> None:
    path = misfile(damaged)

    with damaged.workshop.spool.locked():
        assert doctor.run("doctor", "--repair") == 11

    assert path.is_dir()
    assert "`lsc-syncd status` tells what it is doing." in doctor.err


def test_beside_a_running_daemon_it_looks_and_says_that_things_move(
    installation: Installation,
) -> None:
    with a_daemon(installation):
        looked, repaired = installation.cli("doctor"), installation.cli("doctor", "--repair")

    assert (looked.returncode, repaired.returncode) == (0, 11)
    assert looked.stdout.splitlines()[0].startswith("lsc-syncd runs: the spool may move meanwhile")
    assert looked.stdout.splitlines()[-1] == "Nothing is wrong."


def test_before_anything_was_received_it_says_what_to_do(fresh: Said) -> None:
    assert fresh.run("doctor") == 1
    assert "Start `lsc-syncd run`, or `lsc-syncd ingest` once." in fresh.err
