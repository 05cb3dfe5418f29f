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


@pytest.mark.parametrize("nom", [view.nom for view in VIEWS])
def test_no_view_goes_through_a_table(begun: Agency, nom: str) -> None:
    engine = create_engine(begun.store_url)
    asked = f"SELECT * FROM {nom} WHERE tiers = 'T1' AND du <= '' AND jusqu_au > ''"  # noqa: S608
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    engine.dispose()
    steps = [str(row[3]) for row in rows]
    scans = [step for step in steps if step.startswith("SCAN") and not OF_A_QUERY.match(step)]
    assert {step.split()[1] for step in scans} <= FEW, scans
