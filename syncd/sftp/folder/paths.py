"""A client's path: checked, normalised, and placed in its small world.

`/` is the account's folder, whose sub-folders are its envois; `/retour` is read-only. A path can
only name something below `/`: `..` above the root stays at the root, as SFTP servers do, and no
link is ever followed (see tree.py).
Touches: nothing.
"""

import re
from typing import NamedTuple

from syncd.sftp.wire.messages import Refusal, Status

RETOUR = "retour"

MAX_NAME_BYTES = 240  # leaves room for the suffixes of sealing within the 255 of a file system
MAX_PATH_BYTES = 1024
MAX_DEPTH = 32

_UNFIT = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")  # the backslash, and Unicode's category Cc
_RESERVED_PREFIX = ".lsc-syncd"  # store/durable.py writes beside its targets under such names


class Place(NamedTuple):
    """A path's names below `/`, none of them empty, `.` or `..`."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        """Return the path as clients write it, from `/`."""
        return "/" + "/".join(self.names)

    @property
    def is_root(self) -> bool:
        """Return whether this is `/`."""
        return not self.names

    @property
    def in_retour(self) -> bool:
        """Return whether this is `/retour` or below."""
        return bool(self.names) and self.names[0] == RETOUR

    @property
    def envoi(self) -> str:
        """Return the name of the envoi's folder; only for what is not `/`."""
        return self.names[0]

    @property
    def inside(self) -> tuple[str, ...]:
        """Return the names below the envoi's folder; empty for that folder itself."""
        return self.names[1:]

    @property
    def chemin(self) -> str:
        """Return the path from the envoi's folder, as tombstones and manifests write it."""
        return "/".join(self.inside)

    def holds(self, other: "Place") -> bool:
        """Return whether `other` is this place or lies below it."""
        return other.names[: len(self.names)] == self.names


def parse(raw: bytes) -> Place:
    """Given the bytes that a client sent, return the place. Raise Refusal when a name is unfit.

    Names are kept as sent: no normalisation of Unicode.
    """
    if len(raw) > MAX_PATH_BYTES:
        raise Refusal(Status.FAILURE, "Ce chemin est trop long")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Refusal(Status.FAILURE, "Les noms doivent être en UTF-8") from error
    names: list[str] = []
    for name in text.split("/"):
        if name == "..":
            del names[-1:]
        elif name not in {"", "."}:
            names.append(_checked(name))
    if len(names) > MAX_DEPTH:
        raise Refusal(Status.FAILURE, "Ce chemin a trop de dossiers")
    if names and names[0].startswith("."):
        raise Refusal(Status.PERMISSION_DENIED, "Le nom d'un envoi ne commence pas par un point")
    return Place(tuple(names))


def check_writable(place: Place) -> None:
    """Raise Refusal for `/retour`, which is read-only, and for `/` itself."""
    if place.in_retour:
        raise Refusal(Status.PERMISSION_DENIED, "Le dossier retour est en lecture seule")
    if place.is_root:
        raise Refusal(Status.FAILURE, "Ce nom existe déjà")


def check_in_folder(place: Place) -> None:
    """Raise Refusal for a file at `/` itself."""
    if not place.inside:
        raise Refusal(Status.PERMISSION_DENIED, "Déposez chaque envoi dans un dossier")


def _checked(name: str) -> str:
    if _UNFIT.search(name):
        raise Refusal(
            Status.FAILURE, "Un nom ne contient ni barre oblique inverse ni caractère de contrôle"
        )
    if len(name.encode()) > MAX_NAME_BYTES:
        raise Refusal(Status.FAILURE, "Ce nom est trop long")
    if name.startswith(_RESERVED_PREFIX):
        raise Refusal(Status.PERMISSION_DENIED, "Ce nom est réservé au serveur")
    return name
