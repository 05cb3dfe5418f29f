"""A person who hides documents of the example and shows them again, without the command line."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from ingest.persons.by_decision import DecisionRefused, Demande, Prise, Refus, depublish
from ingest.persons.reopening import Reouverte, Reouverture, republish
from ingest.persons.selection import selection_from
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_exemple import SEEN_TODAY

E1 = {"S1/E1/a", "S1/E1/b"}
"""The documents of event S1/E1, of model PVAG, to building S1/I1."""
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
LATE = datetime(2026, 11, 26, 12, tzinfo=PARIS)


def hide(
    agency: Agency,
    what: str,
    identifier: str = "D1",
    *,
    jusqu_au: date | None = None,
    tous: bool = False,
) -> Prise:
    demande = asked(what, jusqu_au=jusqu_au, tous=tous)
    return depublish(agency.workshop, demande, identifier, PARIS)


def asked(
    what: str, *, jusqu_au: date | None = None, tous: bool = False, raison: str = "erreur"
) -> Demande:
    criteres = selection_from([what])
    return Demande(criteres=criteres, raison=raison, qui="hugo", jusqu_au=jusqu_au, tous=tous)


def show_again(agency: Agency, what: str = "", *decisions: str, tous: bool = False) -> Reouverte:
    return republish(agency.workshop, wanted(what, *decisions, tous=tous))


def wanted(what: str = "", *decisions: str, tous: bool = False) -> Reouverture:
    return Reouverture(
        criteres=selection_from([what]),
        raison="vérifié",
        qui="hugo",
        decisions=decisions,
        tous=tous,
    )


def seen_without(*documents: str) -> dict[str, frozenset[str]]:
    return {login: seen - set(documents) for login, seen in SEEN_TODAY.items()}


def refusal(action: Callable[[], object]) -> tuple[Refus, str]:
    with pytest.raises(DecisionRefused) as caught:
        action()
    return caught.value.refus, caught.value.sujet
