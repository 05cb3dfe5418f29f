"""Accounts that changed hands under one id: seen when an envoi says so, remembered as a constat.

No list says again what it said before: without this memory a full derivation could not tell a new
holder from the old one (R-081b; architecture, "a constat").
Touches: nothing.
"""

import json
from collections.abc import Iterable, Iterator

from ingest.planning.projection import Tables
from ingest.rules.classement import folded
from ingest.rules.faits import ref
from store.changes import Constat, Facts, KnownConstat, Record
from store.declarations import NATURES

REMPLACE, CONFIRME = "titulaire_remplace", "compte_confirme"


def replacements(before: Facts, after: Tables) -> Iterator[Constat]:
    """Given what was known and each listed table afterwards, yield who changed hands."""
    persons = _other_persons(before, after)
    for (nature, entite), known in before.items():
        table = after.get((nature, entite))
        if nature != "comptes" or (table is None and not persons):
            continue
        records = table.presents if table else {cle: each.record for cle, each in known.items()}
        for cle, record in records.items():
            if cle in known:
                yield from _of_account(ref(entite, cle[0]), known[cle].record, record, persons)


def closed_by_replacement(constats: Iterable[KnownConstat | Constat]) -> frozenset[str]:
    """Given constats in order, return the accounts that nobody confirmed since (R-081b)."""
    closed: set[str] = set()
    for constat in constats:
        if constat.genre == REMPLACE:
            closed.add(constat.cible)
        elif constat.genre == CONFIRME:
            closed.discard(constat.cible)
    return frozenset(closed)


def _of_account(
    compte: str, before: Record, after: Record, persons: frozenset[str]
) -> Iterator[Constat]:
    had, has = _holders(before), _holders(after)
    if had and has and had.isdisjoint(has):
        detail = {"avant": sorted(had), "apres": sorted(has)}
        yield Constat(REMPLACE, compte, json.dumps(detail, sort_keys=True))
    elif renamed := sorted(has & persons):
        yield Constat(REMPLACE, compte, json.dumps({"identite": renamed}, sort_keys=True))


def _holders(record: Record) -> set[str]:
    return {str(row[0]) for row in record.enfants[0]}


def _other_persons(before: Facts, after: Tables) -> frozenset[str]:
    """Return the identities whose name and login both changed: another person, it may be."""
    renamed = _changed("tiers", "nom", before, after)
    return frozenset(renamed & _changed("connexions", "identifiant", before, after))


def _changed(nature: str, attribut: str, before: Facts, after: Tables) -> set[str]:
    table = after.get((nature, ""))
    known = before.get((nature, ""), {})
    place = [colonne.nom for colonne in NATURES[nature].colonnes].index(attribut)
    records = table.presents if table else {}
    return {
        str(cle[0])
        for cle, record in records.items()
        if cle in known
        and folded(str(known[cle].record.valeurs[place])) != folded(str(record.valeurs[place]))
    }
