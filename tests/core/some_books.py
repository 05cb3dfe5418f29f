"""Books in which something is grouped, reported, kept back and corrected, for the laws of plans.

They are added to the lists of the worked example, whose own have three entries.
"""

from collections.abc import Mapping
from datetime import date

from store.changes import Record, Valeur
from tests.edges.some_records import a_record

Place = tuple[str, str]
_FIRST, _LATER = date(2026, 11, 2), date(2026, 11, 9)
_C3: Mapping[str, Valeur] = {"compte": "C3", "date": _FIRST, "journal": "BQ"}
_C4: Mapping[str, Valeur] = {"compte": "C4", "date": _FIRST, "journal": "BQ"}
_C6: Mapping[str, Valeur] = {"compte": "C6", "date": _FIRST, "journal": "CA"}


def _entry(
    number: int, debit: int, credit: int, *given: Mapping[str, Valeur], **values: Valeur
) -> Record:
    found: dict[str, Valeur] = {}
    for each in given:
        found |= each
    return a_record("ecritures", id=f"W{number}", debit=debit, credit=credit, **{**found, **values})


MORE: Mapping[Place, tuple[Record, ...]] = {
    ("journaux", ""): (
        a_record("journaux", code="CA", type="tresorerie"),
        a_record("journaux", code="AN", type="cloture"),
    ),
    ("analytiques", "G1"): (
        a_record("analytiques", code="LOY", reverse_au_proprietaire=True),
        a_record("analytiques", code="47Prov"),
    ),
    ("ecritures", "S1"): (
        _entry(2, 0, 20000, _C3, sous_compte="operations_courantes"),
        _entry(3, 0, 5000, _C3, sous_compte="operations_courantes", rubrique="x"),
        _entry(4, 0, 6250, _C3, sous_compte="travaux"),
        _entry(5, 1000, 0, _C3, date=_LATER, journal="AN"),
        _entry(6, 0, 1000, _C3, date=_LATER, journal="AN", libelle="Clôture"),
        _entry(7, 0, 0, _C3, journal="APP", sous_compte="autre"),
    ),
    ("ecritures", "G1"): (
        _entry(3, 0, 60000, _C4, analytique="LOY"),
        _entry(4, 0, 4000, _C4, libelle="Charges"),
        _entry(5, 0, 9900, _C4, analytique="47Prov"),
        _entry(6, 300, 0, _C4, date=_LATER, sous_compte="travaux"),
        _entry(7, 0, 300, _C4, date=_LATER, journal="AN"),
        _entry(8, 0, 700, _C6),
        _entry(9, 700, 0, _C6, analytique="47Prov"),
    ),
}
"""By list, what stands in it besides the example's own records."""
