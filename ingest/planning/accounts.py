"""The accounts whose lines are derived again: what is shown of an entry depends on its neighbours.

Of such an account, the entries that are not shown as they are become leaves of the scope, so that
its lines follow from them alone; the others are summed by the store.
Touches: the store, reading.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import cast

from ingest.planning.annexes import annexes_of
from ingest.planning.differences import Difference, as_table
from ingest.planning.nearby import MANY
from ingest.planning.projection import as_read, parametres_of
from ingest.planning.scope import PARAMETRES, Scope
from ingest.rules.ecritures import LIGNES, MASQUEES, Sort
from ingest.rules.faits import Compte, Faits, Parametres, ref
from ingest.rules.lignes import (
    ANALYTIQUES,
    ECRITURES,
    JOURNAUX,
    Tri,
    is_excluded,
    is_grouped,
)
from store.changes import Cle, Facts, Ligne, Lu, Place, Record
from store.declarations import NATURES
from store.reading import Reading
from store.soldes import DECISIFS, Solde

COMPTES = "comptes"
_GENRES = ("proprietaire", "locataire", "coproprietaire")


def _places(nature: str, noms: Iterable[str]) -> list[int]:
    names = [colonne.nom for colonne in NATURES[nature].colonnes]
    return [names.index(nom) for nom in noms]


_OF_ACCOUNT = _places(COMPTES, ("genre", "publie", "solde"))
"""What the lines of an account depend on, and what is compared with them."""
_DECISIFS = _places(ECRITURES, DECISIFS)
_SIDES = _places(ECRITURES, ("debit", "credit"))


def with_entries(known: Reading, scope: Scope, after: Faits | None = None) -> Scope:
    """Given a scope, return it with the entries of its accounts that are not shown as they are.

    `after` has the settings, and if the scope has accounts these, as they are after the change;
    else they are what the store has.
    """
    if not scope.comptes:
        return scope
    tri = _tri(known, scope, after)
    feuilles: dict[Place, frozenset[Cle]] = dict(scope.feuilles)
    for entite, comptes in scope.accounts():
        judged = ((cle, tri.becomes(entite, cle)) for cle in known.soldes(entite, comptes))
        others = {cle for cle, each in judged if each and each.sort is not Sort.VUE}
        cles = known.ecritures(entite, {str(cle[0]) for cle in others}, others)
        if cles:
            place = (ECRITURES, entite)
            feuilles[place] = feuilles.get(place, frozenset()) | cles
    return scope._replace(feuilles=feuilles)


def elsewhere(known: Reading, scope: Scope, leaves: Facts) -> Mapping[str, Mapping[Ligne, int]]:
    """Given a scope and its leaves as they were, return what the other entries come to.

    They are those of its accounts, by entity (`Faits.ailleurs`).
    """
    found = {}
    for entite, comptes in scope.accounts():
        soldes = known.soldes(entite, comptes)
        for each in leaves.get((ECRITURES, entite), {}).values():
            cle = tuple(each.record.valeurs[place] for place in _DECISIFS)
            if each.absent_depuis is None and cle in soldes:
                nombre, solde = soldes[cle]
                debit, credit = (cast("int", each.record.valeurs[place]) for place in _SIDES)
                soldes[cle] = Solde(nombre - 1, solde - debit + credit)
        found[entite] = {cle: each.solde for cle, each in soldes.items() if each.nombre}
    return found


def accounts_changed(differences: Iterable[Difference], facts: Facts) -> Iterator[str]:
    """Given what changes, yield the accounts that change, and those that an entry is of, or was."""
    for difference in differences:
        change = difference.change
        if change.nature == COMPTES:
            yield from (ref(change.entite, cle[0]) for cle in _accounts(difference, facts))
        elif change.nature == ECRITURES:
            for record in _entries(difference, facts):
                yield ref(change.entite, record.valeurs[_DECISIFS[0]])


def accounts_of_settings(known: Reading, before: Parametres, after: Parametres) -> Iterator[str]:
    """Given the settings of LSC, yield the accounts whose entries they show otherwise."""
    genres = [genre for genre in _GENRES if _shown(genre, before) != _shown(genre, after)]
    for entite in known.entites(COMPTES) if genres else ():
        for cle in known.keys(COMPTES, entite, "genre", genres):
            yield ref(entite, cle[0])


def lines_near(known: Reading, comptes: Collection[str]) -> Mapping[str, frozenset[Ligne]]:
    """Given accounts, return the rows of their lines, by table."""
    return {table: _rows(known, table, comptes) for table in (LIGNES, MASQUEES)}


def _tri(known: Reading, scope: Scope, after: Faits | None) -> Tri:
    settings = parametres_of({(PARAMETRES, ""): as_table(known.facts(PARAMETRES, ""))})
    tables = {(JOURNAUX, ""): as_table(known.facts(JOURNAUX, ""))}
    comptes: dict[str, Compte] = {}
    for entite, ids in scope.accounts():
        tables[ANALYTIQUES, entite] = as_table(known.facts(ANALYTIQUES, entite))
        for each in known.records(COMPTES, entite, "id", ids).values():
            found = cast("Compte", as_read(COMPTES, entite, each.record))
            comptes[found.ref] = found
    return Tri(
        after.comptes if after and scope.has_accounts else comptes,
        after.parametres if after else settings,
        annexes_of(tables),
    )


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
    return tuple(record.valeurs[place] for place in _OF_ACCOUNT)


def _entries(difference: Difference, facts: Facts) -> Iterator[Record]:
    """Yield the entries that change, as they were and as they are."""
    before = facts.get(difference.change.place, {})
    for lu in _read(difference):
        yield lu.record
        if lu.record.cle in before:
            yield before[lu.record.cle].record
    yield from (before[cle].record for cle in difference.change.disparus)
