"""Lines that were read before are not read again; nothing is decided or told otherwise for it."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from ingest.telling.report import Rapport
from store.changes import EMPREINTE_BYTES
from store.declarations import NATURES
from store.tables import table_of
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import Edits, an_envoi
from tests.journeys.some_retention import LINES
from tests.journeys.test_exemple_variants import VARIANTS

EVENEMENTS = "donnees/evenements-S1.xml"


def forget_lines(agency: Agency) -> None:
    """Have every line read again."""
    with agency.workshop.store.rebuilding() as connection:
        for nature in NATURES.values():
            table = table_of(nature.table).name
            connection.execute(text(f"UPDATE {table} SET empreinte = NULL"))  # noqa: S608  ours
        connection.execute(text("UPDATE fichiers_appliques SET empreintes = NULL, suites = NULL"))


def facts(agency: Agency) -> object:
    """Return all that is known of records, but not how they were read."""
    with agency.workshop.store.reading() as known:
        return {
            (nature, entite): {
                cle: each._replace(empreinte=None)
                for cle, each in known.facts(nature, entite).items()
            }
            for nature in NATURES
            for entite in known.entites(nature)
        }


def without_its_id(rapport: Rapport) -> object:
    return asdict(replace(rapport, id=""))


def lines_known(agency: Agency) -> list[bytes]:
    """Return the digests that the store has of the events' file, in its order."""
    with agency.workshop.store.reading() as known:
        joined, _ = known.empreintes("evenements", "S1")
    return [joined[at : at + EMPREINTE_BYTES] for at in range(0, len(joined), EMPREINTE_BYTES)]


def test_the_store_knows_the_lines_of_each_file_in_its_order(begun: Agency, tmp_path: Path) -> None:
    before = lines_known(begun)
    edits: Edits = {EVENEMENTS: [(LINES["E3"], ""), ("badges du garage 12", "badges")]}
    begun.send(an_envoi(tmp_path / "changed", edits, numero=2))
    after = lines_known(begun)
    assert len(set(before)) == len(before)
    assert len(after) == len(before) - 1
    assert len(set(after) - set(before)) == 1
    assert [each for each in before if each in after] == [each for each in after if each in before]
    begun.check()


def test_of_a_sealed_file_the_store_has_no_size(begun: Agency) -> None:
    """A run tells how long its lines are: that of a secret says something of it."""
    with begun.workshop.store.reading() as known:
        found = {nature: known.empreintes(nature, "") for nature in ("tiers", "connexions")}
    assert all(digests for digests, _ in found.values())
    assert {nature: bool(runs) for nature, (_, runs) in found.items()} == {
        "tiers": True,
        "connexions": False,
    }


def test_of_a_file_of_another_layout_the_store_knows_no_line(begun: Agency, tmp_path: Path) -> None:
    spread: Edits = {EVENEMENTS: [(LINES["E3"], LINES["E3"].replace(" ", "\n ", 1))]}
    entry = begun.send(an_envoi(tmp_path / "spread", spread, numero=2))
    assert "FORME_LENTE" in told(entry)
    assert lines_known(begun) == []
    begun.send(an_envoi(tmp_path / "again", numero=3))
    assert len(lines_known(begun)) > 0
    begun.check()


@pytest.mark.parametrize("name", sorted(VARIANTS)[::3])
def test_an_envoi_changes_and_tells_the_same(begun: Agency, tmp_path: Path, name: str) -> None:
    other = begun.copy(tmp_path / "other")
    forget_lines(other)
    envoi = an_envoi(tmp_path / "envoi", VARIANTS[name].edits, numero=2)
    found, whole = begun.send(envoi), other.send(envoi)
    assert without_its_id(report_of(found)) == without_its_id(report_of(whole))
    assert facts(begun) == facts(other)
    assert begun.derived() == other.derived()
    other.close()


def test_a_line_that_stands_twice_is_told_with_both_lines(begun: Agency, tmp_path: Path) -> None:
    lines = (an_envoi(tmp_path / "one", numero=2) / EVENEMENTS).read_text().splitlines()
    first = next(number for number, line in enumerate(lines, start=1) if 'id="E2"' in line)
    again: Edits = {EVENEMENTS: [("</evenements>", f"{lines[first - 1]}\n</evenements>")]}
    entry = begun.send(an_envoi(tmp_path / "twice", again, numero=2))
    (problem,) = [
        s.problem for s in report_of(entry).signalements if s.problem.code == "CLE_EN_DOUBLE"
    ]
    assert entry.resultat == "refuse"
    assert (problem.line, problem.detail) == (len(lines), f"lignes {first} et {len(lines)}")


def test_a_key_of_a_line_that_was_not_read_again_stands_twice(
    begun: Agency, tmp_path: Path
) -> None:
    """The other line of that key is new: only it is read."""
    lines = (an_envoi(tmp_path / "one", numero=2) / EVENEMENTS).read_text().splitlines()
    first = next(number for number, line in enumerate(lines, start=1) if 'id="E2"' in line)
    other = lines[first - 1].replace("objet=", " objet=", 1)
    again: Edits = {EVENEMENTS: [("</evenements>", f"{other}\n</evenements>")]}
    entry = begun.send(an_envoi(tmp_path / "twice", again, numero=2))
    assert entry.resultat == "refuse"
    assert "CLE_EN_DOUBLE" in told(entry)


def test_what_becomes_wrong_with_a_line_that_was_not_read_is_told_with_its_place(
    begun: Agency, tmp_path: Path
) -> None:
    """A model leaves its list; the events that use it are in a file of which one line changed."""
    edits = {
        "donnees/modeles.xml": [('code="BANQ"', 'code="BANK"')],
        EVENEMENTS: [("Remise des badges du garage 12", "Autre objet")],
    }
    directory = an_envoi(tmp_path / "envoi", edits, numero=2)
    lines = (directory / EVENEMENTS).read_text().splitlines()
    entry = begun.send(directory)
    places = {
        s.problem.id: s.problem.line
        for s in report_of(entry).signalements
        if s.problem.code == "REFERENCE_INCONNUE" and s.problem.nature == "evenements"
    }
    assert places
    for cle, line in places.items():
        assert line is not None
        assert f'id="{cle}"' in lines[line - 1]
