"""`make docs`: the contract's page, `docs/export.md`, from the schemas, the codes and the example.

Its prose, in French for the sender and the agency, is `page.md`; a line {{…}} there is replaced by
what is made here.
Touches: `docs/export.md`, writing; the schemas and the example, reading.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from contract import exemple, tables
from contract.markdown import code, link, table
from ingest.telling.catalogue.code import Code
from ingest.telling.codes import THEMES

PAGE = Path(__file__).parents[1] / "docs" / "export.md"

_PROSE = Path(__file__).with_name("page.md")
_MADE = re.compile(r"^\{\{(.+)\}\}$", re.MULTILINE)
_TITLE = re.compile(r"^(##+) (.+)$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_GENERATED = "<!-- Page faite par `make docs` : ne pas la modifier. -->"


def make_page() -> str:
    """Return the page, in Markdown."""
    page = _MADE.sub(lambda found: _made(found[1]), _PROSE.read_text(encoding="utf-8"))
    return page.replace(_CONTENTS, contents(page), 1).replace("\n", f"\n\n{_GENERATED}\n", 1)


def contents(page: str) -> str:
    """Given a page, return its table of contents: a line for each chapter, with its parts."""
    chapters: list[list[str]] = []
    for level, title in titles(page):
        if level == "##":
            chapters.append([])
        chapters[-1].append(link(title))
    lines = (
        f"- **{chapter}**{' : ' if parts else ''}{' · '.join(parts)}"
        for chapter, *parts in chapters
    )
    return "\n".join(lines)


def titles(page: str) -> list[tuple[str, str]]:
    """Given a page, return the titles of its chapters and parts, each with its signs #."""
    return _TITLE.findall(_CODE.sub("", page))


def codes() -> str:
    """Return the tables of all codes, one for each theme."""
    chapters = []
    for title, theme in THEMES.items():
        rows = [
            (f"{code(name)}<br>{_weight(known)}", known.sentence, known.correction)
            for name, known in theme.items()
        ]
        header = ("Code", "Ce qui ne va pas", "Que corriger")
        chapters.append(f"### {title}\n\n{table(header, rows)}")
    return "\n\n".join(chapters)


def _weight(known: Code) -> str:
    return ", ".join((known.severity, known.rule, *(["refus"] if known.refuses else [])))


_CONTENTS = "{{sommaire}}"
_MAKERS: Mapping[str, Callable[..., str]] = {
    "sommaire": lambda: _CONTENTS,
    "dossier": exemple.tree,
    "manifeste": exemple.manifest,
    "extrait": exemple.extract,
    "schema": tables.tables_of,
    "natures": tables.index_of_natures,
    "types": tables.named_types,
    "chapitres": tables.every_nature,
    "codes": codes,
}


def _made(order: str) -> str:
    """Given what stands between the braces, a name and its words, return what takes its place."""
    name, *words = order.split()
    return _MAKERS[name](*words)


if __name__ == "__main__":
    PAGE.write_text(make_page(), encoding="utf-8")
