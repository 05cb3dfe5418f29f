"""Who would lose or gain what: every pair is counted, some are named, only what shows counts."""

from dataclasses import replace

from ingest.persons.effects import Effect, Effects, Seen, effects_between, tables_of_derivation
from ingest.rules.decisions import Criteres, Decision
from ingest.rules.derivation import derive
from ingest.rules.faits import Fait, Faits
from tests.core.some_faits import NOON, an_agency
from tests.core.some_records import a_classeur, a_compte, a_modele, an_evenement

E1 = an_evenement("E1", immeuble="I1")
E2 = an_evenement("E2", compte="C3")
HIDDEN = Decision("D1", Criteres(evenement="S1/E1"), NOON, None)


def seen(faits: Faits, moment: str = NOON) -> Seen:
    return Seen(tables_of_derivation(derive(faits)), moment)


def effects(before: Faits, after: Faits, *, most: int = 10, moment: str = NOON) -> Effects:
    return effects_between(seen(before, moment), seen(after, moment), most=most)


def hidden(*facts: Fait) -> Faits:
    return replace(an_agency(*facts), decisions=(HIDDEN,))


def test_nothing_changes_for_nobody() -> None:
    assert effects(an_agency(E1), an_agency(E1)) == Effects(0, 0, 0, 0, 0, ())


def test_each_person_who_loses_a_document_is_named() -> None:
    found = effects(an_agency(E1, E2), hidden(E1, E2))
    assert found.nommes == tuple(
        Effect(each, "S1/E1/a", gagne=False) for each in ("T1", "T2", "T3")
    )
    assert (found.perdus, found.perdants, found.documents) == (3, 3, 1)


def test_what_is_lost_one_way_is_gained_the_other_way() -> None:
    lost, gained = effects(an_agency(E1), hidden(E1)), effects(hidden(E1), an_agency(E1))
    assert (gained.gagnes, gained.gagnants, gained.perdus) == (lost.perdus, lost.perdants, 0)


def test_all_pairs_are_counted_and_a_bounded_number_is_named() -> None:
    found = effects(an_agency(E1), hidden(E1), most=2)
    assert (found.perdus, len(found.nommes), found.omis) == (3, 2, 1)


def test_the_losses_are_named_first() -> None:
    found = effects(an_agency(E1), replace(an_agency(E1, E2), decisions=(HIDDEN,)), most=3)
    assert {each.gagne for each in found.nommes} == {False}
    assert (found.gagnes, found.omis) == (1, 1)


def test_what_does_not_show_yet_is_lost_by_nobody() -> None:
    event = an_evenement("E1", immeuble="I1", publie_le="2026-11-25")
    decision = HIDDEN._replace(pris_le="2026-11-25T12:00:00.000Z")
    after = replace(an_agency(event), decisions=(decision,))
    assert effects(an_agency(event), after, moment=NOON).perdus == 0
    assert effects(an_agency(event), after, moment="2026-11-25T12:00:00.000Z").perdus == 3


def test_a_box_that_is_ticked_shows_what_the_binder_holds() -> None:
    narrow = an_agency(E1, a_classeur("syndic/1", ("president",)))
    found = effects(narrow, an_agency(E1))
    assert found.nommes == tuple(Effect(each, "S1/E1/a", gagne=True) for each in ("T2", "T3"))


def test_an_account_that_closes_loses_what_it_reached() -> None:
    closed = an_agency(E1, E2, a_compte("C3", "T3", publie=False))
    found = effects(an_agency(E1, E2), closed)
    assert found.nommes == (
        Effect("T3", "S1/E1/a", gagne=False),
        Effect("T3", "S1/E2/a", gagne=False),
    )


def test_what_expired_is_lost_by_nobody() -> None:
    facts = (E1, a_modele("MS", "syndic/1", duree_mois="1"))
    assert effects(an_agency(*facts), hidden(*facts)).perdus == 0
