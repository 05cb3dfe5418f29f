"""R-066, R-150: which binder is *Factures*, which one is of the meetings."""

import pytest

from ingest.rules.designes import ASSEMBLEES, FACTURES, designated
from ingest.rules.faits import Classeur, Parametres
from tests.core.some_records import a_classeur

NAMED = Parametres(classeurs_designes=(("classeur_assemblees", "syndic/2"),))


def of(quoi: str, parametres: Parametres, *classeurs: Classeur) -> str | None:
    found = designated(quoi, parametres, {each.ref: each for each in classeurs})
    return found.ref if found else None


def test_the_one_that_lsc_designates_is_it_whatever_its_name() -> None:
    others = a_classeur("syndic/1", nom="Assemblées générales")

    assert of(ASSEMBLEES, NAMED, others, a_classeur("syndic/2", nom="Réunions")) == "syndic/2"


@pytest.mark.parametrize(
    ("quoi", "nom"), [(ASSEMBLEES, "ASSEMBLÉES  générales"), (FACTURES, "factures")]
)
def test_else_the_only_one_of_the_syndic_with_that_name(quoi: str, nom: str) -> None:
    of_gerance = a_classeur("gerance/9", nom=nom)

    assert of(quoi, Parametres(), a_classeur("syndic/4", nom=nom), of_gerance) == "syndic/4"


def test_a_designated_binder_that_does_not_exist_is_looked_for_by_name() -> None:
    assert of(ASSEMBLEES, NAMED, a_classeur("syndic/1", nom="Assemblées générales")) == "syndic/1"


def test_of_two_with_that_name_none_is_it() -> None:
    two = [a_classeur(f"syndic/{number}", nom="Factures") for number in (1, 2)]

    assert of(FACTURES, Parametres(), *two) is None
