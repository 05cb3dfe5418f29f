"""The chores of an installation: functions by the name that their agenda has in the settings.

They run in the daemon, in a thread of their own, one at a time; each takes the store's lock itself,
for as short as it can, and may be killed and begun again at any point.
Touches: nothing by itself.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from ingest.keeping.sweep import sweep_retention
from syncd.doctor import look
from syncd.site import Parts, Site, workshop_of

log = logging.getLogger(__name__)

Chore = Callable[[], object]


def chores_of(site: Site, parts: Parts) -> Mapping[str, Chore]:
    """Given an installation and its parts, return what is to be done there by the agenda."""
    workshop = workshop_of(site, parts)
    return {
        "retention": partial(sweep_retention, workshop, site.delais, site.rapports),
        "doctor": partial(_look, site, parts),
    }


def _look(site: Site, parts: Parts) -> None:
    """A human must look at what is wrong: `lsc-syncd doctor` tells it in full."""
    wrong = Counter(finding.code for finding in look(site, parts).found if finding.is_wrong)
    if wrong:
        log.error("doctor_found", extra={"findings": dict(wrong)})
