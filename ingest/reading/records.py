"""From an element that its schema accepts to a record: typed values in the order of the table.

What the XML says in two ways is one value here (`1` and `true`, `10.5` and `10.50`), so that two
records are the same fact iff they are equal.
Touches: nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from itertools import repeat
from typing import NamedTuple, cast

from lxml import etree

import schemas
from ingest.reading.violations import clipped, local
from store.changes import Cle, Ligne, Record, Valeur, in_order
from store.declarations import ELEMENT, Colonne, Enfant, Nature

READER_VERSION = 1
"""Raised when the same bytes under the same schema would give other records."""

_SPACE = " \t\n\r"
_REMEMBERED, _SHORT = 4096, 32
"""How many days, and amounts of a currency, are known without reading them again: short texts."""
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


class Textes(NamedTuple):
    """What one element says, before it is typed; None for an attribute that it has not.

    `colonnes` are in the order of the nature's columns; `enfants` has the rows of each declared
    child, in the order of that child's columns.
    """

    colonnes: tuple[str | None, ...]
    enfants: tuple[tuple[tuple[str | None, ...], ...], ...]
    secret: str | None

    def __repr__(self) -> str:
        """Show no secret."""
        return f"<Textes of {self.colonnes[0]!r}>"


class Reader:
    """The reading of one nature's elements; an amount has `decimales` decimals, its currency's."""

    def __init__(self, nature: Nature, *, decimales: int) -> None:
        self._nature = nature
        self._decimales = decimales
        self._noms = tuple(colonne.nom for colonne in nature.colonnes)
        self._typed = _typing(nature.colonnes, decimales)
        self._others = _others(nature.colonnes, decimales)
        self._places = tuple(_place(nature, nom) for nom in nature.cle)
        self._children = tuple(_Child(enfant, decimales) for enfant in nature.enfants)

    def read(self, element: etree._Element) -> Reading:
        """Given an element that the schema accepts, return its record."""
        return self.typed(self.texts(element))

    def texts(self, element: etree._Element) -> Textes:
        """Given an element that the schema accepts, return what it says."""
        secret = element.get(self._nature.secret.attribut) if self._nature.secret else None
        enfants = tuple(child.texts(element) for child in self._children)
        return Textes(_texts(element, self._noms), enfants, secret)

    def typed(self, textes: Textes) -> Reading:
        """Given what an element says that the schema accepts, return its record."""
        try:
            valeurs = self._typed(textes.colonnes)
        except _TooPreciseError:
            return Reading(None, None, tuple(self._too_precise(textes)))
        cle = tuple([valeurs[place] for place in self._places])
        if not self._children:
            return Reading(Record(cle, valeurs, ()), textes.secret, ())
        faults: list[Fault] = []
        enfants = self._rows(textes, faults)
        return Reading(Record(cle, valeurs, enfants), textes.secret, tuple(faults))

    def records(self, textes: Sequence[Textes]) -> list[Record] | None:
        """Given what elements say that the schema accepts, return their records; None: a fault.

        By columns: the same days and amounts stand in many of them.
        """
        colonnes: list[Sequence[Valeur]] = list(
            zip(*[each.colonnes for each in textes], strict=True)
        )
        faults: list[Fault] = []
        try:
            for place, convert, absent in self._others if textes else ():
                colonnes[place] = _converted(colonnes[place], convert, absent)
            enfants = (
                [self._rows(each, faults) for each in textes] if self._children else repeat(())
            )
        except _TooPreciseError:
            return None
        cles = zip(*[colonnes[place] for place in self._places], strict=True) if textes else ()
        records = map(Record, cles, zip(*colonnes, strict=True), enfants)
        return None if faults else list(records)

    def _rows(self, textes: Textes, faults: list[Fault]) -> tuple[tuple[Ligne, ...], ...]:
        """Return the rows of each kind of child; add what is wrong with them to `faults`."""
        pairs = zip(self._children, textes.enfants, strict=True)
        return tuple([child.rows(rows, faults) for child, rows in pairs])

    def key_text(self, element: etree._Element) -> str | None:
        """Given any element of the nature, return its key in words, None if a part is missing."""
        parts = tuple(self._part(element, place) for place in self._places)
        return None if None in parts else clipped(in_words(parts))

    def _part(self, element: etree._Element, place: int) -> Valeur:
        colonne = self._nature.colonnes[place]
        text = local(element.tag) if colonne.nom == ELEMENT else element.get(colonne.nom)
        return text or colonne.defaut

    def _too_precise(self, textes: Textes) -> Iterator[Fault]:
        for colonne, text in zip(self._nature.colonnes, textes.colonnes, strict=True):
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
        self._noms = tuple(colonne.nom for colonne in enfant.colonnes)
        self._typed = _typing(enfant.colonnes, decimales)
        self._internes: Ligne = (False,) * len(enfant.internes)
        self._places = tuple(self._noms.index(nom) for nom in enfant.cle)

    def texts(self, element: etree._Element) -> tuple[tuple[str | None, ...], ...]:
        """Return what each child of this kind says, in the order of the file."""
        return tuple(_texts(child, self._noms) for child in element if child.tag == self._tag)

    def rows(
        self, texts: Sequence[tuple[str | None, ...]], faults: list[Fault]
    ) -> tuple[Ligne, ...]:
        """Return the rows in a record, sorted; add what is wrong with them to `faults`."""
        rows = [(*self._typed(each), *self._internes) for each in texts]
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


def _texts(element: etree._Element, noms: Sequence[str]) -> tuple[str | None, ...]:
    get = element.get
    return tuple([local(element.tag) if nom == ELEMENT else get(nom) for nom in noms])


def _others(
    colonnes: tuple[Colonne, ...], decimales: int
) -> tuple[tuple[int, Convert, Valeur], ...]:
    """Return the columns that are not texts as they stand: where, what types them, if absent."""
    return tuple(
        (place, _convert(colonne, decimales), colonne.defaut)
        for place, colonne in enumerate(colonnes)
        if colonne.defaut is not None or not _is_as_sent(colonne)
    )


def _typing(
    colonnes: tuple[Colonne, ...], decimales: int
) -> Callable[[tuple[str | None, ...]], Ligne]:
    """Return what types a row of texts. It raises _TooPreciseError.

    Most columns are texts, and stand as they are.
    """
    others = _others(colonnes, decimales)

    def typed(texts: tuple[str | None, ...]) -> Ligne:
        row: list[Valeur] = list(texts)
        for place, convert, absent in others:
            text = texts[place]
            row[place] = absent if text is None else convert(text)
        return tuple(row)

    return typed


def _converted(texts: Sequence[Valeur], convert: Convert, absent: Valeur) -> Sequence[Valeur]:
    """Return a column typed. Raise _TooPreciseError."""
    known: dict[Valeur, Valeur] = {
        text: absent if text is None else convert(cast("str", text)) for text in {*texts}
    }
    return [*map(known.__getitem__, texts)]


def _place(nature: Nature, nom: str) -> int:
    return [colonne.nom for colonne in nature.colonnes].index(nom)


def _is_as_sent(colonne: Colonne) -> bool:
    return colonne.genre is str and not colonne.montant and colonne.nom not in _DATES_AS_SENT


def _convert(colonne: Colonne, decimales: int) -> Convert:
    if colonne.montant:
        return _amounts(decimales)
    if colonne.nom in _DATES_AS_SENT:
        return _stripped
    by_genre: Mapping[type, Convert] = {str: str, int: int, bool: _boolean, date: _day}
    return by_genre[colonne.genre]


def _stripped(text: str) -> str:
    return text.strip(_SPACE)


def _boolean(text: str) -> bool:
    return text.strip(_SPACE) in {"true", "1"}


def _remembering(convert: Convert) -> Convert:
    """Return the same, that knows what it converted: the same texts stand in many records."""
    remembered = lru_cache(_REMEMBERED)(convert)
    return lambda text: remembered(text) if len(text) <= _SHORT else convert(text)


@_remembering
def _day(text: str) -> date:
    return date.fromisoformat(text.strip(_SPACE))


@cache
def _amounts(decimales: int) -> Convert:
    """Return what reads amounts of a currency."""
    return _remembering(partial(_minor_units, decimales=decimales))


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
