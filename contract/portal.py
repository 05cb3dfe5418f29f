"""`make docs`: the portal's contract, `docs/portal.md`, from the views and the tables it writes.

Its prose is `portal.md`; a line {{…}} there is replaced by what is made here.
Touches: `docs/portal.md`, writing.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from contract.markdown import code, prose, table
from store.models.ecrits import COLONNES, ECRITS
from store.views import ALL

PAGE = Path(__file__).parents[1] / "docs" / "portal.md"

_PROSE = Path(__file__).with_name("portal.md")
_GENERATED = "<!-- Made by `make docs`: do not edit. -->"


def make_page() -> str:
    """Return the page, in Markdown."""
    page = _PROSE.read_text(encoding="utf-8")
    for name, make in _MAKERS.items():
        page = page.replace(f"{{{{{name}}}}}", make(), 1)
    return page.replace("\n", f"\n\n{_GENERATED}\n", 1)


def views() -> str:
    """Return a part for each view: what it is for, its rules, its columns."""
    return "\n\n".join(
        f"### {view.nom}\n\n{prose(view.objet)}. {view.regles}.\n\n"
        + table(
            ("Column", "Meaning"),
            ((code(name), prose(meaning)) for name, meaning in view.colonnes.items()),
        )
        for view in ALL
    )


def written() -> str:
    """Return a part for each table that a portal writes."""
    tables = (each for each in ECRITS.sorted_tables if each.name in COLONNES)
    return "\n\n".join(
        f"### {each.name}\n\n{prose(COLONNES[each.name])}.\n\n"
        + table(
            ("Column", "Type", "Key", "May be NULL"),
            (
                (
                    code(column.name),
                    _KINDS[column.type.python_type],
                    "yes" if column.primary_key else "",
                    "yes" if column.nullable else "",
                )
                for column in each.columns
            ),
        )
        for each in tables
    )


_KINDS = {str: "text", int: "integer", bool: "boolean"}
_MAKERS: Mapping[str, Callable[[], str]] = {"ecrits": written, "vues": views}


if __name__ == "__main__":
    PAGE.write_text(make_page(), encoding="utf-8")
