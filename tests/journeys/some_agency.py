"""One agency on a real disk: the pipeline over a real spool, store and documents, with our clock.

Whatever a test does, four things hold at its end (`Agency.check`): every byte that was sent is in
exactly one place, each envoi is where its outcome says, every derived table equals a full
derivation from the facts (law 9), and the doctor finds nothing wrong.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest import pipeline
from ingest.check import binaries
from ingest.decision import PLACES, Resultat
from ingest.disk.completeness import SCELLE, Conditions
from ingest.disk.envoi import Envoi
from ingest.disk.hashes import Hashes
from ingest.disk.spool import Spool
from ingest.disk.tree import MANIFESTE, read_tree
from ingest.disk.vault import Vault
from ingest.doctor.examination import examine
from ingest.planning.gathering import situation_of
from ingest.planning.plan import facts_after, tables_of
from ingest.reading.natures import is_named_like_a_secret
from ingest.rules.cotes import Seuils
from ingest.rules.derivation import derive
from ingest.telling.explanation import Explanation, explain
from ingest.telling.proof import Interval, intervals_of
from ingest.telling.report import Etat, Rapport, report_from
from ingest.workshop import Workshop, instant
from store.changes import Entry, Ligne
from store.database import Store
from store.derived import TABLES
from store.documents import Documents
from syncd import retour
from tests.journeys.some_exemple import LOGINS, files_in
from tests.some_databases import Database, rows_of

ACCOUNT = "lsc"
PARIS = ZoneInfo("Europe/Paris")
TODAY = datetime(2026, 11, 24, 12, tzinfo=PARIS)
COMPLETION_SECONDS = 3600
KEY = bytes(32)
STORE = "store.db"
Tables = Mapping[str, list[tuple[object, ...]]]

_NOT_DECIDED = ("envois", "a_envoyer", "contenus", "ordres")
"""Tables that say what came and was answered, whatever became of it."""


@dataclass
class Clock:
    """The time of the tests, which stands still between two envois."""

    moment: datetime = TODAY

    def __call__(self) -> datetime:
        return self.moment.astimezone(UTC)


@dataclass
class Agency:
    """One installation, and what was sent to it."""

    root: Path
    workshop: Workshop
    clock: Clock
    database: Database
    sent: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """By the id of an envoi, what its sender had put in it."""

    @property
    def store_url(self) -> str:
        """Return where the store is."""
        return self.database.url(self.root / STORE)

    def copy(self, root: Path) -> "Agency":
        """Given a new directory, return an agency there to which the same things happened.

        This one is closed.
        """
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns(f"{STORE}*"))
        self.database.copy(self.root / STORE, root / STORE)
        again = over(root, Clock(self.clock.moment), self.workshop.domaine, self.database)
        again.sent.update(self.sent)
        return again

    def close(self) -> None:
        """Close the store."""
        self.workshop.store.close()

    def send(self, directory: Path) -> Entry:
        """Given a directory, copy it into `incoming`, seal and process it; return the outcome."""
        return self.process(self.deliver(directory))

    def deliver(self, directory: Path) -> Envoi:
        """Given a directory, copy it into `incoming` and seal it as it is."""
        envoi = self.workshop.spool.deliver(directory, ACCOUNT, self.clock())
        self.sent[envoi.id] = files_in(directory)
        return envoi

    def process(self, envoi: Envoi) -> Entry:
        """Given a sealed envoi, decide it, and deliver the answer; a minute passes."""
        entry = pipeline.process(self.workshop.spool.start(envoi), self.workshop)
        retour.deliver(self.workshop.store, self.workshop.spool)
        self.clock.moment += timedelta(minutes=1)
        return entry

    def seen_by(self, login: str, at: datetime | None = None) -> frozenset[str]:
        """Given a login, return the documents that its person sees, now or at an instant."""
        with self.workshop.store.reading() as known:
            tiers = known.login(login)
            seen = known.visible(tiers, at=instant(at or self.clock())) if tiers else []
        return frozenset(row.document for row in seen)

    def seen(self) -> dict[str, frozenset[str]]:
        """Return what each of the example's six clients sees now."""
        return {login: self.seen_by(login) for login in LOGINS}

    def explain(self, document: str, login: str | None = None) -> Explanation:
        """Given a document and perhaps a login, explain it now."""
        with self.workshop.store.reading() as known:
            tiers = known.login(login) if login else None
            return explain(known, self.workshop, document, tiers=tiers, now=instant(self.clock()))

    def intervals(self, document: str, tiers: str) -> list[Interval]:
        """Given a document and a person, return when he could open it, from the history."""
        with self.workshop.store.reading() as known:
            return intervals_of(known, document, tiers)

    def motifs(self) -> dict[str, str]:
        """Return by document the code that its row gives, time apart."""
        with self.workshop.store.reading() as known:
            rows = known.rows_at("publication")
        return {str(r.valeurs["document"]): str(r.valeurs["motif"]).split('"')[1] for r in rows}

    def is_open(self, tiers: str) -> bool:
        """Return whether an account of a person is open now: else his login is off (R-081)."""
        now = instant(self.clock())
        with self.workshop.store.reading() as known:
            rows = known.rows_at("acces", tiers=tiers, portee="compte")
        return any(
            str(row.valeurs["du"] or "") <= now < str(row.valeurs["jusqu_au"] or "9")
            for row in rows
        )

    def place(self, entry: Entry) -> Path:
        """Return where an envoi stands."""
        envoi = self.workshop.spool.find(entry.id)
        assert envoi is not None
        return envoi.path

    def answer(self, name: str) -> bytes:
        """Return a file of the sender's `retour/`."""
        return (self.workshop.spool.retour_dir(ACCOUNT) / name).read_bytes()

    def settings(self) -> Path:
        """Write the settings with which the command line works on this agency."""
        key = self.root / "keys" / "agence.key"
        if not key.exists():
            key.parent.mkdir()
            key.write_bytes(KEY)
            key.chmod(0o600)
        config = self.root.with_suffix(".toml")
        lines = ['domaine = "immo-dupont"', f'data = "{self.root}"', f'store = "{self.store_url}"']
        config.write_text("\n".join([*lines, "[sftp]", "port = 0", ""]))
        return config

    def tables(self) -> Tables:
        """Return every row of every table of facts, rights, visibility and applied files."""
        return {
            name: sorted(rows, key=repr)
            for name, rows in rows_of(self.store_url).items()
            if name not in _NOT_DECIDED
        }

    def derived(self) -> Mapping[str, frozenset[Ligne]]:
        """Return every derived row that is true now."""
        with self.workshop.store.reading() as known:
            return situation_of(known, self.workshop).derived

    def check(self) -> None:
        """Fail unless every byte is in one place, each envoi in its own, and law 9 holds."""
        for identifier, files in self.sent.items():
            self._check_envoi(identifier, files)
        with self.workshop.store.reading() as known:
            situation = situation_of(known, self.workshop)
        again = derive(facts_after(situation, tables_of(situation.facts)))
        for table in TABLES:
            assert situation.derived[table] == getattr(again, table), table
        found = examine(self.workshop, is_alone=True, is_deep=True)
        assert [finding for finding in found if finding.is_wrong] == []

    def _check_envoi(self, identifier: str, files: Mapping[str, bytes]) -> None:
        envoi = self.workshop.spool.find(identifier)
        assert envoi is not None, (identifier, "is nowhere")
        with self.workshop.store.reading() as known:
            entry = known.entry(identifier)
        expected = "ready" if entry is None else PLACES[Resultat(entry.resultat)]
        assert envoi.state == expected, identifier
        own = self._binaries(envoi)
        lost = {
            chemin: places
            for chemin, content in files.items()
            if len(places := list(self._places(envoi, chemin, content, own))) != 1
        }
        assert lost == {}, (identifier, lost)

    def _places(self, envoi: Envoi, chemin: str, content: bytes, listed: set[str]) -> Iterator[str]:
        """Yield every place where the bytes of one file are, or the word for a deleted secret.

        A file that no line lists as a binary is that of its envoi, whatever the documents keep; so
        is every file of one that is held: it may yet be applied, or refused.
        """
        digest = sha256(content).hexdigest()
        path = envoi.path / chemin
        if path.is_file():
            assert chemin == MANIFESTE or path.read_bytes() == content, (envoi.id, chemin)
            yield envoi.state
        if path.with_name(path.name + SCELLE).is_file():
            yield "sealed"
        elif not path.is_file() and is_named_like_a_secret(chemin):
            yield "deleted"
        is_own = envoi.state == "hold" or digest not in listed
        is_in_its_envoi = path.is_file() and is_own
        if self.workshop.documents.has(digest) and not is_in_its_envoi:
            yield "documents"

    def _binaries(self, envoi: Envoi) -> set[str]:
        return {
            fichier.sha256 for fichier in binaries(read_tree(envoi.path), self.workshop.conditions)
        }


WITHOUT_GUARD = Seuils(
    sortie_part=1.0,
    entree_part=float("inf"),
    entree_paires=10**9,
    listes_vides=False,
    immeubles_entiers=False,
    cases_ouvertes=False,
)
"""In an agency of eight events every change is alarming: these tests are about the changes."""


def an_agency(root: Path, database: Database, domaine: str = "immo-dupont") -> Agency:
    """Given an empty directory, found an agency there that never received anything."""
    agency = over(root, Clock(), domaine, database)
    agency.workshop.spool.create()
    agency.workshop.store.create()
    return agency


def over(root: Path, clock: Clock, domaine: str, database: Database) -> Agency:
    """Given what is, or will be, on the disk, return the agency that works with it."""
    numbers = count(1)
    documents = Documents(root / "documents")
    conditions = Conditions(Vault(KEY), Hashes(), COMPLETION_SECONDS)
    spool = Spool(root / "spool", conditions, documents, suffix=lambda: f"{next(numbers):04x}")
    workshop = Workshop(
        domaine=domaine,
        store=Store(database.url(root / STORE)),
        spool=spool,
        documents=documents,
        conditions=conditions,
        now=clock,
        seuils=WITHOUT_GUARD,
    )
    return Agency(root, workshop, clock, database)


def report_of(entry: Entry) -> Rapport:
    """Return the report that the ledger keeps."""
    return report_from(entry.rapport)


def told(entry: Entry, etat: Etat | None = None) -> list[str]:
    """Return the codes of what was told, in order; with `etat`, of those that are so."""
    return [
        each.problem.code
        for each in report_of(entry).signalements
        if etat is None or each.etat is etat
    ]
