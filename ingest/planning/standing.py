"""What the stored anomalies say: which records have no effect, and how many of each list.

Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import cast

from ingest.planning.plan import Situation
from ingest.planning.projection import key_text
from ingest.planning.scope import Scope
from ingest.rules.anomalies import Anomalie, SansEffet
from ingest.rules.ecarts import BLOQUANTS, Ecart
from ingest.rules.faits import ref
from ingest.rules.lignes import BALANCE_MISMATCH
from store.changes import Place


def standing(situation: Situation) -> list[Anomalie]:
    """Given what is known, return the anomalies that stand."""
    return [Anomalie(*cast("tuple[str, ...]", row)) for row in situation.derived["anomalies"]]


def named(scope: Scope) -> Iterator[tuple[str, str, str]]:
    """Given a scope, yield its leaves as anomalies name them."""
    for (nature, entite), cles in scope.feuilles.items():
        yield from ((nature, entite, key_text(nature, cle)) for cle in cles)


def stays(anomaly: Anomalie, scope: Scope, feuilles: Collection[tuple[str, str, str]]) -> bool:
    """Given a scope and what `named` has of it, return whether an anomaly is not looked for again.

    What an account is said to owe is told beside its lines (R-092).
    """
    place = (anomaly.nature, anomaly.entite, anomaly.cle)
    if anomaly.code == BALANCE_MISMATCH:
        return ref(anomaly.entite, anomaly.cle) not in scope.comptes
    return place not in feuilles and anomaly.nature not in scope.natures


def is_told_of_a_list(anomalies: Iterable[Anomalie]) -> bool:
    """Given anomalies, return whether one is told of all the records of a list at once."""
    return any(each.cle == "" for each in anomalies)


def without_effect(anomalies: Iterable[Anomalie], natures: Iterable[str]) -> SansEffet:
    """Given anomalies and natures, return which records of these have no effect."""
    found: dict[str, dict[str, Ecart]] = defaultdict(dict)
    for each in anomalies:
        if each.code in BLOQUANTS:
            ecart = Ecart(each.code, each.attribut, each.valeur, each.attendu)
            found[each.nature].setdefault(ref(each.entite, each.cle), ecart)
    return {nature: found.get(nature, {}) for nature in natures}


def counts_of(anomalies: Iterable[Anomalie]) -> Mapping[Place, int]:
    """Given anomalies, return how many records of each list have no effect."""
    blocked = {(a.nature, a.entite, a.cle) for a in anomalies if a.code in BLOQUANTS}
    return Counter((nature, entite) for nature, entite, _ in blocked)
