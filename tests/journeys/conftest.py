"""One listener for each module of tests, and an account of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edges.some_daemon import Installation, an_installation
from tests.journeys.some_agency import Agency, an_agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import an_envoi
from tests.journeys.some_sftp import DATA_PATHS, Account, Server, a_server
from tests.some_databases import Database


@pytest.fixture(scope="module", params=DATA_PATHS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("sftp"), data_path=request.param) as running:
        yield running


@pytest.fixture
def account(server: Server) -> Account:
    return server.account()


@pytest.fixture
def envoi(account: Account) -> Path:
    folder = account.incoming / "nuit"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def founded_once(tmp_path_factory: pytest.TempPathFactory, database: Database) -> Agency:
    """An agency to copy: that costs less than founding each."""
    founded = an_agency(tmp_path_factory.mktemp("neuve") / "agence", database)
    founded.close()
    return founded


@pytest.fixture(scope="session")
def begun_once(founded_once: Agency, tmp_path_factory: pytest.TempPathFactory) -> Agency:
    root = tmp_path_factory.mktemp("commencee")
    begun = founded_once.copy(root / "agence")
    begun.send(an_envoi(root / "envoi-1"))
    begun.check()
    begun.close()
    return begun


@pytest.fixture
def agency(founded_once: Agency, tmp_path: Path) -> Iterator[Agency]:
    """An agency that never received anything; what always holds is checked at the end."""
    founded = founded_once.copy(tmp_path / "agence")
    yield founded
    founded.check()
    founded.close()


@pytest.fixture
def begun(begun_once: Agency, tmp_path: Path) -> Iterator[Agency]:
    """The agency, with the worked example applied as its first envoi."""
    agency = begun_once.copy(tmp_path / "agence")
    yield agency
    agency.check()
    agency.close()


@pytest.fixture
def command(begun: Agency, capsys: pytest.CaptureFixture[str]) -> Said:
    """The command line over the agency that received the example."""
    return Said(begun.settings(), capsys)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return an_installation(tmp_path)


@pytest.fixture
def fresh(installation: Installation, capsys: pytest.CaptureFixture[str]) -> Said:
    """The command line where nothing was ever received."""
    return Said(installation.config, capsys)


@pytest.fixture
def damaged(begun_once: Agency, tmp_path: Path) -> Iterator[Agency]:
    """The agency that received the example, for a test that breaks it: nothing is checked."""
    agency = begun_once.copy(tmp_path / "agence")
    yield agency
    agency.close()
