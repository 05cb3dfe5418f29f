"""What the journal learns of a sealed envoi: the sha256 and the id of each of its uploads.

A secret is noted by its keyed digest (architecture, "From bytes to facts").
Touches: the sealed envoi, its tombstone and the logs, reading; the journal. Noting again changes
nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.disk import incoming
from ingest.disk.completeness import SCELLE, Conditions
from ingest.disk.envoi import Envoi
from ingest.disk.incoming import Tombe
from ingest.disk.spool import Spool
from ingest.disk.tree import Entry, read_tree
from ingest.workshop import instant
from syncd.journal import Journal, Sealing, Wanted


@dataclass(frozen=True, slots=True)
class Notes:
    """Where it is noted, and what is needed to know what to note."""

    journal: Journal
    logs: Path
    spool: Spool
    conditions: Conditions

    def note(self, envoi: Envoi, now: datetime) -> int:
        """Given a sealed envoi that is still whole, note its uploads, and return how many.

        None is noted twice, nor when its client has begun a new envoi under the same name.
        """
        if self.journal.transfers(Wanted(envoi=envoi.id), limit=1):
            return 0
        found = self._tomb_of(envoi, now)
        if found is None:
            return 0
        name, tombe = found
        digests = dict(self._digests(envoi))
        with self.journal.at_once():
            self.journal.catch_up(self.logs)
            sealing = Sealing(envoi.account, envoi.id, tombe.scelle_le)
            return self.journal.note_sealed(name, sealing, digests)

    def _tomb_of(self, envoi: Envoi, now: datetime) -> tuple[str, Tombe] | None:
        """Return the name that the client gave, and the tombstone that tells it."""
        tombs = incoming.tombs(self.spool.account_dir(envoi.account), now=instant(now))
        return next((found for found in tombs.items() if found[1].envoi == envoi.id), None)

    def _digests(self, envoi: Envoi) -> Iterator[tuple[str, str]]:
        beginning = len(str(envoi.path)) + 1
        for entry in read_tree(envoi.path).files:
            yield self._digest(entry, str(entry.path)[beginning:])

    def _digest(self, entry: Entry, chemin: str) -> tuple[str, str]:
        hashes, vault = self.conditions.hashes, self.conditions.vault
        if entry.path.name.endswith(SCELLE):
            plain = hashes.plain_of(entry.path, vault)
            if plain is not None:
                return chemin.removesuffix(SCELLE), vault.keyed_digest(plain.sha256)
        return chemin, hashes.sha256_of(entry.path)
