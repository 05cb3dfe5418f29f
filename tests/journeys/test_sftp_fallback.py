"""Another paramiko may have another inside: the plain path serves, and the log says so.

A copy of paramiko is changed and put before the installed one, for a listener of its own.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import paramiko
import pytest

from tests.journeys.some_sftp import PROJECT, Account, a_server

TRIED = """
import sys
from pathlib import Path
from syncd.sftp.forking import fork
from syncd.sftp.gate.host_key import load_or_create_host_key
from syncd.sftp.wire.selftest import why_unusable
from tests.journeys.some_endpoint import an_endpoint

endpoint = an_endpoint(Path(sys.argv[1]), max_sessions=4, login_seconds=20)
host_key = load_or_create_host_key(endpoint.host_key)
for _ in range(int(sys.argv[2])):
    print(why_unusable(endpoint, host_key, lambda check: fork(check)))
"""
TIMES = 20
CONTENT = bytes(range(256)) * 4000


def another_paramiko(folder: Path, name: str) -> Path:
    """Make a paramiko in which something has another name; return the folder to import it from."""
    shutil.copytree(Path(paramiko.__file__).parent, folder / "paramiko")
    found = 0
    for path in (folder / "paramiko").glob("*.py"):
        source = path.read_text()
        found += source.count(name)
        path.write_text(source.replace(name, "renamed"))
    assert found
    return folder


def uploads(account: Account) -> None:
    account.a_file("x", CONTENT)
    assert account.sftp("mkdir nuit", "put x nuit/").code == 0
    assert (account.incoming / "nuit" / "x").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "_check_keepalive",
        "NeedRekeyException",
        "_send_user_message",
        "_expected_packet",
        "_channel_handler_table",
        "remote_chanid",
        "out_window_size",
    ],
)
def test_a_paramiko_with_another_inside_is_served_by_the_plain_path(
    tmp_path: Path, name: str
) -> None:
    changed = another_paramiko(tmp_path / "other", name)
    root = tmp_path / "root"
    root.mkdir()
    with a_server(root, before=changed) as server:
        uploads(server.account())
        assert "fast_path_unusable" in server.said()
        assert name in server.said()


def test_the_installed_paramiko_is_served_by_the_fast_path(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        uploads(server.account())
        assert "fast_path_unusable" not in server.said()


def test_the_answer_is_the_same_each_time(tmp_path: Path) -> None:
    """Keys that both sides wished to change at once made one start in twenty a plain one."""
    command = [sys.executable, "-c", TRIED, str(tmp_path), str(TIMES)]
    tried = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert tried.stdout.splitlines() == ["None"] * TIMES, tried.stdout


def test_the_plain_path_is_not_put_to_the_test(tmp_path: Path) -> None:
    changed = another_paramiko(tmp_path / "other", "_trigger_rekey")
    root = tmp_path / "root"
    root.mkdir()
    with a_server(root, before=changed, data_path="plain") as server:
        uploads(server.account())
        assert "fast_path_unusable" not in server.said()
