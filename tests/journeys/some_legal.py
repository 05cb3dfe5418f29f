"""The legal check over an agency of the journeys, and the settings of its command."""

from ingest.rules.bilans import Bilan
from ingest.rules.exigences import Reglement
from ingest.telling.legal import BilanImmeuble, BilanLegal, Question, legal
from ingest.workshop import Workshop
from store.reading import Reading
from tests.journeys.some_agency import Agency

SETTINGS = """
[legal]
classeurs = { "assemblees" = ["ALL-08"], "syndic/2" = ["CS-02"] }
modeles = { "APPF" = ["LOT-04"], "COUR" = ["ALL-03"], "FACS" = ["CS-03"] }
themes = { "ASC" = ["ALL-07"] }
"""
EXAMPLE = Reglement(
    classeurs={"assemblees": frozenset({"ALL-08"}), "syndic/2": frozenset({"CS-02"})},
    modeles={
        "APPF": frozenset({"LOT-04"}),
        "COUR": frozenset({"ALL-03"}),
        "FACS": frozenset({"CS-03"}),
    },
    themes={"ASC": frozenset({"ALL-07"})},
)
"""The same: what holds which item in the worked example."""


def asked(known: Reading, workshop: Workshop, reglement: Reglement = EXAMPLE) -> BilanLegal:
    return legal(known, workshop, Question(reglement, workshop.now()))


def of_the_example(agency: Agency, reglement: Reglement = EXAMPLE) -> BilanImmeuble:
    """Return how the example's only building of the syndic stands now."""
    with agency.workshop.store.reading() as known:
        (found,) = asked(known, agency.workshop, reglement).immeubles
    return found


def item(found: BilanImmeuble, code: str) -> Bilan:
    (bilan,) = (each for each in found.bilans if each.exigence == code)
    return bilan
