"""Keeping what an envoi brings, beside its check: all of it, to last, whatever becomes of that."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.disk.contents import keeping
from ingest.disk.tree import Tree, read_tree
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import add_file, with_e9

BIG = b"%PDF" + bytes(1_000_000)


@pytest.fixture
def tree(begun: Agency, tmp_path: Path) -> Iterator[Tree]:
    """An envoi in `active` that brings a big content; it is processed at the end."""
    directory = with_e9(tmp_path / "envoi-2")
    add_file(directory, "pieces/grande.pdf", BIG)
    spool = begun.workshop.spool
    envoi = spool.start(begun.deliver(directory))
    yield read_tree(envoi.path)
    assert begun.process(spool.file(envoi, "ready")).resultat == "applique"


def bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


def test_all_is_kept_when_the_block_ends(begun: Agency, tree: Tree) -> None:
    with keeping(tree, begun.workshop) as received:
        pass
    assert sha256(BIG).hexdigest() in {content.sha256 for content in received}
    assert all(begun.workshop.documents.has(content.sha256) for content in received)


def test_all_is_kept_when_the_block_fails(begun: Agency, tree: Tree) -> None:
    with pytest.raises(LookupError), keeping(tree, begun.workshop) as received:
        raise LookupError
    assert sha256(BIG).hexdigest() in {content.sha256 for content in received}
    assert all(begun.workshop.documents.has(content.sha256) for content in received)


def test_a_disk_that_refuses_is_told_when_the_block_ends(begun: Agency, tree: Tree) -> None:
    place = begun.root / "documents" / sha256(BIG).hexdigest()[:2]
    place.write_bytes(b"in the way")
    ended = []
    with pytest.raises(FileExistsError), keeping(tree, begun.workshop):
        ended.append(True)
    place.unlink()
    assert ended


def test_what_is_kept_is_not_read_again_in_the_block_nor_after(begun: Agency, tree: Tree) -> None:
    hashes = begun.workshop.conditions.hashes
    entry = tree.at("pieces/grande.pdf")
    assert entry is not None
    with keeping(tree, begun.workshop):
        before = bytes_read()
        digest = hashes.sha256_of(entry.place, entry.found)
        assert bytes_read() - before < len(BIG)
    before = bytes_read()
    assert hashes.sha256_of(entry.place) == digest
    assert bytes_read() - before < len(BIG)
