"""What a killed process left half written is removed, and nothing that anybody still writes."""

import os
import subprocess
import threading
from pathlib import Path

import pytest

from ingest.disk.sealing import size_as_sent
from ingest.disk.vault import load_or_create_key
from ingest.reading.manifest import seal_digests
from store import durable
from tests.crash.some_exports import write_first

pytestmark = pytest.mark.crash


def a_leftover(directory: Path, process: int) -> Path:
    """Write a temporary file as a process of that number would have."""
    path = directory / f".lsc-syncd.{process}.{process}.tmp"
    path.write_bytes(b"half of")
    return path


def a_dead_process() -> int:
    """Return the number of a process that has ended."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


def test_the_temporary_file_of_a_dead_process_is_removed(tmp_path: Path) -> None:
    leftover = a_leftover(tmp_path, a_dead_process())

    durable.sweep(tmp_path)

    assert not leftover.exists()


def test_the_temporary_file_of_a_living_process_is_left(tmp_path: Path) -> None:
    written = a_leftover(tmp_path, os.getpid())

    durable.sweep(tmp_path)

    assert written.exists()


def test_a_directory_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    durable.sweep(tmp_path / "nowhere")

    assert list(tmp_path.iterdir()) == []


def test_a_copy_of_the_key_that_a_crash_left_is_removed(tmp_path: Path) -> None:
    key = load_or_create_key(tmp_path / "agence.key")
    leftover = a_leftover(tmp_path, a_dead_process())

    assert load_or_create_key(tmp_path / "agence.key") == key
    assert not leftover.exists()


def test_two_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    starts = [
        threading.Thread(target=lambda: found.append(load_or_create_key(tmp_path / "agence.key")))
        for _ in range(8)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert len(found) == len(starts)
    assert len(set(found)) == 1


def test_the_size_of_a_keyed_manifest_is_told_as_it_was_sent(tmp_path: Path) -> None:
    write_first(tmp_path)
    sent = (tmp_path / "manifeste.xml").read_bytes()

    keyed = seal_digests(sent, lambda digest: digest[::-1])

    assert len(keyed) > len(sent)
    assert size_as_sent(keyed) == len(sent)
