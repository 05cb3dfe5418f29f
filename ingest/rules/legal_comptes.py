"""The legal items that are one co-owner's own, judged account by account (LOT-01…LOT-04).

Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ingest.rules.bilans import (
    EXPIRED,
    MISSING,
    NOTE,
    STALE,
    WRONG_AUDIENCE,
    Affaire,
    Ouvert,
    Releve,
    Trouve,
    Unite,
)
from ingest.rules.fraicheur import months_before

_ANNEE = 12
_SANS = "sans"


def judge_accounts(affaire: Affaire) -> Iterator[Releve]:
    """Given an item of one co-owner's, tell which accounts it is wrong for, and how.

    On the building, it would be everybody's.
    """
    whole = tuple(each.document for each in affaire.visible if each.compte is None)
    if whole:
        yield Releve(WRONG_AUDIENCE, "immeuble", whole)
    of_account = _by_account(affaire.visible)
    unseen: list[str] = []
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ouvert in affaire.chez.comptes:
        own = of_account.get(ouvert.compte, ())
        closed = [each.document for each in own if not each.niveaux & ouvert.niveaux]
        unseen += closed
        units = affaire.units(each for each in own if each.niveaux & ouvert.niveaux)
        code_and_cause = _judge(affaire, ouvert, _recent(affaire, units))
        if code_and_cause and not closed:
            wrong[code_and_cause].append(ouvert.compte)
    if unseen:
        yield Releve(WRONG_AUDIENCE, "lot_case", tuple(unseen))
    yield from _told(affaire, wrong)


def _told(affaire: Affaire, wrong: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Releve]:
    everyone, due = len(affaire.chez.comptes), affaire.echeance
    for (code, cause), comptes in sorted(wrong.items()):
        if cause != _SANS or len(comptes) < everyone:
            yield Releve(
                code,
                cause,
                comptes=tuple(comptes),
                trouve=everyone - len(comptes),
                attendu=everyone,
                le=due.ag if due is not None and code == STALE else None,
            )


def _judge(affaire: Affaire, ouvert: Ouvert, units: Sequence[Unite]) -> tuple[str, str] | None:
    """Return the code and cause of what is wrong for one account, None when nothing is."""
    valid = [unite for unite in units if not affaire.why_expired(unite)]
    due = _due(affaire, ouvert)
    if len(units) < due:
        return MISSING, "comptes"
    if len(valid) < due or (not due and len(valid) < len(units)):
        return EXPIRED, "comptes"
    if not units:
        return (NOTE, _SANS) if not affaire.exigence.minimum else None
    return (STALE, "comptes") if affaire.stale_since(valid) else None


def _due(affaire: Affaire, ouvert: Ouvert) -> int:
    """Return how many an account must have: none of a year that was closed before it held a lot."""
    ag, minimum = affaire.chez.derniere_ag_comptes, affaire.exigence.minimum
    if ag is None or ouvert.depuis is None:
        return minimum
    meetings = (months_before(ag, _ANNEE * years) for years in range(minimum))
    return sum(1 for meeting in meetings if ouvert.depuis <= meeting)


def _recent(affaire: Affaire, units: Sequence[Unite]) -> list[Unite]:
    mois = affaire.exigence.mois
    since = date.min if mois is None else months_before(affaire.day, mois)
    return [each for each in units if each.traite_le is None or since < each.traite_le]


def _by_account(visible: Sequence[Trouve]) -> Mapping[str, Sequence[Trouve]]:
    found: dict[str, list[Trouve]] = defaultdict(list)
    for each in visible:
        if each.compte is not None:
            found[each.compte].append(each)
    return found
