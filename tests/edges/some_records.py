"""Records, derived rows and causes for the tests of the store, from the declarations."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from types import MappingProxyType
from typing import cast

from hypothesis import strategies as st

from store.changes import (
    Cause,
    Changes,
    DerivedChange,
    Entry,
    Ligne,
    Message,
    Record,
    Valeur,
    in_order,
)
from store.database import Store
from store.declarations import NATURES, Colonne, Enfant, Nature
from store.derived import COLUMNS, TABLES
from store.transaction import Transaction

FIRST, SECOND, THIRD = (f"2026-11-2{day}T01:00:00.000Z" for day in (4, 5, 6))
_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12
)
_VALUES: Mapping[type, st.SearchStrategy[Valeur]] = MappingProxyType(
    {
        str: _TEXT,
        int: st.integers(min_value=-(2**31), max_value=2**31 - 1),
        bool: st.booleans(),
        date: st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)),
    }
)
_DEFAULTS: Mapping[type, Valeur] = MappingProxyType(
    {str: "x", int: 1, bool: False, date: date(2026, 1, 1)}
)
_ROWS: Mapping[str, Mapping[str, Valeur]] = MappingProxyType(
    {
        "acces": {
            "tiers": "T1",
            "par_tiers": "T1",
            "compte": "S1/C1",
            "espace": "coproprietaire",
            "portee": "compte",
            "cible": "S1/C1",
            "niveau": "coproprietaire",
        },
        "droits": {"classeur": "syndic/91", "niveau": "coproprietaire"},
        "publication": {
            "document": "S1/E1/P1",
            "contenu": "ab" * 32,
            "portee": "compte",
            "cible": "S1/C1",
            "classeur": "syndic/91",
            "titre": "Appel de fonds",
            "rangement": '["Syndic", "Appels"]',
            "traite_le": date(2026, 6, 15),
            "visible_du": "2026-06-15T00:00:00.000Z",
            "etat": "publiee",
            "motif": '["PUBLIE"]',
        },
        "anomalies": {"code": "REFERENCE_INCONNUE", "nature": "lots", "entite": "S1", "cle": "L1"},
        "lignes_de_compte": {
            "compte": "S1/C1",
            "date": date(2026, 11, 2),
            "rang": "W1",
            "libelle": "Règlements du 02/11/2026",
            "debit": 0,
            "credit": 5_000_000_000,
            "genre": "regroupement",
            "ecritures": '[{"id":"W1","debit":0,"credit":5000000000}]',
        },
        "ecritures_masquees": {
            "compte": "S1/C1",
            "ecriture": "S1/W1",
            "motif": "regroupement",
            "rang": "W1",
        },
    }
)


class UndoneError(Exception):
    """What a test rolls back with."""


@contextmanager
def undone(store: Store) -> Iterator[Transaction]:
    """A transaction that leaves nothing behind."""
    with suppress(UndoneError), store.writing() as tx:
        yield tx
        raise UndoneError


def a_cause(instant: str = FIRST, identifier: str = "envoi-1") -> Cause:
    return Cause(id=identifier, instant=instant)


def a_row(table: str, **values: Valeur) -> Ligne:
    """A derived row: the usual one, but for these values."""
    unknown = set(values) - set(COLUMNS[table])
    assert not unknown, unknown
    usual = _ROWS.get(table) or _required(table)
    return tuple({**usual, **values}.get(name) for name in COLUMNS[table])


def _required(table: str) -> dict[str, Valeur]:
    """The columns of a derived table that are never empty."""
    fields = ((name, TABLES[table].model_fields[name]) for name in COLUMNS[table])
    return {
        name: _DEFAULTS[cast("type", field.annotation)]
        for name, field in fields
        if field.is_required()
    }


def derived_change(table: str, *debuts: Ligne, fins: tuple[Ligne, ...] = ()) -> Changes:
    return Changes(derived=(DerivedChange(table, debuts, fins),))


def a_record(nature: str, *enfants: tuple[Ligne, ...], **values: Valeur) -> Record:
    """A record: required attributes filled, but for these values; no child but those given."""
    declared = NATURES[nature]
    usual = {colonne.nom: _usual(colonne) for colonne in declared.colonnes}
    row = {**usual, **dict.fromkeys(declared.internes), **values}
    given = (*enfants, *[()] * (len(declared.enfants) - len(enfants)))
    return Record(_key(declared, row), tuple(row.values()), given)


def records(nature: str) -> st.SearchStrategy[list[Record]]:
    """Some records of a nature, no two under one key."""
    return st.lists(_record(NATURES[nature]), max_size=4, unique_by=lambda record: record.cle)


def an_entry(identifier: str = "20261124T010000-lsc-1-abcd", **values: object) -> Entry:
    usual: dict[str, object] = {
        "id": identifier,
        "account": "lsc",
        "domaine": "immo-dupont",
        "numero": 1,
        "manifeste": "cd" * 32,
        "essai": False,
        "resultat": "applique",
        "code": 0,
        "scelle_le": FIRST,
        "decide_le": FIRST,
        "attempt": 1,
        "rapport": "{}",
    }
    return Entry(**{**usual, **values})  # type: ignore[arg-type]  # each test names its own


def a_message(name: str = "accuse-1.xml", content: bytes = b"<accuse/>") -> Message:
    return Message(envoi="envoi-1", account="lsc", name=name, content=content)


def _usual(colonne: Colonne) -> Valeur:
    return _DEFAULTS[colonne.genre] if colonne.requis else colonne.defaut


def _key(declared: Nature, row: Mapping[str, Valeur]) -> tuple[Valeur, ...]:
    return tuple(row[name] for name in declared.cle)


def _record(declared: Nature) -> st.SearchStrategy[Record]:
    names = [colonne.nom for colonne in declared.colonnes] + list(declared.internes)
    row = st.tuples(
        *map(_value, declared.colonnes), *(st.none() | _TEXT for _ in declared.internes)
    )
    children = st.tuples(*map(_children, declared.enfants))
    return st.builds(
        lambda valeurs, enfants: Record(
            _key(declared, dict(zip(names, valeurs, strict=True))), valeurs, enfants
        ),
        row,
        children,
    )


def _children(enfant: Enfant) -> st.SearchStrategy[tuple[Ligne, ...]]:
    """Rows of one record: none twice, and no two under one key where they have one."""
    names = [colonne.nom for colonne in enfant.colonnes]
    keys = [names.index(name) for name in enfant.cle]
    row = st.tuples(*map(_value, enfant.colonnes), *(st.booleans() for _ in enfant.internes))
    return st.lists(
        row,
        max_size=3,
        unique_by=lambda ligne: tuple(ligne[key] for key in keys) if keys else ligne,
    ).map(in_order)


def _value(colonne: Colonne) -> st.SearchStrategy[Valeur]:
    value = _VALUES[colonne.genre]
    return value if colonne.requis else st.just(colonne.defaut) | value
