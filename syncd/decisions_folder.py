"""Decisions from a folder: each line of `decisions/*.csv` is decided, answered, and filed.

So that a shared folder or another tool can hide a letter at once without a shell. A line's id comes
from the file's name, its number and its text: it is never decided twice, whatever stops us. A file
is left alone while somebody may still be writing it; best is to write it under another name, then
to rename it.
Touches: the folder, the store. After a crash: the file still stands there, its lines that were
decided are found again by their ids, and the answer is written again, in place of its half.
"""

import csv
import io
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ingest.persons.by_decision import DecisionRefused, Demande, Prise, Refus, depublish
from ingest.persons.selection import UnreadableSelection, day_from, selection_from
from ingest.workshop import Workshop
from store import durable

log = logging.getLogger(__name__)

HEADER = ("quoi", "jusqu_au", "raison", "qui")
DONE, REFUSED = "traite", "refuse"
ANSWER = ".reponse.csv"
QUIET_SECONDS = 2
MOST_BYTES = 1_000_000

_PHRASES = {
    Refus.SANS_RAISON: "Il manque la raison",
    Refus.SANS_AUTEUR: "Il manque le nom de qui décide",
    Refus.PASSE: "Le dernier jour, {}, est déjà passé",
    Refus.TOUT: "Tous les documents seraient cachés : cela se décide à la main, avec "
    "lsc-syncd depublish --all",
    Refus.RIEN: "Aucun document ne correspond",
}


class _Answer(NamedTuple):
    """What is said of one line; `ligne` 0 speaks of the whole file."""

    ligne: int
    resultat: str
    decision: str
    phrase: str


class _Unreadable(Exception):  # noqa: N818  answered in French
    """A whole file says nothing that can be decided."""


class _Row(NamedTuple):
    """One line: its number in the file, its cells in the order of HEADER."""

    number: int
    cells: tuple[str, ...]


def answer_folder(workshop: Workshop, folder: Path, zone: tzinfo) -> int:
    """Given the folder, which may be missing, and the agency's zone, decide what its files say.

    Return how many files were answered. A file that this host does not let us read, answer or move
    waits: it is logged, and stops neither the others nor the queue. Raise StoreUnavailable.
    """
    answered = 0
    for path in _files(folder):
        try:
            answered += _answer_file(workshop, path, zone)
        except OSError as error:
            log.warning("decisions_wait", extra={"reason": error.strerror})
    return answered


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    names = (path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    return sorted(path for path in names if not path.name.endswith(ANSWER))


def _is_fresh(path: Path, now: datetime) -> bool:
    """Return whether somebody may still be writing it; a clock that is wrong delays nothing."""
    changed = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    return abs((now - changed).total_seconds()) < QUIET_SECONDS


def _answer_file(workshop: Workshop, path: Path, zone: tzinfo) -> bool:
    """Decide what a file says, answer and file it; return whether that was possible already."""
    if _is_fresh(path, workshop.now()):
        return False
    for target in (DONE, REFUSED):  # where nothing can be filed, nothing is decided either
        durable.make_directory(path.parent / target)
    try:
        rows = _read(path)
    except _Unreadable as error:
        answers, target = [_Answer(0, "refuse", "", str(error))], REFUSED
    else:
        answers = [_decide(workshop, path.name, row, zone) for row in rows]
        target = DONE
    durable.sweep(path.parent)
    durable.write(path.with_name(path.stem + ANSWER), _written(answers))
    _file(path, path.parent / target)
    refused = sum(each.resultat == "refuse" for each in answers)
    log.info("decisions_answered", extra={"lines": len(answers), "refused": refused})
    return True


def _read(path: Path) -> list[_Row]:
    """Return the lines of a file. Raise _Unreadable."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise _Unreadable("Ce n'est pas un fichier ordinaire")
    if path.lstat().st_size > MOST_BYTES:
        raise _Unreadable(f"Le fichier dépasse {MOST_BYTES} octets")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except PermissionError as error:
        raise _Unreadable("lsc-syncd n'a pas le droit de lire ce fichier") from error
    except UnicodeDecodeError as error:
        raise _Unreadable("Le fichier n'est pas en UTF-8 : enregistrez-le en CSV UTF-8") from error
    if "\0" in text:  # no database keeps it in a text, PostgreSQL refuses it
        raise _Unreadable("Le fichier contient des octets nuls : enregistrez-le en CSV UTF-8")
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise _Unreadable("Le fichier n'est pas un CSV lisible") from error
    if not rows:
        raise _Unreadable("Le fichier ne contient aucune ligne après son en-tête")
    return rows


def _rows(text: str) -> Iterator[_Row]:
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True
    )
    header = [cell.strip().lower() for cell in next(reader, [])]
    if sorted(header) != sorted(HEADER):
        raise _Unreadable(f"La première ligne doit être : {';'.join(HEADER)}")
    order = [header.index(name) for name in HEADER]
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [*(cell.strip() for cell in cells), *("" for _ in header)]
            is_whole = len(cells) == len(header)
            yield _Row(reader.line_num, tuple(padded[each] for each in order) if is_whole else ())


def _decide(workshop: Workshop, name: str, row: _Row, zone: tzinfo) -> _Answer:
    if not row.cells:
        return _refused(row, f"Il faut {len(HEADER)} colonnes : {';'.join(HEADER)}")
    try:
        demande = _asked(row)
        prise = depublish(workshop, demande, _id(name, row), zone)
    except UnreadableSelection as error:
        return _refused(row, f"« {error.mot} » ne désigne rien : document:…, evenement:…, compte:…")
    except ValueError:
        return _refused(row, f"« {row.cells[1]} » n'est pas un jour : AAAA-MM-JJ ou JJ/MM/AAAA")
    except DecisionRefused as error:
        return _refused(row, _PHRASES[error.refus].format(error.sujet))
    return _Answer(row.number, "cache", prise.decision.id, _phrase(prise))


def _asked(row: _Row) -> Demande:
    what, until, reason, who = row.cells
    return Demande(
        criteres=selection_from([what]),
        raison=reason,
        qui=who,
        jusqu_au=day_from(until) if until else None,
    )


def _id(name: str, row: _Row) -> str:
    text = "\0".join((name, str(row.number), *row.cells))
    return f"decision-{sha256(text.encode(errors='surrogateescape')).hexdigest()[:16]}"


def _refused(row: _Row, phrase: str) -> _Answer:
    return _Answer(row.number, "refuse", "", phrase)


def _phrase(prise: Prise) -> str:
    decision = prise.decision
    if decision.clos_le is not None:
        return f"Déjà décidé, puis rouvert par {decision.clos_par} : rien n'est caché à nouveau"
    hidden = prise.documents - prise.plus_tard
    until = f" jusqu'au {decision.jusqu_au} inclus" if decision.jusqu_au else ""
    later = (
        f" ; {prise.plus_tard} sont publiés plus tard par LSC et ne sont pas cachés"
        if prise.plus_tard
        else ""
    )
    return f"Documents cachés{until} : {hidden}{later}"


def _written(answers: list[_Answer]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_Answer._fields)
    writer.writerows(answers)
    return text.getvalue().encode("utf-8-sig")


def _file(path: Path, directory: Path) -> None:
    """Move a file into a directory, under its name or, when that is taken, with a number."""
    names = (f"{path.stem}.{number}{path.suffix}" for number in count(2))
    target = directory / path.name
    while target.is_symlink() or target.exists():
        target = directory / next(names)
    durable.move(path, target)
