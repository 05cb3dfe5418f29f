"""What has settings of its own for an account: a co-owner's building, else the account (R-023).

Touches: nothing.
"""

from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, and_, case, literal

from store.models.patrimoine import Fiche
from store.tables import table_of
from store.views.view import MODULE_OF, in_force, is_on, is_record, ref

COPROPRIETAIRE = "coproprietaire"


class Place(NamedTuple):
    """The module and the target whose settings count, once `fiche` is joined (outer) by `of`."""

    fiche: FromClause
    of: ColumnElement[bool]
    module: ColumnElement[str]
    cible: ColumnElement[str]

    def is_on(self, option: str) -> ColumnElement[bool]:
        """Given a setting, return the condition "is on there"."""
        return is_on(option, self.module, self.cible)


def place_of(a: FromClause, compte: ColumnElement[str]) -> Place:
    """Given access rows and their accounts, return where their settings are."""
    fiche, is_owner = table_of(Fiche).alias(), a.c.espace == COPROPRIETAIRE
    of = and_(
        is_owner,
        is_record(fiche, compte, "compte"),
        in_force(fiche, "fiches_coproprietaires", "id"),
    )
    cible = case((is_owner, ref(fiche, "immeuble")), else_=compte)
    return Place(fiche, of, module_of(a), cible)


def module_of(a: FromClause) -> ColumnElement[str]:
    """Given access rows, return the module of each space; none of an unknown one."""
    return case(MODULE_OF, value=a.c.espace, else_=literal(""))
