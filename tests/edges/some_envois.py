"""Envois for the tests of sealing and of the spool: real files with a manifest that lists them."""

import hashlib
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from xml.sax.saxutils import quoteattr

from ingest.disk.completeness import Conditions
from ingest.disk.hashes import Hashes
from ingest.disk.spool import Spool
from ingest.disk.vault import Vault
from store.documents import Documents

SECRET = b"12A45-SECRET"
DIGICODES = b'<digicodes entite="S1">\n<digicode immeuble="I1" code="%b"/>\n</digicodes>\n' % SECRET
CONNEXIONS = b'<connexions>\n<connexion tiers="T1" secret_initial="%b"/>\n</connexions>\n' % SECRET
TIERS = b'<tiers>\n<tiers id="T1" nom="Durand"/>\n</tiers>\n'
PIECE = b"%PDF-1.7 quittance"

COMPLETE = {
    "donnees/tiers.xml": TIERS,
    "donnees/connexions.xml": CONNEXIONS,
    "donnees/digicodes-S1.xml": DIGICODES,
    "pieces/1.pdf": PIECE,
}
NATURES = {"connexions": "connexions", "digicodes-S1": "digicodes", "tiers": "tiers"}
COMPLETION_SECONDS = 3600
VAULT = Vault(bytes(32))


def now() -> datetime:
    """The real time: the kernel's ctimes are compared with it."""
    return datetime.now(UTC)


def past_the_clock() -> datetime:
    return now() + timedelta(seconds=COMPLETION_SECONDS + 1)


def some_conditions(completion_seconds: float = COMPLETION_SECONDS) -> Conditions:
    return Conditions(VAULT, Hashes(), completion_seconds)


def a_line(chemin: str, content: bytes, nature: str | None = None) -> str:
    digest = hashlib.sha256(content).hexdigest()
    nature = nature or NATURES.get(Path(chemin).stem)
    words = "" if nature is None else f' nature="{nature}"'
    words += ' entite="S1"' if nature == "digicodes" else ""
    return f'<fichier chemin={quoteattr(chemin)}{words} taille="{len(content)}" sha256="{digest}"/>'


def a_manifest(lines: Iterable[str], numero: object = 12) -> bytes:
    body = "".join(f"  {line}\n" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifeste xmlns="urn:lsc-syncd:envoi:1" domaine="immo-dupont" numero="{numero}" '
        f'emis_le="2026-11-24T02:00:00+01:00">\n{body}</manifeste>\n'
    ).encode()


def write(directory: Path, files: dict[str, bytes]) -> Path:
    for chemin, content in files.items():
        (directory / chemin).parent.mkdir(parents=True, exist_ok=True)
        (directory / chemin).write_bytes(content)
    return directory


def an_envoi(
    directory: Path, files: dict[str, bytes] | None = None, *, numero: object = 12
) -> Path:
    """Write files and the manifest that lists them all."""
    listed = COMPLETE if files is None else files
    lines = [a_line(chemin, content) for chemin, content in listed.items()]
    directory.mkdir(parents=True, exist_ok=True)
    return write(directory, {**listed, "manifeste.xml": a_manifest(lines, numero)})


def a_spool(root: Path, **conditions: float) -> Spool:
    numbers = count(1)
    spool = Spool(
        root / "spool",
        some_conditions(**conditions),
        Documents(root / "documents"),
        suffix=lambda: f"{next(numbers):04x}",
    )
    spool.create()
    return spool


def in_clear(root: Path, secret: bytes = SECRET) -> list[str]:
    """Return the files below a root that hold a secret, or its plain digest."""
    digests = [hashlib.sha256(content).hexdigest().encode() for content in (CONNEXIONS, DIGICODES)]
    return [
        os.fspath(path)
        for path in root.rglob("*")
        if path.is_file() and any(trace in path.read_bytes() for trace in (secret, *digests))
    ]
