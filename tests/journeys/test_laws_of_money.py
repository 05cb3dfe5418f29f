"""Every view of money equals a slow re-computation from the facts, whatever the agency."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import event, given, settings

from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.rules.faits import Reglage
from ingest.workshop import cause_of
from store.changes import Valeur, WrittenReglage
from store.declarations import NATURES
from store.transaction import Transaction
from tests.core.some_random_tables import Listing, checked_of
from tests.edges.some_records import undone
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_money import (
    DETAILS,
    INSTANTS,
    PEOPLE,
    RELEASED,
    a_record,
    some_money,
    some_settings,
    with_other_details,
)
from tests.journeys.some_money_oracle import Oracle
from tests.some_databases import Database
from tests.some_laws import examples

SHOWN = {
    "portail_rib": ("forme", "iban", "bic", "rib"),
    "portail_fonds_travaux": ("lot", "compte", "type", "numero_compte", "montant"),
    "portail_depenses": ("exercice", "cle", "numero_compte", "depense", "libelle", "montant"),
    "portail_debiteurs": ("debiteur", "solde"),
    "portail_budgets": (
        *("exercice", "cle", "libelle_cle", "budget", "budget_precedent", "realise", "pourcentage"),
    ),
    "portail_travaux": ("operation", "etat"),
}


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Agency]:
    agency = over(tmp_path_factory.mktemp("money"), Clock(), "immo-dupont", database)
    agency.workshop.store.create()
    yield agency
    agency.close()


def apply(tx: Transaction, agency: Agency, listing: Listing, reglages: frozenset[Reglage]) -> None:
    situation = situation_of(tx, agency.workshop)
    options = situation.options._replace(reglages=reglages)
    plan = make_plan(checked_of(listing), situation._replace(options=options))
    written = frozenset(WrittenReglage(*each) for each in reglages)
    tx.apply(replace(plan.changes, reglages=written), cause_of("essai", agency.workshop))


def with_details(listing: Listing, details: dict[str, Valeur]) -> Listing:
    """The same building with other bank details."""
    names = [colonne.nom for colonne in NATURES["immeubles"].colonnes]
    (before,) = listing["immeubles", "S1"]
    known = dict(zip(names, before.valeurs, strict=True)) | dict.fromkeys(names[-4:])
    return {("immeubles", "S1"): (a_record("immeubles", {**known, **details}, []),)}


def seen(tx: Transaction, view: str, tiers: str, at: str) -> list[tuple[Valeur, ...]]:
    rows = tx.view(view, tiers, at=at)
    return sorted((tuple(row[name] for name in SHOWN[view]) for row in rows), key=repr)


@settings(deadline=None, max_examples=examples(20))
@given(some_money(), with_other_details(), some_settings)
def test_each_view_of_money_is_what_the_rules_say(
    agency: Agency, listing: Listing, details: dict[str, Valeur], reglages: frozenset[Reglage]
) -> None:
    """R-065, R-066, R-100…R-106, R-110…R-113b."""
    first = listing["immeubles", "S1"][0].valeurs[-4:]
    names = ("titulaire", "iban", "bic", "rib")
    places = [tuple(each.get(name) for name in names) for each in DETAILS]
    with undone(agency.workshop.store) as tx:
        apply(tx, agency, listing, reglages)
        apply(tx, agency, with_details(listing, details), reglages)
        oracle = Oracle(tx, reglages, RELEASED.get(places.index(first), "none"))
        for at in INSTANTS:
            for tiers in PEOPLE:
                for view in SHOWN:
                    wanted = getattr(oracle, view.removeprefix("portail_").split("_")[0])
                    expected = sorted(wanted(tiers, at), key=repr)
                    found = seen(tx, view, tiers, at)
                    assert found == expected, (view, tiers, at)
                    event(f"{view}: {'some' if found else 'none'}")
                delegated = sorted(oracle.budgets(tiers, at, delegated=True), key=repr)
                rows = tx.view("portail_delegation", tiers, at=at)
                columns = SHOWN["portail_budgets"]
                assert sorted((tuple(r[n] for n in columns) for r in rows), key=repr) == delegated
