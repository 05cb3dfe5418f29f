"""The contracts of a building.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, and_, case, select, union_all

from store.models.classement import Dossier
from store.models.comptes import Compte, Titulaire
from store.models.liens import Contrat
from store.models.organisation import Parametres, Theme
from store.models.patrimoine import Batiment
from store.tables import Query, table_of
from store.views.colonnes import IMMEUBLE, QUAND, QUI
from store.views.portees import conseils_rows, coproprietes_rows, persons
from store.views.view import View, in_force, is_block, is_on, is_record, since, true_now, until


def _contrats() -> Query:
    """R-138: all co-owners see them, or the council where the setting says so."""
    everybody, council = coproprietes_rows("a"), conseils_rows("b")
    return select(
        union_all(
            _of(everybody).where(~is_on("contrats_du_conseil", "syndic", everybody.c.cible)),
            _of(council).where(is_on("contrats_du_conseil", "syndic", council.c.cible)),
        ).subquery()
    )


def _of(a: FromClause) -> Query:
    k, d = table_of(Contrat).alias(), table_of(Dossier).alias()
    p = table_of(Parametres).alias()
    theme, batiment = table_of(Theme).alias(), table_of(Batiment).alias()
    return (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, k.c.du),
            until(a.c.jusqu_au, k.c.jusqu_au),
            k.c.immeuble,
            k.c.dossier,
            d.c.reference,
            d.c.type,
            theme.c.code.label("theme"),
            theme.c.libelle.label("nom_theme"),
            case((batiment.c.code.is_(None), 0), else_=1).label("rang"),
            batiment.c.nom.label("batiment"),
            d.c.objet,
            _supplier(d).label("prestataire"),
            d.c.du.label("debut"),
            d.c.au.label("fin"),
        )
        .join_from(a, k, and_(k.c.immeuble == a.c.cible, true_now(k)))
        .join(d, and_(is_record(d, k.c.dossier), in_force(d, "dossiers", "id")))
        .join(theme, and_(theme.c.element == "syndic", theme.c.code == d.c.theme))
        .join(p, and_(p.c.element == theme.c.element, in_force(p, "parametres", "element")))
        .join(batiment, is_block(batiment, d), isouter=True)
    )


def _supplier(d: FromClause) -> ColumnElement[str | None]:
    """Return the name of a case file's supplier: the first holder, of an account of that kind."""
    c, h, t = table_of(Compte).alias(), table_of(Titulaire).alias(), persons("s")
    return (
        select(t.c.nom)
        .join_from(c, h, and_(h.c.entite == c.c.entite, h.c.compte == c.c.id))
        .join(t, and_(t.c.id == h.c.tiers, in_force(t, "tiers", "id")))
        .where(c.c.entite == d.c.entite, c.c.id == d.c.fournisseur, c.c.genre == "fournisseur")
        .where(in_force(c, "comptes", "id"))
        .order_by(h.c.rang)
        .limit(1)
        .scalar_subquery()
    )


VIEWS = (
    View(
        "portail_contrats",
        "Contrats: the case files of published themes; the portal sorts by rang, batiment",
        "R-138",
        _contrats,
        {
            **QUI,
            **QUAND,
            **IMMEUBLE,
            "dossier": "entite/id",
            "reference": "of the case file",
            "type": "of the case file",
            "theme": "its code",
            "nom_theme": "",
            "rang": "0 for the common parts, which come first, 1 for a block",
            "batiment": "the block's name",
            "objet": "",
            "prestataire": "the supplier's name",
            "debut": "the first day",
            "fin": "the last day",
        },
    ),
)
