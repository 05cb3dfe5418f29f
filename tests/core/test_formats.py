"""R-045: a file is what its signature says, whatever its name; programs are never published."""

import io
import zipfile
from pathlib import Path
from struct import pack

import pytest

from ingest.reading.formats import Format, recognise

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
CONTENT_TYPES = b'<Types><Override ContentType="application/x.document.main+xml"/></Types>'
ODT = b"application/vnd.oasis.opendocument.text"


def recognised(tmp_path: Path, content: bytes, name: str = "piece.bin") -> Format:
    (tmp_path / name).write_bytes(content)
    return recognise(tmp_path / name)


def a_zip(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def a_docx(**more: bytes) -> bytes:
    return a_zip({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<w/>", **more})


def an_odt(mimetype: bytes = ODT, **more: bytes) -> bytes:
    return a_zip({"mimetype": mimetype, "content.xml": b"<office/>", **more}, zipfile.ZIP_STORED)


def an_ole2(*names: str, sectors: int = 1, fat_loop: bool = False) -> bytes:
    """A compound file whose directory (after the FAT, in `sectors` sectors) has these names."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[24:34] = pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    header[44:52] = pack("<2L", 1, 1)
    header[76:512] = pack("<109L", 0, *[0xFFFFFFFF] * 108)
    chain = [*range(2, sectors + 1), 1 if fat_loop else 0xFFFFFFFE]
    fat = pack("<128L", 0xFFFFFFFD, *chain, *[0xFFFFFFFF] * (127 - len(chain)))
    entries = b"".join(map(an_entry, ("Root Entry", *names)))
    return bytes(header) + fat + entries.ljust(sectors * 512, b"\0")


def an_entry(name: str) -> bytes:
    encoded = name.encode("utf-16-le")
    kind = 5 if name == "Root Entry" else 2
    return (encoded.ljust(64, b"\0") + pack("<HB", len(encoded) + 2, kind)).ljust(128, b"\0")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, Format.PDF),
        (PNG, Format.PNG),
        (JPEG, Format.JPEG),
        (b"<!DOCTYPE html><html></html>", Format.HTML),
        (b"{\\rtf1\\ansi Bonjour}", Format.BUREAUTIQUE),
        (a_docx(), Format.BUREAUTIQUE),
        (an_odt(), Format.BUREAUTIQUE),
        (an_ole2("WordDocument", "1Table"), Format.BUREAUTIQUE),
        (an_ole2("Workbook"), Format.BUREAUTIQUE),
        (an_ole2("PowerPoint Document"), Format.BUREAUTIQUE),
    ],
)
def test_the_signature_tells_the_format(tmp_path: Path, content: bytes, expected: Format) -> None:
    assert recognised(tmp_path, content) is expected


@pytest.mark.parametrize("name", ["facture.exe", "facture.pdf", "facture", "facture.pdf.js"])
def test_the_name_tells_nothing(tmp_path: Path, name: str) -> None:
    assert recognised(tmp_path, PDF, name) is Format.PDF
    assert recognised(tmp_path, b"MZ\x90\0", name) is Format.INTERDIT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0\3",
        b"\x7fELF\2\1\1",
        b"#!/bin/sh\nrm -rf /\n",
        b"\xca\xfe\xba\xbe\0\0",
        b"@echo off\r\n",
        b"<script>alert(1)</script>",
        b"<?php system($_GET[0]);",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\1\0\1\0",
        b"Rar!\x1a\7\1\0",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08\0",
        b"Bonjour, ceci est un texte.",
        b"<param>x</param>",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
    ],
)
def test_everything_else_is_forbidden(tmp_path: Path, content: bytes) -> None:
    assert recognised(tmp_path, content) is Format.INTERDIT


@pytest.mark.parametrize(
    "before",
    [b"\xef\xbb\xbf", b"\r\n\r\n", b"\0\0", b"\x1b%-12345X@PJL JOB\r\n", b"Scan du 24/11\n"],
)
def test_a_pdf_may_come_after_what_printers_leave(tmp_path: Path, before: bytes) -> None:
    assert recognised(tmp_path, before + PDF) is Format.PDF


@pytest.mark.parametrize(
    "before",
    [
        b"MZ",
        b"#!/bin/sh\n",
        b"<html><script>",
        b"@echo off\r\n",
        b"PK\3\4",
        b"\x7fELF",
        b"\x90\x90",
    ],
)
def test_a_pdf_after_a_program_is_forbidden(tmp_path: Path, before: bytes) -> None:
    assert recognised(tmp_path, before + PDF) is not Format.PDF


def test_a_pdf_begins_within_1024_bytes(tmp_path: Path) -> None:
    assert recognised(tmp_path, b" " * 1019 + PDF) is Format.PDF
    assert recognised(tmp_path, b" " * 1020 + PDF) is Format.INTERDIT


@pytest.mark.parametrize("content", [PDF, PNG, JPEG, b"<html></html>", b"{\\rtf1 }"])
def test_a_file_that_is_also_an_archive_is_forbidden(tmp_path: Path, content: bytes) -> None:
    assert recognised(tmp_path, content + a_zip({"a.exe": b"MZ"})) is Format.INTERDIT


@pytest.mark.parametrize("before", [60_000, 65_000, 70_000, 1_000_000])
@pytest.mark.parametrize("comment", [b"", b"c", bytes(65_535)])
def test_a_file_of_any_size_that_is_also_an_archive_is_forbidden(
    tmp_path: Path, before: int, comment: bytes
) -> None:
    archive = a_zip({"a.exe": b"MZ"})[:-2] + pack("<H", len(comment)) + comment
    assert recognised(tmp_path, PDF.ljust(before) + archive) is Format.INTERDIT


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_557, 65_558, 200_000])
def test_a_pdf_of_any_size_is_a_pdf(tmp_path: Path, size: int) -> None:
    assert recognised(tmp_path, PDF + b"\6PK\5\6" * 9 + bytes(size - len(PDF) - 45)) is Format.PDF


def test_a_pdf_that_merely_holds_an_archive_is_a_pdf(tmp_path: Path) -> None:
    assert recognised(tmp_path, PDF + a_zip({"a.txt": b"x"}) + b"\nendstream\n") is Format.PDF


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff<html>",
        "  \r\n<!-- lettre --><!-- 2 -->\n<BODY class='a'>",
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HTML PUBLIC "x">',
        "<p>é</p>",
        "<div\n>",
        "<table/>",
        "<head>",
    ],
)
def test_a_letter_opens_with_a_tag_of_html(tmp_path: Path, text: str) -> None:
    assert recognised(tmp_path, text.encode()) is Format.HTML


def test_a_letter_may_be_in_cp1252(tmp_path: Path) -> None:
    assert recognised(tmp_path, "<p>Le reçu de l’immeuble</p>".encode("cp1252")) is Format.HTML


def test_a_letter_may_be_cut_by_the_bounded_reading_in_the_middle_of_a_character(
    tmp_path: Path,
) -> None:
    assert recognised(tmp_path, b"<p>" + "é".encode() * 40_000) is Format.HTML


def test_a_letter_with_binary_in_it_is_forbidden(tmp_path: Path) -> None:
    assert recognised(tmp_path, b"<html>\0\1\2</html>") is Format.INTERDIT


def test_ten_thousand_comments_cost_no_time(tmp_path: Path) -> None:
    assert recognised(tmp_path, b"<!---->" * 9_000 + b"x") is Format.INTERDIT


@pytest.mark.parametrize(
    "content",
    [
        a_docx(**{"word/vbaProject.bin": b"x"}),
        a_docx(**{"xl/VBAPROJECT.BIN": b"x"}),
        a_zip(
            {
                "[Content_Types].xml": b"<x ContentType='application/vnd.ms-office.vbaProject'/>",
                "word/document.xml": b"",
                "word/innocent.bin": b"x",
            }
        ),
        a_zip(
            {
                "[Content_Types].xml": "ms-word.document.macroEnabled.main".encode("utf-16"),
                "word/document.xml": b"",
            }
        ),
        an_odt(**{"Basic/Standard/Module1.xml": b"x"}),
        an_odt(**{"Scripts/python/a.py": b"x"}),
        an_ole2("WordDocument", "Macros"),
        an_ole2("Workbook", "_VBA_PROJECT_CUR"),
    ],
)
def test_a_document_with_macros_is_forbidden(tmp_path: Path, content: bytes) -> None:
    assert recognised(tmp_path, content) is Format.INTERDIT


@pytest.mark.parametrize(
    "content",
    [
        a_zip({"a.txt": b"x"}),
        a_zip({"META-INF/MANIFEST.MF": b"x", "A.class": b"\xca\xfe\xba\xbe"}),
        a_zip({"[Content_Types].xml": CONTENT_TYPES, "package/a.xml": b""}),
        an_odt(b"application/epub+zip"),
        a_zip({"content.xml": b"", "mimetype": ODT}),
        a_docx() + b"MZ",
        a_docx()[:-1],
        b"PK\3\4" + b"x" * 100,
        a_docx()[:200],
    ],
)
def test_an_archive_is_no_office_document(tmp_path: Path, content: bytes) -> None:
    assert recognised(tmp_path, content) is Format.INTERDIT


def test_a_bomb_in_the_place_of_the_types_costs_little(tmp_path: Path) -> None:
    bomb = a_zip({"[Content_Types].xml": bytes(50_000_000), "word/document.xml": b""})
    assert len(bomb) < 100_000
    assert recognised(tmp_path, bomb) is Format.INTERDIT


def test_an_archive_of_very_many_entries_is_not_read(tmp_path: Path) -> None:
    entries = {f"word/{number}": b"" for number in range(10_001)}
    content = a_zip({"[Content_Types].xml": CONTENT_TYPES, **entries}, zipfile.ZIP_STORED)
    assert recognised(tmp_path, content) is Format.INTERDIT


def test_an_encrypted_archive_is_forbidden(tmp_path: Path) -> None:
    content = bytearray(a_docx())
    content[content.rindex(b"PK\1\2", 0, content.rindex(b"PK\1\2")) + 8] |= 1
    assert recognised(tmp_path, bytes(content)) is Format.INTERDIT


@pytest.mark.parametrize(
    "content",
    [
        an_ole2("__properties_version1.0", "__substg1.0_0037001F"),
        an_ole2("WordDocument", "__substg1.0_37010102"),
        an_ole2("\u4840\u3f3f\u4577", "WordDocument"),
        an_ole2("Package"),
        an_ole2("WordDocument")[:600],
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 504,
    ],
)
def test_messages_installers_and_wrecks_are_no_office_documents(
    tmp_path: Path, content: bytes
) -> None:
    assert recognised(tmp_path, content) is Format.INTERDIT


def test_the_directory_of_an_older_document_may_have_several_sectors(tmp_path: Path) -> None:
    content = an_ole2("1", "2", "3", "4", "5", "6", "7", "8", "WordDocument", sectors=3)
    assert recognised(tmp_path, content) is Format.BUREAUTIQUE


def test_a_directory_that_never_ends_is_left(tmp_path: Path) -> None:
    assert recognised(tmp_path, an_ole2("x", sectors=2, fat_loop=True)) is Format.INTERDIT


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(PDF)
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(OSError, match="symbolic links"):
        recognise(tmp_path / "link")
