"""What is set in the portal for a building, an account or a binder, taken over (R-023).

It is a change like that of the agency's file: planned, and held when it is alarming. What names no
setting counts for nothing; a portal that cannot be read leaves what is in force.
Touches: the store and the log; what the portal wrote, reading.
"""

import logging
from collections.abc import Iterable
from typing import Final

from ingest.disk.envoi import stamp
from ingest.planning.reglages import Application, Signature, apply_reglages
from ingest.rules.faits import Reglage
from ingest.rules.reglages import is_target, own_options
from ingest.workshop import Workshop
from store.ecrits import EcritsUnreadable
from store.models.ecrits import ReglageEcrit
from store.reading import Reading

log = logging.getLogger(__name__)

PORTAIL = "portail"
_MOST = 20_000
"""Settings that a portal may have; more are none."""
_MOST_LETTERS = 130


class PortalSettings:
    """The settings of one portal, looked at again and again."""

    def __init__(self, workshop: Workshop) -> None:
        """Given the workshop, whose clock counts, prepare."""
        self._workshop: Final = workshop
        self._held: frozenset[Reglage] | None = None
        self._told = ""

    def take(self) -> None:
        """Put in force what changed; what was held is asked again once it is other."""
        try:
            with self._workshop.store.reading() as known:
                asked, there = asked_of_portal(known), in_force(known)
        except EcritsUnreadable as error:
            self._tell(str(error))
            return
        self._told = ""
        if asked not in {there, self._held}:
            found = apply_portal(self._workshop, asked)
            self._held = None if found.applied else asked
            tell_applied(found, "portal")

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            log.warning("portal_unreadable", extra={"reason": sentence})
            self._told = sentence


def asked_of_portal(known: Reading) -> frozenset[Reglage]:
    """Return what is set in the portal and is a setting. Raise EcritsUnreadable."""
    found = known.ecrits.reglages()
    if len(found) > _MOST:
        raise EcritsUnreadable(f"The portal has {len(found)} settings, more than {_MOST}")
    return frozenset(_sound(found))


def in_force(known: Reading) -> frozenset[Reglage]:
    """Return what was taken over from the portal."""
    found = (Reglage(*each) for each in known.reglages())
    return frozenset(each for each in found if each.source == PORTAIL)


def apply_portal(
    workshop: Workshop, asked: frozenset[Reglage], signature: Signature | None = None
) -> Application:
    """Given all that is set in the portal, put it in force; hold what alarms and nobody signed."""
    identifier = f"portail-{stamp(workshop.now())}"
    return apply_reglages(workshop, asked, identifier, source=PORTAIL, signature=signature)


def _sound(found: Iterable[ReglageEcrit]) -> Iterable[Reglage]:
    for each in found:
        is_known = each.option in own_options(each.portee) and is_target(each.cible)
        if is_known and len(each.cible) < _MOST_LETTERS:
            yield Reglage(*each, source=PORTAIL)


def tell_applied(found: Application, whose: str) -> None:
    """Given what became of settings, and whose they are (`portal`, `extranet`), log it."""
    if not found.applied:
        causes = sorted({f"{each.code} {each.entite}: {each.cause}" for each in found.alarmes})
        log.error("%s_settings_held", whose, extra={"causes": causes})
    elif found.lignes:
        log.info("%s_settings_applied", whose, extra={"rows": found.lignes})
