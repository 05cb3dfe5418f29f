"""SIGHUP to the real daemon: what it takes over, what it refuses, what it tells systemd and us."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

import pytest

from config.agenda import read_agenda
from syncd.reload import LIVE, changed, renewed, waits_for_restart
from syncd.site import Site, read_site
from tests.edges.some_daemon import SECONDS, Installation, a_daemon, an_installation, until
from tests.edges.some_envois import an_envoi, write

Daemon = subprocess.Popen[str]


class Systemd:
    """The socket of the service manager; each datagram is what was told at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(SECONDS)

    def hear(self) -> dict[str, str]:
        """Return the next that was told, waiting for it."""
        said = self._socket.recv(1000).decode()
        return dict(line.split("=", 1) for line in said.splitlines())

    def close(self) -> None:
        self._socket.close()


@contextmanager
def watched(installation: Installation) -> Iterator[tuple[Daemon, Systemd]]:
    """A daemon that is ready, and the service manager that it told so."""
    systemd = Systemd(installation.config.parent / "notify")
    try:
        with a_daemon(installation, {"NOTIFY_SOCKET": str(systemd.path)}) as daemon:
            assert systemd.hear() == {"READY": "1"}
            yield daemon, systemd
    finally:
        systemd.close()


def settings(installation: Installation, text: str) -> None:
    """Put lines before those that are there."""
    installation.config.write_text(text + "\n" + installation.config.read_text())


def reload(daemon: Daemon, systemd: Systemd) -> dict[str, str]:
    """Send the signal; return what was told first, once the reload has ended."""
    daemon.send_signal(signal.SIGHUP)
    told = systemd.hear()
    assert systemd.hear() == {"READY": "1"}
    return told


def logged(daemon: Daemon) -> list[dict[str, object]]:
    """Stop the daemon, and return its log."""
    daemon.send_signal(signal.SIGTERM)
    out, _ = daemon.communicate(timeout=SECONDS)
    assert daemon.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


def answers(installation: Installation, account: str) -> list[Path]:
    return sorted((installation.data / "spool/retour" / account).glob("accuse-*.xml"))


def test_systemd_is_told_when_a_reload_begins_and_ends(tmp_path: Path) -> None:
    with watched(an_installation(tmp_path)) as (daemon, systemd):
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        told = reload(daemon, systemd)
        after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000

    assert told["RELOADING"] == "1"
    assert before <= int(told["MONOTONIC_USEC"]) <= after


def test_each_hangup_is_a_reload(tmp_path: Path) -> None:
    with watched(an_installation(tmp_path)) as (daemon, systemd):
        reload(daemon, systemd)
        assert reload(daemon, systemd)["RELOADING"] == "1"


def test_the_completion_clock_is_taken_over(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        write(installation.data / "spool/incoming/late/e", {"1.pdf": b"%PDF-1.7"})
        settings(installation, "completion_hours = 0.0001")
        reload(daemon, systemd)

        until(lambda: answers(installation, "late"), daemon)


def test_the_pace_of_the_scan_is_taken_over(tmp_path: Path) -> None:
    """Envois that no event announces are found by the scan alone."""
    installation = an_installation(tmp_path, scan_seconds=3600)
    with watched(installation) as (daemon, systemd):
        write(installation.data / "spool/incoming/late/e", {"1.pdf": b"%PDF-1.7"})
        text = installation.config.read_text().replace("3600", "0.2")
        installation.config.write_text("completion_hours = 0.0001\n" + text)
        reload(daemon, systemd)

        until(lambda: answers(installation, "late"), daemon)


def test_broken_settings_are_refused_in_sentences_and_the_old_ones_kept(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        settings(installation, 'fuseau = "Paris"\ntaches.doctor = "dim"')
        reload(daemon, systemd)
        an_envoi(installation.data / "spool/incoming/after/e", numero=12)
        until(lambda: answers(installation, "after"), daemon)
        refused = [line for line in logged(daemon) if line["event"] == "settings_refused"]

    assert [line["mistake"] for line in refused] == [
        (
            f"{installation.config}:1: fuseau is wrong: there is no such time zone: give a name "
            "such as Europe/Paris ('Indian/Reunion' is right)"
        ),
        (
            f"{installation.config}:2: taches.doctor is wrong: the hour is missing after dimanche "
            "('dim 03:00' is right)"
        ),
    ]


def test_settings_that_are_gone_are_refused_as_well(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        installation.config.unlink()
        reload(daemon, systemd)
        events = [line["event"] for line in logged(daemon)]

    assert "settings_refused" in events
    assert "settings_read" not in events


def test_what_waits_for_a_restart_is_told(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        text = installation.config.read_text()
        installation.config.write_text(
            text.replace("immo-dupont", "immo-durand") + "max_sessions = 3\n"
        )
        reload(daemon, systemd)
        waiting = [line for line in logged(daemon) if line["event"] == "setting_waits_for_restart"]

    assert [line["setting"] for line in waiting] == ["domaine", "sftp.max_sessions"]


def test_a_hangup_while_an_envoi_waits_loses_nothing(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        for numero in range(1, 6):
            an_envoi(installation.data / f"spool/incoming/many/e{numero}", numero=numero)
            reload(daemon, systemd)

        until(lambda: len(answers(installation, "many")) == 5, daemon)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return read_site(an_installation(tmp_path).config)


def test_what_a_running_daemon_can_change_is_in_force_at_once(site: Site) -> None:
    asked = replace(
        site,
        scan_seconds=1.0,
        completion_seconds=60.0,
        conseil_herite_coproprietaire=True,
        fuseau="Indian/Reunion",
        agendas={"retention": read_agenda("lun 05:00")},
    )

    assert renewed(site, asked) == asked
    assert len(changed(site, asked)) == 5
    assert waits_for_restart(site, asked) == ()


def test_each_setting_is_taken_over_or_told_to_wait() -> None:
    """Else a new one would be forgotten here, and nobody would say so."""
    waiting = {"domaine", "data", "store_url", "log_format", "endpoint"}
    of_systemd = {"notify_socket", "watchdog_seconds"}
    of_commands = {"legal"}

    assert {field.name for field in fields(Site)} == {*LIVE, *waiting, *of_systemd, *of_commands}


def test_what_it_cannot_change_stays_as_it_was(site: Site) -> None:
    endpoint = replace(site.endpoint, port=2223)
    asked = replace(site, domaine="autre", store_url="sqlite:////x", endpoint=endpoint)

    assert renewed(site, asked) == site
    assert changed(site, asked) == ()
    assert waits_for_restart(site, asked) == ("domaine", "store", "sftp.port")


def test_another_data_directory_is_told_once(tmp_path: Path, site: Site) -> None:
    (tmp_path / "other").mkdir()
    config = an_installation(tmp_path / "other").config

    assert waits_for_restart(site, read_site(config)) == ("data",)


def test_settings_that_say_the_same_change_nothing(site: Site) -> None:
    assert changed(site, site) == ()
    assert waits_for_restart(site, site) == ()


def test_the_process_is_the_same_after_a_reload(tmp_path: Path) -> None:
    installation = an_installation(tmp_path)
    with watched(installation) as (daemon, systemd):
        who = installation.who()
        reload(daemon, systemd)

        assert installation.who() == who
        os.kill(daemon.pid, 0)
