"""The council of a building: what all co-owners see of it, and what it sees of itself.

Touches: nothing.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, and_, case, or_, select

from store.models.liens import Conseiller
from store.tables import Query, table_of
from store.views.colonnes import IMMEUBLE, JOINDRE, NOM, QUAND, QUI, columns
from store.views.portees import conseils_rows, coproprietes_rows, persons
from store.views.view import CONSEIL, View, in_force, is_on, since, true_now, until


def _conseil() -> Query:
    """R-134: the council sees itself, phones and e-mail included, whoever has a login or none."""
    a, c, t = conseils_rows(), table_of(Conseiller), persons()
    query = _members(a, c, t, columns(t, JOINDRE))
    return query.where(c.c.niveau.in_(CONSEIL))


def _accueil() -> Query:
    """R-129: the president, with what may be shown of him; the members, where they are shown."""
    a, c, t = coproprietes_rows(), table_of(Conseiller), persons()
    is_president = c.c.niveau == "president"
    shown = {
        "telephone": "president_telephone",
        "mobile": "president_telephone",
        "email": "president_email",
    }
    joindre = [
        case((and_(is_president, is_on(option, "syndic", a.c.cible)), t.c[name])).label(name)
        for name, option in shown.items()
    ]
    return _members(a, c, t, joindre).where(
        or_(
            and_(is_president, is_on("president", "syndic", a.c.cible)),
            and_(c.c.niveau == "membre", is_on("membres", "syndic", a.c.cible)),
        )
    )


def _members(
    a: FromClause, c: FromClause, t: FromClause, joindre: Sequence[ColumnElement[str | None]]
) -> Query:
    return (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, c.c.du),
            until(a.c.jusqu_au, c.c.jusqu_au),
            c.c.immeuble,
            c.c.niveau,
            c.c.tiers.label("personne"),
            *columns(t, NOM),
            *joindre,
        )
        .join_from(a, c, and_(c.c.immeuble == a.c.cible, true_now(c)))
        .join(t, and_(t.c.id == c.c.tiers, in_force(t, "tiers", "id")))
    )


_COLONNES = {
    **QUI,
    **QUAND,
    **IMMEUBLE,
    "niveau": "president or membre",
    "personne": "the member",
    **NOM,
    **JOINDRE,
}
VIEWS = (
    View(
        "portail_conseil",
        "Conseil syndical – membres: the council, for itself",
        "R-033, R-083, R-134",
        _conseil,
        _COLONNES,
    ),
    View(
        "portail_conseil_accueil",
        "Accueil – copropriétaire: the council as all co-owners see it; the rows are its count",
        "R-083, R-129",
        _accueil,
        _COLONNES,
    ),
)
