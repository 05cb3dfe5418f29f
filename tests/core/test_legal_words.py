"""What `lsc-syncd legal` says: each item and each case has its words, each placeholder a value."""

import re
from datetime import date
from pathlib import Path

import pytest

from config.legal import Legal
from config.settings import load
from ingest.rules.bilans import ETATS, NOTE, Bilan, Releve
from ingest.rules.exigences import EXIGENCES
from ingest.telling.catalogue.legal import INTITULES, MOTS
from ingest.telling.legal_words import found_in_words, told
from tests.core.some_legal import found

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def test_each_item_has_its_title() -> None:
    assert list(INTITULES) == list(EXIGENCES)


@pytest.mark.parametrize("case", MOTS, ids=" ".join)
def test_each_case_is_told_in_whole_sentences(case: tuple[str, str]) -> None:
    releve = Releve(*case, ("S1/E1/a",), ("S1/C1",), 1, 2, date(2026, 5, 12), "FILE_MISSING")
    dit = told(releve, Bilan("ALL-01", "present", (found(),)), "modèle PV")

    assert "{" not in " ".join(dit)
    assert re.fullmatch(r"[A-ZÉ0-9].*\.", dit.phrase)
    assert re.fullmatch(r"[A-ZÉ].*\.", dit.correction)


def test_a_binder_is_named_where_its_boxes_are_to_be_ticked() -> None:
    releve = Releve("LEGAL_WRONG_AUDIENCE", "case", ("S1/E1/a",))

    dit = told(releve, Bilan("ALL-01", "LEGAL_WRONG_AUDIENCE", (found(),)), "")

    assert "« Divers » (syndic/8)" in dit.correction


def test_a_long_list_is_cut_short() -> None:
    releve = Releve(NOTE, "anciens", tuple(f"S1/E{number}/a" for number in range(7)))

    assert "S1/E4/a et 2 de plus." in told(releve, Bilan("ALL-05", "present"), "").phrase


def test_what_is_found_is_counted_with_its_newest_day() -> None:
    two = (found(), found("S1/E2/a", date(2026, 1, 1)))
    contract = found("dossier S1/N1", None)

    assert found_in_words(Bilan("ALL-01", "present", two)) == "2, 2026-06-15"
    assert found_in_words(Bilan("ALL-07", "present", (contract,))) == "1"
    assert found_in_words(Bilan("ALL-07", "aucun")) == ""


def rows_of(title: str) -> dict[str, str]:
    """The first two columns of the operator's table with that title."""
    table = OPERATIONS.read_text().partition(f"| {title} |")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| ")]
    return {first.strip(): second.strip() for first, second in rows}


def test_the_page_of_operations_has_every_item_and_every_state() -> None:
    assert rows_of("code | what | for | expected") == dict(INTITULES)
    assert set(rows_of("state | what it means")) == set(ETATS)


def test_the_settings_that_the_page_shows_are_right_and_whole(tmp_path: Path) -> None:
    shown = OPERATIONS.read_text().partition("```toml\n[legal]")[2].partition("```")[0]
    settings = tmp_path / "settings.toml"
    settings.write_text(f'domaine = "a"\n[legal]{shown}')

    assert load(settings).legal.model_fields_set == set(Legal.model_fields)
