"""The budgets and the works of a building, for its council.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, case, func, literal, select

from store.models.comptabilite import Budget, Operation
from store.models.organisation import Entite
from store.models.patrimoine import Immeuble
from store.tables import Query, table_of
from store.views.buildings import buildings, of_council
from store.views.colonnes import DEVISE, QUAND
from store.views.exercices import current_years
from store.views.view import View, in_force, is_record, since, until


def _budgets(*, delegated: bool = False) -> Query:
    """R-103: the budgets of the running year and of the one before, and what was spent."""
    each, entite = _accounts(delegated=delegated), table_of(Entite)
    now, before = table_of(Budget).alias(), table_of(Budget).alias()
    voted, spent = now.c.montant, now.c.realise
    return (
        select(
            each.c.tiers,
            each.c.compte,
            each.c.du,
            each.c.jusqu_au,
            each.c.immeuble,
            (each.c.entite + "/" + each.c.id).label("exercice"),
            (each.c.entite + "/" + each.c.precedent).label("exercice_precedent"),
            each.c.cle,
            each.c.numero_compte,
            entite.c.devise,
            func.coalesce(now.c.libelle_cle, before.c.libelle_cle).label("libelle_cle"),
            func.coalesce(now.c.libelle_compte, before.c.libelle_compte).label("libelle_compte"),
            voted.label("budget"),
            before.c.montant.label("budget_precedent"),
            spent.label("realise"),
            case((voted > 0, (200 * spent + voted) // (2 * voted))).label("pourcentage"),
        )
        .join_from(each, entite, entite.c.id == each.c.entite)
        .join(now, _of(now, each, each.c.id, delegated=delegated), isouter=True)
        .join(before, _of(before, each, each.c.precedent, delegated=delegated), isouter=True)
    )


def _accounts(*, delegated: bool) -> FromClause:
    """Return each key and account that one of the two years has, for each member of the council."""
    budget, immeuble = table_of(Budget), table_of(Immeuble)
    a, year = buildings(of_council), current_years()
    found = (
        select(
            a.c.tiers,
            a.c.compte,
            since(a.c.du, year.c.debut),
            until(a.c.jusqu_au, year.c.fin),
            a.c.cible.label("immeuble"),
            year.c.entite,
            year.c.id,
            year.c.precedent,
        )
        .join_from(a, year, is_record(year, a.c.cible, "immeuble"))
        .join(immeuble, and_(is_record(immeuble, a.c.cible), in_force(immeuble, "immeubles", "id")))
        .where(~immeuble.c.ancien_decret)
        .distinct()
        .subquery()
    )
    both = budget.c.exercice.in_((found.c.id, found.c.precedent))
    its = and_(budget.c.entite == found.c.entite, both, _counts(budget, delegated=delegated))
    return (
        select(found, budget.c.cle, budget.c.numero_compte)
        .join_from(found, budget, its)
        .distinct()
        .subquery()
    )


def _of(
    budget: FromClause, each: FromClause, year: ColumnElement[str], *, delegated: bool
) -> ColumnElement[bool]:
    return and_(
        budget.c.entite == each.c.entite,
        budget.c.exercice == year,
        budget.c.cle == each.c.cle,
        budget.c.numero_compte == each.c.numero_compte,
        _counts(budget, delegated=delegated),
    )


def _counts(budget: FromClause, *, delegated: bool) -> ColumnElement[bool]:
    effective = in_force(budget, "budgets", "exercice", "cle", "numero_compte")
    return and_(effective, budget.c.delegation) if delegated else effective


def _delegation() -> Query:
    """R-106: what the council may spend, told by the flag and never by the number."""
    return _budgets(delegated=True)


def _travaux() -> Query:
    """R-104, R-105: in progress without a day of completion; an inactive one is neither."""
    a, works, entite = buildings(of_council), table_of(Operation), table_of(Entite)
    etat = case((works.c.acheve_le.is_(None), literal("en_cours", String)), else_="realise")
    return (
        select(
            a.c.tiers,
            a.c.compte,
            a.c.du,
            a.c.jusqu_au,
            a.c.cible.label("immeuble"),
            (works.c.entite + "/" + works.c.id).label("operation"),
            etat.label("etat"),
            works.c.designation,
            works.c.debut,
            works.c.fin_prevue,
            works.c.acheve_le,
            works.c.decision_ag,
            works.c.resolution,
            works.c.budget,
            works.c.realise,
            entite.c.devise,
        )
        .join_from(a, works, _of_building(works, a))
        .join(entite, entite.c.id == works.c.entite)
        .where(in_force(works, "travaux", "id"), ~works.c.inactif)
    )


def _of_building(works: FromClause, a: FromClause) -> ColumnElement[bool]:
    return is_record(works, a.c.cible, "immeuble")


_WHO = {
    "tiers": "who looks: a member of the council",
    "compte": "through which account",
    **QUAND,
    "immeuble": "entite/id",
}
_BUDGET = {
    **_WHO,
    "exercice": "the running year, entite/id",
    "exercice_precedent": "the one before, entite/id; NULL without one",
    "cle": "the allocation key",
    "numero_compte": "",
    **DEVISE,
    "libelle_cle": "",
    "libelle_compte": "",
    "budget": "of the running year, in minor units; NULL where none was voted",
    "budget_precedent": "of the year before, the same",
    "realise": "spent in the running year",
    "pourcentage": "realise of budget, rounded; NULL of a budget of 0",
}

VIEWS = (
    View("portail_budgets", "CS, budgets", "R-103", _budgets, _BUDGET),
    View("portail_delegation", "CS, délégation", "R-106", _delegation, _BUDGET),
    View(
        "portail_travaux",
        "CS, travaux en cours and travaux réalisés",
        "R-104, R-105",
        _travaux,
        {
            **_WHO,
            "operation": "entite/id",
            "etat": "en_cours or realise",
            "designation": "",
            "debut": "",
            "fin_prevue": "",
            "acheve_le": "",
            "decision_ag": "day of the meeting that decided",
            "resolution": "its number there",
            "budget": "in minor units",
            "realise": "spent so far, or in the end",
            **DEVISE,
        },
    ),
)
