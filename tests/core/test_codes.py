"""The catalogue of codes: each says what is wrong and what to correct, in one place."""

import re

import pytest

from ingest.decision import Resultat
from ingest.telling.accuse import text_of
from ingest.telling.catalogue.code import Code
from ingest.telling.codes import CODES, THEMES
from ingest.telling.problems import Problem, Severity
from ingest.telling.report import Etat, Rapport, Signalement

EVERY = pytest.mark.parametrize("known", CODES.values(), ids=list(CODES))
INSTANT = "2026-11-24T01:00:00.000Z"


def a_report(*signalements: Signalement) -> Rapport:
    return Rapport(
        id="20261124T010000-lsc-1-0a1b",
        account="lsc",
        domaine="immo-dupont",
        numero=1,
        essai=False,
        resultat=Resultat.APPLIQUE,
        scelle_le=INSTANT,
        decide_le=INSTANT,
        signalements=signalements,
    )


def corrections_in(text: str) -> list[str]:
    """The lines of the report's last section."""
    return [line.strip(" -") for line in text.partition("Que corriger\n")[2].splitlines()]


@EVERY
def test_a_code_says_what_to_correct_in_whole_sentences(known: Code) -> None:
    assert re.fullmatch(r"[A-ZÉ].*\.", known.correction)


@EVERY
def test_what_to_correct_is_short_enough_for_a_line_of_the_report(known: Code) -> None:
    assert len(known.correction) <= 240


@EVERY
def test_a_code_has_a_known_severity_and_a_rule(known: Code) -> None:
    assert known.severity in set(Severity)
    assert re.fullmatch(r"R-\d{3}[a-z]?|format|decision|conservation", known.rule)


def test_no_code_belongs_to_two_themes() -> None:
    assert sum(map(len, THEMES.values())) == len(CODES)


def test_the_report_says_what_to_correct_once_for_all_problems_of_a_code() -> None:
    wrong = [Problem(code="REFERENCE_INCONNUE", nature="lots", id=each) for each in ("L1", "L2")]

    text = text_of(a_report(*(Signalement(each, Etat.PERSISTANT) for each in wrong)))

    known = CODES["REFERENCE_INCONNUE"]
    assert corrections_in(text) == [f"REFERENCE_INCONNUE : {known.correction}"]


def test_nothing_is_to_be_corrected_of_what_is_cured() -> None:
    cured = Signalement(Problem(code="CS_NO_CORRESPONDENT"), Etat.GUERI)

    assert "Que corriger" not in text_of(a_report(cured))
