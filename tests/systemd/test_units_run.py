"""The units, installed as their heads say and run by a real systemd: `make systemd`."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edges.some_daemon import PROJECT
from tests.journeys.some_exemple import an_envoi
from tests.journeys.some_sftp import make_key
from tests.systemd.some_systemd import Machine, a_machine, is_possible

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not is_possible(), reason="a systemd of its own needs root and nsenter"),
]
ONE, DUPONT, MARTIN = "lsc-syncd.service", "lsc-syncd@dupont.service", "lsc-syncd@martin.service"
RUNS = {"ActiveState": "active", "SubState": "running"}


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A machine on which the program is installed by the commands of the README."""
    with a_machine() as inside:
        install = re.search(
            r"```\n(python3 -m venv .*?)```", (PROJECT / "README.md").read_text(), re.DOTALL
        )
        assert install is not None
        inside.shell(f"cd {_copy_of_the_project(inside)}\n{install[1]}")
        yield inside


def _copy_of_the_project(machine: Machine) -> str:
    machine.shell(f"mkdir /opt/source && cp -r {PROJECT}/* /opt/source")
    return "/opt/source"


def _install(machine: Machine, unit: str, *, port: int) -> None:
    """Do what the head of a unit's file says, then write the least of settings."""
    source = re.sub("@.*", "@.service", unit)
    head = re.findall(r"^#   (.*)$", (PROJECT / "config" / source).read_text(), re.MULTILINE)
    name = unit.removesuffix(".service").partition("@")[2]
    config = f"/etc/lsc-syncd/{name or 'lsc-syncd'}.toml"
    data = f"/var/lib/lsc-syncd/{name}".rstrip("/")
    settings = (
        f'domaine = "immo-dupont"\ndata = "{data}"\n[sftp]\nhost = "127.0.0.1"\nport = {port}\n'
    )
    machine.shell(f"mkdir -p /etc/lsc-syncd; printf '{settings}' >{config}")
    machine.shell("\n".join(["cd /opt/source", *head]).replace("dupont", name or "dupont"))


@pytest.fixture(scope="module")
def one(machine: Machine) -> Machine:
    """The machine with the service of one agency, enabled and started."""
    _install(machine, ONE, port=40022)
    machine.waits_for(ONE, **RUNS)
    return machine


def _ask(machine: Machine, *words: str) -> str:
    return machine.run(
        *("runuser", "-u", "lsc-syncd", "--", "/opt/lsc-syncd/bin/lsc-syncd"),
        *("--config", "/etc/lsc-syncd/lsc-syncd.toml", *words),
    )


def test_it_runs_as_its_own_user(one: Machine) -> None:
    pid = one.shows(ONE, "MainPID")
    assert one.shell(f"ps -o user:20= -p {pid}").strip() == "lsc-syncd"


def test_an_envoi_is_applied_beside_it(one: Machine, tmp_path: Path) -> None:
    envoi = shutil.copytree(an_envoi(tmp_path / "envoi", numero=1), tmp_path / "sent")
    one.shell(f"cp -r {envoi} /opt/envoi && chmod -R a+rX /opt/envoi")
    _ask(one, "ingest", "/opt/envoi")
    assert "applique" in _ask(one, "envois", "list")
    assert "S1/E1/a" in _ask(one, "documents", "list", "--for", "anne.moreau")


def test_a_client_comes_in_under_all_that_the_unit_forbids(one: Machine, tmp_path: Path) -> None:
    key = make_key(tmp_path / "id")
    public = key.with_suffix(".pub").read_text().strip()
    one.shell(f"echo '{public}' >/opt/key.pub")
    _ask(one, "accounts", "add", "lsc", "--key", "/opt/key.pub")
    words = ("-oBatchMode=yes", "-oStrictHostKeyChecking=no", "-oUserKnownHostsFile=/dev/null")
    program = ["sftp", "-F", "/dev/null", "-i", str(key), *words, "-P", "40022", "-b", "-"]
    done = subprocess.run(
        [*program, "lsc@127.0.0.1"], input="ls\n", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["sftp>", "ls", "retour"]), done.stderr


def test_a_reload_keeps_the_process_and_takes_the_settings(one: Machine) -> None:
    pid = one.shows(ONE, "MainPID")
    one.shell(
        "sed -i '1i scan_seconds = 7' /etc/lsc-syncd/lsc-syncd.toml; systemctl reload lsc-syncd"
    )
    assert one.shows(ONE, "MainPID") == pid
    one.waits_for(ONE, **RUNS)
    assert "settings_read" in one.journal(ONE)


def test_killed_it_is_started_again(one: Machine) -> None:
    one.shell("systemctl kill --signal=KILL --kill-whom=main lsc-syncd")
    one.waits_for(ONE, NRestarts="1", **RUNS)


def test_one_that_hangs_is_ended_and_started_again(one: Machine) -> None:
    drop = f"/etc/systemd/system/{ONE}.d"
    sooner = "[Service]\\nWatchdogSec=3\\nTimeoutAbortSec=3\\n"
    one.shell(f"mkdir -p {drop}; printf '{sooner}' >{drop}/sooner.conf")
    one.shell("systemctl daemon-reload; systemctl restart lsc-syncd")
    one.shell("systemctl kill --signal=STOP --kill-whom=main lsc-syncd")
    one.waits_for(ONE, NRestarts="1", **RUNS)


def test_a_stop_is_clean_and_in_time(one: Machine) -> None:
    one.shell("timeout 30 systemctl stop lsc-syncd")
    assert one.shows(ONE, "Result") == "success"
    assert one.shows(ONE, "ExecMainStatus") == "0"


def test_what_a_person_must_correct_is_not_started_again(one: Machine) -> None:
    one.shell("sed -i '1i no_such_setting = 1' /etc/lsc-syncd/lsc-syncd.toml")
    one.run("systemctl", "start", "lsc-syncd", ok=False)
    one.waits_for(ONE, ActiveState="failed", NRestarts="0", ExecMainStatus="10")
    one.shell(
        "sed -i 1d /etc/lsc-syncd/lsc-syncd.toml; systemctl reset-failed; systemctl start lsc-syncd"
    )
    one.waits_for(ONE, **RUNS)


def test_several_agencies_share_a_machine(machine: Machine) -> None:
    """Not beside `lsc-syncd.service`, says the template."""
    machine.shell("systemctl disable --now lsc-syncd; rm -r /var/lib/lsc-syncd /etc/lsc-syncd")
    _install(machine, DUPONT, port=40023)
    _install(machine, MARTIN, port=40024)
    machine.waits_for(DUPONT, **RUNS)
    machine.waits_for(MARTIN, **RUNS)
    users = machine.shell("stat -c %U:%a /var/lib/lsc-syncd/dupont /var/lib/lsc-syncd/martin")
    assert users.split() == ["lsc-syncd-dupont:700", "lsc-syncd-martin:700"]
