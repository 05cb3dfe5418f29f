"""Records that decide no document, for the tests of their rules: rows by the names of attributes.

`an_agency()` (`some_faits`) is what they refer to: buildings I1 and I2, units, accounts, persons.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ingest.rules.anomalies import Anomalie
from ingest.rules.derivation import Derivation, derive
from ingest.rules.faits import Fait
from ingest.rules.tableaux import Ligne, Tableau, Valeur
from store.declarations import NATURES, Colonne
from tests.core.some_faits import an_agency

_USUAL: dict[type, Valeur] = {str: "x", int: 1, bool: False, date: date(2026, 1, 1)}
_OTHER_SIDE = {"credit": 0}
Given = Mapping[str, Valeur]


def a_tableau(nature: str, *records: Given, entite: str = "S1", **enfants: list[Given]) -> Tableau:
    """Given records, and by element the rows in them, return the table; what matters not is "x"."""
    declared = NATURES[nature]
    children = {}
    for enfant in declared.enfants:
        noms = (*enfant.parent, *(colonne.nom for colonne in enfant.colonnes))
        rows = [
            (*(row[nom] for nom in enfant.parent), *_row(enfant.colonnes, row))
            for row in enfants.get(enfant.element, [])
        ]
        children[enfant.element] = Tableau(nature, entite, noms, enfant.parent, tuple(rows))
    noms = tuple(colonne.nom for colonne in declared.colonnes)
    lignes = tuple(_row(declared.colonnes, record) for record in records)
    home = entite if declared.par_entite else ""
    return Tableau(nature, home, noms, declared.cle, lignes, children)


def _row(colonnes: tuple[Colonne, ...], given: Given) -> Ligne:
    usual = {c.nom: _USUAL[c.genre] if c.requis else c.defaut for c in colonnes}
    values = {**usual, **_OTHER_SIDE, **given}
    return tuple(values[colonne.nom] for colonne in colonnes)


def derived(
    *tableaux: Tableau,
    facts: tuple[Fait, ...] = (),
    contents: Mapping[str, str] | None = None,
    soldes: Mapping[str, int] | None = None,
    **given: object,
) -> Derivation:
    """Given tables, contents, soldes, and what else `an_agency` takes, derive from them."""
    faits = an_agency(*facts, **given)  # type: ignore[arg-type]  # each test names its own
    found = replace(faits, annexes=tableaux, formats=contents or {}, soldes=soldes or {})
    return derive(found)


def found(*tableaux: Tableau, **given: object) -> list[Anomalie]:
    """Given tables, return what is wrong with their records."""
    natures = {tableau.nature for tableau in tableaux}
    rows = derived(*tableaux, **given).anomalies  # type: ignore[arg-type]  # as above
    return sorted((row for row in rows if row.nature in natures), key=repr)
