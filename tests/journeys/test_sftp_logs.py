"""The log of a session in WinSCP's vocabulary: whole at the end, and true before each OK."""

import os
import resource
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from syncd.journal import Journal
from syncd.sftp.wire.messages import Request, Status, packed
from syncd.winscp_log import NAMESPACE
from tests.journeys.some_sftp import Account
from tests.journeys.some_wire import Wire, a_mode, a_size, name, times

CONTENT = b"<tiers/>\n" * 500
MTIME = 1_600_000_000
TAG = f"{{{NAMESPACE}}}"


def local(element: ET.Element) -> str:
    return element.tag.removeprefix(TAG)


def leaves(element: ET.Element) -> dict[str, str]:
    return {local(leaf): leaf.get("value", "") for leaf in element if local(leaf) != "result"}


def test_a_log_is_well_formed_when_its_session_ends(account: Account, envoi: Path) -> None:
    sent = account.a_file("x", CONTENT)
    os.utime(sent, (MTIME, MTIME))
    sent.chmod(0o640)
    assert (
        account.sftp(
            "put -p x nuit/x",
            "mkdir nuit/donnees",
            "rename nuit/x nuit/donnees/y",
            "rm nuit/donnees/y",
            "rmdir nuit/donnees",
            "-rm nuit/z",
        ).code
        == 0
    )
    root = account.ended_log()
    assert local(root) == "session"
    assert root.get("name") == f"{account.name}@127.0.0.1"
    operations = [child for group in root for child in group]
    stored = f"incoming/{account.name}/nuit"
    assert [(local(one), leaves(one)) for one in operations] == [
        ("upload", {"filename": "/nuit/x", "destination": f"{stored}/x", "size": "4500"}),
        ("touch", {"filename": "/nuit/x", "modification": "2020-09-13T12:26:40.000Z"}),
        ("chmod", {"filename": "/nuit/x", "permissions": "rw-r-----"}),
        ("mkdir", {"filename": "/nuit/donnees"}),
        ("mv", {"filename": "/nuit/x", "destination": f"{stored}/donnees/y"}),
        ("rm", {"filename": "/nuit/donnees/y"}),
        ("rm", {"filename": "/nuit/donnees"}),
        ("rm", {"filename": "/nuit/z"}),
    ]
    results = [one.find(f"{TAG}result") for one in operations]
    assert [found.get("success") for found in results if found is not None] == [
        *["true"] * 7,
        "false",
    ]
    assert [message.text for message in operations[-1].iter(f"{TAG}message")] == [
        "Suppression de /nuit/z",
        "Ce fichier ou ce dossier n'existe pas",
    ]
    assert envoi.is_dir()


def test_setstat_is_logged_as_touch_and_chmod(account: Account, envoi: Path) -> None:
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        wire.status(Request.SETSTAT, name("nuit/x"), times(MTIME))
        wire.status(Request.SETSTAT, name("nuit/x"), a_mode(0o100644))
        wire.status(Request.SETSTAT, name("nuit/x"), a_size(10))
    account.server.hear(account.name, "ended")
    touched, changed, resized = account.operations()
    assert (touched.kind, touched.modification) == ("touch", "2020-09-13T12:26:40.000Z")
    assert (changed.kind, changed.permissions) == ("chmod", "rw-r--r--")
    assert (resized.kind, resized.size) == ("upload", 10)


def test_an_upload_is_on_disk_logged_and_unlocked_when_its_client_hears_ok(
    account: Account, envoi: Path
) -> None:
    with Wire(account) as wire:
        for number in range(20):
            wire.put(f"nuit/{number}", CONTENT)
            done = account.operations()[-1]
            assert (done.filename, done.size, done.success) == (f"/nuit/{number}", 4500, True)
            assert not account.is_locked(envoi.name)


@pytest.mark.usefixtures("envoi")
def test_every_event_is_told(account: Account) -> None:
    with Wire(account) as wire:
        wire.put("nuit/x", CONTENT)
        wire.status(Request.SETSTAT, name("nuit/x"), times(MTIME))
        wire.status(Request.RENAME, name("nuit/x"), name("nuit/y"))
        wire.status(Request.REMOVE, name("nuit/y"))
    account.server.hear(account.name, "ended")
    mine = [told for told in account.server.told if told["account"] == account.name]
    assert [(told["event"], told["path"], told["source"], told["size"]) for told in mine] == [
        ("closed", "/nuit/x", None, 4500),
        ("changed", "/nuit/x", None, None),
        ("renamed", "/nuit/y", "/nuit/x", None),
        ("removed", "/nuit/y", None, None),
        ("ended", None, None, None),
    ]


def test_a_change_is_told_when_the_envoi_can_be_sealed_again(account: Account, envoi: Path) -> None:
    """A look that met it took the envoi for one that is being written, and would not look again."""
    (envoi / "x").write_bytes(CONTENT)
    with Wire(account) as wire:
        wire.status(Request.SETSTAT, name("nuit/x"), times(MTIME))
        account.server.hear(account.name, "changed", path="/nuit/x")
        assert not account.is_locked(envoi.name)


def test_what_is_refused_is_logged_with_the_sentence_that_its_client_heard(
    account: Account, envoi: Path
) -> None:
    (envoi / "d").mkdir()
    with Wire(account) as wire:
        refused = [
            wire.status(Request.OPEN, name("nuit/d"), b"\0\0\0\x1a", bytes(4)),
            wire.status(Request.MKDIR, name("nuit/d"), bytes(4)),
            wire.status(Request.RMDIR, name("nuit/e")),
            wire.status(Request.RENAME, name("nuit/e"), name("nuit/f")),
        ]
    account.server.hear(account.name, "ended")
    assert [(done.kind, done.messages[-1]) for done in account.operations()] == [
        (kind, sentence)
        for kind, (_, sentence) in zip(("upload", "mkdir", "rm", "mv"), refused, strict=True)
    ]
    assert not any(done.success for done in account.operations())


def test_a_reading_is_logged_as_a_download(account: Account) -> None:
    (account.retour / "accuse").write_bytes(CONTENT)
    assert account.sftp("get retour/accuse").code == 0
    (done,) = account.operations()
    assert (done.kind, done.filename, done.size, done.success) == (
        "download",
        "/retour/accuse",
        4500,
        True,
    )


def test_names_that_xml_cannot_hold_are_logged_all_the_same(account: Account, envoi: Path) -> None:
    strange = "nuit/<&>\"' é\u2028\ufffe"
    with Wire(account) as wire:
        wire.put(strange, CONTENT)
    root = account.ended_log()
    assert root[0][0].find(f"{TAG}filename") is not None
    assert account.operations()[0].filename == f"/{strange}".replace("\ufffe", "\ufffd")
    assert envoi.is_dir()


def test_the_journal_of_a_real_session_holds_its_transfers(
    account: Account, envoi: Path, tmp_path: Path
) -> None:
    account.a_file("x", CONTENT)
    assert account.sftp("put x nuit/x", "-rm nuit/z").code == 0
    journal = Journal(tmp_path / "journal.db")
    for path in account.logs():
        journal.read_log(path)
    upload, removal = journal.transfers()
    journal.close()
    assert (upload.account, upload.peer, upload.path, upload.size, upload.success) == (
        account.name,
        "127.0.0.1",
        "/nuit/x",
        4500,
        True,
    )
    assert upload.stored == f"incoming/{account.name}/{envoi.name}/x"
    assert upload.started is not None
    assert upload.ended is not None
    assert upload.started <= upload.ended
    assert removal.reason == "Suppression de /nuit/z : Ce fichier ou ce dossier n'existe pas"


def test_a_full_log_answers_no_ok(account: Account, envoi: Path) -> None:
    """The session's file size limit is lowered under it: its log has no room left."""
    with Wire(account) as wire:
        handle = wire.open("nuit/x")
        (log,) = account.logs()
        limit_file_size(account, log.stat().st_size + 10)
        assert wire.status(Request.CLOSE, packed(handle))[0] == Status.FAILURE
        assert wire.status(Request.MKDIR, name("nuit/d"), bytes(4))[0] == Status.FAILURE
        limit_file_size(account, 1 << 40)
        wire.put("nuit/y", CONTENT)
    account.ended_log()
    assert [(done.filename, done.success) for done in account.operations()] == [("/nuit/y", True)]
    assert envoi.is_dir()


def limit_file_size(account: Account, size: int) -> None:
    """Limit what the account's one session may write from now on."""
    session = account.session()
    _, hard = resource.prlimit(session, resource.RLIMIT_FSIZE)
    resource.prlimit(session, resource.RLIMIT_FSIZE, (size, hard))
