"""What the contract's page is written with: tables, code, links to its titles.

Touches: nothing.
"""

import re
from collections.abc import Iterable, Sequence

_NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Given a header and rows of cells, return a table; a cell holds no line break."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def code(text: str) -> str:
    """Given a word, return it as code in a line."""
    return f"`{text}`"


def block(text: str, language: str = "") -> str:
    """Given lines, return them as a block of code."""
    return f"```{language}\n{text}\n```"


def prose(text: str) -> str:
    """Given plain text, return it such that nothing of it is taken for a mark."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def anchor(title: str) -> str:
    """Given a title, return the name of its link, as readers of Markdown make it."""
    return _NOT_IN_AN_ANCHOR.sub("", title.lower()).replace(" ", "-")


def link(title: str) -> str:
    """Given a title of the page, return a link to it."""
    return f"[{title}](#{anchor(title)})"
