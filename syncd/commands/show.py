"""What the commands print: with `syncd.commands.drawn`, the only module that does.

Tables for the eye, `--json` for programs (a list of objects with stable keys), progress on a
terminal only. What rich draws is in `drawn`, which is imported when something is drawn.
Touches: standard output; standard error for progress.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import click

Row = Mapping[str, object]

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
    from syncd.commands import drawn  # noqa: PLC0415  rich is imported to draw, not to say

    drawn.table([[_words(row.get(key)) for key in columns] for row in found], columns.values())


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


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes its time, as long as the block lasts."""
    if not sys.stderr.isatty():
        yield
        return
    from syncd.commands import drawn  # noqa: PLC0415  as above

    with drawn.working(what):
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
