"""An agency whose clock runs on for months, whose sweeps purge, and what is left of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from ingest.keeping.retention import RetentionPlan, plan_retention
from ingest.keeping.sweep import sweep_retention
from ingest.planning.gathering import situation_of
from ingest.planning.rederivation import rederive
from ingest.rules.derivation import derive
from ingest.rules.retention import Delais, Sort
from ingest.telling.explanation import facts_known
from ingest.workshop import cause_of, instant
from store.changes import Cause, Changes, Entry, KnownConstat
from store.derived import TABLES
from store.history import HistoryRow
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import EXEMPLE, Edits, add_file, an_envoi, unlist

EVENEMENTS = "donnees/evenements-S1.xml"
LINES = {
    line.partition('id="')[2].partition('"')[0]: f"{line}\n"
    for line in (EXEMPLE / EVENEMENTS).read_text("utf-8").splitlines()
    if "<evenement " in line
}
WITHOUT_E3: Edits = {EVENEMENTS: [(LINES["E3"], "")]}
E3 = "S1/E3/a"
E3_CONTENT = sha256((EXEMPLE / "pieces/E3-a.pdf").read_bytes()).hexdigest()
PIECE_B = LINES["E1"][LINES["E1"].index('<piece id="b"') : LINES["E1"].index("</evenement>")]
WITHOUT_E1B: Edits = {EVENEMENTS: [(PIECE_B, "")]}
E1B = "S1/E1/b"
E1B_CONTENT = sha256((EXEMPLE / "pieces/E1-b.pdf").read_bytes()).hexdigest()


@dataclass
class Sweeping:
    """One agency; `delais` are the settings of its sweeps."""

    agency: Agency
    tmp_path: Path
    delais: Delais
    numero: int = 1

    def send(
        self,
        edits: Edits | None = None,
        *,
        without: tuple[str, ...] = (),
        files: Mapping[str, bytes] | None = None,
    ) -> Entry:
        """Send the example again with some changes, without some of its files, with others.

        A minute passes.
        """
        self.numero += 1
        envoi = an_envoi(self.tmp_path / f"envoi-{self.numero}", edits, numero=self.numero)
        unlist(envoi, *without)
        for chemin, content in (files or {}).items():
            add_file(envoi, chemin, content)
        return self.agency.send(envoi)

    def wait(self, **spans: float) -> None:
        """Let time pass; nothing runs."""
        self.agency.clock.moment = self.agency.clock() + timedelta(**spans)

    def now(self) -> str:
        """Return the instant, as the store writes it."""
        return instant(self.agency.clock())

    def plan(self) -> RetentionPlan:
        """Look at what a sweep would do."""
        with self.agency.workshop.store.reading() as known:
            return plan_retention(known, self.agency.workshop, self.delais, self.now())

    def sweep(self) -> RetentionPlan:
        """Sweep now; a minute passes."""
        done = sweep_retention(self.agency.workshop, self.delais, self.agency.root / "rapports")
        self.wait(minutes=1)
        return done

    def apply(self, changes: Changes, cause: Cause | None = None) -> None:
        """Apply changes, and what they derive: what follows a commit does not happen."""
        with self.agency.workshop.store.writing() as tx:
            tx.apply(changes, cause or cause_of("essai", self.agency.workshop))
        rederive(self.agency.workshop, "essai")

    def sort(self, ref: str) -> Sort:
        """Return what a sweep would do now with one thing."""
        (found,) = (sort for sort in self.plan().sorts if sort.ref == ref)
        return found

    def rows(self, document: str) -> list[HistoryRow]:
        """Return every row that one document ever had."""
        with self.agency.workshop.store.reading() as known:
            return known.history("publication", document=document)

    def etats(self, document: str) -> set[str]:
        """Return the states of the rows that one document has now."""
        return {
            str(row.valeurs["etat"]) for row in self.rows(document) if row.connu_jusqu_au is None
        }

    def constats(self, genre: str) -> Mapping[str, KnownConstat]:
        """Return the constats of a kind by what they speak of, the latest of each."""
        with self.agency.workshop.store.reading() as known:
            return {each.cible: each for each in known.constats() if each.genre == genre}

    def has(self, sha256: str) -> bool:
        """Return whether a content is on the disk."""
        return self.agency.workshop.documents.has(sha256)

    def check(self) -> None:
        """Fail unless every derived table equals a full derivation (law 9)."""
        workshop = self.agency.workshop
        with workshop.store.reading() as known:
            again, situation = derive(facts_known(known, workshop)), situation_of(known, workshop)
        for table in TABLES:
            assert situation.derived[table] == getattr(again, table), table
