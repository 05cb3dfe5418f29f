"""R-042: which of his tenants' documents a landlord sees, and from when until when."""

from datetime import date

import pytest

from ingest.rules.faits import Fait, Faits, Options, Parametres, Reglage, Relation
from tests.core.some_cotes import opened
from tests.core.some_faits import an_agency, seen
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_connexion,
    a_lot,
    a_mandat,
    an_evenement,
)

ON = Reglage("", "gerance", "documents_locataires", valeur=True)
OFF_FOR_C4 = Reglage("compte", "G1/C4", "documents_locataires", valeur=False)
ON_FOR_C4 = OFF_FOR_C4._replace(valeur=True)
EXCLUDED = Reglage("classeur", "gerance/1", "documents_locataires", valeur=False)
OF_THE_TENANT = an_evenement("E1", entite="G1", compte="C5")
OTHER_LANDLORD: tuple[Fait, ...] = (
    a_lot("L8", "I2", entite="G1"),
    a_compte("C6", "T6", genre="proprietaire", entite="G1"),
    a_mandat("M2", "C6", "L8"),
)


def let(*facts: Fait, poses: tuple[Reglage, ...] = (ON,), **given: object) -> Faits:
    """Return the usual agency with a document of its tenant, under these settings."""
    options = Options(reglages=frozenset(poses))
    return an_agency(OF_THE_TENANT, *facts, options=options, **given)  # type: ignore[arg-type]


def test_he_sees_what_his_tenant_sees() -> None:
    assert seen(let(), "T4") == seen(let(), "T5") == {"E1/a"}


@pytest.mark.parametrize(
    ("poses", "is_seen"),
    [
        ((), False),
        ((ON, OFF_FOR_C4), False),
        ((ON_FOR_C4,), True),
        ((ON, EXCLUDED), False),
        ((ON, EXCLUDED._replace(valeur=True)), True),
        ((ON, EXCLUDED._replace(cible="gerance/2")), True),
    ],
)
def test_only_while_the_agency_has_it_so(poses: tuple[Reglage, ...], *, is_seen: bool) -> None:
    """R-023: his own value wins; a binder may be kept from landlords."""
    assert (seen(let(poses=poses), "T4") == {"E1/a"}) is is_seen
    assert seen(let(poses=poses), "T5") == {"E1/a"}, "the tenant's own are his"


def test_the_binder_must_have_the_tenants_box() -> None:
    faits = let(a_classeur("gerance/1", ("proprietaire",)))

    assert seen(faits, "T4") == set()


def test_what_was_processed_before_the_lease_or_the_mandate_is_not_his() -> None:
    """E1 was processed on 15 June 2026."""
    after, before = date(2026, 6, 16), date(2026, 6, 14)

    assert seen(let(a_bail("B1", "C5", "L9", entree=after)), "T4") == set()
    assert seen(let(a_bail("B1", "C5", "L9", entree=date(2026, 6, 15))), "T4") == {"E1/a"}
    assert seen(let(a_bail("B1", "C5", "L9", sortie=before)), "T4") == set()
    assert seen(let(a_mandat("M1", "C4", ("L9", after, None))), "T4") == set()
    assert seen(let(a_mandat("M1", "C4", "L9", inactif_le=before)), "T4") == set()
    assert seen(let(a_mandat("M1", "C4", "L9", inactif_le=date(2026, 6, 15))), "T4") == {"E1/a"}


def test_a_tenants_account_that_is_closed_shows_nothing() -> None:
    """R-042, R-070, R-077."""
    closed = let(a_compte("C5", "T5", genre="locataire", entite="G1", publie=False))
    left = a_bail("B1", "C5", "L9", sortie=date(2026, 11, 1), depart=date(2026, 11, 1))
    parametres = Parametres(depublier_locataire_depart=True)

    assert seen(closed, "T4") == set()
    assert seen(let(left), "T4") == {"E1/a"}
    assert seen(let(left, parametres=parametres), "T4") == set()
    assert seen(let(left, parametres=parametres), "T4", at="2026-10-31T12:00:00.000Z") == {"E1/a"}


def test_nor_does_he_see_anything_once_his_own_account_is_closed() -> None:
    faits = let(a_compte("C4", "T4", genre="proprietaire", entite="G1", publie=False))

    assert seen(faits, "T4") == set()


def test_a_tenant_needs_no_login_for_his_landlord_to_see() -> None:
    assert seen(let(without=["connexions:T5"]), "T4") == {"E1/a"}


def test_of_an_account_with_leases_of_two_landlords_only_the_tenant_sees() -> None:
    """Unless all that ran on that day were of the same landlord's units."""
    both = let(*OTHER_LANDLORD, a_bail("B2", "C5", "L8"))
    over = let(*OTHER_LANDLORD, a_bail("B2", "C5", "L8", sortie=date(2026, 6, 14)))
    one = let(*OTHER_LANDLORD, a_bail("B1", "C5", "L9", "L8"))
    his = let(*OTHER_LANDLORD, a_mandat("M1", "C4", "L9", "L8"), a_bail("B2", "C5", "L8"))

    assert [seen(faits, "T4") for faits in (both, over, one, his)] == [
        set(),
        {"E1/a"},
        set(),
        {"E1/a"},
    ]
    assert [seen(faits, "T6") for faits in (both, over, one)] == [set(), set(), set()]
    assert seen(both, "T5") == {"E1/a"}


def test_a_lease_without_effect_hides_the_whole_account() -> None:
    """What it let is not known: it may have been another landlord's."""
    assert seen(let(a_bail("B2", "C5", "L77")), "T4") == set()
    assert seen(let(a_bail("B2", "C5", "L77")), "T5") == {"E1/a"}


def test_a_window_may_be_cut_in_two() -> None:
    """Before and after the days of another landlord's lease."""
    other = a_bail("B2", "C5", "L8", entree=date(2026, 5, 1), sortie=date(2026, 5, 31))
    events = [
        an_evenement(f"E{month}", entite="G1", compte="C5")._replace(
            traite_le=date(2026, month, 10)
        )
        for month in (4, 5, 6)
    ]

    assert seen(let(*OTHER_LANDLORD, other, *events), "T4") == {"E1/a", "E4/a", "E6/a"}


def test_who_stands_over_a_landlord_sees_it_as_he_does() -> None:
    """R-073."""
    faits = let(a_connexion("T6"), Relation("T6 T4", "T6", "T4"))

    assert seen(faits, "T6") == {"E1/a"}


def test_the_guard_counts_what_the_setting_opens() -> None:
    """R-011, *in*."""
    assert opened(let(poses=()), let()) == {"un réglage de l'extranet a changé": 1}
    assert opened(let(poses=(ON, OFF_FOR_C4)), let()) == {"un réglage de l'extranet a changé": 1}
    assert opened(let(poses=(ON, EXCLUDED)), let()) == {"un réglage de l'extranet a changé": 1}


def test_the_guard_counts_it_within_his_days_only() -> None:
    late = a_bail("B1", "C5", "L9", entree=date(2026, 6, 16))

    assert opened(let(late, poses=()), let(late)) == {}


def test_the_guard_counts_landlords_where_the_tenants_box_is_ticked() -> None:
    before = let(a_classeur("gerance/1", ()), without=["connexions:T5"])

    assert opened(before, let(without=["connexions:T5"])) == {
        "classeur Courriers : case Locataire cochée": 1
    }
