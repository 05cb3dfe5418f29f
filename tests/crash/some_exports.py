"""Some nights of an agency, cut from the worked example: small, and with all that may go wrong.

Each function writes an envoi, complete, into a directory that is not there yet.
"""

import hashlib
import re
from pathlib import Path

EXEMPLE = Path(__file__).parents[1] / "exemple" / "envoi-1"
CLASSEURS, EVENEMENTS = "donnees/classeurs.xml", "donnees/evenements-S1.xml"
SEALED = ("connexions.xml", "digicodes-S1.xml")
SECRETS = (
    *(b"k7Pz-33qd", b"w2Qm-81xs", b"12A45"),
    *(
        hashlib.sha256((EXEMPLE / "donnees" / name).read_bytes()).hexdigest().encode()
        for name in SEALED
    ),
)
"""What no file outside of `incoming` may hold: secrets, and the plain digests of their files."""

_LINE = re.compile(r'  <fichier chemin="([^"]+)"( nature="[^"]+")?( entite="[^"]+")?.*/>')
_OF_SYNDIC = re.compile(
    "parametres|entites|tiers|connexions|classeurs|modeles"
    "|(immeubles|lots|comptes|fiches_coproprietaires|detentions|dossiers|digicodes|evenements)-S1"
)


def write_first(envoi: Path) -> None:
    """Write what the worked example says of its syndic, with three contents: three are to come."""
    data = [path for path in (EXEMPLE / "donnees").iterdir() if _OF_SYNDIC.fullmatch(path.stem)]
    pieces = [EXEMPLE / "pieces" / name for name in ("E1-a.pdf", "E1-b.pdf", "E3-a.pdf")]
    files = {str(path.relative_to(EXEMPLE)): path.read_bytes() for path in sorted([*data, *pieces])}
    _write(envoi, files, numero=1)


def write_next(envoi: Path, *, numero: int = 2) -> None:
    """Write the envoi of the next night: a binder renamed, E2 gone, E3 depublished, E9 new.

    It brings a secret, one content, and nothing of the natures that it does not list.
    """
    piece = (EXEMPLE / "pieces/E1-a.pdf").read_bytes() + b"% another\n"
    sha256 = hashlib.sha256(piece).hexdigest()
    evenements = (EXEMPLE / EVENEMENTS).read_text()
    lines = [line for line in evenements.splitlines() if 'id="E2"' not in line]
    lines = [line.replace('publie_le="2026-09-21"', 'publie_le="0000-00-00"') for line in lines]
    added = next(line for line in lines if 'id="E4"' in line).replace('id="E4"', 'id="E9"')
    added = re.sub('sha256="[^"]*"', f'sha256="{sha256}"', added).replace("E4-a.pdf", "E9-a.pdf")
    lines.insert(-1, added)
    files = {
        EVENEMENTS: ("\n".join(lines) + "\n").encode(),
        CLASSEURS: _replaced("classeurs.xml", 'nom="Courriers"', 'nom="Lettres"'),
        "donnees/connexions.xml": _replaced(
            "connexions.xml", '"bruno.petit"', '"bruno.petit" secret_initial="w2Qm-81xs"'
        ),
        "donnees/digicodes-S1.xml": (EXEMPLE / "donnees/digicodes-S1.xml").read_bytes(),
        "pieces/E9-a.pdf": piece,
    }
    _write(envoi, files, numero=numero)


def write_refused(envoi: Path) -> None:
    """Write the next envoi, where one binder stands twice: its content and its secrets are good."""
    write_next(envoi)
    classeurs = (envoi / CLASSEURS).read_text().splitlines()
    _write_again(envoi, CLASSEURS, [*classeurs[:3], *classeurs[2:]])


def write_alarming(envoi: Path) -> None:
    """Write the next envoi without E1: no document of the building would show any more (R-011)."""
    write_next(envoi)
    lines = (envoi / EVENEMENTS).read_text().splitlines()
    _write_again(envoi, EVENEMENTS, [line for line in lines if 'id="E1"' not in line])


def write_fewer(envoi: Path) -> None:
    """Write an envoi that lists the events again, without E3."""
    lines = (EXEMPLE / EVENEMENTS).read_text().splitlines(keepends=True)
    left = "".join(line for line in lines if 'id="E3"' not in line)
    _write(envoi, {EVENEMENTS: left.encode()}, numero=3)


def write_sold(envoi: Path) -> None:
    """Write an envoi where the account C3 is Bruno's, and was Claire's."""
    sold = _replaced("comptes-S1.xml", '<titulaire tiers="T3"/>', '<titulaire tiers="T2"/>')
    _write(envoi, {"donnees/comptes-S1.xml": sold}, numero=2)


def _write_again(envoi: Path, chemin: str, lines: list[str]) -> None:
    """Write an envoi once more, with other lines in one of its files."""
    files = {str(path.relative_to(envoi)): path.read_bytes() for path in envoi.rglob("*.*")}
    del files["manifeste.xml"]
    _write(envoi, {**files, chemin: "\n".join([*lines, ""]).encode()}, numero=2)


def _replaced(name: str, old: str, new: str) -> bytes:
    text = (EXEMPLE / "donnees" / name).read_text()
    assert old in text, f"the worked example has no {old} any more"
    return text.replace(old, new).encode()


def _write(envoi: Path, files: dict[str, bytes], *, numero: int) -> None:
    """Write files and a manifest that lists them, whose lines say what the example's lines say."""
    example = (EXEMPLE / "manifeste.xml").read_text()
    said = {chemin: nature + entite for chemin, nature, entite in _LINE.findall(example)}
    start = example.splitlines()[:2]
    lines = [start[0], start[1].replace('numero="1"', f'numero="{numero}"')]
    for chemin, content in files.items():
        (envoi / chemin).parent.mkdir(parents=True, exist_ok=True)
        (envoi / chemin).write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        words = said.get(chemin, "")
        lines.append(
            f'  <fichier chemin="{chemin}"{words} taille="{len(content)}" sha256="{sha256}"/>'
        )
    (envoi / "manifeste.xml").write_text("\n".join([*lines, "</manifeste>", ""]))
