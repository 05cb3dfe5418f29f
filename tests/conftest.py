"""What all tests share: the options, and the databases that stores may be in.

With `--no-skip` a skipped test is a failed one (`.ci/run`); `--database` says where the stores are
of tests that may have them anywhere (`tests/some_databases.py`).
Machines are shared and noisy: no property fails because an example was slow.
"""

from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.some_databases import POSTGRESQL, SQLITE, Database, a_database

settings.register_profile("lsc", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lsc")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skip", action="store_true", help="a skipped test is a failed one")
    kinds = (SQLITE, POSTGRESQL)
    parser.addoption("--database", choices=kinds, default=SQLITE, help="where stores are")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "databases(*kinds): on which this test runs in `make test`")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses `database` on each kind that it is for.

    A property, with its hundred examples, runs on the one of `--database` only.
    """
    if "database" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    marker = metafunc.definition.get_closest_marker("databases")
    kinds = marker.args if marker else (chosen,)
    if chosen in kinds and (chosen != SQLITE or is_hypothesis_test(metafunc.function)):
        kinds = (chosen,)
    metafunc.parametrize("database", kinds, indirect=True, scope="session")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with a_database(request.param) as database:
        yield database


@pytest.fixture(autouse=True)
def stores_of_one_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test made on a server goes with it."""
    if "database" not in request.fixturenames:
        yield
        return
    with request.getfixturevalue("database").between():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--no-skip") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped, with --no-skip: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.getoption("--no-skip") and report.skipped:
        report.outcome, report.longrepr = "failed", f"skipped, with --no-skip: {report.longrepr}"
    return report
