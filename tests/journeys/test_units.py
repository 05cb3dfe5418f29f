"""The units of systemd: what they say, that systemd reads them, that the program lives within."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edges.some_daemon import PROJECT, SECONDS, Installation, an_installation, until
from tests.journeys.some_exemple import an_envoi

UNITS = {name: PROJECT / "config" / name for name in ("lsc-syncd.service", "lsc-syncd@.service")}
INSTALLED = "/opt/lsc-syncd/bin/lsc-syncd"
OF_ROOT_ONLY = {"fchown", "chown"}
"""What SQLite does for root, whom the unit is not."""
OF_AN_INSTANCE = {"User", "Group", "StateDirectory", "WorkingDirectory", "ExecStart"}


def sections(name: str) -> dict[str, dict[str, str]]:
    """Return a unit; of an option that is given twice, both values, one a line."""
    found: dict[str, dict[str, str]] = {}
    options: dict[str, str] = {}
    for line in UNITS[name].read_text().splitlines():
        if line.startswith("["):
            options = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            options[key] = f"{options[key]}\n{value}" if key in options else value
    return found


def service(name: str) -> dict[str, str]:
    return sections(name)["Service"]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found


@pytest.mark.parametrize("name", UNITS)
def test_systemd_waits_until_it_is_ready_and_watches_it(name: str) -> None:
    unit = service(name)

    assert (unit["Type"], unit["NotifyAccess"]) == ("notify", "main")
    assert unit["WatchdogSec"] == "60"


@pytest.mark.parametrize("name", UNITS)
def test_a_reload_is_a_hangup(name: str) -> None:
    assert service(name)["ExecReload"] == "/bin/kill -HUP $MAINPID"


@pytest.mark.parametrize("name", UNITS)
def test_only_the_supervisor_is_told_to_stop(name: str) -> None:
    """It ends its clients and the envoi under way by itself."""
    assert service(name)["KillMode"] == "mixed"


@pytest.mark.parametrize("name", UNITS)
def test_what_a_person_must_correct_is_not_started_again(name: str) -> None:
    assert service(name)["RestartPreventExitStatus"] == "10 11"


def test_an_instance_has_a_user_settings_and_data_of_its_own() -> None:
    unit = service("lsc-syncd@.service")

    assert unit["User"] == unit["Group"] == "lsc-syncd-%i"
    assert unit["StateDirectory"] == "lsc-syncd/%i"
    assert unit["ExecStart"] == f"{INSTALLED} --config %E/lsc-syncd/%i.toml run"


def test_the_template_differs_in_what_belongs_to_an_instance_only() -> None:
    single, template = (sections(name) for name in UNITS)
    for unit in (single, template):
        del unit["Unit"]["Description"]
        unit["Service"] = {
            key: value for key, value in unit["Service"].items() if key not in OF_AN_INSTANCE
        }

    assert single == template


@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_no_fault_in_it(name: str, tmp_path: Path) -> None:
    copy = tmp_path / name
    copy.write_text(UNITS[name].read_text().replace(INSTALLED, sys.executable))

    done = subprocess.run(
        [program("systemd-analyze"), "verify", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The system calls of a daemon that takes in the worked example, from start to stop."""
    root = tmp_path_factory.mktemp("traced")
    calls = root / "calls"
    process_one(an_installation(root), [program("strace"), "-f", "-qq", "-o", str(calls)])
    return calls.read_text(errors="replace").splitlines()


def process_one(installation: Installation, before: list[str]) -> None:
    """Run the real daemon under another program until it has answered the worked example."""
    arguments = [sys.executable, "-m", "cli", "--config", str(installation.config), "run"]
    daemon = subprocess.Popen(
        [*before, *arguments],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until((installation.data / "daemon.json").exists, daemon)
        an_envoi(installation.data / "spool/incoming/lsc/e")
        until(lambda: [*(installation.data / "spool/retour/lsc").glob("accuse-*.xml")], daemon)
        os.kill(int(str(installation.who()["pid"])), signal.SIGTERM)
        said, _ = daemon.communicate(timeout=SECONDS)
    finally:
        daemon.kill()
    assert '"outcome": "applique"' in said
    assert daemon.returncode == 0


def allowed_calls() -> set[str]:
    """Return the system calls that the unit's filter lets through."""
    done = subprocess.run(
        [program("systemd-analyze"), "syscall-filter"], capture_output=True, text=True, check=True
    )
    groups: dict[str, set[str]] = {}
    calls: set[str] = set()
    for line in done.stdout.splitlines():
        if line.startswith("@"):
            calls = groups[line.strip()] = set()
        elif line.strip() and not line.strip().startswith("#"):
            calls.add(line.strip())

    def every(name: str) -> set[str]:
        return set().union(*(every(one) if one in groups else {one} for one in groups[name]))

    grants, refusals = service("lsc-syncd.service")["SystemCallFilter"].splitlines()
    granted = set().union(*(every(name) for name in grants.split()))
    return granted - set().union(*(every(name) for name in refusals.lstrip("~").split()))


def test_it_makes_no_system_call_that_the_unit_refuses(traced: list[str]) -> None:
    made = {found[1] for line in traced if (found := re.match(r"\d+ +(\w+)\(", line))}

    assert "fsync" in made
    assert made - allowed_calls() <= OF_ROOT_ONLY


def test_it_needs_no_memory_that_is_writable_and_executable(traced: list[str]) -> None:
    """`MemoryDenyWriteExecute=`: none is mapped as both, none becomes executable later."""
    mapped = [line for line in traced if re.match(r"\d+ +(mmap|mprotect|pkey_mprotect)\(", line)]

    assert mapped
    assert not [line for line in mapped if "PROT_WRITE" in line and "PROT_EXEC" in line]
    assert not [line for line in mapped if "mprotect" in line and "PROT_EXEC" in line]


def test_it_reads_of_proc_what_processes_are_only(traced: list[str]) -> None:
    """`ProcSubset=pid`."""
    opened = {found[1] for line in traced if (found := re.search(r'"/proc/([^"/]+)', line))}

    assert {name for name in opened if name != "self" and not name.isdecimal()} == set()
