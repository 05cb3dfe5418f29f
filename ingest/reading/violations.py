"""What a schema refuses, in French: libxml2's messages as values that name no line.

libxml2 stops at the first unexpected element among brothers: take those out before.
Touches: nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, cast

from lxml import etree

_SHAPE = re.compile(r"Element '([^']*)'(?:, attribute '([^']*)')?: (.*)", re.DOTALL)
_ATTRIBUTE_NAMED = re.compile(r"The attribute '([^']*)'")
_EXPECTED = re.compile(r"Expected is(?: one of)? \( (.*) \)")
_SET = re.compile(r"of the set \{(.*)\}", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")
_LIMIT = re.compile(r"'([^']*)'\.?$")
_TYPE = re.compile(r"(?:atomic|union|local atomic|local union) type(?: '([^']*)')?\.?$")

_SHOWN = 200

_PATTERNS: Mapping[str, str] = {
    r"[A-Za-z0-9._\-]{1,64}": "1 à 64 caractères parmi A-Z a-z 0-9 . _ -",
    "[0-9a-f]{64}": "64 chiffres hexadécimaux minuscules",
    "[12][0-9]{3}-[0-9]{2}-[0-9]{2}": "une date AAAA-MM-JJ",
    "[0-9]{1,18}": "1 à 18 chiffres",
    "[0-9]{1,15}": "1 à 15 chiffres",
}
_TYPES: Mapping[str, str] = {
    "boolean": "true ou false",
    "int": "un nombre entier",
    "entier": "un nombre entier",
    "jour": "une date AAAA-MM-JJ",
    "publication": "une date AAAA-MM-JJ ou 0000-00-00",
    "moment": "une date et une heure : 2026-11-24T02:00:00+01:00",
    "montant": "un nombre décimal avec un point",
    "numero": "1 à 18 chiffres",
    "taille": "1 à 15 chiffres",
}


class Violation(NamedTuple):
    """One thing that a schema refuses; `detail` and `expected` quote no value."""

    element: etree._Element | None
    attribut: str | None
    value: str | None
    detail: str
    expected: str | None
    words: str | None
    """libxml2's own, in English, with values, when there is no French for them."""


class _Message(Protocol):
    """An entry of lxml's error log, for which its stubs have no words."""

    message: str
    type_name: str
    path: str | None


def violations(schema: etree.XMLSchema, root: etree._Element) -> Iterator[Violation]:
    """Given a schema and the root of a document, yield all that the schema refuses in it."""
    if schema.validate(root):
        return
    names = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    for error in cast("Iterable[_Message]", schema.error_log):
        yield _violation(error, _found(root, error.path, names))


def clipped(value: str | None) -> str | None:
    """Given a value that a sender wrote, return what a report can show of it."""
    if value is None or len(value) <= _SHOWN:
        return value
    return f"{value[:_SHOWN]}…"


def local(tag: str | bytes | bytearray) -> str:
    """Given a tag in Clark notation, return its name without the namespace."""
    text = tag if isinstance(tag, str) else tag.decode()
    return text.rpartition("}")[2]


def _found(
    root: etree._Element, path: str | None, names: Mapping[str, str]
) -> etree._Element | None:
    if not path:
        return None
    try:
        found = root.getroottree().xpath(path, namespaces=dict(names))
    except etree.XPathError:
        return None
    return found[0] if isinstance(found, list) and found else None  # type: ignore[return-value]  # a path of elements


def _violation(error: _Message, element: etree._Element | None) -> Violation:
    shape = _SHAPE.fullmatch(error.message)
    nom, attribut, message = shape.groups() if shape else ("", None, error.message)
    named = _ATTRIBUTE_NAMED.match(message)
    attribut = attribut or (named[1] if named else None)
    explain = _EXPLANATIONS.get(error.type_name)
    detail, expected = explain(message) if explain else ("refusé par le schéma", None)
    where = f"attribut {local(attribut)} de <{local(nom)}>" if attribut else f"<{local(nom)}>"
    return Violation(
        element=element,
        attribut=local(attribut) if attribut else None,
        value=_value(element, attribut),
        detail=f"{where} : {detail}",
        expected=expected,
        words=None if explain else message,
    )


def _value(element: etree._Element | None, attribut: str | None) -> str | None:
    return element.get(attribut) if element is not None and attribut else None


def _missing(_: str) -> tuple[str, str | None]:
    return "il est requis et manque", None


def _not_allowed(_: str) -> tuple[str, str | None]:
    return "il n'existe pas dans le contrat", None


def _content(message: str) -> tuple[str, str | None]:
    expected = _EXPECTED.search(message)
    names = ", ".join(f"<{local(nom)}>" for nom in expected[1].split(", ")) if expected else None
    missing = message.startswith("Missing child")
    return ("il y manque un élément" if missing else "cet élément n'est pas attendu ici"), names


def _text(_: str) -> tuple[str, str | None]:
    return "contenu inattendu", "rien de plus que ses attributs et ses éléments"


def _enumeration(message: str) -> tuple[str, str | None]:
    values = _SET.search(message)
    expected = ", ".join(_QUOTED.findall(values[1])) if values else None
    return "valeur hors de la liste", expected


def _pattern(message: str) -> tuple[str, str | None]:
    pattern = _LIMIT.search(message)
    return "forme refusée", _PATTERNS.get(pattern[1], pattern[1]) if pattern else None


def _too_long(message: str) -> tuple[str, str | None]:
    limit = _LIMIT.search(message)
    return "texte trop long", f"{limit[1]} caractères au plus" if limit else None


def _too_short(message: str) -> tuple[str, str | None]:
    limit = _LIMIT.search(message)
    return "texte trop court", f"{limit[1]} caractère au moins" if limit else None


def _out_of_bounds(_: str) -> tuple[str, str | None]:
    return "nombre hors des bornes", "un nombre de 0 à 2147483647"


def _too_many_digits(_: str) -> tuple[str, str | None]:
    return "nombre trop long", "15 chiffres au plus"


def _not_of_type(message: str) -> tuple[str, str | None]:
    type_ = _TYPE.search(message)
    nom = local((type_[1] or "").removeprefix("xs:")) if type_ else ""
    return "valeur refusée", _TYPES.get(nom)


def _wrong_root(_: str) -> tuple[str, str | None]:
    return "cette racine n'existe pas dans le contrat", None


_EXPLANATIONS: Mapping[str, Callable[[str], tuple[str, str | None]]] = {
    "SCHEMAV_CVC_COMPLEX_TYPE_4": _missing,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": _not_allowed,
    "SCHEMAV_ELEMENT_CONTENT": _content,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": _text,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": _text,
    "SCHEMAV_CVC_ENUMERATION_VALID": _enumeration,
    "SCHEMAV_CVC_PATTERN_VALID": _pattern,
    "SCHEMAV_CVC_MAXLENGTH_VALID": _too_long,
    "SCHEMAV_CVC_MINLENGTH_VALID": _too_short,
    "SCHEMAV_CVC_MININCLUSIVE_VALID": _out_of_bounds,
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": _out_of_bounds,
    "SCHEMAV_CVC_TOTALDIGITS_VALID": _too_many_digits,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _not_of_type,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": _not_of_type,
    "SCHEMAV_CVC_ELT_1": _wrong_root,
}
