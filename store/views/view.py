"""What a view of the portal is, and the conditions that all of them are made of.

Every view has the person as a column, `tiers`, and the UTC instants between which the row is his,
`du` included, `jusqu_au` excluded: a portal compares them with its clock, and decides nothing.
Touches: nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Label,
    String,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from store.models.derives import Acces, Anomalie, OptionEffective
from store.tables import Query, table_of

TOUJOURS_DU, TOUJOURS_AU = "", "9999-12-31T23:59:59.999Z"
"""What stands for "since ever" and "without end": a portal compares without asking for NULL."""
MODULE_OF = {"coproprietaire": "syndic", "proprietaire": "gerance", "locataire": "gerance"}
CONSEIL = ("membre", "president")

SANS_EFFET = (
    "COMPTE_AUTRE_GENRE",
    "COMPTE_EN_DOUBLE",
    "CIBLE_INVALIDE",
    "DATES_INVERSEES",
    "DESIGNATION_INVALIDE",
    "FUND102_OFF",
    "FUSEAU_INCONNU",
    "IDENTIFIANT_EN_DOUBLE",
    "MASTER_CYCLE",
    "PHOTO_BAD_TYPE",
    "PHOTO_CONTENT",
    "PHOTO_TOO_MANY",
    "REFERENCE_INCONNUE",
    "REFERENCE_SANS_EFFET",
    "VPC_NOT_CONVENED",
)
"""The anomalies that take the effect of their record away: `ingest.rules.ecarts.BLOQUANTS`."""


class _EntiteOf(FunctionElement[str]):
    """The entity in a ref."""

    type = String()
    inherit_cache = True


class _IdOf(FunctionElement[str]):
    """The id in a ref: ids hold no slash, and neither do those of entities."""

    type = String()
    inherit_cache = True


class _Latest(FunctionElement[str]):
    """The greatest of several texts, none of them NULL."""

    type = String()
    inherit_cache = True


class _Earliest(FunctionElement[str]):
    """The least of several texts, none of them NULL."""

    type = String()
    inherit_cache = True


@compiles(_Latest, "sqlite")
def _latest_sqlite(element: _Latest, compiler: SQLCompiler, **how: Any) -> str:
    return f"max({compiler.process(element.clauses, **how)})"


@compiles(_Earliest, "sqlite")
def _earliest_sqlite(element: _Earliest, compiler: SQLCompiler, **how: Any) -> str:
    return f"min({compiler.process(element.clauses, **how)})"


@compiles(_Latest, "postgresql")
def _latest_postgresql(element: _Latest, compiler: SQLCompiler, **how: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **how)})"


@compiles(_Earliest, "postgresql")
def _earliest_postgresql(element: _Earliest, compiler: SQLCompiler, **how: Any) -> str:
    return f"least({compiler.process(element.clauses, **how)})"


@compiles(_EntiteOf, "sqlite")
def _entite_sqlite(element: _EntiteOf, compiler: SQLCompiler, **how: Any) -> str:
    named = compiler.process(element.clauses, **how)
    return f"substr({named}, 1, instr({named}, '/') - 1)"


@compiles(_IdOf, "sqlite")
def _id_sqlite(element: _IdOf, compiler: SQLCompiler, **how: Any) -> str:
    named = compiler.process(element.clauses, **how)
    return f"substr({named}, instr({named}, '/') + 1)"


@compiles(_EntiteOf, "postgresql")
def _entite_postgresql(element: _EntiteOf, compiler: SQLCompiler, **how: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **how)}, '/', 1)"


@compiles(_IdOf, "postgresql")
def _id_postgresql(element: _IdOf, compiler: SQLCompiler, **how: Any) -> str:
    return f"split_part({compiler.process(element.clauses, **how)}, '/', 2)"


_ANOMALIES = table_of(Anomalie)
_OPTIONS = table_of(OptionEffective)


class View(NamedTuple):
    """One view: its name, what it is for, the rules that it applies, its rows and their columns."""

    nom: str
    objet: str
    regles: str
    requete: Callable[[], Query]
    colonnes: Mapping[str, str]
    """What each column says, in the order of the query."""


def acces_rows() -> FromClause:
    """Return the access rows that are true now: who reaches which account or building."""
    acces = table_of(Acces)
    return select(acces).where(acces.c.connu_jusqu_au.is_(None)).subquery("a")


def true_now(rows: FromClause) -> ColumnElement[bool]:
    """Given a derived table, return the condition "is true now"."""
    return rows.c.connu_jusqu_au.is_(None)


def entite_of(named: ColumnElement[str]) -> ColumnElement[str]:
    """Given refs, return the entity in each."""
    return _EntiteOf(named)


def id_of(named: ColumnElement[str]) -> ColumnElement[str]:
    """Given refs, return the id in each."""
    return _IdOf(named)


def ref(table: FromClause, name: str = "id") -> ColumnElement[str]:
    """Given a table of records of an entity, return the name of each: `entite/id`."""
    return table.c.entite + "/" + table.c[name]


def is_record(
    table: FromClause, named: ColumnElement[str], name: str = "id"
) -> ColumnElement[bool]:
    """Given a table of records and a column of refs, return the condition "is that record".

    The name is cut into entity and id, so that the table's own key finds it.
    """
    return and_(table.c.entite == _EntiteOf(named), table.c[name] == _IdOf(named))


def is_block(batiment: FromClause, record: FromClause) -> ColumnElement[bool]:
    """Given blocks and what stands in one (a unit, a case file), return "is its block"."""
    return and_(
        batiment.c.entite == record.c.entite,
        batiment.c.immeuble == record.c.immeuble,
        batiment.c.code == record.c.batiment,
    )


def is_one_of(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these values.

    Not `IN`: of a list SQLite makes a table at each asking, which takes longer than the rest.
    """
    return or_(*(column == value for value in values))


def in_force(table: FromClause, nature: str, *cle: str) -> ColumnElement[bool]:
    """Given records and the columns of their key, return the condition "listed, with an effect".

    A record that something blocking is told of has none, nor has one of a list that it is told of.
    """
    key: ColumnElement[str] = literal("", String)
    for rank, name in enumerate(cle):
        part = func.coalesce(func.nullif(table.c[name].cast(String), ""), "-")
        key = part if rank == 0 else key + " " + part
    entite = table.c.entite if "entite" in table.c else literal("", String)

    def is_told(of: ColumnElement[str]) -> ColumnElement[bool]:
        return exists().where(
            _ANOMALIES.c.connu_jusqu_au.is_(None),
            _ANOMALIES.c.nature == nature,
            _ANOMALIES.c.entite == entite,
            _ANOMALIES.c.cle == of,
            is_one_of(_ANOMALIES.c.code, SANS_EFFET),
        )

    blocked = or_(is_told(key), is_told(literal("", String)))
    return and_(table.c.absent_depuis.is_(None), ~blocked)


def is_on(
    option: str, module: str | ColumnElement[str], *cibles: ColumnElement[str]
) -> ColumnElement[bool]:
    """Given a setting, its module and targets, return the condition "is on" (R-021…R-023).

    The first target that has a value of its own decides, else the module does.
    """
    values = [own_value(option, module, cible) for cible in cibles]
    of_module = own_value(option, module, "")
    return (func.coalesce(*values, of_module) if values else of_module).is_(True)


def is_open_to_staff() -> ColumnElement[bool]:
    """Return the condition "the portal is not off" (R-022).

    Whoever is no client needs no account for it; without any entity no setting is in force, and
    nobody said that it is off.
    """
    return own_value("portail", "commun", "").is_not(False)


def own_value(
    option: str, module: str | ColumnElement[str], cible: str | ColumnElement[str]
) -> ColumnElement[bool]:
    """Given a setting, its module and a target ("": all of it), return the value set there."""
    rows = _OPTIONS.alias()
    return (
        select(rows.c.valeur)
        .where(true_now(rows), rows.c.option == option, rows.c.module == module)
        .where(rows.c.cible == cible)
        .scalar_subquery()
    )


def since(*starts: ColumnElement[str] | None) -> Label[Any]:
    """Given instants or nothing, return the latest, which a row begins with."""
    found = [func.coalesce(start, TOUJOURS_DU) for start in starts]
    return found[0].label("du") if len(found) == 1 else _Latest(*found).label("du")


def until(*ends: ColumnElement[str] | None) -> Label[Any]:
    """Given instants or nothing, return the earliest, at which a row is over."""
    found = [func.coalesce(end, TOUJOURS_AU) for end in ends]
    return found[0].label("jusqu_au") if len(found) == 1 else _Earliest(*found).label("jusqu_au")
