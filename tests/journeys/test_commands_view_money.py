"""`lsc-syncd view` of the screens of money: the rule that hides each of them."""

from pathlib import Path

import pytest

from tests.journeys.some_agency import Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import Edits, an_envoi
from tests.journeys.some_reglages import set_options
from tests.some_databases import BOTH

pytestmark = BOTH


def hidden(command: Said, login: str, screen: str) -> list[str]:
    """Return the rules that hide a screen; none of one that shows."""
    (found,) = command.json("view", login, screen)
    assert found["visible"] == (not found["hidden"])
    return [each["regle"] for each in found["hidden"]]


@pytest.mark.parametrize(
    ("login", "screen", "rules"),
    [
        ("claire.roux", "rib", []),
        ("claire.roux", "fonds-travaux", []),
        ("claire.roux", "depenses", ["R-101"]),
        ("bruno.petit", "depenses", []),
        ("claire.roux", "debiteurs", ["R-033"]),
        ("bruno.petit", "debiteurs", []),
        ("claire.roux", "budgets", ["R-033"]),
        ("anne.moreau", "budgets", []),
        ("anne.moreau", "travaux", []),
        ("denis.leroy", "rib", ["R-074"]),
    ],
)
def test_a_screen_of_money_is_shown_or_says_what_hides_it(
    begun: Agency, command: Said, login: str, screen: str, rules: list[str]
) -> None:
    """R-100…R-103, R-110."""
    set_options(begun, depenses=True, debiteurs=True)
    assert hidden(command, login, screen) == rules


IMMEUBLES, PARAMETRES = "donnees/immeubles-S1.xml", "donnees/parametres.xml"
NO_BINDER: Edits = {
    PARAMETRES: [(' classeur_factures="5"', "")],
    "donnees/classeurs.xml": [('nom="Factures"', 'nom="Fournisseurs"')],
}


@pytest.mark.parametrize(
    ("edits", "screen", "rule"),
    [
        ({IMMEUBLES: [("SDC Les Tilleuls", "M. X")]}, "rib", "R-113b"),
        ({IMMEUBLES: [(' bic="AGRIFRPP"', "")]}, "rib", "R-110"),
        (
            {
                PARAMETRES: [
                    ("envoyer_depenses", 'masquer_coordonnees_bancaires="true" envoyer_depenses')
                ]
            },
            "rib",
            "R-110",
        ),
        (NO_BINDER, "depenses", "R-065"),
        ({PARAMETRES: [('envoyer_depenses="true" ', "")]}, "depenses", "R-101"),
        ({IMMEUBLES: [('id="I1"', 'id="I1" ancien_decret="true"')]}, "budgets", "R-103"),
    ],
    ids=["changed", "incomplete", "masked", "no binder", "not sent", "old decree"],
)
def test_what_hides_a_screen_is_the_rule_that_does(
    begun: Agency, command: Said, tmp_path: Path, *, edits: Edits, screen: str, rule: str
) -> None:
    """R-024, R-065, R-103, R-113b."""
    set_options(begun, depenses=True, debiteurs=True)
    begun.send(an_envoi(tmp_path / "2", edits, numero=2))
    assert hidden(command, "anne.moreau", screen) == [rule]
