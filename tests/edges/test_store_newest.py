"""What a portal asks all day: newest first, each once, and never other than what `visible` says."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from store.changes import Ligne, Valeur
from store.database import Store
from store.newest import ShownDocument
from store.screens import VisibleDocument
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, THIRD, a_cause, a_row, derived_change, undone
from tests.some_databases import BOTH, Database, a_store

AT = SECOND
INSTANTS = (FIRST, SECOND, THIRD)
DAYS = tuple(date(2026, 6, day) for day in (1, 2, 3))
MANY = 100
ALL_LEVELS = ("coproprietaire", "membre", "president")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("newest") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def write(tx: Transaction, **tables: Sequence[Ligne]) -> None:
    for table, rows in tables.items():
        tx.apply(derived_change(table, *rows), a_cause())


def publication(document: str, **values: Valeur) -> Ligne:
    return a_row("publication", document=document, **values)


def set_scene(tx: Transaction, *documents: Ligne) -> None:
    """One person, his account and his building."""
    acces = a_row("acces"), a_row("acces", portee="immeuble", cible="S1/I1")
    write(tx, acces=acces, droits=[a_row("droits")], publication=documents)


def told(tx: Transaction, count: int = MANY) -> list[str]:
    return [found.document for found in tx.newest("T1", at=AT, count=count)]


def listed(found: Sequence[VisibleDocument]) -> list[ShownDocument]:
    """What the list of these documents is, by an own reading."""
    lines = [
        ShownDocument(*(getattr(each, name) for name in ShownDocument._fields)) for each in found
    ]
    return sorted(lines, key=lambda line: (line.traite_le, line.document), reverse=True)


@BOTH
def test_a_document_is_told_with_what_a_list_shows_of_it(tx: Transaction) -> None:
    set_scene(tx, publication("S1/E1/P1"))
    assert tx.newest("T1", at=AT, count=1) == [
        ShownDocument(
            document="S1/E1/P1",
            contenu="ab" * 32,
            classeur="syndic/91",
            titre="Appel de fonds",
            rangement=("Syndic", "Appels"),
            traite_le=date(2026, 6, 15),
        )
    ]


@BOTH
def test_the_newest_comes_first_and_of_one_day_the_last_id(tx: Transaction) -> None:
    set_scene(
        tx,
        publication("S1/E1/P1", traite_le=DAYS[1]),
        publication("S1/E2/P1", traite_le=DAYS[0]),
        publication("S1/E3/P1", traite_le=DAYS[1]),
        publication("S1/E3/P2", traite_le=DAYS[2], portee="immeuble", cible="S1/I1"),
    )
    assert told(tx) == ["S1/E3/P2", "S1/E3/P1", "S1/E1/P1", "S1/E2/P1"]


@BOTH
@pytest.mark.parametrize("count", range(1, 8))
def test_so_many_are_told_whatever_the_scopes_they_come_from(tx: Transaction, count: int) -> None:
    own = [publication(f"S1/E{day}/P1", traite_le=date(2026, 6, day)) for day in (1, 3, 4)]
    of_building = [
        publication(f"S1/E{day}/P1", traite_le=date(2026, 6, day), portee="immeuble", cible="S1/I1")
        for day in (2, 5, 6)
    ]
    set_scene(tx, *own, *of_building)
    assert told(tx, count) == [f"S1/E{day}/P1" for day in (6, 5, 4, 3, 2, 1)][:count]


@BOTH
def test_a_document_of_two_scopes_takes_one_place(tx: Transaction) -> None:
    set_scene(
        tx,
        *(publication("S1/E1/P1", traite_le=DAYS[0]), publication("S1/E2/P1", traite_le=DAYS[1])),
        publication("S1/E2/P1", traite_le=DAYS[1], portee="immeuble", cible="S1/I1"),
    )
    assert told(tx, 2) == ["S1/E2/P1", "S1/E1/P1"]


@BOTH
def test_what_is_not_shown_takes_no_place(tx: Transaction) -> None:
    hidden = [
        publication(f"S1/E{number}/P1", traite_le=DAYS[2], **{name: value})
        for number, (name, value) in enumerate(
            (("etat", "retenue"), ("contenu", None), ("visible_du", THIRD), ("classeur", "x/1"))
        )
    ]
    set_scene(tx, *hidden, publication("S1/E9/P1", traite_le=DAYS[0]))
    assert told(tx, 1) == ["S1/E9/P1"]


@BOTH
def test_who_reaches_nothing_is_told_nothing_and_may_read_nothing(tx: Transaction) -> None:
    set_scene(tx, publication("S1/E1/P1"))
    assert tx.newest("T2", at=AT, count=MANY) == []
    assert not tx.may_read("T2", "S1/E1/P1", at=AT)


@BOTH
def test_a_document_may_be_read_by_whom_it_shows_to_and_no_other_may(tx: Transaction) -> None:
    set_scene(tx, publication("S1/E1/P1"), publication("S1/E2/P1", etat="retiree"))
    assert tx.may_read("T1", "S1/E1/P1", at=AT)
    assert not tx.may_read("T1", "S1/E2/P1", at=AT)
    assert not tx.may_read("T1", "S1/E3/P1", at=AT)


some_instants = st.sampled_from([None] * 6 + [*INSTANTS])
some_days = st.sampled_from([None] * 6 + [*DAYS])
some_scopes = st.sampled_from([("compte", "S1/C1"), ("compte", "S1/C2"), ("immeuble", "S1/C1")])
BINDERS = ("syndic/91", "syndic/92")
BOXES = [
    a_row("droits", classeur=binder, niveau=level) for binder in BINDERS for level in ALL_LEVELS
]


@st.composite
def some_acces(draw: st.DrawFn) -> Ligne:
    portee, cible = draw(some_scopes)
    return a_row(
        "acces",
        tiers=draw(st.sampled_from(["T1", "T1", "T1", "T2"])),
        compte=draw(st.sampled_from(["S1/C1", "S1/C2"])),
        portee=portee,
        cible=cible,
        niveau=draw(st.sampled_from(ALL_LEVELS)),
        **{name: draw(some_instants) for name in ("du", "jusqu_au")},
        **{name: draw(some_days) for name in ("traite_depuis", "traite_jusqu_au")},
    )


@st.composite
def some_document(draw: st.DrawFn) -> list[Ligne]:
    """A document in some scopes: what a list shows of it is the same in each."""
    shared: dict[str, Valeur] = {
        "document": f"S1/E{draw(st.integers(1, 12))}/P1",
        "traite_le": draw(st.sampled_from(DAYS)),
        "classeur": draw(st.sampled_from([None, *BINDERS * 4])),
        "contenu": draw(st.sampled_from([None, *["ab" * 32] * 5])),
    }
    return [
        a_row(
            "publication",
            **{**shared, "portee": portee, "cible": cible},
            visible_du=draw(st.sampled_from([FIRST] * 6 + [SECOND, None])),
            visible_jusqu_au=draw(some_instants),
            etat=draw(st.sampled_from(["publiee"] * 8 + ["retenue"])),
        )
        for portee, cible in draw(st.lists(some_scopes, min_size=1, unique=True))
    ]


def each_once(documents: list[list[Ligne]]) -> list[Ligne]:
    by_id = {rows[0][0]: rows for rows in documents}
    return [row for rows in by_id.values() for row in rows]


some_rows = st.fixed_dictionaries(
    {
        "acces": st.lists(some_acces(), min_size=2, max_size=24, unique=True),
        "droits": st.sets(st.sampled_from(BOXES), max_size=2).map(
            lambda without: [box for box in BOXES if box not in without]
        ),
        "publication": st.lists(some_document(), min_size=6, max_size=16).map(each_once),
    }
)


@settings(max_examples=200)
@given(rows=some_rows, ended=st.data(), at=st.sampled_from(INSTANTS), count=st.integers(1, 6))
def test_both_agree_with_visible_on_any_rows(
    store: Store, rows: dict[str, list[Ligne]], ended: st.DataObject, at: str, count: int
) -> None:
    with undone(store) as tx:
        write(tx, **rows)
        for table, begun in rows.items():
            fins = ended.draw(st.sets(st.sampled_from(begun), max_size=1)) if begun else ()
            tx.apply(derived_change(table, fins=tuple(fins)), a_cause(SECOND))
        for tiers in ("T1", "T2"):
            seen = tx.visible(tiers, at=at)
            event(f"sees {min(len(seen), 4)}")
            assert tx.newest(tiers, at=at, count=count) == listed(seen)[:count]
            readable = {each.document for each in seen}
            for document in {str(row[0]) for row in rows["publication"]}:
                assert tx.may_read(tiers, document, at=at) is (document in readable)
