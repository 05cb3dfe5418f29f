"""Uploads by OpenSSH's own clients: what they sent is what stands there, byte for byte."""

import os
import random
from pathlib import Path

from tests.journeys.some_sftp import Account, Done

SMALL = b"<tiers>\n" * 1000
BIG = random.Random(1).randbytes(1 << 20)  # noqa: S311  content, not secrets
MTIME = 1_600_000_000


def kinds(account: Account) -> list[str]:
    return [done.kind for done in account.operations()]


# sftp


def test_put_stores_every_byte(account: Account) -> None:
    account.a_file("big", BIG)
    assert account.sftp("mkdir nuit", "put big nuit/").code == 0
    assert (account.incoming / "nuit/big").read_bytes() == BIG


def test_put_of_an_empty_file_makes_an_empty_file(account: Account, envoi: Path) -> None:
    account.a_file("rien", b"")
    assert account.sftp("put rien nuit/").code == 0
    assert (envoi / "rien").read_bytes() == b""


def test_put_over_a_longer_file_leaves_nothing_of_it(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(BIG)
    account.a_file("x", SMALL)
    assert account.sftp("put x nuit/").code == 0
    assert (envoi / "x").read_bytes() == SMALL


def test_put_p_keeps_times_and_mode(account: Account, envoi: Path) -> None:
    sent = account.a_file("x", SMALL)
    sent.chmod(0o640)
    os.utime(sent, (MTIME, MTIME))
    assert account.sftp("put -p x nuit/").code == 0
    found = (envoi / "x").stat()
    assert (int(found.st_mtime), found.st_mode & 0o7777) == (MTIME, 0o640)


def test_put_f_is_synced_by_the_server(account: Account, envoi: Path) -> None:
    account.a_file("x", SMALL)
    done = account.sftp("put -f x nuit/", options=("-vvv",))
    assert done.code == 0
    assert "Sent message fsync@openssh.com" in done.err
    assert (envoi / "x").read_bytes() == SMALL


def test_reput_goes_on_where_the_file_ends(account: Account, envoi: Path) -> None:
    account.a_file("big", BIG)
    (envoi / "big").write_bytes(BIG[:300_001])
    done = account.sftp("reput big nuit/big")
    assert done.code == 0
    assert (envoi / "big").read_bytes() == BIG


def test_put_r_sends_a_tree(account: Account) -> None:
    account.a_file("nuit/manifeste.xml", SMALL)
    account.a_file("nuit/donnees/tiers.xml", BIG)
    account.a_file("nuit/donnees/creux/x", b"")
    assert account.sftp("put -r nuit").code == 0
    assert tree_of(account.incoming / "nuit") == tree_of(account.home / "nuit")


def tree_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_put_r_twice_overwrites(account: Account) -> None:
    account.a_file("nuit/a/x", BIG)
    assert account.sftp("put -r nuit").code == 0
    account.a_file("nuit/a/x", SMALL)
    assert account.sftp("put -r nuit").code == 0
    assert tree_of(account.incoming / "nuit") == {"a/x": SMALL}


def test_rename_moves_a_file(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    assert account.sftp("rename nuit/x nuit/y").code == 0
    assert tree_of(envoi) == {"y": SMALL}


def test_rename_onto_a_file_replaces_it(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    (envoi / "y").write_bytes(BIG)
    assert account.sftp("rename nuit/x nuit/y").code == 0
    assert tree_of(envoi) == {"y": SMALL}


def test_a_plain_rename_never_replaces(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    (envoi / "y").write_bytes(BIG)
    assert account.sftp("rename -l nuit/x nuit/y").code == 1
    assert tree_of(envoi) == {"x": SMALL, "y": BIG}


def test_an_envois_folder_can_be_renamed(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    assert account.sftp("rename nuit jour").code == 0
    assert tree_of(account.incoming) == {"jour/x": SMALL}


def test_a_file_can_move_to_another_envoi(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    assert account.sftp("mkdir jour", "rename nuit/x jour/x").code == 0
    assert tree_of(account.incoming) == {"jour/x": SMALL}


def test_rm_removes_a_file(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    assert account.sftp("rm nuit/x").code == 0
    assert tree_of(envoi) == {}


def test_rmdir_removes_an_empty_folder_only(account: Account, envoi: Path) -> None:
    (envoi / "plein").mkdir()
    (envoi / "plein/x").write_bytes(SMALL)
    (envoi / "vide").mkdir()
    assert account.sftp("-rmdir nuit/plein", "rmdir nuit/vide").code == 0
    assert sorted(path.name for path in envoi.iterdir()) == ["plein"]


def test_mkdir_makes_a_folder_that_is_ours(account: Account) -> None:
    assert account.sftp("mkdir nuit", "mkdir nuit/donnees").code == 0
    assert (account.incoming / "nuit/donnees").stat().st_mode & 0o700 == 0o700


def test_ls_shows_the_envois_and_retour(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(SMALL)
    (account.incoming / ".tombes").mkdir()
    done = account.sftp("ls -1a", "ls -l nuit")
    assert {"nuit", "retour"} <= set(done.out.split())
    assert ".tombes" not in done.out
    assert f" {len(SMALL)} " in done.out


def test_ls_of_many_files_shows_each_once(account: Account, envoi: Path) -> None:
    for number in range(250):
        (envoi / f"{number:03}").touch()
    shown = [line for line in account.sftp("ls -1 nuit").out.splitlines() if "sftp>" not in line]
    assert sorted(Path(line.strip()).name for line in shown) == [f"{n:03}" for n in range(250)]


def test_df_tells_the_room_left(account: Account) -> None:
    done = account.sftp("df")
    assert done.code == 0
    assert "%Capacity" in done.out


def test_an_upload_survives_rekeying_in_its_middle(account: Account, envoi: Path) -> None:
    content = BIG * 20
    account.a_file("big", content)
    done = account.sftp("put big nuit/", options=("-oRekeyLimit=1M", "-vv"))
    assert done.code == 0
    assert done.err.count("SSH2_MSG_NEWKEYS received") > 5
    assert (envoi / "big").read_bytes() == content


# scp


def test_scp_stores_every_byte_and_succeeds(account: Account, envoi: Path) -> None:
    account.a_file("big", BIG)
    assert account.scp("big", "nuit/big") == Done(code=0, out="", err="")
    assert (envoi / "big").read_bytes() == BIG


def test_scp_over_a_longer_file_leaves_nothing_of_it(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(BIG)
    account.a_file("x", SMALL)
    assert account.scp("x", "nuit/x").code == 0
    assert (envoi / "x").read_bytes() == SMALL


def test_scp_p_keeps_times_and_mode(account: Account, envoi: Path) -> None:
    sent = account.a_file("x", SMALL)
    sent.chmod(0o604)
    os.utime(sent, (MTIME, MTIME))
    assert account.scp("-p", "x", "nuit/x").code == 0
    found = (envoi / "x").stat()
    assert (int(found.st_mtime), found.st_mode & 0o7777) == (MTIME, 0o604)


def test_scp_r_sends_a_tree(account: Account) -> None:
    account.a_file("nuit/manifeste.xml", SMALL)
    account.a_file("nuit/donnees/tiers.xml", BIG)
    assert account.scp("-p", "-r", "nuit", "").code == 0
    assert tree_of(account.incoming / "nuit") == tree_of(account.home / "nuit")


# Temporary names


def test_a_temporary_name_is_renamed_over_the_file_as_winscp_does(
    account: Account, envoi: Path
) -> None:
    (envoi / "x").write_bytes(SMALL)
    account.a_file("x", BIG)
    done = account.sftp(
        "put x nuit/x.filepart", "rm nuit/x", "rename -l nuit/x.filepart nuit/x", "chmod 644 nuit/x"
    )
    assert done.code == 0
    assert tree_of(envoi) == {"x": BIG}
    assert kinds(account) == ["upload", "rm", "mv", "chmod"]


def test_a_resumed_temporary_file_is_whole(account: Account, envoi: Path) -> None:
    (envoi / "x.filepart").write_bytes(BIG[:500_000])
    account.a_file("x", BIG)
    assert account.sftp("reput x nuit/x.filepart", "rename nuit/x.filepart nuit/x").code == 0
    assert tree_of(envoi) == {"x": BIG}
