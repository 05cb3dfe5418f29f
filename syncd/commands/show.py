"""What the commands print: the only module that does.

Tables for the eye, `--json` for programs (a list of objects with stable keys), progress on a
terminal only.
Touches: standard output; standard error for progress.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

Item = TypeVar("Item")
Row = Mapping[str, object]

_WIDTH_WITHOUT_TERMINAL = 200

as_json = click.option("--json", "is_json", is_flag=True, help="Write JSON instead of a table.")
"""The option of every listing."""


def listing(rows: Iterable[Row], columns: Mapping[str, str], *, is_json: bool) -> None:
    """Given rows and the title of each column by key, print a table of these, in this order.

    As JSON every key of every row is written, those without a column as well.
    """
    found = list(rows)
    if is_json:
        document(found)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in columns.values():
        table.add_column(escape(title), overflow="fold")
    for row in found:
        table.add_row(*(escape(_words(row.get(key))) for key in columns))
    _console().print(table)


def document(value: object) -> None:
    """Given a value made of lists and mappings, print it as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def say(text: str = "") -> None:
    """Given a line or more, print it as it is."""
    click.echo(text)


def complain(text: str) -> None:
    """Given a sentence, print it on standard error."""
    click.echo(text, err=True)


def pairs(values: Row) -> None:
    """Given named values, print one a line."""
    width = max((len(name) for name in values), default=0)
    for name, value in values.items():
        click.echo(f"{name:<{width}}  {_words(value)}")


def progress(items: Sequence[Item], what: str) -> Iterable[Item]:
    """Given things to work through, yield each of them; a terminal sees how far it is."""
    return track(items, description=what, console=_progress_console(), transient=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes its time, as long as the block lasts."""
    console = _progress_console()
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


def _plain(value: object) -> object:
    """Given what JSON has no form for, return what it has: a read-only mapping is one as well."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    return str(value)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL, highlight=False)


def _progress_console() -> Console:
    return Console(stderr=True)
