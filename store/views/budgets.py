"""The budgets and the works of a building, for its council.

Touches: nothing.
"""

from sqlalchemy import ColumnElement, FromClause, String, and_, case, func, literal, select

from store.models.comptabilite import Budget, Operation
from store.models.organisation import Entite
from store.models.patrimoine import Immeuble
from store.tables import Query, table_of
from store.views.buildings import buildings, of_council
from store.views.exercices import current_years, entite_of
from store.views.view import View, in_force, is_record, since, until


def _budgets(*, delegated: bool = False) -> Query:
    """R-103: the budgets of the running year and of the one before, and what was spent."""
    a, year = buildings(of_council), current_years()
    budget, immeuble, entite = table_of(Budget), table_of(Immeuble), table_of(Entite)
    is_now, is_before = budget.c.exercice == year.c.id, budget.c.exercice == year.c.precedent
    both = budget.c.exercice.in_((year.c.id, year.c.precedent))
    there = and_(budget.c.entite == entite_of(year), both)
    effective = in_force(budget, "budgets", "exercice", "cle", "numero_compte")
    flag = budget.c.delegation if delegated else None
    voted = func.max(case((is_now, budget.c.montant)))
    spent = func.max(case((is_now, budget.c.realise)))
    groups = (
        a.c.tiers,
        a.c.compte,
        since(a.c.du, year.c.debut),
        until(a.c.jusqu_au, year.c.fin),
        a.c.cible.label("immeuble"),
        (year.c.entite + "/" + year.c.id).label("exercice"),
        (year.c.entite + "/" + year.c.precedent).label("exercice_precedent"),
        budget.c.cle,
        budget.c.numero_compte,
        entite.c.devise,
    )
    query = (
        select(
            *groups,
            _newest(budget.c.libelle_cle, is_now).label("libelle_cle"),
            _newest(budget.c.libelle_compte, is_now).label("libelle_compte"),
            voted.label("budget"),
            func.max(case((is_before, budget.c.montant))).label("budget_precedent"),
            spent.label("realise"),
            case((voted > 0, (200 * spent + voted) // (2 * voted))).label("pourcentage"),
        )
        .join_from(a, year, is_record(year, a.c.cible, "id_immeuble"))
        .join(immeuble, and_(is_record(immeuble, a.c.cible), in_force(immeuble, "immeubles", "id")))
        .join(budget, and_(there, effective))
        .join(entite, entite.c.id == year.c.entite)
        .where(~immeuble.c.ancien_decret)
        .group_by(*(getattr(each, "element", each) for each in groups))
    )
    return query if flag is None else query.where(flag)


def _newest(column: ColumnElement[str], is_now: ColumnElement[bool]) -> ColumnElement[str]:
    """A label may have changed between the years."""
    return func.coalesce(func.max(case((is_now, column))), func.max(column))


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
    "du": "since when, UTC",
    "jusqu_au": "until when, UTC, excluded",
    "immeuble": "entite/id",
}
_BUDGET = {
    **_WHO,
    "exercice": "the running year, entite/id",
    "exercice_precedent": "the one before, entite/id; NULL without one",
    "cle": "the allocation key",
    "numero_compte": "",
    "devise": "EUR has two decimals, XPF none",
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
            "devise": "EUR has two decimals, XPF none",
        },
    ),
)
