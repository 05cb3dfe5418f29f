"""Reading one data file: every record that its schema accepts, and everything that it refuses.

The file is cut into chunks of records (`reading.layout`); each chunk, between the file's own root
tags, is parsed and validated with the published schema, in two threads because libxml2 releases the
GIL. A chunk is valid exactly if its records are: the root holds any number of them.
Touches: the file and the schemas, reading. After a crash: nothing to repair.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from lxml import etree

import schemas
from ingest.reading.chunks import ChunkReader, Found
from ingest.reading.empreintes import Lues
from ingest.reading.gathered import Gathered, Room
from ingest.reading.keys import Keys
from ingest.reading.layout import (
    AnotherLayoutError,
    Chunk,
    Root,
    anyhow,
    one_per_line,
    opened,
    root_in,
    root_of,
)
from ingest.reading.parsing import MAX_PROBLEMS, refusal, safe_parser
from ingest.reading.records import READER_VERSION, Reader, Secrets, in_words
from ingest.reading.violations import clipped
from ingest.telling.problems import Problem
from store.changes import Cle, Lu, Record
from store.declarations import ENTITE, Nature

EURO_DECIMALS = 2
_THREADS = 2
_AHEAD = 4


class How(NamedTuple):
    """How a file is read: the decimals of its entity's currency, and the lines read before.

    Of a file of one record per line only the others are read; `room` is where they are gathered.
    """

    decimales: int = EURO_DECIMALS
    lues: Lues | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Lecture:
    """What was read of one file; of one with a problem that refuses, only what could be."""

    lus: Gathered
    """In the order of the file; `valeurs` without the declaration's `internes`.

    Their lines have digests in a file of one record per line.
    """
    secrets: Secrets = field(repr=False)
    problems: tuple[Problem, ...]
    """In the order of lines; 1,000 at most, and one that tells how many more."""
    lente: bool
    """Whether the layout was another than one record per line."""

    @property
    def records(self) -> dict[Cle, Record]:
        """Return the records by key."""
        return {lu.record.cle: lu.record for lu in self.lus}


def read_nature(
    source: Path | bytes,
    nature: Nature,
    *,
    file: str,
    entite: str | None,
    how: How | None = None,
) -> Lecture:
    """Given a data file, its nature, and its path and entity in the manifest, return its records.

    Raise OSError when it cannot be opened.
    """
    where = Problem(code="XML_INVALID", file=file, nature=nature.nom, entite=entite)
    decimales, known, room = how or How()
    lues = Lues() if known is None else known
    try:
        with opened(source) as stream:
            root = root_of(stream)
            desk = _Desk(nature, where, root, room)
            desk.read(one_per_line(stream, root, lues), decimales)
            return desk.lecture(lente=False)
    except AnotherLayoutError:
        lues.forget()
        return _read_whole(source, nature, where, how or How())


@cache
def lecture_id(nature: Nature) -> str:
    """Given a nature, return what its reading depends on: schemas and version, as a sha256."""
    digest = sha256(f"{READER_VERSION}\n".encode())
    for path in (schemas.TYPES, schemas.schema_of(nature.nom)):
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read_whole(source: Path | bytes, nature: Nature, where: Problem, how: How) -> Lecture:
    """Read a file of any layout: it stands in memory, where its records take more."""
    raw = source if isinstance(source, bytes) else source.read_bytes()
    quotes = nature.secret is None
    refused = refusal(raw, file=where.file or "", code="XML_INVALID", quotes=quotes)
    if refused:
        problem = replace(refused, nature=where.nature, entite=where.entite)
        return Lecture(Gathered(), Secrets({}), (problem,), lente=True)
    root = root_in(raw)
    desk = _Desk(nature, where, root, how.room)
    desk.read(anyhow(raw), how.decimales)
    return desk.lecture(lente=True)


class _Desk:
    """One file being read: what its chunks gave, in order."""

    def __init__(self, nature: Nature, where: Problem, root: Root, room: Room | None) -> None:
        self._nature = nature
        self._where = where
        self._root = root
        self._lus = Gathered(room if nature.secret is None else None)
        self._keys = Keys()
        self._secrets: dict[Cle, str] = {}
        self._problems: list[Problem] = []
        self._more = 0

    def read(self, chunks: Iterable[Chunk], decimales: int) -> None:
        """Read every chunk. Raise AnotherLayoutError when one is not laid out as it should be."""
        if not self._is_right_root():
            return
        reader = Reader(self._nature, decimales=decimales)
        chunk_reader = ChunkReader(self._nature, reader, self._where, self._root)
        with ThreadPoolExecutor(_THREADS) as pool:
            for found in _in_order(pool, chunk_reader.read, chunks):
                self._tell(found.problems)
                self._keep(found)

    def lecture(self, *, lente: bool) -> Lecture:
        """Return all that was read; of records with one key the first."""
        if self._keys.may_stand_twice():
            self._lus = Gathered.of(self._first_ones())
        problems = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._more:
            problems.append(replace(self._where, detail=f"et {self._more} autres problèmes"))
        if lente:
            problems.append(replace(self._where, code="FORME_LENTE"))
        return Lecture(self._lus, Secrets(self._secrets), tuple(problems), lente=lente)

    def _is_right_root(self) -> bool:
        """Look at the root alone; tell what is wrong with it."""
        try:
            root = etree.fromstring(self._root.opening + self._root.closing, safe_parser())
        except etree.XMLSyntaxError as error:
            raise AnotherLayoutError from error
        expected = f"{{{schemas.NAMESPACE}}}{self._nature.nom}"
        at_root = replace(self._where, line=self._root.line)
        if root.tag != expected:
            detail = "ce n'est pas la racine de cette nature"
            value = clipped(str(root.tag)) if self._nature.secret is None else None
            self._tell([replace(at_root, value=value, expected=expected, detail=detail)])
            return False
        entite = root.get(ENTITE)
        if self._nature.par_entite and entite not in {None, self._where.entite}:
            different = replace(at_root, code="ENTITE_DIFFERENTE", value=clipped(entite))
            self._tell([replace(different, expected=self._where.entite)])
        return True

    def _keep(self, found: Found) -> None:
        self._lus.add(found.lus)
        self._keys.add(found.lus)
        self._secrets.update(found.secrets)

    def _first_ones(self) -> Iterator[Lu]:
        """Yield the records that have a key of their own, and tell of each that has not."""
        lines: dict[Cle, int] = {}
        for lu in self._lus:
            cle, line = lu.record.cle, lu.line or 0
            if cle in lines:
                self._tell([twice(self._where, cle, lines[cle], line)])
            else:
                lines[cle] = line
                yield lu

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self._problems) < MAX_PROBLEMS:
                self._problems.append(problem)
            else:
                self._more += 1


def twice(where: Problem, cle: Cle, first: int, line: int) -> Problem:
    """Given a file, a key that stands twice in it and both lines, return the problem."""
    return replace(
        where,
        code="CLE_EN_DOUBLE",
        line=line,
        id=clipped(in_words(cle)),
        expected="un seul enregistrement par clé",
        detail=f"lignes {first} et {line}",
    )


def _in_order(
    pool: ThreadPoolExecutor, read: Callable[[Chunk], Found], chunks: Iterable[Chunk]
) -> Iterator[Found]:
    """Yield what is found in each chunk, in their order, reading a few ahead."""
    ahead: deque[Future[Found]] = deque()
    for chunk in chunks:
        ahead.append(pool.submit(read, chunk))
        if len(ahead) > _AHEAD:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()
