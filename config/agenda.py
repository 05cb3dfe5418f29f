"""When a chore runs, as people and LSC say it: `tous les jours 04:00`, `lun mer ven 22:30`.

A text is one or several times "days, then hours". Days: `tous les jours`, `lundi`, `lun`,
`du lundi au vendredi`; hours: `04:00`, `6h`, `22h30`, `midi`, `minuit`; `et`, `le`, `à` and commas
are there for the ear; `jamais` is never. Upper case and accents do not count.
Touches: nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

EXEMPLE = "tous les jours 04:00"
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_NEVER = "jamais"
_FOR_THE_EAR = {"a", "chaque", "et", "le", "les", "puis", "tous"}
_EVERY_DAY = {"jour", "jours"}
_SHORT = 3
_WORD = re.compile(r"[^\s,;]+")
_HOUR = re.compile(r"(\d{1,2})(?::(\d\d)|h(\d\d)?)", re.ASCII)
_NAMED_HOURS = {"midi": time(12), "minuit": time(0)}


class UnreadableAgenda(ValueError):  # noqa: N818  pydantic makes a sentence of it
    """The text names no days and hours; the message says which word, or what is missing."""


class Creneau(NamedTuple):
    """A day of the week, 0 for Monday, and an hour of the local clock."""

    jour: int
    heure: time


@dataclass(frozen=True, slots=True)
class Agenda:
    """The text as it was written, and what it means; no `creneaux`: never."""

    texte: str
    creneaux: frozenset[Creneau]


JAMAIS = Agenda(_NEVER, frozenset())


def read_agenda(texte: str) -> Agenda:
    """Given a text, return what it means. Raise UnreadableAgenda."""
    mots = _words(texte)
    if mots == [_NEVER]:
        return Agenda(texte.strip(), frozenset())
    return Agenda(texte.strip(), frozenset(_Reading(mots).creneaux()))


class _Reading:
    """The words of a text, read from the left."""

    def __init__(self, mots: list[str]) -> None:
        self._mots = mots
        self._jours: list[int] = []
        self._heures: list[time] = []

    def creneaux(self) -> Iterator[Creneau]:
        """Yield what each "days, then hours" stands for."""
        while self._mots:
            mot = self._mots.pop(0)
            heure = _hour(mot)
            if heure is not None:
                self._heures.append(heure)
            elif mot not in _FOR_THE_EAR:
                yield from self._ended() if self._heures else ()
                self._jours += self._days(mot)
        yield from self._ended()

    def _days(self, mot: str) -> list[int]:
        if mot in _EVERY_DAY:
            return list(range(7))
        if mot != "du":
            return [_day(mot)]
        debut, au, fin = [*self._mots[:3], "", "", ""][:3]
        if au != "au":
            raise UnreadableAgenda("'du' wants a first and a last day: du lundi au vendredi")
        del self._mots[:3]
        first = _day(debut)
        return [(first + more) % 7 for more in range((_day(fin) - first) % 7 + 1)]

    def _ended(self) -> Iterator[Creneau]:
        """Yield each day with each hour, and begin again."""
        if not self._jours:
            raise UnreadableAgenda("the days are missing before the hour")
        if not self._heures:
            raise UnreadableAgenda(f"the hour is missing after {JOURS[self._jours[-1]]}")
        yield from (Creneau(jour, heure) for jour in self._jours for heure in self._heures)
        self._jours, self._heures = [], []


def _words(texte: str) -> list[str]:
    """Return the words, without accents, capitals and the dot of `lun.`; `22 h 30` is one word."""
    letters = unicodedata.normalize("NFKD", texte.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    hours = re.sub(r"(\d)\s+h\b", r"\1h", plain)
    whole = re.sub(r"(\dh)\s+(\d\d)(?![\dh:])", r"\1\2", hours)
    return [mot.rstrip(".") for mot in _WORD.findall(whole)]


def _hour(mot: str) -> time | None:
    """Return the hour that a word is, None when it is none. Raise UnreadableAgenda for 25:00."""
    found = _HOUR.fullmatch(mot)
    if found is None:
        return _NAMED_HOURS.get(mot)
    try:
        return time(int(found[1]), int(found[2] or found[3] or 0))
    except ValueError as error:
        raise UnreadableAgenda(
            f"{mot} is no hour of the day: they go from 00:00 to 23:59"
        ) from error


def _day(mot: str) -> int:
    """Return the day of the week that a word is: whole, in the plural, or its three letters."""
    for rank, jour in enumerate(JOURS):
        if mot in {jour, f"{jour}s", jour[:_SHORT]}:
            return rank
    if mot == _NEVER:
        raise UnreadableAgenda("'jamais' stands alone")
    raise UnreadableAgenda(
        f"{mot!r} is neither a day nor an hour" if mot else "a day of the week is missing"
    )
