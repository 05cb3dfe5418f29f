"""A file being received: when it is forced to disk, and when that was done already."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.sftp.folder.attributes import Attributes
from syncd.sftp.folder.handles import Upload
from syncd.sftp.folder.paths import Place
from tests.edges.some_channel import no_limit


def an_upload(folder: Path) -> Upload:
    descriptor = os.open(folder / "x", os.O_WRONLY | os.O_CREAT)
    parent = os.open(folder, os.O_RDONLY)
    return Upload(
        place=Place(("nuit", "x")), descriptor=descriptor, parent=parent, started="",
        allowance=no_limit(folder), extent=0,
    )  # fmt: skip


def forces_nothing_any_more(upload: Upload) -> None:
    """From now on an fsync of this file fails: a pipe stands in the place of its folder."""
    reading, writing = os.pipe()
    os.dup2(writing, upload.parent)
    os.close(reading)
    os.close(writing)


def test_what_was_forced_to_disk_is_not_forced_again(tmp_path: Path) -> None:
    upload = an_upload(tmp_path)
    upload.write(0, [memoryview(b"content")])
    upload.sync()
    forces_nothing_any_more(upload)
    assert upload.complete().st_size == len(b"content")
    upload.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda upload: upload.write(0, [memoryview(b"more")]),
        lambda upload: upload.change(Attributes(size=3)),
        lambda upload: upload.change(Attributes(times=(1, 1))),
        lambda upload: upload.change(Attributes(mode=0o600)),
    ],
)
def test_what_was_changed_since_is_forced_again(
    tmp_path: Path, change: Callable[[Upload], None]
) -> None:
    upload = an_upload(tmp_path)
    upload.sync()
    change(upload)
    forces_nothing_any_more(upload)
    with pytest.raises(OSError, match="Invalid argument"):
        upload.complete()
    upload.close()
