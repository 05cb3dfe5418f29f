"""The fast path's parser: wherever the stream is cut, what the plain path does and answers."""

import os
import struct
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.sftp.folder.handles import Upload
from syncd.sftp.folder.paths import Place
from syncd.sftp.wire import messages
from syncd.sftp.wire.burst import MAX_ANSWERS_BYTES, Burst
from syncd.sftp.wire.conversation import split
from syncd.sftp.wire.messages import Garbage, Reader, Refusal, Request, Status, packed
from syncd.sftp.wire.requests import Requests
from tests.edges.some_channel import ENVOI, a_channel, a_close, a_packet, a_write, an_open, no_limit

CONTENT = bytes(range(256)) * 4

handles = st.sampled_from([b"1", b"2", b"3", b"", b"9" * 100])
names = st.sampled_from(["a", "b", "c/d", ".."])
contents = st.binary(max_size=40)
offsets = st.one_of(st.integers(0, 60), st.sampled_from([2**63 - 1, 2**63, 2**64 - 1]))
numbers = st.integers(0, 2**32 - 1)
mangled = st.tuples(st.sampled_from(list(Request)), numbers, st.binary(max_size=60))
asked_for = st.one_of(
    st.builds(an_open, numbers, names, st.sampled_from([0x2, 0xA, 0x1A, 0x1, 0x2A, 0xE])),
    st.builds(a_write, numbers, handles, offsets, contents, st.binary(max_size=3)),
    st.builds(a_write, numbers, st.just(b"1"), st.integers(0, 60), contents),
    st.builds(a_close, numbers, handles),
    mangled.map(lambda said: a_packet(*said)),
    st.tuples(numbers, handles, st.integers(0, 80)).map(
        lambda said: a_packet(
            Request.FSETSTAT, said[0], packed(said[1]), struct.pack(">IQ", 0x1, said[2])
        )
    ),
    st.tuples(numbers, handles).map(lambda said: a_packet(Request.FSTAT, said[0], packed(said[1]))),
)
streams = st.lists(asked_for, max_size=14).map(
    lambda asked: b"".join([an_open(1, "a"), an_open(2, "b"), *asked])
)


@given(streams, st.data())
@settings(max_examples=60)
def test_wherever_the_stream_is_cut_files_and_answers_are_those_of_the_plain_path(
    stream: bytes, data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(stream)), max_size=30))
    settled = data.draw(st.lists(st.booleans(), min_size=len(cuts) + 1, max_size=len(cuts) + 1))
    expected = what_becomes_of(lambda asked: plain(asked, stream))
    pieces = [stream[a:b] for a, b in pairwise(sorted([0, *cuts, len(stream)]))]
    found = what_becomes_of(lambda asked: fast(asked, list(zip(pieces, settled, strict=True))))
    assert found == expected


def what_becomes_of(
    serve: Callable[[Requests], bytes],
) -> tuple[list[bytes], dict[str, bytes], str]:
    """Return the answers, the files and the log that come of a channel."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with a_channel(root) as asked:
            answers = [timeless(*found) for found in split(serve(asked)).packets]
        envoi = root / "incoming" / ENVOI
        files = {path.name: path.read_bytes() for path in envoi.iterdir() if path.is_file()}
        return answers, files, (root / "log.xml").read_text()


def timeless(kind: int, number: int, body: Reader) -> bytes:
    """Return an answer without the times of a file."""
    said = bytes(body._rest)
    return struct.pack(">BI", kind, number) + (said[:-8] if kind == 105 else said)


def plain(asked: Requests, stream: bytes) -> bytes:
    return b"".join(asked.answer(*packet) for packet in split(stream).packets)


def fast(asked: Requests, pieces: list[tuple[bytes, bool]]) -> bytes:
    burst = Burst(asked)
    for piece, is_settled in pieces:
        assert not burst.feed(memoryview(piece))
        if is_settled:
            burst.settle()
    burst.settle()
    return bytes(burst.answers)


@pytest.mark.parametrize("length", [0, 1, 4, 262144 + 1025, 2**32 - 1])
@pytest.mark.parametrize("cut", [0, 3, 8])
def test_a_length_that_no_packet_has_is_garbage(tmp_path: Path, length: int, cut: int) -> None:
    said = struct.pack(">IBI", length, Request.WRITE, 1)
    with a_channel(tmp_path) as asked, pytest.raises(Garbage):
        fast(asked, [(said[:cut], False), (said[cut:], False)])


def test_what_came_before_garbage_is_answered(tmp_path: Path) -> None:
    with a_channel(tmp_path) as asked:
        burst = Burst(asked)
        with pytest.raises(Garbage):
            burst.feed(memoryview(an_open(1, "a") + bytes(9)))
        assert split(bytes(burst.answers)).packets[0][:2] == (102, 1)


class Full(Requests):
    """The requests of a channel whose one file, of handle 1, cannot be written."""

    def __init__(self) -> None:
        descriptor = os.open("/dev/full", os.O_WRONLY)
        place = Place((ENVOI, "x"))
        self.file = Upload(
            place=place, descriptor=descriptor, parent=descriptor, started="",
            allowance=no_limit(Path("/")), extent=0,
        )  # fmt: skip

    def upload(self, name: bytes) -> Upload:
        if name == b"1":
            return self.file
        raise Refusal(Status.FAILURE, "another")

    def answer(self, kind: int, number: int, body: Reader) -> bytes:
        del kind, body
        return messages.status(number, Status.EOF)


@pytest.mark.parametrize("cut", [0, 30, 1000])
def test_writes_that_a_full_disk_refuses_are_each_told_so_in_their_order(cut: int) -> None:
    full = Full()
    writes = [a_write(number, b"1", number * 1024, CONTENT) for number in range(3)]
    said = b"".join([*writes, a_packet(Request.STAT, 3), a_write(4, b"2", 0, CONTENT)])
    burst = Burst(full)
    for piece in (said[:cut], said[cut : cut + 1100], said[cut + 1100 :]):
        burst.feed(memoryview(piece))
        burst.settle()
    told = [(number, body.number(), body.string().decode()) for _, number, body in answers(burst)]
    sentence = "Il n'y a plus de place sur le serveur : réessayez plus tard"
    refused = [(number, Status.FAILURE, sentence) for number in range(3)]
    assert told == [*refused, (3, Status.EOF, ""), (4, Status.FAILURE, "another")]
    assert full.file.failure == sentence


def answers(burst: Burst) -> list[tuple[int, int, Reader]]:
    return split(bytes(burst.answers)).packets


def test_what_waits_for_a_client_that_reads_nothing_stays_small(tmp_path: Path) -> None:
    (tmp_path / "retour").mkdir()
    (tmp_path / "retour" / "accuse").write_bytes(bytes(250_000))
    reading = a_packet(Request.OPEN, 1, packed(b"/retour/accuse"), struct.pack(">II", 1, 0))
    read = a_packet(Request.READ, 2, packed(b"1"), struct.pack(">QI", 0, 250_000))
    with a_channel(tmp_path) as asked:
        burst = Burst(asked)
        rest = burst.feed(memoryview(reading + read * 100))
        assert len(burst.answers) < MAX_ANSWERS_BYTES + 260_000
        given = 0
        while rest:
            given += len(answers(burst))
            burst.answers.clear()
            rest = burst.feed(rest)
        assert given + len(answers(burst)) == 101


def test_the_pieces_of_one_write_are_never_too_many_for_the_system(tmp_path: Path) -> None:
    content = os.urandom(3000)
    said = an_open(1, "x") + a_write(2, b"1", 0, content) + a_close(3, b"1")
    with a_channel(tmp_path) as asked:
        told = fast(asked, [(said[at : at + 1], False) for at in range(len(said))])
    assert [body.number() for _, _, body in split(told).packets[1:]] == [Status.OK, Status.OK]
    assert (tmp_path / "incoming" / ENVOI / "x").read_bytes() == content
