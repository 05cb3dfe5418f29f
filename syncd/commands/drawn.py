"""What rich draws: tables, and what a terminal sees meanwhile. Only `syncd.commands.show` calls it.

Touches: standard output; standard error for what goes on.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_WIDTH_WITHOUT_TERMINAL = 200


def table(rows: Iterable[Sequence[str]], titles: Iterable[str]) -> None:
    """Given rows of words and the title of each column, print a table."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in titles:
        drawn.add_column(escape(title), overflow="fold")
    for row in rows:
        drawn.add_row(*map(escape, row))
    width = None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    Console(width=width, highlight=False).print(drawn)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes its time, as long as the block lasts."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield
