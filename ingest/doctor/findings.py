"""The catalogue of what the doctor finds: how bad it is, what it means, what to do.

One entry per code; a finding whose code is not here cannot be made. Sentences are for the operator.
Touches: nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """Whether something is wrong, or only worth knowing."""

    WRONG = "wrong"
    INFORMATION = "information"


class Kind(NamedTuple):
    """What is known of a code before it is found; `{}` stands for the detail of the finding."""

    level: Level
    is_repairable: bool
    sentence: str
    remedy: str


_WRONG, _INFORMATION = Level.WRONG, Level.INFORMATION
_FILED = "--repair files it where the ledger says."
_FROM_BACKUP = "Restore the file from the backup of the documents, or have LSC send it again."

KINDS: dict[str, Kind] = {
    # The spool.
    "NOT_AN_ID": Kind(
        _WRONG, False, "This is no envoi: {}", "Move it out; `lsc-syncd ingest` takes envois in."
    ),
    "LINK": Kind(
        _WRONG, False, "{} stands where only files and directories may", "Move it out of the spool."
    ),
    "IN_TWO_STATES": Kind(
        _WRONG,
        False,
        "One envoi is in two states: {}",
        "Compare the two, and move out of the spool the one that `envois show` does not mean.",
    ),
    "DONE_WITHOUT_ROW": Kind(
        _WRONG,
        True,
        "It is finished and the ledger does not know it: the store is older than the spool",
        "--repair sends it back to ready, to be applied again, in order, at the next start. Logins "
        "and secrets come back with the next export only; what persons decided since that backup "
        "(depublish, release, confirm) is to be decided again.",
    ),
    "HELD_WITHOUT_ROW": Kind(
        _WRONG,
        True,
        "It is held and the ledger does not know it: the store is older than the spool",
        "--repair sends it back to ready; the guard may hold it again, then release it again.",
    ),
    "REFUSED_WITHOUT_ROW": Kind(
        _WRONG,
        True,
        "It is refused and the ledger does not know it: the store is older than the spool",
        "--repair records it again from the report beside its files.",
    ),
    "REFUSED_WITHOUT_REPORT": Kind(
        _WRONG,
        False,
        "It is refused, the ledger does not know it, and no report of it can be read",
        "Restore the directory from the backup, or move it out of the spool.",
    ),
    "ACTIVE_BUT_DECIDED": Kind(
        _WRONG, True, "It was decided ({}) and not filed before a crash", _FILED
    ),
    "ACTIVE_INTERRUPTED": Kind(
        _INFORMATION,
        False,
        "Its processing began and did not end, and no daemon runs",
        "Start lsc-syncd: it is taken first.",
    ),
    "WAITING_BUT_DECIDED": Kind(
        _WRONG, True, "It waits to be processed, and the ledger says {}", _FILED
    ),
    "MISFILED": Kind(_WRONG, True, "The ledger says {}, which belongs elsewhere", _FILED),
    "SECRETS_LEFT": Kind(
        _WRONG,
        True,
        "{} sealed file(s) of a decided envoi are still there",
        "--repair deletes them.",
    ),
    "LEFTOVER": Kind(
        _WRONG, True, "A process that ended left this half written", "--repair removes it."
    ),
    "CLOSED_TO_US": Kind(
        _WRONG, True, "Its rights ({}) close it to lsc-syncd itself", "--repair opens it."
    ),
    # The ledger.
    "SWEPT": Kind(
        _INFORMATION,
        False,
        "{} decided envoi(s) have no directory any more, this is the first",
        "Nothing to do: the sweep removes old ones.",
    ),
    "HELD_NOWHERE": Kind(
        _WRONG,
        False,
        "The ledger says that it is held, and its directory is nowhere",
        "Restore its directory to hold/ from the backup, or have LSC send it again.",
    ),
    "NUMERO_TWICE": Kind(
        _WRONG,
        False,
        "Two envois were applied with the numero {}",
        "Restore the store from the backup; the later one was not LSC's, or was altered.",
    ),
    "REPORT_UNREADABLE": Kind(
        _WRONG,
        True,
        "The ledger's report cannot be read back",
        "--repair records it again from the report beside its files.",
    ),
    "REPORT_LOST": Kind(
        _WRONG,
        False,
        "The ledger's report cannot be read back, and none is beside its files",
        "Restore the store from the backup.",
    ),
    # The documents.
    "PUBLISHED_CONTENT_LOST": Kind(
        _WRONG, False, "{} visible document(s) have this content, which is not there", _FROM_BACKUP
    ),
    "CONTENT_LOST": Kind(_WRONG, False, "This content was received and is not there", _FROM_BACKUP),
    "CONTENT_SIZE": Kind(_WRONG, False, "This content has another size: {}", _FROM_BACKUP),
    "CONTENT_ALTERED": Kind(_WRONG, False, "This content has other bytes: sha256 {}", _FROM_BACKUP),
    "CONTENT_MODE": Kind(
        _WRONG, True, "Its rights are {}: a content is read-only (0440)", "--repair corrects them."
    ),
    "CONTENT_UNKNOWN": Kind(
        _INFORMATION,
        True,
        "This content is kept and the store does not know it: a crash, or a restore of the store",
        "Nothing to do after a crash; after a restore, --repair notes it as received.",
    ),
    "NOT_A_CONTENT": Kind(
        _INFORMATION,
        False,
        "{} stands among the documents and is none",
        "Move it out of the documents.",
    ),
    # The store.
    "STORE_UNREADABLE": Kind(
        _WRONG,
        False,
        "The store cannot be read: {}",
        "Look at the disk; then restore the store from the backup, and run --repair.",
    ),
    "STORE_DAMAGED": Kind(
        _WRONG,
        False,
        "The database says: {}",
        "Restore the store from the backup, then run --repair.",
    ),
    "DERIVED_DIFFERS": Kind(
        _WRONG,
        True,
        "This table is not what follows from the facts: {}",
        "--repair derives it again.",
    ),
    "ROW_TWICE": Kind(_WRONG, True, "{} row(s) are true twice", "--repair ends the second ones."),
    "ROW_FINGERPRINT": Kind(
        _WRONG,
        True,
        "{} row(s) have another fingerprint than their values: no envoi could end them",
        "--repair gives them their own.",
    ),
    "ROW_BACKWARD": Kind(
        _WRONG,
        True,
        "{} row(s) ended before they began",
        "--repair says that they were true at no instant.",
    ),
    "FACTS_MISSING": Kind(
        _WRONG,
        True,
        "The last list applied had {} records in the store",
        "--repair has the next file read whole, whatever its sha256: have LSC send an export.",
    ),
    "LINE_WITHOUT_FACT": Kind(
        _WRONG,
        True,
        "{} line(s) of the file applied last are taken for read, and no record has them",
        "--repair has the next file read whole, whatever its sha256: have LSC send an export.",
    ),
    "ANSWER_STUCK": Kind(
        _WRONG,
        True,
        "{} answer(s) wait since more than a day",
        "--repair delivers them; else look at the rights of that folder.",
    ),
    "ORDER_STUCK": Kind(
        _WRONG,
        False,
        "The order {} waits for an answer since more than a day",
        "Start lsc-syncd: it answers.",
    ),
    # The journal.
    "UPLOADS_OF_NOBODY": Kind(
        _INFORMATION,
        False,
        "The journal names {} envoi(s) that neither the ledger nor the spool know, first this one",
        "Nothing to do: after a restore, or a sweep, the journal knows more.",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is not as it should be.

    `where` is a path from the spool's root, an envoi's id, a sha256, or a table.
    """

    code: str
    where: str
    detail: str = ""

    @property
    def level(self) -> Level:
        """Return how bad it is."""
        return KINDS[self.code].level

    @property
    def is_wrong(self) -> bool:
        """Return whether it is more than worth knowing."""
        return self.level is Level.WRONG

    @property
    def is_repairable(self) -> bool:
        """Return whether `--repair` does something about it."""
        return KINDS[self.code].is_repairable

    @property
    def sentence(self) -> str:
        """Return what is wrong, in English."""
        return KINDS[self.code].sentence.format(self.detail)

    @property
    def remedy(self) -> str:
        """Return what to do."""
        return KINDS[self.code].remedy
