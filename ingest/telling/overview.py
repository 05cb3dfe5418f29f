"""Every document at one instant: what it is called, what hides it, how many persons see it.

Touches: the store, reading.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from ingest.rules.jours import Periode
from ingest.rules.moment import Row, reason_at
from ingest.rules.raisons import VISIBLE
from ingest.telling.proof import is_current
from store.changes import Valeur
from store.reading import Reading

Scope = tuple[str, str]
Access = tuple[str, str, Periode]
"""A person, a level, and the days of the documents that he sees at it (R-042)."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One document; `motif` is the strongest reason at that instant, `lecteurs` who can open it.

    A decision may hide it from one account and not from another: then what shows is told.
    """

    document: str
    titre: str
    rangement: tuple[str, ...]
    classeur: str | None
    traite_le: str
    etat: str
    motif: str
    visible_du: str | None
    visible_jusqu_au: str | None
    portees: tuple[str, ...]
    lecteurs: int
    contenu: str | None


def overview(known: Reading, now: str) -> Iterator[Overview]:
    """Given an instant, yield every document, by id."""
    reached, levels = _reached(known, now), _levels(known)
    rows: dict[str, list[Mapping[str, Valeur]]] = defaultdict(list)
    for row in known.rows_at("publication"):
        rows[str(row.valeurs["document"])].append(row.valeurs)
    for document in sorted(rows):
        yield _one(rows[document], reached, levels, now)


def _one(
    rows: list[Mapping[str, Valeur]],
    reached: Mapping[Scope, list[Access]],
    levels: Mapping[str, set[str]],
    now: str,
) -> Overview:
    first, motif, readers = rows[0], "", set[str]()
    for row in rows:
        persons = _persons(row, reached, levels)
        reason = _reason(row, now, len(persons))
        if reason == VISIBLE:
            readers |= persons
        if not motif or (reason == VISIBLE != motif):
            first, motif = row, reason
    scopes = sorted((str(row["portee"]), str(row["cible"])) for row in rows if row["portee"])
    return Overview(
        document=str(first["document"]),
        titre=str(first["titre"]),
        rangement=tuple(json.loads(str(first["rangement"]))),
        classeur=cast("str | None", first["classeur"]),
        traite_le=str(first["traite_le"]),
        etat=str(first["etat"]),
        motif=motif,
        visible_du=cast("str | None", first["visible_du"]),
        visible_jusqu_au=cast("str | None", first["visible_jusqu_au"]),
        portees=tuple(f"{portee}:{cible}" for portee, cible in scopes),
        lecteurs=len(readers),
        contenu=cast("str | None", first["contenu"]),
    )


def _persons(
    row: Mapping[str, Valeur],
    reached: Mapping[Scope, list[Access]],
    levels: Mapping[str, set[str]],
) -> set[str]:
    """Return the persons whom one scope reaches, whatever hides it."""
    ticked = levels.get(str(row["classeur"]), set())
    scope = (str(row["portee"]), str(row["cible"]))
    day = cast("date", row["traite_le"])
    return {
        tiers
        for tiers, level, days in reached.get(scope, ())
        if level in ticked and days.holds(day)
    }


def _reason(row: Mapping[str, Valeur], now: str, readers: int) -> str:
    start, end = (cast("str | None", row[name]) for name in ("visible_du", "visible_jusqu_au"))
    return reason_at(Row(str(json.loads(str(row["motif"]))[0]), start, end), now, readers=readers)


def _reached(known: Reading, now: str) -> Mapping[Scope, list[Access]]:
    found: dict[Scope, list[Access]] = defaultdict(list)
    for row in known.rows_at("acces"):
        if is_current(row, now):
            values = row.valeurs
            du, avant = (
                cast("date | None", values[name]) for name in ("traite_depuis", "traite_jusqu_au")
            )
            scope = str(values["portee"]), str(values["cible"])
            found[scope].append((str(values["tiers"]), str(values["niveau"]), Periode(du, avant)))
    return found


def _levels(known: Reading) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in known.rows_at("droits"):
        found[str(row.valeurs["classeur"])].add(str(row.valeurs["niveau"]))
    return found
