"""The documents against the store: every received content is there, whole, and read-only.

Touches: the documents, reading.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE, S_ISREG

from ingest.disk.hashes import Hashes
from ingest.doctor.findings import Finding
from ingest.doctor.records import Records
from ingest.rules.publication import Publication
from ingest.rules.raisons import PUBLIEE
from store.documents import READ_ONLY, Documents

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ETAT, _CONTENU = (Publication._fields.index(name) for name in ("etat", "contenu"))
_DOCUMENT = Publication._fields.index("document")


def look_at_contents(documents: Documents, records: Records, *, is_deep: bool) -> Iterator[Finding]:
    """Given the kept files and what the store says, yield what does not agree.

    Only a deep look reads the files.
    """
    sizes = records.checkup.sizes
    there: set[str] = set()
    for path in documents.everything():
        found = path.lstat()
        if not _is_place(path) or not S_ISREG(found.st_mode):
            yield Finding("NOT_A_CONTENT", f"{path.parent.name}/{path.name}", path.name)
            continue
        there.add(path.name)
        yield from _of_file(path, sizes.get(path.name), records, is_deep=is_deep)
    yield from _lost(sizes.keys() - there, records)


def _of_file(path: Path, size: int | None, records: Records, *, is_deep: bool) -> Iterator[Finding]:
    sha256, found = path.name, path.lstat()
    mode = S_IMODE(found.st_mode)
    if mode != READ_ONLY:
        yield Finding("CONTENT_MODE", sha256, f"{mode:04o}")
    if size is None and sha256 not in records.to_unlink:
        yield Finding("CONTENT_UNKNOWN", sha256)
    elif size is not None and found.st_size != size:
        yield Finding("CONTENT_SIZE", sha256, f"{found.st_size} bytes instead of {size}")
    elif is_deep and size is not None:
        really = Hashes().sha256_of(path)
        if really != sha256:
            yield Finding("CONTENT_ALTERED", sha256, really)


def _lost(missing: set[str], records: Records) -> Iterator[Finding]:
    """What a visible document shows is worse than what nobody sees."""
    seen = _published(records)
    for sha256 in sorted(missing | (seen.keys() - records.checkup.sizes.keys())):
        if sha256 in seen:
            yield Finding("PUBLISHED_CONTENT_LOST", sha256, str(seen[sha256]))
        else:
            yield Finding("CONTENT_LOST", sha256)


def _published(records: Records) -> Counter[str]:
    """Return of how many documents each content is the visible one."""
    rows = records.situation.derived["publication"]
    shown = {(row[_DOCUMENT], row[_CONTENU]) for row in rows if row[_ETAT] == PUBLIEE}
    return Counter(str(contenu) for _, contenu in shown if contenu is not None)


def _is_place(path: Path) -> bool:
    return bool(_SHA256.fullmatch(path.name)) and path.parent.name == path.name[:2]
