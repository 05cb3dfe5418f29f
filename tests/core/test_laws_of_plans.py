"""Laws 1, 2, 3, 5 and 6 of style.md on random lists; the others have their own homes.

Law 4: `test_laws_retention.py`. Law 7: `test_sftp_messages.py`, "Paths". Laws 8 and 9:
`journeys/test_state_machine.py`. Law 3 for a derivation alone: `test_laws.py`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from xml.sax.saxutils import quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.planning.plan import Situation, facts_after, make_plan, tables_of
from ingest.reading.validation import read_nature
from ingest.rules.derivation import derive
from ingest.rules.faits import Options
from store.changes import Changes, Cle, Known, Ligne, Record, Valeur
from store.declarations import NATURES, Colonne, Nature
from store.derived import TABLES
from store.history import fingerprint
from tests.core.some_random_tables import (
    THE_EXAMPLE,
    Listing,
    Place,
    all_listings,
    checked_of,
    listings,
)

law = settings(deadline=None, max_examples=40)
CONTENTS = {
    str(piece[4]): "pdf"
    for (nature, _), records in THE_EXAMPLE.items()
    if nature == "evenements"
    for record in records
    for piece in record.enfants[0]
}
NOTHING = Situation({}, {table: frozenset() for table in TABLES}, CONTENTS, Options())


def after(situation: Situation, changes: Changes) -> Situation:
    """Apply changes to a situation: an own reading of what `store.apply` promises."""
    facts = {place: dict(table) for place, table in situation.facts.items()}
    for change in changes.facts:
        table = facts.setdefault((change.nature, change.entite), {})
        table.update({r.cle: Known(r, None) for r, *_ in (*change.nouveaux, *change.modifies)})
        table.update({cle: Known(table[cle].record, "then") for cle in change.disparus})
    derived = dict(situation.derived)
    for rows in changes.derived:
        now = derived[rows.table]
        assert now.issuperset(rows.fins)
        assert now.isdisjoint(rows.debuts)
        derived[rows.table] = now.difference(rows.fins).union(rows.debuts)
    constats = (*situation.constats, *changes.constats)
    return situation._replace(facts=facts, derived=derived, constats=constats)


def received(*listed: Listing) -> Situation:
    """Apply lists one after the other to an agency that knew nothing."""
    situation = NOTHING
    for each in listed:
        situation = after(situation, make_plan(checked_of(each), situation).changes)
    return situation


def present(situation: Situation, place: Place) -> dict[Cle, Record]:
    """Return the records of a list as LSC said them: without the pieces that it withdrew."""
    known = situation.facts.get(place, {})
    return {
        cle: without_withdrawn(place[0], each.record)
        for cle, each in known.items()
        if not each.absent_depuis
    }


def without_withdrawn(nature: str, record: Record) -> Record:
    if nature != "evenements":
        return record
    return record._replace(enfants=(tuple(row for row in record.enfants[0] if not row[-1]),))


def planned(changes: Changes) -> tuple[object, ...]:
    """Return changes as values in which order does not matter."""
    return (
        {
            (
                c.nature,
                c.entite,
                frozenset(c.nouveaux),
                frozenset(c.modifies),
                frozenset(c.disparus),
            )
            for c in changes.facts
        },
        {(d.table, frozenset(d.debuts), frozenset(d.fins)) for d in changes.derived},
        Counter(constat[:2] for constat in changes.constats),
    )


@law
@given(all_listings(), listings())
def test_applying_the_plan_makes_the_facts_what_was_listed(before: Listing, then: Listing) -> None:
    """Law 1."""
    found = received(before, then)
    for place, records in {**before, **then}.items():
        assert present(found, place) == {record.cle: record for record in records}


@law
@given(all_listings(), listings())
def test_applying_the_plan_makes_the_rows_a_full_derivation(before: Listing, then: Listing) -> None:
    """Laws 1 and 9."""
    found = received(before, then)
    again = derive(facts_after(found, tables_of(found.facts)))
    assert found.derived == {table: getattr(again, table) for table in TABLES}


@law
@given(all_listings(), listings())
def test_what_is_not_listed_does_not_change(before: Listing, then: Listing) -> None:
    """R-002."""
    old, new = received(before), received(before, then)
    assert {p: t for p, t in new.facts.items() if p not in then} == {
        p: t for p, t in old.facts.items() if p not in then
    }


@law
@given(all_listings(), listings())
def test_the_same_lists_again_plan_nothing(before: Listing, then: Listing) -> None:
    """Law 2."""
    found = received(before, then)
    changes = make_plan(checked_of(then), found).changes
    assert replace(changes, files=()) == Changes()


@law
@given(all_listings(), listings(), st.randoms(use_true_random=False))
def test_the_order_of_files_and_records_is_irrelevant(
    before: Listing, then: Listing, order: Random
) -> None:
    """Law 3."""
    known = received(before)
    places = list(then)
    order.shuffle(places)
    shuffled = {place: tuple(order.sample(then[place], len(then[place]))) for place in places}
    plans = [make_plan(checked_of(each), known).changes for each in (then, shuffled)]
    assert planned(plans[0]) == planned(plans[1])


@law
@given(listings(), st.data())
def test_records_written_as_the_contract_says_are_read_as_they_were(
    listing: Listing, data: st.DataObject
) -> None:
    """Law 5."""
    for place, records in listing.items():
        declared = NATURES[place[0]]
        reworded = [_reworded(record, declared, data) for record in records]
        content = file_of(reworded, place)
        lecture = read_nature(content, declared, file="x.xml", entite=place[1] or None)
        assert (lecture.problems, list(lecture.records.values())) == ((), reworded)


def file_of(records: Iterable[Record], place: Place) -> bytes:
    """Return records as the contract writes their file."""
    nature, entite = place
    owner = f' entite="{entite}"' if entite else ""
    lines = [encoded(record, NATURES[nature]) for record in records]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    root = f'<{nature} xmlns="urn:lsc-syncd:envoi:1"{owner}>'
    return "\n".join([head, root, *lines, f"</{nature}>", ""]).encode()


def encoded(record: Record, declared: Nature) -> str:
    """Return a record as one line of its file."""
    named = _named(declared.colonnes, record.valeurs)
    element = declared.elements[0]
    if declared.nom == "parametres":
        element = str(named.pop("element"))
    inside = "".join(
        f"<{child.element}{_attributes(child.colonnes, row)}/>"
        for child, rows in zip(declared.enfants, record.enfants, strict=True)
        for row in rows
    )
    secret = declared.secret
    clear = f' {secret.attribut}="12A45"' if secret and secret.requis else ""
    return f"<{element}{_words(declared.colonnes, named)}{clear}>{inside}</{element}>"


def _attributes(colonnes: tuple[Colonne, ...], row: Ligne) -> str:
    return _words(colonnes, _named(colonnes, row))


def _named(colonnes: tuple[Colonne, ...], row: Ligne) -> dict[str, Valeur]:
    return {colonne.nom: value for colonne, value in zip(colonnes, row, strict=False)}


def _words(colonnes: tuple[Colonne, ...], named: dict[str, Valeur]) -> str:
    written = {c.nom: _text(c, named[c.nom]) for c in colonnes if _is_told(c, named.get(c.nom))}
    return "".join(
        f" {nom}={quoteattr(text, {chr(10): '&#10;', chr(9): '&#9;'})}"
        for nom, text in written.items()
    )


def _is_told(colonne: Colonne, value: Valeur) -> bool:
    """What absence means is not written: false, not known, or nothing in a key."""
    return value not in {None, colonne.defaut}


def _text(colonne: Colonne, value: Valeur) -> str:
    if colonne.montant:
        assert isinstance(value, int)
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


FREE_TEXT = {"nom", "prenom", "libelle", "objet", "adresse1", "reference"}
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t<&\"'"),
    min_size=1,
    max_size=20,
).filter(lambda text: bool(text.strip()))


def _reworded(record: Record, declared: Nature, data: st.DataObject) -> Record:
    """Return a record with other words, and without what receiving adds."""
    words = [
        data.draw(TEXTS) if colonne.nom in FREE_TEXT and value is not None else value
        for colonne, value in zip(declared.colonnes, record.valeurs, strict=False)
    ]
    return record._replace(valeurs=tuple(words))


VALUES = [None, "null", "", "None", 0, 1, False, True, "0", "true", 'a"', '"a', "a,b", "a", "b"]
ROWS = st.lists(st.sampled_from([*VALUES, date(2026, 1, 2), "é", "e\u0301"]), max_size=3).map(tuple)


@settings(deadline=None)
@given(ROWS, ROWS)
def test_fingerprints_are_equal_only_of_equal_rows(one: Ligne, other: Ligne) -> None:
    """Law 6."""
    assert (fingerprint(one) == fingerprint(other)) is (kinds(one) == kinds(other))


@given(ROWS)
def test_a_row_that_is_made_again_has_the_same_fingerprint(row: Ligne) -> None:
    """Law 6."""
    assert fingerprint(row) == fingerprint(tuple(value for value in row))


def kinds(row: Ligne) -> list[tuple[type, Valeur]]:
    """Return a row as values that are equal only within one type."""
    return [(type(value), value) for value in row]
