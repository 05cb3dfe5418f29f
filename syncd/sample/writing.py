"""Writing the sample to disk: each night as an envoi, and beside them what is expected of it.

Touches: the directory that it is given. Nothing is fsynced: after a crash, delete and write again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from syncd.sample.agence import Agence
from syncd.sample.calendrier import offset
from syncd.sample.fondation import LE_MOINS, found
from syncd.sample.ledger import Photo
from syncd.sample.letters import Contenu, bytes_of, suffix_of
from syncd.sample.natures import Enregistrement
from syncd.sample.nuits import next_night
from syncd.sample.oracle import expected, tables_in_order
from syncd.sample.picture import picture
from syncd.sample.values import Piece

_URN = "urn:lsc-syncd:envoi:1"
_LOGICIEL = "LSC 6.3.6r1"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


class SampleRefusedError(Exception):
    """The sample cannot be written so; the message is a sentence for who asked."""


class _Ligne(NamedTuple):
    """One file of an envoi, as the manifest lists it."""

    chemin: str
    taille: int
    empreinte: str
    nature: str = ""
    entite: str = ""


class _Contenus:
    """The contents of all nights: what each document's file is, and what was sent before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Contenu, str]] = {}
        self._sent: set[str] = set()
        self.sha256: dict[str, str] = {}

    def write(self, agence: Agence, envoi: Path) -> dict[str, _Ligne]:
        """Write the files that come this night; return their lines by sha256."""
        lines: dict[str, _Ligne] = {}
        for source, document in agence.documents.items():
            known = self._known.get(source)
            comes = document.arrive == agence.numero
            if not comes and known is not None and known[0] is document.contenu:
                continue
            content = bytes_of(document.contenu)
            digest = sha256(content).hexdigest()
            self._known[source] = (document.contenu, digest)
            self.sha256[source] = digest
            if comes and digest not in self._sent:
                path = f"pieces/{source.replace('/', '-')}.{suffix_of(document.contenu)}"
                lines[digest] = _write(envoi, path, content, "", "")
                self._sent.add(digest)
        return lines | self._write_photos(agence, envoi)

    def _write_photos(self, agence: Agence, envoi: Path) -> dict[str, _Ligne]:
        lines: dict[str, _Ligne] = {}
        for source in _sources_of_photos(agence):
            if source not in self.sha256:
                content = picture(source)
                digest = self.sha256[source] = sha256(content).hexdigest()
                lines[digest] = _write(envoi, f"photos/{source}.png", content, "", "")
        return lines


def write_sample(directory: Path, *, seed: int, immeubles: int, nuits: int) -> tuple[Path, ...]:
    """Given a directory that is empty or not there yet, write the sample's nights into it.

    Return the envois' directories in order; `attendu/envoi-N.json` beside them says what is
    expected of each. Raise SampleRefusedError when the directory is in use, when there are fewer
    than two buildings, or no night at all.
    """
    _refuse_what_cannot_be(directory, immeubles, nuits)
    (directory / "attendu").mkdir(parents=True)
    contents = _Contenus()
    agence = found(seed=seed, immeubles=immeubles)
    envois = [_write_night(directory, agence, contents)]
    for _ in range(1, nuits):
        agence = next_night(agence)
        envois.append(_write_night(directory, agence, contents))
    return tuple(envois)


def _refuse_what_cannot_be(directory: Path, immeubles: int, nuits: int) -> None:
    if immeubles < LE_MOINS:
        msg = f"Il faut au moins {LE_MOINS} immeubles : un au syndic, un à la gérance."
        raise SampleRefusedError(msg)
    if nuits < 1:
        msg = "Il faut au moins une nuit."
        raise SampleRefusedError(msg)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        msg = f"{directory} contient déjà quelque chose : indiquez un dossier vide ou nouveau."
        raise SampleRefusedError(msg)


def _write_night(directory: Path, agence: Agence, contents: _Contenus) -> Path:
    envoi = directory / f"envoi-{agence.numero}"
    envoi.mkdir()
    pieces = contents.write(agence, envoi)
    sent = {digest: line.chemin for digest, line in pieces.items()}
    data = []
    for nature, entite in tables_in_order(agence):
        records = agence.tables[nature, entite].values()
        lines = (_record(record, contents.sha256, sent) for record in records)
        path = f"donnees/{nature}-{entite}.xml" if entite else f"donnees/{nature}.xml"
        data.append(_write(envoi, path, _document(nature, entite, lines), nature, entite))
    manifest = _manifest(agence, [*data, *pieces.values()])
    (envoi / "manifeste.xml").write_bytes(manifest)
    answer = json.dumps(
        expected(agence, contents.sha256), ensure_ascii=False, indent=1, sort_keys=True
    )
    (directory / "attendu" / f"{envoi.name}.json").write_text(f"{answer}\n", encoding="utf-8")
    return envoi


def _sources_of_photos(agence: Agence) -> Iterable[str]:
    """Yield what names the image of each photo that people may see."""
    for table in agence.tables.values():
        for record in table.values():
            if isinstance(record, Photo) and record.source is not None:
                yield record.source


def _write(envoi: Path, path: str, content: bytes, nature: str, entite: str) -> _Ligne:
    (envoi / path).parent.mkdir(exist_ok=True)
    (envoi / path).write_bytes(content)
    return _Ligne(path, len(content), sha256(content).hexdigest(), nature, entite)


def _document(nature: str, entite: str, records: Iterable[str]) -> bytes:
    home = f' entite="{entite}"' if entite else ""
    lines = (_DECLARATION, f'<{nature} xmlns="{_URN}"{home}>', *records, f"</{nature}>", "")
    return "\n".join(lines).encode()


def _manifest(agence: Agence, files: Iterable[_Ligne]) -> bytes:
    at = f"{agence.nuit}T02:00:00{offset(agence.nuit, 'Europe/Paris')}"
    lines = [
        _DECLARATION,
        (
            f'<manifeste xmlns="{_URN}" domaine="{agence.domaine}" numero="{agence.numero}"'
            f' emis_le="{at}" logiciel="{_LOGICIEL}">'
        ),
    ]
    for file in files:
        nature = f' nature="{file.nature}"' if file.nature else ""
        entite = f' entite="{file.entite}"' if file.entite else ""
        lines.append(
            f'  <fichier chemin="{file.chemin}"{nature}{entite}'
            f' taille="{file.taille}" sha256="{file.empreinte}"/>'
        )
    return "\n".join((*lines, "</manifeste>", "")).encode()


def _record(
    record: Enregistrement | Piece, digests: Mapping[str, str], sent: Mapping[str, str]
) -> str:
    """Given a record, return its line: attributes in order, children inside."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(record).__name__).lower()
    attributes: list[str] = []
    children: list[str] = []
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            children.extend(_record(child, digests, sent) for child in value)
        elif value is None:
            continue
        elif field.name == "source":
            attributes.extend(_file_attributes(value, digests, sent))
        else:
            attributes.append(f'{field.name}="{_text(value)}"')
    start = " ".join((f"<{name}", *attributes))
    return f"{start}>{''.join(children)}</{name}>" if children else f"{start}/>"


def _file_attributes(
    source: str, digests: Mapping[str, str], sent: Mapping[str, str]
) -> Iterable[str]:
    digest = digests[source]
    yield f'sha256="{digest}"'
    if digest in sent:
        yield f'fichier="{sent[digest]}"'


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).translate(_ESCAPES)
