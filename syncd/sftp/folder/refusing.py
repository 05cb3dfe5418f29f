"""Whether a file that is whole is refused at once, where its sender sees it (`refuse_au_depot`).

The answer is a status with one French sentence of the code in question, which stands in the
sender's own log. The file stays where it was received, and its envoi is sealed, judged and answered
as any other: what is said here is said earlier, not instead.
What it may cost is bounded: one manifest by its size and form (ingest/deposit.py), a session by the
seconds that it may take in all; when they are spent, the accuse alone tells.
Touches: the file, reading.
"""

import os
import time
from collections.abc import Sequence

from ingest import deposit
from ingest.telling.problems import Problem
from syncd.sftp.folder import tree
from syncd.sftp.folder.paths import Place
from syncd.sftp.wire.messages import Refusal, Status

SECONDS = 20
MAX_CHARACTERS = 500


class Refusing:
    """What one session says of files; `domaine` is the agency's, None when it says nothing."""

    def __init__(self, domaine: str | None, *, seconds: float = SECONDS) -> None:
        """`seconds` is what judging may take in all; the last one may take a little more."""
        self._domaine = domaine
        self._left = seconds

    def of(self, place: Place, parent: int) -> Refusal | None:
        """Given a place and its folder's descriptor, under the envoi's lock, return the refusal."""
        if self._domaine is None or self._left < 0:
            return None
        started = time.monotonic()
        try:
            problems = self._problems(place, parent, self._domaine)
        finally:
            self._left -= time.monotonic() - started
        return Refusal(Status.FAILURE, sentence(problems)) if problems else None

    def _problems(self, place: Place, parent: int, domaine: str) -> Sequence[Problem]:
        """What cannot be read here, and what is no file, is the ordinary way's to judge."""
        try:
            descriptor = tree.open_file(parent, place.inside[-1], os.O_RDONLY, 0)
        except OSError:
            return ()
        try:
            return deposit.problems_of(place.chemin, descriptor, domaine=domaine)
        except OSError:
            return ()
        finally:
            os.close(descriptor)


def sentence(problems: Sequence[Problem]) -> str:
    """Given what is wrong, return one sentence: the first thing, and how many others there are."""
    first = problems[0]
    where = f", ligne {first.line}" if first.line else ""
    wanted = f" ; attendu : {first.expected}" if first.expected else ""
    told = " ".join(f"{first.sentence} [{first.code}{where}]{wanted}{_others(problems)}".split())
    return told if len(told) <= MAX_CHARACTERS else f"{told[:MAX_CHARACTERS]}…"


def _others(problems: Sequence[Problem]) -> str:
    match len(problems) - 1:
        case 0:
            return ""
        case 1:
            return " (et un autre problème)"
        case others:
            return f" (et {others} autres problèmes)"
