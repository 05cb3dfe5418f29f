"""An envoi that is applied again after a restore of the store: what it no longer has with it.

Filing it removed the binaries that the documents keep, and destroyed its secrets. Who sent it back
to `ready` (`doctor --repair`) said so in a constat: nothing in the envoi itself can claim it, so an
ordinary envoi with a missing file is refused as ever.
Touches: the documents, reading.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.disk.completeness import is_sealed_nature
from ingest.reading.manifest import Fichier, is_data
from ingest.telling.problems import Problem
from store.changes import Constat, KnownConstat
from store.documents import Documents

REJOUE = "envoi_rejoue"
"""The constat by which an envoi that is done is processed again."""
DETRUIT = "SCELLE_DEJA_DETRUIT"

_MANQUANT = "FICHIER_MANQUANT"
_SHA256 = re.compile(r"[0-9a-f]{64}")


def replayed(constats: Iterable[Constat | KnownConstat]) -> frozenset[str]:
    """Given constats, return the ids of the envois that are processed again."""
    return frozenset(each.cible for each in constats if each.genre == REJOUE)


def excused(
    problems: Iterable[Problem], fichiers: Iterable[Fichier], documents: Documents
) -> Iterator[Problem]:
    """Given what is wrong with the files of a replay, yield what really is.

    A binary that the documents keep is there, and so is one whose bytes came under another name:
    they are being kept meanwhile. A destroyed secret is told, and is no change.
    """
    told, by_chemin = list(problems), {fichier.chemin: fichier for fichier in fichiers}
    wrong = {problem.file for problem in told}
    intact = {(f.sha256, f.taille) for f in by_chemin.values() if f.chemin not in wrong}
    for problem in told:
        fichier = by_chemin.get(problem.file or "")
        if problem.code != _MANQUANT or fichier is None:
            yield problem
        elif is_sealed_nature(fichier):
            yield Problem(
                code=DETRUIT, file=fichier.chemin, nature=fichier.nature, entite=fichier.entite
            )
        elif (fichier.sha256, fichier.taille) not in intact and not _is_kept(fichier, documents):
            yield problem


def _is_kept(fichier: Fichier, documents: Documents) -> bool:
    if is_data(fichier) or not _SHA256.fullmatch(fichier.sha256):
        return False
    kept = documents.path_of(fichier.sha256)
    return kept is not None and kept.stat().st_size == fichier.taille
