"""What identifies a sealed envoi: its id, which is the name of its directory in every state.

`AAAAMMJJTHHMMSS-<account>-<numero|sans>-<4 hex>`, in UTC, given at sealing (architecture, "The
spool"). In `active` the directory's name ends with `~<attempt>`.
Touches: nothing but the first kilobytes of the manifest that it is asked to read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_ID = re.compile(
    rf"\d{{8}}T\d{{6}}-(?P<account>{_ACCOUNT.pattern})-(?P<numero>\d{{1,18}}|sans)-[0-9a-f]{{4}}"
)
_NUMERO = re.compile(r"[0-9]{1,18}")
ROOT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Envoi:
    """A sealed envoi, where it was found."""

    id: str
    account: str
    numero: int | None
    """None: the manifest's root could not be read."""
    path: Path
    state: str
    """The name of the directory that holds it."""
    attempt: int
    """How often its processing began; 0 elsewhere than in `active`."""


def envoi_at(path: Path, state: str) -> Envoi | None:
    """Given a directory of the spool and its state, return the envoi, None if it is no id."""
    identifier, _, attempt = path.name.partition("~")
    found = _ID.fullmatch(identifier)
    if found is None or (attempt and not attempt.isdecimal()):
        return None
    numero = None if found["numero"] == "sans" else int(found["numero"])
    return Envoi(identifier, found["account"], numero, path, state, int(attempt or 0))


def order(envoi: Envoi) -> tuple[bool, int, str]:
    """Given an envoi, return its place in the queue: by numero (R-001); those without come last."""
    return envoi.numero is None, envoi.numero or 0, envoi.id


def is_id(text: str) -> bool:
    """Given any text, return whether it is an envoi's id: then it is safe as a name."""
    return _ID.fullmatch(text) is not None


def is_account(text: str) -> bool:
    """Given any text, return whether it is an account's name: then it is safe as a name."""
    return _ACCOUNT.fullmatch(text) is not None


def stamp(now: datetime) -> str:
    """Given an aware instant, return how it stands in an id: `AAAAMMJJTHHMMSS`, UTC."""
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%S")


def sealed_at(identifier: str) -> str:
    """Given an envoi's id, return the UTC instant of its sealing, which it tells, to the second."""
    found = datetime.strptime(identifier[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def numero_in(manifeste: Path) -> str:
    """Given the path of a manifest, return its numero as it stands in an id, else `sans`.

    Only the root's start tag is needed: the rest may be broken, missing or not yet there.
    """
    try:
        with manifeste.open("rb") as file:
            numero = root_attribute(file.read(ROOT_BYTES), "numero").strip()
    except (OSError, etree.XMLSyntaxError):
        return "sans"
    return str(int(numero)) if _NUMERO.fullmatch(numero) else "sans"


def root_attribute(head: bytes, name: str) -> str:
    """Given the beginning of a manifest, return an attribute of its root, empty without one.

    Also when a DOCTYPE comes before the root. Raise XMLSyntaxError when it is no XML up to there.
    """
    if b"<!DOCTYPE" in head:
        return ""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    parser.feed(head)
    for _, element in parser.read_events():
        if element is not None and not isinstance(element, tuple):
            return element.get(name, "")
    return ""
