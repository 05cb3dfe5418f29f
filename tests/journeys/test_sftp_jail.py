"""A client sees its own folder and nothing else, whatever it asks; `/retour` is read-only."""

import os
import struct
from pathlib import Path

import pytest

from syncd.sftp.wire.messages import Request, Status, packed
from tests.journeys.some_sftp import Account, Server
from tests.journeys.some_wire import PUT, READ, Wire, a_mode, a_size, name, times

SECRET = b"not theirs"
UNFIT = [
    b"nuit/a\0b",
    b"nuit/a\\b",
    b"nuit/..\\..\\x",
    b"nuit/a\nb",
    b"nuit/a\x7fb",
    "nuit/a\x85b".encode(),
    b"nuit/\xff\xfe",
    b"nuit/\xed\xb3\xbf",
    b"nuit/" + b"n" * 300,
    b"nuit/" + b"n" * 241,
    b"nuit/" + b"a/" * 32 + b"x",
    b"nuit/" + b"a/" * 600,
    b"nuit/.lsc-syncd.1.1.tmp",
    b".tombes/x",
    b".cache/x",
]


def tree_of(root: Path) -> list[str]:
    return sorted(os.fsdecode(os.path.relpath(path, root)) for path in root.rglob("*"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/", "/"),
        ("", "/"),
        (".", "/"),
        ("..", "/"),
        ("/../../..", "/"),
        ("nuit/../../../etc/passwd", "/etc/passwd"),
        ("//nuit//./a/", "/nuit/a"),
        ("/nuit/a/../b", "/nuit/b"),
    ],
)
def test_no_path_climbs_above_the_root(account: Account, asked: str, found: str) -> None:
    with Wire(account) as wire:
        _, body = wire.ask(Request.REALPATH, name(asked))
    assert body[8 : 8 + int.from_bytes(body[4:8])].decode() == found


@pytest.mark.parametrize(
    "path", ["../../../../../../etc/passwd", "/etc/passwd", "nuit/../../../../etc/passwd"]
)
def test_the_machines_files_are_not_there(account: Account, envoi: Path, path: str) -> None:
    done = account.sftp(f"-get {path} taken", f"-ls {path}")
    assert not (account.home / "taken").exists()
    assert "root:" not in done.out
    assert envoi.is_dir()


def test_a_dotdot_upload_stays_in_the_folder(account: Account, envoi: Path) -> None:
    account.a_file("x", b"x")
    account.sftp("-put x ../../../../nuit/x", "-put x nuit/../../../x", "-put x ../x")
    assert tree_of(account.server.root / "incoming" / account.name) == ["nuit", "nuit/x"]
    assert (envoi / "x").read_bytes() == b"x"


@pytest.mark.parametrize("path", UNFIT)
def test_an_unfit_name_is_refused_in_every_request(
    account: Account, envoi: Path, path: bytes
) -> None:
    with Wire(account) as wire:
        refused = (
            wire.status(Request.OPEN, packed(path), struct.pack(">I", PUT), bytes(4)),
            wire.status(Request.MKDIR, packed(path), bytes(4)),
            wire.status(Request.RENAME, name("nuit"), packed(path)),
            wire.status(Request.RENAME, packed(path), name("jour")),
            wire.status(Request.STAT, packed(path)),
            wire.status(Request.SETSTAT, packed(path), a_size(0)),
            wire.status(Request.OPENDIR, packed(path)),
            wire.status(Request.REALPATH, packed(path)),
        )
    assert {code for code, _ in refused} <= {Status.FAILURE, Status.PERMISSION_DENIED}
    assert all(sentence for _, sentence in refused)
    assert tree_of(account.incoming) == [envoi.name]


@pytest.mark.parametrize("path", ["nuit/" + "n" * 240, "nuit/é e\u0301 'x' <&>", "nuit/-rf *"])
def test_an_unusual_name_is_kept_as_it_is(account: Account, envoi: Path, path: str) -> None:
    with Wire(account) as wire:
        wire.put(path, b"x")
        assert wire.listing("nuit") == [Path(path).name]
    assert tree_of(envoi) == [Path(path).name]


def test_a_file_at_the_root_is_refused_with_what_to_do(account: Account) -> None:
    with Wire(account) as wire:
        refused = wire.status(Request.OPEN, name("x"), struct.pack(">I", PUT), bytes(4))
    assert refused == (Status.PERMISSION_DENIED, "Déposez chaque envoi dans un dossier")


def test_a_file_does_not_move_to_the_root(account: Account, envoi: Path) -> None:
    (envoi / "x").touch()
    with Wire(account) as wire:
        assert wire.status(Request.RENAME, name("nuit/x"), name("x"))[0] == Status.PERMISSION_DENIED
    assert tree_of(envoi) == ["x"]


# Links planted by another process of the machine


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "x").write_bytes(SECRET)
    return folder


def test_a_link_to_a_file_is_neither_seen_nor_written(
    account: Account, envoi: Path, outside: Path
) -> None:
    (envoi / "link").symlink_to(outside / "x")
    with Wire(account) as wire:
        assert wire.listing("nuit") == []
        opening = wire.status(Request.OPEN, name("nuit/link"), struct.pack(">I", PUT), bytes(4))
        truncated = wire.status(Request.SETSTAT, name("nuit/link"), a_size(0))
        dated = wire.status(Request.SETSTAT, name("nuit/link"), times(1))
        moved = wire.status(Request.RENAME, name("nuit/link"), name("nuit/x"))
        removed = wire.status(Request.REMOVE, name("nuit/link"))
    refused = (opening, truncated, dated, moved, removed)
    assert {code for code, _ in refused} == {Status.NO_SUCH_FILE}
    assert (outside / "x").read_bytes() == SECRET
    assert (outside / "x").stat().st_mtime > 1


def test_a_link_to_a_folder_leads_nowhere(account: Account, envoi: Path, outside: Path) -> None:
    (envoi / "link").symlink_to(outside)
    with Wire(account) as wire:
        refused = (
            wire.status(Request.OPEN, name("nuit/link/y"), struct.pack(">I", PUT), bytes(4)),
            wire.status(Request.MKDIR, name("nuit/link/y"), bytes(4)),
            wire.status(Request.STAT, name("nuit/link/x")),
            wire.status(Request.REMOVE, name("nuit/link/x")),
            wire.status(Request.OPENDIR, name("nuit/link")),
            wire.status(Request.SETSTAT, name("nuit/link/x"), a_size(0)),
        )
    assert not {code for code, _ in refused} & {Status.OK}
    assert tree_of(outside) == ["x"]
    assert (outside / "x").read_bytes() == SECRET


def test_an_envoi_that_is_a_link_leads_nowhere(account: Account, outside: Path) -> None:
    account.incoming.mkdir(parents=True)
    (account.incoming / "nuit").symlink_to(outside)
    with Wire(account) as wire:
        assert wire.listing("/") == ["retour"]
        opening = wire.status(Request.OPEN, name("nuit/y"), struct.pack(">I", PUT), bytes(4))
        assert opening[0] != Status.OK
        assert wire.status(Request.RENAME, name("nuit"), name("jour"))[0] != Status.OK
    assert tree_of(outside) == ["x"]


def test_a_pipe_planted_in_the_folder_hangs_nobody(account: Account, envoi: Path) -> None:
    os.mkfifo(envoi / "pipe")
    with Wire(account) as wire:
        opening = wire.status(Request.OPEN, name("nuit/pipe"), struct.pack(">I", PUT), bytes(4))
        assert opening[0] == Status.NO_SUCH_FILE


def test_a_name_that_is_not_utf8_left_by_hand_is_not_listed(account: Account, envoi: Path) -> None:
    (envoi / os.fsdecode(b"\xff\xfe")).touch()
    (envoi / "x").touch()
    with Wire(account) as wire:
        assert wire.listing("nuit") == ["x"]


@pytest.mark.parametrize("kind", [Request.SYMLINK, Request.READLINK])
def test_clients_make_and_read_no_links(account: Account, envoi: Path, kind: Request) -> None:
    with Wire(account) as wire:
        code, sentence = wire.status(kind, name("/etc/passwd"), name("nuit/link"))
    assert (code, sentence) == (Status.PERMISSION_DENIED, "Les liens sont interdits")
    assert tree_of(envoi) == []


# /retour


def test_retour_is_read_byte_for_byte(account: Account) -> None:
    content = os.urandom(700_001)
    (account.retour / "accuse-12.xml").write_bytes(content)
    assert account.sftp("get retour/accuse-12.xml").code == 0
    assert (account.home / "accuse-12.xml").read_bytes() == content


def test_scp_reads_retour(account: Account) -> None:
    (account.retour / "accuse-12.xml").write_bytes(SECRET)
    program = ["scp", *account.options(), "-P", str(account.server.port)]
    done = account.run([*program, f"{account.name}@127.0.0.1:retour/accuse-12.xml", "got"])
    assert (done.code, (account.home / "got").read_bytes()) == (0, SECRET)


def test_retour_is_there_before_the_first_answer(account: Account) -> None:
    with Wire(account) as wire:
        assert wire.listing("retour") == []
        assert wire.status(Request.STAT, name("retour/x"))[0] == Status.NO_SUCH_FILE


def test_nothing_can_be_changed_in_retour(account: Account, envoi: Path) -> None:
    (account.retour / "accuse").write_bytes(SECRET)
    (envoi / "x").touch()
    with Wire(account) as wire:
        refused = [
            wire.status(Request.OPEN, name("retour/accuse"), struct.pack(">I", PUT), bytes(4)),
            wire.status(Request.OPEN, name("retour/y"), struct.pack(">I", PUT | READ), bytes(4)),
            wire.status(Request.REMOVE, name("retour/accuse")),
            wire.status(Request.MKDIR, name("retour/y"), bytes(4)),
            wire.status(Request.RMDIR, name("retour")),
            wire.status(Request.RENAME, name("retour/accuse"), name("nuit/y")),
            wire.status(Request.RENAME, name("nuit/x"), name("retour/x")),
            wire.status(Request.RENAME, name("retour"), name("jour")),
            wire.status(Request.SETSTAT, name("retour/accuse"), a_mode(0o777)),
        ]
        handle = wire.open("retour/accuse", READ)
        written = struct.pack(">Q", 0) + packed(b"y")
        refused.append(wire.status(Request.WRITE, packed(handle), written))
        refused.append(wire.status(Request.FSETSTAT, packed(handle), a_size(0)))
    assert {code for code, _ in refused} == {Status.PERMISSION_DENIED}
    assert (account.retour / "accuse").read_bytes() == SECRET
    assert tree_of(account.retour) == ["accuse"]


def test_a_link_in_retour_is_not_followed(account: Account, outside: Path) -> None:
    (account.retour / "link").symlink_to(outside / "x")
    with Wire(account) as wire:
        code, _ = wire.status(Request.OPEN, name("retour/link"), struct.pack(">I", READ), bytes(4))
        assert code == Status.NO_SUCH_FILE
        assert wire.listing("retour") == []


def test_one_account_never_sees_the_others_folder(server: Server) -> None:
    one, other = server.account(), server.account()
    for account in (one, other):
        (account.incoming / "nuit").mkdir(parents=True)
        (account.incoming / f"nuit/{account.name}").write_bytes(SECRET)
        (account.retour / f"accuse-{account.name}").write_bytes(SECRET)
    with Wire(one) as wire:
        assert wire.listing("/") == ["nuit", "retour"]
        assert wire.listing("/nuit") == [one.name]
        assert wire.listing("/retour") == [f"accuse-{one.name}"]
        for path in (f"../{other.name}/nuit", f"/incoming/{other.name}", f"retour/../{other.name}"):
            assert wire.status(Request.OPENDIR, name(path))[0] == Status.NO_SUCH_FILE
