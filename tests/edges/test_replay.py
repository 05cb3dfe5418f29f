"""What a replayed envoi no longer has with it, and what it is excused for."""

from pathlib import Path

from ingest.reading.manifest import Fichier
from ingest.replay import DETRUIT, excused
from ingest.telling.problems import Problem
from store.documents import Documents

SHA = "ab" * 32
MISSING = "FICHIER_MANQUANT"


def a_binary(chemin: str, sha256: str = SHA, taille: int = 9) -> Fichier:
    return Fichier(chemin, None, None, taille, sha256, scelle=False, line=1)


def told(tmp_path: Path, *fichiers: Fichier, missing: str) -> list[str]:
    problems = [Problem(code=MISSING, file=missing)]
    found = excused(problems, fichiers, Documents(tmp_path / "documents"))
    return [problem.code for problem in found]


def test_a_binary_that_nobody_keeps_is_missing(tmp_path: Path) -> None:
    assert told(tmp_path, a_binary("pieces/a.pdf"), missing="pieces/a.pdf") == [MISSING]


def test_a_binary_that_the_documents_keep_is_there(tmp_path: Path) -> None:
    (tmp_path / "documents" / SHA[:2]).mkdir(parents=True)
    (tmp_path / "documents" / SHA[:2] / SHA).write_bytes(b"123456789")
    assert told(tmp_path, a_binary("pieces/a.pdf"), missing="pieces/a.pdf") == []


def test_a_binary_whose_bytes_are_there_under_another_name_is_being_kept(tmp_path: Path) -> None:
    both = (a_binary("pieces/a.pdf"), a_binary("pieces/b.pdf"))
    assert told(tmp_path, *both, missing="pieces/a.pdf") == []


def test_the_same_digest_with_another_size_excuses_nothing(tmp_path: Path) -> None:
    both = (a_binary("pieces/a.pdf", taille=8), a_binary("pieces/b.pdf"))
    assert told(tmp_path, *both, missing="pieces/a.pdf") == [MISSING]


def test_a_destroyed_secret_is_told(tmp_path: Path) -> None:
    logins = Fichier("donnees/c.xml", "connexions", None, 9, SHA, scelle=True, line=1)
    assert told(tmp_path, logins, missing="donnees/c.xml") == [DETRUIT]
