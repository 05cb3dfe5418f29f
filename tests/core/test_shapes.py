"""A line read by its shape says what its element says, however it is written."""

from xml.sax.saxutils import quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.reading.chunks import ChunkReader
from ingest.reading.layout import Chunk, Root
from ingest.reading.records import Reader
from ingest.reading.shapes import Shapes
from ingest.telling.problems import Problem
from store.changes import Record
from store.declarations import NATURES

URN = "urn:lsc-syncd:envoi:1"
COMPTE = 'id="C1" genre="coproprietaire" numero="450" publie="true" solde="1.50"'
TITULAIRES = '<titulaire tiers="T1"/><titulaire tiers="T2" au="2026-01-31"/>'

words = st.text(st.sampled_from("aZé'><&\"\t\u2028/ =9"), min_size=1, max_size=6)


def opening(nature: str) -> bytes:
    return f'<{nature} xmlns="{URN}" entite="S1">'.encode()


def element_of(line: str, nature: str) -> etree._Element:
    (element,) = etree.fromstring(opening(nature) + line.encode() + f"</{nature}>".encode())
    return element


def read(lines: list[str], nature: str) -> list[Record]:
    """Read lines as one chunk of a valid file."""
    root = Root(opening(nature), f"</{nature}>".encode(), 2)
    reader = Reader(NATURES[nature], decimales=2)
    raws = tuple(f"{line}\n".encode() for line in lines)
    chunk = Chunk(0, tuple(range(3, 3 + len(raws))), raws, (None,) * len(raws))
    found = ChunkReader(NATURES[nature], reader, Problem(code="XML_INVALID"), root).read(chunk)
    assert found.problems == ()
    return [lu.record for lu in found.lus]


def said(lines: list[str], nature: str) -> list[Record | None]:
    """Read each line from its own element."""
    reader = Reader(NATURES[nature], decimales=2)
    return [reader.read(element_of(line, nature)).record for line in lines]


@st.composite
def entries(draw: st.DrawFn) -> str:
    """An entry, its attributes in any order, in either kind of quotes, with any words."""
    some = {
        "id": draw(st.sampled_from(["E1", "E-2", "E3"])),
        "compte": "C1",
        "date": draw(st.sampled_from(["2026-01-15", "2026-01-16"])),
        "libelle": f"a{draw(words)}",
        "debit": draw(st.sampled_from(["1", "1.5", "-2.00"])),
        "credit": "0.00",
        "journal": "AC",
    }
    for nom in draw(st.sets(st.sampled_from(["bloc", "rubrique", "analytique"]))):
        some[nom] = draw(st.sampled_from(["B1", "B'1", "B 1"])) if nom == "rubrique" else "B1"
    order = draw(st.sampled_from([list(some), sorted(some)]))
    space = draw(st.sampled_from([" ", " ", "  "]))
    quoted = [f"{nom}={_quoted(draw, some[nom])}" for nom in order]
    return f"<ecriture{space}{space.join(quoted)}/>"


def _quoted(draw: st.DrawFn, value: str) -> str:
    if draw(st.integers(0, 5)) == 0 and not set(value) & set("'<&"):
        return f"'{value}'"
    return quoteattr(value, {'"': "&quot;"})


@settings(deadline=None, max_examples=200)
@given(st.lists(entries(), min_size=1, max_size=30))
def test_a_shape_says_what_the_parser_says(lines: list[str]) -> None:
    assert read(lines, "ecritures") == said(lines, "ecritures")


def test_each_number_of_children_is_a_shape() -> None:
    lines = [
        f"<compte {COMPTE}>{TITULAIRES}</compte>",
        f'<compte {COMPTE.replace("C1", "C2")}><titulaire tiers="T3"/></compte>',
        f"<compte {COMPTE.replace('C1', 'C3')}>{TITULAIRES.replace('T1', 'T4')}</compte>",
    ]
    found = read(lines, "comptes")
    assert found == said(lines, "comptes")
    assert [{row[0] for row in record.enfants[0]} for record in found] == [
        {"T1", "T2"},
        {"T3"},
        {"T4", "T2"},
    ]


def shapes_of(*lines: str, nature: str = "comptes") -> Shapes:
    shapes = Shapes(NATURES[nature])
    for line in lines:
        shapes.learn(line.encode(), element_of(line, nature))
    return shapes


def test_a_shape_that_was_parsed_once_is_known() -> None:
    line = f"<compte {COMPTE}>{TITULAIRES}</compte>"
    textes = shapes_of(line).texts(line.replace("450", "451").encode())
    assert textes is not None
    assert textes.colonnes[:3] == ("C1", "coproprietaire", "451")
    assert textes.enfants == ((("T1", None), ("T2", "2026-01-31")),)


def test_what_the_parser_would_change_is_left_to_it() -> None:
    line = f"<compte {COMPTE}>{TITULAIRES}</compte>"
    shapes = shapes_of(line)
    for said_otherwise in ("4&amp;5", "4\t5", "4\r5"):
        assert shapes.texts(line.replace("450", said_otherwise).encode()) is None


def test_a_long_line_leaves_no_shape_behind() -> None:
    """A thousand shapes of a hostile file would fill the memory."""
    holders = "".join(f'<titulaire tiers="T{number}"/>' for number in range(200))
    line = f"<compte {COMPTE}>{holders}</compte>"
    assert shapes_of(line).texts(line.encode()) is None
    assert read([line, line.replace("C1", "C2")], "comptes") == said(
        [line, line.replace("C1", "C2")], "comptes"
    )


def test_a_comment_in_quotes_makes_no_shape() -> None:
    """It may say once what the attributes say, and another time something else."""
    line = """<fiche id='F1' immeuble='I1' compte='C1'><!-- "F1" "I1" "C1" --></fiche>"""
    shapes = shapes_of(line, nature="fiches_coproprietaires")
    assert shapes.texts(line.replace('"C1"', '"C2"').encode()) is None


def test_settings_are_known_by_their_element_and_have_no_shape() -> None:
    line = '<commun publier_factures="true"/>'
    assert shapes_of(line, nature="parametres").texts(line.encode()) is None
