"""What the lines of a file say, found by their shape: one line of each shape is parsed for all.

The shape of a line is all that stands outside its double quotes. Two lines of one shape differ in
attribute values only, if these hold nothing that XML changes (a reference, a tab): what the parser
said of the first says where the values of the second stand. A sender writes few shapes.
Touches: nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

import schemas
from ingest.reading.records import Textes
from store.declarations import ELEMENT, Colonne, Nature

_AT_MOST = 1_000
"""How many shapes of one file are remembered: a hostile one has as many as it likes."""
_LONGEST = 4_000
"""How many bytes a line may have whose shape is remembered."""

Parts = list[str | None]
_Picked = tuple[str | None, ...]


class _Shape(NamedTuple):
    """Where a line of this shape has the texts of each column, and of each row of each child."""

    colonnes: Callable[[Parts], _Picked]
    enfants: tuple[tuple[Callable[[Parts], _Picked], ...], ...]
    secret: int | None

    def texts(self, parts: list[str]) -> Textes:
        """Given the parts of a line, cut at its quotes, return what it says."""
        found: Parts = [*parts, None]
        if not self.enfants and self.secret is None:
            return Textes(self.colonnes(found), (), None)
        secret = None if self.secret is None else found[self.secret]
        enfants = tuple([tuple([pick(found) for pick in picks]) for picks in self.enfants])
        return Textes(self.colonnes(found), enfants, secret)


class Shapes:
    """The shapes of the lines of one file, learned as elements are parsed; by any threads."""

    def __init__(self, nature: Nature) -> None:
        """Given the nature of the file, begin without any."""
        self._nature = nature
        self._known: dict[tuple[str, ...], _Shape] = {}
        self._learns = all(colonne.nom != ELEMENT for colonne in nature.colonnes)

    def texts(self, raw: bytes) -> Textes | None:
        """Given a line of a valid file, return what it says, None when its shape is not known."""
        parts = _parts(raw)
        shape = self._known.get(tuple(parts[::2]))
        return None if shape is None else shape.texts(parts)

    def learn(self, raw: bytes, element: etree._Element) -> None:
        """Given a line and the element that was parsed of it, remember its shape if it has one.

        It has one if the values of all attributes, in the order of the document, are exactly what
        stands between its quotes.
        """
        parts = _parts(raw) if self._learns and len(self._known) < _AT_MOST else []
        outside = tuple(parts[::2])
        found = [(owner, str(nom)) for owner in element.iter("*") for nom in owner.keys()]  # noqa: SIM118  an element's keys are its attributes
        said = [owner.get(nom) for owner, nom in found]
        if not parts or said != parts[1::2] or any("'" in part for part in outside):
            return
        places = {where: 2 * rank + 1 for rank, where in enumerate(found)}
        self._known[outside] = self._shape(element, places)

    def _shape(
        self, element: etree._Element, places: Mapping[tuple[etree._Element, str], int]
    ) -> _Shape:
        def picks(owner: etree._Element, colonnes: Iterable[Colonne]) -> Callable[[Parts], _Picked]:
            return _picker([places.get((owner, colonne.nom), -1) for colonne in colonnes])

        enfants = tuple(
            tuple(picks(child, enfant.colonnes) for child in element if child.tag == tag)
            for enfant in self._nature.enfants
            for tag in [f"{{{schemas.NAMESPACE}}}{enfant.element}"]
        )
        secret = self._nature.secret
        return _Shape(
            picks(element, self._nature.colonnes),
            enfants,
            places.get((element, secret.attribut)) if secret else None,
        )


def _parts(raw: bytes) -> list[str]:
    """Return a line cut at its quotes; nothing of one whose values may say more than they hold."""
    if len(raw) > _LONGEST:
        return []
    line = raw.decode()
    return [] if "&" in line or "\t" in line or "\r" in line else line.split('"')


def _picker(places: Sequence[int]) -> Callable[[Parts], _Picked]:
    """Return what picks the parts at these places, the last for an attribute that is not there."""
    if len(places) == 1:
        (place,) = places
        return lambda parts: (parts[place],)
    return itemgetter(*places)
