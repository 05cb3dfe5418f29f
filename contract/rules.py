"""`make docs`: the catalogue of rules, `docs/rules.md`: states from `rules.toml`, the rest found.

Touches: `docs/rules.md`, writing; `rules.toml`, the sources and the tests, reading.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from contract.citations import PROJECT, modules_citing, proofs_citing
from contract.markdown import prose, table

PAGE = PROJECT / "docs" / "rules.md"

STATES = ("in force", "in part", "not yet", "out of scope")
HERE = ("in force", "in part")
"""The states of rules that code and tests must cite."""

_STATES = Path(__file__).with_name("rules.toml")
_GENERATED = "<!-- Page made by `make docs`: do not change it. -->"
_PROSE = f"""# Rules

{_GENERATED}

The rules are those of [the requirements catalogue](reference/domain.md), whose section 8.0 wins.
Title and state stand in [contract/rules.toml](../contract/rules.toml); the modules and the tests
are those whose words cite the number. A test fails when a rule that is here, whole or in part, is
cited by no module or by no test.
"""


class Rule(NamedTuple):
    """One rule; `state` is one of `STATES`, then who or what it waits for."""

    number: str
    state: str
    title: str

    @property
    def kind(self) -> str:
        """Return its state without what it waits for."""
        return self.state.partition(":")[0]


@cache
def chapters() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by title of chapter, in order."""
    read = tomllib.loads(_STATES.read_text(encoding="utf-8"))
    return {
        title: tuple(Rule(number, *written) for number, written in rules.items())
        for title, rules in read.items()
    }


def every_rule() -> list[Rule]:
    """Return all rules, in order."""
    return [rule for rules in chapters().values() for rule in rules]


def make_page() -> str:
    """Return the page, in Markdown."""
    numbers = {rule.number for rule in every_rule()}
    modules, tests = modules_citing(numbers), proofs_citing(numbers)
    parts = [_PROSE, _summary(every_rule())]
    for title, rules in chapters().items():
        rows = (_row(rule, modules, tests) for rule in rules)
        header = ("Rule", "What it says", "State", "Modules", "Tests")
        parts.append(f"\n## {title}\n\n{table(header, rows)}")
    return "\n".join([*parts, ""])


def _summary(rules: Iterable[Rule]) -> str:
    counts = Counter(rule.kind for rule in rules)
    return table(("State", "Rules"), [(state, str(counts[state])) for state in STATES])


def _row(
    rule: Rule, modules: Mapping[str, list[str]], tests: Mapping[str, list[str]]
) -> tuple[str, ...]:
    found = (", ".join(_links(paths.get(rule.number, ()))) for paths in (modules, tests))
    return (rule.number, prose(rule.title), rule.state, *found)


def _links(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        name = path.removeprefix("tests/").removesuffix(".py")
        yield f"[{name}](../{path})"


if __name__ == "__main__":
    PAGE.write_text(make_page(), encoding="utf-8")
