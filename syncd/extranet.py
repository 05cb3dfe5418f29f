"""The settings of the extranet's side as the agency's file has them, checked (R-021, R-023).

Touches: nothing; `config.extranet` reads the file.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from config.extranet import Entry
from ingest.rules.faits import Reglage
from ingest.rules.reglages import (
    CLASSEUR,
    COMPTE,
    IMMEUBLE,
    OPTIONS,
    SECTIONS,
    is_target,
    own_options,
)

_TARGETS = {
    "immeubles": (IMMEUBLE, "S1/I1"),
    "comptes": (COMPTE, "G1/C4"),
    "classeurs": (CLASSEUR, "gerance/3"),
}
"""Table by table: the scope of its targets, and one of them as an example."""


def reglages_of(entries: Iterable[Entry]) -> frozenset[Reglage]:
    """Given the values of the file, none of which is a mistake, return what is set."""
    return frozenset(
        Reglage(
            _TARGETS[entry.table][0] if entry.cible else "",
            entry.cible or entry.table,
            entry.nom,
            bool(entry.valeur),
        )
        for entry in entries
    )


def mistakes_in(entries: Iterable[Entry]) -> list[str]:
    """Given the values of the file, return a sentence for each mistake: where, what, what to do."""
    return [sentence for entry in entries for sentence in _mistakes(entry)]


def _mistakes(entry: Entry) -> Iterator[str]:
    if entry.table not in (_TARGETS if entry.cible else SECTIONS):
        tables = ", ".join(
            (*SECTIONS, *(f'{name}."{example}"' for name, (_, example) in _TARGETS.items()))
        )
        yield f"{entry.place}: {entry.table or entry.nom} is no table of this file: {tables}"
        return
    if entry.cible:
        portee, example = _TARGETS[entry.table]
        known = set(own_options(portee))
        if not is_target(entry.cible):
            yield f'{entry.place}: "{entry.cible}" names no record: "{example}" is right'
    else:
        known = set(OPTIONS[entry.table])
    if entry.nom not in known:
        near = get_close_matches(entry.nom, sorted(known), n=1)
        hint = f"{near[0]} is one" if near else ", ".join(sorted(known))
        yield f"{entry.place}: {entry.nom} is no setting of {entry.table}: {hint}"
    elif not isinstance(entry.valeur, bool):
        yield f"{entry.place}: {entry.nom} is true or false"
