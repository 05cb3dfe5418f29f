"""What a person decides by hand: which rows it hides, until when, and what ends it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from ingest.rules.decisions import Criteres, Decision, covers
from ingest.rules.derivation import derive
from ingest.rules.faits import JAMAIS, Fait
from ingest.rules.moment import Row, reason_at
from ingest.rules.publication import Publication
from tests.core.some_faits import NOON, an_agency, seen, sees, verdict
from tests.core.some_records import a_modele, a_piece, an_evenement, an_immeuble

DAY = date(2026, 11, 24)
"""The day of NOON in Paris."""
E1 = an_evenement("E1", immeuble="I1")
AFTER = "2026-12-11T12:00:00.000Z"


def a_decision(
    ref: str = "D1", *, jusqu_au: date | None = None, pris_le: str = NOON, **criteres: object
) -> Decision:
    given = criteres or {"document": "S1/E1/a"}
    return Decision(ref, Criteres(**given), pris_le, jusqu_au)  # type: ignore[arg-type]


def decided(
    *facts: Fait, decisions: Iterable[Decision], without: Iterable[str] = ()
) -> dict[tuple[str, str], Publication]:
    """Return the rows by document and target."""
    faits = replace(an_agency(*facts, without=without), decisions=tuple(decisions))
    return {(row.document, row.cible or ""): row for row in derive(faits).publication}


def hidden(*facts: Fait, **criteres: object) -> set[str]:
    """Return the documents of which a decision with these criteria hides a row."""
    rows = decided(*facts, decisions=[a_decision(**criteres)])  # type: ignore[arg-type]
    return {document for (document, _), row in rows.items() if verdict(row)[1] == "DEPUBLISHED"}


def of_e1(*decisions: Decision, event: Fait = E1) -> Publication:
    return decided(event, decisions=decisions)["S1/E1/a", "S1/I1"]


def test_a_document_that_is_depublished_is_withdrawn_and_names_the_decision() -> None:
    row = of_e1(a_decision())
    assert verdict(row) == ("retiree", "DEPUBLISHED")
    assert row.motif == '["DEPUBLISHED", {"decision": "D1"}]'


def test_nobody_sees_it() -> None:
    faits = replace(an_agency(E1), decisions=(a_decision(),))
    assert [seen(faits, tiers) for tiers in ("T1", "T2", "T3")] == [set(), set(), set()]


def test_only_the_piece_that_is_named_is_hidden() -> None:
    event = an_evenement("E1", immeuble="I1", pieces=(a_piece("a"), a_piece("b")))
    assert hidden(event, document="S1/E1/b") == {"S1/E1/b"}


def test_an_event_is_hidden_with_all_its_pieces() -> None:
    event = an_evenement("E1", immeuble="I1", pieces=(a_piece("a"), a_piece("b")))
    assert hidden(event, evenement="S1/E1") == {"S1/E1/a", "S1/E1/b"}


E2 = an_evenement("E2", compte="C3", modele="MT", traite_le=date(2026, 3, 2))
E3 = an_evenement("E3", lot="L1")
E4 = an_evenement("E4", entite="G1", bail="B1", modele="MG")
SEVERAL = (E1, E2, E3, E4, a_modele("MT", "syndic/1"))


@pytest.mark.parametrize(
    ("criteres", "expected"),
    [
        ({"modele": "MT"}, {"E2"}),
        ({"classeur": "gerance/1"}, {"E4"}),
        ({"compte": "S1/C3"}, {"E2"}),
        ({"compte": "S1/C1"}, {"E3"}),
        ({"immeuble": "S1/I1"}, {"E1", "E2", "E3"}),
        ({"immeuble": "G1/I2"}, {"E4"}),
        ({"traite_du": date(2026, 3, 3)}, {"E1", "E3", "E4"}),
        ({"traite_au": date(2026, 3, 2)}, {"E2"}),
        ({"traite_du": date(2026, 3, 2), "traite_au": date(2026, 3, 2)}, {"E2"}),
        ({"immeuble": "S1/I1", "classeur": "gerance/1"}, set()),
        ({"immeuble": "S1/I1", "modele": "MT"}, {"E2"}),
    ],
    ids=lambda named: " ".join(sorted(named)),
)
def test_each_criterion_that_is_given_must_be_met(
    criteres: dict[str, object], expected: set[str]
) -> None:
    found = hidden(*SEVERAL, **criteres)
    assert {each.split("/")[1] for each in found} == expected


def test_days_of_publication_are_included() -> None:
    event = an_evenement("E1", immeuble="I1", publie_le="2026-11-20")
    day = date(2026, 11, 20)
    assert hidden(event, publie_du=day, publie_au=day) == {"S1/E1/a"}
    assert hidden(event, publie_au=date(2026, 11, 19)) == set()
    assert hidden(event, publie_du=date(2026, 11, 21)) == set()


def test_a_day_of_publication_names_no_event_that_has_none() -> None:
    event = an_evenement("E1", immeuble="I1", publie_le=None)
    assert hidden(event, publie_du=date(2020, 1, 1)) == set()


def test_an_account_is_hidden_from_its_holder_and_from_nobody_else() -> None:
    """The lease reaches tenant C5 and landlord C4."""
    rows = decided(E4, decisions=[a_decision(compte="G1/C5")])
    assert verdict(rows["G1/E4/a", "G1/C5"]) == ("retiree", "DEPUBLISHED")
    assert verdict(rows["G1/E4/a", "G1/C4"]) == ("publiee", "PUBLIEE")


# what ends it


def test_a_document_that_arrives_later_is_hidden_as_well() -> None:
    later = an_evenement("E9", immeuble="I1", modele="MS", publie_le="2026-11-24")
    assert hidden(later, modele="MS") == {"S1/E9/a"}


def test_publishing_it_later_is_the_answer_of_lsc() -> None:
    again = an_evenement("E1", immeuble="I1", publie_le="2026-11-25")
    assert verdict(of_e1(a_decision(), event=again)) == ("publiee", "PUBLIEE")


def test_publishing_it_on_the_day_itself_ends_nothing() -> None:
    same = an_evenement("E1", immeuble="I1", publie_le="2026-11-24")
    assert verdict(of_e1(a_decision(), event=same)) == ("retiree", "DEPUBLISHED")


@pytest.mark.parametrize("criteres", [{"compte": "S1/C3"}, {"immeuble": "S1/I1"}])
def test_of_an_account_or_a_building_it_ends_by_hand_only(criteres: dict[str, object]) -> None:
    again = an_evenement("E1", compte="C3", publie_le="2026-12-25")
    assert hidden(again, **criteres) == {"S1/E1/a"}


@pytest.mark.parametrize("publie_le", ["2026-11-25", "2026-11-24"])
def test_the_day_is_that_of_the_building_and_not_of_the_agency(publie_le: str) -> None:
    """At noon in Greenwich it is two in the morning of the 25th in Kiritimati: it shows already."""
    east = an_immeuble("I1", fuseau="Pacific/Kiritimati")
    event = an_evenement("E1", immeuble="I1", publie_le=publie_le)
    assert hidden(event, east, document="S1/E1/a") == {"S1/E1/a"}


def test_west_of_the_agency_a_new_day_is_a_later_one() -> None:
    """At 23:30 UTC it is the 25th in Paris, and 13:30 of the 24th in Tahiti."""
    west = an_immeuble("I1", fuseau="Pacific/Tahiti")
    event = an_evenement("E1", immeuble="I1", publie_le="2026-11-25")
    rows = decided(event, west, decisions=[a_decision(pris_le="2026-11-24T23:30:00.000Z")])
    assert verdict(rows["S1/E1/a", "S1/I1"]) == ("publiee", "PUBLIEE")


# until a day


def test_until_a_day_it_shows_again_from_the_next_one() -> None:
    row = of_e1(a_decision(jusqu_au=date(2026, 12, 10)))
    assert verdict(row) == ("publiee", "DEPUBLISHED_UNTIL")
    assert row.visible_du == "2026-12-10T23:00:00.000Z"


def test_until_a_day_nobody_sees_it_and_then_they_do_without_any_job() -> None:
    faits = replace(an_agency(E1), decisions=(a_decision(jusqu_au=date(2026, 12, 10)),))
    derivation = derive(faits)
    assert sees(derivation, "T3", NOON) == set()
    assert sees(derivation, "T3", AFTER) == {"S1/E1/a"}


def test_the_last_day_is_that_of_the_building() -> None:
    west = an_immeuble("I1", fuseau="Pacific/Tahiti")
    rows = decided(E1, west, decisions=[a_decision(jusqu_au=date(2026, 12, 10))])
    assert rows["S1/E1/a", "S1/I1"].visible_du == "2026-12-11T10:00:00.000Z"


def test_it_never_extends_what_expires() -> None:
    """R-054."""
    facts = (E1, a_modele("MS", "syndic/1", duree_mois="3"))
    row = decided(*facts, decisions=[a_decision(jusqu_au=date(2026, 12, 10))])["S1/E1/a", "S1/I1"]
    assert row.visible_jusqu_au == "2026-09-14T22:00:00.000Z"


def test_until_a_day_before_its_publication_it_changes_nothing() -> None:
    event = an_evenement("E1", compte="C3", publie_le="2026-12-25")
    (row,) = decided(
        event, decisions=[a_decision(compte="S1/C3", jusqu_au=date(2026, 12, 10))]
    ).values()
    assert (verdict(row), row.visible_du) == (("publiee", "PUBLIEE"), "2026-12-24T23:00:00.000Z")


@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_two_that_contradict_each_other_the_longer_one_holds(is_reversed: bool) -> None:  # noqa: FBT001
    both = [
        a_decision("D1", jusqu_au=date(2026, 12, 20)),
        a_decision("D2", jusqu_au=date(2026, 12, 10)),
    ]
    row = of_e1(*(both[::-1] if is_reversed else both))
    assert row.visible_du == "2026-12-20T23:00:00.000Z"
    assert row.motif == '["DEPUBLISHED_UNTIL", {"decision": "D1"}]'


def test_one_without_a_last_day_is_the_longest() -> None:
    row = of_e1(a_decision("D1"), a_decision("D2", jusqu_au=date.max))
    assert row.motif == '["DEPUBLISHED", {"decision": "D1"}]'


def test_the_order_in_which_they_are_read_is_irrelevant() -> None:
    one, other = a_decision("D1"), a_decision("D2")
    assert of_e1(one, other) == of_e1(other, one)


# what other rules say


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (an_evenement("E1", immeuble="I1", publie_le=JAMAIS), "WITHDRAWN_EXPLICIT"),
        (an_evenement("E1", immeuble="I1", absent=True), "WITHDRAWN_ABSENT"),
    ],
)
def test_what_lsc_withdrew_keeps_its_own_reason(event: Fait, code: str) -> None:
    assert verdict(of_e1(a_decision(), event=event)) == ("retiree", code)


def test_what_a_rule_withholds_is_not_shown_on_the_last_day() -> None:
    event = an_evenement("E1", immeuble="I1", confidentiel=True)
    row = of_e1(a_decision(jusqu_au=DAY), event=event)
    assert verdict(row) == ("retenue", "EVENT_CONFIDENTIAL")


def test_without_a_decision_nothing_changes() -> None:
    other = a_decision(document="S1/E77/a")
    assert of_e1(other) == of_e1()


@pytest.mark.parametrize(("moment", "code"), [(NOON, "DEPUBLISHED_UNTIL"), (AFTER, "PUBLIEE")])
def test_the_reason_at_a_moment_is_the_decision_until_its_day_is_over(
    moment: str, code: str
) -> None:
    row = Row("DEPUBLISHED_UNTIL", "2026-12-10T23:00:00.000Z", None)
    assert reason_at(row, moment, readers=1) == code


def test_a_decision_is_the_reason_also_of_what_expired() -> None:
    row = Row("DEPUBLISHED", "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z")
    assert reason_at(row, NOON, readers=1) == "DEPUBLISHED"


# criteria that cover others


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ({}, {"document": "S1/E1/a"}, True),
        ({"document": "S1/E1/a"}, {}, False),
        ({"immeuble": "S1/I1"}, {"immeuble": "S1/I1", "modele": "MS"}, True),
        ({"immeuble": "S1/I1", "modele": "MS"}, {"immeuble": "S1/I1"}, False),
        ({"modele": "MS"}, {"modele": "MT"}, False),
        ({"traite_du": DAY}, {"traite_du": DAY, "traite_au": DAY}, True),
        ({"traite_du": DAY}, {"traite_du": date(2026, 1, 1)}, False),
        ({"publie_au": DAY}, {"publie_du": DAY}, False),
    ],
)
def test_criteria_cover_those_that_name_nothing_else(
    wide: dict[str, object],
    narrow: dict[str, object],
    expected: bool,  # noqa: FBT001
) -> None:
    found = covers(Criteres(**wide), Criteres(**narrow))  # type: ignore[arg-type]
    assert found is expected
