"""What makes a kept content last, and in which order, as strace sees it of a real process."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.some_trace import whole_lines, why_not

PROJECT = Path(__file__).parents[2]
CONTENTS = 40
KEEP = """
import sys
from pathlib import Path
from store.documents import Content, Documents
root = Path(sys.argv[1])
files = sorted((root / "envoi").iterdir())
Documents(root / "documents").keep_many(Content(path, path.name) for path in files)
"""
DONE = re.compile(r'\d+ +(fsync|link)(?:at)?\((?:\d+<|.*")(/[^>"]+)[>"].* = 0')


def calls_of_keeping(root: Path) -> list[tuple[str, str]]:
    """Keep contents in a process of its own; return its calls as they ended, each with its path."""
    (root / "envoi").mkdir()
    for number in range(CONTENTS):
        content = b"%d" % number
        (root / "envoi" / hashlib.sha256(content).hexdigest()).write_bytes(content)
    strace = ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(root / "trace")]
    command = [*strace, "-e", "trace=fsync,?link,?linkat", sys.executable, "-c", KEEP, str(root)]
    subprocess.run(command, check=True, cwd=PROJECT)
    lines = whole_lines((root / "trace").read_text())
    return [(found[1], found[2]) for line in lines if (found := DONE.match(line))]


def test_contents_last_before_they_are_linked_and_the_links_at_the_end(tmp_path: Path) -> None:
    if reason := why_not():
        pytest.skip(reason)
    calls = calls_of_keeping(tmp_path)
    documents = tmp_path / "documents"
    linked = [place for place, (call, _) in enumerate(calls) if call == "link"]
    synced = {path: place for place, (call, path) in enumerate(calls) if call == "fsync"}
    assert len(linked) == CONTENTS
    assert all(synced[str(path)] < linked[0] for path in (tmp_path / "envoi").iterdir())
    assert all(synced[str(path)] > linked[-1] for path in (documents, *documents.iterdir()))
