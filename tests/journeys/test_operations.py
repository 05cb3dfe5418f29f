"""`docs/operations.md`: each command of the four nights prints what the page says."""

import re
import shutil

import pytest

from ingest.disk.spool import STATES
from syncd.commands import exit_codes
from tests.journeys.some_operations import PAGE, Outcome, Step, is_printed, run_page, steps_in

STEPS = steps_in(PAGE.read_text("utf-8"))
HELD = "20261126T010000-agence-3-5f20"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[Step, Outcome]:
    """Run the page once, from its first command to its last."""
    if shutil.which("faketime") is None:
        pytest.skip("there is no faketime on this machine: apt-get install faketime")
    ran = run_page(tmp_path_factory.mktemp("nuits"))
    return dict(zip(STEPS, ran, strict=True))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"line-{step.line}")
def test_the_command_prints_what_the_page_says(step: Step, outcomes: dict[Step, Outcome]) -> None:
    found = outcomes[step]

    assert step.expected
    assert is_printed(step.expected, found.output), f"$ {step.command}\n{found.output}"


def first_column(title: str) -> set[str]:
    """Return the first column of the table that is below a title of the page."""
    chapter = PAGE.read_text("utf-8").split(f"### {title}\n")[1].split("\n### ")[0]
    return set(re.findall(r"^\| `?(\w+)`? \|", chapter, re.MULTILINE)) - {"directory", "code"}


def test_the_page_says_what_to_do_in_each_state_of_the_spool() -> None:
    found = first_column("An envoi, by the directory where it is")
    assert found == {"incoming", "active", *STATES}


def test_the_page_says_what_each_exit_code_means() -> None:
    codes = {str(code) for name, code in vars(exit_codes).items() if name.isupper()}
    assert first_column("Exit codes") == codes


@pytest.mark.parametrize(
    ("expected", "output"),
    [
        ("one\n", "one\n"),
        ("one\n", "one   \n"),
        ("one\n…\nfour\n", "one\ntwo\nthree\nfour\n"),
        ("one\n…\n", "one\n"),
        ("…\ntwo\n…\nfour\n…\n", "one\ntwo\nthree\nfour\n"),
        (f"{HELD} is held\n", f"{HELD[:-4]}0000 is held\n"),
    ],
    ids=[
        "the same",
        "spaces at an end",
        "lines left out",
        "none left out",
        "several times",
        "the end of an id",
    ],
)
def test_an_output_that_the_page_shows_is_recognised(expected: str, output: str) -> None:
    assert is_printed(expected, output)


@pytest.mark.parametrize(
    ("expected", "output"),
    [
        ("one\n", "two\n"),
        ("one\n", "one\ntwo\n"),
        ("one\ntwo\n", "one\n"),
        ("one\n…\n", "two\none\n"),
        ("…\none\n", "one\ntwo\n"),
        ("…\ntwo\n…\none\n…\n", "one\ntwo\n"),
        ("one\n…\none\n", "one\n"),
        ("1.one\n", "1xone\n"),
        (f"{HELD} is held\n", f"{HELD} is refused\n"),
        (f"{HELD} is held\n", f"{HELD.replace('agence', 'autre')} is held\n"),
    ],
    ids=[
        "other",
        "more",
        "less",
        "a line before",
        "a line after",
        "another order",
        "once",
        "a point",
        "other words",
        "another id",
    ],
)
def test_another_output_is_not_taken_for_it(expected: str, output: str) -> None:
    assert not is_printed(expected, output)
