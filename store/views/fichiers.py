"""The contents that a person may be given: where each stands, what it is, how large.

Touches: nothing.
"""

from sqlalchemy import FromClause, String, case, func, literal, select, union_all

from store.models.envois import Contenu
from store.tables import Query, table_of
from store.views.colonnes import QUAND
from store.views.depenses import SERVIS, pieces
from store.views.documents import ways
from store.views.once import each_once
from store.views.photos import photos
from store.views.view import View, is_one_of

_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}
_EXTENSIONS = {"pdf": ".pdf", "png": ".png", "jpeg": ".jpg"}
_OTHER = "application/octet-stream"
"""Of office files, which no portal may show in a page of its own."""


def _fichiers() -> Query:
    return each_once(_given(), "tiers", "contenu")


def _given() -> FromClause:
    """What shows on the screens of documents, photos and expenses, each with its instants."""
    documents, images, vouchers = ways(), photos().subquery("photos"), pieces().subquery("pieces")
    shown = union_all(
        _of(documents, "contenu"), _of(images, "contenu"), _of(vouchers, "sha256")
    ).subquery("shown")
    contenu = table_of(Contenu)
    return (
        select(
            shown.c.tiers,
            shown.c.du,
            shown.c.jusqu_au,
            shown.c.contenu,
            (func.substr(shown.c.contenu, 1, 2) + "/" + shown.c.contenu).label("chemin"),
            contenu.c.taille,
            case(_TYPES, value=contenu.c.format, else_=_OTHER).label("type"),
            case(_EXTENSIONS, value=contenu.c.format, else_=literal("", String)).label("extension"),
        )
        .join_from(shown, contenu, contenu.c.sha256 == shown.c.contenu)
        .where(is_one_of(contenu.c.format, SERVIS))
        .subquery("given")
    )


def _of(shown: FromClause, contenu: str) -> Query:
    return select(shown.c.tiers, shown.c.du, shown.c.jusqu_au, shown.c[contenu].label("contenu"))


VIEWS = (
    View(
        "portail_fichier",
        "Files: the contents that the person may be given, to be asked by `contenu`",
        "R-041, R-045, R-047, R-065, R-120",
        _fichiers,
        {
            "tiers": "who looks",
            **QUAND,
            "contenu": "its sha256",
            "chemin": "of the served copy, below the directory of documents",
            "taille": "in bytes",
            "type": "what to say of it to a browser",
            "extension": "what its name ends with: the title before it; empty: not known",
        },
    ),
)
