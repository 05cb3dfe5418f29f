"""The photos of buildings and units.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, literal, or_, select, union_all

from store.models.envois import Contenu
from store.models.patrimoine import Photo
from store.tables import Query, table_of
from store.views.colonnes import QUAND, QUI
from store.views.portees import comptes_rows, coproprietes_rows, unites_rows
from store.views.view import View, entite_of, id_of, in_force, is_on, since, until

_AUCUN: ColumnElement[str] = literal("", String)


def photos() -> Query:
    """R-122: of a co-owner's buildings; of what each holds, lets or rents, while he does."""
    return select(
        union_all(_of(coproprietes_rows("i"), "immeuble"), _of(_units(), "lot")).subquery()
    )


def _units() -> FromClause:
    """A co-owner sees them on the screen of units only, where that is on."""
    a, r = comptes_rows(), unites_rows()
    own = and_(r.c.compte == a.c.cible, r.c.genre == a.c.espace)
    shown = or_(a.c.espace != "coproprietaire", is_on("lots", "syndic", r.c.immeuble))
    times = (since(a.c.du, r.c.du), until(a.c.jusqu_au, r.c.jusqu_au))
    query = select(a.c.tiers, a.c.compte, r.c.lot.label("cible"), *times)
    return query.join_from(a, r, own).where(shown).subquery("u")


def _of(places: FromClause, portee: str) -> Query:
    """R-120: publishable, no thumbnail, an image that was received, of the first three."""
    p, c = table_of(Photo).alias(), table_of(Contenu).alias()
    cible, is_lot = places.c.cible, portee == "lot"
    there = and_(
        p.c.entite == entite_of(cible),
        p.c.immeuble == (_AUCUN if is_lot else id_of(cible)),
        p.c.lot == (id_of(cible) if is_lot else _AUCUN),
        p.c.publiable.is_(True),
        p.c.vignette.is_(False),
        in_force(p, "photos", "immeuble", "lot", "rang"),
    )
    received = and_(c.c.sha256 == p.c.sha256, c.c.format.in_(("png", "jpeg")))
    return (
        select(
            places.c.tiers,
            places.c.compte,
            places.c.du,
            places.c.jusqu_au,
            literal(portee, String).label("portee"),
            cible.label("cible"),
            p.c.rang,
            c.c.sha256.label("contenu"),
            c.c.format,
        )
        .join_from(places, p, there)
        .join(c, received)
    )


VIEWS = (
    View(
        "portail_photos",
        "Accueil, Lots: the photos, three of each at most; the portal sorts by length(rang), rang",
        "R-120, R-121, R-122, R-123",
        photos,
        {
            **QUI,
            **QUAND,
            "portee": "immeuble or lot",
            "cible": "which one, entite/id",
            "rang": "its place, as LSC writes it",
            "contenu": "sha256 of the served copy",
            "format": "png or jpeg",
        },
    ),
)
