"""The store: one database, one writer at a time, the only commit of the project.

Touches: the database and, where it is a file that is missing, its directory. After a crash: either
all of one `writing()` is there or nothing of it; a commit that returned is on the disk.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from store import (
    apply,
    decisions,
    engine,
    history,
    known,
    ledger,
    lookups,
    outbox,
    purge,
    schema,
    screens,
    soundness,
    taches,
)
from store.changes import (
    AppliedFile,
    Cause,
    Changes,
    Cle,
    Entry,
    Known,
    KnownConstat,
    Ligne,
    Message,
    ReceivedContent,
    Valeur,
    WrittenDecision,
)
from store.declarations import Enfant
from store.history import HistoryRow
from store.outbox import Order
from store.screens import VisibleDocument
from store.soundness import Checkup
from store.taches import ChoreRecord


class StoreUnavailable(Exception):  # noqa: N818  what the worker reads in its `except`
    """The disk is full, the lock is not given, the file cannot be read: try again later."""


class Reading:
    """What is known, as of one instant; valid inside its `with` only."""

    def __init__(self, connection: Connection) -> None:
        """Given a connection inside a transaction, read through it."""
        self._connection = connection

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

    def parents(
        self, enfant: Enfant, entite: str, colonne: str, values: Collection[Valeur]
    ) -> set[Cle]:
        """Given a column of a child and values, return the keys of the records that hold one."""
        return lookups.parents(self._connection, enfant, entite, colonne, values)

    def empreintes(self, nature: str, entite: str) -> frozenset[bytes]:
        """Given a nature and an entity, return the digests of the lines of all listed records."""
        return lookups.empreintes(self._connection, nature, entite)

    def unseen(self, nature: str, entite: str, lost: Collection[bytes]) -> set[Cle]:
        """Given digests, return the keys of the listed records that have one of them, or none."""
        return lookups.unseen(self._connection, nature, entite, lost)

    def digests(
        self, nature: str, entite: str, colonne: str, values: Collection[Valeur]
    ) -> dict[Cle, bytes]:
        """Given a column and values, return the digests of the listed records that have one."""
        return lookups.digests(self._connection, nature, entite, colonne, values)

    def count(self, nature: str, entite: str) -> int:
        """Given a nature and an entity, return how many records its list holds."""
        return lookups.count(self._connection, nature, entite)

    def rows(self, table: str, colonne: str, values: Collection[str]) -> set[Ligne]:
        """Given a derived table, a column and values, return the rows that are true now."""
        return lookups.rows(self._connection, table, colonne, values)

    def formats(self, contents: Collection[str]) -> dict[str, str]:
        """Given contents, return the format of those that were received."""
        return lookups.formats(self._connection, contents)

    def listing(self, contents: Collection[str]) -> Mapping[lookups.Place, frozenset[Cle]]:
        """Given contents, return the records that list one, withdrawn or not, by place."""
        return lookups.listing(self._connection, contents)

    def awaited(self) -> list[lookups.Awaited]:
        """Return every listed content that never came."""
        return lookups.awaited(self._connection)

    def etats(self, now: str) -> dict[str, int]:
        """Given an instant, return how many documents are in each state (`lookups.RANGS`)."""
        return lookups.etats(self._connection, now)

    def contents(self) -> dict[str, str]:
        """Return the format of each content that was received, by sha256."""
        return known.contents(self._connection)

    def applied_files(self) -> dict[tuple[str, str], AppliedFile]:
        """Return the data file that was applied last, by nature and entity."""
        return known.applied_files(self._connection)

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


class Transaction(Reading):
    """The one writer; it reads its own writes."""

    def apply(self, changes: Changes, cause: Cause) -> None:
        """Given changes planned in this transaction, make them true; see `store.apply`."""
        apply.apply(self._connection, changes, cause)

    def keep(self, contents: Iterable[ReceivedContent], cause: Cause) -> frozenset[str]:
        """Given contents that are on the disk, note them; return those that were not noted yet."""
        return apply.keep(self._connection, contents, cause)

    def unlinked(self, contents: Sequence[str]) -> None:
        """Given contents, note that their files no longer wait to be unlinked."""
        purge.unlinked(self._connection, contents)

    def record(self, entry: Entry) -> None:
        """Given what was decided about an attempt, write it, over an earlier decision if any."""
        ledger.record(self._connection, entry)

    def forget(self, identifier: str) -> None:
        """Given the id of an attempt, forget what was decided: it is to be decided again."""
        ledger.forget(self._connection, identifier)

    def queue(self, messages: Iterable[Message]) -> None:
        """Given messages, keep them until they are delivered."""
        outbox.queue(self._connection, messages)

    def delivered(self, number: int) -> None:
        """Given the number of a message, forget it; nothing if it is forgotten already."""
        outbox.delivered(self._connection, number)

    def give_order(self, genre: str, cible: str, at: str) -> int:
        """Given what a command asks of the daemon, and when, return the order's number."""
        return outbox.give_order(self._connection, genre, cible, at)

    def answer_order(self, number: int, reponse: str) -> None:
        """Given an order's number, answer it. Raise LookupError when there is none."""
        outbox.answer_order(self._connection, number, reponse)

    def mend(self, unread: Iterable[tuple[str, str]], cause: Cause) -> None:
        """Mend what `checkup` found, and have the next files of these places read whole."""
        soundness.mend(self._connection, unread, cause)

    def record_chore(self, chore: ChoreRecord) -> None:
        """Given what is now known of a chore, write it over what was."""
        taches.record(self._connection, chore)


class Store:
    """One database; its methods may be called from any thread."""

    def __init__(self, url: str, *, busy_seconds: float = 30) -> None:
        """Given `sqlite:////path/store.db` or `postgresql://…`, and how long a writer waits.

        It is opened when it is needed. Raise UrlError for another kind of database.
        """
        self._engine = engine.make_engine(url, busy_seconds=busy_seconds)

    def create(self) -> None:
        """Make the tables where there are none. Raise SchemaTooOld or SchemaTooNew for others."""
        with self._faults_explained():
            engine.prepare(self._engine)
        with self.rebuilding() as connection:
            schema.create(connection)

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """Take the write lock, whatever tables there are; commit when the block ends."""
        with self._begun(writing=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Take the write lock, and commit when the block ends; roll back on any exception.

        Raise StoreUnavailable when the machine is at fault, also at the commit; as `reading` does,
        StoreEmpty, SchemaTooOld or SchemaTooNew when the tables are not those of this program.
        """
        with self._begun(writing=True) as connection:
            schema.check(connection)
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Read one consistent snapshot, whoever writes meanwhile. Raise StoreUnavailable."""
        with self._begun(writing=False) as connection:
            schema.check(connection)  # the snapshot is taken here
            yield Reading(connection)

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()

    @contextmanager
    def _begun(self, *, writing: bool) -> Iterator[Connection]:
        with self._faults_explained(), self._engine.connect() as connection:
            begun = connection.execution_options(**{engine.WRITING: writing})
            with begun.begin():  # the only commit of the project
                yield begun

    @contextmanager
    def _faults_explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = engine.local_fault(self._engine, error)
            if fault is None:
                raise
            raise StoreUnavailable(f"The store cannot be used now: {fault}") from error
