"""`lsc-syncd schedule`: last and next runs, for people and for programs."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.agenda import read_agenda
from store.database import Store
from store.taches import ChoreRecord
from syncd.slots import begun, ended, outlook
from tests.edges.some_daemon import Installation, an_installation

PARIS = "Europe/Paris"
NIGHTLY = read_agenda("tous les jours 04:00")
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
SLOT = datetime(2026, 11, 26, 3, tzinfo=UTC)
KNOWN = ChoreRecord(
    nom="retention", agenda=NIGHTLY.texte, fuseau=PARIS, depuis="2026-11-25T12:00:00.000Z"
)


def rows(installation: Installation) -> dict[str, dict[str, object]]:
    done = installation.cli("schedule", "--json")
    assert done.returncode == 0, done.stderr
    return {row["chore"]: row for row in json.loads(done.stdout)}


def has_run(installation: Installation, chore: ChoreRecord) -> None:
    """Record it in a store that the daemon, which made the key, has left."""
    (installation.data / "keys").mkdir(parents=True)
    (installation.data / "keys/agence.key").touch()
    store = Store(f"sqlite:///{installation.data}/store.db")
    store.create()
    with store.writing() as tx:
        tx.record_chore(chore)
    store.close()


def test_before_anything_ran_it_tells_what_is_to_come_and_makes_nothing(tmp_path: Path) -> None:
    installation = an_installation(tmp_path, fuseau="Indian/Reunion")

    found = rows(installation)

    assert list(found) == ["retention", "doctor"]
    assert found["doctor"]["text"] == "dim 03:00"
    assert found["doctor"]["zone"] == "Indian/Reunion"
    assert found["doctor"]["last_run"] is None
    assert str(found["doctor"]["next_run"])[10:] == "T23:00:00.000Z"  # Saturday in UTC
    assert not installation.data.exists()


def test_the_last_run_is_told_with_its_outcome(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    has_run(installation, ended(begun(KNOWN, SLOT, SLOT), "echec", SLOT + timedelta(minutes=1)))

    row = rows(installation)["retention"]

    assert (row["last_run"], row["ended"], row["outcome"]) == (
        "2026-11-26T03:00:00.000Z",
        "2026-11-26T03:01:00.000Z",
        "echec",
    )


def test_a_table_has_the_time_of_the_agency(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    has_run(installation, ended(begun(KNOWN, SLOT, SLOT), "fait", SLOT))

    assert "2026-11-26 04:00   fait" in installation.cli("schedule").stdout


def test_a_table_says_what_never_was_and_never_will_be(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    installation.config.write_text(
        installation.config.read_text() + '[taches]\nretention = "jamais"\n'
    )

    (line,) = [
        line for line in installation.cli("schedule").stdout.splitlines() if "retention" in line
    ]

    assert line.split() == ["retention", "jamais", "Europe/Paris", "never", "never"]


def test_a_run_without_an_end_is_told(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    has_run(installation, begun(KNOWN, SLOT, SLOT))

    assert "not ended" in installation.cli("schedule").stdout
    assert rows(installation)["retention"]["ended"] is None


@pytest.mark.parametrize("command", ["schedule", "run", "status"])
def test_an_agenda_that_cannot_be_read_is_told_with_its_line(tmp_path: Path, command: str) -> None:
    installation = an_installation(tmp_path)
    installation.config.write_text(
        installation.config.read_text() + '[taches]\nretention = "le 25 de chaque mois"\n'
    )

    done = installation.cli(command)

    assert done.returncode == 10
    assert done.stderr.startswith(
        f"{installation.config}:7: taches.retention is wrong: '25' is neither a day nor an hour "
        "('tous les jours 04:00' is right)"
    )


def test_what_was_missed_runs_next_of_all() -> None:
    now = START + timedelta(days=30)

    assert outlook("retention", NIGHTLY, PARIS, KNOWN, now).next_run == "2026-12-25T12:00:00.000Z"


def test_after_a_run_the_next_one_is_that_of_the_next_day() -> None:
    known = ended(begun(KNOWN, SLOT, SLOT), "fait", SLOT)

    assert outlook("retention", NIGHTLY, PARIS, known, SLOT).next_run == "2026-11-27T03:00:00.000Z"


def test_while_it_runs_the_next_run_is_that_of_the_next_day() -> None:
    known = begun(KNOWN, SLOT, SLOT)

    assert outlook("retention", NIGHTLY, PARIS, known, SLOT).next_run == "2026-11-27T03:00:00.000Z"
