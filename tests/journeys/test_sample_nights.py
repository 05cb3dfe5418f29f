"""The sample's nights, sent one after the other: what is answered is what its author counted.

The clock stands at noon of each night's day. The author's own file (`attendu/`) is the oracle.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ingest.planning.plan import Comptage
from ingest.reading.natures import NATURES
from ingest.telling.overview import Overview, overview
from ingest.telling.report import Rapport
from ingest.workshop import instant
from syncd.sample.writing import write_sample
from tests.journeys.some_agency import PARIS, Agency, an_agency, report_of
from tests.some_databases import Database

SEEDS = (1, 2, 3)
NIGHTS = 3
SHOWN = {"PUBLIEE", "NOBODY_REACHED"}
"""What the author calls `publie`: some of them are for persons who left."""


@dataclass(frozen=True)
class Night:
    """One night: what its author expects, what was answered, and what stood at noon."""

    attendu: dict[str, Any]
    rapport: Rapport
    seen: dict[str, list[str]]
    documents: list[Overview]


@pytest.fixture(scope="module", params=SEEDS)
def sent(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, database: Database
) -> Iterator[list[Night]]:
    root = tmp_path_factory.mktemp("exemple")
    envois = write_sample(root / "sample", seed=request.param, immeubles=4, nuits=NIGHTS)
    agency = an_agency(root / "agence", database, "immo-exemple")
    yield [a_night(agency, envoi) for envoi in envois]
    agency.check()
    agency.close()


def a_night(agency: Agency, envoi: Path) -> Night:
    attendu = json.loads((envoi.parent / "attendu" / f"{envoi.name}.json").read_text("utf-8"))
    noon = datetime.fromisoformat(f"{attendu['nuit']}T12:00").replace(tzinfo=PARIS)
    agency.clock.moment = noon
    rapport = report_of(agency.send(envoi))
    logins = [person["identifiant"] for person in attendu["personnes"]]
    with agency.workshop.store.reading() as known:
        documents = list(overview(known, instant(noon)))
    seen = {login: sorted(agency.seen_by(login, at=noon)) for login in logins}
    return Night(attendu, rapport, seen, documents)


@pytest.fixture(params=range(NIGHTS), ids=lambda number: f"night-{number + 1}")
def night(sent: list[Night], request: pytest.FixtureRequest) -> Night:
    found: Night = sent[request.param]
    return found


def test_it_is_applied_and_nothing_in_it_is_without_effect(night: Night) -> None:
    assert (str(night.rapport.resultat), night.rapport.code) in {("applique", 0), ("applique", 1)}
    assert not [each for each in night.rapport.comptages if each.sans_effet]


def counted(comptage: Comptage) -> tuple[int, ...]:
    return (
        *(comptage.recus, comptage.nouveaux, comptage.modifies),
        *(comptage.inchanges, comptage.disparus),
    )


def test_the_counts_of_each_nature_are_the_authors(night: Night) -> None:
    """R-005: also those of a file that is the same as the night before, which is not read again."""
    counts = {(each.nature, each.entite): counted(each) for each in night.rapport.comptages}

    assert counts == {
        (each["nature"], each["entite"]): tuple(
            each[name] for name in ("recus", "nouveaux", "modifies", "inchanges", "disparus")
        )
        for each in night.attendu["natures"]
    }


def test_every_nature_of_the_contract_is_sent_and_read(night: Night) -> None:
    assert {each.nature for each in night.rapport.comptages} == set(NATURES)


def test_a_file_is_not_read_again_exactly_when_nothing_in_it_changed(sent: list[Night]) -> None:
    for night in sent[1:]:
        for comptage in night.rapport.comptages:
            moved = comptage.nouveaux or comptage.modifies or comptage.disparus
            assert not (comptage.ignoree and moved)
    assert any(comptage.ignoree for comptage in sent[1].rapport.comptages)


def test_each_fate_has_as_many_documents_as_its_author_counted(night: Night) -> None:
    fates = Counter("publie" if each.motif in SHOWN else each.motif for each in night.documents)

    assert dict(fates) == night.attendu["documents"]["par_sort"]


def test_the_total_of_documents_is_the_authors(night: Night) -> None:
    documents = night.rapport.documents

    assert documents is not None
    assert documents.total == len(night.documents) == night.attendu["documents"]["total"]


def test_the_files_that_are_asked_for_are_those_that_the_author_held_back(night: Night) -> None:
    asked = sorted({each.sha256 for each in night.rapport.attendus})

    assert asked == night.attendu["fichiers_attendus"]


def test_each_person_sees_what_was_written_for_him(night: Night) -> None:
    """Also the super tiers, who sees what the linked person sees (R-073)."""
    expected = {person["identifiant"]: person["documents"] for person in night.attendu["personnes"]}

    assert len(expected) > 30
    assert night.seen == expected


def test_the_sample_is_worth_it(sent: list[Night]) -> None:
    """Persons gain and lose documents from one night to the next."""
    for before, after in pairwise(sent):
        pairs = [(set(before.seen.get(login, ())), set(now)) for login, now in after.seen.items()]
        assert any(now - then for then, now in pairs)
        assert any(then - now for then, now in pairs)
