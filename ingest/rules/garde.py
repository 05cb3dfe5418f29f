"""The guard: changes that would hide or show too much at once wait for a person (R-011, both ways).

Both sides are looked at in one and the same instant, so that natural expiry never counts. *Out*
counts documents and accounts of an entity that nobody could reach any more. *In* counts pairs of a
person and a stored document that a change of rights, model, setting, flag, master or target would
open; new documents and new accounts are ordinary life.
Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from ingest.rules.cotes import SORTIE, Alarme, Circonstances, Rights, Seuils, entite_of
from ingest.rules.ouvertures import openings


def alarms(
    before: Rights, after: Rights, circonstances: Circonstances, seuils: Seuils
) -> list[Alarme]:
    """Given both sides of an envoi, return every reason to hold it; none: it may go."""
    found = [*_out(before, after, seuils)]
    if seuils.listes_vides:
        found += _emptied(circonstances)
    if seuils.immeubles_entiers:
        found += _lost_buildings(before, after)
    if not circonstances.premier:
        found += openings(before, after, circonstances, seuils)
    return found


def no_alarm_of_leaves(before: Rights, after: Rights, seuils: Seuils) -> bool:
    """Given both sides of some documents only, return whether all others could not alarm either."""
    shown = _documents(before)
    gone = shown - _documents(after)
    if len(gone) > seuils.sortie_nombre:
        return False
    if any(row.portee == "immeuble" for row in before.publication if row.document in gone):
        return False
    scopes = {(row.document, row.classeur, row.portee, row.cible) for row in before.publication}
    return all(
        (row.document, row.classeur, row.portee, row.cible) in scopes
        for row in after.publication
        if row.document in shown
    )


def _emptied(circonstances: Circonstances) -> Iterator[Alarme]:
    for nature, entite in circonstances.natures_videes:
        yield Alarme(SORTIE, entite, f"la liste {nature} est vide et ne l'était pas", 0, 0)


def _out(before: Rights, after: Rights, seuils: Seuils) -> Iterator[Alarme]:
    yield from _lost("documents visibles", _documents(before), _documents(after), seuils)
    yield from _lost("comptes ouverts", _accounts(before), _accounts(after), seuils)


def _documents(rights: Rights) -> set[str]:
    return {row.document for row in rights.publication}


def _accounts(rights: Rights) -> set[str]:
    return {row.compte for row in rights.acces if row.portee == "compte"}


def _lost(what: str, before: set[str], after: set[str], seuils: Seuils) -> Iterator[Alarme]:
    had = Counter(entite_of(each) for each in before)
    lost: dict[str, list[str]] = defaultdict(list)
    for each in sorted(before - after):
        lost[entite_of(each)].append(each)
    for entite, names in lost.items():
        if len(names) > seuils.sortie_nombre and len(names) > seuils.sortie_part * had[entite]:
            cause = f"{len(names)} {what} sur {had[entite]} seraient retirés"
            yield Alarme(SORTIE, entite, cause, len(names), had[entite], tuple(names[:10]))


def _lost_buildings(before: Rights, after: Rights) -> Iterator[Alarme]:
    """All of a building: everybody who reached it, or each of its several documents."""
    reached, still = _reached(before), _reached(after)
    for immeuble in sorted(reached.keys() - still.keys()):
        cause = f"plus personne n'atteint l'immeuble {immeuble}"
        yield Alarme(SORTIE, entite_of(immeuble), cause, reached[immeuble], reached[immeuble])
    shown, left = _shown(before), _shown(after)
    for immeuble in sorted(shown.keys() - left.keys()):
        count = shown[immeuble]
        if count > 1:
            cause = f"aucun document de l'immeuble {immeuble} ne serait plus visible"
            yield Alarme(SORTIE, entite_of(immeuble), cause, count, count)


def _reached(rights: Rights) -> Counter[str]:
    people = {(row.tiers, row.cible) for row in rights.acces if row.portee == "immeuble"}
    return Counter(immeuble for _, immeuble in people)


def _shown(rights: Rights) -> Counter[str]:
    rows = (row for row in rights.publication if row.portee == "immeuble")
    return Counter(row.cible for row in rows if row.cible is not None)
