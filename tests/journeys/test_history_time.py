"""A sale, and what time alone shows and hides: between two envois nothing runs."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.workshop import instant
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_exemple import (
    E9,
    EXEMPLE,
    LOGINS,
    SEEN_TODAY,
    Edits,
    an_envoi,
    edit_envoi,
    with_e9,
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


# a stranger buys Claire's last lot.

SALE: Edits = {
    "donnees/tiers.xml": [("</tiers>", '  <tiers id="T7" nom="Blanc" prenom="Gaston"/>\n</tiers>')],
    "donnees/connexions.xml": [
        ("</connexions>", '  <connexion tiers="T7" identifiant="gaston.blanc"/>\n</connexions>')
    ],
    COMPTES: [
        (
            "</comptes>",
            (
                '  <compte id="C7" genre="coproprietaire" numero="4500007" publie="true">'
                '<titulaire tiers="T7"/></compte>\n</comptes>'
            ),
        )
    ],
    "donnees/fiches_coproprietaires-S1.xml": [
        ("</fiches_", '  <fiche id="F7" immeuble="I1" compte="C7"/>\n</fiches_')
    ],
    "donnees/detentions-S1.xml": [
        (
            '<detention lot="L3" fiche="F3" du="2019-03-15"/>',
            (
                '<detention lot="L3" fiche="F3" du="2019-03-15" au="2026-11-24"'
                ' mutation_enregistree_le="2026-11-26"/>\n'
                '  <detention lot="L3" fiche="F7" du="2026-11-25"/>'
            ),
        )
    ],
}


@pytest.fixture
def sold(begun: Agency, tmp_path: Path) -> Agency:
    send_on(begun, SECOND, an_envoi(tmp_path / "envoi-2", SALE, numero=2))
    return begun


def test_the_buyer_sees_the_buildings_documents_also_the_older_ones(sold: Agency) -> None:
    assert sold.seen_by("gaston.blanc") == {"S1/E1/a", "S1/E1/b"}


def test_the_buyer_never_could_see_what_was_the_sellers(sold: Agency) -> None:
    assert spans(sold, "S1/E3/a", "T7") == spans(sold, "S1/E4/a", "T7") == []


def test_the_buyer_could_see_nothing_before_we_knew_of_him(sold: Agency) -> None:
    ((_, du, avant),) = spans(sold, "S1/E1/a", "T7")

    assert (du, avant) == (instant(SECOND), None)


def test_the_seller_sees_nothing_more(sold: Agency) -> None:
    assert sold.seen_by("claire.roux") == frozenset()
    assert not sold.is_open(CLAIRE)


def test_the_history_still_tells_what_the_seller_saw(sold: Agency) -> None:
    for document in SEEN_TODAY["claire.roux"]:
        ((_, du, avant),) = spans(sold, document, CLAIRE)
        assert (du, avant) == (instant(FIRST), instant(SECOND))


def test_a_sale_changes_nothing_for_the_others(sold: Agency) -> None:
    assert sold.seen() == SEEN_TODAY | {"claire.roux": frozenset()}


# Time alone.

SHOWN = datetime(2026, 12, 1, tzinfo=PARIS)


@pytest.fixture
def planned(begun: Agency, tmp_path: Path) -> Agency:
    """E9 is published on 1 December."""
    envoi = edit_envoi(
        with_e9(tmp_path / "envoi-2"),
        {EVENEMENTS: [('publie_le="2026-11-23"', 'publie_le="2026-12-01"')]},
    )
    send_on(begun, SECOND, envoi)
    return begun


@pytest.mark.parametrize(("moment", "is_seen"), [(-1, False), (0, True)])
def test_a_future_publication_shows_by_itself_at_midnight(
    planned: Agency, moment: int, *, is_seen: bool
) -> None:
    planned.clock.moment = SHOWN + timedelta(seconds=moment)

    for login in LOGINS[:3]:
        assert (E9 in planned.seen_by(login)) == is_seen


def test_the_interval_of_a_future_publication_is_known_before(planned: Agency) -> None:
    ((_, du, avant),) = spans(planned, E9, ANNE)

    assert (du, avant) == (instant(SHOWN), None)


@pytest.mark.parametrize(
    ("document", "login", "last_day"),
    [
        ("G1/E7/a", "emma.faure", datetime(2027, 11, 1, tzinfo=PARIS)),
        ("S1/E3/a", "claire.roux", datetime(2029, 9, 19, tzinfo=PARIS)),
    ],
)
def test_a_document_expires_by_itself_after_its_last_day(
    begun: Agency, document: str, login: str, last_day: datetime
) -> None:
    end = last_day + timedelta(days=1)

    assert document in begun.seen_by(login, at=end - timedelta(seconds=1))
    assert document not in begun.seen_by(login, at=end)


def test_a_document_that_nothing_expires_stays(begun: Agency) -> None:
    assert "S1/E1/a" in begun.seen_by("anne.moreau", at=datetime(2099, 1, 1, tzinfo=PARIS))


def test_a_departure_to_come_closes_by_itself(begun: Agency, tmp_path: Path) -> None:
    edits = {
        "donnees/baux-G1.xml": [
            (
                'entree="2026-09-01"',
                'entree="2026-09-01" sortie="2026-11-30" depart_enregistre_le="2026-11-28"',
            )
        ]
    }
    send_on(begun, SECOND, an_envoi(tmp_path / "envoi-2", edits, numero=2))
    closes = datetime(2026, 11, 28, tzinfo=PARIS)

    assert begun.seen_by("emma.faure", at=closes - timedelta(seconds=1)) == {"G1/E7/a"}
    assert begun.seen_by("emma.faure", at=closes) == frozenset()
