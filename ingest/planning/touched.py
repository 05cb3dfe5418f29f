"""Which leaves follow from records that changed: by what they refer to, and where targets lead.

A record is touched when rules read it otherwise, or when it gains or loses its effect. Of an event
counts what `rules.publication` asks of others: its model and binder, its case file, and what its
target leads to (R-041 (f), R-082), with the buildings in whose zones and under whose decisions it
stands. More leaves than need be are harmless; one too few is not.
Touches: nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from ingest.rules.anomalies import SansEffet
from ingest.rules.faits import Classeur, Faits, Modele

Refs = Mapping[str, frozenset[str]]
"""By nature, records by ref."""


class Side(NamedTuple):
    """The facts before or after a change, without leaves, and which of them have no effect."""

    faits: Faits
    sans_effet: SansEffet


class Touched(NamedTuple):
    """The records that lead to leaves."""

    events: Refs
    """By the attribute of an event that names them."""
    annexes: Refs
    """By their nature, as the records of an annex refer to them."""


def touched_by(before: Side, after: Side, natures: Collection[str]) -> Touched:
    """Given both sides and the natures that were judged again, return what leads to leaves."""
    sides = (before, after)
    found = {nature: frozenset(_differing(nature, *sides)) for nature in natures}
    effects = {nature: frozenset(_other_effect(nature, *sides)) for nature in natures}
    events = {"modele": frozenset(_models(found, *sides))}
    if "comptes" in natures:
        events |= {"dossier": found["dossiers"], **_targets(found, effects["comptes"], sides)}
        effects["comptes"] |= frozenset(_of_another_kind(found["comptes"], *sides))
        effects["fiches_coproprietaires"] = found["fiches_coproprietaires"]
    return Touched(events, effects)


def _differing(nature: str, before: Side, after: Side) -> Iterator[str]:
    old, new = getattr(before.faits, nature), getattr(after.faits, nature)
    if old is not new:
        yield from (ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref))
    yield from before.sans_effet[nature].keys() ^ after.sans_effet[nature].keys()


def _other_effect(nature: str, before: Side, after: Side) -> Iterator[str]:
    """Yield what comes, leaves, gains or loses its effect."""
    old, new = getattr(before.faits, nature), getattr(after.faits, nature)
    if old is not new:
        yield from old.keys() ^ new.keys()
    yield from before.sans_effet[nature].keys() ^ after.sans_effet[nature].keys()


def _of_another_kind(comptes: Collection[str], before: Side, after: Side) -> Iterator[str]:
    """R-136: a correspondent is asked for the kind of his account."""
    for ref in comptes:
        known = (side.faits.comptes.get(ref) for side in (before, after))
        kinds = {compte.genre for compte in known if compte}
        if len(kinds) > 1:
            yield ref


def _models(found: Refs, before: Side, after: Side) -> Iterator[str]:
    """Yield the models whose events may be shown otherwise."""
    yield from found["modeles"]
    moved = frozenset(_moved(found["classeurs"], before, after))
    boxes = found["classeurs"] - moved
    for side in (before, after):
        for modele in side.faits.modeles.values():
            chain = list(_upwards(modele, side.faits.classeurs))
            is_list = modele.genre == "liste_coproprietaires" and not boxes.isdisjoint(chain[:1])
            if is_list or not moved.isdisjoint(chain) or _is_set(modele, before, after):
                yield modele.ref


def _moved(classeurs: Collection[str], before: Side, after: Side) -> Iterator[str]:
    """Yield the binders that changed by more than their boxes, which only lists read (R-132)."""
    for ref in classeurs:
        old, new = (side.faits.classeurs.get(ref) for side in (before, after))
        if old is None or new is None or old._replace(cases=new.cases) != new:
            yield ref


def _upwards(modele: Modele, classeurs: Mapping[str, Classeur]) -> Iterator[str]:
    """Yield the binder of a model and those above it, known or not."""
    seen: set[str] = set()
    ref = (
        f"{modele.module}/{modele.numero}" if modele.module and modele.numero is not None else None
    )
    while ref is not None and ref not in seen:
        seen.add(ref)
        yield ref
        ref = classeurs[ref].parent if ref in classeurs else None


def _is_set(modele: Modele, before: Side, after: Side) -> bool:
    """Return whether a setting of LSC that events of this model are asked for is another."""
    old, new = before.faits.parametres, after.faits.parametres
    names = {
        "facture": (old.publier_factures, new.publier_factures),
        "facture_scannee": (old.ignorer_controle_pieces, new.ignorer_controle_pieces),
    }.get(modele.genre, (False, False))
    is_syndic = modele.module == "syndic"
    titles = (
        (old.noms_syndic, new.noms_syndic) if is_syndic else (old.noms_gerance, new.noms_gerance)
    )
    return names[0] != names[1] or titles[0] != titles[1]


def _targets(found: Refs, comptes: Collection[str], sides: tuple[Side, Side]) -> Refs:
    """Return, by attribute, the targets whose events reach others, or stand in other buildings."""
    immeubles = found["immeubles"]
    fiches = found["fiches_coproprietaires"] | _by(
        "fiches_coproprietaires", sides, lambda fiche: fiche.immeuble in immeubles
    )
    placed = found["lots"] | _by("lots", sides, lambda lot: lot.immeuble in immeubles)
    held = found["detentions"] | _by("detentions", sides, lambda each: each.fiche in fiches)
    mandats = found["mandats"] | _by(
        "mandats", sides, lambda each: any(lot.lot in placed for lot in each.lots)
    )
    let = found["baux"] | _by("baux", sides, lambda each: not placed.isdisjoint(each.lots))
    lots = {*placed}
    accounts = {*comptes}
    for side in sides:
        faits = side.faits
        lots |= {faits.detentions[ref].lot for ref in held & faits.detentions.keys()}
        for ref in mandats & faits.mandats.keys():
            lots |= {lot.lot for lot in faits.mandats[ref].lots}
            accounts.add(faits.mandats[ref].compte)
        for ref in let & faits.baux.keys():
            lots |= {*faits.baux[ref].lots}
            accounts.add(faits.baux[ref].compte)
        known = faits.fiches_coproprietaires
        accounts |= {known[ref].compte for ref in fiches & known.keys()}
    baux = let | _by("baux", sides, lambda each: not lots.isdisjoint(each.lots))
    return {
        "immeuble": immeubles,
        "lot": frozenset(lots),
        "compte": frozenset(accounts),
        "bail": baux,
    }


def _by(nature: str, sides: tuple[Side, Side], is_meant: Callable[[Any], bool]) -> frozenset[str]:
    """Given a nature, return its records that are meant, as they were or as they are."""
    facts = (getattr(side.faits, nature) for side in sides)
    return frozenset(ref for each in facts for ref, fait in each.items() if is_meant(fait))
