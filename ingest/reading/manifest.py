"""The manifest: what an envoi says it holds.

Two readings: `read_listing` for what waits and seals, however wrong the rest; `read_manifest` for
what decides, with everything that is wrong. Lines are counted by `reading.markup`, so they are
right on a manifest of any length.
Touches: nothing but the published schema, read once. After a crash: nothing to repair.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from ingest.disk.tree import MANIFESTE, nfc
from ingest.reading.manifest_schema import ROOT, schema_problems
from ingest.reading.markup import Tag, attributes, tags, values
from ingest.reading.natures import NATURES, is_sealed
from ingest.reading.parsing import refusal, safe_parser
from ingest.reading.violations import clipped
from ingest.telling.problems import Problem
from store.changes import Place

_SAFE = re.compile(
    r"(?![A-Za-z]:)"  # no drive
    r"(?:(?!\.\.?(?:/|\Z))[^/\\\x00-\x1f\x7f-\x9f]+(?:/(?!\Z)|\Z))+"
)
"""Segments that are neither empty, `.` nor `..`, of anything but backslashes and controls."""
_TAILLE = re.compile(r"[0-9]{1,15}")
_NUMERO = re.compile(r"[0-9]{1,18}")
DONNEES = "donnees/"
SCELLE_ADDED = b' scelle="true"'
_SECRETS = tuple(nature.nom.encode() for nature in NATURES.values() if nature.scellee)
_TRUE = frozenset({"true", "1"})


class Fichier(NamedTuple):
    """One line of a manifest; its values are judged by `read_manifest`, not here."""

    chemin: str
    nature: str | None
    entite: str | None
    taille: int
    """-1: what is written is no size."""
    sha256: str
    """Keyed once the manifest is sealed, for what is sealed."""
    scelle: bool
    """Written by the sealing: the digest is keyed."""
    line: int

    @property
    def place(self) -> Place:
        """Return whose records a data file lists."""
        return self.nature or "", self.entite or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifeste:
    """A manifest whose root could be read; `fichiers` in order, without those that have no path."""

    domaine: str
    numero: int
    emis_le: str
    logiciel: str | None
    essai: bool
    fichiers: tuple[Fichier, ...]


class ManifestReading(NamedTuple):
    """What a manifest says, None when not even its root can be read, and all that is wrong."""

    manifeste: Manifeste | None
    problems: tuple[Problem, ...]


def read_manifest(
    raw: bytes, *, domaine: str, listing: Sequence[Fichier] | None = None
) -> ManifestReading:
    """Given a manifest, sealed or not, and the agency's domaine, return what it says.

    `listing` is what `read_listing` returned of the same bytes, if it was asked before. One problem
    of `problems` that refuses makes the envoi refused; the manifest is still given, to answer under
    its numero and to keep its files. Problems are in the order of lines.
    """
    refused = refusal(raw, file=MANIFESTE, code="MANIFESTE_INVALIDE") if listing is None else None
    if refused:
        return ManifestReading(None, (refused,))
    fichiers = tuple(listed(raw) if listing is None else listing)
    root = etree.fromstring(raw, safe_parser())
    manifeste = _manifeste(root, fichiers)
    problems = [
        *schema_problems(root, raw),
        *_root_problems(root.get("domaine"), fichiers, domaine),
        *_line_problems(fichiers),
    ]
    problems.sort(key=lambda problem: problem.line or 0)
    return ManifestReading(manifeste, tuple(problems))


def read_listing(raw: bytes) -> tuple[Fichier, ...] | None:
    """Given a manifest, return what it lists, however wrong the rest may be.

    None when it cannot be read (yet): not well-formed, with a DOCTYPE, not in UTF-8.
    """
    if refusal(raw, file=MANIFESTE, code="MANIFESTE_INVALIDE"):
        return None
    return tuple(listed(raw))


def listed(raw: bytes) -> Iterator[Fichier]:
    """Given a well-formed manifest, yield its lines in order; one without a path is none."""
    for tag in tags(raw):
        if tag.opens and tag.nom == "fichier":
            found = values(raw, tag)
            if "chemin" in found:
                yield _fichier(found, tag.line)


def seal_digests(raw: bytes, keyed_digest: Callable[[str], str]) -> bytes:
    """Given a well-formed manifest, return it with the digests of secrets keyed and `scelle` set.

    Every other byte stays; what is keyed already stays too.
    """
    pieces, done = [], 0
    for tag in tags(raw):
        for start, end, text in _sealing_edits(raw, tag, keyed_digest):
            pieces += [raw[done:start], text]
            done = end
    return b"".join([*pieces, raw[done:]])


def safe_path(chemin: str) -> bool:
    """Given a listed path, return whether it stays inside the envoi on every system (R-013)."""
    return bool(_SAFE.fullmatch(nfc(chemin)))


def is_data(fichier: Fichier) -> bool:
    """Given a line, return whether its file is data: by its nature, or by where it stands."""
    return fichier.nature is not None or nfc(fichier.chemin).startswith(DONNEES)


def wrong_domaine(found: str, domaine: str) -> Problem:
    """Given whose a manifest says it is, and whose we are: what is another's is never ours (R-014).

    It is told on line 1, where the root usually stands.
    """
    value = clipped(found)
    return Problem(code="RUN_WRONG_DOMAIN", file=MANIFESTE, line=1, value=value, expected=domaine)


def is_true(text: str | None) -> bool:
    """Given an xs:boolean as written, or none, return whether it is true."""
    return text is not None and text.strip() in _TRUE


def _manifeste(root: etree._Element, fichiers: tuple[Fichier, ...]) -> Manifeste | None:
    domaine, numero = root.get("domaine"), root.get("numero", "").strip()
    if root.tag != ROOT or not domaine or not _NUMERO.fullmatch(numero):
        return None
    return Manifeste(
        domaine=domaine,
        numero=int(numero),
        emis_le=root.get("emis_le", ""),
        logiciel=root.get("logiciel"),
        essai=is_true(root.get("essai")),
        fichiers=fichiers,
    )


def _root_problems(
    found: str | None, fichiers: tuple[Fichier, ...], domaine: str
) -> Iterator[Problem]:
    if not fichiers:
        yield Problem(code="MANIFESTE_VIDE", file=MANIFESTE, line=1)
    if found is not None and found != domaine:
        yield wrong_domaine(found, domaine)


def _line_problems(fichiers: Iterable[Fichier]) -> Iterator[Problem]:
    """Yield what is wrong with each line, by itself or with one before it."""
    chemins: dict[str, int] = {}
    natures: dict[tuple[str, str | None], int] = {}
    for fichier in fichiers:
        yield from _chemin_problems(fichier, chemins)
        yield from _nature_problems(fichier, natures)


def _chemin_problems(fichier: Fichier, seen: dict[str, int]) -> Iterator[Problem]:
    chemin = nfc(fichier.chemin)
    if chemin == MANIFESTE:
        yield _problem("MANIFESTE_LISTE_LUI_MEME", fichier, fichier.chemin)
    elif not safe_path(chemin):
        expected = "un chemin relatif, sans .., ni barre inverse, ni caractère de contrôle"
        yield _problem("CHEMIN_INTERDIT", fichier, fichier.chemin, expected)
    if chemin in seen:
        expected = f"un seul fichier sous ce nom ; le premier est à la ligne {seen[chemin]}"
        yield _problem("CHEMIN_EN_DOUBLE", fichier, fichier.chemin, expected)
    seen.setdefault(chemin, fichier.line)


def _nature_problems(
    fichier: Fichier, seen: dict[tuple[str, str | None], int]
) -> Iterator[Problem]:
    if not is_data(fichier):
        return
    nature = NATURES.get(fichier.nature or "")
    if nature is None:
        yield _problem("NATURE_INCONNUE", fichier, fichier.nature, "une nature du contrat")
        return
    if nature.par_entite and fichier.entite is None:
        yield _problem("ENTITE_ABSENTE", fichier)
    if not nature.par_entite and fichier.entite is not None:
        yield _problem("ENTITE_DE_TROP", fichier, fichier.entite)
    key = (nature.nom, fichier.entite)
    if key in seen:
        expected = f"un seul fichier ; le premier est à la ligne {seen[key]}"
        yield _problem("NATURE_EN_DOUBLE", fichier, nature.nom, expected)
    seen.setdefault(key, fichier.line)


def _problem(
    code: str, fichier: Fichier, value: str | None = None, expected: str | None = None
) -> Problem:
    return Problem(
        code=code,
        file=MANIFESTE,
        line=fichier.line,
        nature=clipped(fichier.nature),
        entite=clipped(fichier.entite),
        value=clipped(value),
        expected=expected,
        detail=f"chemin {clipped(fichier.chemin)}",
    )


def _fichier(found: Mapping[str, str], line: int) -> Fichier:
    taille = found.get("taille", "").strip()
    return Fichier(
        chemin=found["chemin"],
        nature=found.get("nature"),
        entite=found.get("entite"),
        taille=int(taille) if _TAILLE.fullmatch(taille) else -1,
        sha256=found.get("sha256", ""),
        scelle=is_true(found.get("scelle")),
        line=line,
    )


def _may_be_sealed(tag: bytes) -> bool:
    """Return False for a tag that certainly lists no secret: nothing in it can spell the name."""
    if not tag.isascii() or b"&" in tag:
        return True
    lowered = tag.lower()
    return any(word in lowered for word in _SECRETS)


def _sealing_edits(
    raw: bytes, tag: Tag, keyed_digest: Callable[[str], str]
) -> list[tuple[int, int, bytes]]:
    """Return what to write where in one tag, in order: the keyed digest, and `scelle`."""
    if not tag.opens or tag.nom != "fichier" or not _may_be_sealed(raw[tag.start : tag.end]):
        return []
    found = attributes(raw, tag)
    nature, chemin = (found[name].value if name in found else "" for name in ("nature", "chemin"))
    scelle, digest = found.get("scelle"), found.get("sha256")
    if digest is None or not is_sealed(nature, chemin) or is_true(scelle and scelle.value):
        return []
    keyed = (digest.start, digest.end, keyed_digest(digest.value).encode())
    if scelle:
        return sorted([keyed, (scelle.start, scelle.end, b"true")])
    quote_end = digest.end + 1
    return [keyed, (quote_end, quote_end, SCELLE_ADDED)]
