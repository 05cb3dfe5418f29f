"""What is told as present is seen by whom it is for, whatever the agency (domain.md §2, R-041).

Each person's documents come from the store's own answer, asked person by person.
"""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from ingest.planning.gathering import situation_of
from ingest.planning.plan import make_plan
from ingest.rules.bilans import AUCUN, PRESENT, Bilan
from ingest.rules.classement import NIVEAUX
from ingest.rules.exigences import EXIGENCES, Reglement
from ingest.telling.proof import is_current
from ingest.workshop import cause_of, instant
from store.changes import ReceivedContent, Record
from store.declarations import NATURES
from store.reading import Reading
from store.screens import VisibleDocument
from tests.core.some_random_tables import Listing, all_listings, checked_of
from tests.edges.some_records import undone
from tests.journeys.some_agency import Agency, Clock, over
from tests.journeys.some_legal import asked
from tests.journeys.some_machine import PEOPLE
from tests.journeys.test_laws_of_scope import CONTENTS, some_contents
from tests.some_databases import Database
from tests.some_laws import examples

MODELS = ("PVAG", "BANQ", "APPF", "COUR", "FACS")
mappings = st.fixed_dictionaries(
    {modele: st.frozensets(st.sampled_from(sorted(EXIGENCES)), min_size=6) for modele in MODELS}
)
boxes = st.fixed_dictionaries(
    {n: st.frozensets(st.sampled_from(NIVEAUX["syndic"]), min_size=1) for n in (1, 2)}
)
"""By number of a binder of the syndic, the levels that may open it."""
Seen = Mapping[str, list[VisibleDocument]]


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Iterator[Agency]:
    agency = over(tmp_path_factory.mktemp("legal"), Clock(), "immo-dupont", database)
    agency.workshop.store.create()
    yield agency
    agency.close()


@settings(deadline=None, max_examples=examples(24))
@given(all_listings(), boxes, some_contents | st.just(frozenset(CONTENTS)), mappings)
def test_what_is_present_is_seen_by_whom_it_is_for(
    agency: Agency,
    listing: Listing,
    cases: Mapping[int, frozenset[str]],
    received: frozenset[str],
    modeles: Mapping[str, frozenset[str]],
) -> None:
    cause, moment = cause_of("first", agency.workshop), instant(agency.clock())
    with undone(agency.workshop.store) as tx:
        tx.keep([ReceivedContent(sha256, 1, "pdf") for sha256 in sorted(received)], cause)
        plan = make_plan(checked_of(ticked(listing, cases)), situation_of(tx, agency.workshop))
        tx.apply(plan.changes, cause)
        seen = {tiers: tx.visible(tiers, at=moment) for tiers in PEOPLE}
        for building in asked(tx, agency.workshop, Reglement(modeles=modeles)).immeubles:
            owners = reaching(tx, building.immeuble, moment)
            for bilan in building.bilans:
                event(f"{bilan.exigence.partition('-')[0]} {bilan.etat}")
                check(bilan, owners, seen)


def ticked(listing: Listing, cases: Mapping[int, frozenset[str]]) -> Listing:
    names = [colonne.nom for colonne in NATURES["classeurs"].colonnes]
    place = ("classeurs", "")
    return {**listing, place: tuple(_with(each, names, cases) for each in listing[place])}


def _with(record: Record, names: list[str], cases: Mapping[int, frozenset[str]]) -> Record:
    values = dict(zip(names, record.valeurs, strict=True))
    if values["module"] != "syndic" or values["numero"] not in cases:
        return record
    own = {niveau: niveau in cases[int(str(values["numero"]))] for niveau in NIVEAUX["syndic"]}
    return record._replace(valeurs=tuple({**values, **own}.values()))


def reaching(known: Reading, immeuble: str, moment: str) -> dict[str, set[str]]:
    """By person, the levels at which he reaches the building as a co-owner."""
    found: dict[str, set[str]] = {}
    for row in known.rows_at("acces", portee="immeuble", cible=immeuble):
        if row.valeurs["espace"] == "coproprietaire" and is_current(row, moment):
            found.setdefault(str(row.valeurs["tiers"]), set()).add(str(row.valeurs["niveau"]))
    return found


def check(bilan: Bilan, owners: Mapping[str, set[str]], seen: Seen) -> None:
    exigence = EXIGENCES[bilan.exigence]
    documents = {each.document for each in bilan.trouves}
    if bilan.etat == AUCUN:
        assert not documents
    if bilan.etat != PRESENT:
        return
    for tiers, niveaux in owners.items():
        own = documents & {each.document for each in seen[tiers]}
        if exigence.public == "ALL":
            assert len(own) >= max(exigence.minimum, 1)
        elif exigence.public == "CS":
            assert own if niveaux - {"coproprietaire"} else not own
        else:
            assert all(each.portee == "compte" for each in seen[tiers] if each.document in own)
