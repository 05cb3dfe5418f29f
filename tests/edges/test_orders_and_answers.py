"""What commands ask of the daemon, and what clients are answered: over a real store and spool."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.disk.spool import Spool
from store.changes import Message
from store.database import Store
from syncd.orders import answer_orders
from syncd.retour import deliver
from tests.edges.some_envois import a_spool, an_envoi, now, write

ASKED_AT = "2026-11-24T02:00:00.000Z"


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return a_spool(tmp_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{tmp_path}/store.db")) as store:
        store.create()
        yield store


def the_answer(store: Store, spool: Spool, cible: str, genre: str = "ingest") -> str | None:
    """Give an order, let the daemon answer what waits, and return the answer."""
    with store.writing() as tx:
        number = tx.give_order(genre, cible, ASKED_AT)
    answer_orders(store, spool, now)
    with store.reading() as known:
        return known.order(number).reponse


def queued(store: Store, *names: str, account: str = "lsc") -> None:
    with store.writing() as tx:
        tx.queue(
            Message(envoi="E1", account=account, name=name, content=name.encode()) for name in names
        )


def waiting(store: Store) -> list[str]:
    with store.reading() as known:
        return [message.name for _, message in known.messages()]


def test_an_order_to_ingest_is_answered_by_the_id(store: Store, spool: Spool) -> None:
    an_envoi(spool.account_dir("lsc") / "e")

    answer = the_answer(store, spool, "lsc/e")

    assert [envoi.id for envoi in spool.ready()] == [answer]


def test_an_incomplete_envoi_is_sealed_as_it_is(store: Store, spool: Spool) -> None:
    write(spool.account_dir("lsc") / "e", {"1.pdf": b"%PDF-1.7"})

    answer = the_answer(store, spool, "lsc/e")

    assert [envoi.id for envoi in spool.ready()] == [answer]


def test_what_was_sealed_before_the_order_was_read_is_answered_by_its_id(
    store: Store, spool: Spool
) -> None:
    """So is an order whose answer a crash prevented."""
    an_envoi(spool.account_dir("lsc") / "e")
    (envoi,) = spool.seal_what_is_complete(now())

    assert the_answer(store, spool, "lsc/e") == envoi.id


@pytest.mark.parametrize(
    "cible", ["", "lsc", "lsc/", "/e", "lsc/../lsc/e", "lsc/.tombes", "../x/e"]
)
def test_an_order_that_names_no_envoi_seals_nothing(store: Store, spool: Spool, cible: str) -> None:
    an_envoi(spool.account_dir("lsc") / "e")

    answer = the_answer(store, spool, cible)

    assert "names no envoi" in (answer or "")
    assert spool.ready() == []


def test_an_order_of_a_newer_program_is_answered_too(store: Store, spool: Spool) -> None:
    assert "knows no order" in (the_answer(store, spool, "E1", genre="release") or "")


def test_an_order_is_answered_once(store: Store, spool: Spool) -> None:
    the_answer(store, spool, "lsc/e")

    assert answer_orders(store, spool, now) == 0


def test_answers_are_delivered_into_the_folder_of_the_account(store: Store, spool: Spool) -> None:
    queued(store, "accuse-1.xml", "accuse-1.txt")

    deliver(store, spool)

    found = {path.name: path.read_bytes() for path in spool.retour_dir("lsc").iterdir()}
    assert found == {"accuse-1.xml": b"accuse-1.xml", "accuse-1.txt": b"accuse-1.txt"}


def test_an_answer_is_delivered_once(store: Store, spool: Spool) -> None:
    queued(store, "accuse-1.xml")

    assert (deliver(store, spool), deliver(store, spool)) == (1, 0)


def test_an_answer_that_cannot_be_written_waits_with_those_after_it(
    store: Store, spool: Spool
) -> None:
    """Delivered in another order, an older answer would replace a newer one."""
    queued(store, "accuse-1.xml", "accuse-2.xml", "accuse-3.xml")
    (spool.retour_dir("lsc") / "accuse-2.xml").mkdir()

    deliver(store, spool)

    assert waiting(store) == ["accuse-2.xml", "accuse-3.xml"]


def test_an_answer_that_cannot_be_written_stops_no_other_account(
    store: Store, spool: Spool
) -> None:
    queued(store, "accuse-1.xml")
    queued(store, "accuse-1.xml", account="other")
    (spool.retour_dir("lsc") / "accuse-1.xml").mkdir()

    deliver(store, spool)

    assert (spool.retour_dir("other") / "accuse-1.xml").is_file()


def test_an_answer_that_waited_is_delivered_when_it_can_be(store: Store, spool: Spool) -> None:
    queued(store, "accuse-1.xml")
    obstacle = spool.retour_dir("lsc") / "accuse-1.xml"
    obstacle.mkdir()
    deliver(store, spool)
    obstacle.rmdir()

    deliver(store, spool)

    assert waiting(store) == []


def test_an_answer_replaces_the_one_of_the_same_name(store: Store, spool: Spool) -> None:
    (spool.retour_dir("lsc") / "accuse-1.xml").write_bytes(b"older")
    queued(store, "accuse-1.xml")

    deliver(store, spool)

    assert (spool.retour_dir("lsc") / "accuse-1.xml").read_bytes() == b"accuse-1.xml"
