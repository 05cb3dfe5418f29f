"""The collector of garbage waits while an envoi is processed, and works again after it."""

import gc
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.collecting import without_collecting
from tests.journeys.some_agency import an_agency
from tests.journeys.some_exemple import EXEMPLE
from tests.some_databases import Database


def collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())


def test_no_collection_comes_while_an_envoi_is_processed(
    tmp_path: Path, database: Database
) -> None:
    agency = an_agency(tmp_path, database)
    envoi = agency.workshop.spool.start(agency.deliver(EXEMPLE))
    usual, before = gc.get_threshold(), collections()
    gc.set_threshold(100)  # 170 collections, if the collector did not wait
    try:
        pipeline.process(envoi, agency.workshop)
    finally:
        gc.set_threshold(*usual)
    assert collections() - before < 10
    agency.close()


def test_the_collector_works_again_after_a_failure() -> None:
    with pytest.raises(LookupError), without_collecting():
        raise LookupError
    assert gc.isenabled()


def test_a_block_inside_another_leaves_the_collector_waiting() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
