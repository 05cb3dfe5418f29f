"""An agency to damage, what the doctor finds there, and the repair, on a real spool and store."""

from pathlib import Path

from ingest.disk.envoi import Envoi
from ingest.doctor.examination import examine
from ingest.doctor.findings import Finding
from ingest.doctor.repair import repair
from tests.journeys.some_agency import Agency
from tests.some_databases import change


def findings(agency: Agency, *, is_deep: bool = False, is_alone: bool = True) -> list[Finding]:
    """Return all that the doctor finds now, in order."""
    return list(examine(agency.workshop, is_alone=is_alone, is_deep=is_deep))


def codes(agency: Agency, *, is_deep: bool = False) -> list[str]:
    """Return the code of each finding."""
    return [finding.code for finding in findings(agency, is_deep=is_deep)]


def mend(agency: Agency) -> list[str]:
    """Repair what is found; return the codes of what is left."""
    with agency.workshop.spool.locked():
        repair(agency.workshop, findings(agency))
    return codes(agency)


def sql(agency: Agency, *statements: str) -> None:
    """Change the store behind its back; what it remembers of the file is forgotten."""
    agency.close()
    change(agency.store_url, *statements)


def first(agency: Agency) -> Envoi:
    """Return the envoi that was sent first."""
    envoi = agency.workshop.spool.find(next(iter(agency.sent)))
    assert envoi is not None
    return envoi


def a_content(agency: Agency, *, etat: str = "publiee") -> Path:
    """Return the file of a content that a publication of that state serves."""
    with agency.workshop.store.reading() as known:
        rows = known.rows_at("publication", etat=etat)
    sha256 = min(str(row.valeurs["contenu"]) for row in rows if row.valeurs["contenu"])
    kept = agency.workshop.documents.path_of(sha256)
    assert kept is not None
    return kept
