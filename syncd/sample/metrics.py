"""Widths of Helvetica in WinAnsi, enough to break lines and to align amounts.

Source: the Adobe font metrics of Helvetica, in thousandths of the size; an accented letter is as
wide as its plain one.
Touches: nothing.
"""

import unicodedata
from functools import lru_cache

_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556"
    " 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778"
    " 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278"
    " 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556"
    " 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTHS = {chr(32 + rank): int(value) for rank, value in enumerate(_ASCII.split())}
_OTHERS = {"€": 556, "’": 222, "«": 556, "»": 556, "°": 400, "\u00a0": 278, "–": 556, "œ": 944}


def width(text: str, size: float) -> float:
    """Given a text and a size in points, return its width in points; figures: also in bold."""
    return size * sum(_width(character) for character in text) / 1000


def wrap(text: str, size: float, limit: float) -> list[str]:
    """Given a text, return its lines, each at most `limit` points wide, words kept whole."""
    lines: list[str] = []
    line, used = "", 0.0
    space = width(" ", size)
    for word in text.split(" "):
        needed = width(word, size)
        if line and used + space + needed > limit:
            lines.append(line)
            line, used = word, needed
        else:
            used += (space if line else 0.0) + needed
            line = f"{line} {word}" if line else word
    return [*lines, line]


@lru_cache(maxsize=512)
def _width(character: str) -> int:
    if character in _OTHERS:
        return _OTHERS[character]
    plain = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(plain, 556)
