"""Our logs and WinSCP's: written well-formed, read whole, live, cut off or damaged."""

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncd.winscp_log import NAMESPACE, Operation, SessionLog, escaped, rendered
from syncd.winscp_reading import read_recording, read_tail
from tests.edges.some_logs import START, a_log, a_removal, a_renaming, an_upload, at

EVERYTHING = (
    an_upload("/nuit/é <&> \"'.xml", second=1),
    Operation(kind="touch", filename="/x", modification=START, started=at(2), ended=at(2)),
    Operation(kind="chmod", filename="/x", permissions="rw-r--r--", started=at(3), ended=at(3)),
    Operation(kind="mkdir", filename="/nuit/donnees", started=at(4), ended=at(4)),
    a_renaming("/nuit/x.filepart", "/nuit/x", second=5),
    a_removal("/nuit/x", second=6),
    an_upload("/nuit/y", second=7, success=False),
    Operation(
        kind="upload", filename="/nuit/vide", size=0, destination="d", started=at(8), ended=at(8)
    ),
    Operation(
        kind="failure", success=False, messages=("Le serveur s'arrête",), started=at(9), ended=at(9)
    ),
)
WINSCP = f"""<?xml version="1.0" encoding="UTF-8"?>
<session xmlns="{NAMESPACE}" name="lsc@example.com" start="2026-11-24T06:00:00.123Z">
  <group name="put x" start="2026-11-24T06:00:01.000Z">
    <upload>
      <filename value="C:\\envoi\\x" />
      <destination value="/nuit/x" />
      <size value="81234" />
      <result success="true" />
    </upload>
    <touch>
      <filename value="/nuit/x" />
      <modification value="2026-11-23T02:00:00.000Z" />
      <result success="false">
        <message>Upload of file &#x1;was successful, but error occurred.</message>
        <message>Permission denied.&#10;Error code: 3</message>
      </result>
    </touch>
  </group>
  <call>
    <command value="df" />
    <output>free</output>
    <result success="true" />
  </call>
  <ls>
    <destination value="/" />
    <files>
      <file>
        <filename value="nuit" />
        <type value="D" />
      </file>
    </files>
    <result success="true" />
  </ls>
  <failure>
    <message>Server unexpectedly closed network connection.</message>
  </failure>
</session>
"""


# Writing


def test_a_closed_log_is_well_formed_and_in_the_namespace(tmp_path: Path) -> None:
    root = ET.fromstring(a_log(tmp_path, EVERYTHING).read_bytes())  # noqa: S314  our own log
    assert root.tag == f"{{{NAMESPACE}}}session"
    assert root.attrib == {"name": "lsc@192.0.2.7", "start": START}
    assert len(root) == len(EVERYTHING)


def test_a_log_begins_as_winscps_do(tmp_path: Path) -> None:
    content = a_log(tmp_path, ()).read_text()
    assert content == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<session xmlns="{NAMESPACE}" name="lsc@192.0.2.7" start="{START}">\n'
        "</session>\n"
    )


def test_an_upload_is_written_in_winscps_order() -> None:
    assert rendered(an_upload("/nuit/x")) == (
        '  <group name="upload" start="2026-11-24T06:00:01.000Z">\n'
        "    <upload>\n"
        '      <filename value="/nuit/x" />\n'
        '      <destination value="incoming/lsc/nuit/x" />\n'
        '      <size value="10" />\n'
        '      <result success="true" />\n'
        "    </upload>\n"
        "    <!-- ended 2026-11-24T06:00:01.000Z -->\n"
        "  </group>\n"
    )


def test_a_failure_always_says_a_message() -> None:
    assert "<message>?</message>" in rendered(Operation(kind="rm", filename="/x", success=False))


def test_an_empty_value_is_an_empty_leaf() -> None:
    assert "      <filename />\n" in rendered(Operation(kind="rm", filename=""))


@given(st.text())
def test_any_text_is_written_well_formed(text: str) -> None:
    element = ET.fromstring(f'<x a="{escaped(text)}">{escaped(text)}</x>')  # noqa: S314  our own
    assert element.get("a") == element.text or not text


def test_a_log_that_exists_is_never_written_over(tmp_path: Path) -> None:
    path = a_log(tmp_path, ())
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        SessionLog(path, name="x@y", start=START)
    assert path.read_bytes() == before


def test_a_log_is_for_its_owner_only(tmp_path: Path) -> None:
    assert a_log(tmp_path, ()).stat().st_mode & 0o777 == 0o600


@contextmanager
def little_room() -> Iterator[None]:
    """Limit the size of the files that this process may write; pytest's own output is one too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_does_not_fit_is_taken_back_whole_and_raised(tmp_path: Path) -> None:
    log = SessionLog(tmp_path / "log.xml", name="x@y", start=START)
    written = 0
    full = pytest.raises(OSError, match=r"no room left|File too large")
    with full, little_room():
        while True:
            log.append(an_upload("/nuit/x"))
            written += 1
    tail = read_tail(log.path, 0)
    assert tail is not None
    assert len(tail.operations) == written > 0
    assert tail.offset == log.path.stat().st_size


def test_threads_never_mix_their_operations(tmp_path: Path) -> None:
    log = SessionLog(tmp_path / "log.xml", name="x@y", start=START)

    def write(thread: int) -> None:
        for number in range(50):
            log.append(an_upload(f"/nuit/{thread}-{number}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    found = read_recording(log.path)
    assert found is not None
    expected = {f"/nuit/{thread}-{number}" for thread in range(4) for number in range(50)}
    assert {done.filename for done in found.operations} == expected
    assert len(found.operations) == 200


# Reading


def test_a_log_of_ours_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = read_recording(a_log(tmp_path, EVERYTHING))
    assert found is not None
    assert found.operations == EVERYTHING
    assert (found.header.name, found.header.start, found.closed) == ("lsc@192.0.2.7", START, True)


def test_a_log_of_winscp_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "log.xml").write_text(WINSCP)
    found = read_recording(tmp_path / "log.xml")
    assert found is not None
    upload, touch, call, listing, failure = found.operations
    assert (upload.filename, upload.destination, upload.size) == ("C:\\envoi\\x", "/nuit/x", 81234)
    assert (upload.success, upload.started) == (True, "2026-11-24T06:00:01.000Z")
    assert (touch.kind, touch.success) == ("touch", False)
    assert touch.messages[0] == "Upload of file \ufffdwas successful, but error occurred."
    assert (call.kind, call.success, call.details[0]) == ("call", True, ("command", "df"))
    assert (listing.kind, listing.destination, listing.filename) == ("ls", "/", None)
    assert (failure.kind, failure.success) == ("failure", False)


def test_an_operation_without_a_result_did_not_succeed(tmp_path: Path) -> None:
    (tmp_path / "log.xml").write_text(
        f'<session xmlns="{NAMESPACE}"><upload><filename value="x" /></upload></session>'
    )
    found = read_recording(tmp_path / "log.xml")
    assert found is not None
    assert [done.success for done in found.operations] == [False]


def test_a_very_old_log_may_hold_a_bare_result(tmp_path: Path) -> None:
    (tmp_path / "log.xml").write_text(
        f'<session xmlns="{NAMESPACE}"><result success="true" /></session>'
    )
    found = read_recording(tmp_path / "log.xml")
    assert found is not None
    assert [(done.kind, done.success) for done in found.operations] == [("result", True)]


@pytest.mark.parametrize("content", ["", "<", "<x/>", '<?xml version="1.0"?>', "nonsense"])
def test_what_holds_no_session_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "log.xml").write_text(content)
    assert read_recording(tmp_path / "log.xml") is None
    assert read_tail(tmp_path / "log.xml", 0) is None


def test_entities_of_a_log_are_never_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    (tmp_path / "log.xml").write_text(
        f'<!DOCTYPE session [<!ENTITY e SYSTEM "{tmp_path}/secret">]>'
        f'<session xmlns="{NAMESPACE}" name="x@y" start="s"><failure><message>&e;</message>'
        "</failure></session>"
    )
    assert "SECRET" not in repr(read_recording(tmp_path / "log.xml"))


def test_a_log_cut_anywhere_is_read_up_to_its_last_whole_operation(tmp_path: Path) -> None:
    whole = a_log(tmp_path, EVERYTHING).read_bytes()
    cut = tmp_path / "cut.xml"
    for end in range(len(whole) - 1):
        cut.write_bytes(whole[:end])
        found = read_tail(cut, 0)
        ended = whole[:end].count(b"</group>\n")
        assert (found.operations if found else ()) == EVERYTHING[:ended], end
        assert found is None or not found.closed


def test_nothing_is_doubled_or_lost_when_the_rest_of_a_cut_log_arrives(tmp_path: Path) -> None:
    whole = a_log(tmp_path, EVERYTHING).read_bytes()
    growing = tmp_path / "growing.xml"
    for end in range(len(whole)):
        growing.write_bytes(whole[:end])
        first = read_tail(growing, 0)
        growing.write_bytes(whole)
        second = read_tail(growing, first.offset if first else 0)
        assert second is not None
        assert ((first.operations if first else ()) + second.operations) == EVERYTHING, end
        assert second.closed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=5))
def test_any_name_is_read_back_or_replaced_character_by_character(
    tmp_path: Path, names: list[str]
) -> None:
    path = tmp_path / "log.xml"
    path.unlink(missing_ok=True)
    written = a_log(tmp_path, [an_upload(name) for name in names], session="log")
    found = read_recording(written)
    assert found is not None
    for name, done in zip(names, found.operations, strict=True):
        assert done.filename is not None
        assert len(done.filename) == len(name)
        assert all(b in {a, "\ufffd"} for a, b in zip(name, done.filename, strict=True))


def test_a_long_log_is_read_in_pieces(tmp_path: Path) -> None:
    path = a_log(tmp_path, [an_upload(f"/{'n' * 900}/{number}") for number in range(3000)])
    assert path.stat().st_size > 5 << 20
    found, offset = 0, 0
    while (tail := read_tail(path, offset)) and tail.operations:
        assert path.stat().st_size >= tail.offset > offset
        found, offset = found + len(tail.operations), tail.offset
    assert found == 3000
    assert tail is not None
    assert tail.closed
