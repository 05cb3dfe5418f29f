"""A letter as a PDF, written by hand: Helvetica, WinAnsi, no compression, no date, no identifier.

The same letter gives the same bytes on every machine: no library and no zlib takes part.
Touches: nothing.
"""

from typing import NamedTuple

from syncd.sample.metrics import width, wrap

MARGE = 62
DROITE = 533
_HAUT_SUITE = 770
_BAS = 96
_INTERLIGNE = 14.5


class Lettre(NamedTuple):
    """What is printed; `lignes` are label and amount, `formule` closes a letter below them."""

    entete: tuple[str, ...]
    destinataire: tuple[str, ...]
    lieu_date: str
    titre: str
    reference: str
    paragraphes: tuple[str, ...]
    lignes: tuple[tuple[str, str], ...]
    formule: str
    signature: tuple[str, ...]
    pied: str
    couleur: tuple[float, float, float]
    total: bool = False


def render(lettre: Lettre) -> bytes:
    """Given a letter, return its PDF (one page or more)."""
    pages = _paginate(lettre)
    for number, operators in enumerate(pages, start=1):
        operators.extend(_footer(lettre, number, len(pages)))
    return _assemble(["\n".join(page) for page in pages], lettre.titre)


def _paginate(lettre: Lettre) -> list[list[str]]:
    pages = [_letterhead(lettre)]
    y = 556.0
    for block, height in _body(lettre):
        if y - height < _BAS:
            pages.append([])
            y = float(_HAUT_SUITE)
        pages[-1].extend(operator.replace("@y", f"{y:.2f}") for operator in block)
        y -= height
    return pages


def _letterhead(lettre: Lettre) -> list[str]:
    red, green, blue = lettre.couleur
    operators = [
        f"{red} {green} {blue} rg",
        "0 828 595 14 re f",
        f"{MARGE} 772 26 18 re f {MARGE - 4} 790 m {MARGE + 13} 804 l {MARGE + 30} 790 l f",
        "1 g",
        f"{MARGE + 10} 772 6 10 re f",
        f"{red} {green} {blue} rg",
        _text(MARGE + 42, 780, 16, lettre.entete[0], bold=True),
        "0.35 g",
    ]
    for rank, line in enumerate(lettre.entete[1:]):
        operators.append(_text(MARGE, 752 - 11 * rank, 8.5, line))
    operators.append("0 g")
    for rank, line in enumerate(lettre.destinataire):
        operators.append(_text(335, 700 - 14 * rank, 10.5, line))
    operators.append(_text(335, 620, 10, lettre.lieu_date))
    return operators


def _body(lettre: Lettre) -> list[tuple[list[str], float]]:
    """Return blocks of operators with their height in points; `@y` stands for the baseline."""
    blocks: list[tuple[list[str], float]] = [
        ([_text_at(MARGE, 11.5, line, bold=True)], 16.0)
        for line in wrap(lettre.titre, 11.5, DROITE - MARGE - 30)
    ]
    blocks.append((["0.35 g", _text_at(MARGE, 8.5, lettre.reference), "0 g"], 28.0))
    for paragraph in lettre.paragraphes:
        blocks.extend(_paragraph(paragraph))
    for rank, (label, amount) in enumerate(lettre.lignes):
        is_total = lettre.total and rank == len(lettre.lignes) - 1
        blocks.append((_row(label, amount, bold=is_total), 17.0))
    blocks.append(([], 12.0))
    blocks.extend(_paragraph(lettre.formule) if lettre.formule else [])
    blocks.append(([], 12.0))
    blocks.extend(([_text_at(335, 10.5, line)], _INTERLIGNE) for line in lettre.signature)
    return blocks


def _paragraph(text: str) -> list[tuple[list[str], float]]:
    lines = wrap(text, 10.5, DROITE - MARGE)
    return [([_text_at(MARGE, 10.5, line)], _INTERLIGNE) for line in lines] + [([], 7.0)]


def _row(label: str, amount: str, *, bold: bool) -> list[str]:
    x = DROITE - 6 - width(amount, 10)
    return [
        f"q 0.75 G 0.5 w 1 0 0 1 0 @y cm {MARGE} -5 m {DROITE} -5 l S Q",
        _text_at(MARGE + 6, 10, label, bold=bold),
        _text_at(x, 10, amount, bold=bold),
    ]


def _footer(lettre: Lettre, number: int, count: int) -> list[str]:
    red, green, blue = lettre.couleur
    page = f"Page {number}/{count}"
    return [
        f"{red} {green} {blue} RG 0.8 w {MARGE} 62 m {DROITE} 62 l S 0.35 g",
        _text(MARGE, 48, 7.5, lettre.pied),
        _text(DROITE - width(page, 7.5), 48, 7.5, page),
        "0 g",
    ]


def _text(x: float, y: float, size: float, text: str, *, bold: bool = False) -> str:
    return _text_at(x, size, text, bold=bold).replace("@y", f"{y:.2f}")


def _text_at(x: float, size: float, text: str, *, bold: bool = False) -> str:
    font = "F2" if bold else "F1"
    return f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} @y Tm ({_escape(text)}) Tj ET"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("@y", "@ y")


def _assemble(contents: list[str], title: str) -> bytes:
    first = 6
    pages = [first + 2 * rank for rank in range(len(contents))]
    kids = " ".join(f"{page} 0 R" for page in pages)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        f"<< /Type /Pages /Kids [ {kids} ] /Count {len(pages)} >>".encode(),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
        b"<< /Title <FEFF" + title.encode("utf-16-be").hex().upper().encode() + b"> >>",
    ]
    for page, content in zip(pages, contents, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents {page + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        stream = content.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    body = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return bytes(body) + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(body))
    )
