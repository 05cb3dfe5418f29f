"""What a received file is, told by its signature and never by its name (R-045).

Accepted: PDF; PNG and JPEG; HTML letters; office files (OOXML, OpenDocument, the older Word, Excel
and PowerPoint files, RTF), which the report flags because they do not print everywhere. Everything
else is `interdit`. Three choices where R-045 is silent:

- **Macros are programs**: an office file that carries any is `interdit`, in every family.
- **One file, one format**: anything else that is at the same time a ZIP archive (its end record
  closes exactly at the end of the file), and an office ZIP with anything before or after it, is
  `interdit`: what a reader's machine makes of it depends on the program that opens it.
- **Before `%PDF-`** only white space, a printer's preamble (PJL) or plain text may stand, as
  printers and mail gateways leave them; markup, a script line or binary may not.

It says what a file is, not that it is harmless: `pdfgen` inspects PDFs, and letters are sanitised.
Touches: the file, read in bounded pieces. Hostile archives cost at most a few MiB.
"""

import codecs
import os
import re
from enum import StrEnum
from pathlib import Path

from ingest.reading import office


class Format(StrEnum):
    """The formats that R-045 tells apart."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    HTML = "html"
    BUREAUTIQUE = "bureautique"
    INTERDIT = "interdit"


_HEAD_BYTES = 64 * 1024
_PDF_WITHIN = 1024
_BOM = b"\xef\xbb\xbf"
_BEFORE_PDF = re.compile(rb"(?:\x1b%-12345X|(?!#!|MZ|PK|@))[\t\n\f\r -;=-~]*")
_OPENS_HTML = re.compile(
    r"(?>\s+|<!--.*?-->|<\?xml\b[^>]*\?>)*+"
    r"<(?:!doctype\s+html|html|head|body|p|div|table)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)


def recognise(path: str | Path) -> Format:
    """Given a regular file, return its format. Raise OSError when it cannot be read."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return recognise_open(fd)
    finally:
        os.close(fd)


def recognise_open(fd: int) -> Format:
    """Given a descriptor that reads a regular file, return its format. Raise OSError as above."""
    head = os.pread(fd, _HEAD_BYTES, 0)
    if office.is_office(fd, head):
        return Format.BUREAUTIQUE
    found = _by_head(head)
    return found if found and not office.ends_as_zip(fd, head) else Format.INTERDIT


def _by_head(head: bytes) -> Format | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return Format.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if _opens_pdf(head):
        return Format.PDF
    return Format.HTML if _opens_html(head) else None


def _opens_pdf(head: bytes) -> bool:
    before, found, _ = head[:_PDF_WITHIN].partition(b"%PDF-")
    if not found:
        return False
    before = before.removeprefix(_BOM).lstrip(b"\0\t\n\f\r ")
    return bool(_BEFORE_PDF.fullmatch(before))


def _opens_html(head: bytes) -> bool:
    text = None if b"\0" in head else _text(head.removeprefix(_BOM))
    return text is not None and bool(_OPENS_HTML.match(text))


def _text(head: bytes) -> str | None:
    """Return the head as text, which may end in the middle of a character; None if it is none."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return None
