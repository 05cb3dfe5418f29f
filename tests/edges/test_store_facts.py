"""Facts are read back as they were written: each nature, absences, children, contents, files."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.changes import AppliedFile, Changes, Cle, FactChange, Known, Lu, ReceivedContent, Record
from store.database import Store
from store.declarations import NATURES
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, THIRD, a_cause, a_record, records, undone
from tests.some_databases import BOTH, Database, a_store

pytestmark = BOTH


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("facts") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def change(
    tx: Transaction,
    nature: str,
    *nouveaux: Record,
    modifies: tuple[Record, ...] = (),
    disparus: tuple[Cle, ...] = (),
    instant: str = FIRST,
    entite: str = "S1",
) -> None:
    owner = entite if NATURES[nature].par_entite else ""
    changed = FactChange(nature, owner, [*map(Lu, nouveaux)], [*map(Lu, modifies)], disparus)
    tx.apply(Changes(facts=(changed,)), a_cause(instant))


def listed(*found: Record) -> dict[Cle, Known]:
    return {record.cle: Known(record, None) for record in found}


@pytest.mark.parametrize("nature", NATURES)
@settings(max_examples=20)
@given(data=st.data())
def test_the_records_of_a_nature_come_back_as_they_were(
    store: Store, nature: str, data: st.DataObject
) -> None:
    given_records = data.draw(records(nature))
    with undone(store) as tx:
        change(tx, nature, *given_records)
        assert tx.facts(nature, tx.entites(nature)[0] if given_records else "S1") == listed(
            *given_records
        )


@pytest.mark.parametrize("nature", NATURES)
@settings(max_examples=20)
@given(data=st.data())
def test_records_written_over_others_leave_nothing_of_them(
    store: Store, nature: str, data: st.DataObject
) -> None:
    before, after = data.draw(records(nature)), data.draw(records(nature))
    with undone(store) as tx:
        change(tx, nature, *before)
        change(tx, nature, modifies=tuple(after))
        owner = "S1" if NATURES[nature].par_entite else ""
        assert tx.facts(nature, owner) == {**listed(*before), **listed(*after)}


def test_the_same_key_in_two_entities_is_two_records(tx: Transaction) -> None:
    ours, theirs = a_record("lots", id="L1", numero="12"), a_record("lots", id="L1", numero="34")
    change(tx, "lots", ours, entite="S1")
    change(tx, "lots", theirs, entite="S2")
    assert tx.facts("lots", "S1") == listed(ours)
    assert tx.facts("lots", "S2") == listed(theirs)


def test_the_entities_of_a_nature_are_those_that_have_records_of_it(tx: Transaction) -> None:
    change(tx, "lots", a_record("lots"), entite="S2")
    change(tx, "lots", a_record("lots"), entite="S1")
    assert tx.entites("lots") == ("S1", "S2")
    assert tx.entites("baux") == ()


def test_a_nature_of_the_agency_has_no_entity(tx: Transaction) -> None:
    assert tx.entites("tiers") == ("",)


def test_a_record_that_left_its_list_stays_with_the_instant(tx: Transaction) -> None:
    piece = ("P1", "lettre", "1", "Avis.pdf", "ab" * 32, False)
    event = a_record("evenements", (piece,), id="E1")
    change(tx, "evenements", event)
    change(tx, "evenements", disparus=(("E1",),), instant=SECOND)
    assert tx.facts("evenements", "S1") == {("E1",): Known(event, SECOND)}


def test_a_record_stays_absent_since_it_first_left(tx: Transaction) -> None:
    change(tx, "lots", a_record("lots", id="L1"))
    change(tx, "lots", disparus=(("L1",),), instant=SECOND)
    change(tx, "lots", disparus=(("L1",),), instant=THIRD)
    assert tx.facts("lots", "S1")["L1",].absent_depuis == SECOND


def test_only_the_records_that_left_are_absent(tx: Transaction) -> None:
    held = {
        "lot": "L1",
        "fiche": "F1",
    }
    ended = a_record("detentions", **held, du=date(2020, 1, 1), au=date(2024, 1, 1))
    running = a_record("detentions", **held, du=date(2025, 1, 1))
    change(tx, "detentions", ended, running)
    change(tx, "detentions", disparus=(("L1", "F1", date(2020, 1, 1)),), instant=SECOND)
    assert tx.facts("detentions", "S1") == {**listed(running), ended.cle: Known(ended, SECOND)}


def test_an_absence_in_one_entity_is_none_in_another(tx: Transaction) -> None:
    change(tx, "lots", a_record("lots", id="L1"), entite="S1")
    change(tx, "lots", a_record("lots", id="L1"), entite="S2")
    change(tx, "lots", disparus=(("L1",),), entite="S1")
    assert tx.facts("lots", "S2")["L1",].absent_depuis is None


LOT = a_record("lots", id="L1")


@pytest.mark.parametrize(
    "back",
    [FactChange("lots", "S1", nouveaux=(Lu(LOT),)), FactChange("lots", "S1", modifies=(Lu(LOT),))],
    ids=["as new", "as changed"],
)
def test_a_record_that_comes_back_is_no_longer_absent(tx: Transaction, back: FactChange) -> None:
    change(tx, "lots", LOT)
    change(tx, "lots", disparus=(LOT.cle,), instant=SECOND)
    tx.apply(Changes(facts=(back,)), a_cause(THIRD))
    assert tx.facts("lots", "S1") == listed(LOT)


def test_the_children_of_a_changed_record_are_replaced(tx: Transaction) -> None:
    before = a_record("comptes", (("T1", None), ("T2", None), ("T3", None)), id="C1")
    after = a_record("comptes", (("T2", None), ("T4", date(2026, 1, 1))), id="C1")
    change(tx, "comptes", before)
    change(tx, "comptes", modifies=(after,))
    assert tx.facts("comptes", "S1") == listed(after)


def test_the_children_of_other_records_stay(tx: Transaction) -> None:
    one = a_record("comptes", (("T1", None),), id="C1")
    other = a_record("comptes", (("T1", None),), id="C2")
    change(tx, "comptes", one, other)
    change(tx, "comptes", modifies=(a_record("comptes", (("T9", None),), id="C1"),))
    assert tx.facts("comptes", "S1")["C2",].record == other


def test_a_holder_without_a_last_day_stands_before_one_with(tx: Transaction) -> None:
    holders = (("T1", None), ("T1", date(2024, 1, 1)), ("T1", date(2025, 1, 1)))
    account = a_record("comptes", holders, id="C1")
    change(tx, "comptes", account)
    assert tx.facts("comptes", "S1")["C1",].record.enfants == (holders,)


def test_a_piece_remembers_that_its_event_no_longer_has_it(tx: Transaction) -> None:
    pieces = (("P1", "lettre", "1", "a", "ab" * 32, False), ("P2", "jointe", "2", "b", "", True))
    event = a_record("evenements", pieces, id="E1")
    change(tx, "evenements", event)
    assert tx.facts("evenements", "S1")["E1",].record.enfants == (pieces,)


def test_a_secret_comes_back_as_what_was_made_of_it(tx: Transaction) -> None:
    login = a_record(
        "connexions", tiers="T1", secret_empreinte="e", secret_condense="c", secret_recu_le=FIRST
    )
    change(tx, "connexions", login)
    assert tx.facts("connexions", "")["T1",].record.valeurs[-3:] == ("e", "c", FIRST)


def test_an_amount_of_many_millions_is_exact(tx: Transaction) -> None:
    account = a_record("comptes", id="C1", solde=-123_456_789_012_345)
    change(tx, "comptes", account)
    assert tx.facts("comptes", "S1") == listed(account)


def test_a_login_is_that_of_its_person(tx: Transaction) -> None:
    change(tx, "connexions", a_record("connexions", tiers="T1", identifiant="anne"))
    assert tx.login("anne") == "T1"
    assert tx.login("Anne") is None


def test_a_login_that_left_its_list_opens_nothing(tx: Transaction) -> None:
    change(tx, "connexions", a_record("connexions", tiers="T1", identifiant="anne"))
    change(tx, "connexions", disparus=(("T1",),), instant=SECOND)
    assert tx.login("anne") is None


def test_a_login_of_two_persons_opens_nothing(tx: Transaction) -> None:
    both = [a_record("connexions", tiers=tiers, identifiant="anne") for tiers in ("T1", "T2")]
    change(tx, "connexions", *both)
    assert tx.login("anne") is None


def test_contents_are_told_with_their_format(tx: Transaction) -> None:
    kept = [ReceivedContent("ab" * 32, 10, "pdf"), ReceivedContent("cd" * 32, 5 * 10**9, "html")]
    tx.keep(kept, a_cause())
    assert tx.contents() == {"ab" * 32: "pdf", "cd" * 32: "html"}


def test_a_content_kept_again_stays_as_it_was(tx: Transaction) -> None:
    tx.keep([ReceivedContent("ab" * 32, 10, "pdf")], a_cause())
    tx.keep(
        [ReceivedContent("ab" * 32, 10, "png"), ReceivedContent("cd" * 32, 1, "png")], a_cause()
    )
    assert tx.contents() == {"ab" * 32: "pdf", "cd" * 32: "png"}


def test_a_content_given_twice_at_once_is_kept_once(tx: Transaction) -> None:
    tx.keep([ReceivedContent("ab" * 32, 10, "pdf")] * 2, a_cause())
    assert tx.contents() == {"ab" * 32: "pdf"}


def test_the_file_applied_last_is_the_one_that_is_told(tx: Transaction) -> None:
    other = AppliedFile("lots", "S2", "ff" * 32, "v1")
    tx.apply(Changes(files=(AppliedFile("lots", "S1", "ab" * 32, "v1"), other)), a_cause())
    latest = AppliedFile("lots", "S1", "cd" * 32, "v2")
    tx.apply(Changes(files=(latest,)), a_cause(SECOND))
    assert tx.applied_files() == {("lots", "S1"): latest, ("lots", "S2"): other}


def test_the_digests_of_the_file_applied_last_are_told_in_its_order(tx: Transaction) -> None:
    digests = bytes(range(256)) * 5000
    first = AppliedFile("lots", "S1", "ab" * 32, "v1", b"\0" * 16, b"r")
    tx.apply(Changes(files=(first, AppliedFile("lots", "S2", "ff" * 32, "v1"))), a_cause())
    latest = AppliedFile("lots", "S1", "cd" * 32, "v2", digests, b"runs")
    tx.apply(Changes(files=(latest,)), a_cause(SECOND))
    assert tx.empreintes("lots", "S1") == (digests, b"runs")
    assert [tx.empreintes("lots", entite) for entite in ("S2", "S3")] == [(b"", b"")] * 2


def test_a_list_holds_as_many_records_as_its_file_has_known_lines(tx: Transaction) -> None:
    """Without known lines those that did not leave are counted; and all that stay (R-154)."""
    lots = [a_record("lots", id=f"L{number}") for number in range(3)]
    change(tx, "lots", *lots)
    change(tx, "lots", lots[0], entite="S2")
    change(tx, "assemblees", *(a_record("assemblees", id=f"A{number}") for number in range(2)))
    change(tx, "lots", disparus=(lots[0].cle,), instant=SECOND)
    lines = {("lots", "S1"): 5, ("lots", "S2"): 0, ("assemblees", "S1"): 1}
    files = [AppliedFile(*place, "ab" * 32, "v1", bytes(16 * n)) for place, n in lines.items()]
    assert tx.counts([("lots", "S1"), ("lots", "S3")]) == {("lots", "S1"): 2, ("lots", "S3"): 0}
    tx.apply(Changes(files=tuple(files)), a_cause(SECOND))
    counts = {("lots", "S1"): 5, ("lots", "S2"): 1, ("assemblees", "S1"): 2}
    assert tx.counts(list(counts)) == counts
