"""Who may log in, and with which initial secret; a portal keeps the passwords that persons set.

Touches: nothing.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    case,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from store.models.organisation import Utilisateur
from store.models.personnes import Connexion
from store.tables import Query, table_of
from store.views.once import each_once
from store.views.view import (
    View,
    acces_rows,
    in_force,
    is_one_of,
    is_open_to_staff,
    since,
    until,
)

BAILLEUR = "bailleur"
ROLES = ("administrateur", "gerant", "gestionnaire", "assistant", "comptable")
"""The roles of the staff: another opens nothing (R-085)."""


class _ThirtyDaysAfter(FunctionElement[str]):
    """The instant 30 days after another, as the store writes instants."""

    type = String()
    inherit_cache = True


@compiles(_ThirtyDaysAfter, "sqlite")
def _on_sqlite(element: _ThirtyDaysAfter, compiler: SQLCompiler, **how: Any) -> str:
    moment = compiler.process(element.clauses, **how)
    return f"strftime('%Y-%m-%dT%H:%M:%fZ', {moment}, '+30 days')"


@compiles(_ThirtyDaysAfter, "postgresql")
def _on_postgresql(element: _ThirtyDaysAfter, compiler: SQLCompiler, **how: Any) -> str:
    moment = compiler.process(element.clauses, **how)
    later = f"CAST(replace({moment}, 'Z', '') AS timestamp) + interval '30 days'"
    return f"""to_char({later}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


def _connexions() -> Query:
    return each_once(_ways(), "identifiant", "tiers")


def _ways() -> FromClause:
    """R-071, R-072: a login that is listed, of one person; R-081: while an account of his is open.

    R-085: a member of the staff needs none, but a role that is known. R-022: and the portal on.
    """
    a, connexion, utilisateur = acces_rows(), table_of(Connexion), table_of(Utilisateur)
    of_client = (
        _login(connexion, "client", null(), since(a.c.du), until(a.c.jusqu_au))
        .join_from(connexion, a, a.c.tiers == connexion.c.tiers)
        .where(a.c.portee == "compte", a.c.niveau != BAILLEUR)
    )
    of_staff = (
        _login(connexion, "gestionnaire", utilisateur.c.role, since(None), until(None))
        .join_from(connexion, utilisateur, utilisateur.c.tiers == connexion.c.tiers)
        .where(in_force(utilisateur, "utilisateurs", "id"), is_one_of(utilisateur.c.role, ROLES))
        .where(is_open_to_staff())
    )
    return union_all(of_client, of_staff).subquery("ways")


def _login(
    connexion: FromClause,
    genre: str,
    role: ColumnElement[Any],
    du: ColumnElement[str],
    jusqu_au: ColumnElement[str],
) -> Query:
    """Return the query of logins with an effect; a secret that is there was received some day."""
    received = connexion.c.secret_recu_le
    has_secret = and_(connexion.c.secret_condense.is_not(None), received.is_not(None))
    return select(
        connexion.c.tiers,
        connexion.c.identifiant,
        literal(genre).label("genre"),
        role.label("role"),
        du,
        jusqu_au,
        case((has_secret, connexion.c.secret_condense)).label("secret"),
        case((has_secret, received)).label("secret_du"),
        case((has_secret, _ThirtyDaysAfter(received))).label("secret_jusqu_au"),
    ).where(in_force(connexion, "connexions", "tiers"))


VIEWS = (
    View(
        "portail_connexion",
        "Logins that are open, for a portal to ask by `identifiant`",
        "R-022, R-071, R-072, R-081, R-085",
        _connexions,
        {
            "tiers": "the person",
            "identifiant": "what he types",
            "genre": "client, or gestionnaire: the agency's staff",
            "role": "of the staff: administrateur, gerant, gestionnaire, assistant or comptable",
            "du": "since when it is open, UTC",
            "jusqu_au": "until when, UTC, excluded",
            "secret": "the argon2id hash of the initial secret, if LSC ever sent one",
            "secret_du": "since when that secret is known, UTC",
            "secret_jusqu_au": "until when it may be used, once, UTC, excluded (R-071)",
        },
    ),
)
