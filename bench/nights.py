"""Envois of a small agency, one after the other, each with a hundred documents that are new.

Every list is sent again whole, as LSC does; what is new is at the end of that of the events.
Touches: the directory that it is given.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from bench.agency import CONTENT_BYTES, write_agency

NEW = 100
_RECORDS = 2_100
_EVENTS = "donnees/evenements-S1.xml"
_END = "</evenements>\n"
_PIECE = re.compile(r'  <fichier chemin="pieces/.*\n')


def write_nights(root: Path, count: int) -> Iterator[Path]:
    """Given an empty directory, write the agency's first envoi and `count` more; yield each.

    Of a night that is yielded the next one is made: let it be.
    """
    night = root / "1"
    write_agency(night, records=_RECORDS)
    yield night
    for numero in range(2, count + 2):
        night = _next(night, root / str(numero), numero)
        yield night


def _next(before: Path, night: Path, numero: int) -> Path:
    """Write a night after another: its lists, and a hundred events with their files."""
    for path in (before / "donnees").iterdir():
        copy = night / "donnees" / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    manifeste = _PIECE.sub("", (before / "manifeste.xml").read_text())
    events, listed = _new_documents(night, numero)
    lists = (night / _EVENTS).read_text().removesuffix(_END) + events + _END
    (night / _EVENTS).write_text(lists)
    found = lists.encode()
    manifeste = re.sub(
        rf'(?<=chemin="{_EVENTS}" )taille="\d+" sha256="\w+"',
        f'taille="{len(found)}" sha256="{sha256(found).hexdigest()}"',
        re.sub(r'numero="\d+"', f'numero="{numero}"', manifeste, count=1),
    )
    end = "</manifeste>"
    (night / "manifeste.xml").write_text(manifeste.replace(end, listed + end))
    return night


def _new_documents(night: Path, numero: int) -> tuple[str, str]:
    """Write the files of a night; return the lines of its events, and those of the manifest."""
    events, listed = "", ""
    (night / "pieces").mkdir()
    for number in range(NEW):
        name = f"n{numero}-{number}"
        content = _content(name)
        (night / "pieces" / f"{name}.pdf").write_bytes(content)
        digest = sha256(content).hexdigest()
        days = 'traite_le="2026-05-01" cree_le="2026-05-01T10:00:00" publie_le="2026-05-02"'
        words = f'id="{name}" modele="M1" objet="Courrier {name}" {days} confidentiel="false"'
        piece = f'<piece id="a" type="lettre" rang="1" nom="{name}.pdf" sha256="{digest}"/>'
        events += f'<evenement {words} immeuble="I0">{piece}</evenement>\n'
        chemin = f'chemin="pieces/{name}.pdf"'
        listed += f'  <fichier {chemin} taille="{len(content)}" sha256="{digest}"/>\n'
    return events, listed


def _content(name: str) -> bytes:
    head = f"%PDF-1.4\n% night {name}\n".encode()
    return head + b"0" * (CONTENT_BYTES - len(head) - 6) + b"%%EOF\n"
