"""Whom sessions run as: another user when the daemon is root's, and never more than they need.

As root all of it happens for real; as somebody else, what must be refused is.
"""

import os
import pwd
import re
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syncd.sftp.endpoint import Endpoint
from syncd.sftp.gate.privileges import CannotDrop, drop, identity_of, prepare
from syncd.sftp.listener import start_listener
from tests.journeys.some_endpoint import an_endpoint
from tests.journeys.some_sftp import Server, a_server, children
from tests.journeys.some_wire import Wire

IS_ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that is not below one of pytest's own, which only we may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="lsc-syncd-"))
    folder.chmod(0o700)
    yield folder
    shutil.rmtree(folder)


def of_user(root: Path, user: str | None) -> Endpoint:
    for name in ("incoming", "retour", "logs", "accounts"):
        (root / name).mkdir(parents=True)
    then = "2026-11-25T06:00:00.000Z"
    return an_endpoint(root, now=lambda: then, max_sessions=4, login_seconds=5, user=user)


def status_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def check_is(pid: int, owner: pwd.struct_passwd) -> None:
    status = status_of(pid)
    assert status["Uid"].split() == [str(owner.pw_uid)] * 4
    assert status["Gid"].split() == [str(owner.pw_gid)] * 4
    if IS_ROOT:
        assert status["Groups"] == ""
        limits = Path(f"/proc/{pid}/limits").read_text()
        (threads,) = re.findall(r"^Max processes +(\d+) +(\d+)", limits, re.MULTILINE)
        assert threads == ("3072", "3072")
        assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0


@contextmanager
def a_session(server: Server) -> Iterator[tuple[Wire, int]]:
    with Wire(server.account()) as wire:
        (pid,) = children(server.pid)
        yield wire, pid


def test_a_session_gives_up_what_it_has_no_use_for(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_session(server) as (_, pid):
        assert status_of(pid)["NoNewPrivs"] == "1"
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
        assert status_of(server.pid)["NoNewPrivs"] == "0"


def test_an_unknown_user_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(CannotDrop, match="there is no user lsc-nobody"):
        start_listener(of_user(tmp_path, "lsc-nobody"))


def test_only_root_becomes_somebody_else(passable: Path) -> None:
    endpoint = of_user(passable, "nobody")
    if IS_ROOT:
        identity = identity_of(endpoint)
        assert identity is not None
        assert (identity.uid, identity.gid) == (NOBODY.pw_uid, NOBODY.pw_gid)
    else:
        with pytest.raises(CannotDrop, match="only root can become"):
            identity_of(endpoint)


def test_without_a_user_sessions_are_the_owner_of_incoming(passable: Path) -> None:
    endpoint = of_user(passable, None)
    assert identity_of(endpoint) is None
    if IS_ROOT:
        os.chown(endpoint.incoming, NOBODY.pw_uid, NOBODY.pw_gid)
        identity = identity_of(endpoint)
        assert identity is not None
        assert identity.name == "nobody"


def test_that_sessions_stay_root_is_said(tmp_path: Path) -> None:
    with a_server(tmp_path) as server:
        assert ("sessions_run_as_root" in server.said()) is IS_ROOT


def test_a_session_of_root_is_the_user_and_works(passable: Path) -> None:
    user = "nobody" if IS_ROOT else pwd.getpwuid(os.geteuid()).pw_name
    owner = pwd.getpwnam(user)
    (passable / "store.db").write_text("secret")
    with a_server(passable, user=user) as server:
        account = server.account()
        with Wire(account) as wire:
            (pid,) = children(server.pid)
            check_is(pid, owner)
            wire.ask(14, b"\0\0\0\4nuit", bytes(4))
            wire.put("nuit/x", b"received")
        account.a_file("y", b"y")
        (account.retour / "accuse").write_bytes(b"read")
        (account.retour / "accuse").chmod(0o640)
        assert account.sftp("put y nuit/y", "get retour/accuse").code == 0
        account.server.hear(account.name, "ended")
        received = account.incoming / "nuit/x"
        assert received.read_bytes() == b"received"
        assert received.stat().st_uid == owner.pw_uid
        assert all(done.success for done in account.operations())
    if IS_ROOT:
        assert (passable / "store.db").stat().st_mode & 0o777 == 0o640


def test_what_the_user_cannot_reach_is_told_at_the_start(tmp_path: Path) -> None:
    """The folders of pytest are closed to everybody else: nobody gets through."""
    endpoint = of_user(tmp_path / "data", "nobody")
    with pytest.raises(CannotDrop) as told:
        start_listener(endpoint)
    if IS_ROOT:
        assert f"nobody cannot write in {endpoint.incoming}" in str(told.value)
        assert f"nobody cannot read {endpoint.accounts}" in str(told.value)


def test_what_lay_there_before_is_given_to_the_user_and_links_are_not_followed(
    passable: Path,
) -> None:
    endpoint = of_user(passable / "data", "nobody")
    (passable / "outside").touch(mode=0o600)
    (endpoint.incoming / "lsc/nuit").mkdir(parents=True)
    (endpoint.incoming / "lsc/nuit/x").touch(mode=0o600)
    (endpoint.incoming / "lsc/link").symlink_to(passable / "outside")
    identity = identity_of(endpoint) if IS_ROOT else None
    if identity is None:
        return
    passable.chmod(0o711)
    for _ in range(2):
        prepare(endpoint, identity)
    assert (endpoint.incoming / "lsc/nuit/x").stat().st_uid == NOBODY.pw_uid
    assert (passable / "outside").stat().st_uid == 0
    assert (passable / "outside").stat().st_mode & 0o777 == 0o600


def test_what_was_given_up_is_gone_for_good(passable: Path) -> None:
    """In a process of its own: what it can do after it dropped."""
    endpoint = of_user(passable, "nobody")
    identity = identity_of(endpoint) if IS_ROOT else None
    child = os.fork()
    if not child:
        code = 1
        try:
            if IS_ROOT:
                os.setgroups([0, 4])
            drop(identity, 4)
            code = 0 if IS_ROOT is False or _is_powerless() else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _is_powerless() -> bool:
    if os.getgroups():
        return False
    forbidden_to_it: tuple[Callable[[], None], ...] = (
        lambda: os.setuid(0),
        lambda: os.setgroups([0]),
        lambda: os.chroot("/"),
    )
    for forbidden in forbidden_to_it:
        try:
            forbidden()
        except PermissionError:
            continue
        return False
    return True
