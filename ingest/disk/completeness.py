"""Whether an envoi under way is complete, still expected, or given up (architecture, "Sealing").

Complete means: a well-formed manifest, and every file that it lists there with its size and its
sha256, whatever the order of arrival. Right size and wrong sha256 is *not complete*: the client may
be sending it again. A line that nothing can ever satisfy (a path that escapes, the manifest itself)
is not waited for; it is the worker's to refuse. What is not complete is given up when nothing in
the tree has changed for `completion_seconds`; a ctime in the future (the clock was set back) is a
change of this very moment.
Touches: the directory, reading. After a crash: nothing to repair.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ingest.disk.hashes import Hashes, Plain
from ingest.disk.tree import MANIFESTE, Entry, Tree, is_temporary, nfc, read_tree
from ingest.disk.vault import Vault
from ingest.reading.manifest import Fichier, safe_path
from ingest.reading.natures import is_sealed

SCELLE = ".scelle"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What judging and sealing an envoi needs, whichever envoi it is."""

    vault: Vault
    hashes: Hashes
    completion_seconds: float


class Verdict(StrEnum):
    """What is to be done with a directory."""

    COMPLETE = "complete"
    WAITING = "waiting"
    GIVEN_UP = "given up"
    EMPTY = "empty"
    """Nothing but directories, past the clock: removed without an envoi."""


class Manque(NamedTuple):
    """One listed file that is not there as listed; `motif` is a word for the status."""

    chemin: str
    motif: str


@dataclass(frozen=True, slots=True)
class Etat:
    """What was found in one directory at one moment."""

    verdict: Verdict
    raison: str
    """English, for the operator; empty when complete."""
    tree: Tree
    listing: tuple[Fichier, ...] | None
    """None: there is no manifest, or it is not well-formed (yet)."""
    manques: tuple[Manque, ...]


def look(directory: Path, conditions: Conditions, *, now: datetime) -> Etat:
    """Given an envoi under way, return its state, by size and then by sha256.

    To be believed only under the exclusive lock: what a session writes meanwhile is not seen.
    """
    etat = glance(directory, conditions, now=now)
    if etat.verdict is not Verdict.COMPLETE:
        return etat
    different = tuple(_different(etat.tree, _awaited(etat.listing), conditions))
    return _judged(etat.tree, etat.listing, different, clock=(conditions, now))


def glance(directory: Path, conditions: Conditions, *, now: datetime) -> Etat:
    """Given an envoi under way, return its state as sizes alone tell it: it costs a stat a file."""
    tree = read_tree(directory)
    manifeste = tree.at(MANIFESTE)
    listing = conditions.hashes.listing_of(manifeste.path) if manifeste else None
    missing = tuple(_missing(tree, _awaited(listing), conditions))
    return _judged(tree, listing, missing, clock=(conditions, now))


def is_sealed_nature(fichier: Fichier) -> bool:
    """Given a line of the manifest, return whether its file may never stand in clear."""
    return is_sealed(fichier.nature, fichier.chemin)


def _awaited(listing: tuple[Fichier, ...] | None) -> list[Fichier]:
    """Return the lines that a file can satisfy, each path once."""
    by_chemin: dict[str, Fichier] = {}
    for fichier in listing or ():
        chemin = nfc(fichier.chemin)
        if safe_path(fichier.chemin) and chemin != MANIFESTE:
            by_chemin.setdefault(chemin, fichier)
    return list(by_chemin.values())


def _missing(tree: Tree, awaited: Iterable[Fichier], conditions: Conditions) -> Iterator[Manque]:
    for fichier in awaited:
        present = _present(tree, fichier, conditions)
        if present is None:
            yield Manque(fichier.chemin, "not there")
        elif fichier.taille != _size(present):
            yield Manque(fichier.chemin, "another size")


def _different(tree: Tree, awaited: Iterable[Fichier], conditions: Conditions) -> Iterator[Manque]:
    for fichier in awaited:
        present = _present(tree, fichier, conditions)
        if present is None or fichier.sha256 != _digest(present, fichier, conditions):
            yield Manque(fichier.chemin, "another sha256")


def _present(tree: Tree, fichier: Fichier, conditions: Conditions) -> Entry | Plain | None:
    """Return the listed file as the client sent it, else what its `.scelle` opens to.

    The `.scelle` is there when a sealing was begun before a crash; a clear file beside it came
    later, or was not removed yet: it wins.
    """
    name = PurePosixPath(fichier.chemin).name
    if is_temporary(name) or name.endswith(SCELLE):
        return None
    if clear := tree.at(fichier.chemin):
        return clear
    sealed = tree.at(fichier.chemin + SCELLE) if is_sealed_nature(fichier) else None
    return conditions.hashes.plain_of(sealed.path, conditions.vault) if sealed else None


def _size(present: Entry | Plain) -> int:
    return present.found.st_size if isinstance(present, Entry) else present.taille


def _digest(present: Entry | Plain, fichier: Fichier, conditions: Conditions) -> str:
    """Return the digest to compare with the line's, which is keyed once the manifest is sealed."""
    if isinstance(present, Entry):
        sha256 = conditions.hashes.sha256_of(present.place)
    else:
        sha256 = present.sha256
    return conditions.vault.keyed_digest(sha256) if fichier.scelle else sha256


def _judged(
    tree: Tree,
    listing: tuple[Fichier, ...] | None,
    manques: tuple[Manque, ...],
    *,
    clock: tuple[Conditions, datetime],
) -> Etat:
    raison = _raison(tree, listing, manques)
    past = _is_past(tree, *clock)
    if not raison:
        verdict = Verdict.COMPLETE
    elif not past:
        verdict = Verdict.WAITING
    else:
        verdict = Verdict.GIVEN_UP if tree.files or tree.obstacles else Verdict.EMPTY
    return Etat(verdict, raison, tree, listing, manques)


def _raison(tree: Tree, listing: tuple[Fichier, ...] | None, manques: tuple[Manque, ...]) -> str:
    if tree.obstacles:
        first = tree.obstacles[0]
        return f"{len(tree.obstacles)} forbidden entries, first {first.chemin!r} ({first.motif})"
    if listing is None:
        return "the manifest is not well-formed yet" if tree.at(MANIFESTE) else "no manifest yet"
    if not manques:
        return ""
    return f"{len(manques)} listed files wait, first {manques[0].chemin!r}: {manques[0].motif}"


def _is_past(tree: Tree, conditions: Conditions, now: datetime) -> bool:
    quiet_seconds = now.timestamp() - tree.changed_ns / 1e9
    return quiet_seconds >= conditions.completion_seconds
