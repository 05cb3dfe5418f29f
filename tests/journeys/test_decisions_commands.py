"""`depublish`, `republish` and `decisions` as a person runs them: words, JSON and exit codes.

The commands read the real time; the example's events were all published before it.
"""

import os
import pwd
from typing import Any

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said

WHY = ("--reason", "envoyé par erreur")
DECISION_KEYS = {
    *("id", "genre", "criteres", "raison", "qui", "pris_le", "jour", "jusqu_au"),
    *("clos_le", "clos_par", "clos_raison"),
}
E1 = {"S1/E1/a", "S1/E1/b"}


def hidden(command: Said, *arguments: str) -> Any:
    """Depublish; return what was said."""
    return command.json("depublish", *arguments, *WHY)


def shown_to(command: Said, login: str) -> set[str]:
    return {each["document"] for each in command.json("documents", "list", "--for", login)}


# depublish


def test_depublish_says_how_many_match_and_who_loses_what(command: Said) -> None:
    assert command.run("depublish", "--evenement", "S1/E1", *WHY) == 0

    assert "2 of 9 document(s) match, hidden until it is republished." in command.out
    assert "3 person(s) lose 6 document(s) in all, 0 gain 0." in command.out
    assert ["loses", "T1", "S1/E1/a"] in [line.split() for line in command.out.splitlines()]


def test_the_table_is_limited_and_says_how_many_more(command: Said) -> None:
    command.run("depublish", "--evenement", "S1/E1", *WHY, "--limit", "2")

    assert command.out.count("loses") == 2
    assert "… and 4 more" in command.out


def test_depublish_as_json_has_the_decision_and_its_effects(command: Said) -> None:
    said = hidden(command, "S1/E1/a")

    assert set(said) == {"dry_run", "decision", "documents", "total", "plus_tard", "effects"}
    assert set(said["decision"]) == DECISION_KEYS
    assert said["decision"]["criteres"] == "document:S1/E1/a"
    assert said["effects"]["nommes"][0] == {
        "effet": "loses",
        "tiers": "T1",
        "document": "S1/E1/a",
        "gagne": False,
    }


def test_after_it_nobody_sees_it(command: Said) -> None:
    before = shown_to(command, "anne.moreau")
    hidden(command, "--evenement", "S1/E1")

    assert shown_to(command, "anne.moreau") == before - E1


@pytest.mark.parametrize(
    "selection",
    [
        ("S1/E1/a",),
        ("document:S1/E1/a",),
        ("--document", "S1/E1/a"),
        ("evenement:S1/E1", "--document", "S1/E1/a"),
        ("--immeuble", "S1/I1", "--document", "S1/E1/a", "--traite-du", "2020-01-01"),
    ],
    ids=" ".join,
)
def test_a_selection_is_said_in_several_ways(command: Said, selection: tuple[str, ...]) -> None:
    assert hidden(command, *selection)["documents"] == 1


def test_who_decides_is_the_user_of_the_machine(command: Said) -> None:
    expected = pwd.getpwuid(os.getuid()).pw_name
    assert hidden(command, "S1/E1/a")["decision"]["qui"] == expected


def test_another_name_may_be_given(command: Said) -> None:
    assert hidden(command, "S1/E1/a", "--who", "hugo")["decision"]["qui"] == "hugo"


def test_a_dry_run_changes_nothing(begun: Agency, command: Said) -> None:
    before = begun.tables()
    said = hidden(command, "--evenement", "S1/E1", "--dry-run")

    assert (said["dry_run"], said["decision"]["id"], said["effects"]["perdus"]) == (True, None, 6)
    assert begun.tables() == before


def test_what_matches_nothing_ends_with_1(command: Said) -> None:
    assert command.run("depublish", "--document", "S1/E77/a", *WHY) == 1
    assert command.err.startswith("No document matches")


@pytest.mark.parametrize("what", [(), ("--traite-du", "2000-01-01")], ids=["none", "all"])
def test_everything_asks_for_all(command: Said, what: tuple[str, ...]) -> None:
    assert command.run("depublish", *what, *WHY) == 2
    assert "--all" in command.err


def test_all_hides_everything(command: Said) -> None:
    assert hidden(command, "--all")["documents"] == 9


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("S1/E1/a", *WHY, "--until", "2026-01-01"), "2026-01-01 is over"),
        (("S1/E1/a", "--reason", " "), "A reason is needed"),
        (("S1/E1/a", *WHY, "--who", ""), "Who decides must be said"),
        (("S1/E1/a",), "Missing option '--reason'"),
        (("lot:L1", *WHY), "'lot:L1' is no criterion"),
        (("document:", *WHY), "'document:' is no criterion"),
        (("--document", "", *WHY), "document is given twice, or empty"),
        (("S1/E1/a", "--document", "S1/E1/b", *WHY), "document is given twice, or empty"),
        (("S1/E1/a", *WHY, "--traite-du", "hier"), "'hier' does not match"),
        (("traite_du:hier", *WHY), "'traite_du:hier' is no criterion"),
    ],
)
def test_a_mistake_ends_with_2_and_changes_nothing(
    begun: Agency, command: Said, arguments: tuple[str, ...], sentence: str
) -> None:
    before = begun.tables()
    assert command.run("depublish", *arguments) == 2
    assert sentence in command.err
    assert begun.tables() == before


def test_depublish_before_anything_was_received_says_so(fresh: Said) -> None:
    assert fresh.run("depublish", "S1/E1/a", *WHY) == 1
    assert fresh.err.startswith("Nothing was ever received")


# republish


def test_republish_closes_the_decision_and_says_who_gains(command: Said) -> None:
    hidden(command, "--evenement", "S1/E1", "--who", "hugo")

    assert command.run("republish", "--evenement", "S1/E1", *WHY) == 0
    assert "(envoyé par erreur), by hugo on " in command.out
    assert "3 gain 6." in command.out
    assert "0 of 2 document(s) still hidden." in command.out


def test_republish_says_which_rule_still_hides_a_document(command: Said) -> None:
    hidden(command, "S1/E5/a")

    assert command.run("republish", "S1/E5/a", *WHY) == 0
    assert "1 of 1 document(s) still hidden." in command.out
    assert "INVOICE_WITHOUT_ENTRY" in command.out
    assert "Facture scannée sans écriture comptable" in command.out


def test_republish_asks_for_the_id_of_a_wider_decision(command: Said) -> None:
    wide = hidden(command, "--immeuble", "S1/I1")["decision"]["id"]

    assert command.run("republish", "S1/E1/a", *WHY) == 1
    assert f"Not closed: {wide}" in command.out
    assert f"6 document(s) now: --decision {wide} closes it whole." in command.out


def test_republish_by_id_closes_it_whole(command: Said) -> None:
    wide = hidden(command, "--immeuble", "S1/I1")["decision"]["id"]
    said = command.json("republish", "--decision", wide, *WHY)

    assert [each["id"] for each in said["closes"]] == [wide]
    assert said["effects"]["gagnes"] == 10


def test_republish_dry_run_changes_nothing(begun: Agency, command: Said) -> None:
    hidden(command, "S1/E1/a")
    before = begun.tables()

    assert command.json("republish", "S1/E1/a", *WHY, "--dry-run")["effects"]["gagnes"] == 3
    assert begun.tables() == before


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--decision", "D77"), 1, "No decision D77 was ever taken"),
        (("S1/E77/a",), 1, "No document matches"),
        ((), 2, "--all"),
        (("S1/E1/a", "--decision", "D77"), 2, "not both"),
    ],
    ids=["unknown", "nothing", "everything", "both"],
)
def test_republish_refuses(
    command: Said, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    assert command.run("republish", *arguments, *WHY) == code
    assert sentence in command.err


def test_republish_of_a_closed_decision_ends_with_1(command: Said) -> None:
    identifier = hidden(command, "S1/E1/a")["decision"]["id"]
    command.json("republish", "--decision", identifier, *WHY)

    assert command.run("republish", "--decision", identifier, *WHY) == 1
    assert "is closed already" in command.err


# decisions


def test_decisions_list_has_every_decision_and_what_it_holds(command: Said) -> None:
    hidden(command, "--immeuble", "S1/I1")
    hidden(command, "S1/E2/a")
    command.json("republish", "S1/E2/a", *WHY)

    said = command.json("decisions", "list")
    assert [(each["criteres"], each["etat"], each["documents"]) for each in said] == [
        ("immeuble:S1/I1", "ouverte", 6),
        ("document:S1/E2/a", "close", 0),
    ]
    assert set(said[0]) == {*DECISION_KEYS, "etat", "documents"}


def test_decisions_list_open_leaves_out_those_that_are_closed(command: Said) -> None:
    hidden(command, "S1/E2/a")
    command.json("republish", "S1/E2/a", *WHY)

    assert command.json("decisions", "list", "--open") == []


def test_decisions_show_tells_who_closed_it_and_why(command: Said) -> None:
    identifier = hidden(command, "S1/E2/a")["decision"]["id"]
    command.run("republish", "S1/E2/a", "--reason", "vérifié", "--who", "hugo")

    said = command.json("decisions", "show", identifier)
    assert (said["clos_par"], said["clos_raison"]) == ("hugo", "vérifié")


def test_decisions_show_of_an_unknown_one_ends_with_1(command: Said) -> None:
    assert command.run("decisions", "show", "D77") == 1
    assert command.err.startswith("No decision D77 was ever taken")


def test_documents_list_tells_what_still_shows_to_an_account(command: Said) -> None:
    """The minutes of a lease stay with the landlord when they are hidden from the tenant."""
    hidden(command, "--compte", "G1/C5", "--document", "G1/E8/a")

    (row,) = [each for each in command.json("documents", "list") if each["document"] == "G1/E8/a"]
    assert (row["motif"], row["lecteurs"]) == ("PUBLIEE", 1)


def test_documents_list_tells_what_shows_whichever_row_is_the_newest(command: Said) -> None:
    """The tenant's account is closed: his row reaches nobody, the landlord's begins again."""
    hidden(command, "--compte", "G1/C4", "--document", "G1/E8/a")
    command.json("republish", "--compte", "G1/C4", *WHY)

    (row,) = [each for each in command.json("documents", "list") if each["document"] == "G1/E8/a"]
    assert (row["motif"], row["lecteurs"]) == ("PUBLIEE", 1)
