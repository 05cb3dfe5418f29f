"""`explain`: every rule in order, in front of whom, and as it stood on a past day."""

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import (
    SEEN_TODAY,
)

EXPLANATION_KEYS = {
    *("document", "titre", "contenu", "classeur", "verdicts", "personne", "visible", "intervals"),
}
VERDICT_KEYS = {"regle", "code", "cache", "phrase", "valeurs"}
INTERVAL_KEYS = {
    *("tiers", "contenu", "du", "avant", "compte", "portee", "cible", "classeur", "niveau"),
    *("causes", "fins"),
}
INTERVAL_KEYS = {
    *("tiers", "contenu", "du", "avant", "compte", "portee", "cible", "classeur", "niveau"),
    *("causes", "fins"),
}


def test_explain_tells_every_rule_in_order(command: Said) -> None:
    said = command.json("explain", "S1/E5/a")

    assert set(said) == EXPLANATION_KEYS
    assert all(set(verdict) == VERDICT_KEYS for verdict in said["verdicts"])
    assert [v["code"] for v in said["verdicts"]][:4] == [
        "WITHDRAWN_EXPLICIT",
        "WITHDRAWN_ABSENT",
        "DEPUBLISHED",
        "NOT_PUBLISHED",
    ]
    hiding = {v["code"]: v["valeurs"] for v in said["verdicts"] if v["cache"]}
    assert set(hiding) == {"INVOICE_WITHOUT_ENTRY"}
    assert hiding["INVOICE_WITHOUT_ENTRY"]["ecriture_comptable"] == "false"


WHY = {
    ("S1/E2/a", "claire.roux"): "BINDER_LEVEL",
    ("S1/E3/a", "anne.moreau"): "TARGET_ELSEWHERE",
    ("S1/E4/a", "bruno.petit"): "TARGET_ELSEWHERE",
    ("G1/E8/a", "farid.nadir"): "ACCOUNT_DEPARTURE",
    ("G1/E8/a", "hugo.garnier"): "NO_ACCOUNT",
    ("G1/E7/a", "denis.leroy"): "TARGET_ELSEWHERE",
}


@pytest.mark.parametrize(("document", "login"), WHY)
def test_explain_tells_why_a_person_does_not_see_it(
    command: Said, document: str, login: str
) -> None:
    said = command.json("explain", document, "--for", login)

    assert said["visible"] is False
    assert WHY[document, login] in [v["code"] for v in said["personne"] if v["cache"]]


def test_explain_agrees_with_what_each_person_sees(begun: Agency) -> None:
    for login, seen in SEEN_TODAY.items():
        for document in begun.motifs():
            assert begun.explain(document, login).visible == (document in seen), (document, login)


def test_explain_hides_a_visible_document_by_no_rule(begun: Agency) -> None:
    for login, seen in SEEN_TODAY.items():
        for document in seen:
            explained = begun.explain(document, login)
            hiding = [v.code for v in explained.verdicts if v.cache]
            assert hiding == [], (document, login)


def test_explain_gives_the_intervals(begun: Agency, command: Said) -> None:
    (identifier,) = begun.sent

    (interval,) = command.json("explain", "S1/E2/a", "--for", "anne.moreau")["intervals"]

    assert set(interval) == INTERVAL_KEYS
    assert (interval["niveau"], interval["causes"]) == ("president", 3 * [identifier])


def test_explain_at_a_day_gives_rows_and_intervals(command: Said) -> None:
    said = command.json("explain", "S1/E2/a", "--for", "anne.moreau", "--at", "2026-11-24")

    assert set(said) == {"span", "rows", "intervals"}
    assert said["span"] == {"du": "2026-11-23T23:00:00.000Z", "avant": "2026-11-24T23:00:00.000Z"}
    assert {row["table"] for row in said["rows"]} == {"publication", "acces", "droits"}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-11-23", "NOT VISIBLE in that time."), ("2026-11-24", "VISIBLE in that time.")],
)
def test_explain_at_a_day_says_it_in_one_sentence(command: Said, day: str, sentence: str) -> None:
    assert command.run("explain", "S1/E2/a", "--for", "anne.moreau", "--at", day) == 0
    assert f"\n{sentence}\n" in command.out


@pytest.mark.parametrize("at", [(), ("--at", "2026-11-24")])
@pytest.mark.parametrize("document", ["S1/E99/a", "S1/E1/z", "n'importe quoi"])
def test_an_unknown_document_is_told(command: Said, document: str, at: tuple[str, ...]) -> None:
    assert command.run("explain", document, *at) == 1
    assert "was ever listed" in command.err


@pytest.mark.parametrize("day", ["hier", "2026-13-01", "24/11/2026"])
def test_a_day_that_is_none_is_a_mistake_of_usage(command: Said, day: str) -> None:
    assert command.run("explain", "S1/E1/a", "--at", day) == 2
    assert "is no day (2026-03-03) nor instant" in command.err
