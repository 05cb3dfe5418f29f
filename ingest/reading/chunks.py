"""Reading one chunk of a data file: some records, each on one line, between the root's tags.

Touches: the schema, once per thread.
"""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

import schemas
from ingest.reading.layout import AnotherLayoutError, Chunk, Root
from ingest.reading.parsing import safe_parser
from ingest.reading.records import Fault, Reader, Reading, Textes
from ingest.reading.shapes import Shapes
from ingest.reading.violations import Violation, clipped, local, violations
from ingest.telling.problems import Problem
from store.changes import Cle, Lu
from store.declarations import Nature

_FIRST_LINE = 2
"""Of the records in a chunk: the root's start tag is line 1."""
_SPACE = " \t\n\r"


@dataclass(frozen=True, slots=True)
class Found:
    """What one chunk gave; of each record that has one, its secret."""

    lus: tuple[Lu, ...]
    problems: tuple[Problem, ...]
    secrets: tuple[tuple[Cle, str], ...]

    def __repr__(self) -> str:
        """Show no secret."""
        return f"<{len(self.lus)} records, {len(self.problems)} problems>"


class _Compiled(threading.local):
    """The schema of a nature, compiled for each thread: it holds its own errors."""

    def __init__(self, nature: str) -> None:
        self.schema = etree.XMLSchema(file=str(schemas.schema_of(nature)))


class ChunkReader:
    """The reading of the chunks of one file, by any number of threads."""

    def __init__(self, nature: Nature, reader: Reader, where: Problem, root: Root) -> None:
        """Given the nature, how its records are read, the file's place and root, prepare."""
        self._nature = nature
        self._reader = reader
        self._where = where
        self._root = root
        self._tags = {f"{{{schemas.NAMESPACE}}}{element}" for element in nature.elements}
        self._compiled = _Compiled(nature.nom)
        self._shapes = Shapes(nature)

    def read(self, chunk: Chunk) -> Found:
        """Given a chunk, return its records and problems.

        Raise AnotherLayoutError unless each of its lines is one element.
        """
        root = self._parsed(chunk)
        if not chunk.stray and self._compiled.schema.validate(root):
            return self._valid(root, chunk)
        return self._refusing(root, chunk)

    def _valid(self, root: etree._Element, chunk: Chunk) -> Found:
        """Read a chunk without a problem: of a line whose shape is known, not its element."""
        found = [self._shapes.texts(raw) for raw in chunk.raws]
        if None in found:
            _one_for_each_line(root, chunk)
            found = [
                textes or self._shapes.texts(raw) or self._learned(raw, element)
                for textes, raw, element in zip(found, chunk.raws, root, strict=True)
            ]
        textes = [each for each in found if each]
        records = self._reader.records(textes)
        if records is None:
            return self._faulted(textes, root, chunk)
        lus = tuple(map(Lu, records, chunk.empreintes, chunk.lines))
        secrets = (
            (lu.record.cle, each.secret)
            for lu, each in zip(lus, textes if self._nature.secret else (), strict=False)
            if each.secret is not None
        )
        return Found(lus, (), tuple(secrets))

    def _faulted(self, textes: Iterable[Textes], root: etree._Element, chunk: Chunk) -> Found:
        readings = [self._reader.typed(each) for each in textes]
        problems = [
            self._faulty(fault, root[place], chunk.lines[place])
            for place, reading in enumerate(readings)
            for fault in reading.faults
        ]
        return _found(zip(readings, chunk.empreintes, chunk.lines, strict=True), problems)

    def _learned(self, raw: bytes, element: etree._Element) -> Textes:
        self._shapes.learn(raw, element)
        return self._reader.texts(element)

    def _refusing(self, root: etree._Element, chunk: Chunk) -> Found:
        """Read what can be read of a chunk that is not valid, and tell all that is wrong."""
        _one_for_each_line(root, chunk)
        lines = dict(zip(root, chunk.lines, strict=True))
        empreintes = dict(zip(root, chunk.empreintes, strict=True))
        problems = [*self._strays(root, lines, chunk), *self._unexpected(root, lines)]
        wrong: set[etree._Element] = set()
        for violation in violations(self._compiled.schema, root):
            record = _record_of(violation.element, root)
            if record is not None:
                wrong.add(record)
                problems.append(self._refused(violation, record, lines[record]))
            elif chunk.place == 0:
                problems.append(self._refused(violation, None, self._root.line))
        readings = {each: self._reader.read(each) for each in root if each not in wrong}
        problems += [
            self._faulty(fault, element, lines[element])
            for element, reading in readings.items()
            for fault in reading.faults
        ]
        read = ((reading, empreintes[each], lines[each]) for each, reading in readings.items())
        return _found(read, problems)

    def _parsed(self, chunk: Chunk) -> etree._Element:
        raw = b"".join(chunk.raws)
        try:
            return etree.fromstring(
                b"%b\n%b%b" % (self._root.opening, raw, self._root.closing), safe_parser()
            )
        except etree.XMLSyntaxError as error:
            raise AnotherLayoutError from error

    def _strays(
        self, root: etree._Element, lines: dict[etree._Element, int], chunk: Chunk
    ) -> Iterator[Problem]:
        """Take the texts between records out, and tell them."""
        for line in chunk.stray:
            yield self._stray(line)
        if root.text and root.text.strip(_SPACE):
            yield self._stray(chunk.lines[0] if chunk.lines else self._root.line)
            root.text = None
        for element in root:
            tail = element.tail or ""
            if text := tail.lstrip(_SPACE):
                yield self._stray(lines[element] + tail.count("\n", 0, len(tail) - len(text)))
                element.tail = None

    def _stray(self, line: int) -> Problem:
        return replace(self._where, line=line, detail="du texte hors de tout enregistrement")

    def _unexpected(
        self, root: etree._Element, lines: dict[etree._Element, int]
    ) -> Iterator[Problem]:
        """Take the elements that are no records out, and tell them: the schema would stop there."""
        for element in [child for child in root if child.tag not in self._tags]:
            root.remove(element)
            yield replace(
                self._where,
                line=lines[element],
                value=self._shown(local(element.tag)),
                expected=", ".join(f"<{nom}>" for nom in self._nature.elements),
                detail="cet élément n'est pas attendu ici",
            )

    def _refused(self, violation: Violation, record: etree._Element | None, line: int) -> Problem:
        quotes = self._nature.secret is None
        words = f" ({violation.words})" if violation.words and quotes else ""
        return replace(
            self._where,
            line=line,
            id=None if record is None else self._reader.key_text(record),
            attribut=violation.attribut,
            value=self._shown(violation.value),
            expected=violation.expected,
            detail=violation.detail + words,
        )

    def _faulty(self, fault: Fault, record: etree._Element, line: int) -> Problem:
        return replace(
            self._where,
            code=fault.code,
            line=line,
            id=self._reader.key_text(record),
            attribut=fault.attribut,
            value=self._shown(fault.value),
            expected=fault.expected,
            detail=fault.detail,
        )

    def _shown(self, value: str | None) -> str | None:
        """Return a value as a report may show it: never one of a sealed nature."""
        return clipped(value) if self._nature.secret is None else None


def _found(read: Iterable[tuple[Reading, bytes | None, int]], problems: Iterable[Problem]) -> Found:
    """Given what was read, with the digest and the line of each, and what is wrong, return both."""
    lus, secrets = [], []
    for (record, secret, _), empreinte, line in read:
        if record is not None:
            lus.append(Lu(record, empreinte, line))
            if secret is not None:
                secrets.append((record.cle, secret))
    return Found(tuple(lus), tuple(problems), tuple(secrets))


def _one_for_each_line(root: etree._Element, chunk: Chunk) -> None:
    """Raise AnotherLayoutError unless each line of a chunk is one element."""
    places: list[object] = [element.sourceline for element in root]
    if places != list(range(_FIRST_LINE, _FIRST_LINE + len(chunk.raws))):
        raise AnotherLayoutError


def _record_of(element: etree._Element | None, root: etree._Element) -> etree._Element | None:
    """Return the record that an element is, or is in; None for the root."""
    while element is not None and element.getparent() is not root:
        element = element.getparent()
    return element
