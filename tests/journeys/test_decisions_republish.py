"""Republishing by hand: which decisions it closes, which it names, what still hides the rest."""

from ingest.persons.by_decision import Refus
from ingest.persons.decided import decided
from ingest.persons.reopening import foresee_republication
from tests.journeys.some_agency import Agency
from tests.journeys.some_decisions import (
    LATE,
    TODAY,
    TOMORROW,
    hide,
    refusal,
    show_again,
    wanted,
)
from tests.journeys.some_exemple import SEEN_TODAY


def test_closing_a_decision_shows_again_what_it_hid(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    found = show_again(begun, "evenement:S1/E1")
    assert begun.seen() == SEEN_TODAY
    assert (found.effects.gagnes, found.encore_caches) == (6, 0)
    assert [each.id for each in found.closes] == ["D1"]


def test_a_dry_run_of_it_says_the_same_and_changes_nothing(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    before = begun.tables()
    foreseen = foresee_republication(begun.workshop, wanted("evenement:S1/E1"))
    assert begun.tables() == before
    assert foreseen == show_again(begun, "evenement:S1/E1")


def test_who_closed_it_when_and_why_is_kept(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    show_again(begun, "", "D1")
    with begun.workshop.store.reading() as known:
        (written,) = known.decisions()
    assert (written.clos_par, written.clos_raison, written.clos_le) == (
        "hugo",
        "vérifié",
        "2026-11-24T11:01:00.000Z",
    )


def test_the_closing_is_the_cause_of_what_shows_again(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a")
    begun.clock.moment = LATE
    show_again(begun, "", "D1")
    with begun.workshop.store.reading() as known:
        last = known.history("publication", document="S1/E2/a")[-1]
    assert (last.cause_du, last.connu_du) == ("D1", "2026-11-26T11:00:00.000Z")


def test_what_the_rules_hide_stays_hidden_and_the_rule_is_named(begun: Agency) -> None:
    hide(begun, "document:S1/E5/a")
    (still,) = show_again(begun, "document:S1/E5/a").caches
    assert (still.document, still.code, still.regle) == (
        "S1/E5/a",
        "INVOICE_WITHOUT_ENTRY",
        "R-064",
    )
    assert still.phrase == "Facture scannée sans écriture comptable : saisissez l'écriture"


def test_what_time_hides_is_named_as_well(begun: Agency) -> None:
    hide(begun, "document:G1/E6/a")
    (still,) = show_again(begun, "document:G1/E6/a").caches
    assert still.code == "EXPIRED"


def test_a_wider_decision_is_named_and_stays(begun: Agency) -> None:
    hide(begun, "immeuble:S1/I1")
    found = show_again(begun, "evenement:S1/E1")
    assert (found.closes, [each.decision.id for each in found.plus_larges]) == ((), ["D1"])
    assert found.plus_larges[0].documents == 6
    assert {(each.code, each.decision) for each in found.caches} == {("DEPUBLISHED", "D1")}
    assert begun.seen() == {
        login: frozenset() if login[0] in "abc" else seen for login, seen in SEEN_TODAY.items()
    }


def test_a_decision_that_may_hide_others_tomorrow_is_wider(begun: Agency) -> None:
    """Account C3 has no other document today."""
    hide(begun, "compte:S1/C3 modele:APPF")
    found = show_again(begun, "document:S1/E3/a")
    assert (found.closes, len(found.plus_larges)) == ((), 1)


def test_a_document_hidden_from_others_as_well_is_wider_than_one_account(begun: Agency) -> None:
    """The lease of E8 reaches landlord C4 and tenant C5."""
    hide(begun, "document:G1/E8/a")
    found = show_again(begun, "compte:G1/C5")
    assert (found.closes, len(found.plus_larges)) == ((), 1)


def test_narrower_decisions_are_closed_beside_a_wider_one(begun: Agency) -> None:
    hide(begun, "document:S1/E1/a", "D1")
    hide(begun, "immeuble:S1/I1", "D2")
    found = show_again(begun, "evenement:S1/E1")
    assert [each.id for each in found.closes] == ["D1"]
    assert [each.decision.id for each in found.plus_larges] == ["D2"]


def test_a_selection_closes_every_decision_inside_it(begun: Agency) -> None:
    hide(begun, "document:S1/E1/a", "D1")
    hide(begun, "immeuble:S1/I1 modele:BANQ", "D2")
    found = show_again(begun, "immeuble:S1/I1")
    assert [each.id for each in found.closes] == ["D1", "D2"]
    assert begun.seen() == SEEN_TODAY


def test_all_decisions_are_closed_when_that_is_meant(begun: Agency) -> None:
    hide(begun, "document:S1/E1/a", "D1")
    hide(begun, "compte:G1/C6", "D2")
    assert refusal(lambda: show_again(begun))[0] is Refus.TOUT
    show_again(begun, tous=True)
    assert begun.seen() == SEEN_TODAY


def test_what_no_decision_hides_closes_nothing(begun: Agency) -> None:
    before = begun.tables()
    found = show_again(begun, "document:S1/E5/a")
    assert (found.closes, found.encore_caches) == ((), 1)
    assert begun.tables() == before


def test_an_unknown_decision_and_a_closed_one_are_refused(begun: Agency) -> None:
    hide(begun, "document:S1/E1/a")
    show_again(begun, "", "D1")
    assert refusal(lambda: show_again(begun, "", "D1")) == (Refus.CLOSE, "D1")
    assert refusal(lambda: show_again(begun, "", "D7")) == (Refus.INCONNUE, "D7")


def test_republishing_what_does_not_exist_is_refused(begun: Agency) -> None:
    assert refusal(lambda: show_again(begun, "document:S1/E77/a"))[0] is Refus.RIEN


# looking


def test_each_decision_tells_its_state_and_what_it_holds(begun: Agency) -> None:
    hide(begun, "immeuble:S1/I1", "D1")
    hide(begun, "document:S1/E1/a", "D2")
    hide(begun, "document:S1/E2/a", "D3", jusqu_au=TODAY)
    show_again(begun, "", "D2")
    with begun.workshop.store.reading() as known:
        found = decided(known, begun.workshop, TOMORROW)
    assert {each.decision.id: (each.etat, each.documents) for each in found} == {
        "D1": ("ouverte", 6),
        "D2": ("close", 0),
        "D3": ("echue", 0),
    }
