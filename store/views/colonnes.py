"""What columns say that many views have, in the order in which they have them.

Touches: nothing.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, FromClause

QUI: Mapping[str, str] = {"tiers": "who looks", "compte": "through which account, entite/id"}
QUAND: Mapping[str, str] = {
    "du": "since when, UTC",
    "jusqu_au": "until when, UTC, excluded",
}
DEVISE: Mapping[str, str] = {"devise": "EUR has two decimals, XPF none"}
IMMEUBLE: Mapping[str, str] = {"immeuble": "entite/id"}
NOM: Mapping[str, str] = {"civilite": "", "nom": "", "prenom": ""}
ADRESSE: Mapping[str, str] = {
    "adresse1": "",
    "adresse2": "",
    "adresse3": "",
    "code_postal": "",
    "ville": "",
    "pays": "",
}
JOINDRE: Mapping[str, str] = {"telephone": "", "mobile": "", "email": ""}


def columns(table: FromClause, names: Mapping[str, str]) -> Sequence[ColumnElement[str | None]]:
    """Given a table and columns, return them."""
    return [table.c[name] for name in names]
