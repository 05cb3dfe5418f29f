"""What a person sees: every condition of R-041, one test each, on real rows."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from store.changes import Ligne, Valeur
from store.database import Store
from store.screens import VisibleDocument
from store.transaction import Transaction
from tests.edges.some_records import FIRST, SECOND, THIRD, a_cause, a_row, derived_change, undone
from tests.some_databases import BOTH, Database, a_store

AT = "2026-11-24T12:00:00.000Z"
EARLIER = "2026-11-24T11:59:59.999Z"
LATER = "2026-11-24T12:00:00.001Z"

pytestmark = BOTH


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Store]:
    with closing(a_store(database, tmp_path_factory.mktemp("screens") / "store.db")) as store:
        store.create()
        yield store


@pytest.fixture
def tx(store: Store) -> Iterator[Transaction]:
    with undone(store) as transaction:
        yield transaction


def set_scene(
    tx: Transaction,
    *,
    acces: tuple[Ligne, ...] = (a_row("acces"),),
    droits: tuple[Ligne, ...] = (a_row("droits"),),
    publication: tuple[Ligne, ...] = (a_row("publication"),),
) -> None:
    """One person, one account, one document: he sees it, but for what differs."""
    for table, rows in (("acces", acces), ("droits", droits), ("publication", publication)):
        tx.apply(derived_change(table, *rows), a_cause())


def seen(tx: Transaction, tiers: str = "T1", *, at: str = AT) -> list[str]:
    return [found.document for found in tx.visible(tiers, at=at)]


def acces(**values: Valeur) -> tuple[Ligne, ...]:
    return (a_row("acces", **values),)


def publication(**values: Valeur) -> tuple[Ligne, ...]:
    return (a_row("publication", **values),)


def test_a_document_is_seen_with_all_that_is_shown_of_it(tx: Transaction) -> None:
    set_scene(tx, publication=publication(visible_jusqu_au=LATER))
    assert tx.visible("T1", at=AT) == [
        VisibleDocument(
            document="S1/E1/P1",
            contenu="ab" * 32,
            classeur="syndic/91",
            titre="Appel de fonds",
            rangement=("Syndic", "Appels"),
            traite_le=date(2026, 6, 15),
            visible_du="2026-06-15T00:00:00.000Z",
            visible_jusqu_au=LATER,
            compte="S1/C1",
            niveau="coproprietaire",
            portee="compte",
            cible="S1/C1",
            espace="coproprietaire",
            par_tiers="T1",
        )
    ]


def test_another_person_does_not_see_it(tx: Transaction) -> None:
    set_scene(tx)
    assert seen(tx, "T2") == []


def test_who_only_holds_the_account_for_another_does_not_see_it_as_himself(
    tx: Transaction,
) -> None:
    set_scene(tx, acces=acces(tiers="T1", par_tiers="T2"))
    assert seen(tx, "T1") == ["S1/E1/P1"]
    assert seen(tx, "T2") == []


def test_a_document_of_another_account_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, publication=publication(cible="S1/C2"))
    assert seen(tx) == []


def test_a_document_of_a_building_named_like_the_account_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, publication=publication(portee="immeuble"))
    assert seen(tx) == []


def test_a_document_that_reaches_nobody_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, publication=publication(portee=None, cible=None))
    assert seen(tx) == []


def test_a_document_in_a_binder_without_the_level_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, droits=(a_row("droits", niveau="president"),))
    assert seen(tx) == []


def test_a_right_on_another_binder_opens_nothing(tx: Transaction) -> None:
    set_scene(tx, droits=(a_row("droits", classeur="syndic/92"),))
    assert seen(tx) == []


def test_a_document_without_a_binder_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, publication=publication(classeur=None))
    assert seen(tx) == []


@pytest.mark.parametrize("etat", ["retenue", "attend_fichier", "attend_rendu", "retiree", "purgee"])
def test_only_what_is_published_is_seen(tx: Transaction, etat: str) -> None:
    set_scene(tx, publication=publication(etat=etat))
    assert seen(tx) == []


def test_a_document_without_content_is_not_seen(tx: Transaction) -> None:
    set_scene(tx, publication=publication(contenu=None))
    assert seen(tx) == []


@pytest.mark.parametrize(
    ("du", "jusqu_au", "is_open"),
    [
        (None, None, True),
        (EARLIER, None, True),
        (AT, None, True),
        (LATER, None, False),
        (None, LATER, True),
        (None, AT, False),
        (None, EARLIER, False),
        (AT, LATER, True),
    ],
)
def test_access_begins_at_its_instant_and_is_over_at_its_end(
    tx: Transaction, du: str | None, jusqu_au: str | None, *, is_open: bool
) -> None:
    set_scene(tx, acces=acces(du=du, jusqu_au=jusqu_au))
    assert bool(seen(tx)) is is_open


@pytest.mark.parametrize(
    ("visible_du", "visible_jusqu_au", "is_visible"),
    [
        (None, None, False),
        (EARLIER, None, True),
        (AT, None, True),
        (LATER, None, False),
        (EARLIER, LATER, True),
        (EARLIER, AT, False),
    ],
)
def test_a_document_is_seen_from_its_instant_and_no_longer_at_its_end(
    tx: Transaction, visible_du: str | None, visible_jusqu_au: str | None, *, is_visible: bool
) -> None:
    set_scene(tx, publication=publication(visible_du=visible_du, visible_jusqu_au=visible_jusqu_au))
    assert bool(seen(tx)) is is_visible


@pytest.mark.parametrize(
    ("depuis", "jusqu_au", "is_inside"),
    [
        (date(2026, 6, 15), None, True),
        (date(2026, 6, 16), None, False),
        (None, date(2026, 6, 16), True),
        (None, date(2026, 6, 15), False),
        (date(2026, 6, 15), date(2026, 6, 16), True),
    ],
)
def test_a_window_on_the_day_of_processing_lets_through_what_is_inside(
    tx: Transaction, depuis: date | None, jusqu_au: date | None, *, is_inside: bool
) -> None:
    set_scene(tx, acces=acces(traite_depuis=depuis, traite_jusqu_au=jusqu_au))
    assert bool(seen(tx)) is is_inside


def test_a_document_that_two_accounts_reach_is_seen_once_through_the_first(
    tx: Transaction,
) -> None:
    through = (*acces(compte="S1/C9"), *acces(compte="S1/C2"), *acces(compte="S1/C5"))
    set_scene(tx, acces=through)
    assert [found.compte for found in tx.visible("T1", at=AT)] == ["S1/C2"]


def test_a_document_of_two_scopes_is_seen_once(tx: Transaction) -> None:
    set_scene(
        tx,
        acces=(*acces(), *acces(portee="immeuble", cible="S1/I1")),
        publication=(*publication(), *publication(portee="immeuble", cible="S1/I1")),
    )
    assert [found.portee for found in tx.visible("T1", at=AT)] == ["compte"]


def test_documents_are_told_in_the_order_of_their_ids(tx: Transaction) -> None:
    documents = [*publication(document="S1/E2/P1"), *publication(document="S1/E1/P2")]
    set_scene(tx, publication=(*documents, *publication()))
    assert seen(tx) == ["S1/E1/P1", "S1/E1/P2", "S1/E2/P1"]


@pytest.mark.parametrize("table", ["acces", "droits", "publication"])
def test_what_ended_opens_nothing_now_but_did_when_it_was_known(
    tx: Transaction, table: str
) -> None:
    set_scene(tx)
    tx.apply(derived_change(table, fins=(a_row(table),)), a_cause(SECOND))
    assert tx.visible("T1", at=AT) == []
    assert tx.visible("T1", at=AT, known_at=SECOND) == []
    assert [found.document for found in tx.visible("T1", at=AT, known_at=FIRST)] == ["S1/E1/P1"]


@pytest.mark.parametrize("table", ["acces", "droits", "publication"])
def test_what_was_not_known_yet_opened_nothing(tx: Transaction, table: str) -> None:
    rest = {name: () for name in ("acces", "droits", "publication") if name == table}
    set_scene(tx, **rest)
    tx.apply(derived_change(table, a_row(table)), a_cause(SECOND))
    assert tx.visible("T1", at=AT, known_at=FIRST) == []
    assert seen(tx) == ["S1/E1/P1"]


def test_what_she_saw_on_a_day_is_told_with_the_title_of_that_day(tx: Transaction) -> None:
    set_scene(tx)
    renamed = derived_change(
        "publication", a_row("publication", titre="Nouveau"), fins=(a_row("publication"),)
    )
    tx.apply(renamed, a_cause(SECOND))
    assert [found.titre for found in tx.visible("T1", at=AT, known_at=FIRST)] == ["Appel de fonds"]
    assert [found.titre for found in tx.visible("T1", at=AT, known_at=THIRD)] == ["Nouveau"]
