"""Where the rules are cited: in the comments and docstrings of the program, and in its tests.

A rule is written R-053; R-060…R-064 are all that exist between the two, R-081b among R-081…R-084.
A range of many says where a theme begins and ends: it applies no rule and proves none.
Touches: the sources, reading.
"""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PROGRAM = ("ingest", "store", "syncd")
TESTS = ("tests",)
MOST_IN_A_RANGE = 8

_VIEWS = PROJECT / "store" / "views"

_LEFT_OUT = ("syncd/sample", "tests/about")
"""The sample sender plays LSC and applies no rule; what is said of the project proves none."""
_CITED = re.compile(r"\bR-(\d{3}[a-z]?)\b(?:\s*(?:…|\.{2,3}|–)\s*(?:R-)?(\d{3}[a-z]?)\b)?")


def cited_in(text: str, rules: Collection[str]) -> set[str]:
    """Given a text and the rules that exist, return those that it cites, also unknown ones."""
    found: set[str] = set()
    for first, last in _CITED.findall(text):
        ends = {f"R-{first}", f"R-{last or first}"}
        between = {rule for rule in rules if min(ends) <= rule <= max(ends)}
        found |= (ends - between) | (between if len(between) <= MOST_IN_A_RANGE else set())
    return found


def modules_citing(rules: Collection[str]) -> Mapping[str, list[str]]:
    """Given the rules that exist, return by rule the modules whose words cite it, in order."""
    paths = _files(PROGRAM, "*.py", "*.sql")
    return _by_rule(((path, words_of(path)) for path in paths), rules)


def proofs_citing(rules: Collection[str]) -> Mapping[str, list[str]]:
    """Given the rules that exist, return by rule the files of tests that cite it, in order."""
    paths = _files(TESTS, "test_*.py")
    return _by_rule(((path, path.read_text(encoding="utf-8")) for path in paths), rules)


def words_of(path: Path) -> str:
    """Given a source, return what it says to its reader: comments and docstrings; SQL is whole.

    So is the module of a portal's view, which names its rules as one of its values.
    """
    text = path.read_text(encoding="utf-8")
    is_code = path.suffix == ".py" and path.parent != _VIEWS
    return "\n".join(_words(text)) if is_code else text


def _words(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(said))):
                yield said


def _by_rule(texts: Iterable[tuple[Path, str]], rules: Collection[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, text in texts:
        for rule in cited_in(text, rules):
            found[rule].append(path.relative_to(PROJECT).as_posix())
    return found


def _files(folders: Iterable[str], *patterns: str) -> list[Path]:
    found = (
        path for name in folders for pattern in patterns for path in (PROJECT / name).rglob(pattern)
    )
    return sorted(path for path in found if not _is_left_out(path))


def _is_left_out(path: Path) -> bool:
    return path.relative_to(PROJECT).as_posix().startswith(_LEFT_OUT)
