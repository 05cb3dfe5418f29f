"""The catalogue of rules: every rule of the requirements, and cited where it is in force."""

import re
from pathlib import Path

import pytest

from contract.citations import PROJECT, cited_in, modules_citing, proofs_citing, words_of
from contract.rules import HERE, PAGE, STATES, Rule, every_rule, make_page

RULES = every_rule()
NUMBERS = {rule.number for rule in RULES}
MODULES, TESTS = modules_citing(NUMBERS), proofs_citing(NUMBERS)
IN_FORCE = [rule for rule in RULES if rule.kind in HERE]
STATE = re.compile(r"in force|in part: .+|not yet: .+|out of scope: .+")


def number(rule: Rule) -> str:
    return rule.number


def test_every_rule_of_the_requirements_is_there_and_no_other() -> None:
    text = (PROJECT / "docs/reference/domain.md").read_text(encoding="utf-8")
    of_the_catalogue = re.findall(r"\*\*(R-\d{3})\*\*", text)
    of_the_amendments = re.findall(r"^\| (R-\d{3}[a-z]) \|", text, re.MULTILINE)

    assert [rule.number for rule in RULES] == sorted({*of_the_catalogue, *of_the_amendments})


@pytest.mark.parametrize("rule", RULES, ids=number)
def test_a_rule_has_a_title_and_a_state_that_exists(rule: Rule) -> None:
    assert STATE.fullmatch(rule.state)
    assert rule.kind in STATES
    assert 3 < len(rule.title) <= 90


@pytest.mark.parametrize("rule", IN_FORCE, ids=number)
def test_a_rule_that_is_in_force_is_applied_by_a_module_and_proven_by_a_test(rule: Rule) -> None:
    assert MODULES.get(rule.number), f"no module cites {rule.number}"
    assert TESTS.get(rule.number), f"no test cites {rule.number}"


def test_no_rule_is_cited_that_does_not_exist() -> None:
    unknown = {
        rule: [*MODULES.get(rule, ()), *TESTS.get(rule, ())]
        for rule in {*MODULES, *TESTS} - NUMBERS
    }

    assert unknown == {}


def test_the_committed_page_is_the_one_that_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == make_page(), "run make docs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R-053.", {"R-053"}),
        ("(R-053, R-054)", {"R-053", "R-054"}),
        ("R-060…R-062", {"R-060", "R-061", "R-062"}),
        ("R-060...R-062", {"R-060", "R-061", "R-062"}),
        ("R-060–R-062", {"R-060", "R-061", "R-062"}),
        ("R-060…062", {"R-060", "R-061", "R-062"}),
        ("R-080…R-082", {"R-080", "R-081", "R-081b", "R-082"}),
        ("R-081b", {"R-081b"}),
        ("R-113 or R-113b", {"R-113", "R-113b"}),
        ("R-101/R-102", {"R-101", "R-102"}),
        ("(R-010…R-064)", set()),
        ("R-0531 PR-053 R-53", set()),
    ],
)
def test_a_citation_is_read_as_people_write_it(text: str, expected: set[str]) -> None:
    assert cited_in(text, NUMBERS) == expected


def test_a_number_that_no_rule_has_is_found() -> None:
    assert cited_in("R-999, R-053", NUMBERS) == {"R-999", "R-053"}


def test_a_module_cites_by_what_it_says_and_not_by_its_values(tmp_path: Path) -> None:
    """A code of the catalogue names the rule that it tells of: it does not apply it."""
    module = tmp_path / "module.py"
    module.write_text('"""R-053."""\nCODE = "R-054"  # R-010\nX = 1\n"""R-031: said of X."""\n')

    assert cited_in(words_of(module), NUMBERS) == {"R-053", "R-010", "R-031"}


def test_a_view_in_sql_cites_as_well(tmp_path: Path) -> None:
    view = tmp_path / "views.sql"
    view.write_text("-- R-038\nSELECT 1;\n")

    assert cited_in(words_of(view), NUMBERS) == {"R-038"}


def test_the_module_of_a_view_cites_by_the_rules_that_the_view_names() -> None:
    view = PROJECT / "store" / "views" / "photos.py"

    assert "R-123" in cited_in(words_of(view), NUMBERS)
