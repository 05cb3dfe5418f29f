"""The ledger of attempts, the messages to deliver, and the orders of the commands."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from store.database import Store
from store.outbox import Order
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, THIRD, a_message, an_entry, undone
from tests.some_databases import BOTH, Database, a_store

pytestmark = BOTH


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("ledger") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def test_a_recorded_attempt_is_found_by_its_id(tx: Transaction) -> None:
    entry = an_entry("a", essai=True, rapport='{"é": 1}')
    tx.record(entry)
    assert tx.entry("a") == entry


def test_an_attempt_without_readable_manifest_has_no_numero(tx: Transaction) -> None:
    entry = an_entry("a", domaine=None, numero=None, manifeste=None, resultat="refuse", code=3)
    tx.record(entry)
    assert tx.entry("a") == entry


def test_an_attempt_that_was_never_decided_is_not_there(tx: Transaction) -> None:
    assert tx.entry("a") is None


def test_a_later_decision_replaces_the_earlier_one(tx: Transaction) -> None:
    tx.record(an_entry("a", resultat="retenu", code=4))
    tx.record(an_entry("a", resultat="applique", code=0, decide_le=SECOND))
    assert tx.entries() == [an_entry("a", resultat="applique", code=0, decide_le=SECOND)]


def test_the_ledger_is_told_in_order_of_sealing(tx: Transaction) -> None:
    for identifier, sealed, decided in (("b", SECOND, SECOND), ("c", FIRST, THIRD)):
        tx.record(an_entry(identifier, scelle_le=sealed, decide_le=decided))
    tx.record(an_entry("a", scelle_le=SECOND))
    assert [entry.id for entry in tx.entries()] == ["c", "a", "b"]


def test_a_limit_keeps_the_newest_attempts(tx: Transaction) -> None:
    for identifier, sealed in (("a", FIRST), ("b", SECOND), ("c", THIRD)):
        tx.record(an_entry(identifier, scelle_le=sealed))
    assert [entry.id for entry in tx.entries(limit=2)] == ["b", "c"]


def test_the_last_applied_is_that_of_the_greatest_numero(tx: Transaction) -> None:
    tx.record(an_entry("a", numero=9))
    tx.record(an_entry("b", numero=10))
    tx.record(an_entry("c", numero=2, scelle_le=THIRD))
    assert tx.last_numero("immo-dupont") == 10


@pytest.mark.parametrize("resultat", ["refuse", "essaye", "retenu", "perime", "deja_applique"])
def test_what_was_not_applied_is_not_the_last_applied(tx: Transaction, resultat: str) -> None:
    tx.record(an_entry("a", numero=1))
    tx.record(an_entry("b", numero=2, resultat=resultat))
    assert tx.last_numero("immo-dupont") == 1


def test_nothing_was_applied_of_a_domain_that_never_came(tx: Transaction) -> None:
    tx.record(an_entry("a"))
    assert tx.last_numero("autre") is None
    assert tx.applied("autre") == []


def test_what_was_decided_before_a_new_numbering_does_not_count(tx: Transaction) -> None:
    tx.record(an_entry("a", numero=9, decide_le=FIRST))
    tx.record(an_entry("b", numero=2, decide_le=SECOND))
    assert tx.last_numero("immo-dupont", since=SECOND) == 2
    assert tx.with_numero("immo-dupont", 9, since=SECOND) == []
    assert [entry.id for entry in tx.applied("immo-dupont", since=SECOND)] == ["b"]


def test_the_applied_ones_are_found_from_a_numero_on(tx: Transaction) -> None:
    for numero in (8, 9, 10):
        tx.record(an_entry(f"n{numero}", numero=numero))
    tx.record(an_entry("refused", numero=11, resultat="refuse"))
    found = {entry.id for entry in tx.applied("immo-dupont", numero=9)}
    assert found == {"n9", "n10"}


def test_all_attempts_of_one_numero_are_found_in_order_of_sealing(tx: Transaction) -> None:
    tx.record(an_entry("b", numero=7, scelle_le=SECOND))
    tx.record(an_entry("a", numero=7, scelle_le=FIRST, resultat="refuse"))
    tx.record(an_entry("c", numero=8))
    tx.record(an_entry("d", numero=7, domaine="autre"))
    assert [entry.id for entry in tx.with_numero("immo-dupont", 7)] == ["a", "b"]


def test_messages_are_told_in_the_order_they_were_queued(tx: Transaction) -> None:
    tx.queue([a_message("b.xml"), a_message("a.xml", b"\x00\xff")])
    tx.queue([a_message("c.xml")])
    assert [message for _, message in tx.messages()] == [
        a_message("b.xml"),
        a_message("a.xml", b"\x00\xff"),
        a_message("c.xml"),
    ]


def test_a_delivered_message_is_forgotten_and_the_others_stay(tx: Transaction) -> None:
    tx.queue([a_message("a.xml"), a_message("b.xml")])
    tx.delivered(tx.messages()[0][0])
    assert [message.name for _, message in tx.messages()] == ["b.xml"]


def test_a_message_delivered_twice_costs_no_other_message(tx: Transaction) -> None:
    tx.queue([a_message("a.xml")])
    ((number, _),) = tx.messages()
    tx.delivered(number)
    tx.queue([a_message("b.xml")])
    tx.delivered(number)
    assert [message.name for _, message in tx.messages()] == ["b.xml"]


def test_queueing_nothing_queues_nothing(tx: Transaction) -> None:
    tx.queue([])
    assert tx.messages() == []


def test_an_order_waits_for_its_answer(tx: Transaction) -> None:
    number = tx.give_order("ingest", "/depot/envoi", FIRST)
    asked = Order(number=number, genre="ingest", cible="/depot/envoi", cree_le=FIRST, reponse=None)
    assert tx.order(number) == asked
    assert tx.orders() == [asked]


def test_orders_are_told_oldest_first(tx: Transaction) -> None:
    numbers = [tx.give_order("ingest", path, FIRST) for path in "bac"]
    assert [order.number for order in tx.orders()] == numbers
    assert [order.cible for order in tx.orders()] == ["b", "a", "c"]


def test_an_answered_order_waits_no_more_and_tells_its_answer(tx: Transaction) -> None:
    number = tx.give_order("ingest", "a", FIRST)
    tx.answer_order(number, "applique")
    assert tx.orders() == []
    assert tx.order(number).reponse == "applique"


def test_an_order_that_was_never_given_cannot_be_read_or_answered(tx: Transaction) -> None:
    with pytest.raises(LookupError, match="There is no order 7"):
        tx.order(7)
    with pytest.raises(LookupError, match="There is no order 7"):
        tx.answer_order(7, "applique")
