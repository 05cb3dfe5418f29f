"""What stands in a directory, as it is read without following or opening anything."""

import os
import unicodedata
from pathlib import Path

from ingest.disk.tree import Motif, read_tree
from tests.edges.some_envois import write


def test_everything_is_told_by_name_parents_first(tmp_path: Path) -> None:
    write(tmp_path, {"b/2": b"", "b/1": b"12", "a": b"", "b/c/3": b""})
    tree = read_tree(tmp_path)
    assert [entry.chemin for entry in tree.files] == ["a", "b/1", "b/2", "b/c/3"]
    assert [entry.chemin for entry in tree.directories] == ["b", "b/c"]
    found = tree.at("b/1")
    assert found is not None
    assert (found.path, found.name, found.found.st_size) == (tmp_path / "b/1", "1", 2)


def test_a_name_is_known_in_every_form_and_stands_as_stored(tmp_path: Path) -> None:
    stored = unicodedata.normalize("NFD", "reçu.pdf")
    write(tmp_path, {stored: b""})
    found = read_tree(tmp_path).at("reçu.pdf")
    assert found is not None
    assert (found.chemin, found.name) == ("reçu.pdf", stored)


def test_what_is_neither_file_nor_directory_is_an_obstacle_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"reel/secret": b""})
    (tmp_path / "lien").symlink_to("reel")
    os.mkfifo(tmp_path / "tube")
    tree = read_tree(tmp_path)
    assert [(o.chemin, o.motif) for o in tree.obstacles] == [
        ("lien", Motif.LIEN),
        ("tube", Motif.SPECIAL),
    ]
    assert [entry.chemin for entry in tree.files] == ["reel/secret"]


def test_two_names_that_are_one_in_nfc_are_an_obstacle_and_the_first_is_found(
    tmp_path: Path,
) -> None:
    both = sorted(unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))
    write(tmp_path, dict.fromkeys(both, b""))
    tree = read_tree(tmp_path)
    found = tree.at("é")
    assert [obstacle.motif for obstacle in tree.obstacles] == [Motif.DOUBLON]
    assert found is not None
    assert found.name == both[0]


def test_of_two_names_that_are_one_the_other_is_found_once_the_first_is_gone(
    tmp_path: Path,
) -> None:
    both = sorted(unicodedata.normalize(form, "é") for form in ("NFC", "NFD"))
    write(tmp_path, dict.fromkeys(both, b""))
    tree = read_tree(tmp_path)
    found = tree.without(tree.files[:1]).at("é")
    assert found is not None
    assert found.name == both[1]
    assert tree.without(tree.files).at("é") is None
