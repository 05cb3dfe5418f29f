"""Removing for good: records with their children, contents and their files."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from store.changes import (
    Cause,
    Changes,
    FactChange,
    Lu,
    PurgedFacts,
    Purges,
    ReceivedContent,
    Record,
    Valeur,
)
from store.database import Store
from store.declarations import NATURES
from store.documents import Documents
from tests.some_databases import BOTH, Database, a_store

CAUSE = Cause(id="essai", instant="2026-11-24T12:00:00.000Z")
LATER = Cause(id="essai", instant="2027-11-24T12:00:00.000Z")
SHA = "ab" * 32
OTHER = "cd" * 32


pytestmark = BOTH


@pytest.fixture
def store(tmp_path: Path, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path / "store.db")) as store:
        store.create()
        yield store


def a_lease(identifier: str) -> Record:
    values: dict[str, Valeur] = {"id": identifier, "compte": "C1", "entree": date(2020, 1, 1)}
    names = [colonne.nom for colonne in NATURES["baux"].colonnes]
    return Record((identifier,), tuple(values.get(name) for name in names), ((("L1",),),))


def with_leases(store: Store) -> None:
    for entite in ("G1", "G2"):
        change = FactChange("baux", entite, nouveaux=[Lu(a_lease("B1")), Lu(a_lease("B2"))])
        with store.writing() as tx:
            tx.apply(Changes(facts=(change,)), CAUSE)


def purge(store: Store, purges: Purges) -> None:
    with store.writing() as tx:
        tx.apply(Changes(purges=purges), LATER)


def test_a_record_goes_with_its_children_and_no_other(store: Store) -> None:
    with_leases(store)
    purge(store, Purges(facts=(PurgedFacts("baux", "G1", (("B1",),)),)))
    with store.reading() as known:
        left = {entite: set(known.facts("baux", entite)) for entite in ("G1", "G2")}

    assert left == {"G1": {("B2",)}, "G2": {("B1",), ("B2",)}}


def test_a_record_that_comes_back_has_no_child_of_before(store: Store) -> None:
    with_leases(store)
    purge(store, Purges(facts=(PurgedFacts("baux", "G1", (("B1",),)),)))
    again = a_lease("B1")._replace(enfants=((),))
    with store.writing() as tx:
        tx.apply(Changes(facts=(FactChange("baux", "G1", nouveaux=[Lu(again)]),)), LATER)
    with store.reading() as known:
        assert known.facts("baux", "G1")["B1",].record == again


def test_a_purged_content_waits_to_be_unlinked(store: Store) -> None:
    with store.writing() as tx:
        tx.keep([ReceivedContent(SHA, 1, "pdf"), ReceivedContent(OTHER, 1, "pdf")], CAUSE)
    purge(store, Purges(contents=(SHA,)))
    with store.reading() as known:
        assert (set(known.contents()), known.to_unlink(9)) == ({OTHER}, [SHA])


def test_a_content_seen_without_a_row_keeps_the_instant(store: Store) -> None:
    purge(store, Purges(unlisted=(SHA,)))
    with store.reading() as known:
        assert known.unlisted() == {SHA: LATER.instant}


def test_a_content_that_a_row_lists_again_is_forgotten(store: Store) -> None:
    purge(store, Purges(unlisted=(SHA, OTHER)))
    purge(store, Purges(relisted=(SHA,)))
    with store.reading() as known:
        assert known.unlisted().keys() == {OTHER}


def test_a_forgotten_content_is_no_longer_kept(tmp_path: Path) -> None:
    documents = Documents(tmp_path / "documents")
    (tmp_path / "file").write_bytes(b"x")
    documents.keep(tmp_path / "file", SHA)
    documents.forget(SHA)

    assert not documents.has(SHA)


def test_forgetting_what_never_came_changes_nothing(tmp_path: Path) -> None:
    Documents(tmp_path / "documents").forget(SHA)

    assert not (tmp_path / "documents").exists()


def test_forgetting_by_a_name_that_is_no_sha256_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no sha256"):
        Documents(tmp_path / "documents").forget("../../etc/passwd")
