"""The accounts that a login opens: his own, and those of the persons whom he may act for.

Touches: nothing.
"""

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    literal,
    null,
    or_,
    select,
    union_all,
)

from store.models.comptes import Compte
from store.models.derives import Acces, Droit, Publication
from store.tables import Query, table_of
from store.views.colonnes import NOM, QUAND, columns
from store.views.portees import comptes_rows, persons
from store.views.view import View, in_force, is_record, since, true_now, until


def _autres_comptes() -> Query:
    """R-073, R-074: each account once, and once more for each document that was added to it."""
    a, d = comptes_rows("a"), comptes_rows("d")
    x, p = table_of(Acces).alias("x"), table_of(Publication)
    through = and_(x.c.tiers == d.c.tiers, x.c.compte == d.c.cible, true_now(x))
    of_accounts = _of(a, a.c.du, a.c.jusqu_au, null().cast(String))
    of_documents = _of(
        d,
        since(d.c.du, x.c.du, p.c.visible_du),
        until(d.c.jusqu_au, x.c.jusqu_au, p.c.visible_jusqu_au),
        p.c.visible_du,
    )
    joined = of_documents.join(x, through).join(p, _is_shown(p, x)).distinct()
    return select(union_all(of_accounts, joined).subquery())


def _of(
    a: FromClause,
    du: ColumnElement[str],
    jusqu_au: ColumnElement[str],
    ajoute_le: ColumnElement[str],
) -> Query:
    c, t = table_of(Compte).alias(), persons()
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.espace,
            du.label("du"),
            jusqu_au.label("jusqu_au"),
            t.c.id.label("personne"),
            *columns(t, NOM),
            c.c.numero,
            ajoute_le.label("ajoute_le"),
        )
        .join_from(a, c, and_(is_record(c, a.c.cible), in_force(c, "comptes", "id")))
        .join(t, and_(t.c.id == a.c.par_tiers, in_force(t, "tiers", "id")))
    )


def _is_shown(p: FromClause, x: FromClause) -> ColumnElement[bool]:
    """R-041, as `store.screens` says it; the instants are the row's."""
    d = table_of(Droit).alias()
    ticked = select(literal(1)).where(
        d.c.classeur == p.c.classeur, d.c.niveau == x.c.niveau, true_now(d)
    )
    return and_(
        p.c.cible == x.c.cible,
        p.c.portee == x.c.portee,
        true_now(p),
        p.c.etat == "publiee",
        p.c.contenu.is_not(None),
        p.c.visible_du.is_not(None),
        or_(x.c.traite_depuis.is_(None), x.c.traite_depuis <= p.c.traite_le),
        or_(x.c.traite_jusqu_au.is_(None), x.c.traite_jusqu_au > p.c.traite_le),
        ticked.exists(),
    )


VIEWS = (
    View(
        "portail_autres_comptes",
        "Autres comptes: the portal groups the rows of each account, and takes max(ajoute_le)",
        "R-073, R-074",
        _autres_comptes,
        {
            "tiers": "who looks",
            "compte": "which account, entite/id",
            "espace": "coproprietaire, proprietaire or locataire",
            **QUAND,
            "personne": "who holds it: he himself, or whose super tiers he is",
            **NOM,
            "numero": "of the account",
            "ajoute_le": "the instant from which a document shows; NULL: the account itself",
        },
    ),
)
