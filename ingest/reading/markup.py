"""Where the tags of a well-formed XML document stand, byte by byte and line by line.

lxml keeps no line above 65535 for elements without text around them, and cannot give back the bytes
that it read; this can. It tells the truth of UTF-8 documents that lxml found well-formed and that
have no DOCTYPE: ask `ingest.reading.parsing.refusal` first.
Touches: nothing.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(/?)([^\s/>]+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTE_OF_TEXT = re.compile(_ATTRIBUTE.pattern.decode(), re.ASCII)
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_NORMALISED = str.maketrans("\t\n\r", "   ")


class Tag(NamedTuple):
    """A start tag, an end tag or an empty element's tag; offsets in bytes, lines from 1."""

    nom: str
    """Without its prefix."""
    start: int
    end: int
    line: int
    """Of its `<`."""
    opens: bool
    closes: bool
    """An empty element's tag opens and closes."""


class Span(NamedTuple):
    """One whole element, from its `<` to behind its last `>`."""

    start: int
    end: int
    line: int


class Attribute(NamedTuple):
    """One attribute of a tag: its value, and where that stands between its quotes."""

    value: str
    start: int
    end: int


def tags(raw: bytes) -> Iterator[Tag]:
    """Given a document, yield its tags in order; comments, CDATA and instructions have none."""
    line, counted = 1, 0
    for found in _TOKEN.finditer(raw):
        if found[2] is None:
            continue
        line += raw.count(b"\n", counted, found.start())
        counted = found.start()
        is_end = bool(found[1])
        yield Tag(
            nom=found[2].rpartition(b":")[2].decode(),
            start=found.start(),
            end=found.end(),
            line=line,
            opens=not is_end,
            closes=is_end or found[3].endswith(b"/"),
        )


def children(raw: bytes) -> Iterator[Span]:
    """Given a document, yield where each element stands that is directly in the root."""
    depth, start, line = 0, 0, 0
    for tag in tags(raw):
        if tag.opens and depth == 1:
            start, line = tag.start, tag.line
        depth += int(tag.opens) - int(tag.closes)
        if tag.closes and depth == 1:
            yield Span(start, tag.end, line)


def attributes(raw: bytes, tag: Tag) -> dict[str, Attribute]:
    """Given a document and one of its start tags, return its attributes, by name with prefix."""
    return {
        found[1].decode(): Attribute(
            _value(found[found.lastindex or 2].decode()), *found.span(found.lastindex or 2)
        )
        for found in _ATTRIBUTE.finditer(raw, tag.start + 1, tag.end)
    }


def values(raw: bytes, tag: Tag) -> dict[str, str]:
    """Given a document and one of its start tags, return the value of each attribute, by name."""
    text = raw[tag.start + 1 : tag.end].decode()
    found = _ATTRIBUTE_OF_TEXT.findall(text)
    if text.isprintable() and "&" not in text:
        return {name: double or single for name, double, single in found}
    return {name: _value(double or single) for name, double, single in found}


def _value(written: str) -> str:
    """Return a value as XML reads it: white space normalised, then references resolved."""
    text = written.replace("\r\n", "\n").translate(_NORMALISED)
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _PREDEFINED[found[3]]
    return chr(int(found[1], 16) if found[1] else int(found[2]))
