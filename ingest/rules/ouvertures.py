"""What a change would open: persons who would see stored documents that they could not.

R-011 *in*: only changes of rights, of a model's binder, of a setting, of a council flag, of masters
or of targets count; a new document or a new account is ordinary life.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator

from ingest.rules.acces import Acces
from ingest.rules.cotes import ENTREE, Alarme, Circonstances, Rights, Seuils, entite_of
from ingest.rules.publication import Publication

_ALWAYS = frozenset({"coproprietaire", "locataire"})
_COUNCIL = frozenset({"membre", "president"})


def openings(
    before: Rights, after: Rights, circonstances: Circonstances, seuils: Seuils
) -> Iterator[Alarme]:
    """Given both sides of a change, yield an alarm for each cause that opens too much."""
    old, new = _Side(before), _Side(after)
    opened: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for cause, tiers, document in _openings(before, after, new, circonstances):
        if document in before.documents and not old.sees(tiers, document):
            opened[entite_of(document), cause].add((tiers, document))
    wide = [box for box in _boxes(before, after) if box[1] in _ALWAYS]
    always = {_box_cause(circonstances, *box) for box in wide if seuils.cases_ouvertes}
    for (entite, cause), pairs in sorted(opened.items()):
        total = old.pairs_of(entite)
        many = len(pairs) > seuils.entree_paires or len(pairs) > seuils.entree_part * total
        if many or cause in always:
            examples = tuple(sorted({document for _, document in pairs})[:10])
            yield Alarme(ENTREE, entite, cause, len(pairs), total, examples)


class _Side:
    """One side, indexed by scope."""

    def __init__(self, rights: Rights) -> None:
        self.levels: dict[str, set[str]] = defaultdict(set)
        for classeur, niveau in rights.droits:
            self.levels[classeur].add(niveau)
        self.readers: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for row in rights.acces:
            self.readers[row.portee, row.cible].add((row.tiers, row.niveau))
        self.rows: dict[str, list[Publication]] = defaultdict(list)
        self.by_scope: dict[tuple[str, str], list[Publication]] = defaultdict(list)
        for each in rights.publication:
            self.rows[each.document].append(each)
            self.by_scope[each.portee or "", each.cible or ""].append(each)

    def sees(self, tiers: str, document: str) -> bool:
        """Return whether a person sees a document on this side."""
        return any(
            (tiers, niveau) in self.readers[row.portee or "", row.cible or ""]
            for row in self.rows.get(document, ())
            for niveau in self.levels[row.classeur or ""]
        )

    def pairs_of(self, entite: str) -> int:
        """Return how many pairs an entity has, a person reaching twice counted twice."""
        return sum(
            len([who for who, niveau in readers if niveau in self.levels[row.classeur or ""]])
            for scope, rows in self.by_scope.items()
            if entite_of(scope[1]) == entite
            for readers in (self.readers[scope],)
            for row in rows
        )


def _openings(
    before: Rights, after: Rights, new: _Side, circonstances: Circonstances
) -> Iterator[tuple[str, str, str]]:
    """Yield cause, person and document of what each change of this kind opens."""
    for classeur, niveau in _boxes(before, after):
        cause = _box_cause(circonstances, classeur, niveau)
        for scope, rows in new.by_scope.items():
            readers = {who for who, level in new.readers[scope] if level == niveau}
            for row in rows:
                if row.classeur == classeur:
                    yield from ((cause, tiers, row.document) for tiers in readers)
    yield from _by_document(before, after, new, circonstances)
    yield from _by_person(before, after, new, circonstances)


def _by_document(
    before: Rights, after: Rights, new: _Side, circonstances: Circonstances
) -> Iterator[tuple[str, str, str]]:
    had: dict[str, list[Publication]] = defaultdict(list)
    for row in before.publication:
        had[row.document].append(row)
    for row in after.publication - before.publication:
        cause = _document_cause(row, had.get(row.document, []), circonstances)
        if cause is not None:
            levels = new.levels[row.classeur or ""]
            for tiers, niveau in new.readers[row.portee or "", row.cible or ""]:
                if niveau in levels:
                    yield cause, tiers, row.document


def _document_cause(
    row: Publication, had: list[Publication], circonstances: Circonstances
) -> str | None:
    if not had:
        return "un réglage de LSC a changé" if circonstances.parametres_changes else None
    if row.classeur not in {each.classeur for each in had}:
        return f"le modèle passe au classeur {_name(circonstances, row.classeur)}"
    if (row.portee, row.cible) not in {(each.portee, each.cible) for each in had}:
        return "la cible d'événements a changé"
    return None


def _by_person(
    before: Rights, after: Rights, new: _Side, circonstances: Circonstances
) -> Iterator[tuple[str, str, str]]:
    reached = {(row.tiers, row.cible) for row in before.acces}
    for row in after.acces - before.acces:
        cause = _person_cause(row, (row.tiers, row.cible) in reached, circonstances)
        if cause is not None:
            for each in new.by_scope[row.portee, row.cible]:
                if row.niveau in new.levels[each.classeur or ""]:
                    yield cause, row.tiers, each.document


def _person_cause(row: Acces, was_there: object, circonstances: Circonstances) -> str | None:
    if row.par_tiers != row.tiers:
        return "un super tiers est désigné"
    if row.niveau in _COUNCIL and was_there:
        return "un membre du conseil syndical est désigné"
    if circonstances.parametres_changes and not was_there:
        return "un réglage de LSC a changé"
    return None


def _boxes(before: Rights, after: Rights) -> list[tuple[str, str]]:
    """Return the boxes that are newly ticked, of binders that there were."""
    known = {classeur for classeur, _ in before.droits} | {
        row.classeur for row in before.publication
    }
    return sorted(box for box in after.droits - before.droits if box[0] in known)


def _box_cause(circonstances: Circonstances, classeur: str, niveau: str) -> str:
    return f"classeur {_name(circonstances, classeur)} : case {_LEVELS[niveau]} cochée"


def _name(circonstances: Circonstances, classeur: str | None) -> str:
    return circonstances.noms.get(classeur or "", classeur or "")


_LEVELS = {
    "coproprietaire": "Copropriétaire",
    "membre": "Membre du conseil",
    "president": "Président du conseil",
    "proprietaire": "Propriétaire",
    "locataire": "Locataire",
}
