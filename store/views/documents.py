"""The documents that a person sees: at one instant one row of each, however he reaches it.

Touches: nothing.
"""

from sqlalchemy import FromClause, and_, select

from store.models.derives import Publication
from store.screens import is_reached
from store.tables import Query, table_of
from store.views.colonnes import QUAND, QUI
from store.views.once import each_once
from store.views.view import View, acces_rows, since, true_now, until

_OF_A_DOCUMENT = ("document", "contenu", "classeur", "titre", "rangement", "traite_le")
_SAME = ("document", "classeur", "traite_le")
"""What a portal may ask for besides a person: conditions on these are judged before the join."""


def ways() -> FromClause:
    """R-041: each way in which a document is reached, with the instants of both."""
    a, p = acces_rows(), table_of(Publication)
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            since(a.c.du, p.c.visible_du),
            until(a.c.jusqu_au, p.c.visible_jusqu_au),
            *(p.c[name] for name in _OF_A_DOCUMENT),
        )
        .join_from(a, p, and_(is_reached(p, a), true_now(p)))
        .where(p.c.visible_du.is_not(None))
        .subquery("ways")
    )


def _documents() -> Query:
    return each_once(ways(), "tiers", *_SAME)


def _documents_of_accounts() -> Query:
    return each_once(ways(), "tiers", "compte", *_SAME)


_COLUMNS = {
    **QUI,
    "espace": "coproprietaire, proprietaire or locataire",
    **QUAND,
    "document": "entite/evenement/piece",
    "contenu": "the sha256 that is served: see portail_fichier",
    "classeur": "module/numero",
    "titre": "",
    "rangement": "the folders, from the outermost, as a JSON list",
    "traite_le": "the day by which documents are in order, the newest first",
}

VIEWS = (
    View(
        "portail_documents",
        "Documents: at one instant, each document that the person sees, once",
        "R-038, R-041",
        _documents,
        {**_COLUMNS, "compte": "an account through which he sees it"},
    ),
    View(
        "portail_documents_comptes",
        "Documents of one account: at one instant, once for each account that shows it",
        "R-038, R-041, R-074",
        _documents_of_accounts,
        _COLUMNS,
    ),
)
