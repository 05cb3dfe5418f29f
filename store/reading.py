"""What is known, as of one instant: every question that the store answers.

Touches: the store, reading, through the connection that it is given.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from store import (
    counting,
    decisions,
    history,
    known,
    ledger,
    lookups,
    newest,
    outbox,
    purge,
    reached,
    reglages,
    screens,
    soldes,
    soundness,
    taches,
    version,
    views,
)
from store.changes import (
    AppliedFile,
    Cle,
    Entry,
    Known,
    KnownConstat,
    Ligne,
    Message,
    Place,
    Valeur,
    WrittenDecision,
    WrittenReglage,
)
from store.declarations import Enfant
from store.ecrits import Ecrits
from store.history import HistoryRow
from store.newest import ShownDocument
from store.outbox import Order
from store.reached import ReachedDocument
from store.screens import VisibleDocument
from store.soundness import Checkup
from store.taches import ChoreRecord


class Reading:
    """What is known, as of one instant; valid inside its `with` only."""

    def __init__(self, connection: Connection, ecrits: Ecrits) -> None:
        """Given a connection inside a transaction, read through it; the portal's beside it."""
        self._connection = connection
        self.ecrits = ecrits
        """What a portal wrote, as it is whenever it is asked."""

    def facts(self, nature: str, entite: str) -> dict[Cle, Known]:
        """Given a nature and an entity ("" for the agency's), return all records ever listed."""
        return known.facts(self._connection, nature, entite)

    def entites(self, nature: str) -> tuple[str, ...]:
        """Given a nature, return the entities that have records; ("",) for one of the agency."""
        return known.entites(self._connection, nature)

    def derived(self, table: str) -> set[Ligne]:
        """Given a derived table, return the rows that are true now (`store.derived.COLUMNS`)."""
        return history.derived(self._connection, table)

    def records(
        self, nature: str, entite: str, colonne: str, values: Collection[Valeur]
    ) -> dict[Cle, Known]:
        """Given a column of a nature and values, return the records that have one of them."""
        return lookups.records(self._connection, nature, entite, colonne, values)

    def keys(
        self, nature: str, entite: str, colonne: str, values: Collection[Valeur]
    ) -> dict[Cle, str | None]:
        """Given a column and values, return whose records have one, and since when absent."""
        return lookups.keys(self._connection, nature, entite, colonne, values)

    def parents(
        self, enfant: Enfant, entite: str, colonne: str, values: Collection[Valeur]
    ) -> set[Cle]:
        """Given a column of a child and values, return the keys of the records that hold one."""
        return lookups.parents(self._connection, enfant, entite, colonne, values)

    def having(self, nature: str, entite: str, empreintes: Collection[bytes]) -> set[Cle]:
        """Given digests, return the keys of the listed records that have one of them."""
        return lookups.having(self._connection, nature, entite, empreintes)

    def digests(
        self, nature: str, entite: str, colonne: str, values: Collection[Valeur]
    ) -> dict[Cle, bytes]:
        """Given a column and values, return the digests of the listed records that have one."""
        return lookups.digests(self._connection, nature, entite, colonne, values)

    def counts(self, places: Collection[Place]) -> dict[Place, int]:
        """Given natures with their entities, return how many records each of these lists holds."""
        return lookups.counts(self._connection, places)

    def rows(self, table: str, colonne: str, values: Collection[str]) -> set[Ligne]:
        """Given a derived table, a column and values, return the rows that are true now."""
        return lookups.rows(self._connection, table, colonne, values)

    def soldes(self, entite: str, comptes: Collection[str]) -> dict[Ligne, soldes.Solde]:
        """Given ids of accounts, return what their listed entries come to; see `store.soldes`."""
        return soldes.soldes(self._connection, entite, comptes)

    def ecritures(
        self, entite: str, comptes: Collection[str], decisifs: Collection[Ligne]
    ) -> set[Cle]:
        """Given ids of accounts, return their listed entries that have such values."""
        return soldes.ecritures(self._connection, entite, comptes, decisifs)

    def formats(self, contents: Collection[str]) -> dict[str, str]:
        """Given contents, return the format of those that were received."""
        return lookups.formats(self._connection, contents)

    def listing(self, contents: Collection[str]) -> Mapping[Place, frozenset[Cle]]:
        """Given contents, return the records that list one, withdrawn or not, by place."""
        return lookups.listing(self._connection, contents)

    def awaited(self) -> list[lookups.Awaited]:
        """Return every listed content that never came."""
        return lookups.awaited(self._connection)

    def etats(self, now: str) -> dict[str, int]:
        """Given an instant, return how many documents are in each state (`counting.RANGS`)."""
        return counting.etats(self._connection, now)

    def shown(self, now: str) -> list[counting.Shown]:
        """Return, by scope and binder, how many documents of one scope show at an instant."""
        return counting.shown(self._connection, now)

    def contents(self) -> dict[str, str]:
        """Return the format of each content that was received, by sha256."""
        return known.contents(self._connection)

    def applied_files(self) -> dict[tuple[str, str], AppliedFile]:
        """Return the data file that was applied last, by nature and entity, without its lines."""
        return known.applied_files(self._connection)

    def empreintes(self, nature: str, entite: str) -> tuple[bytes, bytes]:
        """Given whose file, return the digests of its lines when it was applied last, and runs."""
        return known.empreintes(self._connection, nature, entite)

    def applied_by(self) -> dict[tuple[str, str], str]:
        """Return the envoi whose data file was applied last, by nature and entity."""
        return known.applied_by(self._connection)

    def entry(self, identifier: str) -> Entry | None:
        """Given the id of an attempt, return what was decided, None if nothing was."""
        return ledger.entry(self._connection, identifier)

    def entries(self, *, limit: int | None = None) -> list[Entry]:
        """Return the ledger in order of sealing; with `limit`, the newest ones only."""
        return ledger.entries(self._connection, limit=limit)

    def applied(self, domaine: str, *, numero: int = 0, since: str = "") -> list[Entry]:
        """Given a domain, return its applied attempts from a numero on, decided since then."""
        return ledger.applied(self._connection, domaine, numero=numero, since=since)

    def last_numero(self, domaine: str, *, since: str = "") -> int | None:
        """Given a domain, return the greatest numero applied since an instant, None without any."""
        return ledger.last_numero(self._connection, domaine, since=since)

    def with_numero(self, domaine: str, numero: int, *, since: str = "") -> list[Entry]:
        """Given a domain and a numero, return the attempts decided since an instant, as sealed."""
        return ledger.with_numero(self._connection, domaine, numero, since=since)

    def messages(self) -> list[tuple[int, Message]]:
        """Return what is still to be delivered, with its number, in order."""
        return outbox.messages(self._connection)

    def orders(self) -> list[Order]:
        """Return the orders that wait for an answer, oldest first."""
        return outbox.orders(self._connection)

    def order(self, number: int) -> Order:
        """Given the number of an order, return it. Raise LookupError when there is none."""
        return outbox.order(self._connection, number)

    def decisions(self, *, is_open: bool = False) -> list[WrittenDecision]:
        """Return the decisions of persons as they were taken; with `is_open` these only."""
        return decisions.decisions(self._connection, is_open=is_open)

    def constats(self, **equals: str) -> list[KnownConstat]:
        """Return what envois and persons changed that no list says again, in order."""
        return decisions.constats(self._connection, equals)

    def reglages(self) -> frozenset[WrittenReglage]:
        """Return what is set of the extranet's side, by the agency's file or in the portal."""
        return reglages.reglages(self._connection)

    def view(self, nom: str, tiers: str, *, at: str) -> list[dict[str, Valeur]]:
        """Given a view of the portal and a person, return the rows that he sees at that instant."""
        return views.rows(self._connection, nom, tiers, at=at)

    def version(self) -> int:
        """Return how often anything changed that a portal may read."""
        return version.numero(self._connection)

    def chores(self) -> dict[str, ChoreRecord]:
        """Return what is known of each chore that was ever looked at, by name."""
        return taches.chores(self._connection)

    def rows_at(
        self, table: str, *, known_at: str | None = None, **equals: str
    ) -> list[HistoryRow]:
        """Given a derived table, return its rows as we knew them at that instant (None: now)."""
        return history.rows_at(self._connection, table, known_at=known_at, equals=equals)

    def history(self, table: str, **equals: str) -> list[HistoryRow]:
        """Given a derived table, return every row that was ever true, in the order they began."""
        return history.history(self._connection, table, equals)

    def unlisted(self) -> dict[str, str]:
        """Return since when a sweep saw each content that no row lists, by sha256."""
        return purge.unlisted(self._connection)

    def received(self) -> dict[str, str]:
        """Return when each content was received first, by sha256."""
        return purge.received(self._connection)

    def last_served(self, wanted: Collection[str]) -> dict[str, str]:
        """Given contents, return until when a row that ended named each, by sha256."""
        return purge.last_served(self._connection, wanted)

    def to_unlink(self, limit: int) -> list[str]:
        """Return purged contents whose files are still there, so many at most."""
        return purge.to_unlink(self._connection, limit)

    def is_received(self, sha256: str) -> bool:
        """Given a content, return whether it is noted as received."""
        return purge.is_received(self._connection, sha256)

    def login(self, identifiant: str) -> str | None:
        """Given a login, return whose it is; None if no list holds it now, or two persons do."""
        return known.login(self._connection, identifiant)

    def checkup(self) -> Checkup:
        """Return what is not sound in the database itself; see `store.soundness`."""
        return soundness.check(self._connection)

    def visible(self, tiers: str, *, at: str, known_at: str | None = None) -> list[VisibleDocument]:
        """Given a person, return the documents he sees at that instant; see `screens.visible`."""
        return screens.visible(self._connection, tiers, at=at, known_at=known_at)

    def newest(self, tiers: str, *, at: str, count: int) -> list[ShownDocument]:
        """Given a person, return the newest documents he sees at that instant; see `newest`."""
        return newest.newest(self._connection, tiers, at=at, count=count)

    def may_read(self, tiers: str, document: str, *, at: str) -> bool:
        """Given a person and a document, return whether he sees it at that instant."""
        return newest.may_read(self._connection, tiers, document, at=at)

    def published(
        self, cibles: Collection[str], *, known_at: str | None = None
    ) -> list[ReachedDocument]:
        """Given targets, return their documents that nothing but time may hide."""
        return reached.published(self._connection, cibles, known_at)

    def hidden(self, *, known_at: str | None = None) -> list[ReachedDocument]:
        """Return every document that has a target and does not show."""
        return reached.hidden(self._connection, known_at)
