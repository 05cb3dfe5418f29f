"""The command line: fast help, exit codes, sentences for failures, and the commands' output."""

import gc
import importlib.metadata
import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

import cli
from store.database import Store
from syncd.commands import exit_codes
from tests.edges.some_daemon import PROJECT, SECONDS, Installation, an_installation

HEAVY = {
    *("alembic", "asyncio", "cryptography", "importlib.metadata", "logging", "lxml", "paramiko"),
    *("pathlib", "pydantic", "pydantic_settings", "rich", "sqlalchemy", "sqlmodel", "watchdog"),
}
NOT_FOR_A_STORE = {"alembic", "paramiko", "psycopg", "rich", "watchdog"}
"""What a command that needs the store has no use for: SSH, another database, upgrades, tables."""


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return an_installation(tmp_path)


def modules_of(*arguments: str) -> tuple[set[str], "subprocess.CompletedProcess[str]"]:
    """Run the command line; return what it had imported at its end, and what it said."""
    program = (
        "import sys, cli\n"
        "code = cli.run(sys.argv[1:])\n"
        "print('imported', *sys.modules, file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=SECONDS,
        check=False,
    )
    return set(done.stderr.rpartition("imported ")[2].split()), done


@pytest.mark.parametrize(
    ("argument", "code"), [("--help", 0), ("--version", 0), ("publish", 2), ("--publish", 2)]
)
def test_what_is_answered_without_a_command_imports_nothing_heavy(argument: str, code: int) -> None:
    modules, done = modules_of(argument)

    assert done.returncode == code
    assert "click" in modules
    assert not HEAVY & modules


def test_a_command_imports_what_it_works_with_only(
    tmp_path: Path, installation: Installation
) -> None:
    (tmp_path / "envoi").mkdir()
    (tmp_path / "envoi" / "manifeste.xml").write_bytes(b"<manifeste")
    config = ("--config", str(installation.config))

    taken, done = modules_of(*config, "ingest", str(tmp_path / "envoi"))
    asked, told = modules_of(*config, "status")

    assert (done.returncode, told.returncode) == (3, 0)
    assert "sqlalchemy" in taken & asked
    assert not NOT_FOR_A_STORE & (taken | asked)


def test_the_version_is_that_of_the_installed_package(installation: Installation) -> None:
    said = installation.cli("--version").stdout

    assert said == f"lsc-syncd, version {importlib.metadata.version('lsc-syncd')}\n"


def test_the_help_names_every_command(installation: Installation) -> None:
    said = installation.cli("--help").stdout

    assert all(re.search(rf"^  {name} ", said, re.MULTILINE) for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_help_of_a_command_says_the_same_as_its_line(name: str) -> None:
    command = cli.group.get_command(click.Context(cli.group), name)

    assert command is not None
    assert command.help == cli.COMMANDS[name].summary


def test_garbage_is_searched_for_again_once_a_command_is_imported() -> None:
    cli.group.get_command(click.Context(cli.group), "status")

    assert gc.isenabled()


@pytest.mark.parametrize("name", cli.ADVICE)
def test_each_failure_that_has_an_advice_exists(name: str) -> None:
    module, _, attribute = name.rpartition(".")

    assert issubclass(getattr(importlib.import_module(module), attribute), Exception)


def test_the_exit_codes_are_those_that_scripts_know() -> None:
    codes = {name: value for name, value in vars(exit_codes).items() if name.isupper()}

    assert codes == {
        "DONE": 0,
        "FAILURE": 1,
        "USAGE": 2,
        "REFUSED": 3,
        "HELD": 4,
        "CONFIGURATION": 10,
        "ALREADY_RUNNING": 11,
        "INTERRUPTED": 130,
    }


def test_an_unknown_command_is_a_mistake_of_usage(installation: Installation) -> None:
    done = installation.cli("publish")

    assert (done.returncode, done.stdout) == (2, "")
    assert "No such command" in done.stderr


@pytest.mark.parametrize("command", ["run", "status", "transfers"])
def test_wrong_settings_end_with_10_and_every_sentence(tmp_path: Path, command: str) -> None:
    installation = an_installation(tmp_path, fuseau="Paris", domaine="immo dupont")

    done = installation.cli(command)

    assert done.returncode == 10
    assert "fuseau is wrong" in done.stderr
    assert "domaine is wrong" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_others_can_read_is_a_configuration_to_correct(
    installation: Installation,
) -> None:
    keys = installation.data / "keys"
    keys.mkdir(parents=True)
    (keys / "agence.key").write_bytes(bytes(32))
    (keys / "agence.key").chmod(0o644)

    done = installation.cli("run")

    assert done.returncode == 10
    assert "chmod 600" in done.stderr


def test_a_status_before_anything_says_what_to_do(installation: Installation) -> None:
    done = installation.cli("status")

    assert done.returncode == 1
    assert "lsc-syncd run" in done.stderr


def test_a_status_makes_nothing(installation: Installation) -> None:
    installation.cli("status")

    assert not installation.data.exists()


def test_no_transfers_are_an_empty_list(installation: Installation) -> None:
    done = installation.cli("transfers", "--json")

    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_a_date_that_is_none_is_a_mistake_of_usage(installation: Installation) -> None:
    assert installation.cli("transfers", "--since", "hier").returncode == 2


def test_a_data_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    installation = an_installation(tmp_path, data=str(tmp_path / "file" / "data"))

    done = installation.cli("run")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_store_of_a_newer_program_is_told(installation: Installation) -> None:
    installation.data.mkdir()
    store = Store(f"sqlite:///{installation.data}/store.db")
    store.create()
    store.close()
    make_newer(installation.data / "store.db")

    done = installation.cli("run")

    assert done.returncode == 1
    assert "schema 999" in done.stderr


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE alembic_version SET version_num = '999'")
    database.close()


def test_an_interrupted_command_ends_with_130() -> None:
    program = (
        "import click, cli, sys\n"
        "@click.command()\n"
        "def interrupted(): raise KeyboardInterrupt\n"
        "cli.COMMANDS['interrupted'] = cli.Place('__main__:interrupted', '')\n"
        "sys.exit(cli.run(['interrupted']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=PROJECT, check=False
    )

    assert (done.returncode, done.stderr.strip()) == (130, "Interrupted.")


def test_the_code_that_a_command_returns_is_the_exit_code() -> None:
    program = (
        "import click, cli, sys\n"
        "@click.command()\n"
        "def refused(): return 3\n"
        "cli.COMMANDS['refused'] = cli.Place('__main__:refused', '')\n"
        "sys.exit(cli.run(['refused']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)

    assert done.returncode == 3


def test_the_sample_says_where_each_envoi_is(tmp_path: Path, installation: Installation) -> None:
    done = installation.cli("sample", str(tmp_path / "sample"), "--immeubles", "2", "--nuits", "2")

    assert done.stdout.splitlines() == [
        str(tmp_path / "sample" / f"envoi-{night}") for night in (1, 2)
    ]


def test_the_sample_refuses_a_directory_that_is_in_use(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"")

    done = an_installation(tmp_path).cli("sample", str(tmp_path))

    assert done.returncode == 2
    assert "Nothing was written" in done.stderr
