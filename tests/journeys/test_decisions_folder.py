"""Decisions from a folder: each line answered, each file filed, nothing decided twice."""

import csv
import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from syncd.decisions_folder import ANSWER, HEADER, MOST_BYTES, answer_folder
from tests.edges.some_daemon import Installation, a_daemon, until
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_decisions import E1, seen_without, show_again
from tests.journeys.some_exemple import EXEMPLE, SEEN_TODAY

HIDES_E1 = "evenement:S1/E1;;envoyé par erreur;hugo"


def folder_of(agency: Agency) -> Path:
    return agency.root.parent / "decisions"


def drop(agency: Agency, *lines: str, name: str = "cacher.csv", header: str = "") -> Path:
    """Write a file of decisions with these lines, a while ago."""
    text = "\n".join([header or ";".join(HEADER), *lines, ""])
    return drop_bytes(agency, text.encode(), name)


def drop_bytes(agency: Agency, content: bytes, name: str = "cacher.csv", age: int = 60) -> Path:
    path = folder_of(agency) / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    changed = (agency.clock() - timedelta(seconds=age)).timestamp()
    os.utime(path, (changed, changed))
    return path


def answer(agency: Agency) -> int:
    return answer_folder(agency.workshop, folder_of(agency), PARIS)


def answers(agency: Agency, name: str = "cacher") -> list[dict[str, str]]:
    text = (folder_of(agency) / f"{name}{ANSWER}").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def decided(agency: Agency, *lines: str, **how: str) -> list[dict[str, str]]:
    drop(agency, *lines, **how)
    assert answer(agency) == 1
    return answers(agency)


def written(agency: Agency) -> Sequence[str]:
    with agency.workshop.store.reading() as known:
        return [each.id for each in known.decisions()]


def names(agency: Agency) -> list[str]:
    found = folder_of(agency).rglob("*")
    return sorted(str(path.relative_to(folder_of(agency))) for path in found if path.is_file())


def test_a_line_hides_what_it_names(begun: Agency) -> None:
    (told,) = decided(begun, HIDES_E1)
    assert begun.seen() == seen_without(*E1)
    assert (told["ligne"], told["resultat"]) == ("2", "cache")
    assert told["phrase"] == "Documents cachés : 2"
    assert [told["decision"]] == written(begun)


def test_the_file_is_filed_and_its_answer_stays_beside(begun: Agency) -> None:
    decided(begun, HIDES_E1)
    assert names(begun) == ["cacher.reponse.csv", "traite/cacher.csv"]


def test_the_decision_says_who_and_why(begun: Agency) -> None:
    decided(begun, "document:S1/E1/a;31/12/2026;envoyé par erreur;hugo")
    with begun.workshop.store.reading() as known:
        (one,) = known.decisions()
    assert (one.raison, one.qui, one.jusqu_au) == ("envoyé par erreur", "hugo", "2026-12-31")


@pytest.mark.parametrize("what", ["immeuble:S1/I1 modele:BANQ", "immeuble:S1/I1+modele:BANQ"])
def test_several_criteria_are_combined(begun: Agency, what: str) -> None:
    decided(begun, f"{what};;erreur;hugo")
    assert begun.seen() == seen_without("S1/E2/a")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfquoi;jusqu_au;raison;qui\r\nevenement:S1/E1;;erreur;hugo\r\n",
        b"quoi,jusqu_au,raison,qui\nevenement:S1/E1,,erreur,hugo\n",
        b"quoi;jusqu_au;raison;qui\nevenement:S1/E1;;erreur;hugo",
        b'QUI;quoi;raison;Jusqu_au\nhugo;"evenement:S1/E1";"a;b";\n\n',
    ],
    ids=["excel", "commas", "no last end", "another order"],
)
def test_a_spreadsheet_writes_it_in_its_own_way(begun: Agency, content: bytes) -> None:
    drop_bytes(begun, content)
    assert answer(begun) == 1
    assert begun.seen() == seen_without(*E1)


def test_the_name_may_end_in_capitals(begun: Agency) -> None:
    decided(begun, HIDES_E1, name="cacher.CSV")
    assert begun.seen() == seen_without(*E1)


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("document:S1/E77/a;;erreur;hugo", "Aucun document ne correspond"),
        ("traite_du:2000-01-01;;erreur;hugo", "Tous les documents seraient cachés"),
        (";;erreur;hugo", "Tous les documents seraient cachés"),
        ("document:S1/E1/a;2026-01-01;erreur;hugo", "Le dernier jour, 2026-01-01, est déjà passé"),
        ("document:S1/E1/a;demain;erreur;hugo", "« demain » n'est pas un jour"),
        ("document:S1/E1/a;31/02/2027;erreur;hugo", "« 31/02/2027 » n'est pas un jour"),
        ("document:S1/E1/a;;;hugo", "Il manque la raison"),
        ("document:S1/E1/a;;erreur; ", "Il manque le nom de qui décide"),
        ("lot:L1;;erreur;hugo", "« lot:L1 » ne désigne rien"),
        ("document:S1/E1/a;;erreur", "Il faut 4 colonnes"),
    ],
)
def test_a_line_that_cannot_be_decided_is_answered(begun: Agency, line: str, phrase: str) -> None:
    (told,) = decided(begun, line)
    assert (told["resultat"], told["decision"]) == ("refuse", "")
    assert told["phrase"].startswith(phrase)
    assert begun.seen() == SEEN_TODAY


def test_a_bad_line_stops_no_other(begun: Agency) -> None:
    told = decided(begun, "lot:L1;;erreur;hugo", HIDES_E1)
    assert [(each["ligne"], each["resultat"]) for each in told] == [("2", "refuse"), ("3", "cache")]
    assert begun.seen() == seen_without(*E1)


@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        ("quoi;jusqu_au;raison;qui\nS1/E1/a;;envoy\xe9;hugo\n".encode("cp1252"), "UTF-8"),
        (b"quoi;jusqu_au;raison;qui\nS1/E1/a;;par\0 erreur;hugo\n", "octets nuls"),
        (b"what;until;reason;who\nS1/E1/a;;x;y\n", "quoi;jusqu_au;raison;qui"),
        (b"", "quoi;jusqu_au;raison;qui"),
        (b"quoi;jusqu_au;raison;qui\n\n", "aucune ligne"),
        (b'quoi;jusqu_au;raison;qui\n"S1/E1/a;;x;y\n', "CSV lisible"),
        (b"quoi;jusqu_au;raison;qui\n" + b"x" * MOST_BYTES, "octets"),
    ],
    ids=["cp1252", "nul", "header", "empty", "no line", "open quote", "huge"],
)
def test_a_file_that_cannot_be_read_is_answered_and_refused(
    begun: Agency, content: bytes, phrase: str
) -> None:
    drop_bytes(begun, content)
    assert answer(begun) == 1
    (told,) = answers(begun)
    assert (told["ligne"], told["resultat"]) == ("0", "refuse")
    assert phrase in told["phrase"]
    assert names(begun) == ["cacher.reponse.csv", "refuse/cacher.csv"]


def test_what_is_no_regular_file_is_refused_unopened(begun: Agency) -> None:
    drop(begun, HIDES_E1, name="a.txt")
    (folder_of(begun) / "lien.csv").symlink_to("a.txt")
    os.mkfifo(folder_of(begun) / "tube.csv")
    begun.clock.moment += timedelta(days=365)
    assert answer(begun) == 2
    assert "ordinaire" in answers(begun, "lien")[0]["phrase"]
    assert begun.seen_by("bruno.petit") == SEEN_TODAY["bruno.petit"]


def test_another_file_of_the_same_name_is_filed_beside_the_first(begun: Agency) -> None:
    decided(begun, HIDES_E1)
    decided(begun, "document:S1/E2/a;;erreur;hugo")
    assert names(begun) == ["cacher.reponse.csv", "traite/cacher.2.csv", "traite/cacher.csv"]


# what stops us


def test_begun_again_a_line_is_not_decided_twice(begun: Agency) -> None:
    """As after a crash before the file was moved."""
    first = decided(begun, HIDES_E1)
    before = begun.tables()
    assert decided(begun, HIDES_E1) == first
    assert begun.tables() == before


def test_a_line_keeps_its_decision_when_others_are_added_below(begun: Agency) -> None:
    (first,) = decided(begun, HIDES_E1)
    told = decided(begun, HIDES_E1, "document:S1/E2/a;;erreur;hugo")
    assert told[0]["decision"] == first["decision"]
    assert len(written(begun)) == 2


def test_the_same_words_on_two_lines_are_two_decisions(begun: Agency) -> None:
    decided(begun, HIDES_E1, HIDES_E1)
    assert len(set(written(begun))) == 2


def test_what_a_person_closed_since_is_not_hidden_again(begun: Agency) -> None:
    decided(begun, HIDES_E1)
    show_again(begun, "evenement:S1/E1")
    (told,) = decided(begun, HIDES_E1)
    assert told["phrase"].startswith("Déjà décidé, puis rouvert par hugo")
    assert begun.seen() == SEEN_TODAY


def test_a_file_that_was_just_changed_waits(begun: Agency) -> None:
    drop_bytes(begun, f"{';'.join(HEADER)}\n{HIDES_E1}\n".encode(), age=1)
    assert answer(begun) == 0
    assert names(begun) == ["cacher.csv"]
    begun.clock.moment += timedelta(seconds=5)
    assert answer(begun) == 1


def test_a_file_that_cannot_be_filed_waits_and_stops_no_other(begun: Agency) -> None:
    """Its answer cannot be written: a directory has its name."""
    drop(begun, "document:S1/E1/a;;erreur;hugo", name="a.csv")
    drop(begun, "document:S1/E1/b;;erreur;hugo", name="b.csv")
    (folder_of(begun) / f"a{ANSWER}").mkdir()
    assert answer(begun) == 1
    assert "a.csv" in names(begun)
    assert begun.seen() == seen_without(*E1)


def test_stopped_between_a_decision_and_its_answer_the_decision_is_found_again(
    begun: Agency,
) -> None:
    drop(begun, HIDES_E1)
    blocked = folder_of(begun) / f"cacher{ANSWER}"
    blocked.mkdir()
    assert answer(begun) == 0
    (decision,) = written(begun)
    blocked.rmdir()
    assert answer(begun) == 1
    assert [each["decision"] for each in answers(begun)] == written(begun) == [decision]


def test_where_nothing_can_be_filed_nothing_is_decided(begun: Agency) -> None:
    drop(begun, HIDES_E1)
    (folder_of(begun) / "traite").write_text("a file has its name")
    assert answer(begun) == 0
    assert written(begun) == []


def test_without_a_folder_there_is_nothing_to_answer(begun: Agency) -> None:
    assert answer(begun) == 0


def test_a_running_daemon_reads_the_folder_at_its_scan(
    fresh: Said, installation: Installation
) -> None:
    fresh.json("ingest", EXEMPLE)
    decisions = installation.data / "decisions"
    decisions.mkdir()
    with a_daemon(installation):
        (decisions / "nuit.csv").write_text(f"{';'.join(HEADER)}\n{HIDES_E1}\n")
        until((decisions / "traite/nuit.csv").exists)

    said = fresh.json("decisions", "list")
    assert [(each["criteres"], each["qui"]) for each in said] == [("evenement:S1/E1", "hugo")]
