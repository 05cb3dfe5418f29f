"""The accounts whose lines are derived again: what is shown of an entry depends on its neighbours.

All entries of such an account are leaves of the scope, so that its lines follow from them alone.
Touches: the store, reading.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from ingest.planning.differences import Difference
from ingest.planning.nearby import MANY
from ingest.planning.scope import Scope
from ingest.rules.ecritures import LIGNES, MASQUEES
from ingest.rules.faits import Parametres, ref
from ingest.rules.lignes import ECRITURES, is_excluded, is_grouped
from store.changes import Cle, Facts, Ligne, Lu, Place, Record
from store.declarations import NATURES
from store.reading import Reading

COMPTES = "comptes"
_GENRES = ("proprietaire", "locataire", "coproprietaire")
_DECISIFS = [
    place
    for place, colonne in enumerate(NATURES[COMPTES].colonnes)
    if colonne.nom in {"genre", "publie", "solde"}
]
_COMPTE = [colonne.nom for colonne in NATURES[ECRITURES].colonnes].index("compte")


def with_lines(known: Reading, scope: Scope, comptes: Collection[str]) -> Scope:
    """Given accounts (`entite/id`), return the scope with their lines and all their entries."""
    of: dict[str, set[str]] = defaultdict(set)
    for compte in comptes:
        entite, _, identifiant = compte.partition("/")
        of[entite].add(identifiant)
    feuilles: dict[Place, frozenset[Cle]] = dict(scope.feuilles)
    for entite, ids in of.items():
        place = (ECRITURES, entite)
        cles = known.keys(*place, "compte", ids).keys() | feuilles.get(place, frozenset())
        if cles:
            feuilles[place] = frozenset(cles)
    return scope._replace(feuilles=feuilles, comptes=scope.comptes | frozenset(comptes))


def accounts_changed(differences: Iterable[Difference], facts: Facts) -> Iterator[str]:
    """Given what changes, yield the accounts that change, and those that an entry is of, or was."""
    for difference in differences:
        change = difference.change
        if change.nature == COMPTES:
            yield from (ref(change.entite, cle[0]) for cle in _accounts(difference, facts))
        elif change.nature == ECRITURES:
            for record in _entries(difference, facts):
                yield ref(change.entite, record.valeurs[_COMPTE])


def accounts_of_settings(known: Reading, before: Parametres, after: Parametres) -> Iterator[str]:
    """Given the settings of LSC, yield the accounts whose entries they show otherwise."""
    genres = [genre for genre in _GENRES if _shown(genre, before) != _shown(genre, after)]
    for entite in known.entites(COMPTES) if genres else ():
        for cle in known.keys(COMPTES, entite, "genre", genres):
            yield ref(entite, cle[0])


def lines_near(known: Reading, comptes: Collection[str]) -> Mapping[str, frozenset[Ligne]]:
    """Given accounts, return the rows of their lines, by table."""
    return {table: _rows(known, table, comptes) for table in (LIGNES, MASQUEES)}


def _rows(known: Reading, table: str, comptes: Collection[str]) -> frozenset[Ligne]:
    if len(comptes) > MANY:
        return frozenset(row for row in known.derived(table) if row[0] in comptes)
    return frozenset(known.rows(table, "compte", comptes))


def _shown(genre: str, parametres: Parametres) -> tuple[bool, bool]:
    return is_grouped(genre, parametres), is_excluded(genre, parametres)


def _read(difference: Difference) -> Iterator[Lu]:
    return chain(difference.change.nouveaux, difference.change.modifies)


def _accounts(difference: Difference, facts: Facts) -> Iterator[Cle]:
    """Yield the accounts that come, leave, or differ in what their lines depend on."""
    before = facts.get(difference.change.place, {})
    for lu in _read(difference):
        known = before.get(lu.record.cle)
        if known is None or known.absent_depuis or _decides(known.record) != _decides(lu.record):
            yield lu.record.cle
    yield from difference.change.disparus


def _decides(record: Record) -> Ligne:
    return tuple(record.valeurs[place] for place in _DECISIFS)


def _entries(difference: Difference, facts: Facts) -> Iterator[Record]:
    """Yield the entries that change, as they were and as they are."""
    before = facts.get(difference.change.place, {})
    for lu in _read(difference):
        yield lu.record
        if lu.record.cle in before:
            yield before[lu.record.cle].record
    yield from (before[cle].record for cle in difference.change.disparus)
