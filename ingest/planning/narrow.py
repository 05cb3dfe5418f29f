"""The plan of an envoi that changes leaves only: what is near them is derived, the rest stays.

It is what `make_plan` would plan from all the facts: the law of the house holds for it as well.
Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from ingest.check import Checked
from ingest.planning.differences import Difference
from ingest.planning.nearby import Near
from ingest.planning.plan import Plan, Reste, Situation, changes_of, counted, facts_after
from ingest.planning.projection import key_text
from ingest.planning.scope import Scope
from ingest.rules.anomalies import Anomalie, SansEffet
from ingest.rules.classement import has_no_binder, levels_of
from ingest.rules.derivation import Derivation, derive_leaves
from ingest.rules.ecarts import BLOQUANTS, Ecart
from ingest.rules.faits import Faits, ref
from ingest.rules.publication import Publication
from ingest.rules.references import ANNEXES, FEUILLES, NATURES
from store.changes import Place

_JUGEES = frozenset((*NATURES, *ANNEXES)) - FEUILLES
"""What is near leaves and was judged before."""


class Leaves(NamedTuple):
    """What changes, the leaves to derive again, what is near them, and what stays."""

    differences: Sequence[Difference]
    scope: Scope
    near: Near
    situation: Situation
    """Its `derived` has the rows of the leaves' documents, and every anomaly."""
    reste: Reste


def make_narrow_plan(checked: Checked, leaves: Leaves) -> Plan | None:
    """Given an envoi and the leaves that it changes, plan it; None: all must be looked at."""
    situation = leaves.situation
    known = [Anomalie(*cast("tuple[str, ...]", row)) for row in situation.derived["anomalies"]]
    of_leaves = frozenset(_named(leaves.scope))
    kept = [each for each in known if (each.nature, each.entite, each.cle) not in of_leaves]
    if any(each.cle == "" and each.nature in FEUILLES for each in kept):
        return None
    faits = facts_after(situation, leaves.near.tables)
    derivation = derive_leaves(faits, _without_effect(kept))
    if _is_told_of_others(faits, derivation, leaves):
        return None
    anomalies = frozenset(kept) | derivation.anomalies
    derivation = derivation._replace(anomalies=anomalies, sans_effet=_counts(anomalies))
    return Plan(
        situation,
        changes_of(checked, leaves.differences, situation, derivation),
        faits,
        derivation,
        counted(checked, leaves.differences, leaves.reste.presents, derivation.sans_effet),
        leaves.reste,
    )


def _named(scope: Scope) -> Iterator[tuple[str, str, str]]:
    """Yield the leaves of a scope as anomalies name them."""
    for (nature, entite), cles in scope.feuilles.items():
        yield from ((nature, entite, key_text(nature, cle)) for cle in cles)


def _without_effect(kept: Sequence[Anomalie]) -> SansEffet:
    """Return which records near the leaves have no effect, as the stored anomalies say it."""
    found: dict[str, dict[str, Ecart]] = defaultdict(dict)
    for each in kept:
        if each.code in BLOQUANTS:
            ecart = Ecart(each.code, each.attribut, each.valeur, each.attendu)
            found[each.nature].setdefault(ref(each.entite, each.cle), ecart)
    return {nature: found.get(nature, {}) for nature in _JUGEES}


def _counts(anomalies: frozenset[Anomalie]) -> Mapping[Place, int]:
    blocked = {(a.nature, a.entite, a.cle) for a in anomalies if a.code in BLOQUANTS}
    return Counter((nature, entite) for nature, entite, _ in blocked)


def _is_told_of_others(faits: Faits, derivation: Derivation, leaves: Leaves) -> bool:
    """Return whether the leaves use a model or a binder of which something is told (R-035, R-040).

    It is told while any event uses it: the others would have to be asked.
    """
    models = {modele.ref for modele in faits.modeles.values() if has_no_binder(modele)}
    binders = {c.ref for c in faits.classeurs.values() if not levels_of(c, faits.options)}
    used = {event.modele for event in leaves.near.events()}
    before = leaves.situation.derived["publication"]
    rows = (*derivation.publication, *map(Publication._make, before))
    return bool(used & models) or any(row.classeur in binders for row in rows)
