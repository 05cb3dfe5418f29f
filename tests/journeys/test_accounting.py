"""What is checked at the end of each journey would be noticed: the check itself can fail."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import EXEMPLE, an_envoi, files_in
from tests.some_databases import ONLY_SQLITE

pytestmark = ONLY_SQLITE


@pytest.fixture
def apart(begun: Agency, tmp_path: Path) -> Agency:
    """A copy of an agency that this test may spoil."""
    begun.close()
    return begun.copy(tmp_path / "autre")


def piece_of(agency: Agency) -> Path:
    return next(path for path in (agency.root / "documents").rglob("*") if path.is_file())


def spoil(agency: Agency, statement: str) -> None:
    with closing(sqlite3.connect(agency.root / "store.db")) as store, store:
        assert store.execute(statement).rowcount > 0


def noticed(agency: Agency) -> bool:
    try:
        agency.check()
    except AssertionError:
        return True
    finally:
        agency.close()
    return False


def test_an_untroubled_agency_is_in_order(apart: Agency) -> None:
    assert not noticed(apart)


def test_a_lost_content_is_noticed(apart: Agency) -> None:
    piece_of(apart).unlink()

    assert noticed(apart)


def test_a_lost_file_of_an_envoi_is_noticed(apart: Agency) -> None:
    next((apart.root / "spool" / "done").rglob("lots-S1.xml")).unlink()

    assert noticed(apart)


def test_a_binary_that_is_kept_twice_is_noticed(apart: Agency) -> None:
    (place,) = (apart.root / "spool" / "done").iterdir()
    (place / "pieces" / "E1-a.pdf").write_bytes((EXEMPLE / "pieces" / "E1-a.pdf").read_bytes())

    assert noticed(apart)


def test_a_secret_that_was_not_deleted_is_noticed(apart: Agency) -> None:
    (place,) = (apart.root / "spool" / "done").iterdir()
    (place / "donnees" / "connexions.xml.scelle").write_bytes(b"")
    (place / "donnees" / "connexions.xml").write_bytes(b"")

    assert noticed(apart)


def test_an_envoi_in_another_state_than_its_outcomes_is_noticed(apart: Agency) -> None:
    (place,) = (apart.root / "spool" / "done").iterdir()
    place.rename(apart.root / "spool" / "refused" / place.name)

    assert noticed(apart)


@pytest.mark.parametrize("table", ["acces", "droits", "publication", "anomalies"])
def test_a_derived_row_that_follows_from_no_fact_is_noticed(apart: Agency, table: str) -> None:
    spoil(apart, f"UPDATE {table} SET connu_jusqu_au = connu_du WHERE ligne = 1")  # noqa: S608 - ours

    assert noticed(apart)


def test_a_fact_that_changed_without_its_derivation_is_noticed(apart: Agency) -> None:
    spoil(apart, "UPDATE comptes SET publie = 0 WHERE id = 'C1'")

    assert noticed(apart)


def test_a_sender_who_changes_nothing_else_is_not_blamed(apart: Agency, tmp_path: Path) -> None:
    apart.send(an_envoi(tmp_path / "envoi-2", numero=2))

    assert not noticed(apart)


def test_what_a_sender_has_is_never_touched(begun: Agency, tmp_path: Path) -> None:
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    before = files_in(envoi)

    begun.send(envoi)

    assert files_in(envoi) == before
