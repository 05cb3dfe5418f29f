"""Cutting a data file into its records, without parsing them: one line each, or any other layout.

The contract's layout (export.md, "Les conventions") is cut as it is read. Any other
well-formed document is cut where its elements begin and end, and each is laid on one line; what
follows then is the same for both. A record keeps the line where it stands in the file.
Touches: the file, reading.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ingest.reading.empreintes import Lues
from ingest.reading.markup import children, tags

CHUNK_RECORDS = 500
_CHUNK_BYTES = 4 * 1024 * 1024

_DECLARATION = re.compile(
    rb"<\?xml\s+version=[\"']1\.0[\"'](?:\s+encoding=[\"'](?i:utf-?8)[\"'])?\s*\?>\s*"
)
_OPENING = re.compile(rb"(<([^\s/>!?]+)(?:[^<>\"'/]++|\"[^\"<]*+\"|'[^'<]*+')*+>)\s*")
_NAME = re.compile(rb"<([^\s/>]+)")
_NO_CONTENT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[\s*\]\]>", re.DOTALL)
_BREAK = re.compile(rb"\r\n|\n|\r")


_Piece = tuple[int, bytes, bytes | None]
"""Where in the file a record begins, the record on one line, and the digest of that line."""


class AnotherLayoutError(Exception):
    """The file is not laid out one record per line: it may be valid all the same."""


class Root(NamedTuple):
    """The root's start tag on one line, its end tag, and the line where it stands."""

    opening: bytes
    closing: bytes
    line: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some records in order, each on one line; `stray` are the lines of texts between records."""

    place: int
    """0 for the first chunk of a file."""
    lines: tuple[int, ...]
    """Where in the file each begins."""
    raws: tuple[bytes, ...]
    empreintes: tuple[bytes | None, ...]
    """The digest of each line; None in a file of another layout, which has no such lines."""
    stray: tuple[int, ...] = ()


def root_of(source: BinaryIO) -> Root:
    """Given an open file, return its root. Raise AnotherLayoutError unless it is on line 2."""
    declaration, opening = source.readline(), source.readline()
    found = _OPENING.fullmatch(opening)
    if not _DECLARATION.fullmatch(declaration) or found is None:
        raise AnotherLayoutError
    return Root(found[1], b"</" + found[2] + b">", 2)


def one_per_line(source: BinaryIO, root: Root, lues: Lues) -> Iterator[Chunk]:
    """Given a file read up to its root, yield the chunks of its unread lines, at least one.

    Raise AnotherLayoutError as soon as a line is not that of a record.
    """
    lues.begin(root.opening)
    return map(_without_markup, _chunked(_of_lines(source, root, lues)))


def numbered(source: Path | bytes) -> Iterator[tuple[int, bytes]]:
    """Given a file of one record per line, yield the lines after its root, with their numbers."""
    with opened(source) as stream:
        yield from enumerate(stream, start=root_of(stream).line + 1)


def opened(source: Path | bytes) -> BinaryIO:
    """Given a file or its content, open it."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def root_in(raw: bytes) -> Root:
    """Given a well-formed document of any layout, return its root."""
    tag = next(tags(raw))
    written = raw[tag.start : tag.end]
    opening = written[:-2] + b">" if tag.closes else written
    name = _NAME.match(written)
    return Root(_on_one_line(opening), b"</" + (name[1] if name else b"") + b">", tag.line)


def anyhow(raw: bytes) -> Iterator[Chunk]:
    """Given a well-formed document of any layout, yield the chunks of its records, at least one."""
    stray = tuple(_stray_lines(raw))
    for chunk in _chunked(_laid_out(raw)):
        yield chunk if chunk.place else replace(chunk, stray=stray)


def _of_lines(source: BinaryIO, root: Root, lues: Lues) -> Iterator[_Piece]:
    closing = yield from lues.unread(source, root.line + 1)
    if closing.rstrip() != root.closing or source.read(1):
        raise AnotherLayoutError


def _without_markup(chunk: Chunk) -> Chunk:
    """Return a chunk of lines. Raise AnotherLayoutError when one may be more than an element."""
    raw = b"".join(chunk.raws)
    if b"<!" in raw or b"<?" in raw:
        raise AnotherLayoutError
    return chunk


def _laid_out(raw: bytes) -> Iterator[_Piece]:
    for span in children(raw):
        yield span.line, _on_one_line(raw[span.start : span.end]) + b"\n", None


def _on_one_line(raw: bytes) -> bytes:
    """Line breaks are spaces to an attribute, and nothing between elements."""
    return _BREAK.sub(b" ", raw) if b"\n" in raw or b"\r" in raw else raw


def _chunked(pieces: Iterable[_Piece]) -> Iterator[Chunk]:
    place, size = 0, 0
    held: list[_Piece] = []
    for piece in pieces:
        held.append(piece)
        size += len(piece[1])
        if len(held) == CHUNK_RECORDS or size > _CHUNK_BYTES:
            yield _chunk(place, held)
            place, held, size = place + 1, [], 0
    if held or not place:
        yield _chunk(place, held)


def _chunk(place: int, held: Iterable[_Piece]) -> Chunk:
    lines, raws, empreintes = tuple(zip(*held, strict=True)) or ((), (), ())
    return Chunk(place, lines, raws, empreintes)


def _stray_lines(raw: bytes) -> Iterator[int]:
    """Yield the line of each text that stands in the root, outside its elements."""
    depth, end = 0, 0
    for tag in tags(raw):
        if depth == 1:
            gap = _NO_CONTENT.sub(_its_breaks, raw[end : tag.start]).lstrip()
            if gap:
                yield tag.line - gap.count(b"\n")
        depth += int(tag.opens) - int(tag.closes)
        end = tag.end


def _its_breaks(found: re.Match[bytes]) -> bytes:
    return b"\n" * found[0].count(b"\n")
