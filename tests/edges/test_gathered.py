"""Records that are held or laid aside: the same records, in the same order, as often as asked."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.planning.listed import Listed
from ingest.reading.gathered import Gathered, Room
from ingest.reading.validation import How, read_nature
from store.changes import Lu, Record
from store.declarations import NATURES

URN = "urn:lsc-syncd:envoi:1"


def a_lu(number: int) -> Lu:
    record = Record((f"L{number}",), (f"L{number}", number, None, True, date(2026, 1, 1)), ((),))
    return Lu(record, number.to_bytes(16, "big"), number + 3)


chunks = st.lists(st.integers(0, 4), max_size=12)


@settings(deadline=None)
@given(sizes=chunks, held=st.integers(0, 20), at_once=st.sampled_from([0, 200, 10_000]))
def test_what_is_laid_aside_comes_back_as_it_was(sizes: list[int], held: int, at_once: int) -> None:
    gathered, every, room = Gathered(), list[Lu](), Room(held=held, at_once=at_once)
    two = [Gathered(room), gathered]
    for size in sizes:
        some = tuple(a_lu(len(every) + place) for place in range(size))
        every += some
        for each in two:
            each.add(some)
    assert [list(each) for each in two] == [every, every]
    assert two[0] == two[1]
    assert len(two[0]) == len(every)
    assert list(two[0]) == every


def test_files_of_one_envoi_share_its_room() -> None:
    """Read in turn, in halves, each gives its own."""
    room = Room(held=1)
    one, other = Gathered(room), Gathered(room)
    for number in range(6):
        (one if number % 2 else other).add((a_lu(number),))
    both = zip(one, other, strict=True)
    assert [lu.line for pair in both for lu in pair] == [4, 3, 6, 5, 8, 7]


def files_of_this_process() -> list[str]:
    return [
        str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()
    ]


def test_the_file_has_no_name_and_goes_with_its_room(tmp_path: Path) -> None:
    room = Room(tmp_path, held=0, at_once=0)
    gathered = Gathered(room)
    gathered.add((a_lu(1),))
    assert list(tmp_path.iterdir()) == []
    assert any(str(tmp_path) in name for name in files_of_this_process())
    del room, gathered
    assert not any(str(tmp_path) in name for name in files_of_this_process())


def test_a_folder_that_is_not_there_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Gathered(Room(tmp_path / "none", held=0, at_once=0)).add((a_lu(1),))


def test_no_secret_is_laid_aside(tmp_path: Path) -> None:
    """A sealed nature is held in memory, whatever there is of it."""
    room = Room(tmp_path, held=0, at_once=0)
    line = '<connexion tiers="T1" identifiant="a" secret_initial="Tournesol-42"/>'
    raw = f'<?xml version="1.0"?>\n<connexions xmlns="{URN}">\n{line}\n</connexions>\n'.encode()
    lecture = read_nature(raw, NATURES["connexions"], file="c.xml", entite=None, how=How(room=room))
    assert len(lecture.lus) == 1
    assert not any(str(tmp_path) in name for name in files_of_this_process())


def test_a_list_that_is_new_is_gone_through_by_key() -> None:
    lus = Gathered(Room(held=2))
    lus.add((a_lu(1), a_lu(2)))
    lus.add((a_lu(3),))
    listed, held = Listed(lus), {lu.record.cle: lu.record for lu in lus}
    assert listed == held
    assert (list(listed), list(listed.values())) == (list(held), list(held.values()))
    assert (list(listed.items()), len(listed)) == (list(held.items()), 3)
    assert listed["L3",] == a_lu(3).record
    assert ("L4",) not in listed


@pytest.mark.parametrize(("size", "is_laid_aside"), [(20 * 1024 * 1024, False), (10**9, True)])
def test_only_a_big_envoi_lays_records_aside(
    tmp_path: Path, size: int, *, is_laid_aside: bool
) -> None:
    gathered = Gathered(Room.of_envoi(tmp_path, size))
    for start in range(0, 120_000, 4_000):
        gathered.add(tuple(a_lu(number) for number in range(start, start + 4_000)))
    assert len(list(gathered)) == 120_000
    assert any(str(tmp_path) in name for name in files_of_this_process()) is is_laid_aside
