"""R-011, how much is too much: the thresholds both ways, and what is alarming by itself."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from ingest.rules.acces import Acces
from ingest.rules.causes import SUPER_TIERS
from ingest.rules.cotes import ENTREE, SORTIE, Alarme, Rights, Seuils
from ingest.rules.garde import alarms
from tests.core.some_cotes import BY_HAND, a_hand_made_side, a_reach, a_row

CONSEIL = "classeur Courriers : case Membre du conseil cochée"
COPROPRIETAIRE = "classeur Courriers : case Copropriétaire cochée"
LOST = ((50, 10, False), (50, 11, True), (54, 11, True), (55, 11, False), (100, 21, True))
"""How many there were, how many of them are lost, whether that is too much."""


def names(number: int, entite: str = "S1") -> list[str]:
    return [f"{entite}/E{each:04}/a" for each in range(number)]


def co_owners(number: int, immeuble: str = "S1/I1") -> list[Acces]:
    return [a_reach(f"T{each}", immeuble) for each in range(number)]


def building(documents: Iterable[str], *readers: Acces) -> Rights:
    """Building S1/I1 with documents for its co-owners, one if no reader is given."""
    rows = [a_row(each) for each in documents]
    return a_hand_made_side(readers or [a_reach("T0")], rows, "coproprietaire")


def accounts(first: int, last: int) -> Rights:
    named = [f"S1/C{each}" for each in range(first, last)]
    return a_hand_made_side([a_reach(f"T{c}", c, portee="compte", compte=c) for c in named], [])


def asked(before: Rights, after: Rights, seuils: Seuils | None = None) -> list[Alarme]:
    return alarms(before, after, BY_HAND, seuils or Seuils())


def council(
    documents: int, readers: int, entite: str = "S1", *more: Acces
) -> tuple[Rights, Rights]:
    """A binder in which the council's box is ticked: one member gains each document."""
    immeuble = f"{entite}/I1"
    rows = [a_row(each, cible=immeuble) for each in names(documents, entite)]
    acces = [*co_owners(readers, immeuble), a_reach("M", immeuble, niveau="membre")]
    return (
        a_hand_made_side(acces, rows, "coproprietaire"),
        a_hand_made_side([*acces, *more], rows, "coproprietaire", "membre"),
    )


@pytest.mark.parametrize(("had", "lost", "held"), LOST)
def test_documents_are_held_above_a_number_and_a_part(had: int, lost: int, *, held: bool) -> None:
    found = asked(building(names(had)), building(names(had)[lost:]))
    cause = f"{lost} documents visibles sur {had} seraient retirés"
    alarme = Alarme(SORTIE, "S1", cause, lost, had, tuple(names(10)))
    assert found == [alarme] * held


@pytest.mark.parametrize(("had", "lost", "held"), LOST)
def test_accounts_are_held_above_the_same(had: int, lost: int, *, held: bool) -> None:
    causes = [alarme.cause for alarme in asked(accounts(0, had), accounts(lost, had))]
    assert causes == [f"{lost} comptes ouverts sur {had} seraient retirés"] * held


def test_each_entity_is_judged_alone() -> None:
    rows = [a_row(each) for entite in ("S1", "S2") for each in names(10, entite)]
    before = a_hand_made_side([a_reach("T0")], rows, "coproprietaire")
    many = [a_row(each) for each in names(1000, "S3")]
    after = a_hand_made_side([a_reach("T0")], many, "coproprietaire")
    assert asked(before, after, Seuils(immeubles_entiers=False)) == []
    lost = a_hand_made_side([a_reach("T0")], [*rows, *many], "coproprietaire")
    assert [a.entite for a in asked(lost, before, Seuils(immeubles_entiers=False))] == ["S3"]


def test_a_document_whose_readers_accounts_close_is_counted_with_these() -> None:
    """Twelve documents, all that the entity shows, were one person's: he sold."""
    left = a_hand_made_side([], [a_row(each) for each in names(12)], "coproprietaire")
    assert asked(building(names(12)), left) == []


def test_documents_that_no_box_shows_any_more_are_lost() -> None:
    rows = [a_row(each) for each in names(12)]
    found = asked(building(names(12)), a_hand_made_side([a_reach("T0")], rows, "president"))
    assert [alarme.nombre for alarme in found] == [12]


def test_documents_of_the_council_are_lost_with_their_last_reader() -> None:
    """Of an account that stays open: its flag went."""
    account = a_reach("T0", "S1/CT0", portee="compte")
    rows = [a_row(each) for each in names(12)]
    before = a_hand_made_side([a_reach("T0", niveau="membre"), account], rows, "membre")
    after = a_hand_made_side([a_reach("T0"), account], rows, "membre")
    assert [alarme.nombre for alarme in asked(before, after)] == [12]


def test_a_document_that_is_put_off_is_lost_and_one_that_was_to_come_is_not() -> None:
    rows = [a_row(each, visible_du="2026-12-01T00:00:00.000Z") for each in names(12)]
    later = a_hand_made_side([a_reach("T0")], rows, "coproprietaire")
    put_off = [alarme.nombre for alarme in asked(building(names(12)), later)]
    assert (put_off, asked(later, building([]))) == ([12, 12], [])


def test_a_building_that_several_accounts_reached_is_alarming_as_a_whole() -> None:
    before = building([], *co_owners(2))
    assert asked(before, building([], a_reach("T0", "S1/I2"))) == [
        Alarme(SORTIE, "S1", "plus personne n'atteint l'immeuble S1/I1", 2, 2)
    ]
    assert asked(before, building([], a_reach("T1"))) == []


def test_a_building_that_one_account_reached_is_a_sale_whoever_looks_by_it() -> None:
    before = building([], a_reach("T0"), a_reach("T9", compte="S1/CT0", par_tiers="T0"))
    assert asked(before, building([], a_reach("T0", "S1/I2"))) == []


def test_a_building_of_which_every_document_goes_is_alarming_as_a_whole() -> None:
    assert asked(building(names(2)), building([])) == [
        Alarme(SORTIE, "S1", "aucun document de l'immeuble S1/I1 ne serait plus visible", 2, 2)
    ]
    assert asked(building(names(2)), building(names(1))) == []
    assert asked(building(names(1)), building([])) == []


def test_whole_buildings_and_empty_lists_can_be_let_go() -> None:
    emptied = replace(BY_HAND, premier=True, natures_videes=(("relations", ""),))
    quiet = Seuils(immeubles_entiers=False, listes_vides=False)
    before, after = building(names(2)), building([])
    assert alarms(before, after, emptied, quiet) == []
    assert [alarme.cause for alarme in alarms(after, after, emptied, Seuils())] == [
        "la liste relations est vide et ne l'était pas"
    ]


@pytest.mark.parametrize(
    ("documents", "readers", "held"),
    [(200, 30, False), (201, 30, True), (20, 20, False), (20, 19, True)],
)
def test_openings_are_held_above_a_number_or_a_part(
    documents: int, readers: int, *, held: bool
) -> None:
    """More than 200 pairs, or more than 5 % of the pairs that the entity had."""
    total, examples = documents * readers, tuple(names(10))
    expected = Alarme(ENTREE, "S1", CONSEIL, documents, total, examples)
    assert asked(*council(documents, readers)) == [expected] * held


def test_several_causes_are_judged_by_their_sum_and_each_is_told() -> None:
    master = a_reach("X", par_tiers="T1")
    assert asked(*council(120, 30)) == []
    found = asked(*council(120, 30, "S1", master))
    assert [(alarme.cause, alarme.nombre) for alarme in found] == [
        (CONSEIL, 120),
        (SUPER_TIERS, 120),
    ]


def test_the_sum_is_of_one_entity() -> None:
    sides = [council(120, 30, entite) for entite in ("S1", "S2")]
    before, after = (
        one._replace(
            acces=one.acces | other.acces,
            publication=one.publication | other.publication,
            lignes=one.lignes | other.lignes,
        )
        for one, other in zip(*sides, strict=True)
    )
    assert asked(before, after) == []


def test_a_person_who_reaches_a_document_twice_is_one_pair() -> None:
    """Twenty co-owners have two accounts each: twenty pairs more are five per cent of 400."""
    before, after = council(20, 20)
    twice = frozenset(each._replace(compte=f"{each.compte}-2") for each in before.acces)
    before = before._replace(acces=before.acces | twice)
    after = after._replace(acces=after.acces | twice)
    assert asked(before, after) == []
    assert [alarme.sur for alarme in asked(before, after, Seuils(entree_part=0))] == [400]


def test_a_box_for_all_is_held_for_one_pair_and_other_causes_are_not_told_with_it() -> None:
    """A plain co-owner among the readers of 100 documents, and a master who is below the part."""
    rows = [a_row(each) for each in names(2)]
    acces = [a_reach(f"M{each}", niveau="membre") for each in range(100)]
    before = a_hand_made_side([*acces, a_reach("T0")], rows, "membre")
    master = a_reach("X", par_tiers="M1", niveau="membre")
    after = a_hand_made_side([*acces, a_reach("T0"), master], rows, "membre", "coproprietaire")
    expected = Alarme(ENTREE, "S1", COPROPRIETAIRE, 2, 200, tuple(names(2)))
    assert asked(before, after) == [expected]
    assert asked(before, after, Seuils(cases_ouvertes=False)) == []


def test_a_box_for_all_is_held_even_while_it_shows_nothing() -> None:
    before, after = a_hand_made_side([], []), a_hand_made_side([], [], "coproprietaire")
    assert asked(before, after) == [Alarme(ENTREE, "", COPROPRIETAIRE, 0, 0)]
    assert asked(before, a_hand_made_side([], [], "membre", "president")) == []


def test_the_first_envoi_of_an_agency_opens_what_it_wants_and_withdraws_nothing() -> None:
    first = replace(BY_HAND, premier=True)
    before, after = council(201, 30)
    assert alarms(before, after, first, Seuils()) == []
    assert len(alarms(after, building([]), first, Seuils())) == 2


@pytest.mark.parametrize("number", [0, 1, 12])
def test_identical_sides_never_alarm(number: int) -> None:
    every = Seuils(sortie_part=0, sortie_nombre=0, entree_part=0, entree_paires=0)
    assert asked(building(names(number)), building(names(number)), every) == []
