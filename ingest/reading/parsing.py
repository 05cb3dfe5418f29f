"""How XML from a sender is parsed: UTF-8, no DOCTYPE, no entity, no network, no huge tree.

Touches: nothing. What is refused here was never given to a parser that would act on it.
"""

import re
from typing import cast

from lxml import etree

from ingest.telling.problems import Problem

MAX_PROBLEMS = 1000
"""What is told of one file; of the rest, how many."""
BOM = b"\xef\xbb\xbf"

_DOCTYPE = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]*)[\"']")
_UTF8 = {"utf-8", "utf8"}
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_MARK = 4
_INSIDE = re.compile(r", line \d+, column \d+$")


def safe_parser() -> etree.XMLParser:
    """Return a parser that resolves, fetches and keeps nothing but elements and text."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def refusal(raw: bytes, *, file: str, code: str, quotes: bool = True) -> Problem | None:
    """Given a whole document, return why nothing of it can be read, None if it is well-formed.

    `code` is that of a document which is not well-formed; without `quotes` nothing of the document
    is repeated. The memory it takes does not grow with the document.
    """
    return (
        encoding_refusal(raw, file=file, quotes=quotes)
        or doctype_refusal(raw, file=file)
        or _syntax_refusal(raw, file=file, code=code, quotes=quotes)
    )


def encoding_refusal(raw: bytes, *, file: str, quotes: bool = True) -> Problem | None:
    """Given a document or its beginning, return the problem if it is not in UTF-8."""
    found, line = _foreign_encoding(raw)
    if found is None:
        return None
    value = found if quotes else None
    return Problem(code="XML_ENCODAGE", file=file, line=line, value=value, expected="UTF-8")


def doctype_refusal(raw: bytes, *, file: str) -> Problem | None:
    """Given a document or its beginning, return the problem if a DOCTYPE precedes its root."""
    found = _DOCTYPE.match(raw.removeprefix(BOM))
    if found is None:
        return None
    line = raw.count(b"\n", 0, found.end()) + 1
    return Problem(code="XML_DOCTYPE", file=file, line=line, expected="aucun DOCTYPE")


def _foreign_encoding(raw: bytes) -> tuple[str | None, int]:
    """Return what is not UTF-8, and on which line."""
    if raw.startswith(_OTHER_MARKS) or b"\0" in raw[:_LONGEST_MARK]:
        return "UTF-16 ou UTF-32", 1
    declared = _DECLARED.match(raw.removeprefix(BOM))
    if declared and declared[1].decode().lower() not in _UTF8:
        return declared[1].decode(), 1
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return f"octet 0x{raw[error.start]:02x}", raw.count(b"\n", 0, error.start) + 1
    return None, 0


class _Nothing:
    """What a parser builds when only its verdict is wanted."""

    def close(self) -> None:
        """End the document."""


def _syntax_refusal(raw: bytes, *, file: str, code: str, quotes: bool) -> Problem | None:
    if not raw.strip():
        return Problem(code=code, file=file, line=1, detail="le fichier est vide")
    parser = etree.XMLParser(
        target=cast("etree.ParserTarget", _Nothing()),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        words = _INSIDE.sub("", error.msg or "")
        detail = f"le XML est mal formé ({words})" if quotes and words else "le XML est mal formé"
        return Problem(code=code, file=file, line=error.lineno or 1, detail=detail)
    return None
