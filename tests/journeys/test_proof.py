"""R-047: who could open which content, from when to when, by which envoi or decision, and why."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from ingest.telling.explanation import UnknownDocument
from ingest.telling.past import Span, moment_of
from ingest.telling.proven import Asked, Proof, prove, readers_of
from ingest.workshop import instant
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_decisions import TODAY, hide, show_again
from tests.journeys.some_exemple import (
    E9,
    E9_PIECE,
    SEEN_TODAY,
    Edits,
    add_file,
    an_envoi,
    e9_without_its_file,
    edit_envoi,
    with_e9,
)
from tests.journeys.test_history import (
    CHANGES,
    E2_REPLACED,
    FIRST,
    NEW,
    NEW_PIECE,
    OLD,
    SECOND,
    THIRD,
    TIERS,
    send_on,
)
from tests.journeys.test_history_time import SALE

MASTER = b"""<?xml version="1.0" encoding="UTF-8"?>
<relations xmlns="urn:lsc-syncd:envoi:1">
<relation super_tiers="T4" tiers="T3"/>
</relations>
"""


def proven(agency: Agency, document: str, tiers: str, span: Span | None = None) -> Proof:
    asked = Asked(document, tiers, instant(agency.clock()))
    with agency.workshop.store.reading() as known:
        return prove(known, agency.workshop, asked, span)


def ends(agency: Agency, document: str, tiers: str) -> list[tuple[str, str, str, bool] | None]:
    """Return how each view ended: rule, code, cause, whether by time."""
    return [
        each.finit
        and (each.finit.regle, each.finit.code, each.finit.cause, each.finit.par_le_temps)
        for each in proven(agency, document, tiers).vues
    ]


def beginnings(agency: Agency, document: str, tiers: str) -> list[tuple[str, str, str, bool]]:
    views = proven(agency, document, tiers).vues
    return [
        (view.commence.regle, view.commence.code, view.commence.cause, view.commence.par_le_temps)
        for view in views
    ]


def change(agency: Agency, tmp_path: Path, edits: Edits, day: datetime = SECOND) -> str:
    """Send the example with some changes; return the envoi."""
    numero = len(agency.sent) + 1
    send_on(agency, day, an_envoi(tmp_path / f"envoi-{numero}", edits, numero=numero))
    return list(agency.sent)[-1]


# One person, one document.


def test_what_still_shows_has_one_view_without_an_end(begun: Agency) -> None:
    (first,) = begun.sent
    found = proven(begun, "S1/E2/a", "T1")

    (view,) = found.vues
    assert (view.contenu, view.du, view.avant, view.finit) == (OLD, instant(FIRST), None, None)
    assert beginnings(begun, "S1/E2/a", "T1") == [("R-041", "PUBLISHED", first, False)]
    assert found.maintenant is None


def test_a_view_says_account_level_scope_and_binder(begun: Agency) -> None:
    (view,) = proven(begun, "S1/E2/a", "T1").vues

    (way,) = view.chemins
    assert way.trait._asdict() == {
        "tiers": "T1",
        "contenu": OLD,
        "compte": "S1/C1",
        "par_tiers": "T1",
        "niveau": "president",
        "portee": "immeuble",
        "cible": "S1/I1",
        "classeur": "syndic/2",
    }


def test_two_contents_of_one_document_are_told_apart(begun: Agency, tmp_path: Path) -> None:
    """R-047: each has its own view, and the envoi that changed it stands between the two."""
    envoi = an_envoi(tmp_path / "envoi-2", E2_REPLACED, numero=2)
    add_file(envoi, "pieces/E2-bis.pdf", NEW_PIECE)
    send_on(begun, SECOND, envoi)
    _, second = begun.sent

    spans = [(v.contenu, v.du, v.avant) for v in proven(begun, "S1/E2/a", "T1").vues]
    assert spans == [(OLD, instant(FIRST), instant(SECOND)), (NEW, instant(SECOND), None)]
    assert ends(begun, "S1/E2/a", "T1") == [("R-047", "CONTENT_REPLACED", second, False), None]
    assert beginnings(begun, "S1/E2/a", "T1")[1] == ("R-047", "CONTENT_NEW", second, False)


def test_a_change_that_hides_nothing_breaks_no_view(begun: Agency, tmp_path: Path) -> None:
    renamed = {"donnees/evenements-S1.xml": [("Procès-verbal de l'assemblée", "PV")]}
    change(begun, tmp_path, renamed)

    assert len(begun.intervals("S1/E1/a", "T1")) == 2
    (view,) = proven(begun, "S1/E1/a", "T1").vues
    assert (view.du, view.avant) == (instant(FIRST), None)


HIDDEN = {
    "withdrawn explicitly": ("S1/E1/a", "T1", "R-051", "WITHDRAWN_EXPLICIT"),
    "no longer listed": ("S1/E1/a", "T3", "R-010", "WITHDRAWN_ABSENT"),
    "without its second piece": ("S1/E1/b", "T1", "R-010", "WITHDRAWN_ABSENT"),
    "in a binder whose box is not ticked": ("S1/E2/a", "T2", "R-033", "BINDER_LEVEL"),
    "of an account that is not ticked": ("S1/E2/a", "T1", "R-081", "ACCOUNT_LEFT"),
    "confidential": ("S1/E2/a", "T1", "R-049", "EVENT_CONFIDENTIAL"),
}
SHOWN_AGAIN = {
    "in a binder whose box is not ticked": ("R-033", "BOX_TICKED"),
    "of an account that is not ticked": ("R-075", "PLACE_BEGUN"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_hid_it_and_what_showed_it_again_are_named(
    begun: Agency, tmp_path: Path, what: str
) -> None:
    """R-010, R-033, R-049, R-051, R-081: by the envoi that did it."""
    document, tiers, rule, code = HIDDEN[what]
    second = change(begun, tmp_path, CHANGES[what][0])
    third = change(begun, tmp_path, {}, THIRD)

    assert ends(begun, document, tiers) == [(rule, code, second, False), None]
    again = SHOWN_AGAIN.get(what, (rule, code))
    assert beginnings(begun, document, tiers)[1] == (*again, third, False)


@pytest.mark.parametrize("what", CHANGES)
def test_a_view_holds_exactly_what_was_seen(begun: Agency, tmp_path: Path, what: str) -> None:
    """R-041: at each instant looked at, a person is in a view iff he saw the document then."""
    seen = {instant(FIRST + timedelta(hours=1)): begun.seen()}
    change(begun, tmp_path, CHANGES[what][0])
    seen[instant(SECOND + timedelta(hours=1))] = begun.seen()
    change(begun, tmp_path, {}, THIRD)
    seen[instant(THIRD + timedelta(hours=1))] = begun.seen()

    for document in begun.motifs():
        for login, tiers in TIERS.items():
            views = proven(begun, document, tiers).vues
            for moment, saw in seen.items():
                held = any(v.du <= moment and (v.avant or "9") > moment for v in views)
                assert held == (document in saw[login]), (document, login, moment)


# Time.


def test_the_end_of_retention_is_known_before_it_comes(begun: Agency) -> None:
    """R-053: time ends it, as the envoi said."""
    (first,) = begun.sent
    assert ends(begun, "G1/E7/a", "T5") == [("R-053", "EXPIRED", first, True)]


def test_a_departure_to_come_ends_by_time_under_its_own_rule(begun: Agency, tmp_path: Path) -> None:
    """R-077."""
    leaves = 'sortie="2026-11-30" depart_enregistre_le="2026-11-28"'
    edits = {"donnees/baux-G1.xml": [('entree="2026-09-01"', f'entree="2026-09-01" {leaves}')]}
    second = change(begun, tmp_path, edits)

    assert ends(begun, "G1/E7/a", "T5") == [("R-077", "ACCOUNT_DEPARTURE", second, True)]
    begun.clock.moment = datetime(2026, 12, 1, tzinfo=PARIS)
    now = proven(begun, "G1/E7/a", "T5").maintenant
    assert now is not None
    assert now.code == "ACCOUNT_DEPARTURE"


def test_a_seller_saw_it_until_his_sale_was_recorded(begun: Agency, tmp_path: Path) -> None:
    """R-078; the buyer's begins with his account (R-082)."""
    second = change(begun, tmp_path, SALE)

    assert ends(begun, "S1/E3/a", "T3") == [("R-078", "ACCOUNT_SOLD", second, False)]
    assert beginnings(begun, "S1/E1/a", "T7") == [("R-075", "PLACE_BEGUN", second, False)]
    assert proven(begun, "S1/E3/a", "T7").vues == ()


def test_a_publication_to_come_begins_by_time(begun: Agency, tmp_path: Path) -> None:
    """R-052."""
    envoi = edit_envoi(
        with_e9(tmp_path / "envoi-2"),
        {"donnees/evenements-S1.xml": [('publie_le="2026-11-23"', 'publie_le="2026-12-01"')]},
    )
    send_on(begun, SECOND, envoi)
    second = list(begun.sent)[-1]

    assert beginnings(begun, E9, "T1") == [("R-052", "PUBLICATION_REACHED", second, True)]
    now = proven(begun, E9, "T1").maintenant
    assert now is not None
    assert (now.regle, now.code) == ("R-052", "PUBLICATION_FUTURE")


def test_what_waited_for_its_file_begins_when_that_came(begun: Agency, tmp_path: Path) -> None:
    """R-012."""
    send_on(begun, SECOND, e9_without_its_file(tmp_path / "envoi-2", numero=2))
    envoi = e9_without_its_file(tmp_path / "envoi-3", numero=3)
    add_file(envoi, "pieces/E9-a.pdf", E9_PIECE)
    send_on(begun, THIRD, envoi)
    third = list(begun.sent)[-1]

    assert beginnings(begun, E9, "T1") == [("R-012", "FILE_MISSING", third, False)]


# Persons.


def test_a_decision_ends_it_and_its_end_begins_it(begun: Agency) -> None:
    begun.clock.moment = SECOND
    hide(begun, "evenement:S1/E1", "D1")
    begun.clock.moment = THIRD
    show_again(begun, "", "D1")

    assert ends(begun, "S1/E1/a", "T1") == [("decision", "DEPUBLISHED", "D1", False), None]
    assert beginnings(begun, "S1/E1/a", "T1")[1] == ("decision", "DEPUBLISHED", "D1", False)


def test_after_the_last_day_of_a_decision_time_begins_it(begun: Agency) -> None:
    (first,) = begun.sent
    hide(begun, "evenement:S1/E1", "D1", jusqu_au=TODAY)

    assert ends(begun, "S1/E1/a", "T1") == [("decision", "DEPUBLISHED_UNTIL", "D1", False), None]
    assert beginnings(begun, "S1/E1/a", "T1") == [
        ("R-041", "PUBLISHED", first, False),
        ("decision", "DECISION_OVER", "D1", True),
    ]


def test_a_super_tiers_saw_it_through_another_person(begun: Agency, tmp_path: Path) -> None:
    """R-073: from the relation on, until it left."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    add_file(envoi, "donnees/relations.xml", MASTER, 'nature="relations"')
    send_on(begun, SECOND, envoi)
    empty = MASTER.replace(b'<relation super_tiers="T4" tiers="T3"/>\n', b"")
    envoi = an_envoi(tmp_path / "envoi-3", numero=3)
    add_file(envoi, "donnees/relations.xml", empty, 'nature="relations"')
    send_on(begun, THIRD, envoi)
    _, second, third = begun.sent

    assert beginnings(begun, "S1/E3/a", "T4") == [("R-073", "MASTER_BEGUN", second, False)]
    assert ends(begun, "S1/E3/a", "T4") == [("R-073", "MASTER_ENDED", third, False)]
    ((way,),) = (view.chemins for view in proven(begun, "S1/E3/a", "T4").vues)
    assert (way.trait.par_tiers, way.trait.compte) == ("T3", "S1/C3")


def test_who_is_no_longer_of_the_council_has_another_level(begun: Agency, tmp_path: Path) -> None:
    """R-083: the building is still reached, and the box of the new level is not ticked."""
    edits = {
        "donnees/fiches_coproprietaires-S1.xml": [('compte="C2" membre_cs="true"', 'compte="C2"')]
    }
    second = change(begun, tmp_path, edits)

    assert ends(begun, "S1/E2/a", "T2") == [("R-083", "LEVEL_CHANGED", second, False)]
    (view,) = proven(begun, "S1/E1/a", "T2").vues
    assert (view.avant, {way.trait.niveau for way in view.chemins}) == (
        None,
        {"membre", "coproprietaire"},
    )


OFF = {
    "portail": ("commun", "R-022", "PORTAL_OFF"),
    "documents": ("syndic", "R-041", "DOCUMENTS_OFF"),
}


@pytest.mark.parametrize("option", OFF)
def test_a_setting_of_the_extranet_ends_every_view_and_begins_it(
    begun: Agency, option: str
) -> None:
    """R-022, R-041: by the change of settings, and not for want of an account or a box."""
    module, rule, code = OFF[option]
    sign = Signature("hugo", "essai")
    begun.clock.moment = SECOND
    off = {Reglage("", module, option, valeur=False)}
    apply_reglages(begun.workshop, off, "reglages-2", signature=sign)
    now = proven(begun, "S1/E1/a", "T1").maintenant
    begun.clock.moment = THIRD
    apply_reglages(begun.workshop, (), "reglages-3", signature=sign)

    assert now is not None
    assert (now.regle, now.code) == (rule, code)
    assert ends(begun, "S1/E1/a", "T1") == [(rule, code, "reglages-2", False), None]
    assert beginnings(begun, "S1/E1/a", "T1")[1] == (rule, code, "reglages-3", False)


REASONS = {
    ("S1/E2/a", "T3"): ("R-033", "BINDER_LEVEL"),
    ("S1/E3/a", "T1"): ("R-041", "TARGET_ELSEWHERE"),
    ("G1/E8/a", "T6"): ("R-077", "ACCOUNT_DEPARTURE"),
    ("S1/E5/a", "T1"): ("R-064", "INVOICE_WITHOUT_ENTRY"),
}


@pytest.mark.parametrize(("document", "tiers"), REASONS)
def test_who_never_saw_it_is_told_why_not_now(begun: Agency, document: str, tiers: str) -> None:
    """R-038: the strongest reason."""
    found = proven(begun, document, tiers)

    assert found.vues == ()
    assert found.maintenant is not None
    assert (found.maintenant.regle, found.maintenant.code) == REASONS[document, tiers]


# A span, and everybody.


def test_a_span_leaves_the_views_that_meet_it(begun: Agency, tmp_path: Path) -> None:
    change(begun, tmp_path, CHANGES["withdrawn explicitly"][0])
    change(begun, tmp_path, {}, THIRD)

    def views(moment: datetime) -> int:
        return len(proven(begun, "S1/E1/a", "T1", moment_of(moment)).vues)

    moments = (FIRST - timedelta(hours=1), FIRST, SECOND - timedelta(seconds=1), SECOND, THIRD)
    assert [views(moment) for moment in moments] == [0, 1, 1, 0, 1]


def test_everybody_who_could_open_a_document_is_a_reader(begun: Agency) -> None:
    """R-041: no more and no fewer than those who see it."""
    with begun.workshop.store.reading() as known:
        for document in begun.motifs():
            readers = {way.trait.tiers for way in readers_of(known, document)}
            assert readers == {
                TIERS[login] for login, seen in SEEN_TODAY.items() if document in seen
            }


def test_who_saw_it_before_a_sale_stays_a_reader_of_that_time(
    begun: Agency, tmp_path: Path
) -> None:
    change(begun, tmp_path, SALE)

    with begun.workshop.store.reading() as known:
        ever = {way.trait.tiers for way in readers_of(known, "S1/E1/a")}
        before = {way.trait.tiers for way in readers_of(known, "S1/E1/a", moment_of(FIRST))}
        after = {way.trait.tiers for way in readers_of(known, "S1/E1/a", moment_of(THIRD))}
    assert ever == {"T1", "T2", "T3", "T7"}
    assert before == {"T1", "T2", "T3"}
    assert after == {"T1", "T2", "T7"}


def test_what_was_never_listed_has_no_proof_and_no_readers(begun: Agency) -> None:
    with pytest.raises(UnknownDocument):
        proven(begun, "S1/E99/a", "T1")
    with begun.workshop.store.reading() as known, pytest.raises(UnknownDocument):
        readers_of(known, "S1/E99/a")
