"""The data files of one envoi, read one after the other: what was applied last is not opened.

Of one that changed, only the lines that were not read before are parsed (`reading.empreintes`).
Touches: the envoi's files and the store, reading.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ingest.disk.completeness import SCELLE, is_sealed_nature
from ingest.disk.tree import Tree
from ingest.disk.vault import Unreadable
from ingest.reading.empreintes import Lues
from ingest.reading.gathered import Gathered, Room
from ingest.reading.layout import numbered
from ingest.reading.manifest import Fichier
from ingest.reading.secrets import Secrets
from ingest.reading.validation import How, Lecture, lecture_id, read_nature, twice
from ingest.rules.montants import decimals_of
from ingest.telling.codes import CODES
from ingest.telling.problems import Problem
from ingest.workshop import Workshop
from store.changes import AppliedFile, Place, Record
from store.declarations import NATURES as DECLARED
from store.declarations import Nature, Secret

RULES_VERSION = 1
"""Raised when a rule or a reader changes: files that were applied are then read again."""


def _nowhere(_: frozenset[bytes]) -> Mapping[bytes, int]:
    return {}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One data file; `lus` is None when it was applied last, or is destroyed.

    Else they are what was read of the lines that were not read before; `lues` are the others'
    digests.
    """

    fichier: Fichier
    applied: AppliedFile | None
    lus: Gathered | None
    lues: Lues = field(default_factory=Lues)
    perdues: frozenset[bytes] = frozenset()
    """The digests of known lines that the file no longer holds."""
    lines_of: Callable[[frozenset[bytes]], Mapping[bytes, int]] = field(
        default=_nowhere, compare=False, repr=False
    )
    """Given digests, return the lines of the file where they stand."""


@dataclass(frozen=True, slots=True)
class Before:
    """What checking must know of the store: what was applied, currencies, and secrets' digests."""

    applied: Mapping[Place, AppliedFile]
    devises: Mapping[str, str]
    secrets: Secrets
    rejoues: frozenset[str] = frozenset()
    """The envois that were applied once and are processed again (`ingest.replay`)."""


class Desk:
    """The data files of one envoi, read one after the other."""

    def __init__(self, tree: Tree, before: Before, workshop: Workshop, *, size: int) -> None:
        """Given an envoi's tree, what was before, and the bytes of its data files, prepare."""
        self._tree = tree
        self._before = before
        self._store = workshop.store
        self._conditions = workshop.conditions
        self._devises = dict(before.devises)
        self.data: list[DataFile] = []
        self.problems: list[Problem] = []
        self._room = Room.of_envoi(workshop.spool.root, size)

    def read(self, fichier: Fichier) -> None:
        """Given the line of a data file that is there, read it if it must be."""
        nature, entite = fichier.place
        decimals = decimals_of(self._devises.get(entite))
        lecture = f"{lecture_id(DECLARED[nature])}:{RULES_VERSION}:{decimals}"
        applied = AppliedFile(nature, entite, self._digest(fichier), lecture)
        is_known = self._before.applied.get((nature, entite)) == applied
        if is_known and not DECLARED[nature].demeure:
            self.data.append(DataFile(fichier, applied, None))
            return
        self._parse(fichier, applied, decimals)

    def _parse(self, fichier: Fichier, applied: AppliedFile, decimals: int) -> None:
        nature = DECLARED[applied.nature]
        try:
            source = self._source(fichier)
        except Unreadable:
            self.problems.append(Problem(code="SCELLE_ILLISIBLE", file=fichier.chemin))
            return
        place = (applied.nature, applied.entite)
        lues = self._known_lines(applied, nature)
        how = How(decimals, lues, self._room)
        lecture = read_nature(source, nature, file=fichier.chemin, entite=fichier.entite, how=how)
        self.problems += lecture.problems
        lus = self._with_secrets(place, nature.secret, lecture)
        if applied.nature == "entites":
            self._devises |= _devises(lu.record for lu in lus)

        def lines_of(wanted: frozenset[bytes]) -> Mapping[bytes, int]:
            return lues.lines(numbered(self._source(fichier)), wanted) if wanted else {}

        file = DataFile(
            fichier,
            replace(
                applied,
                empreintes=lues.of_the_file(),
                suites=lues.suites() if nature.secret is None else b"",
            ),
            lus,
            lues,
            lues.perdues(),
            lines_of,
        )
        self.problems += self._twice(file)
        self.data.append(file)

    def _twice(self, file: DataFile) -> Iterator[Problem]:
        """A record that was read has the key of one whose line was not: it stands there twice."""
        place = file.fichier.place
        if not file.lues or not file.lus:
            return
        lines = {lu.record.cle: lu.line or 0 for lu in file.lus}
        first = DECLARED[place[0]].cle[0]
        with self._store.reading() as known:
            found = known.digests(*place, first, {cle[0] for cle in lines})
        doubled = {
            cle: empreinte
            for cle, empreinte in found.items()
            if cle in lines and empreinte in file.lues
        }
        places = file.lines_of(frozenset(doubled.values()))
        where = Problem(code="CLE_EN_DOUBLE", file=file.fichier.chemin, nature=place[0])
        for cle, empreinte in doubled.items():
            both = sorted((places[empreinte], lines[cle]))
            yield twice(replace(where, entite=file.fichier.entite), cle, *both)

    def _known_lines(self, applied: AppliedFile, nature: Nature) -> Lues:
        """Return the lines that are known of a list, if it was ever applied.

        A schema that asks for several elements in order is asked about the whole file.
        """
        place, lecture = (applied.nature, applied.entite), applied.lecture
        if nature.secret is not None:
            lecture = self._conditions.vault.keyed_digest(lecture)
        if place not in self._before.applied or len(nature.elements) > 1:
            return Lues(lecture=lecture)
        with self._store.reading() as known:
            empreintes, suites = known.empreintes(*place)
        return Lues(empreintes, lecture, suites=suites)

    def _with_secrets(self, place: Place, secret: Secret | None, lecture: Lecture) -> Gathered:
        """Nothing is hashed for an envoi that is refused anyway: each hash costs milliseconds."""
        if secret is None or any(CODES[problem.code].refuses for problem in lecture.problems):
            return lecture.lus
        sealed = self._before.secrets.sealed(place, secret, lecture.records, lecture.secrets)
        lus = (lu._replace(record=sealed[lu.record.cle]) for lu in lecture.lus)
        return Gathered.of(lus, self._room)

    def _digest(self, fichier: Fichier) -> str:
        """Return the digest of a file as the store may keep it: keyed for a secret."""
        if not is_sealed_nature(fichier) or fichier.scelle:
            return fichier.sha256
        return self._conditions.vault.keyed_digest(fichier.sha256)

    def _source(self, fichier: Fichier) -> Path | bytes:
        """Return a file, opened in memory if it is sealed. Raise Unreadable."""
        entry = self._tree.at(fichier.chemin)
        if entry is not None:
            return entry.path
        sealed = self._tree.at(fichier.chemin + SCELLE)
        if sealed is None:
            raise Unreadable(PurePosixPath(fichier.chemin).name)
        with sealed.path.open("rb") as file:
            return b"".join(self._conditions.vault.unseal(file))


def devise_of(record: Record) -> str:
    """Given a record of `entites`, return its currency."""
    places = [colonne.nom for colonne in DECLARED["entites"].colonnes]
    return str(record.valeurs[places.index("devise")])


def _devises(records: Iterable[Record]) -> dict[str, str]:
    return {str(record.cle[0]): devise_of(record) for record in records}
