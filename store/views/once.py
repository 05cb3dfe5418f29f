"""The several ways in which a person reaches one thing, cut so that at one instant there is one.

Touches: nothing.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, FromClause, case, func, select

from store.tables import Query
from store.views.view import TOUJOURS_DU


def each_once(ways: FromClause, *what: str) -> Query:
    """Given rows with `du` and `jusqu_au`, cut those of the same thing so that none meet.

    `what` names the columns that say which thing it is; together they hold the same instants as
    before. The first to begin keeps its time, the others what comes after it.
    """
    same = [ways.c[name] for name in what]
    order = [ways.c.du, ways.c.jusqu_au.desc(), *_others(ways, what)]
    before = func.max(ways.c.jusqu_au).over(partition_by=same, order_by=order, rows=(None, -1))
    held = func.coalesce(before, TOUJOURS_DU)
    found = select(ways, held.label("tenu")).subquery("found")
    start = case((found.c.du >= found.c.tenu, found.c.du), else_=found.c.tenu)
    columns = [start.label("du") if each.name == "du" else found.c[each.name] for each in ways.c]
    return select(*columns).where(found.c.jusqu_au > found.c.tenu, found.c.du < found.c.jusqu_au)


def _others(ways: FromClause, what: Sequence[str]) -> list[ColumnElement[object]]:
    """Return the columns that may differ: in their order, which row is first is no accident."""
    return [each for each in ways.c if each.name not in {*what, "du", "jusqu_au"}]
