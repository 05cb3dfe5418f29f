"""The worked example as files, and what its sender may change in it before he sends it.

The files are those of `tests/exemple`, byte for byte the contract's; who sees what is its README's.
"""

import re
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from ingest.disk.tree import MANIFESTE

EXEMPLE = Path(__file__).parents[1] / "exemple" / "envoi-1"
LOGINS = (
    "anne.moreau",
    "bruno.petit",
    "claire.roux",
    "denis.leroy",
    "emma.faure",
    "farid.nadir",
)
SEEN_TODAY: dict[str, frozenset[str]] = {
    "anne.moreau": frozenset({"S1/E1/a", "S1/E1/b", "S1/E2/a"}),
    "bruno.petit": frozenset({"S1/E1/a", "S1/E1/b", "S1/E2/a"}),
    "claire.roux": frozenset({"S1/E1/a", "S1/E1/b", "S1/E3/a", "S1/E4/a"}),
    "denis.leroy": frozenset({"G1/E8/a"}),
    "emma.faure": frozenset({"G1/E7/a"}),
    "farid.nadir": frozenset(),
}
"""The README's table, "Who sees what today"."""

Edits = Mapping[str, Iterable[tuple[str, str]]]
E9 = "S1/E9/a"
E9_PIECE = b"%PDF-1.4\n% what nobody ever sent before\n%%EOF\n"
E9_LINE = (
    '  <evenement id="E9" modele="COUR" objet="Travaux de l\'escalier" traite_le="2026-11-23"'
    ' cree_le="2026-11-23T10:00:00+01:00" publie_le="2026-11-23" confidentiel="false"'
    ' immeuble="I1"><piece id="a" rang="0" type="lettre" nom="travaux.pdf"'
    f' sha256="{sha256(E9_PIECE).hexdigest()}"/></evenement>\n</evenements>'
)
"""An event that the example does not have: a letter to all co-owners."""
SEEN_WITH_E9 = {
    login: seen | {E9} if "S1/E1/a" in seen else seen for login, seen in SEEN_TODAY.items()
}

_LINE = re.compile(r'<fichier chemin="([^"]+)"[^>]*/>')


def an_envoi(target: Path, edits: Edits | None = None, *, numero: int = 1) -> Path:
    """Given a new directory, write the example there with some changes; return it."""
    shutil.copytree(EXEMPLE, target)
    for path in target.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    target.chmod(0o755)
    return edit_envoi(target, edits, numero=numero)


def with_e9(target: Path, *, numero: int = 2) -> Path:
    """Given a new directory, write the example there with one more event and its new file."""
    envoi = e9_without_its_file(target, numero=numero)
    add_file(envoi, "pieces/E9-a.pdf", E9_PIECE)
    return envoi


def e9_without_its_file(target: Path, *, numero: int) -> Path:
    """Write the same lists; of that event no file comes."""
    edits = {"donnees/evenements-S1.xml": [("</evenements>", E9_LINE)]}
    return an_envoi(target, edits, numero=numero)


def edit_envoi(directory: Path, edits: Edits | None = None, *, numero: int | None = None) -> Path:
    """Given an envoi, change texts of its files, then its numero, and what the manifest says.

    `edits` gives by path what stands there once, and what stands there instead.
    """
    for chemin, changes in (edits or {}).items():
        path = directory / chemin
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (chemin, old)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    relist(directory)
    if numero is not None:
        edit_manifest(directory, r' numero="\d+"', f' numero="{numero}"')
    return directory


def relist(directory: Path) -> None:
    """Given an envoi, make each line of its manifest say the size and sha256 of its file."""

    def told(found: re.Match[str]) -> str:
        path = directory / found[1]
        if not path.is_file():
            return found[0]
        content = path.read_bytes()
        line = re.sub(r'taille="\d+"', f'taille="{len(content)}"', found[0])
        return re.sub(r'sha256="\w+"', f'sha256="{sha256(content).hexdigest()}"', line)

    manifeste = directory / MANIFESTE
    manifeste.write_text(_LINE.sub(told, manifeste.read_text(encoding="utf-8")), encoding="utf-8")


def edit_manifest(directory: Path, pattern: str, text: str) -> None:
    """Given an envoi, replace in its manifest the one place that a pattern matches."""
    manifeste = directory / MANIFESTE
    edited, places = re.subn(pattern, lambda _: text, manifeste.read_text(encoding="utf-8"))
    assert places == 1, pattern
    manifeste.write_text(edited, encoding="utf-8")


def unlist(directory: Path, *chemins: str) -> None:
    """Given an envoi, remove files and their lines of the manifest."""
    for chemin in chemins:
        edit_manifest(directory, rf' *<fichier chemin="{re.escape(chemin)}"[^>]*/>\n', "")
        (directory / chemin).unlink()


def add_file(directory: Path, chemin: str, content: bytes, nature: str = "") -> None:
    """Given an envoi, add a file and its line; `nature` as the attributes of that line."""
    (directory / chemin).parent.mkdir(parents=True, exist_ok=True)
    (directory / chemin).write_bytes(content)
    add_line(directory, a_line(chemin, content, nature))


def a_line(chemin: str, content: bytes, nature: str = "") -> str:
    """Return the manifest's line of a file."""
    words = f" {nature}" if nature else ""
    size, digest = len(content), sha256(content).hexdigest()
    return f'<fichier chemin="{chemin}"{words} taille="{size}" sha256="{digest}"/>'


def rewrite(directory: Path, chemin: str, content: bytes) -> None:
    """Given an envoi, put other bytes in one of its files; the manifest says so."""
    (directory / chemin).write_bytes(content)
    relist(directory)


def add_line(directory: Path, line: str) -> None:
    """Given an envoi, add a line at the end of its manifest."""
    edit_manifest(directory, "</manifeste>", f"  {line}\n</manifeste>")


def files_in(directory: Path) -> dict[str, bytes]:
    """Return the content of every regular file below a directory, by its path there."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
