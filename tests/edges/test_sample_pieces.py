"""The pieces of the sample: real PDFs, and one letter in HTML."""

from pathlib import Path

import pikepdf
import pytest

from syncd.sample.writing import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("pieces") / "agence"
    write_sample(directory, seed=1, immeubles=4, nuits=3)
    return directory


def test_every_pdf_opens(sample: Path) -> None:
    pages = []
    for path in sample.rglob("*.pdf"):
        with pikepdf.open(path) as document:
            assert document.check_pdf_syntax() == []
            pages.append(len(document.pages))
    assert len(pages) > 200
    assert set(pages) == {1, 2}


def test_the_letter_in_html_has_its_image_inside(sample: Path) -> None:
    (letter,) = sample.rglob("*.html")
    assert '<img src="data:image/png;base64,' in letter.read_text(encoding="utf-8")
