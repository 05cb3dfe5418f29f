"""One entry of the catalogue of problem codes.

Touches: nothing.
"""

from typing import NamedTuple


class Code(NamedTuple):
    """What is known of a code before it happens."""

    severity: str
    """"E", "W" or "I" (domain.md §8)."""
    rule: str
    """"R-012"; "format" for the contract itself, "decision" and "conservation" for persons."""
    refuses: bool
    """Whether one such problem refuses the whole envoi (R-004)."""
    sentence: str
    """What is wrong, in French."""
    correction: str
    """What to do about it, in LSC or in its export, in French: whole sentences."""
