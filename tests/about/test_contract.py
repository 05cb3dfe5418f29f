"""The contract's page and package: made from what the program reads, and left out is nothing."""

import re
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from lxml import etree

import schemas
from contract.markdown import anchor
from contract.package import write_package
from contract.page import PAGE, make_page, titles
from contract.renvois import RENVOIS
from contract.schema import Element, read_root
from contract.tables import elements_of
from ingest.reading.natures import NATURES
from ingest.telling.codes import CODES
from tests.journeys.some_exemple import LOGINS, SEEN_TODAY

MADE = make_page()
OWN_IDENTIFIERS = {"id", "code", "bloc"}
"""What an attribute that names no other record is called."""
EVERY_ELEMENT = [
    *((nature, each) for nature in NATURES for each in elements_of(nature)),
    *(("L'accusé", each) for each in read_root(schemas.ACCUSE).everything()),
    *(("Le manifeste", each) for each in read_root(schemas.MANIFESTE).everything()),
]


def part(title: str) -> str:
    """What the page says below a title, until the next one."""
    return re.split(r"^##+ ", MADE.split(f"\n### {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def said_of(title: str, element: str) -> str:
    """What the page says of an element, in the part of that title."""
    return part(title).split(f"**`<{element}>`**")[1].split("\n**`<")[0]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_committed_page_is_the_one_that_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == MADE, "run make docs"


@pytest.mark.parametrize(
    ("title", "element"), EVERY_ELEMENT, ids=lambda each: getattr(each, "nom", each)
)
def test_the_page_says_each_attribute_whether_it_is_required_and_what_it_means(
    title: str, element: Element
) -> None:
    rows = [cells(row) for row in said_of(title, element.nom).splitlines() if row.startswith("| `")]

    assert [(row[0], row[1]) for row in rows] == [
        (f"`{each.nom}`", "oui" if each.requis else "") for each in element.attributs
    ]
    assert all(len(row) == 5 and row[2] and len(row[3]) > 3 for row in rows)


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_each_code_with_its_rule_and_what_to_correct(code: str) -> None:
    known = CODES[code]
    (row,) = re.findall(rf"^\| `{code}`<br>.*$", MADE, re.MULTILINE)

    weight, sentence, correction = cells(row)
    refusal = ", refus" if known.refuses else ""
    assert weight == f"`{code}`<br>{known.severity}, {known.rule}{refusal}"
    assert (sentence, correction) == (known.sentence, known.correction)


@pytest.mark.parametrize("nature", NATURES)
def test_an_identifier_that_is_not_the_records_own_leads_somewhere(nature: str) -> None:
    lost = {
        (element.nom, attribut.nom)
        for element in elements_of(nature)
        for attribut in element.attributs
        if attribut.type == "identifiant" and attribut.nom not in OWN_IDENTIFIERS
        if (nature, element.nom, attribut.nom) not in RENVOIS
    }
    assert lost == set()


@pytest.mark.parametrize(("place", "renvoi"), RENVOIS.items(), ids=lambda each: str(each[0]))
def test_what_leads_somewhere_is_an_attribute_and_leads_to_a_nature(
    place: tuple[str, str, str], renvoi: tuple[str, bool]
) -> None:
    nature, element, attribut = place
    (row,) = re.findall(rf"^\| `{attribut}` .*$", said_of(nature, element), re.MULTILINE)

    arrow = "→" if renvoi[1] else "⇢"
    assert f"{arrow} [{renvoi[0]}](#{renvoi[0]})" in row
    assert renvoi[0] in NATURES


def test_every_link_leads_to_one_title() -> None:
    links = set(re.findall(r"\]\(#([^)]+)\)", MADE))
    anchors = [anchor(title) for _, title in titles(MADE)]

    assert links <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_the_table_of_the_example_is_what_each_person_sees() -> None:
    header, _, *rows = part("Qui voit quoi ce jour-là").split("\n\n")[1].splitlines()
    names = cells(header)[1:-1]

    said = {
        name: {cells(row)[0].split()[0] for row in rows if cells(row)[1 + i] == "oui"}
        for i, name in enumerate(names)
    }
    seen = {
        login.partition(".")[0].title(): {document.split("/")[1] for document in SEEN_TODAY[login]}
        for login in LOGINS
    }
    assert said == seen


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, unpacked."""
    folder = tmp_path_factory.mktemp("contrat")
    write_package(folder / "contrat.zip")
    with ZipFile(folder / "contrat.zip") as archive:
        archive.extractall(folder)
    return folder / "contrat-lsc-syncd"


def test_two_packages_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        write_package(tmp_path / name)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_no_entry_of_the_package_tells_when_or_where_it_was_made(tmp_path: Path) -> None:
    write_package(tmp_path / "contrat.zip")

    with ZipFile(tmp_path / "contrat.zip") as archive:
        entries = archive.infolist()
    assert {(each.date_time, each.create_system, each.compress_type) for each in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, 0)
    }


def test_the_package_has_every_schema_and_the_page(package: Path) -> None:
    assert {path.stem for path in (package / "schemas").iterdir()} == {
        *NATURES,
        "manifeste",
        "accuse",
        "types",
    }
    assert (package / "contrat.md").read_text(encoding="utf-8") == MADE


def test_the_example_of_the_package_is_valid_under_its_own_schemas(package: Path) -> None:
    envoi = package / "exemple" / "envoi-1"
    listed = etree.parse(str(envoi / "manifeste.xml")).getroot()
    data = [(fichier.get("nature"), fichier.get("chemin")) for fichier in listed]
    checked = [("manifeste", "manifeste.xml"), *(each for each in data if each[0])]

    for nature, chemin in checked:
        schema = etree.XMLSchema(file=str(package / "schemas" / f"{nature}.xsd"))
        schema.assertValid(etree.parse(str(envoi / str(chemin))))
    assert len(checked) == 31
    assert all((envoi / str(chemin)).is_file() for _, chemin in data)


def test_the_page_for_a_browser_has_every_title_that_it_links_to(package: Path) -> None:
    document = etree.HTML((package / "contrat.html").read_bytes())
    targets = {unquote(each.get("href", "")) for each in document.iter("a")}

    assert targets
    assert targets <= {f"#{each.get('id')}" for each in document.iter()}
    assert len(list(document.iter("table"))) == len(re.findall(r"^\|[ |-]+\|$", MADE, re.MULTILINE))
