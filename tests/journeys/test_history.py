"""What each person could see on each past day, told by the history; and time that needs no job.

The clock is moved by hand: between two envois nothing runs.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import cli
from ingest.workshop import instant
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_exemple import (
    EXEMPLE,
    LOGINS,
    SEEN_TODAY,
    Edits,
    add_file,
    an_envoi,
)

EVENEMENTS = "donnees/evenements-S1.xml"
CLASSEURS = "donnees/classeurs.xml"
COMPTES = "donnees/comptes-S1.xml"
TIERS = dict(zip(LOGINS, ("T1", "T2", "T3", "T4", "T5", "T6"), strict=True))
ANNE, BRUNO, CLAIRE = "T1", "T2", "T3"
OLD = sha256((EXEMPLE / "pieces/E2-a.pdf").read_bytes()).hexdigest()
NEW_PIECE = b"%PDF-1.4\n% the corrected statement\n%%EOF\n"
NEW = sha256(NEW_PIECE).hexdigest()
FIRST = datetime(2026, 11, 24, 12, tzinfo=PARIS)
SECOND = datetime(2026, 11, 26, 12, tzinfo=PARIS)
THIRD = datetime(2026, 11, 28, 12, tzinfo=PARIS)

E2_REPLACED: Edits = {EVENEMENTS: [(OLD, NEW)]}
PIECE_B = (
    '<piece id="b" rang="2" type="jointe" nom="Devis ravalement retenu.pdf" sha256="'
    + sha256((EXEMPLE / "pieces/E1-b.pdf").read_bytes()).hexdigest()
    + '" fichier="pieces/E1-b.pdf"/>'
)
E1_LINE = next(
    line for line in (EXEMPLE / EVENEMENTS).read_text("utf-8").splitlines() if 'id="E1"' in line
)
CHANGES: dict[str, tuple[Edits, dict[str, set[str]]]] = {
    "withdrawn explicitly": (
        {EVENEMENTS: [('publie_le="2026-06-16"', 'publie_le="0000-00-00"')]},
        {login: {"S1/E1/a", "S1/E1/b"} for login in LOGINS[:3]},
    ),
    "no longer listed": (
        {EVENEMENTS: [(f"{E1_LINE}\n", "")]},
        {login: {"S1/E1/a", "S1/E1/b"} for login in LOGINS[:3]},
    ),
    "without its second piece": (
        {EVENEMENTS: [(PIECE_B, "")]},
        {login: {"S1/E1/b"} for login in LOGINS[:3]},
    ),
    "in a binder whose box is not ticked": (
        {CLASSEURS: [('syndical" president="true" membre="true"', 'syndical" president="true"')]},
        {"bruno.petit": {"S1/E2/a"}},
    ),
    "of an account that is not ticked": (
        {COMPTES: [('"4500001" publie="true"', '"4500001" publie="false"')]},
        {"anne.moreau": set(SEEN_TODAY["anne.moreau"])},
    ),
    "confidential": (
        {
            EVENEMENTS: [
                (
                    'publie_le="2026-10-06" confidentiel="false"',
                    'publie_le="2026-10-06" confidentiel="true"',
                )
            ]
        },
        {login: {"S1/E2/a"} for login in LOGINS[:2]},
    ),
}
"""What is done to the example on the second day, taken back on the third, and who loses what."""


def send_on(agency: Agency, day: datetime, envoi: Path) -> None:
    agency.clock.moment = day
    assert agency.send(envoi).resultat == "applique"


def spans(agency: Agency, document: str, tiers: str) -> list[tuple[str, str, str | None]]:
    """Return content, beginning and end of each interval, those that meet joined."""
    joined: list[tuple[str, str, str | None]] = []
    for each in agency.intervals(document, tiers):
        if joined and joined[-1][0] == each.contenu and joined[-1][2] == each.du:
            joined[-1] = (each.contenu, joined[-1][1], each.avant)
        else:
            joined.append((each.contenu, each.du, each.avant))
    return joined


@pytest.fixture
def replaced(begun: Agency, tmp_path: Path) -> Agency:
    """On the second day, E2 has another content."""
    envoi = an_envoi(tmp_path / "envoi-2", E2_REPLACED, numero=2)
    add_file(envoi, "pieces/E2-bis.pdf", NEW_PIECE)
    send_on(begun, SECOND, envoi)
    return begun


def test_a_replaced_content_has_its_own_interval(replaced: Agency) -> None:
    assert spans(replaced, "S1/E2/a", ANNE) == [
        (OLD, instant(FIRST), instant(SECOND)),
        (NEW, instant(SECOND), None),
    ]


def test_each_interval_names_the_envois_that_caused_it(replaced: Agency) -> None:
    first, second = replaced.sent
    before, after = replaced.intervals("S1/E2/a", ANNE)

    assert (before.causes, before.fins) == ((first, first, first), (second,))
    assert (after.causes, after.fins) == ((second, first, first), ())


def test_the_old_content_is_served_no_more(replaced: Agency) -> None:
    with replaced.workshop.store.reading() as known:
        served = {row.document: row.contenu for row in known.visible(ANNE, at=instant(SECOND))}

    assert served["S1/E2/a"] == NEW


def test_the_old_content_is_still_kept(replaced: Agency) -> None:
    assert replaced.workshop.documents.has(OLD)


def test_it_is_the_same_document(replaced: Agency) -> None:
    assert replaced.seen() == SEEN_TODAY


# Something is hidden on the second day, and shown again on the third.


@dataclass
class Story:
    """What everybody saw, at each instant at which we looked."""

    agency: Agency
    seen: dict[datetime, dict[str, frozenset[str]]] = field(default_factory=dict)

    def look(self, moment: datetime) -> dict[str, frozenset[str]]:
        self.agency.clock.moment = moment
        self.seen[moment] = self.agency.seen()
        return self.seen[moment]


@pytest.fixture
def story(begun: Agency, tmp_path: Path, request: pytest.FixtureRequest) -> Story:
    """Send the example, one change of it, and the example again, looking in between."""
    edits, _ = CHANGES[request.param]
    story, later = Story(begun), timedelta(hours=20)
    story.look(FIRST)
    story.look(FIRST + later)
    send_on(begun, SECOND, an_envoi(tmp_path / "envoi-2", edits, numero=2))
    story.look(SECOND)
    story.look(SECOND + later)
    send_on(begun, THIRD, an_envoi(tmp_path / "envoi-3", numero=3))
    story.look(THIRD)
    story.look(THIRD + later)
    return story


every = pytest.mark.parametrize("story", CHANGES, indirect=True)


def loses_of(request: pytest.FixtureRequest) -> dict[str, set[str]]:
    return CHANGES[request.node.callspec.params["story"]][1]


@every
def test_what_is_hidden_comes_back(story: Story, request: pytest.FixtureRequest) -> None:
    hidden = {
        login: seen - loses_of(request).get(login, set()) for login, seen in SEEN_TODAY.items()
    }

    assert list(story.seen.values()) == [
        *[SEEN_TODAY, SEEN_TODAY],
        *[hidden, hidden],
        *[SEEN_TODAY, SEEN_TODAY],
    ]


@every
def test_the_history_tells_what_each_person_saw_at_each_instant(story: Story) -> None:
    documents = list(story.agency.motifs())
    told = {
        moment: {
            login: frozenset(
                document
                for document in documents
                if any(
                    each.meets(instant(moment), instant(moment + timedelta(milliseconds=1)))
                    for each in story.agency.intervals(document, TIERS[login])
                )
            )
            for login in LOGINS
        }
        for moment in story.seen
    }

    assert told == story.seen


@every
def test_what_we_knew_then_shows_what_was_seen_then(story: Story) -> None:
    with story.agency.workshop.store.reading() as known:
        for moment, seen in story.seen.items():
            then = instant(moment)
            for login, documents in seen.items():
                found = known.visible(TIERS[login], at=then, known_at=then)
                assert {row.document for row in found} == documents


@every
def test_each_loss_is_one_gap_in_the_history(story: Story, request: pytest.FixtureRequest) -> None:
    for login, documents in loses_of(request).items():
        for document in documents:
            found = spans(story.agency, document, TIERS[login])
            assert [(du, avant) for _, du, avant in found] == [
                (instant(FIRST), instant(SECOND)),
                (instant(THIRD), None),
            ]


# The command line tells the same.

Told = dict[str, list[dict[str, Any]]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Return what `explain --at` says, as JSON."""

    def ask(agency: Agency, document: str, login: str, day: str) -> Told:
        config = str(agency.settings())
        arguments = [document, "--for", login, "--at", day, "--json"]
        assert cli.run(["--config", config, "explain", *arguments]) == 0
        said: Told = json.loads(capsys.readouterr().out)
        return said

    return ask


@pytest.mark.parametrize(
    ("day", "contents"),
    [
        ("2026-11-23", []),
        ("2026-11-24", [OLD]),
        ("2026-11-25", [OLD]),
        ("2026-11-26", [OLD, NEW]),
        ("2026-11-26T11:59", [OLD]),
        ("2026-11-26T12:01", [NEW]),
        ("2026-11-27", [NEW]),
    ],
)
def test_explain_at_a_day_names_the_contents_served_on_it(
    replaced: Agency, told: Callable[..., Told], day: str, contents: list[str]
) -> None:
    found = told(replaced, "S1/E2/a", "anne.moreau", day)

    assert [each["contenu"] for each in found["intervals"]] == contents


@pytest.mark.parametrize(
    ("day", "motif"),
    [
        ("2026-11-25", "PUBLIEE"),
        ("2026-11-27", "WITHDRAWN_EXPLICIT"),
        ("2026-11-29", "PUBLIEE"),
    ],
)
@pytest.mark.parametrize("story", ["withdrawn explicitly"], indirect=True)
def test_explain_at_a_day_tells_the_motif_of_that_day(
    story: Story, told: Callable[..., Told], day: str, motif: str
) -> None:
    found = told(story.agency, "S1/E1/a", "anne.moreau", day)

    rows = [row for row in found["rows"] if row["table"] == "publication"]
    assert [json.loads(row["valeurs"]["motif"])[0] for row in rows] == [motif]
    assert bool(found["intervals"]) == (motif == "PUBLIEE")
