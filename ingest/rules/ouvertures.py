"""What a change would open: persons who would see stored documents that they could not.

R-011 *in*. Each pair of a person and a document is counted once, under one cause, unless it is of
ordinary life (`rules.causes`).
Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ingest.rules.causes import Causes, box_cause, is_gained, shared
from ingest.rules.cotes import ENTREE, Alarme, Circonstances, Rights, Seuils, entite_of
from ingest.rules.designations import FACTURES
from ingest.rules.lecteurs import Lecteurs, compared
from ingest.rules.reperes import NIVEAU

_ALWAYS = frozenset({"coproprietaire", "locataire"})


def openings(
    before: Rights, after: Rights, circonstances: Circonstances, seuils: Seuils
) -> Iterator[Alarme]:
    """Given both sides of a change, yield an alarm for each cause, entity by entity.

    An entity's causes are judged together: many small ones open as much as a large one. A binder
    that gains the box of co-owners or tenants is alarming by itself, even while it shows nothing;
    so is another binder *Factures* that they may open, for expenses have its rights (R-065).
    """
    found = _found(before, after, circonstances)
    always = set(_wide_boxes(before, after, circonstances)) if seuils.cases_ouvertes else set()
    totals = Lecteurs(before).pairs() | Counter(circonstances.paires) if found else Counter[str]()
    for entite, ouverture in sorted(found.items()):
        nombre, total = ouverture.paires.total(), totals[entite]
        many = nombre > seuils.entree_paires or nombre > seuils.entree_part * total
        for cause in sorted(ouverture.paires if many else ouverture.paires.keys() & always):
            examples = tuple(ouverture.exemples[cause])
            yield Alarme(ENTREE, entite, cause, ouverture.paires[cause], total, examples)
    told = {cause for ouverture in found.values() for cause in ouverture.paires}
    for cause in sorted(always - told):
        yield Alarme(ENTREE, "", cause, 0, 0)
    if seuils.cases_ouvertes:
        yield from _expenses(before, after, circonstances)


class _Ouverture(NamedTuple):
    """What is opened of one entity: by cause, how many pairs, and the first of the documents."""

    paires: Counter[str]
    exemples: dict[str, list[str]]


def _found(before: Rights, after: Rights, circonstances: Circonstances) -> dict[str, _Ouverture]:
    old, new = compared(before, after)
    causes = Causes(before, old, new, circonstances)
    found: dict[str, _Ouverture] = {}
    for document in sorted(filter(causes.is_stored, new.rows)):
        opened = _opened(document, old, new, causes)
        if opened:
            place = _Ouverture(Counter(), defaultdict(list))
            ouverture = found.setdefault(entite_of(document), place)
            ouverture.paires.update(opened)
            for cause in opened:
                if len(ouverture.exemples[cause]) < _MOST_NAMED:
                    ouverture.exemples[cause].append(document)
    return found


def _opened(document: str, old: Lecteurs, new: Lecteurs, causes: Causes) -> Counter[str]:
    """Return, by cause, how many persons would see a document who could not.

    Whoever would see it as well where it stood before owes nothing to its move.
    """
    gained = new.of(document) - old.of(document)
    if not gained:
        return Counter()
    ways = [causes.of(row) for row in {*new.rows[document], *old.rows.get(document, ())}]
    found = (shared([way[tiers] for way in ways if tiers in way]) for tiers in gained)
    return Counter(filter(None, found))


def _wide_boxes(before: Rights, after: Rights, circonstances: Circonstances) -> Iterator[str]:
    for box in after.droits - before.droits:
        if box[1] in _ALWAYS and is_gained(before, circonstances, box):
            yield box_cause(circonstances, box)


def _expenses(before: Rights, after: Rights, circonstances: Circonstances) -> Iterator[Alarme]:
    everybody = (NIVEAU, "coproprietaire")
    for usage, classeur in after.reperes - before.reperes:
        if usage == FACTURES and everybody in after.reperes - before.reperes:
            nom = circonstances.noms.get(classeur, classeur)
            cause = f"classeur {nom} désigné pour les factures : {_OPENED}"
            yield Alarme(ENTREE, "", cause, 0, 0)


_OPENED = "l'état des dépenses s'ouvre aux copropriétaires"
_MOST_NAMED = 10
