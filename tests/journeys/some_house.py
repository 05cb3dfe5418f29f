"""One agency as the state machine sees it: its sender, its machine, and what can be read of it."""

from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest import pipeline
from ingest.keeping.sweep import sweep_retention
from ingest.persons import holding
from ingest.rules.retention import Delais, Genre
from ingest.telling.proof import intervals_of
from store.changes import Entry
from syncd import retour
from tests.journeys.some_agency import Agency
from tests.journeys.some_machine import PEOPLE, Sent, process_until

MEMORY = Path("/dev/shm")  # fsync is cheap there: what is killed is a process, not the machine
Seen = dict[str, set[str]]


class House:
    """An agency in a folder of its own, its sender, and the machine that it runs on."""

    def __init__(self, begun: Agency) -> None:
        """Given an agency that received the example, begin with a copy of it."""
        self._folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._root = Path(self._folder.name)
        self.agency = begun.copy(self._root / "agence")
        self._numeros, self._places = count(2), count(1)
        self.written: list[Path] = []

    def close(self) -> None:
        """Leave nothing."""
        self.agency.close()
        self._folder.cleanup()

    def write(self, sent: Sent, *, numero: int | None = None) -> Path:
        """Given an envoi, write it under the next numero, or under one that is none of these."""
        directory = self._root / f"ecrit-{next(self._places)}"
        return sent.write(directory, next(self._numeros) if numero is None else numero)

    def send(self, directory: Path) -> Entry:
        """Given an envoi, have it processed; one that is not applied changes nothing."""
        return self.process(lambda: self.agency.send(directory))

    def process(self, action: Callable[[], Entry]) -> Entry:
        """Given what decides an envoi, return the outcome: only an applied one changes tables."""
        before, received = self.agency.tables(), self._received()
        entry = action()
        if entry.resultat != "applique" and not self._listing(self._received() - received):
            assert self.agency.tables() == before
        return entry

    def _received(self) -> frozenset[str]:
        with self.agency.workshop.store.reading() as known:
            return frozenset(known.contents())

    def _listing(self, arrived: frozenset[str]) -> object:
        """Return the records that list what arrived: any envoi may bring it (R-012)."""
        with self.agency.workshop.store.reading() as known:
            return known.listing(arrived)

    def send_and_crash(self, directory: Path, kill_at: int) -> None:
        """Given an envoi and the number of an effect, die before it; then start again."""
        envoi = self.agency.deliver(directory)
        self.agency.close()
        process_until(envoi, self.agency.workshop, self.agency.root, kill_at)
        self._start_again()
        assert self.outcome(envoi.id)

    def _start_again(self) -> None:
        """As the worker does."""
        workshop, spool = self.agency.workshop, self.agency.workshop.spool
        with spool.locked():
            for envoi in (*spool.interrupted(), *spool.ready()):
                if envoi.state == "ready" or not pipeline.recover(envoi, workshop):
                    self.agency.process(envoi)
            holding.settle_held(workshop)
        self.deliver()

    def deliver(self) -> None:
        """Deliver what waits to be answered, as every round of the worker does."""
        retour.deliver(self.agency.workshop.store, self.agency.workshop.spool)

    def outcome(self, identifier: str) -> str | None:
        """Return what the ledger says of an envoi."""
        with self.agency.workshop.store.reading() as known:
            entry = known.entry(identifier)
        return entry.resultat if entry else None

    def sweep(self) -> None:
        """Sweep, and forget of what was sent what is gone for good."""
        plan = sweep_retention(self.agency.workshop, Delais(), self._root / "rapports")
        gone = {sort.ref for sort in plan.purged if sort.genre is Genre.CONTENU}
        for sort in plan.purged:
            if sort.genre is Genre.ENVOI:
                del self.agency.sent[sort.ref]
        for identifier, files in self.agency.sent.items():
            kept = {c: f for c, f in files.items() if sha256(f).hexdigest() not in gone}
            self.agency.sent[identifier] = kept

    def etats(self) -> Seen:
        """Return the states of every document that has a row now."""
        found: Seen = {}
        with self.agency.workshop.store.reading() as known:
            for row in known.rows_at("publication"):
                etats = found.setdefault(str(row.valeurs["document"]), set())
                etats.add(str(row.valeurs["etat"]))
        return found

    def visible(self, at: str) -> Seen:
        """Return what each person sees at an instant, as a portal asks for it."""
        with self.agency.workshop.store.reading() as known:
            return {
                tiers: {row.document for row in known.visible(tiers, at=at)} for tiers in PEOPLE
            }

    def proven(self, at: str) -> Seen:
        """Return what each person could open at an instant, from the history."""
        found: Seen = {tiers: set() for tiers in PEOPLE}
        documents = self.etats()
        with self.agency.workshop.store.reading() as known:
            for document in documents:
                for each in intervals_of(known, document):
                    if each.du <= at and (each.avant is None or at < each.avant):
                        found[each.tiers].add(document)
        return found

    def with_login(self) -> set[str]:
        """Return who has a login in the list."""
        with self.agency.workshop.store.reading() as known:
            logins = known.facts("connexions", "")
        return {str(cle[0]) for cle, found in logins.items() if not found.absent_depuis}
