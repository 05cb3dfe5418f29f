"""`ssh-audit` over both profiles, with its test of the rate of connections."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.some_sftp import Server, a_server, until

ITS_WARNING = (
    "does not provide protection against post-quantum attacks"  # of curve25519, for older clients
)
QUESTIONS = ("kex", "key", "enc", "mac")


def audit(server: Server, *options: str) -> "subprocess.CompletedProcess[str]":
    program = [str(Path(sys.executable).with_name("ssh-audit")), "-n", *options]
    return subprocess.run(
        [*program, "-p", str(server.port), "127.0.0.1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def notes_of(found: "dict[str, list[dict[str, dict[str, list[str]]]]]", level: str) -> list[str]:
    """Return the notes of a level on every algorithm."""
    algorithms = [each for question in QUESTIONS for each in found[question]]
    return [note for each in algorithms for note in each["notes"].get(level, [])]


def test_in_the_compatible_profile_its_only_warning_is_of_quantum_computers(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        found = json.loads(audit(server, "-j", "--skip-rate-test").stdout)
    assert notes_of(found, "fail") == []
    (warning,) = notes_of(found, "warn")
    assert ITS_WARNING in warning
    assert found["cves"] == []


def test_in_the_strict_profile_it_finds_nothing(tmp_path: Path) -> None:
    with a_server(tmp_path, profile="strict") as server:
        done = audit(server, "-j", "--skip-rate-test")
        found = json.loads(done.stdout)
        assert server.account().sftp("ls").code != 0 or "mlkem" in kex_of_ssh()
    assert notes_of(found, "fail") == notes_of(found, "warn") == []
    assert [each["algorithm"] for each in found["kex"] if "mlkem" in each["algorithm"]]
    assert done.returncode == 0


def kex_of_ssh() -> str:
    return subprocess.run(["ssh", "-Q", "kex"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("is_known", [False, True])
def test_its_test_of_the_rate_of_connections_is_withstood(
    tmp_path: Path, *, is_known: bool
) -> None:
    with a_server(tmp_path) as server:
        account = server.account()
        if is_known:
            assert account.sftp("ls").code == 0
        said = audit(server).stdout
        assert "(gen) banner: SSH-2.0-lsc_syncd" in said
        assert "connection throttling" not in said.lower(), said
        until(lambda: account.sftp("ls").code == 0)
