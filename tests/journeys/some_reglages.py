"""Settings of the extranet's side as an agency sets them."""

from ingest.planning.reglages import Application, Signature, apply_reglages
from ingest.rules.faits import Reglage
from tests.journeys.some_agency import Agency

_ME = Signature("hugo", "essai")


def set_options(agency: Agency, **values: bool) -> Application:
    """Given settings of the syndic's by name, make these all that is set."""
    return set_reglages(agency, *(Reglage("", "syndic", name, on) for name, on in values.items()))


def set_reglages(agency: Agency, *reglages: Reglage) -> Application:
    """Given settings, make these all that is set."""
    return apply_reglages(agency.workshop, reglages, "reglages", signature=_ME)
