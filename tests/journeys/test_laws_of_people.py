"""Each view of people and places is what the rules say, on any mixture of what `PEOPLED` lists.

The oracle (`some_screens…`) goes through all records, day by day; a view shows nothing twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.rules.faits import Options, Reglage
from ingest.workshop import cause_of
from store.changes import ReceivedContent
from store.transaction import Transaction
from tests.core.some_random_tables import Listing, all_listings, checked_of
from tests.edges.some_records import undone
from tests.journeys import some_screens_of_accounts as accounts
from tests.journeys import some_screens_of_councils as councils
from tests.journeys import some_screens_of_staff as staff
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_people import IMAGES, PEOPLED, PERSONS
from tests.journeys.some_screens import Agence, Row
from tests.journeys.test_laws_of_portal_documents import elsewhere
from tests.journeys.test_laws_of_scope import CONTENTS
from tests.some_databases import Database
from tests.some_laws import examples

INSTANTS = tuple(
    f"{day}.000Z"
    for day in (
        "2019-12-01T12:00:00",
        "2026-04-15T23:30:00",
        "2026-07-10T02:00:00",
        "2026-11-24T12:00:00",
        "2027-02-01T03:00:00",
    )
)
Told = tuple[tuple[str, object], ...]
SCREENS: Mapping[str, Callable[[Agence, str], Iterator[Row]]] = MappingProxyType(
    {
        "portail_conseil": councils.conseil,
        "portail_conseil_accueil": councils.conseil_accueil,
        "portail_coproprietaires": councils.coproprietaires,
        "portail_prestataires": councils.prestataires,
        "portail_prestataires_correspondants": councils.prestataires_correspondants,
        "portail_contrats": councils.contrats,
        "portail_contacts": accounts.contacts,
        "portail_agence": accounts.agence,
        "portail_immeubles": accounts.immeubles,
        "portail_gardien": accounts.gardien,
        "portail_photos": accounts.photos,
        "portail_locataires": accounts.locataires,
        "portail_locataires_ecritures": accounts.lignes,
        "portail_comptes": accounts.comptes,
        "portail_personnel": staff.personnel,
        "portail_portefeuille": staff.portefeuille,
        "portail_portefeuille_immeubles": staff.immeubles,
        "portail_portefeuille_lots": staff.lots,
        "portail_tickets_lieux": staff.lieux,
        "portail_tickets_intervenants": staff.intervenants,
        "portail_tickets_correspondants": staff.correspondants,
        "portail_tickets_gestionnaires": staff.gestionnaires,
    }
)
SYNDIC = (
    *("contacts", "lots", "president", "president_email", "president_telephone", "membres"),
    *("assemblees", "gardien", "coordonnees_dans_liste", "contrats_du_conseil", "fonds_travaux"),
    *("finances", "sous_comptes", "solde_inverse"),
)
GERANCE = ("contacts", "comptes_locataires", "finances")
TARGETS = (
    *(("immeuble", cible, SYNDIC) for cible in ("S1/I1", "S1/I3")),
    *(("compte", cible, GERANCE) for cible in ("G1/C4", "G1/C6", "G1/C14", "G1/C15")),
    ("", "syndic", SYNDIC),
    ("", "gerance", GERANCE),
)
every_setting = st.lists(
    st.sampled_from(TARGETS).flatmap(
        lambda target: st.builds(
            Reglage,
            st.just(target[0]),
            st.just(target[1]),
            st.sampled_from(target[2]),
            st.booleans(),
        )
    ),
    max_size=12,
    unique_by=lambda each: (each.cible, each.option),
)


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Agency]:
    agency = over(tmp_path_factory.mktemp("people"), Clock(), "immo-dupont", database)
    agency.workshop.store.create()
    yield agency
    agency.close()


def received(agency: Agency, tx: Transaction, listing: Listing, poses: Iterable[Reglage]) -> None:
    """Have these lists applied as a first envoi, with these settings."""
    cause = cause_of("first", agency.workshop)
    formats = {**dict.fromkeys(CONTENTS, "pdf"), **IMAGES}
    tx.keep([ReceivedContent(sha256, 1, kind) for sha256, kind in sorted(formats.items())], cause)
    situation = situation_of(tx, agency.workshop)
    options = Options(reglages=frozenset(poses))
    plan = make_plan(checked_of(listing), situation._replace(options=options))
    tx.apply(plan.changes, cause)


def agence_at(tx: Transaction, listing: Listing, poses: Iterable[Reglage], at: str) -> Agence:
    """Return all that the oracle is given."""
    anomalies = (row.valeurs for row in tx.rows_at("anomalies"))
    return Agence(
        listing=listing,
        anomalies=frozenset(
            (str(a["code"]), str(a["nature"]), str(a["entite"]), str(a["cle"])) for a in anomalies
        ),
        acces=tuple(dict(row.valeurs) for row in tx.rows_at("acces")),
        reglages={(each.option, each.cible): each.valeur for each in poses},
        images=IMAGES,
        at=at,
    )


def as_set(rows: Iterable[Row]) -> set[Told]:
    return {tuple(sorted(row.items())) for row in rows}


def without(row: Mapping[str, object], *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


WHO = {"tiers", "compte", "du", "jusqu_au"}
"""What the oracle leaves out, except the account where each has rows of its own."""


@settings(deadline=None, max_examples=examples(24))
@given(all_listings(PEOPLED), every_setting, st.sampled_from(INSTANTS))
def test_every_screen_is_what_the_rules_say(
    agency: Agency, listing: Listing, poses: list[Reglage], at: str
) -> None:
    """R-023, R-083, R-085, R-087, R-107, R-120…R-122, R-126…R-130, R-133, R-137, R-138, R-150.

    R-170.
    """
    with undone(agency.workshop.store) as tx:
        received(agency, tx, listing, poses)
        agence = agence_at(tx, listing, poses, at)
        for view, screen in SCREENS.items():
            for tiers in PERSONS:
                expected = as_set(screen(agence, tiers))
                shown = [_told(row, view, expected) for row in tx.view(view, tiers, at=at)]
                assert as_set(shown) == expected, (view, tiers)
                assert len(shown) == len(expected), (view, tiers, "shows something twice")
                event(f"{view}: {min(len(shown), 2)}")
        for tiers in PERSONS:
            shown_elsewhere = elsewhere(tx, tiers, at)
            documents = {row["contenu"] for row in tx.view("portail_documents", tiers, at=at)}
            given = Counter(row["contenu"] for row in tx.view("portail_fichier", tiers, at=at))
            assert given == Counter(documents | shown_elsewhere), (tiers, "is given other contents")
            event(f"portail_fichier: {min(len(shown_elsewhere), 2)} photos")


def _told(row: Mapping[str, object], view: str, expected: Iterable[Told]) -> Row:
    """Return a row as the oracle tells it: a building is reached through any account."""
    names = {name for other in expected for name, _ in other}
    of_building = view == "portail_photos" and row["portee"] == "immeuble"
    of_account = {
        "portail_comptes": ("titulaire", "solde"),
        "portail_portefeuille": ("titulaire",),
    }.get(view, ())
    return without(row, *(WHO - names), *(["compte"] if of_building else []), *of_account)


@settings(deadline=None, max_examples=examples(12))
@given(all_listings(PEOPLED), every_setting, st.sampled_from(INSTANTS))
def test_a_balance_is_the_sum_of_the_lines_that_are_shown_and_no_account_has_others(
    agency: Agency, listing: Listing, poses: list[Reglage], at: str
) -> None:
    """R-091, R-092, R-093."""
    with undone(agency.workshop.store) as tx:
        received(agency, tx, listing, poses)
        for tiers in PERSONS:
            comptes = {row["compte"]: row for row in tx.view("portail_comptes", tiers, at=at)}
            sums: Counter[object] = Counter()
            told = set()
            for line in tx.view("portail_ecritures", tiers, at=at):
                told.add(line["compte"])
                sums[line["compte"]] += int(str(line["debit"])) - int(str(line["credit"]))
                assert line["sous_compte"] is None or comptes[line["compte"]]["sous_comptes"]
            for compte, row in comptes.items():
                assert row["solde"] == sums[compte] or compte not in told, (tiers, compte)
            event(f"{min(sum(map(bool, sums.values())), 2)} balances")


@settings(deadline=None, max_examples=examples(12))
@given(all_listings(PEOPLED), every_setting, st.sampled_from(INSTANTS))
def test_who_occupied_a_unit_on_1_january_is_what_the_rules_say(
    agency: Agency, listing: Listing, poses: list[Reglage], at: str
) -> None:
    """R-108: of the year that it is then."""
    with undone(agency.workshop.store) as tx:
        received(agency, tx, listing, poses)
        agence = agence_at(tx, listing, poses, at)
        for tiers in PERSONS:
            rows = tx.view("portail_occupations", tiers, at=at)
            told = as_set(without(row, "tiers", "du", "jusqu_au") for row in rows)
            day = date(int(at[:4]), 1, 1)
            assert told == as_set(accounts.occupants(agence, tiers, day)), tiers
            event(f"{min(len(rows), 2)} there")
