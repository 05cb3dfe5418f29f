"""What the store can apply: frozen values, planned by `ingest` and written in one transaction.

Whatever changes anything that anybody may see is a `Changes`: an envoi today; decisions, settings
and releases are the same (architecture, idea 4).
Touches: nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Valeur = str | int | bool | date | None
Ligne = tuple[Valeur, ...]
Cle = tuple[Valeur, ...]
Place = tuple[str, str]
"""A nature and an entity ("" for the agency's natures)."""
_SEVERAL = 2


class Record(NamedTuple):
    """One record of a nature.

    `valeurs` follow the declaration's `colonnes`, then its `internes`; `enfants` has, for each
    declared child, its rows as `in_order` sorts them, each in the order of that child's `colonnes`,
    then its `internes`. Two records are the same fact iff they are equal.
    """

    cle: Cle
    valeurs: Ligne
    enfants: tuple[tuple[Ligne, ...], ...]


EMPREINTE_BYTES = 16
"""How long the digest of a line is."""


class Lu(NamedTuple):
    """A record as it was read: the digest of its line, and which line of its file that is.

    A record that no line says has neither.
    """

    record: Record
    empreinte: bytes | None = None
    line: int | None = None


def in_order(lignes: Iterable[Ligne]) -> tuple[Ligne, ...]:
    """Given the rows of a child, return them sorted, an unknown value before any other."""
    found = tuple(lignes)
    if len(found) < _SEVERAL:
        return found
    return tuple(sorted(found, key=lambda ligne: [(v is not None, v) for v in ligne]))


class Known(NamedTuple):
    """A record as the store has it; `absent_depuis` None while its list holds it."""

    record: Record
    absent_depuis: str | None
    empreinte: bytes | None = None
    """The digest of the line that it was read from."""


Facts = Mapping[Place, Mapping[Cle, Known]]
"""By place, every record ever listed, by key."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """What happens to the records of one nature (of one entity: "" for the agency's natures)."""

    nature: str
    entite: str
    nouveaux: Collection[Lu] = ()
    modifies: Collection[Lu] = ()
    """Also those that come back unchanged after an absence."""
    disparus: Sequence[Cle] = ()
    relus: Mapping[Cle, bytes] = field(default_factory=dict)
    """The digests of records that are the same on another line: nothing else changes of them."""

    @property
    def place(self) -> Place:
        """Return whose records these are."""
        return self.nature, self.entite

    @property
    def is_news(self) -> bool:
        """Return whether any record is new, different or gone."""
        return bool(self.nouveaux or self.modifies or self.disparus)


@dataclass(frozen=True, slots=True)
class DerivedChange:
    """Rows of one derived table that begin to be true, and rows that cease to be.

    Values follow `store.derived.COLUMNS[table]`. A row that is in neither goes on.
    """

    table: str
    debuts: Sequence[Ligne] = ()
    fins: Sequence[Ligne] = ()


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """A data file as it was applied: the same bytes under the same schema and rules are skipped."""

    nature: str
    entite: str
    sha256: str
    """Keyed for a sealed nature."""
    lecture: str
    """What else the reading depended on: sha256 of the schema and version of the rules."""
    empreintes: bytes = field(default=b"", compare=False, repr=False)
    """The digests of its lines in order, joined, to be applied; none of a file read as a whole."""
    suites: bytes = field(default=b"", compare=False, repr=False)
    """The runs of these lines (`ingest.reading.suites`); none of a sealed nature: a size tells."""


class ReceivedContent(NamedTuple):
    """A content that is kept, whatever became of the envoi that brought it."""

    sha256: str
    taille: int
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDecision:
    """A person's decision as written; `criteres` is JSON, instants UTC texts, days ISO texts."""

    id: str
    genre: str
    criteres: str
    raison: str
    qui: str
    pris_le: str
    jour: str
    jusqu_au: str | None = None
    clos_le: str | None = None
    clos_par: str | None = None
    clos_raison: str | None = None


class Closing(NamedTuple):
    """The end of a decision, by hand."""

    decision: str
    par: str
    raison: str


class Constat(NamedTuple):
    """What was seen once and no list says again (R-081b); `detail` is JSON of ids and instants."""

    genre: str
    cible: str
    detail: str


class KnownConstat(NamedTuple):
    """A constat as the store has it; `instant` is UTC text, `cause` the envoi or the person."""

    genre: str
    cible: str
    detail: str
    instant: str
    cause: str


class WrittenReglage(NamedTuple):
    """A setting of the extranet's side as it is set; `source` is `fichier` or `portail`."""

    portee: str
    cible: str
    option: str
    valeur: bool
    source: str


PURGE, CONSERVATION = "purge", "conservation"
AUDIT = (PURGE, CONSERVATION)
"""The constats that say what a sweep did: they leave with the audit's own term."""


class PurgedFacts(NamedTuple):
    """Records of one nature and entity that are removed whole, children included."""

    nature: str
    entite: str
    cles: tuple[Cle, ...]


@dataclass(frozen=True, slots=True)
class Purges:
    """What is removed for good (domain.md §3)."""

    facts: tuple[PurgedFacts, ...] = ()
    entites: tuple[str, ...] = ()
    """Those that are out: should they come back, their data files are read again, not skipped."""
    documents: tuple[str, ...] = ()
    """Those whose titles leave the rows that ended."""
    contents: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    """Contents that no row lists from now on, and that are kept until their delay is over."""
    relisted: tuple[str, ...] = ()
    """Contents that a row lists again."""
    before: str | None = None
    """The UTC instant before which what ended, and the audit of it, is no longer kept."""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one decision changes; empty when nothing does."""

    facts: tuple[FactChange, ...] = ()
    derived: tuple[DerivedChange, ...] = ()
    files: tuple[AppliedFile, ...] = ()
    decisions: tuple[WrittenDecision, ...] = ()
    closings: tuple[Closing, ...] = ()
    constats: tuple[Constat, ...] = ()
    purges: Purges = Purges()
    reglages: frozenset[WrittenReglage] | None = None
    """All that is set of the extranet's side from now on; None: as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why and when rows change: the envoi (or decision) and the instant of its commit, UTC text."""

    id: str
    instant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger: what was decided about one attempt (architecture, "The spool").

    `rapport` is JSON: counts, problems, awaited files; `manifeste` the sha256 of the sealed
    manifest, None when it could not be read. Instants are UTC texts.
    """

    id: str
    account: str
    domaine: str | None
    numero: int | None
    manifeste: str | None
    essai: bool
    resultat: str
    code: int
    scelle_le: str
    decide_le: str
    attempt: int
    rapport: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to deliver after the commit: `name` and `content` of a file of `retour/`."""

    envoi: str
    account: str
    name: str
    content: bytes = field(repr=False)
