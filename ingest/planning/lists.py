"""The lists of co-owners beside those that change: what one shows follows from the others (R-131).

It is the one thing that is derived of a leaf and that another leaf says: so they go together.
Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator

from ingest.planning.differences import Difference, tables_after
from ingest.planning.nearby import records_of
from ingest.planning.scope import EVENEMENTS, Scope
from ingest.rules.listes import LISTE
from store.changes import Cle, Place, Record, Valeur
from store.declarations import NATURES
from store.reading import Reading

_MODELES = ("modeles", "")
_NOMS = {
    nature: [colonne.nom for colonne in NATURES[nature].colonnes]
    for nature in (EVENEMENTS, _MODELES[0])
}


def with_lists(known: Reading, differences: Iterable[Difference], scope: Scope) -> Scope:
    """Given what changes and a scope, return it with the other lists of the same buildings."""
    found = list(differences)
    models = _models(known, found)
    if not models:
        return scope
    feuilles = dict(scope.feuilles)
    for place, cles in scope.feuilles.items():
        if place[0] == EVENEMENTS:
            records = _records(known, found, place, cles)
            feuilles[place] = cles | _beside(known, place, records, models)
    return scope._replace(feuilles=feuilles)


def _models(known: Reading, differences: list[Difference]) -> set[Valeur]:
    """Return the models of such lists, before and after the change."""
    stored = known.records(*_MODELES, "genre", [LISTE])
    changed = tables_after(differences).get(_MODELES)
    presents = changed.presents.values() if changed else ()
    now = {each.cle[0] for each in presents if _value(_MODELES[0], each, "genre") == LISTE}
    return {cle[0] for cle in stored} | now


def _records(
    known: Reading, differences: list[Difference], place: Place, cles: frozenset[Cle]
) -> Iterator[Record]:
    """Yield events as they were and as they will be."""
    yield from (each.record for each in records_of(known, place, cles).values())
    for table in tables_after(differences).get(place, ()):
        yield from (record for cle, record in table.items() if cle in cles)


def _beside(
    known: Reading, place: Place, records: Iterable[Record], models: set[Valeur]
) -> frozenset[Cle]:
    pairs = {_pair(record) for record in records}
    wanted = {pair for pair in pairs if pair[0] is not None and pair[1] in models}
    if not wanted:
        return frozenset()
    there = known.records(*place, "immeuble", {immeuble for immeuble, _ in wanted})
    return frozenset(cle for cle, each in there.items() if _pair(each.record) in wanted)


def _pair(record: Record) -> tuple[Valeur, Valeur]:
    return _value(EVENEMENTS, record, "immeuble"), _value(EVENEMENTS, record, "modele")


def _value(nature: str, record: Record, nom: str) -> Valeur:
    return record.valeurs[_NOMS[nature].index(nom)]
