"""Each damage of the spool and of the ledger is found as what it is, and nothing else is."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.doctor.findings import Finding, Level
from tests.journeys.some_agency import ACCOUNT, Agency
from tests.journeys.some_diagnosis import codes, findings, first, mend, sql
from tests.journeys.some_exemple import an_envoi, with_e9

Damage = Callable[[Agency, Path], str]
"""Given an agency and a place for files, break something and return where."""


def a_dead_process() -> int:
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


def spool(agency: Agency) -> Path:
    return agency.workshop.spool.root


def refused(agency: Agency, tmp_path: Path) -> Path:
    """Send an envoi that comes too late; return where it stands."""
    return agency.place(agency.send(an_envoi(tmp_path / "envoi-0", numero=0)))


def held(agency: Agency, tmp_path: Path) -> Path:
    """Send an envoi that our own fault holds; return where it stands."""
    envoi = agency.deliver(with_e9(tmp_path / "envoi-2"))
    entry = pipeline.hold_after_crashes(agency.workshop.spool.start(envoi), agency.workshop)
    agency.workshop.store.close()
    sql(agency, "DELETE FROM a_envoyer")
    return agency.place(entry)


def moved(agency: Agency, path: Path, target: str) -> str:
    path.rename(spool(agency) / target)
    return target


def forget(agency: Agency, path: Path) -> str:
    sql(agency, f"DELETE FROM envois WHERE id = '{path.name}'")  # noqa: S608 - an id of ours
    return path.relative_to(spool(agency)).as_posix()


def foreign_name(agency: Agency, _: Path) -> str:
    (spool(agency) / "done" / "copie de sauvegarde").mkdir()
    return "done/copie de sauvegarde"


def a_file_among_envois(agency: Agency, _: Path) -> str:
    (spool(agency) / "hold" / "notes.txt").write_text("à voir")
    return "hold/notes.txt"


def an_attempt_that_is_done(agency: Agency, _: Path) -> str:
    (spool(agency) / "done" / "20261124T110000-lsc-7-00aa~2").mkdir()
    return "done/20261124T110000-lsc-7-00aa~2"


def unknown_state(agency: Agency, _: Path) -> str:
    (spool(agency) / "corrupt").mkdir()
    return "corrupt"


def unknown_account(agency: Agency, _: Path) -> str:
    (spool(agency) / "incoming" / "LSC du siège").mkdir()
    return "incoming/LSC du siège"


def a_link_to_an_envoi(agency: Agency, _: Path) -> str:
    (spool(agency) / "ready" / "20261124T110000-lsc-7-00aa").symlink_to(first(agency).path)
    return "ready/20261124T110000-lsc-7-00aa"


def a_link_in_an_envoi(agency: Agency, _: Path) -> str:
    path = first(agency).path
    (path / "pieces" / "lien.pdf").symlink_to("/etc/hostname")
    return f"done/{path.name}/pieces/lien.pdf"


def two_states(agency: Agency, _: Path) -> str:
    path = first(agency).path
    shutil.copytree(path, spool(agency) / "ready" / path.name)
    return path.name


def active_and_done(agency: Agency, _: Path) -> str:
    path = first(agency).path
    shutil.copytree(path, spool(agency) / "active" / f"{path.name}~1")
    return path.name


def done_without_row(agency: Agency, _: Path) -> str:
    return forget(agency, first(agency).path)


def held_without_row(agency: Agency, tmp_path: Path) -> str:
    return forget(agency, held(agency, tmp_path))


def refused_without_row(agency: Agency, tmp_path: Path) -> str:
    return forget(agency, refused(agency, tmp_path))


def refused_without_report(agency: Agency, tmp_path: Path) -> str:
    path = refused(agency, tmp_path)
    (path / "rapport.json").unlink()
    return forget(agency, path)


def refused_with_the_report_of_another(agency: Agency, tmp_path: Path) -> str:
    path = refused(agency, tmp_path)
    shutil.copy(first(agency).path / "rapport.json", path)
    return forget(agency, path)


def active_but_decided(agency: Agency, _: Path) -> str:
    path = first(agency).path
    return moved(agency, path, f"active/{path.name}~1")


def active_interrupted(agency: Agency, tmp_path: Path) -> str:
    envoi = agency.deliver(with_e9(tmp_path / "envoi-2"))
    return f"active/{agency.workshop.spool.start(envoi).path.name}"


def ready_but_decided(agency: Agency, _: Path) -> str:
    path = first(agency).path
    return moved(agency, path, f"ready/{path.name}")


def deferred_but_decided(agency: Agency, _: Path) -> str:
    path = first(agency).path
    return moved(agency, path, f"deferred/{path.name}")


def misfiled(agency: Agency, tmp_path: Path) -> str:
    path = refused(agency, tmp_path)
    return moved(agency, path, f"done/{path.name}")


def held_but_closed(agency: Agency, tmp_path: Path) -> str:
    path = held(agency, tmp_path)
    sql(agency, f"UPDATE envois SET resultat = 'remplace' WHERE id = '{path.name}'")  # noqa: S608
    return f"hold/{path.name}"


def secrets_left(agency: Agency, _: Path) -> str:
    path = first(agency).path
    (path / "donnees" / "connexions.xml.scelle").write_bytes(b"sealed")
    return f"done/{path.name}"


def half_a_report(agency: Agency, _: Path) -> str:
    path = first(agency).path / f".lsc-syncd.{a_dead_process()}.1.tmp"
    path.write_bytes(b"half of")
    return path.relative_to(spool(agency)).as_posix()


def half_a_tombstone(agency: Agency, _: Path) -> str:
    tombs = agency.workshop.spool.account_dir(ACCOUNT) / ".tombes"
    path = tombs / f".lsc-syncd.{a_dead_process()}.1.tmp"
    path.write_bytes(b"half of")
    return path.relative_to(spool(agency)).as_posix()


def half_a_copy(agency: Agency, _: Path) -> str:
    path = agency.workshop.spool.account_dir(ACCOUNT) / ".deliver-20261124T110000-00aa"
    path.mkdir()
    return path.relative_to(spool(agency)).as_posix()


def a_closed_directory(agency: Agency, _: Path) -> str:
    path = first(agency).path / "pieces"
    path.chmod(0o500)
    return path.relative_to(spool(agency)).as_posix()


def a_closed_file(agency: Agency, _: Path) -> str:
    path = first(agency).path / "manifeste.xml"
    path.chmod(0o040)
    return path.relative_to(spool(agency)).as_posix()


def swept(agency: Agency, _: Path) -> str:
    path = first(agency).path
    shutil.rmtree(path)
    return path.name


def held_nowhere(agency: Agency, tmp_path: Path) -> str:
    path = held(agency, tmp_path)
    shutil.rmtree(path)
    return path.name


def numero_twice(agency: Agency, tmp_path: Path) -> str:
    entry = agency.send(with_e9(tmp_path / "envoi-2"))
    sql(agency, "UPDATE envois SET numero = 1 WHERE numero = 2")
    return entry.id


def report_unreadable(agency: Agency, _: Path) -> str:
    sql(agency, "UPDATE envois SET rapport = '{}'")
    return first(agency).id


def report_lost(agency: Agency, _: Path) -> str:
    (first(agency).path / "rapport.json").unlink()
    return report_unreadable(agency, _)


FOUND: list[tuple[str, Damage]] = [
    ("NOT_AN_ID", foreign_name),
    ("NOT_AN_ID", a_file_among_envois),
    ("NOT_AN_ID", an_attempt_that_is_done),
    ("NOT_AN_ID", unknown_state),
    ("NOT_AN_ID", unknown_account),
    ("LINK", a_link_to_an_envoi),
    ("LINK", a_link_in_an_envoi),
    ("IN_TWO_STATES", two_states),
    ("IN_TWO_STATES", active_and_done),
    ("DONE_WITHOUT_ROW", done_without_row),
    ("HELD_WITHOUT_ROW", held_without_row),
    ("REFUSED_WITHOUT_ROW", refused_without_row),
    ("REFUSED_WITHOUT_REPORT", refused_without_report),
    ("REFUSED_WITHOUT_REPORT", refused_with_the_report_of_another),
    ("ACTIVE_BUT_DECIDED", active_but_decided),
    ("ACTIVE_INTERRUPTED", active_interrupted),
    ("WAITING_BUT_DECIDED", ready_but_decided),
    ("WAITING_BUT_DECIDED", deferred_but_decided),
    ("MISFILED", misfiled),
    ("MISFILED", held_but_closed),
    ("SECRETS_LEFT", secrets_left),
    ("LEFTOVER", half_a_report),
    ("LEFTOVER", half_a_tombstone),
    ("LEFTOVER", half_a_copy),
    ("CLOSED_TO_US", a_closed_directory),
    ("CLOSED_TO_US", a_closed_file),
    ("SWEPT", swept),
    ("HELD_NOWHERE", held_nowhere),
    ("NUMERO_TWICE", numero_twice),
    ("REPORT_UNREADABLE", report_unreadable),
    ("REPORT_LOST", report_lost),
]
NAMES = [damage.__name__ for _, damage in FOUND]


def test_what_was_received_as_usual_has_no_finding(damaged: Agency) -> None:
    assert findings(damaged, is_deep=True) == []


def test_what_is_refused_for_its_links_has_no_finding(damaged: Agency, tmp_path: Path) -> None:
    """They are the sender's to see."""
    (refused(damaged, tmp_path) / "pieces" / "lien.pdf").symlink_to("/etc/hostname")

    assert findings(damaged) == []


@pytest.mark.parametrize(("code", "damage"), FOUND, ids=NAMES)
def test_a_damage_is_found_and_nothing_else(
    damaged: Agency, tmp_path: Path, code: str, damage: Damage
) -> None:
    where = damage(damaged, tmp_path)

    assert [(each.code, each.where) for each in findings(damaged)] == [(code, where)]


@pytest.mark.parametrize(("code", "damage"), FOUND, ids=NAMES)
def test_what_can_be_repaired_is_and_the_rest_stays(
    damaged: Agency, tmp_path: Path, code: str, damage: Damage
) -> None:
    damage(damaged, tmp_path)
    (found,) = findings(damaged)

    assert mend(damaged) == ([] if found.is_repairable else [code])


def test_what_the_architecture_allows_is_information_only() -> None:
    informations = {"SWEPT", "ACTIVE_INTERRUPTED", "CONTENT_UNKNOWN", "NOT_A_CONTENT"}

    assert {Finding(code, "").level for code in informations} == {Level.INFORMATION}


def test_beside_a_daemon_what_is_active_is_its_own(damaged: Agency, tmp_path: Path) -> None:
    active_but_decided(damaged, tmp_path)
    active_interrupted(damaged, tmp_path)

    assert findings(damaged, is_alone=False) == []


def test_beside_a_daemon_a_copy_under_way_is_left_alone(damaged: Agency, tmp_path: Path) -> None:
    half_a_copy(damaged, tmp_path)

    assert findings(damaged, is_alone=False) == []


def test_a_file_that_a_living_process_writes_is_no_leftover(damaged: Agency) -> None:
    (spool(damaged) / "done" / ".lsc-syncd.1.1.tmp").write_bytes(b"half of")

    assert findings(damaged) == []


def test_numeros_that_a_person_let_start_again_are_not_twice(
    damaged: Agency, tmp_path: Path
) -> None:
    numero_twice(damaged, tmp_path)
    sql(
        damaged,
        "INSERT INTO constats (genre, cible, instant, cause, detail) SELECT"
        " 'numerotation_acceptee', domaine, decide_le, 'main', '{}' FROM envois LIMIT 1",
    )

    assert codes(damaged) == []


@pytest.mark.parametrize(
    "damage", [active_but_decided, ready_but_decided, deferred_but_decided, misfiled]
)
def test_what_the_ledger_knows_is_filed_where_it_says(
    damaged: Agency, tmp_path: Path, damage: Damage
) -> None:
    damage(damaged, tmp_path)

    mend(damaged)

    damaged.check()


def test_a_refusal_is_recorded_again_word_for_word(damaged: Agency, tmp_path: Path) -> None:
    path = refused(damaged, tmp_path)
    with damaged.workshop.store.reading() as known:
        before = known.entry(path.name)
    forget(damaged, path)

    mend(damaged)

    with damaged.workshop.store.reading() as known:
        assert known.entry(path.name) == before


def test_what_is_misfiled_and_has_no_report_is_told_and_left(
    damaged: Agency, tmp_path: Path
) -> None:
    misfiled(damaged, tmp_path)
    shutil.rmtree(first(damaged).path)
    sql(damaged, "UPDATE envois SET rapport = '{}' WHERE numero = 0")
    next((spool(damaged) / "done").glob("*/rapport.json")).unlink()

    assert set(mend(damaged)) == {"MISFILED", "REPORT_LOST", "SWEPT"}


def test_an_outcome_that_we_do_not_know_is_told(damaged: Agency) -> None:
    sql(
        damaged,
        """UPDATE envois SET resultat = 'approuve',"""
        """ rapport = replace(rapport, '"applique"', '"approuve"')""",
    )

    assert codes(damaged) == ["REPORT_UNREADABLE"]


def test_secrets_that_were_left_are_deleted(damaged: Agency, tmp_path: Path) -> None:
    secrets_left(damaged, tmp_path)

    mend(damaged)

    assert not list(spool(damaged).rglob("*.scelle"))
