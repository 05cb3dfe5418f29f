"""The worked example, as the contract's page quotes it.

Touches: the example's files, reading.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from contract.markdown import block

EXEMPLE = Path(__file__).parents[1] / "tests" / "exemple" / "envoi-1"

_WIDTH = 100
_SHOWN = 4
"""How many files of one folder, and lines of one manifest, are shown before "…"."""
_SHA256 = re.compile(r'(sha256="[0-9a-f]{6})[0-9a-f]{58}')
_ATTRIBUTES = re.compile(r'(?<=\S) (?=[a-z_0-9]+=")')
_ELEMENTS = re.compile(r"(?<=>)(?=<)")


def files() -> list[Path]:
    """Return the files of the example: those of its root, then folder by folder."""
    found = (path for path in EXEMPLE.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: (len(path.parts), path))


def tree() -> str:
    """Return how the folder of the example looks."""
    lines = [f"{EXEMPLE.name}/"]
    for folder, inside in groupby(files(), key=lambda path: path.parent):
        names = [path.name for path in inside]
        if folder == EXEMPLE:
            lines += [f"  {name}" for name in names]
        else:
            lines += [f"  {folder.name}/", *_some([f"    {name}" for name in names])]
    return block("\n".join(lines))


def manifest() -> str:
    """Return the first lines of the manifest, and its last ones."""
    head, *lines, last, end = _lines("manifeste.xml")
    return _xml([head, *_some(lines), last, end])


def extract(chemin: str, word: str = "") -> str:
    """Given a data file and a word, return its records that hold the word, without its root."""
    _, *records, _ = _lines(chemin)
    return _xml(record for record in records if word in record)


def _lines(chemin: str) -> list[str]:
    """Return the lines of a file, without the XML declaration."""
    return (EXEMPLE / chemin).read_text(encoding="utf-8").splitlines()[1:]


def _some(lines: list[str]) -> list[str]:
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    return [*lines[:_SHOWN], f"{indent}…"] if len(lines) > _SHOWN else lines


def _xml(lines: Iterable[str]) -> str:
    shown = [_SHA256.sub(r"\1…", line) for line in lines]
    return block("\n".join(part for line in shown for part in _folded(line)), "xml")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of about a hundred characters: its elements, cut between attributes."""
    indent = line[: len(line) - len(line.lstrip())]
    record, *inside = _ELEMENTS.split(line.strip())
    yield from _cut(record, indent)
    for part in inside:
        yield from _cut(part, indent if part.startswith("</") else f"{indent}  ")


def _cut(element: str, indent: str) -> Iterator[str]:
    current, *rest = _ATTRIBUTES.split(indent + element)
    for attribute in rest:
        if len(current) + 1 + len(attribute) > _WIDTH:
            yield current
            current = f"{indent}    {attribute}"
        else:
            current += f" {attribute}"
    yield current
