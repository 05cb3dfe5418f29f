"""`make contract`: what the sender is given, as one zip: the page, the schemas, the example.

The same contract gives the same bytes on every machine: fixed order and times, nothing compressed.
Touches: the zip, writing; the page, the schemas and the example, reading.
"""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import schemas
from contract.exemple import EXEMPLE, files
from contract.page import make_page
from contract.web import html_of

PACKAGE = Path(__file__).parents[1] / "dist" / "contrat-lsc-syncd.zip"

_FOLDER = "contrat-lsc-syncd"
_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3


def write_package(target: Path) -> None:
    """Given the path of a zip, write it there, over what it was."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_STORED) as package:
        for name, content in _contents():
            entry = ZipInfo(f"{_FOLDER}/{name}", _TIME)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            package.writestr(entry, content)


def _contents() -> Iterator[tuple[str, bytes]]:
    page = make_page()
    yield "contrat.html", html_of(page, "Le contrat d'export").encode()
    yield "contrat.md", page.encode()
    for path in sorted(schemas.TYPES.parent.glob("*.xsd")):
        yield f"schemas/{path.name}", path.read_bytes()
    for path in files():
        yield f"exemple/{EXEMPLE.name}/{path.relative_to(EXEMPLE).as_posix()}", path.read_bytes()


if __name__ == "__main__":
    write_package(PACKAGE)
