"""The plan of an envoi that changes leaves only: what is near them is derived, the rest stays.

It is what `make_plan` would plan from all the facts: the law of the house holds for it as well.
Touches: nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.check import Checked
from ingest.planning.differences import Difference
from ingest.planning.nearby import Near
from ingest.planning.plan import Plan, Reste, Situation, changes_of, counted, facts_after
from ingest.planning.scope import Scope
from ingest.planning.standing import (
    counts_of,
    is_told_of_a_list,
    named,
    standing,
    stays,
    without_effect,
)
from ingest.rules.classement import has_no_binder, levels_of
from ingest.rules.derivation import Derivation, derive_leaves
from ingest.rules.faits import Faits
from ingest.rules.publication import Publication
from ingest.rules.references import ANNEXES, FEUILLES, NATURES
from store.changes import Ligne

_JUGEES = frozenset((*NATURES, *ANNEXES)) - FEUILLES
"""What is near leaves and was judged before."""


class Leaves(NamedTuple):
    """What changes, the leaves to derive again, what is near them, and what stays."""

    differences: Sequence[Difference]
    scope: Scope
    near: Near
    situation: Situation
    """Its `derived` has the rows of the leaves' documents and accounts, and every anomaly."""
    reste: Reste
    ailleurs: Mapping[str, Mapping[Ligne, int]]
    """What the other entries of the accounts concerned come to (`Faits.ailleurs`)."""


def make_narrow_plan(checked: Checked, leaves: Leaves) -> Plan | None:
    """Given an envoi and the leaves that it changes, plan it; None: all must be looked at."""
    situation = leaves.situation
    known = standing(situation)
    of_leaves = frozenset(named(leaves.scope))
    kept = [each for each in known if stays(each, leaves.scope, of_leaves)]
    if is_told_of_a_list(kept):
        return None
    faits = replace(facts_after(situation, leaves.near.tables), ailleurs=leaves.ailleurs)
    derivation = derive_leaves(faits, without_effect(kept, _JUGEES))
    if _is_told_of_others(faits, derivation, leaves):
        return None
    anomalies = frozenset(kept) | derivation.anomalies
    derivation = derivation._replace(anomalies=anomalies, sans_effet=counts_of(anomalies))
    return Plan(
        situation,
        changes_of(checked, leaves.differences, situation, derivation),
        faits,
        derivation,
        counted(checked, leaves.differences, leaves.reste.presents, derivation.sans_effet),
        leaves.reste,
    )


def _is_told_of_others(faits: Faits, derivation: Derivation, leaves: Leaves) -> bool:
    """Return whether the leaves use a model or a binder of which something is told (R-035, R-040).

    It is told while any event uses it: the others would have to be asked.
    """
    models = {modele.ref for modele in faits.modeles.values() if has_no_binder(modele)}
    binders = {c.ref for c in faits.classeurs.values() if not levels_of(c, faits.options)}
    before = leaves.situation.derived["publication"]
    rows = (*derivation.publication, *map(Publication._make, before))
    return bool(leaves.near.models() & models) or any(row.classeur in binders for row in rows)
