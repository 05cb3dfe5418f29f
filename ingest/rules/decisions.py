"""What a person decided by hand: which documents it hides, and until when.

A decision is read like any fact. It holds for the documents that its criteria name and whose
`publie_le` is not later than its local day, in the document's own zone: publishing an event again,
later, is LSC's own answer and ends it for that event. A decision on an account or a building ends
by hand only. Republishing closes decisions; it never shows what another rule hides.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ingest.rules.jours import included

DEPUBLIE, DEPUBLIE_JUSQU_AU = "DEPUBLISHED", "DEPUBLISHED_UNTIL"


class Criteres(NamedTuple):
    """What a decision names; a document must meet all that are given. Days are included.

    `compte` names the documents addressed to that account, `immeuble` all that concern a building:
    addressed to it, or to an account, a lease or a unit there.
    """

    document: str | None = None
    evenement: str | None = None
    modele: str | None = None
    classeur: str | None = None
    compte: str | None = None
    immeuble: str | None = None
    traite_du: date | None = None
    traite_au: date | None = None
    publie_du: date | None = None
    publie_au: date | None = None

    @property
    def is_everything(self) -> bool:
        """Return whether nothing is named: then every document is meant."""
        return not any(self)

    @property
    def ends_by_hand(self) -> bool:
        """Return whether a later `publie_le` does not end it."""
        return self.compte is not None or self.immeuble is not None


class Decision(NamedTuple):
    """One decision that is not closed; `pris_le` is a UTC instant, `jusqu_au` its last day, if any.

    It has no day of its own: at one instant it is tomorrow already for a building farther east.
    """

    ref: str
    criteres: Criteres
    pris_le: str
    jusqu_au: date | None


class Vise(NamedTuple):
    """One document and one of its scopes, as criteria look at it."""

    document: str
    evenement: str
    modele: str
    classeur: str | None
    portee: str | None
    cible: str | None
    immeubles: frozenset[str]
    """The buildings that it concerns."""
    traite_le: date
    publie_le: date | None
    publie_du: str | None
    """The UTC instant at which `publie_le` begins there."""


class Effet(NamedTuple):
    """What decisions do to one row; `jusqu_au` None: hidden until they are closed."""

    decision: str
    jusqu_au: date | None


class Decisions:
    """The open decisions by the first thing that each names: a row is compared with few of them.

    A folder writes one for each of its lines: there may be thousands, and a million rows.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        """Given the open decisions, index them."""
        self._by_name: dict[tuple[str, str] | None, list[Decision]] = {}
        for each in decisions:
            self._by_name.setdefault(_first_named(each.criteres), []).append(each)

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._by_name)

    def holding(self, vise: Vise) -> Iterator[Decision]:
        """Given a row, yield the decisions that hold it."""
        for name in _names_of(vise):
            for decision in self._by_name.get(name, ()):
                if holds(decision, vise):
                    yield decision


def effect_on(vise: Vise, decisions: Decisions) -> Effet | None:
    """Given a row and the open decisions, return what they do to it, the longest one named."""
    found = list(decisions.holding(vise))
    if not found:
        return None
    longest = max(found, key=_length)
    return Effet(longest.ref, longest.jusqu_au)


def _length(decision: Decision) -> tuple[bool, date, str]:
    """One without a last day is longer than any."""
    return decision.jusqu_au is None, decision.jusqu_au or date.max, decision.ref


def holds(decision: Decision, vise: Vise) -> bool:
    """Given a decision and a row, return whether it hides it."""
    if not matches(decision.criteres, vise):
        return False
    return decision.criteres.ends_by_hand or not is_later(decision, vise)


def is_later(decision: Decision, vise: Vise) -> bool:
    """Given a decision and a row, return whether LSC publishes it on a later local day."""
    return vise.publie_du is not None and vise.publie_du > decision.pris_le


def matches(criteres: Criteres, vise: Vise) -> bool:
    """Given criteria and a row, return whether it meets all of them."""
    return all(_tests(criteres, vise))


def _first_named(criteres: Criteres) -> tuple[str, str] | None:
    for name in _NAMES:
        value = getattr(criteres, name)
        if value is not None:
            return name, value
    return None


def _names_of(vise: Vise) -> Iterator[tuple[str, str] | None]:
    yield None
    yield "document", vise.document
    yield "evenement", vise.evenement
    yield "modele", vise.modele
    yield "classeur", vise.classeur or ""
    yield "compte", (vise.cible or "") if vise.portee == "compte" else ""
    for immeuble in vise.immeubles:
        yield "immeuble", immeuble


def _tests(criteres: Criteres, vise: Vise) -> Iterator[bool]:
    for name in ("document", "evenement", "modele", "classeur"):
        wanted = getattr(criteres, name)
        yield wanted is None or wanted == getattr(vise, name)
    yield criteres.compte is None or (vise.portee == "compte" and vise.cible == criteres.compte)
    yield criteres.immeuble is None or criteres.immeuble in vise.immeubles
    yield included(criteres.traite_du, criteres.traite_au).holds(vise.traite_le)
    published = included(criteres.publie_du, criteres.publie_au)
    yield published == included(None, None) or (
        vise.publie_le is not None and published.holds(vise.publie_le)
    )


def covers(wide: Criteres, narrow: Criteres) -> bool:
    """Given two criteria, return whether all that the second name now or later, the first do."""
    return (
        all(getattr(wide, name) in {None, getattr(narrow, name)} for name in _NAMES)
        and _holds_days(wide.traite_du, wide.traite_au, narrow.traite_du, narrow.traite_au)
        and _holds_days(wide.publie_du, wide.publie_au, narrow.publie_du, narrow.publie_au)
    )


def _holds_days(
    wide_du: date | None, wide_au: date | None, du: date | None, au: date | None
) -> bool:
    begins = wide_du is None or (du is not None and wide_du <= du)
    return begins and (wide_au is None or (au is not None and au <= wide_au))


_NAMES = ("document", "evenement", "compte", "immeuble", "modele", "classeur")
"""What is named exactly, the fewest documents first."""
