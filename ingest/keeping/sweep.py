"""The nightly sweep as the daemon runs it: purge, report, remove old envois.

Touches: the store, the documents, the finished envois, the reports. After a crash between the
commit and the report, the audit in the store says what the report would have said.
"""

from pathlib import Path

from ingest.keeping.retention import RetentionPlan, apply_retention, remove_envois
from ingest.keeping.retention_report import save
from ingest.rules.retention import Delais
from ingest.workshop import Workshop


def sweep_retention(workshop: Workshop, delais: Delais, rapports: Path) -> RetentionPlan:
    """Given the delays and the directory of reports, sweep now; the spool is locked by us."""
    plan = apply_retention(workshop, delais)
    remove_envois(plan, workshop)
    save(plan, rapports)
    return plan
