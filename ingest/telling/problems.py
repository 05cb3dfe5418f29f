"""What is wrong with an envoi or with one of its records, as values.

A `Problem` is for the sender: it says what, where, what was found, what was expected and which
rule (docs/architecture.md, "Errors"). Every reader collects all of them; nobody stops at the first.
Touches: nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.telling.codes import CODES


class Severity(StrEnum):
    """How much a problem costs (domain.md §8: E, W, I)."""

    ERROR = "E"
    WARNING = "W"
    INFORMATION = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem, in the words of the accuse.

    `file` is the path in the manifest, `line` counts from 1, `id` is the record's key,
    `value` what was found. Sealed natures never carry a `value`.
    """

    code: str
    file: str | None = None
    line: int | None = None
    nature: str | None = None
    entite: str | None = None
    id: str | None = None
    attribut: str | None = None
    value: str | None = None
    expected: str | None = None
    detail: str | None = None

    @property
    def severity(self) -> Severity:
        """Return the severity that the catalogue gives to this code."""
        return Severity(CODES[self.code].severity)

    @property
    def refuses(self) -> bool:
        """Return whether one such problem refuses the whole envoi (R-004)."""
        return CODES[self.code].refuses

    @property
    def rule(self) -> str:
        """Return the rule that was broken: "R-012", or "format" for the contract itself."""
        return CODES[self.code].rule

    @property
    def sentence(self) -> str:
        """Return the French sentence: what is wrong."""
        code = CODES[self.code]
        return f"{code.sentence} : {self.detail}" if self.detail else code.sentence

    @property
    def correction(self) -> str:
        """Return in French what to do about any problem of this code."""
        return CODES[self.code].correction


def any_refuses(problems: Iterable[Problem]) -> bool:
    """Given problems, return whether one of them refuses the whole envoi."""
    return any(problem.refuses for problem in problems)
