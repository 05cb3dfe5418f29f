"""The glossary explains every nature of the contract and every table of the store."""

import re
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import store.database  # noqa: F401  declares every table
from ingest.decision import Resultat
from ingest.reading.natures import NATURES

GLOSSAIRE = Path(__file__).parents[2] / "docs" / "glossaire.md"


def entries() -> set[str]:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSAIRE.read_text(), flags=re.MULTILINE)
    return {term.strip() for row in rows for term in row.split(",")}


@pytest.mark.parametrize("nature", sorted(NATURES))
def test_every_nature_has_its_entry(nature: str) -> None:
    assert nature in entries()


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_every_table_has_its_entry(table: str) -> None:
    assert table in entries()


@pytest.mark.parametrize("resultat", sorted(Resultat))
def test_every_outcome_has_its_entry(resultat: str) -> None:
    assert resultat in entries()
