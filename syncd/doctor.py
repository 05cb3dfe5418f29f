"""The doctor of an installation: the look at it, and the repair, for its command and its chore.

Touches: everything below `data`, reading; with `repair`, the spool is locked and what can be
repaired is changed. After a crash: the next look finds what is left.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from ingest.doctor.examination import examine
from ingest.doctor.findings import Finding
from ingest.doctor.leftovers import look_for_leftovers
from ingest.doctor.places import envois_in
from ingest.doctor.repair import repair
from ingest.workshop import Workshop
from store.database import StoreUnavailable
from syncd import retour
from syncd.journal import Journal
from syncd.site import Parts, Site, workshop_of
from syncd.status import is_running


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What was found, and what of it is left; `running`: a daemon worked meanwhile."""

    running: bool
    found: tuple[Finding, ...]
    left: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether nothing wrong is left."""
        return not any(finding.is_wrong for finding in self.left)


def look(site: Site, parts: Parts, *, is_deep: bool = False) -> Diagnosis:
    """Given an installation, look at all of it and change nothing; a daemon may run meanwhile.

    Looked at twice: what an envoi on its way explains is there once at most.
    """
    running = is_running(site)
    workshop = workshop_of(site, parts)
    found = _found(site, workshop, is_alone=not running, is_deep=is_deep)
    if found:
        again = _found(site, workshop, is_alone=not running, is_deep=is_deep)
        found = tuple(finding for finding in found if finding in again)
    return Diagnosis(running=running, found=found, left=found)


def look_and_repair(site: Site, parts: Parts, *, is_deep: bool = False) -> Diagnosis:
    """Given an installation, repair what can be, alone. Raise AlreadyRunning beside a daemon."""
    workshop = workshop_of(site, parts)
    leftovers = set(look_for_leftovers(site.spool, is_alone=True))  # locking removes most of them
    with parts.spool.locked():
        found = _found(site, workshop, is_alone=True, is_deep=is_deep)
        repair(workshop, found)
        if any(finding.code == "ANSWER_STUCK" for finding in found):
            retour.deliver(parts.store, parts.spool)
        left = _found(site, workshop, is_alone=True, is_deep=is_deep)
    return Diagnosis(running=False, found=tuple(sorted(leftovers | {*found})), left=left)


def _found(site: Site, workshop: Workshop, *, is_alone: bool, is_deep: bool) -> tuple[Finding, ...]:
    found = examine(workshop, is_alone=is_alone, is_deep=is_deep)
    return (*found, *_of_journal(site, workshop))


def _of_journal(site: Site, workshop: Workshop) -> Iterator[Finding]:
    """Yield one finding for all the uploads that became part of an envoi that nobody knows."""
    if not site.journal.exists():
        return
    with closing(Journal(site.journal)) as journal:
        named = journal.envois()
    try:
        with workshop.store.reading() as known:
            entries = {entry.id for entry in known.entries()}
    except StoreUnavailable:
        return
    unknown = sorted(named - entries - {envoi.id for envoi in envois_in(site.spool)})
    if unknown:
        yield Finding("UPLOADS_OF_NOBODY", unknown[0], str(len(unknown)))


def diagnosis_words(diagnosis: Diagnosis) -> Iterator[dict[str, object]]:
    """Given what was found, yield one row for each, for a table or for programs."""
    for finding in diagnosis.found:
        yield {
            "code": finding.code,
            "level": str(finding.level),
            "where": finding.where,
            "sentence": finding.sentence,
            "remedy": finding.remedy,
            "repairable": finding.is_repairable,
            "repaired": finding not in diagnosis.left,
        }
