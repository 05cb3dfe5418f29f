"""Completeness and sealing on real directories, from every state that a crash can leave."""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from ingest.disk import incoming, sealing
from ingest.disk.completeness import Conditions, Verdict, look
from ingest.disk.tree import Motif, read_tree
from ingest.reading.manifest import read_listing, seal_digests
from tests.edges.some_envois import (
    COMPLETE,
    COMPLETION_SECONDS,
    CONNEXIONS,
    DIGICODES,
    PIECE,
    SECRET,
    TIERS,
    VAULT,
    a_line,
    a_manifest,
    an_envoi,
    in_clear,
    now,
    past_the_clock,
    some_conditions,
    write,
)

ID = "20261124T060000-lsc-12-0001"
SEALED = ("donnees/connexions.xml", "donnees/digicodes-S1.xml")


@pytest.fixture
def account(tmp_path: Path) -> Path:
    (tmp_path / "ready").mkdir()
    (tmp_path / "incoming/lsc").mkdir(parents=True)
    return tmp_path / "incoming/lsc"


def sealed(
    directory: Path, *, at: datetime | None = None, conditions: Conditions | None = None
) -> Path | None:
    numbers = count(1)
    return sealing.seal(
        directory,
        directory.parents[2] / "ready",
        conditions or some_conditions(),
        now=at or now(),
        name=lambda _: f"20261124T060000-lsc-12-{next(numbers):04x}",
    )


def verdict(directory: Path, at: datetime | None = None) -> Verdict:
    return look(directory, some_conditions(), now=at or now()).verdict


def encrypt(directory: Path, chemin: str, *, leave_clear: bool = False) -> None:
    """Do what a sealing does to one file, by hand."""
    path = directory / chemin
    with path.open("rb") as clear, path.with_name(path.name + ".scelle").open("wb") as new:
        VAULT.seal(clear, new.write)
    if not leave_clear:
        path.unlink()


def key_digests(directory: Path) -> None:
    manifeste = directory / "manifeste.xml"
    manifeste.write_bytes(seal_digests(manifeste.read_bytes(), VAULT.keyed_digest))


# Completeness


def test_an_envoi_whose_files_are_all_there_is_complete(account: Path) -> None:
    assert verdict(an_envoi(account / "nuit")) is Verdict.COMPLETE


@pytest.mark.parametrize("missing", [*COMPLETE, "manifeste.xml"])
def test_an_envoi_that_lacks_a_file_waits(account: Path, missing: str) -> None:
    directory = an_envoi(account / "nuit")
    (directory / missing).unlink()
    assert verdict(directory) is Verdict.WAITING


@pytest.mark.parametrize("content", [PIECE[:-1], PIECE + b"x", PIECE[::-1]])
def test_a_file_of_another_size_or_sha256_is_waited_for(account: Path, content: bytes) -> None:
    directory = write(an_envoi(account / "nuit"), {"pieces/1.pdf": content})
    assert verdict(directory) is Verdict.WAITING


def test_a_manifest_that_is_cut_is_waited_for(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    write(directory, {"manifeste.xml": (directory / "manifeste.xml").read_bytes()[:-20]})
    assert verdict(directory) is Verdict.WAITING


def test_an_envoi_is_given_up_when_nothing_changed_for_the_time(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "pieces/1.pdf").unlink()
    assert verdict(directory, now() + timedelta(seconds=COMPLETION_SECONDS - 60)) is Verdict.WAITING
    assert verdict(directory, past_the_clock()) is Verdict.GIVEN_UP


def test_an_old_mtime_gives_nothing_up(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "pieces/1.pdf").unlink()
    for path in [directory, *directory.rglob("*")]:
        os.utime(path, (0, 0))
    assert verdict(directory) is Verdict.WAITING


def test_a_clock_that_was_set_back_gives_nothing_up(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    assert verdict(directory, now() - timedelta(days=400)) is Verdict.COMPLETE
    (directory / "pieces/1.pdf").unlink()
    assert verdict(directory, now() - timedelta(days=400)) is Verdict.WAITING


def test_a_change_deep_in_the_tree_starts_the_clock_again(account: Path) -> None:
    directory = an_envoi(account / "nuit", {"a/b/c/1.pdf": PIECE})
    write(directory, {"a/b/c/1.pdf": b""})
    changed = (directory / "a/b/c/1.pdf").stat().st_ctime_ns
    assert read_tree(directory).changed_ns == changed


@pytest.mark.parametrize(
    "lines", [[], [a_line("manifeste.xml", b"x")], [a_line("../evade.xml", b"x")]]
)
def test_a_manifest_that_lists_nothing_deliverable_is_complete_at_once(
    account: Path, lines: list[str]
) -> None:
    directory = write(account / "nuit", {"manifeste.xml": a_manifest(lines)})
    assert verdict(directory) is Verdict.COMPLETE


def test_a_path_listed_twice_does_not_keep_the_envoi_waiting(account: Path) -> None:
    lines = [a_line("pieces/1.pdf", PIECE), a_line("pieces/1.pdf", b"other")]
    files = {"pieces/1.pdf": PIECE, "manifeste.xml": a_manifest(lines)}
    assert verdict(write(account / "nuit", files)) is Verdict.COMPLETE


@pytest.mark.parametrize(
    "name",
    ["1.pdf.filepart", "1.part", ".in.1.pdf.", "1.pdf.a1B2c3.partial", "1.TMP", "1.pdf.scelle"],
)
def test_a_temporary_name_is_never_a_listed_file(account: Path, name: str) -> None:
    assert verdict(an_envoi(account / "nuit", {f"pieces/{name}": PIECE})) is Verdict.WAITING


def test_a_name_stored_in_nfd_is_the_listed_nfc_name(account: Path) -> None:
    listed = "pièces/reçu.pdf"
    files = {
        unicodedata.normalize("NFD", listed): PIECE,
        "manifeste.xml": a_manifest([a_line(listed, PIECE)]),
    }
    assert verdict(write(account / "nuit", files)) is Verdict.COMPLETE


def test_a_name_listed_in_nfd_is_the_stored_nfc_name(account: Path) -> None:
    line = a_line(unicodedata.normalize("NFD", "reçu.pdf"), PIECE)
    files = {"reçu.pdf": PIECE, "manifeste.xml": a_manifest([line])}
    assert verdict(write(account / "nuit", files)) is Verdict.COMPLETE


def test_two_names_with_one_nfc_form_are_not_complete(account: Path) -> None:
    directory = an_envoi(account / "nuit", {"reçu.pdf": PIECE})
    write(directory, {unicodedata.normalize("NFD", "reçu.pdf"): PIECE})
    etat = look(directory, some_conditions(), now=now())
    assert etat.verdict is Verdict.WAITING
    assert [obstacle.motif for obstacle in etat.tree.obstacles] == [Motif.DOUBLON]


def a_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def a_link_to_a_directory(path: Path) -> None:
    path.symlink_to("/etc", target_is_directory=True)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [a_link, a_link_to_a_directory, a_pipe])
def test_what_is_neither_file_nor_directory_is_an_obstacle(
    account: Path, make: Callable[[Path], None]
) -> None:
    directory = an_envoi(account / "nuit")
    make(directory / "pieces/2.pdf")
    etat = look(directory, some_conditions(), now=now())
    assert etat.verdict is Verdict.WAITING
    assert [obstacle.chemin for obstacle in etat.tree.obstacles] == ["pieces/2.pdf"]


def test_a_link_to_the_right_bytes_is_not_the_listed_file(account: Path, tmp_path: Path) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "pieces/1.pdf").rename(tmp_path / "1.pdf")
    (directory / "pieces/1.pdf").symlink_to(tmp_path / "1.pdf")
    assert verdict(directory) is Verdict.WAITING


def test_a_hard_link_of_a_file_is_a_file(account: Path, tmp_path: Path) -> None:
    directory = an_envoi(account / "nuit")
    (tmp_path / "1.pdf").hardlink_to(directory / "pieces/1.pdf")
    assert verdict(directory) is Verdict.COMPLETE


def test_a_file_that_no_line_lists_changes_nothing(account: Path) -> None:
    directory = write(an_envoi(account / "nuit"), {"pieces/orphelin.pdf": b"x"})
    assert verdict(directory) is Verdict.COMPLETE


def test_a_second_look_reads_no_content_again(account: Path) -> None:
    directory, conditions = an_envoi(account / "nuit"), some_conditions()
    look(directory, conditions, now=now())
    for path in directory.rglob("*.pdf"):
        stored = path.stat()
        with path.open("r+b") as file:
            file.write(b"?")
        os.utime(path, ns=(stored.st_atime_ns, stored.st_mtime_ns))
    assert look(directory, conditions, now=now()).verdict is Verdict.WAITING
    assert bytes_read_by_three_looks(directory, conditions) < len(PIECE)


def bytes_read_by_three_looks(directory: Path, conditions: Conditions) -> int:
    """Return how many bytes this thread read; asking reads some itself, which count for nothing."""
    before = bytes_read()
    for _ in range(3):
        look(directory, conditions, now=now())
    after = bytes_read()
    asking = bytes_read() - after
    return after - before - asking


def bytes_read() -> int:
    for line in Path("/proc/thread-self/io").read_text().splitlines():
        if line.startswith("rchar:"):
            return int(line.split()[1])
    raise AssertionError


# Sealing


def test_a_complete_envoi_moves_to_ready(account: Path, tmp_path: Path) -> None:
    directory = an_envoi(account / "nuit")
    assert sealed(directory) == tmp_path / "ready" / ID
    assert not directory.exists()
    assert (tmp_path / "ready" / ID / "pieces/1.pdf").read_bytes() == PIECE


def test_an_envoi_that_waits_stays_as_it_is(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "pieces/1.pdf").unlink()
    assert sealed(directory) is None
    assert (directory / "donnees/connexions.xml").read_bytes() == CONNEXIONS


def test_a_sessions_handle_stops_sealing(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    handle = incoming.open_shared(directory)
    assert sealed(directory, at=past_the_clock()) is None
    os.close(handle)
    assert sealed(directory) is not None


def test_nothing_of_a_sealed_nature_remains_in_clear(account: Path, tmp_path: Path) -> None:
    assert in_clear(an_envoi(account / "nuit"))
    assert sealed(account / "nuit")
    assert in_clear(tmp_path) == []


def test_a_sealed_file_opens_to_what_was_sent(account: Path) -> None:
    ready = sealed(an_envoi(account / "nuit"))
    assert ready is not None
    with (ready / "donnees/digicodes-S1.xml.scelle").open("rb") as file:
        assert b"".join(VAULT.unseal(file)) == DIGICODES


def test_the_sealed_manifest_still_lists_everything(account: Path) -> None:
    ready = sealed(an_envoi(account / "nuit"))
    assert ready is not None
    listing = read_listing((ready / "manifeste.xml").read_bytes())
    assert listing is not None
    assert [fichier.chemin for fichier in listing] == list(COMPLETE)
    assert [fichier.chemin for fichier in listing if fichier.scelle] == list(SEALED)


@pytest.mark.parametrize(
    "chemin",
    [
        "connexions.xml",
        "autre/dossier/Connexions-2.XML",
        "donnees/digicodes-S9.xml",
        "donnees/connexions.xml.filepart",
        "donnees/.in.digicodes-S1.xml.",
        "donnees/digicodes-S1.xml.aB3dE9.partial",
        "copie de connexions.xml",
        "connexions.xml.scelle",
        f"{'x' * 200}connexions{'x' * 40}.xml",
    ],
)
def test_what_is_named_like_a_secret_is_encrypted_listed_or_not(
    account: Path, tmp_path: Path, chemin: str
) -> None:
    write(an_envoi(account / "nuit", {"donnees/tiers.xml": TIERS}), {chemin: CONNEXIONS})
    assert sealed(account / "nuit")
    assert in_clear(tmp_path) == []


@pytest.mark.parametrize(
    "chemin", ["donnees/c.xml", "donnees/c.xml.filepart", "donnees/c.xml.scelle"]
)
def test_what_is_listed_as_a_secret_is_encrypted_whatever_its_name(
    account: Path, tmp_path: Path, chemin: str
) -> None:
    line = a_line("donnees/c.xml", CONNEXIONS, "connexions")
    write(account / "nuit", {chemin: CONNEXIONS, "manifeste.xml": a_manifest([line])})
    assert sealed(account / "nuit", at=past_the_clock())
    assert in_clear(tmp_path) == []


def test_a_document_about_door_codes_is_no_secret(account: Path) -> None:
    ready = sealed(an_envoi(account / "nuit", {"pieces/digicodes-notice.pdf": PIECE}))
    assert ready is not None
    assert (ready / "pieces/digicodes-notice.pdf").read_bytes() == PIECE


def test_a_cut_manifest_keeps_no_plain_digest_when_it_is_given_up(
    account: Path, tmp_path: Path
) -> None:
    directory = an_envoi(account / "nuit")
    raw = (directory / "manifeste.xml").read_bytes()
    write(directory, {"manifeste.xml": raw[:-15], "manifeste.xml.filepart": raw[:-40]})
    assert sealed(directory, at=past_the_clock())
    assert in_clear(tmp_path) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_manifest_in_another_encoding_keeps_no_plain_digest(
    account: Path, tmp_path: Path, encoding: str
) -> None:
    directory = an_envoi(account / "nuit")
    raw = (directory / "manifeste.xml").read_text().encode(encoding)
    write(directory, {"manifeste.xml": raw})
    ready = sealed(directory, at=past_the_clock())
    assert ready is not None
    digests = [hashlib.sha256(content).hexdigest() for content in (CONNEXIONS, DIGICODES)]
    kept = (ready / "manifeste.xml").read_bytes()
    assert not [digest for digest in digests if digest.encode() in kept.replace(b"\0", b"")]
    assert in_clear(tmp_path) == []


def test_an_envoi_that_is_given_up_is_sealed_with_what_it_has(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "pieces/1.pdf").unlink()
    (directory / "pieces/2.pdf").symlink_to("/etc/passwd")
    ready = sealed(directory, at=past_the_clock())
    assert ready is not None
    assert [obstacle.motif for obstacle in read_tree(ready).obstacles] == [Motif.LIEN]


def test_an_empty_directory_is_removed_when_it_is_given_up(account: Path, tmp_path: Path) -> None:
    (account / "nuit/donnees/vide").mkdir(parents=True)
    assert sealed(account / "nuit") is None
    assert (account / "nuit").exists()
    assert sealed(account / "nuit", at=past_the_clock()) is None
    assert not (account / "nuit").exists()
    assert list((tmp_path / "ready").iterdir()) == []


def test_the_tombstone_tells_what_the_client_knew(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    for path in directory.rglob("*.xml"):
        os.utime(path, (1, 1_760_000_000))
    known = {
        path.relative_to(directory).as_posix(): (path.stat().st_size, int(path.stat().st_mtime))
        for path in directory.rglob("*")
        if path.is_file()
    }
    at = now()
    assert sealed(directory, at=at)
    tombe = incoming.tomb_of(account, "nuit", now=at.isoformat())
    assert tombe is not None
    assert tombe.envoi == ID
    files = {t.chemin: (t.taille, t.mtime) for t in tombe.entrees if not t.dossier}
    assert files == known
    assert [t.chemin for t in tombe.entrees if t.dossier] == ["donnees", "pieces"]


def test_the_tombstone_has_the_clients_own_bytes_for_names(account: Path) -> None:
    stored = unicodedata.normalize("NFD", "reçu.pdf")
    an_envoi(account / "nuit", {stored: PIECE})
    assert sealed(account / "nuit")
    tombe = incoming.tomb_of(account, "nuit", now=now().isoformat())
    assert tombe is not None
    assert stored in [trace.chemin for trace in tombe.entrees]


def test_an_id_that_exists_is_not_replaced(account: Path, tmp_path: Path) -> None:
    (tmp_path / "ready" / ID).mkdir()
    directory = an_envoi(account / "nuit")
    with pytest.raises(FileExistsError):
        sealed(directory)
    assert directory.is_dir()
    assert list((tmp_path / "ready" / ID).iterdir()) == []


def test_what_a_client_closed_to_us_is_sealed_all_the_same(account: Path, tmp_path: Path) -> None:
    directory = write(an_envoi(account / "nuit"), {"secret/connexions.xml": CONNEXIONS})
    (directory / "secret/connexions.xml").chmod(0)
    (directory / "secret").chmod(0)
    directory.chmod(0o500)
    assert sealed(directory, at=past_the_clock())
    assert in_clear(tmp_path) == []


def test_a_deep_tree_is_sealed(account: Path, tmp_path: Path) -> None:
    deep = "/".join(["d"] * 900)
    write(an_envoi(account / "nuit"), {f"{deep}/connexions.xml": CONNEXIONS})
    assert sealed(account / "nuit")
    assert (tmp_path / "ready" / ID / deep / "connexions.xml.scelle").is_file()


def test_a_directory_under_the_name_of_a_sealed_file_does_not_stop_it(
    account: Path, tmp_path: Path
) -> None:
    directory = an_envoi(account / "nuit")
    (directory / "donnees/connexions.xml.scelle").mkdir()
    assert sealed(directory)
    assert in_clear(tmp_path) == []


def test_a_large_secret_is_encrypted_piece_by_piece(account: Path, tmp_path: Path) -> None:
    content = CONNEXIONS + bytes(3 << 20) + SECRET
    ready = sealed(an_envoi(account / "nuit", {"connexions.xml": content}))
    assert ready is not None
    assert in_clear(tmp_path) == []
    with (ready / "connexions.xml.scelle").open("rb") as file:
        assert b"".join(VAULT.unseal(file)) == content


# A sealing begun is begun again, from each state that a crash can leave


def one_file_encrypted_beside_the_clear(directory: Path) -> None:
    encrypt(directory, SEALED[0], leave_clear=True)


def one_file_encrypted(directory: Path) -> None:
    encrypt(directory, SEALED[0])


def half_a_temporary_file(directory: Path) -> None:
    (directory / "donnees/.lsc-syncd.1.1.tmp").write_bytes(b"lsc-scelle-1\nhalf")


def all_encrypted(directory: Path) -> None:
    for chemin in SEALED:
        encrypt(directory, chemin)


def digests_keyed(directory: Path) -> None:
    all_encrypted(directory)
    key_digests(directory)


def buried(directory: Path) -> None:
    digests_keyed(directory)
    tombe = incoming.Tombe("20261124T055959-lsc-12-ffff", "2026-11-24T05:59:59.000Z", ())
    incoming.bury(directory.parent, directory.name, tombe)


STATES = [
    one_file_encrypted_beside_the_clear,
    one_file_encrypted,
    half_a_temporary_file,
    all_encrypted,
    digests_keyed,
    buried,
]


@pytest.mark.parametrize("crash", STATES)
def test_a_sealing_begun_is_begun_again(
    account: Path, tmp_path: Path, crash: Callable[[Path], None]
) -> None:
    directory = an_envoi(account / "nuit")
    crash(directory)
    ready = sealed(directory)
    assert ready is not None
    assert in_clear(tmp_path) == []
    assert names(ready) == [
        "donnees/connexions.xml.scelle",
        "donnees/digicodes-S1.xml.scelle",
        "donnees/tiers.xml",
        "manifeste.xml",
        "pieces/1.pdf",
    ]


@pytest.mark.parametrize("crash", STATES)
def test_the_tombstone_of_a_sealing_begun_again_has_the_clients_names(
    account: Path, crash: Callable[[Path], None]
) -> None:
    directory = an_envoi(account / "nuit")
    crash(directory)
    assert sealed(directory)
    tombe = incoming.tomb_of(account, "nuit", now=now().isoformat())
    assert tombe is not None
    assert tombe.envoi == ID
    sizes = {trace.chemin: trace.taille for trace in tombe.entrees if not trace.dossier}
    sizes.pop("manifeste.xml")
    assert sizes == {chemin: len(content) for chemin, content in COMPLETE.items()}


@pytest.mark.parametrize("crash", STATES)
def test_a_client_that_comes_back_after_the_crash_may_send_it_all_again(
    account: Path, tmp_path: Path, crash: Callable[[Path], None]
) -> None:
    directory = an_envoi(account / "nuit")
    crash(directory)
    ready = sealed(an_envoi(directory))
    assert ready is not None
    assert in_clear(tmp_path) == []


def test_a_secret_sent_again_and_half_there_is_waited_for(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    digests_keyed(directory)
    write(directory, {SEALED[0]: CONNEXIONS[:10]})
    assert sealed(directory) is None


def test_a_sealed_file_of_another_key_is_not_the_file(account: Path) -> None:
    directory = an_envoi(account / "nuit")
    all_encrypted(directory)
    content = bytearray((directory / "donnees/connexions.xml.scelle").read_bytes())
    content[-1] ^= 1
    write(directory, {"donnees/connexions.xml.scelle": bytes(content)})
    assert verdict(directory) is Verdict.WAITING


def names(directory: Path) -> list[str]:
    return sorted(
        path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()
    )
