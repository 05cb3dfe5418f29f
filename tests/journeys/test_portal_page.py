"""docs/portal.md: it is the one that is made, and what it shows runs, on either database."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from contract.portal import PAGE, make_page
from store.models.ecrits import COLONNES
from store.views import ALL
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import an_envoi
from tests.journeys.test_portal_documents import LANDLORDS_SEE, put
from tests.some_databases import BOTH, Sqlite

NOW, LATER = "2026-11-24T12:00:00.000Z", "2026-12-24T11:00:00.000Z"
SECRET = "k7Pz-33qd"
(PHP,) = re.findall(r"```php\n(.*?)```", make_page(), flags=re.DOTALL)


def test_the_committed_page_is_the_one_that_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == make_page(), "run make docs"


def test_it_has_a_part_for_each_view_and_each_table_with_every_column() -> None:
    page = make_page()
    for view in ALL:
        part = page.split(f"\n### {view.nom}\n")[1].split("\n### ")[0]
        assert re.findall(r"^\| `(\w+)`", part, flags=re.MULTILINE) == [*view.colonnes]
    for name in COLONNES:
        assert f"\n### {name}\n" in page


class Php:
    """A portal in PHP: the functions of the page, and two connections."""

    def __init__(self, agency: Agency, folder: Path) -> None:
        self._file = folder / "portail.php"
        if isinstance(agency.database, Sqlite):
            store = f"sqlite:{agency.root}/store.db"
            portal = f"sqlite:{agency.root}/portail/portal.db"
            read_only = "[PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY]"
        else:
            (found,) = re.findall(r"//(\w+)@/(\w+)\?host=(.+)", agency.store_url)
            store = portal = "pgsql:user={};dbname={};host={}".format(*found)
            read_only = "[]"
        self._head = (
            f"<?php\n{PHP}\n$store = new PDO('{store}', null, null, {read_only});\n"
            f"$portail = new PDO('{portal}');\n"
        )

    def __call__(self, expression: str) -> Any:
        self._file.write_text(f"{self._head}echo json_encode({expression});\n")
        done = subprocess.run(
            ["php", str(self._file)], capture_output=True, text=True, check=True, timeout=60
        )
        return json.loads(done.stdout)


@pytest.fixture
def php(begun: Agency, tmp_path: Path) -> Php:
    put(begun, LANDLORDS_SEE)
    return Php(begun, tmp_path)


@BOTH
def test_an_initial_secret_works_once_and_a_password_of_his_own_for_ever(
    php: Php, begun: Agency, tmp_path: Path
) -> None:
    """R-071, R-072, R-081."""

    def came_in(login: str, password: str, now: str = NOW) -> object:
        return php(f"log_in($store, $portail, '{login}', '{password}', '{now}')")

    assert came_in("anne.moreau", "faux") is None
    assert came_in("anne.moreau", SECRET, LATER) is None, "thirty days are over"
    assert came_in("anne.moreau", SECRET) == ["T1", True]
    assert came_in("anne.moreau", SECRET) is None, "it works once"
    assert came_in("farid.nadir", SECRET) is None, "his login is closed"
    assert came_in("personne", SECRET) is None

    php(f"set_password($portail, 'T1', 'le mien', '{NOW}')")
    edits = {"donnees/connexions.xml": [(SECRET, "un-autre-42")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    assert came_in("anne.moreau", "un-autre-42") is None, "his own is never overwritten"
    assert came_in("anne.moreau", "le mien", LATER) == ["T1", False]


@BOTH
def test_binders_are_counted_for_the_person(php: Php) -> None:
    """R-037, R-038."""
    found = php(f"binders($store, 'T4', 'G1/C4', '{NOW}')")

    assert [(row["nom"], row["documents"], row["dernier"]) for row in found] == [
        ("Etats des lieux", 1, "2026-08-15"),
        ("Quittances", 1, "2026-11-02"),
    ], "an empty binder is not shown"


@BOTH
def test_a_file_is_given_to_who_sees_its_document(php: Php, begun: Agency) -> None:
    """R-041, R-062."""
    found = php(f"file_of($store, 'T5', 'G1/E7/a', '{NOW}')")

    assert found["nom"] == "Quittance de novembre 2026.pdf"
    assert found["taille"] == (begun.root / "documents" / found["chemin"]).stat().st_size
    assert php(f"file_of($store, 'T6', 'G1/E7/a', '{NOW}')") is None
    assert php("file_name(\"a/b\\\\c\\n\", '.pdf')") == "a b c.pdf"


def test_names_in_a_zip_are_all_different(tmp_path: Path, begun: Agency) -> None:
    """R-046."""
    names = "['Appel.pdf', 'appel.pdf', 'Appel.pdf', 'Appel (2).pdf', 'sans', 'sans']"

    assert Php(begun, tmp_path)(f"unique_names({names})") == [
        "Appel.pdf",
        "appel (2).pdf",
        "Appel (3).pdf",
        "Appel (2) (2).pdf",
        "sans",
        "sans (2)",
    ]
