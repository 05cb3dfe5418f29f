"""R-047: why a view began and ended, read from the rows that stood just before and just after."""

import json

import pytest

from ingest.telling.edge import Edge
from ingest.telling.edges import Rows, beginning_of, end_of
from ingest.telling.proof import Meeting, meetings_between
from store.history import HistoryRow

FIRST, SECOND, THIRD = (f"2026-11-2{day}T11:00:00.000Z" for day in (4, 6, 8))


def a_row(since: str, avant: str | None, valeurs: dict[str, str | None]) -> HistoryRow:
    """A row of our knowledge; each cause is named after its day."""
    ended = None if avant is None else f"envoi-{avant[8:10]}"
    return HistoryRow(since, avant, f"envoi-{since[8:10]}", ended, valeurs)


def a_publication(
    since: str = FIRST, avant: str | None = None, *, motif: str = "PUBLIEE", **valeurs: str | None
) -> HistoryRow:
    given = {
        "document": "S1/E1/a",
        "contenu": "6a57",
        "portee": "immeuble",
        "cible": "S1/I1",
        "classeur": "syndic/1",
        "traite_le": "2026-06-15",
        "visible_du": "2026-06-15T22:00:00.000Z",
        "visible_jusqu_au": None,
        "etat": "publiee" if motif == "PUBLIEE" else "retenue",
        "motif": json.dumps([motif, {}]),
    }
    return a_row(since, avant, given | valeurs)


def an_acces(since: str = FIRST, avant: str | None = None, **valeurs: str | None) -> HistoryRow:
    given = {
        "tiers": "T1",
        "par_tiers": "T1",
        "compte": "S1/C1",
        "portee": "immeuble",
        "cible": "S1/I1",
        "niveau": "coproprietaire",
        "du": None,
        "jusqu_au": None,
        "traite_depuis": None,
        "traite_jusqu_au": None,
        "motif_fin": None,
    }
    return a_row(since, avant, given | valeurs)


def a_droit(
    since: str = FIRST, avant: str | None = None, *, classeur: str = "syndic/1"
) -> HistoryRow:
    return a_row(since, avant, {"classeur": classeur, "niveau": "coproprietaire"})


def the_account(since: str = FIRST, avant: str | None = None) -> HistoryRow:
    return an_acces(since, avant, portee="compte", cible="S1/C1")


def meeting(publication: HistoryRow, acces: HistoryRow, droit: HistoryRow) -> Meeting:
    (found,) = meetings_between(publication, [acces], [droit])
    return found


def ended(*after: HistoryRow, acces: HistoryRow | None = None) -> Edge | None:
    """Return why the document's first row ended at SECOND, these being its others."""
    shown = a_publication(avant=SECOND)
    access = acces or an_acces()
    return end_of(meeting(shown, access, a_droit()), Rows([shown, *after], [access]))


def begun(before: HistoryRow) -> Edge:
    """Return why the document's row began at SECOND, another having stood before."""
    shown = a_publication(SECOND)
    access = an_acces()
    return beginning_of(meeting(shown, access, a_droit()), Rows([before, shown], [access]))


def left(*after: HistoryRow) -> Edge | None:
    """Return why what he reached ended at SECOND, these being his other rows."""
    access = an_acces(avant=SECOND)
    shown = a_publication()
    return end_of(meeting(shown, access, a_droit()), Rows([shown], [access, *after]))


def told(edge: Edge | None) -> tuple[str, str]:
    assert edge is not None
    return edge.regle, edge.code


ENDS = {
    "another content": (a_publication(SECOND, contenu="fa5b"), "R-047", "CONTENT_REPLACED"),
    "another binder": (a_publication(SECOND, classeur="syndic/2"), "R-040", "BINDER_CHANGED"),
    "another target": (a_publication(SECOND, cible="S1/I2"), "R-041", "TARGET_ELSEWHERE"),
    "a target that reaches nobody": (
        a_publication(SECOND, motif="NOBODY_REACHED", portee=None, cible=None),
        "R-041",
        "NOBODY_REACHED",
    ),
    "another target and confidential": (
        a_publication(SECOND, motif="EVENT_CONFIDENTIAL", cible="S1/I2"),
        "R-049",
        "EVENT_CONFIDENTIAL",
    ),
    "a later publication": (a_publication(SECOND, visible_du=THIRD), "R-052", "PUBLICATION_FUTURE"),
    "a shorter retention": (a_publication(SECOND, visible_jusqu_au=FIRST), "R-053", "EXPIRED"),
}


@pytest.mark.parametrize("what", ENDS)
def test_the_row_that_follows_says_what_ended_it(what: str) -> None:
    """R-040, R-041, R-047, R-049, R-052, R-053."""
    row, rule, code = ENDS[what]

    edge = ended(row)
    assert told(edge) == (rule, code)
    assert edge is not None
    assert (edge.cause, edge.par_le_temps) == ("envoi-26", False)


def test_what_no_row_says_any_more_is_no_longer_listed() -> None:
    """R-010."""
    assert told(ended()) == ("R-010", "WITHDRAWN_ABSENT")


BEGINNINGS = {
    "another content": (a_publication(avant=SECOND, contenu="fa5b"), "R-047", "CONTENT_NEW"),
    "another binder": (a_publication(avant=SECOND, classeur="syndic/2"), "R-040", "BINDER_CHANGED"),
    "another target": (a_publication(avant=SECOND, cible="S1/I2"), "R-041", "TARGET_ELSEWHERE"),
    "no file": (a_publication(avant=SECOND, motif="FILE_MISSING"), "R-012", "FILE_MISSING"),
}


@pytest.mark.parametrize("what", BEGINNINGS)
def test_the_row_before_says_what_was_in_the_way(what: str) -> None:
    """R-012, R-040, R-041, R-047."""
    row, rule, code = BEGINNINGS[what]

    assert told(begun(row)) == (rule, code)
    assert begun(row).cause == "envoi-26"


def test_what_was_in_the_way_is_said_to_be_lifted() -> None:
    edge = begun(a_publication(avant=SECOND, motif="EVENT_CONFIDENTIAL"))
    assert edge.phrase == "Levé : L'événement est confidentiel"


def test_a_building_without_a_unit_is_left_though_the_account_is_open() -> None:
    """R-075."""
    assert told(left(the_account())) == ("R-075", "PLACE_ENDED")


def test_an_account_that_closes_is_left_whole() -> None:
    """R-081."""
    assert told(left(the_account(avant=SECOND))) == ("R-081", "ACCOUNT_LEFT")


def test_a_scope_that_is_reached_at_other_times_only_says_so() -> None:
    """R-075."""
    later = an_acces(SECOND, du=THIRD, jusqu_au="2027", motif_fin="ACCOUNT_SOLD")
    assert told(left(later)) == ("R-075", "SCOPE_PERIOD")


def test_an_account_that_was_closed_for_an_earlier_day_says_by_which_rule() -> None:
    """R-078."""
    closed = an_acces(SECOND, jusqu_au=FIRST, motif_fin="ACCOUNT_SOLD")
    assert told(left(closed)) == ("R-078", "ACCOUNT_SOLD")


def test_of_several_ends_at_once_the_documents_is_told() -> None:
    """R-038: the document comes before who reaches it."""
    row, rule, code = ENDS["another content"]
    assert told(ended(row, acces=an_acces(avant=SECOND))) == (rule, code)


def test_a_row_that_ends_and_shows_the_same_again_is_not_what_ended_it() -> None:
    access = an_acces(avant=SECOND)
    assert told(ended(a_publication(SECOND), acces=access)) == ("R-081", "ACCOUNT_LEFT")


@pytest.mark.parametrize(("classeur", "rule"), [("syndic/1", "R-033"), ("gerance/1", "R-031")])
def test_a_box_is_that_of_its_module(classeur: str, rule: str) -> None:
    """R-031, R-033."""
    shown, access = a_publication(classeur=classeur), an_acces()
    met = meeting(shown, access, a_droit(SECOND, THIRD, classeur=classeur))
    rows = Rows([shown], [access])

    assert told(beginning_of(met, rows)) == (rule, "BOX_TICKED")
    assert told(end_of(met, rows)) == (rule, "BINDER_LEVEL")


def test_what_goes_on_has_no_end() -> None:
    shown, access = a_publication(), an_acces()
    assert end_of(meeting(shown, access, a_droit()), Rows([shown], [access])) is None


def test_who_comes_back_after_he_had_left_reaches_the_place_again() -> None:
    """R-075: his level is the one that he had, and is no news."""
    shown, access = a_publication(), an_acces(SECOND)
    rows = Rows([shown], [an_acces(avant=SECOND, jusqu_au=FIRST), access])
    assert told(beginning_of(meeting(shown, access, a_droit()), rows)) == ("R-075", "PLACE_BEGUN")


def test_a_holding_to_come_begins_by_time() -> None:
    """R-075: the building is reached from the first day of a holding."""
    shown, access = a_publication(), an_acces(du=THIRD)
    edge = beginning_of(meeting(shown, access, a_droit()), Rows([shown], [access]))
    assert (*told(edge), edge.par_le_temps) == ("R-075", "PLACE_BEGUN", True)
