"""A published schema as values: its elements and attributes, with what their documentation says.

Touches: the schema's file, reading.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

_XS = "{http://www.w3.org/2001/XMLSchema}"
_EXEMPLE = re.compile(r"\s*Exemple : (.+)\.$")


class Type(NamedTuple):
    """A named type; `valeurs` are all that it allows, empty where it is no list of words."""

    nom: str
    sens: str
    exemple: str | None
    valeurs: tuple[str, ...]


class Attribut(NamedTuple):
    """An attribute; `type` is the name of one, `xs:boolean` among them."""

    nom: str
    type: str
    requis: bool
    sens: str
    exemple: str | None


class Element(NamedTuple):
    """An element; in its parent it must be there (`requis`) and may repeat (`repete`)."""

    nom: str
    sens: str
    requis: bool
    repete: bool
    attributs: tuple[Attribut, ...]
    enfants: tuple["Element", ...]

    def everything(self) -> Iterator["Element"]:
        """Yield this element, then all that are inside, in order."""
        yield self
        for enfant in self.enfants:
            yield from enfant.everything()


@cache
def read_root(path: Path) -> Element:
    """Given the file of a schema that is not that of the common types, return its root element."""
    root = etree.parse(str(path)).getroot()
    return _element(next(root.iterfind(f"{_XS}element")))


@cache
def read_types(path: Path) -> Mapping[str, Type]:
    """Given the file of a schema, return the types that it names, in its order."""
    root = etree.parse(str(path)).getroot()
    types = map(_type, root.iterfind(f"{_XS}simpleType"))
    return MappingProxyType({each.nom: each for each in types})


def _element(node: etree._Element) -> Element:
    kind = f"{_XS}complexType"
    inside = [*node.iterfind(f"{kind}/{_XS}sequence/*"), *node.iterfind(f"{kind}/{_XS}all/*")]
    attributes = [
        *node.iterfind(f"{kind}/{_XS}attribute"),
        *node.iterfind(f"{kind}/{_XS}simpleContent/{_XS}extension/{_XS}attribute"),
    ]
    sens, _ = _said(node)
    return Element(
        nom=node.get("name", ""),
        sens=sens,
        requis=node.get("minOccurs") != "0",
        repete=node.get("maxOccurs") == "unbounded",
        attributs=tuple(map(_attribut, attributes)),
        enfants=tuple(map(_element, inside)),
    )


def _attribut(node: etree._Element) -> Attribut:
    sens, exemple = _said(node)
    return Attribut(
        nom=node.get("name", ""),
        type=node.get("type", ""),
        requis=node.get("use") == "required",
        sens=sens,
        exemple=exemple,
    )


def _type(node: etree._Element) -> Type:
    sens, exemple = _said(node)
    listed = node.iterfind(f"{_XS}restriction/{_XS}enumeration")
    valeurs = tuple(each.get("value", "") for each in listed)
    return Type(node.get("name", ""), sens, exemple, valeurs)


def _said(node: etree._Element) -> tuple[str, str | None]:
    """Return what a part's documentation says, and the example at its end."""
    text = " ".join((node.findtext(f"{_XS}annotation/{_XS}documentation") or "").split())
    found = _EXEMPLE.search(text)
    return (text[: found.start()], found[1]) if found else (text, None)
