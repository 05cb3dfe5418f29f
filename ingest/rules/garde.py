"""The guard: changes that would hide or show too much at once wait for a person (R-011, both ways).

Both sides are looked at in one and the same instant, so that natural expiry never counts. *Out*
counts the accounts of an entity that would close, and its documents that their rows or binders
would hide from everybody; one whose readers' accounts close is counted with these. *In* is for
`rules.ouvertures` to say.
Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from ingest.rules.acces import IMMEUBLE
from ingest.rules.causes import ORDINAIRES, SCANNEE, hidden_by, superseded
from ingest.rules.cotes import (
    SORTIE,
    Alarme,
    Circonstances,
    Rights,
    Seuils,
    entite_of,
    shown_now,
)
from ingest.rules.lecteurs import Lecteurs, compared
from ingest.rules.ouvertures import openings
from ingest.rules.publication import Publication


def alarms(
    before: Rights, after: Rights, circonstances: Circonstances, seuils: Seuils
) -> list[Alarme]:
    """Given both sides of an envoi, return every reason to hold it; none: it may go."""
    shown, left = shown_now(before), shown_now(after)
    found = [*_out(shown, left, circonstances, seuils)]
    if seuils.listes_vides:
        found += _emptied(circonstances)
    if seuils.immeubles_entiers:
        found += _lost_buildings(shown, left)
    if not circonstances.premier:
        found += openings(before, after, circonstances, seuils)
    return found


def is_ordinary_of_leaves(before: Rights, after: Rights, seuils: Seuils) -> bool:
    """Given both sides of some documents, without accesses, return whether no alarm can be due.

    Few that show are withdrawn, none of a whole building's; one that was stored shows where it
    stood, for a reason of ordinary life.
    """
    shown, left = shown_now(before).publication, shown_now(after).publication
    gone = {row.document for row in shown} - {row.document for row in left} - superseded(after)
    if len(gone) > seuils.sortie_nombre:
        return False
    if any(row.document in gone and row.portee == IMMEUBLE for row in shown):
        return False
    stood = {(row.document, row.classeur, row.portee, row.cible): row for row in before.lignes}
    stored = {row.document for row in before.lignes}
    return all(
        _is_ordinary(stood.get((row.document, row.classeur, row.portee, row.cible)), before)
        for row in after.publication
        if row.document in stored
    )


def _is_ordinary(row: Publication | None, side: Rights) -> bool:
    return row is not None and hidden_by(row, side) in ORDINAIRES | {SCANNEE}


def _emptied(circonstances: Circonstances) -> Iterator[Alarme]:
    for nature, entite in circonstances.natures_videes:
        yield Alarme(SORTIE, entite, f"la liste {nature} est vide et ne l'était pas", 0, 0)


def _out(
    before: Rights, after: Rights, circonstances: Circonstances, seuils: Seuils
) -> Iterator[Alarme]:
    had, has = _accounts(before), _accounts(after)
    closed = {row for row in before.acces if row.compte not in has}
    still = after._replace(acces=after.acces | closed)
    seen, left = compared(before, still)
    if lost := seen.documents() - left.documents() - superseded(after):
        seen_before = Counter(entite_of(each) for each in Lecteurs(before).documents())
        sizes = seen_before | Counter(circonstances.vus)
        yield from _lost("documents visibles", lost, sizes, seuils)
    sizes = Counter(entite_of(each) for each in had)
    yield from _lost("comptes ouverts", had - has, sizes, seuils)


def _accounts(rights: Rights) -> set[str]:
    return {row.compte for row in rights.acces if row.portee == "compte"}


def _lost(what: str, lost: set[str], had: Mapping[str, int], seuils: Seuils) -> Iterator[Alarme]:
    """`had` is how many each entity had, one at least of each that lost any."""
    by_entite: dict[str, list[str]] = defaultdict(list)
    for each in sorted(lost):
        by_entite[entite_of(each)].append(each)
    for entite, names in by_entite.items():
        if len(names) > seuils.sortie_nombre and len(names) > seuils.sortie_part * had[entite]:
            cause = f"{len(names)} {what} sur {had[entite]} seraient retirés"
            yield Alarme(SORTIE, entite, cause, len(names), had[entite], tuple(names[:10]))


def _lost_buildings(before: Rights, after: Rights) -> Iterator[Alarme]:
    """All of a building: each of the several accounts that reached it, or of its documents.

    One account is a sale: where few have a login, it may be the only one.
    """
    for what, had, has in (
        ("plus personne n'atteint l'immeuble {}", _reached(before), _reached(after)),
        ("aucun document de l'immeuble {} ne serait plus visible", _shown(before), _shown(after)),
    ):
        for immeuble in sorted(had.keys() - has.keys()):
            count = had[immeuble]
            if count > 1:
                yield Alarme(SORTIE, entite_of(immeuble), what.format(immeuble), count, count)


def _reached(rights: Rights) -> Counter[str]:
    accounts = {(row.compte, row.cible) for row in rights.acces if row.portee == "immeuble"}
    return Counter(immeuble for _, immeuble in accounts)


def _shown(rights: Rights) -> Counter[str]:
    rows = (row for row in rights.publication if row.portee == "immeuble")
    return Counter(row.cible for row in rows if row.cible is not None)
