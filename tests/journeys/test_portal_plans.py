"""How SQLite looks for what a view shows of one person: by indexes, whatever the store holds."""

import re

import pytest
from sqlalchemy import create_engine

from store.views import VIEWS
from tests.journeys.some_agency import Agency
from tests.some_databases import ONLY_SQLITE

pytestmark = ONLY_SQLITE
FEW = {"classeurs", "droits", "utilisateurs"}
"""Tables of a few hundred rows at most."""
OF_A_QUERY = re.compile(r"SCAN (portail_|anon_|found|ways|\(|CONSTANT)")
"""What was found already, and is gone through once."""


OF_STAFF = {
    "portail_portefeuille": {"a_acces"},
    "portail_portefeuille_immeubles": {"a_acces"},
    "portail_portefeuille_lots": {"a_acces"},
    "portail_tickets_lieux": {"immeubles", "lots"},
    "portail_tickets_intervenants": {"comptes"},
    "portail_tickets_correspondants": {"comptes"},
    "portail_tickets_gestionnaires": {"contacts"},
}
"""What staff are shown whole, by view: these tables are its rows."""


@pytest.mark.parametrize("nom", [view.nom for view in VIEWS if view.nom not in OF_STAFF])
def test_no_view_goes_through_a_table(begun: Agency, nom: str) -> None:
    assert scanned(steps_of(begun, nom)) <= FEW


@pytest.mark.parametrize("nom", OF_STAFF)
def test_what_is_the_staff_s_is_looked_at_only_for_staff(begun: Agency, nom: str) -> None:
    """R-085: who is none is turned away first, whatever the store holds."""
    steps = steps_of(begun, nom)
    tables = [step for step in steps if re.match("SCAN|SEARCH", step)]

    assert tables[0].startswith("SEARCH connexions")
    assert scanned(steps) <= FEW | OF_STAFF[nom]
    places = [n for n, step in enumerate(steps) if step.split()[1] in OF_STAFF[nom]]
    assert steps.index("SCAN utilisateurs") < min(places)


@pytest.mark.parametrize(
    ("nom", "condition"),
    [
        ("portail_portefeuille", "personne = 'T1'"),
        ("portail_portefeuille", "compte = 'S1/C1'"),
        ("portail_portefeuille_immeubles", "personne = 'T1'"),
        ("portail_portefeuille_immeubles", "immeuble = 'S1/I1'"),
        ("portail_portefeuille_lots", "personne = 'T1'"),
        ("portail_portefeuille_lots", "compte = 'S1/C1'"),
    ],
)
def test_a_client_of_the_portfolio_is_found_by_an_index(
    begun: Agency, nom: str, condition: str
) -> None:
    """R-087: or his account, or all of a building."""
    assert scanned(steps_of(begun, nom, condition)) <= FEW


def scanned(steps: list[str]) -> set[str]:
    """Return the tables that a plan goes through."""
    scans = [step for step in steps if step.startswith("SCAN") and not OF_A_QUERY.match(step)]
    return {step.split()[1] for step in scans}


def steps_of(agency: Agency, nom: str, condition: str = "1") -> list[str]:
    """Return how SQLite looks for what T1 is shown by a view."""
    engine = create_engine(agency.store_url)
    whose = f"tiers = 'T1' AND du <= '' AND jusqu_au > '' AND {condition}"
    asked = f"EXPLAIN QUERY PLAN SELECT * FROM {nom} WHERE {whose}"  # noqa: S608
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(asked).all()
    engine.dispose()
    return [str(row[3]) for row in rows]
