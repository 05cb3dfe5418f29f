"""Looking at all of an envoi, and telling every problem at once; nothing is decided here.

The manifest, then every listed file against it, then each data file against its schema. A file that
is byte for byte what was applied last, under the same schema and rules, is not even opened
(architecture, idea 7).
Touches: the envoi's directory, reading only. After a crash: nothing to repair.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ingest.disk.completeness import SCELLE, Conditions, is_sealed_nature
from ingest.disk.tree import MANIFESTE, Tree, nfc
from ingest.reading.desk import Before, DataFile, Desk
from ingest.reading.manifest import (
    Fichier,
    Manifeste,
    is_data,
    read_manifest,
    safe_path,
    seal_digests,
)
from ingest.reading.natures import NATURES
from ingest.replay import DETRUIT, excused
from ingest.rules.references import NATURES as ORDER
from ingest.telling.problems import Problem
from ingest.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Checked:
    """All that was found; `manifeste` is None when it cannot be read."""

    manifeste: Manifeste | None
    manifeste_sha256: str | None
    data: tuple[DataFile, ...]
    problems: tuple[Problem, ...]


NOTHING_CHECKED = Checked(None, None, (), ())


def check(tree: Tree, before: Before, workshop: Workshop) -> Checked:
    """Given an envoi's tree, sealed or not, return everything that is wrong with it."""
    conditions = workshop.conditions
    manifeste_entry = tree.at(MANIFESTE)
    if manifeste_entry is None:
        problems = (Problem(code="MANIFESTE_ABSENT"), *_of_tree(tree, None))
        return Checked(None, None, (), problems)
    raw = manifeste_entry.path.read_bytes()
    listing = conditions.hashes.listing_of(manifeste_entry.path)
    reading = read_manifest(raw, domaine=workshop.domaine, listing=listing)
    fichiers = reading.manifeste.fichiers if reading.manifeste else ()
    problems = (
        *reading.problems,
        *_of_tree(tree, reading.manifeste),
        *_of_files(fichiers, tree, before, workshop),
    )
    intact = {fichier.chemin for fichier in fichiers} - {problem.file for problem in problems}
    data = [f for f in fichiers if f.chemin in intact and f.nature in NATURES]
    desk = Desk(tree, before, workshop, size=sum(fichier.taille for fichier in data))
    for fichier in sorted(data, key=_order):
        desk.read(fichier)
    destroyed = {problem.file for problem in problems if problem.code == DETRUIT}
    desk.data += [DataFile(f, None, None) for f in fichiers if f.chemin in destroyed]
    return Checked(
        reading.manifeste,
        _identity_of(raw, conditions),
        tuple(desk.data),
        (*problems, *desk.problems),
    )


def _identity_of(raw: bytes, conditions: Conditions) -> str:
    """Return what tells one manifest from another: as sealed, also when it is not yet."""
    return sha256(seal_digests(raw, conditions.vault.keyed_digest)).hexdigest()


def binaries(tree: Tree, conditions: Conditions) -> tuple[Fichier, ...]:
    """Given an envoi's tree, return its listed files that are no data, if it can be read."""
    manifeste = tree.at(MANIFESTE)
    listed = conditions.hashes.listing_of(manifeste.path) if manifeste else None
    return tuple(
        fichier
        for fichier in listed or ()
        if safe_path(fichier.chemin) and not is_data(fichier) and not is_sealed_nature(fichier)
    )


def _order(fichier: Fichier) -> tuple[int, str]:
    """Entities first: the currency of an amount must be known."""
    known = {nature: rank for rank, nature in enumerate(ORDER)}
    return known.get(fichier.nature or "", len(known)), fichier.chemin


def _of_tree(tree: Tree, manifeste: Manifeste | None) -> Iterator[Problem]:
    """Tell what may not be there, and what no line names (R-013 amended)."""
    for obstacle in tree.obstacles:
        yield Problem(code="CHEMIN_INTERDIT", file=obstacle.chemin, detail=str(obstacle.motif))
    listed = {nfc(fichier.chemin) for fichier in manifeste.fichiers} if manifeste else set()
    listed |= {chemin + SCELLE for chemin in listed} | {MANIFESTE}
    for entry in tree.files:
        if entry.chemin not in listed and manifeste is not None:
            yield Problem(code="FILE_ORPHAN", file=entry.chemin)


def _of_files(
    fichiers: Sequence[Fichier], tree: Tree, before: Before, workshop: Workshop
) -> Iterator[Problem]:
    """Compare every listed file with its line."""
    conditions = workshop.conditions
    found = (problem for fichier in fichiers for problem in _of_file(fichier, tree, conditions))
    if tree.root.name.partition("~")[0] in before.rejoues:
        return excused(found, fichiers, workshop.documents)
    return found


def _of_file(fichier: Fichier, tree: Tree, conditions: Conditions) -> Iterator[Problem]:
    """Compare one listed file with its line."""
    if not safe_path(fichier.chemin):
        return
    entry = tree.at(fichier.chemin)
    if entry is None:
        yield from _without_clear(fichier, tree, conditions)
    elif entry.found.st_size != fichier.taille:
        size, expected = str(entry.found.st_size), str(fichier.taille)
        yield _problem("TAILLE_DIFFERENTE", fichier, size, expected)
    elif (found := conditions.hashes.sha256_of(entry.place, entry.found)) != fichier.sha256:
        yield _problem("EMPREINTE_DIFFERENTE", fichier, found, fichier.sha256)


def _without_clear(fichier: Fichier, tree: Tree, conditions: Conditions) -> Iterator[Problem]:
    """A sealed file: nothing of it is told but that it is not what was listed."""
    sealed = tree.at(fichier.chemin + SCELLE) if is_sealed_nature(fichier) else None
    if sealed is None:
        yield _problem("FICHIER_MANQUANT", fichier)
        return
    plain = conditions.hashes.plain_of(sealed.path, conditions.vault)
    if plain is None:
        yield _problem("SCELLE_ILLISIBLE", fichier)
    elif plain.taille != fichier.taille:
        yield _problem("TAILLE_DIFFERENTE", fichier)
    elif fichier.sha256 not in {plain.sha256, conditions.vault.keyed_digest(plain.sha256)}:
        yield _problem("EMPREINTE_DIFFERENTE", fichier)


def _problem(
    code: str, fichier: Fichier, value: str | None = None, expected: str | None = None
) -> Problem:
    return Problem(
        code=code,
        file=fichier.chemin,
        nature=fichier.nature,
        entite=fichier.entite,
        value=value,
        expected=expected,
    )
