"""The journal on a real SQLite file, filled from real logs, whole, growing, cut and crossed."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.journal import Journal, Sealing, Transfer, Wanted
from syncd.whereabouts import Step, follow
from syncd.winscp_log import Operation
from tests.edges.some_logs import a_log, a_removal, a_renaming, an_upload, at

SEALING = Sealing("lsc", "20261124T061000-lsc-12-0001", at(600))
SOME = (
    an_upload("/nuit/x", second=1),
    a_renaming("/nuit/x", "/nuit/y", second=2),
    an_upload("/nuit/z", second=3, success=False),
    a_removal("/nuit/z", second=4),
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.db")
    yield opened
    opened.close()


def facts(journal: Journal) -> list[tuple[int, str, str | None, bool]]:
    return [(row.sequence, row.operation, row.path, row.success) for row in journal.transfers()]


SOME_FACTS = [
    (1, "upload", "/nuit/x", True),
    (2, "mv", "/nuit/x", True),
    (3, "upload", "/nuit/z", False),
    (4, "rm", "/nuit/z", True),
]


def test_a_log_becomes_a_row_for_each_operation(journal: Journal, tmp_path: Path) -> None:
    assert journal.read_log(a_log(tmp_path, SOME)) == 4
    assert journal.transfers()[0] == Transfer(
        session="20261124T060000000-lsc-4022",
        sequence=1,
        account="lsc",
        peer="192.0.2.7",
        operation="upload",
        path="/nuit/x",
        stored="incoming/lsc/nuit/x",
        size=10,
        sha256=None,
        envoi=None,
        started=at(1),
        ended=at(1),
        success=True,
        reason=None,
    )
    assert facts(journal) == SOME_FACTS


def test_a_failed_operation_has_its_reason(journal: Journal, tmp_path: Path) -> None:
    journal.read_log(a_log(tmp_path, SOME))
    failed = journal.transfers()[2]
    assert failed.reason == "Réception de /nuit/z : Connexion interrompue"
    assert failed.size is None


def test_reading_a_log_again_adds_nothing(journal: Journal, tmp_path: Path) -> None:
    path = a_log(tmp_path, SOME)
    journal.read_log(path)
    assert journal.read_log(path) == 0
    assert facts(journal) == SOME_FACTS


def test_a_live_log_is_followed(journal: Journal, tmp_path: Path) -> None:
    whole = a_log(tmp_path, SOME).read_bytes()
    growing = tmp_path / "20261124T060000000-lsc-1.xml"
    imported = 0
    for end in range(0, len(whole) + 100, 100):
        growing.write_bytes(whole[:end])
        imported += journal.read_log(growing)
        assert imported == whole[:end].count(b"</group>\n")
    assert facts(journal) == SOME_FACTS


def test_a_log_cut_anywhere_is_neither_doubled_nor_lost(journal: Journal, tmp_path: Path) -> None:
    whole = a_log(tmp_path, SOME).read_bytes()
    for end in range(0, len(whole), 23):
        cut = tmp_path / f"session-{end}.xml"
        cut.write_bytes(whole[:end])
        first = journal.read_log(cut)
        cut.write_bytes(whole)
        assert first + journal.read_log(cut) == 4, end
        rows = [row for row in journal.transfers() if row.session == cut.stem]
        assert [row.sequence for row in rows] == [1, 2, 3, 4], end


def test_what_was_imported_outlives_the_journals_process(tmp_path: Path) -> None:
    path = a_log(tmp_path, SOME)
    first = Journal(tmp_path / "journal.db")
    first.read_log(path)
    first.close()
    second = Journal(tmp_path / "journal.db")
    assert second.read_log(path) == 0
    assert facts(second) == SOME_FACTS
    second.close()


def test_catching_up_reads_every_log_that_is_not_complete(journal: Journal, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    closed = a_log(logs, SOME, session="1")
    a_log(logs, SOME[:2], session="2", is_closed=False)
    (logs / "3.xml").write_text("<sess")
    assert journal.catch_up(logs) == 6
    closed.unlink()
    assert journal.catch_up(logs) == 0


def test_what_is_written_at_once_is_there_when_all_of_it_is(
    journal: Journal, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    a_log(logs, [an_upload("/nuit/x")])
    with closing(Journal(tmp_path / "journal.db")) as another:
        with journal.at_once():
            journal.catch_up(logs)
            journal.note_sealed("nuit", SEALING, {"x": "0f"})
            before = another.transfers()
        (noted,) = another.transfers()

    assert before == []
    assert (noted.path, noted.sha256) == ("/nuit/x", "0f")


def read_at_once(journal: Journal, *paths: Path) -> None:
    with journal.at_once():
        for path in paths:
            journal.read_log(path)


def test_nothing_is_written_of_what_fails_before_its_end(journal: Journal, tmp_path: Path) -> None:
    path = a_log(tmp_path, SOME)
    with pytest.raises(FileNotFoundError):
        read_at_once(journal, path, tmp_path / "gone.xml")

    assert facts(journal) == []
    assert journal.read_log(path) == 4


def test_the_journal_is_for_its_owner_only(journal: Journal, tmp_path: Path) -> None:
    assert journal.transfers() == []
    assert (tmp_path / "journal.db").stat().st_mode & 0o777 == 0o600


def test_what_is_committed_is_on_disk(journal: Journal, tmp_path: Path) -> None:
    journal.read_log(a_log(tmp_path, SOME))
    other = sqlite3.connect(tmp_path / "journal.db")
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert other.execute("SELECT count(*) FROM transfers").fetchone() == (4,)
    other.close()
    assert journal._database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_that_is_no_log_imports_nothing(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(b"\0\1\2")
    assert journal.read_log(tmp_path / "x.xml") == 0


def test_two_threads_import_and_list_together(journal: Journal, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    paths = [a_log(logs, SOME, session=f"s{number}") for number in range(20)]
    counts: list[int] = []

    def work(mine: list[Path]) -> None:
        for path in mine:
            counts.append(journal.read_log(path))
            journal.transfers(limit=1)

    threads = [threading.Thread(target=work, args=(order,)) for order in (paths, paths[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 80
    assert len(journal.transfers()) == 80


# Filters


@pytest.fixture
def filled(journal: Journal, tmp_path: Path) -> Journal:
    journal.read_log(a_log(tmp_path, SOME, session="1"))
    journal.read_log(
        a_log(tmp_path, [an_upload("/jour/a", second=10)], session="2", name="autre@192.0.2.8")
    )
    return journal


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        (Wanted(), ["/nuit/x", "/nuit/x", "/nuit/z", "/nuit/z", "/jour/a"]),
        (Wanted(account="autre"), ["/jour/a"]),
        (Wanted(since=at(3)), ["/nuit/z", "/nuit/z", "/jour/a"]),
        (Wanted(until=at(3)), ["/nuit/x", "/nuit/x"]),
        (Wanted(since=at(2), until=at(3)), ["/nuit/x"]),
        (Wanted(path_contains="jour"), ["/jour/a"]),
        (Wanted(path_contains="%"), []),
        (Wanted(failed_only=True), ["/nuit/z"]),
        (Wanted(operation="mv"), ["/nuit/x"]),
        (Wanted(envoi="none"), []),
        (Wanted(account="lsc", operation="upload", failed_only=True), ["/nuit/z"]),
    ],
)
def test_rows_are_listed_as_wanted(filled: Journal, wanted: Wanted, paths: list[str]) -> None:
    assert [row.path for row in filled.transfers(wanted)] == paths


def test_a_limit_keeps_the_latest_in_the_order_of_time(filled: Journal) -> None:
    assert [row.path for row in filled.transfers(limit=2)] == ["/nuit/z", "/jour/a"]


# Sealing


def sealed(
    journal: Journal, folder: Path, *sessions: tuple[Operation, ...], name: str = "nuit"
) -> dict[tuple[str | None, str | None], str | None]:
    """Import sessions, note a sealing of x, and return which rows got a sha256."""
    for number, operations in enumerate(sessions):
        journal.read_log(a_log(folder, operations, session=f"s{number}"))
    journal.note_sealed(name, SEALING, {"x": "0f", "donnees/y": "1e"})
    return {
        (row.path, row.ended): row.sha256 for row in journal.transfers(Wanted(envoi=SEALING.envoi))
    }


def test_an_upload_gets_the_sha256_and_the_id_of_its_sealing(
    journal: Journal, tmp_path: Path
) -> None:
    uploads = (an_upload("/nuit/x"), an_upload("/nuit/donnees/y", second=2))
    assert sealed(journal, tmp_path, uploads) == {
        ("/nuit/x", at(1)): "0f",
        ("/nuit/donnees/y", at(2)): "1e",
    }


def test_the_number_of_uploads_that_were_found_is_told(journal: Journal, tmp_path: Path) -> None:
    journal.read_log(a_log(tmp_path, [an_upload("/nuit/x")]))
    assert journal.note_sealed("nuit", SEALING, {"x": "0f", "by-hand": "1e"}) == 1


def test_an_overwritten_upload_is_not_what_was_sealed(journal: Journal, tmp_path: Path) -> None:
    twice = (an_upload("/nuit/x", second=1), an_upload("/nuit/x", second=2))
    assert sealed(journal, tmp_path, twice) == {("/nuit/x", at(2)): "0f"}


def test_a_failed_overwriting_leaves_no_upload_to_seal(journal: Journal, tmp_path: Path) -> None:
    cut = (an_upload("/nuit/x", second=1), an_upload("/nuit/x", second=2, success=False))
    assert sealed(journal, tmp_path, cut) == {}


def test_a_removed_upload_is_not_what_was_sealed(journal: Journal, tmp_path: Path) -> None:
    removed = (an_upload("/nuit/x", second=1), a_removal("/nuit/x", second=2))
    assert sealed(journal, tmp_path, removed) == {}


@pytest.mark.parametrize(
    "steps",
    [
        (an_upload("/nuit/x.filepart"), a_renaming("/nuit/x.filepart", "/nuit/x", second=2)),
        (an_upload("/tmp/x"), a_renaming("/tmp", "/nuit", second=2)),
        (an_upload("/jour/x"), a_renaming("/jour/x", "/nuit/x", second=2)),
        (an_upload("/nuit/x"), a_renaming("/nuit/x", "/nuit/x", second=2)),
        (
            an_upload("/nuit/a"),
            a_renaming("/nuit/a", "/nuit/b", second=2),
            a_renaming("/nuit/b", "/nuit/x", second=3),
        ),
    ],
)
def test_a_renamed_upload_is_followed(
    journal: Journal, tmp_path: Path, steps: tuple[Operation, ...]
) -> None:
    assert list(sealed(journal, tmp_path, steps).values()) == ["0f"]


def test_a_renaming_over_a_file_replaces_its_upload(journal: Journal, tmp_path: Path) -> None:
    steps = (
        an_upload("/nuit/x", second=1),
        an_upload("/nuit/x.filepart", second=2),
        a_renaming("/nuit/x.filepart", "/nuit/x", second=3),
    )
    assert sealed(journal, tmp_path, steps) == {("/nuit/x.filepart", at(2)): "0f"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_sessions_are_followed_in_the_order_of_time_whatever_that_of_their_logs(
    journal: Journal, tmp_path: Path, order: tuple[int, ...]
) -> None:
    sessions = [
        (an_upload("/nuit/x", second=1), an_upload("/nuit/x", second=9)),
        (an_upload("/nuit/y", second=2), a_removal("/nuit/x", second=3)),
        (a_renaming("/nuit/y", "/nuit/x", second=4), a_removal("/nuit/x", second=5)),
    ]
    found = sealed(journal, tmp_path, *(sessions[number] for number in order))
    assert found == {("/nuit/x", at(9)): "0f"}


def test_what_is_sent_after_the_sealing_is_another_envois(journal: Journal, tmp_path: Path) -> None:
    steps = (an_upload("/nuit/x", second=1), an_upload("/nuit/x", second=601))
    assert sealed(journal, tmp_path, steps) == {("/nuit/x", at(1)): "0f"}
    later = Sealing("lsc", "20261124T062000-lsc-13-0002", at(900))
    assert journal.note_sealed("nuit", later, {"x": "2d"}) == 1
    assert [row.sha256 for row in journal.transfers()] == ["0f", "2d"]


def test_a_sealing_is_noted_once(journal: Journal, tmp_path: Path) -> None:
    sealed(journal, tmp_path, (an_upload("/nuit/x"), an_upload("/nuit/z", second=2)))
    later = Sealing("lsc", "20261124T062000-lsc-13-0002", at(900))
    assert journal.note_sealed("nuit", later, {"x": "2d", "z": "3c"}) == 0


def test_another_accounts_upload_is_never_sealed(journal: Journal, tmp_path: Path) -> None:
    journal.read_log(a_log(tmp_path, [an_upload("/nuit/x")], name="lsc@192.0.2.7"))
    assert journal.note_sealed("nuit", Sealing("ls", "id", at(600)), {"x": "0f"}) == 0
    assert journal.note_sealed("nui", SEALING, {"x": "0f"}) == 0
    assert journal.note_sealed("nuit", SEALING, {"x": "0f"}) == 1


def test_what_waits_in_another_envoi_is_still_followed_later(
    journal: Journal, tmp_path: Path
) -> None:
    steps = (
        an_upload("/jour/x.filepart", second=1),
        a_renaming("/jour/x.filepart", "/jour/x", second=2),
        an_upload("/nuit/x", second=3),
    )
    assert sealed(journal, tmp_path, steps) == {("/nuit/x", at(3)): "0f"}
    later = Sealing("lsc", "20261124T062000-lsc-13-0002", at(900))
    assert journal.note_sealed("jour", later, {"x": "2d"}) == 1


def test_following_is_one_pure_step_after_another() -> None:
    steps = [
        Step(1, "upload", "a/x", "a/x", success=True),
        Step(2, "mv", "a", "b", success=True),
        Step(3, "rm", "b/y", None, success=False),
        Step(4, "mv", "b/x", "b/y", success=False),
        Step(5, "mkdir", "b/x", None, success=True),
    ]
    assert follow({"c/z": 9}, steps) == {"b/x": 1, "c/z": 9}


PATHS = ("a", "b", "d", "d/x", "d/y", "e", "e/x")
A_PATH = st.sampled_from(PATHS)
A_DEED = st.one_of(
    st.tuples(st.just("upload"), A_PATH, A_PATH),
    st.tuples(st.just("rm"), A_PATH, A_PATH),
    st.tuples(st.just("mv"), A_PATH, A_PATH),
)


@given(st.lists(A_DEED, max_size=30))
def test_following_finds_each_upload_where_its_content_really_is(
    deeds: list[tuple[str, str, str]],
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("d", "e"):
            (root / name).mkdir()
        steps = [_do(root, number, deed) for number, deed in enumerate(deeds, start=1)]
        stands = {
            path.relative_to(root).as_posix(): int(path.read_text())
            for path in root.rglob("*")
            if path.is_file()
        }
    assert follow({}, steps) == stands


def _do(root: Path, number: int, deed: tuple[str, str, str]) -> Step:
    """Do to a real folder what a client would, and return it as the log tells it."""
    kind, source, other = deed
    target = {"upload": source, "mv": other, "rm": None}[kind]
    try:
        if kind == "upload":
            (root / source).write_text(str(number))
        elif kind == "mv":
            (root / source).rename(root / other)
        else:
            (root / source).unlink()
    except OSError:
        return Step(number, kind, source, None if kind == "upload" else target, success=False)
    return Step(number, kind, source, target, success=True)
