"""Settings of the extranet's side as an agency sets them, without its file."""

from dataclasses import replace

from ingest.check import NOTHING_CHECKED
from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.rules.faits import Reglage
from ingest.rules.reglages import SECTIONS
from ingest.workshop import cause_of
from store.changes import WrittenReglage
from tests.journeys.some_agency import Agency


def set_options(agency: Agency, **values: bool) -> None:
    """Given settings of the syndic's by name, make these all that is set, and what follows true."""
    set_reglages(agency, *(Reglage("", "syndic", name, on) for name, on in values.items()))


def set_reglages(agency: Agency, *reglages: Reglage) -> None:
    """Given settings, make these all that is set."""
    assert all(each.portee or each.cible in SECTIONS for each in reglages)
    with agency.workshop.store.writing() as tx:
        situation = situation_of(tx, agency.workshop)
        options = situation.options._replace(reglages=frozenset(reglages))
        plan = make_plan(NOTHING_CHECKED, situation._replace(options=options))
        written = frozenset(WrittenReglage(*each) for each in reglages)
        tx.apply(replace(plan.changes, reglages=written), cause_of("reglages", agency.workshop))
