"""What a portal wrote, beside what is proven: who read a document, who was connected (R-058)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.some_agency import STORE, Agency
from tests.journeys.some_command_line import Said
from tests.journeys.some_portal import write
from tests.some_databases import BOTH, ONLY_SQLITE

pytestmark = [BOTH, pytest.mark.usefixtures("begun")]

BEFORE, SEEN, READ = (
    "2026-11-24T08:00:00.000Z",
    "2026-11-24T12:00:00.000Z",
    "2026-11-25T09:30:00.000Z",
)
E2 = "S1/E2/a"
ANNE_READ = f"('T1', '{E2}', '{SEEN}', '{READ}')"
STAFF_THEN = f"(1, 'T8', 'T1', '{READ}', '{READ}')"


def rows_by_person(command: Said, *options: str) -> dict[str, dict[str, Any]]:
    return {row["tiers"]: row for row in command.json("readers", E2, *options)}


def marks(row: dict[str, Any]) -> tuple[object, ...]:
    return row["vu_le"], row["lu_le"], row["usurpations"], row["portail_lu"]


def test_readers_tells_who_saw_and_read_it(begun: Agency, command: Said) -> None:
    """R-058: first seen and read, where a portal wrote it."""
    write(begun, "lectures", ANNE_READ)

    found = rows_by_person(command)
    assert marks(found["T1"]) == (SEEN, READ, [], True)
    assert marks(found["T2"]) == (None, None, [], True)
    assert command.run("readers", E2) == 0
    assert READ in command.out


def test_what_staff_read_as_him_is_not_his(begun: Agency, command: Said) -> None:
    """R-086: both ends of an impersonation are of it; another's is not his."""
    write(begun, "lectures", ANNE_READ, f"('T2', '{E2}', '{SEEN}', '{READ}')")
    write(begun, "usurpations", STAFF_THEN)

    found = rows_by_person(command)
    by_hugo = {"tiers": "T1", "marque": "lu", "le": READ, "qui": "T8"}
    assert marks(found["T1"]) == (SEEN, None, [by_hugo], True)
    assert marks(found["T2"]) == (SEEN, READ, [], True)
    assert command.run("readers", E2) == 0
    assert command.out.endswith(f"T1: read {READ} by T8, connected as him (R-086)\n")


@pytest.mark.parametrize(
    ("du", "jusqu_au"), [(BEFORE, None), (BEFORE, "soon"), ("", READ), ("yesterday", None)]
)
def test_an_impersonation_without_an_end_or_with_odd_instants_lasts(
    begun: Agency, command: Said, du: str, jusqu_au: str | None
) -> None:
    """R-086: what is in doubt is not his."""
    write(begun, "lectures", ANNE_READ)
    end = "NULL" if jusqu_au is None else f"'{jusqu_au}'"
    write(begun, "usurpations", f"(1, 'T8', 'T1', '{du}', {end})")

    row = rows_by_person(command)["T1"]
    assert (row["vu_le"], row["lu_le"]) == (None, None)
    assert [each["qui"] for each in row["usurpations"]] == ["T8", "T8"]


def test_a_mark_of_who_could_not_open_it_is_told_apart(begun: Agency, command: Said) -> None:
    """A portal that showed it to Denis, or to Anne too early, is at fault: that is seen."""
    write(begun, "lectures", f"('T4', '{E2}', NULL, '{READ}')", f"('T1', '{E2}', '{BEFORE}', NULL)")

    found = [row for row in command.json("readers", E2) if row["compte"] is None]
    assert [(row["tiers"], row["login"], row["vu_le"], row["lu_le"]) for row in found] == [
        ("T1", "anne.moreau", BEFORE, None),
        ("T4", "denis.leroy", None, READ),
    ]
    assert all(row["du"] is None and row["contenu"] is None for row in found)
    assert command.run("readers", E2) == 0
    assert f"T4: read {READ}, WHEN IT COULD NOT BE OPENED" in command.out


def test_readers_of_one_day_have_the_marks_of_that_day(begun: Agency, command: Said) -> None:
    write(begun, "lectures", ANNE_READ)

    assert marks(rows_by_person(command, "--at", "2026-11-25")["T1"]) == (None, READ, [], True)
    assert marks(rows_by_person(command, "--at", "2026-11-26")["T1"]) == (None, None, [], True)


ODD = {
    "no instant": f"('T1', '{E2}', 'hier', '2026-11-25')",
    "another form": f"('T1', '{E2}', '2026-11-25T09:30:00Z', '2026-11-25 09:30:00.000')",
    "no id": f"('T1\x1b[2J', '{E2}', '{SEEN}', '{READ}')",
    "a long id": f"('{'T' * 131}', '{E2}', '{SEEN}', '{READ}')",
}


@ONLY_SQLITE
@pytest.mark.parametrize("what", sorted(ODD))
def test_what_is_no_mark_counts_for_nothing(begun: Agency, command: Said, what: str) -> None:
    """What a portal writes is hostile: no control character of it reaches a terminal."""
    write(begun, "lectures", ODD[what])

    found = command.json("readers", E2)
    assert [(row["vu_le"], row["lu_le"]) for row in found] == [(None, None)] * 2


def test_a_staff_without_a_sound_id_is_unknown(begun: Agency, command: Said) -> None:
    write(begun, "lectures", ANNE_READ)
    write(begun, "usurpations", f"(1, 'T8\x1b[2J', 'T1', '{BEFORE}', NULL)")

    assert command.run("readers", E2) == 0
    assert "\x1b" not in command.out
    assert {each["qui"] for each in rows_by_person(command)["T1"]["usurpations"]} == {"?"}


def test_a_proof_tells_what_was_read_of_which_content(begun: Agency, command: Said) -> None:
    """R-047, R-058."""
    write(begun, "lectures", ANNE_READ, f"('T2', '{E2}', '{SEEN}', '{READ}')")
    write(begun, "usurpations", STAFF_THEN)

    said = command.json("proof", E2, "--for", "anne.moreau")
    contenu = said["vues"][0]["contenu"]
    assert said["lectures"] == [
        {"tiers": "T1", "marque": "vu", "le": SEEN, "qui": None, "contenu": contenu},
        {"tiers": "T1", "marque": "lu", "le": READ, "qui": "T8", "contenu": contenu},
    ]
    assert command.run("proof", E2, "--for", "anne.moreau") == 0
    assert f"  seen {SEEN}\n" in command.out
    assert f"  read {READ} by T8, connected as him (R-086)\n" in command.out


def test_a_proof_tells_a_mark_that_no_view_explains(begun: Agency, command: Said) -> None:
    write(begun, "lectures", f"('T3', '{E2}', '{SEEN}', NULL)")

    (mark,) = command.json("proof", E2, "--for", "claire.roux")["lectures"]
    assert mark["contenu"] is None
    assert command.run("proof", E2, "--for", "claire.roux") == 0
    assert f"T3: seen {SEEN}, WHEN IT COULD NOT BE OPENED" in command.out


def test_spaces_tells_the_last_connection_and_the_last_document(
    begun: Agency, command: Said
) -> None:
    """R-073: of the account; what staff did as her (R-086) is not hers."""
    write(begun, "connexions", f"('T1', 'S1/C1', '{SEEN}')", f"('T2', 'S1/C1', '{READ}')")

    (row,) = command.json("spaces", "anne.moreau")
    assert (row["derniere_le"], row["usurpations"], row["portail_lu"]) == (SEEN, [], True)
    assert row["ajoute_le"] == max(last_documents(begun, "T1"))

    write(begun, "usurpations", f"(1, 'T8', 'T1', '{BEFORE}', NULL)")
    (row,) = command.json("spaces", "anne.moreau")
    assert (row["derniere_le"], [each["qui"] for each in row["usurpations"]]) == (None, ["T8"])
    assert command.run("spaces", "anne.moreau") == 0
    assert command.out.endswith(f"T1: connected {SEEN} by T8, connected as him (R-086)\n")


def last_documents(agency: Agency, tiers: str) -> set[str]:
    """Return when what a person may open now began to show, from the rows themselves."""
    now = "2026-11-25T12:00:00.000Z"
    with agency.workshop.store.reading() as known:
        seen = {each.document for each in known.visible(tiers, at=now)}
        rows = known.rows_at("publication")
    return {str(row.valeurs["visible_du"]) for row in rows if str(row.valeurs["document"]) in seen}


ASKED: dict[str, tuple[str, ...]] = {
    "readers": ("readers", E2),
    "proof": ("proof", E2, "--for", "anne.moreau"),
    "spaces": ("spaces", "anne.moreau"),
}
DAMAGES: dict[str, Callable[[Agency], object]] = {
    "missing": lambda agency: portal(agency).unlink(),
    "damaged": lambda agency: portal(agency).write_bytes(b"no database" * 30),
}


def portal(agency: Agency) -> Any:
    return (agency.root / STORE).parent / "portail" / "portal.db"


@ONLY_SQLITE
@pytest.mark.parametrize("name", sorted(ASKED))
@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_portal_that_cannot_be_read_is_said_in_one_line(
    begun: Agency, command: Said, name: str, damage: str
) -> None:
    """Nothing else of the answer is lost, and nothing is claimed of who read."""
    DAMAGES[damage](begun)

    said = command.json(*ASKED[name])
    (line,) = command.err.splitlines()
    assert "portal" in line
    if name == "proof":
        assert said["lectures"] is None
        assert len(said["vues"]) == 1
    else:
        assert {row["portail_lu"] for row in said} == {False}
    assert command.run(*ASKED[name]) == 0
