"""The tenants' accounts that a landlord follows, and since when and how long (R-107).

Touches: nothing.
"""

from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, func

from store.models.derives import Rattachement
from store.models.liens import Location
from store.tables import table_of
from store.views.locataires import balance
from store.views.portees import once
from store.views.view import true_now


def followed_rows() -> FromClause:
    """Return each account that rented from a landlord's alone, once: it may have several leases."""
    return once(
        table_of(Location),
        "x",
        wanted=lambda x: x.c.solde_propre.is_(True),
        keys=lambda x: (x.c.compte, x.c.locataire),
        columns=("compte", "locataire"),
        end=_end,
    )


def is_under_mandate(x: FromClause, day: ColumnElement[date]) -> ColumnElement[bool]:
    """Given such accounts and a day, return "one of their units was under the mandate then"."""
    let, m = table_of(Location).alias(), table_of(Rattachement).alias()
    under = and_(
        m.c.compte == let.c.compte,
        m.c.lot == let.c.lot,
        m.c.genre == "proprietaire",
        true_now(m),
        func.coalesce(m.c.premier_jour, day) <= day,
        func.coalesce(m.c.dernier_jour, day) >= day,
    )
    there = (let.c.compte == x.c.compte, let.c.locataire == x.c.locataire, true_now(let))
    return exists().select_from(let.join(m, under)).where(*there)


def _end(x: FromClause) -> ColumnElement[str]:
    """Return until when one lease is followed: after a departure, while the tenant owes."""
    return case((balance(x) != 0, x.c.suivi_jusqu_au), else_=x.c.jusqu_au)
