"""What is hidden by hand: who loses what, what it survives, what ends it, and how it is explained.

The pipeline over a real spool and store, with a clock of our own; law 9 is asked at each end.
"""

from datetime import date, datetime, timedelta

import pytest

from ingest.persons.by_decision import Demande, Refus, depublish, foresee
from ingest.persons.effects import Effect
from ingest.rules.decisions import Criteres
from tests.journeys.some_agency import PARIS, Agency, report_of, told
from tests.journeys.some_decisions import (
    E1,
    LATE,
    TODAY,
    TOMORROW,
    asked,
    hide,
    refusal,
    seen_without,
    show_again,
)
from tests.journeys.some_exemple import E9, SEEN_TODAY, SEEN_WITH_E9, an_envoi, with_e9

E1_AGAIN = {"donnees/evenements-S1.xml": [('publie_le="2026-06-16"', 'publie_le="2026-11-25"')]}


# hiding


def test_what_is_depublished_is_seen_by_nobody_at_once(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    assert begun.seen() == seen_without(*E1)


def test_it_is_said_how_many_documents_match_and_who_loses_what(begun: Agency) -> None:
    prise = hide(begun, "evenement:S1/E1")
    assert (prise.documents, prise.total) == (2, 9)
    assert (prise.effects.perdus, prise.effects.perdants, prise.effects.gagnes) == (6, 3, 0)
    assert prise.effects.nommes[0] == Effect("T1", "S1/E1/a", gagne=False)


def test_what_nobody_saw_is_lost_by_nobody(begun: Agency) -> None:
    prise = hide(begun, "document:S1/E5/a")
    assert (prise.documents, prise.effects.perdus) == (1, 0)


def test_a_dry_run_says_the_same_and_changes_nothing(begun: Agency) -> None:
    before = begun.tables()
    foreseen = foresee(begun.workshop, asked("evenement:S1/E1"), "D1", PARIS)
    assert begun.tables() == before
    assert foreseen == hide(begun, "evenement:S1/E1")


def test_a_decision_is_stored_as_it_was_written(begun: Agency) -> None:
    hide(begun, "immeuble:S1/I1 modele:PVAG", jusqu_au=TOMORROW)
    with begun.workshop.store.reading() as known:
        (written,) = known.decisions()
    assert (written.criteres, written.raison, written.qui) == (
        '{"immeuble": "S1/I1", "modele": "PVAG"}',
        "erreur",
        "hugo",
    )
    assert (written.pris_le, written.jour, written.jusqu_au) == (
        "2026-11-24T11:01:00.000Z",
        "2026-11-24",
        "2026-11-25",
    )


def test_the_decision_is_the_cause_in_the_history(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a")
    with begun.workshop.store.reading() as known:
        old, new = known.history("publication", document="S1/E2/a")
    assert (old.cause_jusqu_au, new.cause_du) == ("D1", "D1")


def test_the_proof_of_what_was_seen_ends_with_the_decision(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a")
    (interval,) = begun.intervals("S1/E2/a", "T1")
    assert (interval.avant, set(interval.fins)) == ("2026-11-24T11:01:00.000Z", {"D1"})


def test_explain_names_the_decision_its_reason_who_and_when(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a")
    found = begun.explain("S1/E2/a", "anne.moreau")
    (verdict,) = [each for each in found.verdicts if each.cache]
    assert (verdict.code, found.visible) == ("DEPUBLISHED", False)
    assert verdict.valeurs == {
        "decision": "D1",
        "raison": "erreur",
        "qui": "hugo",
        "pris_le": "2026-11-24T11:01:00.000Z",
        "jusqu_au": "",
        "portees": "immeuble:S1/I1",
    }


def test_explain_says_that_no_decision_hides_the_others(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a")
    found = {each.code: each.cache for each in begun.explain("S1/E1/a").verdicts}
    assert found["DEPUBLISHED"] is False


def test_explain_says_until_when_and_stops_saying_it_hides(begun: Agency) -> None:
    hide(begun, "document:S1/E2/a", jusqu_au=TOMORROW)
    then = {each.code: each.cache for each in begun.explain("S1/E2/a").verdicts}
    begun.clock.moment = LATE
    later = {each.code: each.cache for each in begun.explain("S1/E2/a").verdicts}
    assert (then["DEPUBLISHED_UNTIL"], later["DEPUBLISHED_UNTIL"]) == (True, False)


# what it survives


def test_a_full_export_of_the_same_does_not_show_it_again(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    begun.send(with_e9(begun.root.parent / "envoi-2"))
    assert begun.seen() == {login: seen - E1 for login, seen in SEEN_WITH_E9.items()}


def test_a_document_that_arrives_later_is_hidden_on_arrival(begun: Agency) -> None:
    hide(begun, "modele:COUR")
    begun.send(with_e9(begun.root.parent / "envoi-2"))
    assert begun.seen() == seen_without("S1/E4/a")
    assert begun.motifs()[E9] == "DEPUBLISHED"


def test_the_sender_is_not_told_what_the_agency_hid(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    entry = begun.send(with_e9(begun.root.parent / "envoi-2"))
    assert "DEPUBLISHED" not in told(entry)
    documents = report_of(entry).documents
    assert documents is not None
    assert (documents.total, documents.retires, documents.retires_cette_fois) == (10, 2, 0)


def test_a_document_hidden_from_one_account_is_counted_once(begun: Agency) -> None:
    """The lease of E8 reaches landlord C4 and tenant C5."""
    hide(begun, "compte:G1/C5")
    documents = report_of(begun.send(with_e9(begun.root.parent / "envoi-2"))).documents
    assert documents is not None
    assert (documents.total, documents.retires) == (10, 0)


def test_the_sender_is_told_when_he_withdraws_what_was_hidden(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1")
    edits = {"donnees/evenements-S1.xml": [('publie_le="2026-06-16"', 'publie_le="0000-00-00"')]}
    entry = begun.send(an_envoi(begun.root.parent / "envoi-2", edits, numero=2))
    assert told(entry).count("WITHDRAWN_EXPLICIT") == 2


def test_publishing_it_on_a_later_day_ends_it_for_that_event(begun: Agency) -> None:
    hide(begun, "immeuble:S1/I1 modele:PVAG", "D1")
    show_again(begun, "", "D1")
    hide(begun, "modele:PVAG", "D2")
    begun.clock.moment = LATE
    begun.send(an_envoi(begun.root.parent / "envoi-2", E1_AGAIN, numero=2))
    assert begun.seen() == SEEN_TODAY


def test_on_a_building_it_ends_by_hand_only(begun: Agency) -> None:
    hide(begun, "immeuble:S1/I1 modele:PVAG")
    begun.clock.moment = LATE
    begun.send(an_envoi(begun.root.parent / "envoi-2", E1_AGAIN, numero=2))
    assert begun.seen() == seen_without(*E1)


def test_what_lsc_publishes_later_is_counted_and_not_hidden(begun: Agency) -> None:
    begun.send(an_envoi(begun.root.parent / "envoi-2", E1_AGAIN, numero=2))
    prise = hide(begun, "evenement:S1/E1")
    assert (prise.documents, prise.plus_tard) == (2, 2)
    begun.clock.moment = LATE
    assert begun.seen() == SEEN_TODAY


# until a day


def test_its_last_day_over_it_shows_again_with_nothing_running(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1", jusqu_au=TOMORROW)
    assert begun.seen() == seen_without(*E1)
    begun.clock.moment = datetime(2026, 11, 25, 23, 59, tzinfo=PARIS)
    assert begun.seen() == seen_without(*E1)
    begun.clock.moment = datetime(2026, 11, 26, tzinfo=PARIS)
    assert begun.seen() == SEEN_TODAY


def test_today_may_be_its_last_day(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1", jusqu_au=TODAY)
    assert begun.seen() == seen_without(*E1)


def test_of_two_that_contradict_each_other_the_longer_one_holds(begun: Agency) -> None:
    hide(begun, "evenement:S1/E1", "D1", jusqu_au=date(2026, 12, 31))
    hide(begun, "document:S1/E1/a", "D2", jusqu_au=TOMORROW)
    begun.clock.moment = LATE
    assert begun.seen() == seen_without(*E1)


# the clock


def test_with_the_clock_set_back_it_hides_what_was_published_since(begun: Agency) -> None:
    """What was decided before was published before, whatever the clock says now."""
    edits = {"donnees/evenements-S1.xml": [('publie_le="2026-06-16"', 'publie_le="2026-11-24"')]}
    begun.send(an_envoi(begun.root.parent / "envoi-2", edits, numero=2))
    begun.clock.moment -= timedelta(days=20)
    hide(begun, "evenement:S1/E1")
    begun.clock.moment += timedelta(days=20)
    assert begun.seen() == seen_without(*E1)


def test_with_the_clock_set_back_the_history_stays_in_order(begun: Agency) -> None:
    begun.clock.moment -= timedelta(days=20)
    hide(begun, "evenement:S1/E1")
    show_again(begun, "", "D1")
    with begun.workshop.store.reading() as known:
        rows = known.history("publication", document="S1/E1/a")
    instants = [(row.connu_du, row.connu_jusqu_au or "9") for row in rows]
    assert all(du <= end for du, end in instants)
    assert [du for du, _ in instants] == sorted(du for du, _ in instants)


# refusals


def test_a_selection_that_matches_nothing_is_refused(begun: Agency) -> None:
    assert refusal(lambda: hide(begun, "document:S1/E77/a")) == (Refus.RIEN, "")


def test_an_account_is_not_the_building_of_the_same_name(begun: Agency) -> None:
    assert refusal(lambda: hide(begun, "compte:S1/I1"))[0] is Refus.RIEN


@pytest.mark.parametrize("what", ["", "traite_du:2000-01-01"])
def test_everything_must_be_meant(begun: Agency, what: str) -> None:
    before = begun.tables()
    assert refusal(lambda: hide(begun, what))[0] is Refus.TOUT
    assert begun.tables() == before


def test_everything_is_hidden_when_it_is_meant(begun: Agency) -> None:
    hide(begun, "", tous=True)
    assert set(begun.seen().values()) == {frozenset()}


def test_a_last_day_that_is_over_is_refused(begun: Agency) -> None:
    yesterday = date(2026, 11, 23)
    found = refusal(lambda: hide(begun, "document:S1/E1/a", jusqu_au=yesterday))
    assert found == (Refus.PASSE, "2026-11-23")


@pytest.mark.parametrize("blank", ["", "  \t"])
def test_a_reason_is_needed(begun: Agency, blank: str) -> None:
    demande = asked("document:S1/E1/a", raison=blank)
    found = refusal(lambda: depublish(begun.workshop, demande, "D1", PARIS))
    assert found[0] is Refus.SANS_RAISON


def test_somebody_must_have_decided(begun: Agency) -> None:
    demande = Demande(criteres=Criteres(document="S1/E1/a"), raison="erreur", qui=" ")
    found = refusal(lambda: depublish(begun.workshop, demande, "D1", PARIS))
    assert found[0] is Refus.SANS_AUTEUR


def test_an_id_that_was_taken_changes_nothing(begun: Agency) -> None:
    hide(begun, "document:S1/E1/a")
    before = begun.tables()
    again = hide(begun, "document:S1/E2/a")
    assert (again.is_new, again.documents) == (False, 1)
    assert begun.tables() == before
