"""From an element that its schema accepts to a record: typed values in the order of the table.

What the XML says in two ways is one value here (`1` and `true`, `10.5` and `10.50`), so that two
records are the same fact iff they are equal.
Touches: nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from lxml import etree

import schemas
from ingest.reading.violations import clipped, local
from store.changes import Cle, Ligne, Record, Valeur, in_order
from store.declarations import ELEMENT, Colonne, Enfant, Nature

READER_VERSION = 1
"""Raised when the same bytes under the same schema would give other records."""

_SPACE = " \t\n\r"
_DATES_AS_SENT = frozenset({"publie_le", "cree_le", "tenue_le", "limite"})
"""Texts that the schema types as dates: it lets white space stand around them."""

Convert = Callable[[str], Valeur]


class Secrets(Mapping[Cle, str]):
    """The clear secrets of one file, by the key of their record; no text ever shows them."""

    __slots__ = ("_clear",)

    def __init__(self, clear: Mapping[Cle, str]) -> None:
        self._clear = clear

    def __getitem__(self, cle: Cle) -> str:
        return self._clear[cle]

    def __iter__(self) -> Iterator[Cle]:
        return iter(self._clear)

    def __len__(self) -> int:
        return len(self._clear)

    def __repr__(self) -> str:
        return f"<{len(self)} secrets>"


class Fault(NamedTuple):
    """What the schema cannot say and makes a record wrong all the same."""

    code: str
    attribut: str | None
    value: str | None
    expected: str | None
    detail: str


class Reading(NamedTuple):
    """One record as read; None when it has a fault that leaves no value."""

    record: Record | None
    secret: str | None
    faults: tuple[Fault, ...]

    def __repr__(self) -> str:
        """Show no secret."""
        return f"<Reading of {self.record!r}, {len(self.faults)} faults>"


class _TooPreciseError(ValueError):
    """An amount has more decimals than its currency."""


class Reader:
    """The reading of one nature's elements; an amount has `decimales` decimals, its currency's."""

    def __init__(self, nature: Nature, *, decimales: int) -> None:
        self._nature = nature
        self._decimales = decimales
        self._columns = _columns(nature.colonnes, decimales)
        self._places = tuple(_place(nature, nom) for nom in nature.cle)
        self._children = tuple(_Child(enfant, decimales) for enfant in nature.enfants)

    def read(self, element: etree._Element) -> Reading:
        """Given an element that the schema accepts, return its record."""
        try:
            valeurs = _values(element, self._columns)
        except _TooPreciseError:
            return Reading(None, None, tuple(self._too_precise(element)))
        cle = tuple(valeurs[place] for place in self._places)
        faults: list[Fault] = []
        enfants = tuple(child.rows(element, faults) for child in self._children)
        secret = element.get(self._nature.secret.attribut) if self._nature.secret else None
        return Reading(Record(cle, valeurs, enfants), secret, tuple(faults))

    def key_text(self, element: etree._Element) -> str | None:
        """Given any element of the nature, return its key in words, None if a part is missing."""
        parts = tuple(self._part(element, place) for place in self._places)
        return None if None in parts else clipped(in_words(parts))

    def _part(self, element: etree._Element, place: int) -> Valeur:
        colonne = self._nature.colonnes[place]
        text = local(element.tag) if colonne.nom == ELEMENT else element.get(colonne.nom)
        return text or colonne.defaut

    def _too_precise(self, element: etree._Element) -> Iterator[Fault]:
        for colonne in self._nature.colonnes:
            text = element.get(colonne.nom)
            if colonne.montant and text is not None and _is_too_precise(text, self._decimales):
                yield Fault(
                    code="XML_INVALID",
                    attribut=colonne.nom,
                    value=text,
                    expected=f"{self._decimales} décimales au plus, celles de la devise",
                    detail=f"attribut {colonne.nom} : trop de décimales",
                )


class _Child:
    """The reading of what repeats inside a record."""

    def __init__(self, enfant: Enfant, decimales: int) -> None:
        self._enfant = enfant
        self._tag = f"{{{schemas.NAMESPACE}}}{enfant.element}"
        self._columns = _columns(enfant.colonnes, decimales)
        self._internes: Ligne = (False,) * len(enfant.internes)
        noms = [colonne.nom for colonne in enfant.colonnes]
        self._places = tuple(noms.index(nom) for nom in enfant.cle)

    def rows(self, element: etree._Element, faults: list[Fault]) -> tuple[Ligne, ...]:
        """Return the rows in a record, sorted; add what is wrong with them to `faults`."""
        rows = [
            (*_values(child, self._columns), *self._internes)
            for child in element
            if child.tag == self._tag
        ]
        if not self._places:
            return in_order(set(rows))
        counts = Counter(tuple(row[place] for place in self._places) for row in rows)
        faults += [self._twice(cle) for cle, count in counts.items() if count > 1]
        return in_order(rows)

    def _twice(self, cle: Cle) -> Fault:
        return Fault(
            code="CLE_EN_DOUBLE",
            attribut=None,
            value=clipped(in_words(cle)),
            expected=f"un seul <{self._enfant.element}> par clé dans un enregistrement",
            detail=f"deux <{self._enfant.element}> du même enregistrement",
        )


def in_words(cle: Cle) -> str:
    """Given a key, return its parts as an anomaly and an accuse write them."""
    return " ".join(str(part) or "-" for part in cle)


def _columns(
    colonnes: tuple[Colonne, ...], decimales: int
) -> tuple[tuple[str, Convert, Valeur], ...]:
    return tuple(
        (colonne.nom, _convert(colonne, decimales), colonne.defaut) for colonne in colonnes
    )


def _values(element: etree._Element, columns: tuple[tuple[str, Convert, Valeur], ...]) -> Ligne:
    get = element.get
    return tuple(
        [
            convert(text)
            if (text := get(nom)) is not None
            else (local(element.tag) if nom == ELEMENT else absent)
            for nom, convert, absent in columns
        ]
    )


def _place(nature: Nature, nom: str) -> int:
    return [colonne.nom for colonne in nature.colonnes].index(nom)


def _convert(colonne: Colonne, decimales: int) -> Convert:
    if colonne.montant:
        return lambda text: _minor_units(text, decimales)
    if colonne.nom in _DATES_AS_SENT:
        return _stripped
    by_genre: Mapping[type, Convert] = {str: str, int: int, bool: _boolean, date: _day}
    return by_genre[colonne.genre]


def _stripped(text: str) -> str:
    return text.strip(_SPACE)


def _boolean(text: str) -> bool:
    return text.strip(_SPACE) in {"true", "1"}


def _day(text: str) -> date:
    return date.fromisoformat(text.strip(_SPACE))


def _minor_units(text: str, decimales: int) -> int:
    """Given an xs:decimal, return it exactly in minor units. Raise _TooPreciseError."""
    scaled = Decimal(text.strip(_SPACE)).scaleb(decimales)
    if scaled != scaled.to_integral_value():
        raise _TooPreciseError
    return int(scaled)


def _is_too_precise(text: str, decimales: int) -> bool:
    try:
        _minor_units(text, decimales)
    except _TooPreciseError:
        return True
    return False
