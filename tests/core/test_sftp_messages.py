"""The words of SFTP: packets, paths and attributes, taken apart and put together."""

import stat
import struct
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.sftp.events import Event, Kind, encode, parse
from syncd.sftp.folder import paths
from syncd.sftp.folder.attributes import Attributes, file_mode, folder_mode, instant, letters
from syncd.sftp.folder.paths import (
    MAX_DEPTH,
    MAX_NAME_BYTES,
    Place,
    check_in_folder,
    check_writable,
)
from syncd.sftp.wire import messages
from syncd.sftp.wire.conversation import split
from syncd.sftp.wire.messages import Garbage, Reader, Refusal, Status, packed

bodies = st.binary(max_size=200)


def a_reader(body: bytes) -> Reader:
    return Reader(memoryview(body))


def a_packet(kind: int, number: int, body: bytes) -> bytes:
    return struct.pack(">IBI", len(body) + 5, kind, number) + body


# Packets


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 2**32 - 1), bodies)), st.data())
def test_packets_are_found_wherever_the_stream_is_cut(
    sent: list[tuple[int, int, bytes]], data: st.DataObject
) -> None:
    stream = b"".join(a_packet(*packet) for packet in sent)
    cut = data.draw(st.integers(0, len(stream)))
    first = split(stream[:cut])
    second = split(first.rest + stream[cut:])
    found = [*first.packets, *second.packets]
    assert [(kind, number, bytes(body._rest)) for kind, number, body in found] == sent
    assert second.rest == b""


@pytest.mark.parametrize("length", [0, 1, 4, 262144 + 1025, 2**32 - 1])
def test_a_length_that_no_packet_has_is_garbage(length: int) -> None:
    with pytest.raises(Garbage):
        split(struct.pack(">I", length) + bytes(5))


def test_the_longest_packet_that_is_announced_is_one() -> None:
    assert len(split(a_packet(6, 1, bytes(262144))).packets) == 1


@given(bodies)
def test_a_string_is_read_as_it_was_packed(content: bytes) -> None:
    assert a_reader(packed(content)).string() == content
    assert bytes(a_reader(packed(content)).data()) == content


@given(bodies, st.integers(1, 2**32 - 1))
def test_a_string_longer_than_its_packet_is_refused(content: bytes, more: int) -> None:
    length = min(len(content) + more, 2**32 - 1)
    with pytest.raises(Refusal, match="Message SFTP incomplet") as refusal:
        a_reader(struct.pack(">I", length) + content).string()
    assert refusal.value.status is Status.BAD_MESSAGE


@pytest.mark.parametrize("read", ["number", "long_number", "string", "data", "attributes"])
def test_a_packet_that_is_too_short_is_refused(read: str) -> None:
    with pytest.raises(Refusal):
        getattr(a_reader(b"\0\0\0"), read)()


def test_what_follows_the_last_field_is_ignored() -> None:
    assert bytes(a_reader(packed(b"the end") + b"padding").data()) == b"the end"


def test_attributes_are_read_in_their_order_and_owners_are_forgotten() -> None:
    body = struct.pack(">IQIIIII", 0xF, 7, 1000, 1000, 0o100644, 11, 12)
    assert a_reader(body).attributes() == Attributes(7, 0o100644, (11, 12))


@pytest.mark.parametrize(
    ("flags", "body", "expected"),
    [
        (0, b"", Attributes()),
        (0x1, struct.pack(">Q", 2**64 - 1), Attributes(size=2**64 - 1)),
        (0x2, bytes(8), Attributes()),
        (0x4, struct.pack(">I", 0o644), Attributes(mode=0o644)),
        (0x8, struct.pack(">II", 1, 2), Attributes(times=(1, 2))),
        (0x80000000, struct.pack(">I", 0), Attributes()),
    ],
)
def test_only_the_attributes_that_are_said_are_read(
    flags: int, body: bytes, expected: Attributes
) -> None:
    assert a_reader(struct.pack(">I", flags) + body).attributes() == expected


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_attributes_are_read_as_they_were_packed(size: int, mode: int, mtime: int) -> None:
    attributes = Attributes(size, mode, (mtime, mtime))
    assert a_reader(attributes.pack()).attributes() == attributes


def test_a_status_says_its_number_its_code_and_its_sentence() -> None:
    reply = messages.status(7, Status.FAILURE, "Ce nom existe déjà")
    (packet,) = split(reply).packets
    assert packet[:2] == (101, 7)
    assert packet[2].number() == Status.FAILURE
    assert packet[2].string().decode() == "Ce nom existe déjà"


def test_names_give_each_entry_with_its_long_line() -> None:
    folder = Attributes(0, stat.S_IFDIR | 0o700, (0, 0))
    file = Attributes(4500, stat.S_IFREG | 0o640, (0, 1_600_000_000))
    (packet,) = split(messages.names(1, [("é", folder), ("x", file)])).packets
    reader = packet[2]
    assert reader.number() == 2
    assert reader.string().decode() == "é"
    assert reader.string().decode().startswith("drwx------ ")
    assert reader.attributes() == folder
    assert reader.string() == b"x"
    assert reader.string().decode().endswith("4500 Sep 13  2020 x")


@pytest.mark.parametrize("number", [28, 122])
def test_a_full_disk_is_said_in_a_sentence(number: int) -> None:
    refusal = messages.refusal_of(OSError(number, "no space"))
    assert refusal.sentence == "Il n'y a plus de place sur le serveur : réessayez plus tard"


# Modes and times


@given(st.integers(0, 2**32 - 1))
def test_a_granted_mode_is_ours_and_never_special(wished: int) -> None:
    assert file_mode(wished) & ~0o666 == 0
    assert file_mode(wished) & 0o600 == 0o600
    assert folder_mode(wished) & ~0o777 == 0
    assert folder_mode(wished) & 0o700 == 0o700


def test_modes_and_instants_are_written_as_winscp_does() -> None:
    assert letters(0o100644) == "rw-r--r--"
    assert instant(1_600_000_000) == "2020-09-13T12:26:40.000Z"
    assert instant(2**32 - 1) == "2106-02-07T06:28:15.000Z"


# Paths

client_paths = st.lists(
    st.sampled_from([*"ab./\\\0\n", "é", "\u0301", "\x85", "n" * 60]), max_size=60
).map("".join)


@given(client_paths)
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    try:
        place = paths.parse(path.encode())
    except Refusal:
        return
    assert not {"", ".", ".."} & set(place.names)
    assert not any("/" in name or "\0" in name or "\\" in name for name in place.names)
    assert all(len(name.encode()) <= MAX_NAME_BYTES for name in place.names)
    assert len(place.names) <= MAX_DEPTH


@given(client_paths)
def test_a_place_is_found_again_by_its_own_path(path: str) -> None:
    try:
        place = paths.parse(path.encode())
    except Refusal:
        return
    assert paths.parse(str(place).encode()) == place
    assert PurePosixPath(str(place)).is_absolute()


@given(st.binary(max_size=1100))
def test_any_bytes_are_a_place_or_a_refusal(raw: bytes) -> None:
    try:
        place = paths.parse(raw)
    except Refusal:
        return
    assert str(place).encode()


def test_a_place_knows_its_envoi_and_what_is_inside() -> None:
    place = paths.parse(b"/nuit/donnees/x")
    assert (place.envoi, place.inside, place.chemin) == ("nuit", ("donnees", "x"), "donnees/x")


def test_a_place_holds_what_is_below_it_and_no_namesake() -> None:
    assert Place(("a",)).holds(Place(("a", "b")))
    assert not Place(("a",)).holds(Place(("ab",)))


def test_retour_is_a_name_of_the_root_only() -> None:
    assert paths.parse(b"/retour/x").in_retour
    assert not paths.parse(b"/nuit/retour/x").in_retour


@pytest.mark.parametrize("path", [b"/", b"/retour", b"/retour/x", b"/nuit/../retour/x"])
def test_the_root_and_retour_are_not_written(path: bytes) -> None:
    with pytest.raises(Refusal):
        check_writable(paths.parse(path))


@pytest.mark.parametrize("path", [b"/", b"/x", b"/nuit/../x"])
def test_no_file_stands_at_the_root(path: bytes) -> None:
    with pytest.raises(Refusal):
        check_in_folder(paths.parse(path))


# Events


def test_an_event_is_parsed_as_it_was_encoded() -> None:
    event = Event(session="s", account="lsc", event="closed", path="/nuit/é", size=1)
    assert parse(encode(event)) == event


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"[]",
        b"{}",
        b'{"event": "eaten"}',
        b'{"event": "ended"}',
        b'{"event": "ended", "x": 1}',
    ],
)
def test_what_is_no_event_is_refused(datagram: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an event|Expecting value"):
        parse(datagram)


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ("closed", "/nuit/manifeste.xml"),
        ("changed", "/nuit/manifeste.xml"),
        ("renamed", "/nuit/manifeste.xml"),
        ("renamed", "/nuit"),
        ("ended", None),
    ],
)
def test_what_may_have_completed_an_envoi_is_known(event: Kind, path: str | None) -> None:
    envoi = "nuit" if path else None
    assert Event(session="s", account="lsc", event=event, envoi=envoi, path=path).may_complete


@pytest.mark.parametrize(
    ("event", "path", "success"),
    [
        ("closed", "/nuit/pieces/1.pdf", True),
        ("closed", "/nuit/pieces/manifeste.xml", True),
        ("closed", "/nuit/manifeste.xml", False),
        ("removed", "/nuit/manifeste.xml", True),
        ("renamed", "/nuit/pieces", True),
    ],
)
def test_what_most_likely_did_not_is_no_haste(event: Kind, path: str, *, success: bool) -> None:
    told = Event(session="s", account="lsc", event=event, envoi="nuit", path=path, success=success)
    assert not told.may_complete
