"""How often anything changed that a portal may read: the one view that is of nobody.

Touches: nothing.
"""

from sqlalchemy import select

from store.models.portail import Version
from store.tables import Query, table_of
from store.views.view import View


def _version() -> Query:
    version = table_of(Version)
    return select(version.c.numero, version.c.instant)


VIEWS = (
    View(
        "portail_version",
        "A number that grows with each change: what was read before is as it was while it stays",
        "R-026",
        _version,
        {"numero": "", "instant": "of the last change, UTC"},
    ),
)
