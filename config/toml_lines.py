"""On which line of a TOML file a setting stands: the parser that we use does not tell.

It knows what settings are written with: tables, dotted keys, inline tables. What stands inside a
text of several lines may be taken for a key: a line is for a person to look at, nothing more.
Touches: nothing.
"""

import re

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([^=#\[\]{}]+?)\s*=")


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """Given a file and the names that lead to a value, return its line, from 1; None if not there.

    The line of an inline table is that of all it holds.
    """
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _TABLE.match(line)
        if header:
            table = _names(header[1])
            if table == keys:
                return number
            continue
        key = _KEY.match(line)
        if key and _leads_to(table + _names(key[1]), keys):
            return number
    return None


def _leads_to(found: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return found == keys[: len(found)]


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
