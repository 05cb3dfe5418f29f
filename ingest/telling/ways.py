"""The ways by which persons could open a document: meetings of rows, joined where they touch.

A row that is replaced by one that says the same of a way ends nothing: between two envois the
titles or the dates of a document may change, and it could be opened all the time.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.rules.jours import is_within
from ingest.telling.proof import Meeting, text


class Trait(NamedTuple):
    """What makes one way: whose content, and through which account, level, binder and scope.

    `contenu` is a sha256 (R-047); `par_tiers` holds the account, `tiers` opens it (R-073).
    """

    tiers: str
    contenu: str
    compte: str
    par_tiers: str
    niveau: str
    portee: str
    cible: str
    classeur: str


class Way(NamedTuple):
    """One way, open without a break from `du` to `avant` (UTC instants; None: it does not end).

    `first` and `last` are the meetings at its two ends.
    """

    trait: Trait
    du: str
    avant: str | None
    first: Meeting
    last: Meeting

    def contains(self, moment: str) -> bool:
        """Return whether a UTC instant lies in it."""
        return is_within(self.du, self.avant, moment)

    def meets(self, du: str, avant: str) -> bool:
        """Return whether some instant of it lies in another span."""
        return self.du < avant and (self.avant is None or du < self.avant)


def ways_of(meetings: Iterable[Meeting]) -> list[Way]:
    """Given meetings of one document, return the ways that they make, in order of beginning."""
    found: dict[Trait, list[Way]] = defaultdict(list)
    for meeting in meetings:
        trait = _trait(meeting)
        found[trait].append(Way(trait, meeting.du, meeting.avant, meeting, meeting))
    joined = (way for ways in found.values() for group in touching(ways) for way in [_join(group)])
    return sorted(joined, key=lambda way: (way.du, way.trait))


def touching(ways: Iterable[Way]) -> Iterator[list[Way]]:
    """Given ways, yield those between which there is no instant, together, in order."""
    group: list[Way] = []
    for way in sorted(ways, key=lambda each: each.du):
        if group and not _reaches(last_of(group).avant, way.du):
            yield group
            group = []
        group.append(way)
    if group:
        yield group


def last_of(ways: Iterable[Way]) -> Way:
    """Given ways, return the one that ends last."""
    return max(ways, key=lambda way: (way.avant is None, way.avant or ""))


def _reaches(avant: str | None, du: str) -> bool:
    return avant is None or du <= avant


def _join(ways: list[Way]) -> Way:
    first, last = ways[0], last_of(ways)
    return Way(first.trait, first.du, last.avant, first.first, last.last)


def _trait(meeting: Meeting) -> Trait:
    access = meeting.acces
    return Trait(
        tiers=text(access, "tiers"),
        contenu=text(meeting.publication, "contenu"),
        compte=text(access, "compte"),
        par_tiers=text(access, "par_tiers"),
        niveau=text(access, "niveau"),
        portee=text(access, "portee"),
        cible=text(access, "cible"),
        classeur=text(meeting.droit, "classeur"),
    )
