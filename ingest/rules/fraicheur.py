"""Until when the documents of an extranet must have been renewed (domain.md §2.2).

Once a year, in the three months after the last meeting that considered the accounts; or, as the
superseded wording has it, in the three months before the next one.
Touches: nothing.
"""

from datetime import date
from typing import NamedTuple

from ingest.rules.exigences import AVANT_PROCHAINE_AG
from ingest.rules.jours import months_later

_MOIS = 3
_MOIS_PAR_AN = 12


class Echeance(NamedTuple):
    """What was last renewed before `reference` is stale; `ag` is the meeting that asks for it."""

    ancre: str
    reference: date
    ag: date


def deadline(
    ancre: str, derniere_ag_comptes: date | None, prochaine_ag: date | None, day: date
) -> Echeance | None:
    """Given the anchor, the meetings of a building and a day, return what is past due, else None.

    After the last meeting it is due three months later; before the next one, from three months
    before it on. A meeting that LSC does not tell asks for nothing.
    """
    is_before = ancre == AVANT_PROCHAINE_AG
    ag = prochaine_ag if is_before else derniere_ag_comptes
    if ag is None:
        return None
    reference = months_before(ag, _MOIS) if is_before else ag
    is_due = reference <= day if is_before else months_later(ag, _MOIS) < day
    return Echeance(ancre, reference, ag) if is_due else None


def months_before(day: date, months: int) -> date:
    """Given a day, return the same day `months` earlier; the first day of all for the earliest."""
    years = -(-months // _MOIS_PAR_AN)
    return months_later(day, -months) if day.year - years >= date.min.year else date.min


def is_aged(traite_le: date | None, months: int | None, day: date) -> bool:
    """Given a day of processing and a maximum age, return whether it is reached."""
    if traite_le is None or months is None:
        return False
    return months_later(traite_le, months) <= day
