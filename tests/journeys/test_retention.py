"""What leaves LSC's lists is hidden at once, kept for its delay, then removed for good."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.check import check
from ingest.disk.contents import keep_again, keeping
from ingest.disk.tree import read_tree
from ingest.keeping.retention import finish_unlinking
from ingest.planning.envois import plan_envoi
from ingest.planning.gathering import before_of
from ingest.rules.publication import Publication
from ingest.rules.raisons import PUBLIEE
from ingest.rules.retention import Delais, Genre, Raison
from ingest.telling.explanation import UnknownDocument
from ingest.telling.missing import missing
from ingest.telling.proven import Asked, prove
from ingest.telling.report import Attendu
from ingest.workshop import cause_of
from store.changes import CONSERVATION, PURGE, Changes, ReceivedContent, WrittenDecision
from tests.journeys.some_agency import PARIS, Agency
from tests.journeys.some_exemple import EXEMPLE, LOGINS, SEEN_TODAY, Edits, add_file, an_envoi
from tests.journeys.some_retention import (
    E1B,
    E1B_CONTENT,
    E3,
    E3_CONTENT,
    EVENEMENTS,
    WITHOUT_E1B,
    WITHOUT_E3,
    Sweeping,
)

DOCUMENTS = 9
ENTITES_XML = EXEMPLE / "donnees/entites.xml"
OPTION = 'depublier_proprietaire_mandat_inactif="true"'
MANDAT = '<mandat id="M1" compte="C4" du="2020-01-01"'


@pytest.fixture
def sweeping(begun_once: Agency, tmp_path: Path) -> Iterator[Sweeping]:
    """The agency that received the example; law 9 is checked at the end."""
    sweeping = Sweeping(begun_once.copy(tmp_path / "agence"), tmp_path, Delais())
    yield sweeping
    sweeping.check()
    sweeping.agency.close()


@pytest.fixture
def withdrawn(sweeping: Sweeping) -> Sweeping:
    """E3 left LSC's list a minute ago."""
    sweeping.send(WITHOUT_E3)
    return sweeping


@pytest.fixture
def purged(withdrawn: Sweeping) -> Sweeping:
    """And ninety days later, a sweep came."""
    withdrawn.wait(days=90)
    withdrawn.sweep()
    return withdrawn


def a_decision(**criteres: str) -> Changes:
    taken = WrittenDecision(
        id="d1",
        genre="depublier",
        criteres=json.dumps(criteres),
        raison="essai",
        qui="essai",
        pris_le="2026-11-24T12:00:00.000Z",
        jour="2026-11-24",
    )
    return Changes(decisions=(taken,))


def test_nothing_is_purged_of_what_lsc_lists(sweeping: Sweeping) -> None:
    sweeping.wait(days=3650)

    assert {s.genre for s in sweeping.plan().purged} <= {Genre.ENVOI}


def test_a_withdrawn_document_is_kept_until_its_delay_is_over(withdrawn: Sweeping) -> None:
    withdrawn.wait(days=89, hours=23)
    withdrawn.sweep()

    assert withdrawn.etats(E3) == {"retiree"}
    assert withdrawn.has(E3_CONTENT)


def test_within_its_delay_it_comes_back_as_if_nothing_had_been(withdrawn: Sweeping) -> None:
    withdrawn.wait(days=60)
    withdrawn.sweep()
    withdrawn.send(without=("pieces/E3-a.pdf",))

    assert withdrawn.etats(E3) == {PUBLIEE}


def test_a_purged_document_leaves_a_row_that_says_so(purged: Sweeping) -> None:
    assert purged.etats(E3) == {"purgee"}


def test_its_content_is_gone(purged: Sweeping) -> None:
    assert not purged.has(E3_CONTENT)


def test_its_event_is_gone(purged: Sweeping) -> None:
    with purged.agency.workshop.store.reading() as known:
        assert ("E3",) not in known.facts("evenements", "S1")


def test_no_title_of_it_is_left_in_any_row(purged: Sweeping) -> None:
    assert {(row.valeurs["titre"], row.valeurs["rangement"]) for row in purged.rows(E3)} == {
        ("", "[]")
    }


def test_its_audit_has_ids_sha256_dates_and_rule(purged: Sweeping) -> None:
    detail = json.loads(purged.constats(PURGE)[E3].detail)

    assert (detail["sha256"], detail["traite_le"], detail["regle"]) == (
        E3_CONTENT,
        "2026-09-20",
        "R-010",
    )
    assert detail.keys() == {
        *("genre", "raison", "le", "depuis", "regle", "sha256", "traite_le"),
    }


def test_who_could_see_it_is_still_known(purged: Sweeping) -> None:
    ((span),) = purged.agency.intervals(E3, "T3")

    assert (span.contenu, span.avant) == (E3_CONTENT, "2026-11-24T11:01:00.000Z")


def test_nobody_sees_more_or_less_for_a_purge(purged: Sweeping) -> None:
    seen = {login: SEEN_TODAY[login] - {E3} for login in LOGINS}

    assert {login: purged.agency.seen_by(login) for login in LOGINS} == seen


def test_a_second_sweep_finds_nothing_to_do(purged: Sweeping) -> None:
    plan = purged.plan()

    assert plan.purged == ()
    assert plan.changes.derived == ()


def test_a_plan_changes_nothing(withdrawn: Sweeping) -> None:
    withdrawn.wait(days=90)
    before = withdrawn.agency.tables()
    withdrawn.plan()

    assert withdrawn.agency.tables() == before


def test_no_row_that_shows_is_ever_ended_by_a_purge(withdrawn: Sweeping) -> None:
    withdrawn.wait(days=90)
    ended = [
        Publication(*row)  # type: ignore[arg-type]  # as the table has them
        for change in withdrawn.plan().changes.derived
        for row in change.fins
        if change.table == "publication"
    ]

    assert [row.etat for row in ended] == ["retiree"]


def test_an_event_that_comes_back_after_its_purge_is_a_new_document(purged: Sweeping) -> None:
    entry = purged.send(without=("pieces/E3-a.pdf",))

    assert purged.etats(E3) == {"attend_fichier"}
    assert [each["sha256"] for each in _awaited(entry.rapport)] == [E3_CONTENT]


def _awaited(rapport: str) -> list[dict[str, str]]:
    return [Attendu(*each)._asdict() for each in json.loads(rapport)["attendus"]]


def test_an_accuse_does_not_count_what_is_purged(purged: Sweeping) -> None:
    entry = purged.send(WITHOUT_E3)

    assert json.loads(entry.rapport)["documents"]["total"] == DOCUMENTS - 1


def test_explaining_a_purged_document_says_when_it_went(purged: Sweeping) -> None:
    with pytest.raises(UnknownDocument, match=r"S1/E3/a was purged at 2027-02-22T11:02"):
        purged.agency.explain(E3)


def test_it_shows_again_when_its_content_is_sent_again(purged: Sweeping) -> None:
    purged.send()

    assert E3 in purged.agency.seen_by("claire.roux")


def test_it_is_missing_since_it_came_back(purged: Sweeping) -> None:
    purged.wait(days=5)
    back = purged.now()
    purged.send(without=("pieces/E3-a.pdf",))
    purged.wait(days=3)
    with purged.agency.workshop.store.reading() as known:
        (found,) = missing(known, purged.agency.workshop)

    assert (found.nature, found.id, found.depuis) == ("evenements", "E3", back)
    assert found.renvoyer_depuis == date(2026, 9, 20)


def test_a_piece_that_its_event_lost_goes_alone(sweeping: Sweeping) -> None:
    sweeping.send(WITHOUT_E1B)
    sweeping.wait(days=90)
    sweeping.sweep()

    assert (sweeping.etats(E1B), sweeping.has(E1B_CONTENT)) == ({"purgee"}, False)
    assert sweeping.etats("S1/E1/a") == {PUBLIEE}


def test_the_delay_of_a_lost_piece_begins_when_it_is_lost(sweeping: Sweeping) -> None:
    """Also when its event was taken back long before: until then LSC listed it."""
    hidden = ('publie_le="2026-06-16"', 'publie_le="0000-00-00"')
    sweeping.send({EVENEMENTS: [hidden]})
    sweeping.wait(days=80)
    sweeping.send({EVENEMENTS: [hidden, *WITHOUT_E1B[EVENEMENTS]]})
    sweeping.wait(days=80)

    assert sweeping.sort(E1B).raison is Raison.DELAI


def test_an_envoi_after_the_purge_of_a_piece_changes_nothing(sweeping: Sweeping) -> None:
    sweeping.send(WITHOUT_E1B)
    sweeping.wait(days=90)
    sweeping.sweep()
    before = sweeping.agency.derived()
    sweeping.send(WITHOUT_E1B)

    assert sweeping.agency.derived() == before


def test_a_sweep_while_an_envoi_is_checked_withdraws_nothing(sweeping: Sweeping) -> None:
    """The line of an event that lost a piece is what it was: the record keeps its digest."""
    sweeping.send(WITHOUT_E1B)
    sweeping.wait(days=90)
    other = ("Remise des badges", "Remise de badges")
    workshop, edits = sweeping.agency.workshop, {EVENEMENTS: [*WITHOUT_E1B[EVENEMENTS], other]}
    tree = read_tree(an_envoi(sweeping.tmp_path / "next", edits))
    checked = check(tree, before_of(workshop), workshop)
    sweeping.sweep()
    with workshop.store.reading() as known:
        plan = plan_envoi(checked, known, workshop, frozenset(), cause_of("next", workshop))

    (change,) = [each for each in plan.changes.facts if each.nature == "evenements"]
    assert ([lu.record.cle for lu in change.modifies], change.disparus) == ([("E4",)], [])


@pytest.mark.parametrize(
    "criteres",
    [{"document": E3}, {"evenement": "S1/E3"}, {"compte": "S1/C3"}, {"immeuble": "S1/I1"}],
)
def test_an_open_decision_keeps_what_it_names(
    withdrawn: Sweeping, criteres: dict[str, str]
) -> None:
    withdrawn.apply(a_decision(**criteres))
    withdrawn.wait(days=400)

    assert withdrawn.sort(E3).raison is Raison.DECISION
    assert not withdrawn.sort(E3).purge


def test_a_decision_about_something_else_keeps_nothing(withdrawn: Sweeping) -> None:
    withdrawn.apply(a_decision(document="S1/E1/a"))
    withdrawn.wait(days=90)

    assert withdrawn.sort(E3).purge


@pytest.mark.parametrize("state", ["hold", "deferred"])
def test_an_envoi_that_waits_keeps_what_its_lists_may_bring_back(
    withdrawn: Sweeping, state: str
) -> None:
    spool = withdrawn.agency.workshop.spool
    late = withdrawn.agency.deliver(an_envoi(withdrawn.tmp_path / "late", numero=9))
    spool.file(spool.start(late), state)
    withdrawn.wait(days=400)
    withdrawn.sweep()

    assert withdrawn.sort(E3).raison is Raison.ENVOI_EN_ATTENTE
    assert withdrawn.has(E3_CONTENT)


def test_a_refused_envoi_keeps_the_contents_that_it_names(sweeping: Sweeping) -> None:
    """Its sender corrects the lists, and does not send the files again."""
    envoi = an_envoi(sweeping.tmp_path / "wrong", numero=2)
    add_file(envoi, "pieces/N.pdf", b"%PDF-1.4\n% new\n%%EOF\n")
    (envoi / "donnees/baux-G1.xml").write_text("<baux")
    entry = sweeping.agency.send(envoi)
    (orphan,) = (s.ref for s in sweeping.plan().sorts if s.raison is Raison.ENVOI_EN_ATTENTE)

    assert (entry.resultat, sweeping.has(orphan)) == ("refuse", True)


def test_a_content_without_a_row_goes_after_its_own_delay(sweeping: Sweeping) -> None:
    envoi = an_envoi(sweeping.tmp_path / "more", numero=2)
    add_file(envoi, "pieces/N.pdf", b"%PDF-1.4\n% never listed by an event\n%%EOF\n")
    sweeping.agency.send(envoi)
    (orphan,) = (s.ref for s in sweeping.sweep().sorts if s.raison is Raison.VU_SANS_LIGNE)
    sweeping.wait(days=89)
    sweeping.sweep()
    kept = sweeping.has(orphan)
    sweeping.wait(days=1)
    sweeping.sweep()

    assert (kept, sweeping.has(orphan)) == (True, False)


def test_a_content_that_a_row_lists_again_begins_anew(sweeping: Sweeping) -> None:
    """E3 is corrected, and corrected back: each content had a row some of the time."""
    sweeping.send({EVENEMENTS: [(E3_CONTENT, E1B_CONTENT)]})
    sweeping.sweep()
    sweeping.wait(days=80)
    sweeping.send()
    sweeping.send({EVENEMENTS: [(E3_CONTENT, E1B_CONTENT)]})
    sweeping.wait(days=20)
    sweeping.sweep()

    assert sweeping.has(E3_CONTENT)


def test_finished_envois_are_removed_after_their_delay(sweeping: Sweeping) -> None:
    first = sweeping.send()
    sweeping.wait(days=29)
    sweeping.send()
    sweeping.sweep()
    kept = sweeping.agency.workshop.spool.find(first.id)
    sweeping.wait(days=1)
    sweeping.sweep()

    assert kept is not None
    assert sweeping.agency.workshop.spool.find(first.id) is None


def test_the_commit_alone_is_finished_by_the_next_start(withdrawn: Sweeping) -> None:
    """Killed after the commit: the content still stands there, and is known to have to go."""
    withdrawn.wait(days=90)
    withdrawn.apply(withdrawn.plan().changes)
    left = withdrawn.has(E3_CONTENT)

    assert finish_unlinking(withdrawn.agency.workshop) == 1
    assert (left, withdrawn.has(E3_CONTENT)) == (True, False)


def test_a_content_received_again_before_it_is_unlinked_stays(withdrawn: Sweeping) -> None:
    withdrawn.wait(days=90)
    withdrawn.apply(withdrawn.plan().changes)
    withdrawn.send()
    finish_unlinking(withdrawn.agency.workshop)

    assert E3 in withdrawn.agency.seen_by("claire.roux")
    assert withdrawn.has(E3_CONTENT)


def test_an_account_that_is_listed_keeps_what_ties_it_to_a_place(sweeping: Sweeping) -> None:
    """R-084: without the mandate, the account would open again."""
    line = f'{MANDAT}><lot_mandat lot="L9" du="2020-01-01"/></mandat>\n'
    sweeping.send({"donnees/mandats-G1.xml": [(line, "")]})
    before = sweeping.agency.derived()["acces"]
    sweeping.wait(days=400)
    sweeping.sweep()

    assert sweeping.sort("mandats G1/M1").raison is Raison.NECESSAIRE
    assert sweeping.agency.derived()["acces"] == before


def test_history_older_than_the_audit_is_removed(purged: Sweeping) -> None:
    purged.wait(days=5 * 366)
    purged.sweep()

    assert E3 not in purged.constats(PURGE)
    assert [row.valeurs["etat"] for row in purged.rows(E3)] == ["purgee"]
    assert purged.etats(E3) == set()


def test_what_is_true_today_is_kept_however_old(sweeping: Sweeping) -> None:
    before = sweeping.agency.derived()
    sweeping.wait(days=50 * 366)
    sweeping.sweep()

    assert sweeping.agency.derived() == before


def test_a_sweep_tells_what_time_did_since_the_one_before(sweeping: Sweeping) -> None:
    """E7 is a receipt: 2 November 2026 and twelve months."""
    sweeping.sweep()
    sweeping.wait(days=360)

    assert sweeping.sweep().elapsed.expires == ("G1/E7/a",)
    assert sweeping.sweep().elapsed.expires == ()


def test_a_sweep_leaves_its_counts(purged: Sweeping) -> None:
    detail = json.loads(purged.constats(CONSERVATION)["conservation"].detail)

    assert (detail["document"], detail["contenu"]) == (1, 1)


def test_the_report_is_french_and_names_ids_only(purged: Sweeping) -> None:
    (path,) = (purged.agency.root / "rapports").glob("compte-rendu-conservation-*.txt")
    text = path.read_text()

    assert "S1/E3/a : son délai de conservation est écoulé, depuis le 24/11/2026 à 11:01" in text
    assert "Appel de fonds" not in text


def test_the_table_has_a_line_for_each(purged: Sweeping) -> None:
    (path,) = (purged.agency.root / "rapports").glob("compte-rendu-conservation-*.csv")
    lines = path.read_text("utf-8-sig").splitlines()

    assert lines[0] == "objet;identifiant;sort;raison;depuis;echeance"
    assert sum(line.startswith("document;S1/E3/a;supprimé;") for line in lines) == 1


def test_a_content_purged_twice_is_unlinked_all_the_same(withdrawn: Sweeping) -> None:
    """It was received again between, and nothing had been unlinked yet."""
    withdrawn.wait(days=90)
    withdrawn.apply(withdrawn.plan().changes)
    with withdrawn.agency.workshop.store.writing() as tx:
        again = [ReceivedContent(E3_CONTENT, 1, "pdf")]
        tx.keep(again, cause_of("essai", withdrawn.agency.workshop))
    for days in (1, 90):
        withdrawn.wait(days=days)
        withdrawn.apply(withdrawn.plan().changes)

    assert finish_unlinking(withdrawn.agency.workshop) == 1
    assert not withdrawn.has(E3_CONTENT)


def test_what_a_purge_unlinks_while_an_envoi_is_checked_is_kept_again(withdrawn: Sweeping) -> None:
    """It is received outside the lock, and purged before it is noted inside."""
    workshop = withdrawn.agency.workshop
    late = withdrawn.agency.deliver(an_envoi(withdrawn.tmp_path / "late", numero=9))
    with keeping(read_tree(late.path), workshop) as received:
        pass
    workshop.documents.forget(E3_CONTENT)
    keep_again(late, received, workshop)

    assert withdrawn.has(E3_CONTENT)


def test_a_landlord_is_closed_thirty_days_after_the_day_typed_with_nothing_run(
    sweeping: Sweeping,
) -> None:
    """R-079; the clock alone moves."""
    sweeping.send(
        {
            "donnees/parametres.xml": [("<gerance", f"<gerance {OPTION}")],
            "donnees/mandats-G1.xml": [(MANDAT, f'{MANDAT} inactif_le="2026-12-01"')],
        }
    )
    closes = datetime(2026, 12, 31, tzinfo=PARIS)

    assert "G1/E8/a" in sweeping.agency.seen_by("denis.leroy", at=closes - timedelta(seconds=1))
    assert sweeping.agency.seen_by("denis.leroy", at=closes) == frozenset()


def test_a_sweep_tells_that_an_account_closed_by_itself(sweeping: Sweeping) -> None:
    sweeping.send(
        {
            "donnees/parametres.xml": [("<gerance", f"<gerance {OPTION}")],
            "donnees/mandats-G1.xml": [(MANDAT, f'{MANDAT} inactif_le="2026-12-01"')],
        }
    )
    sweeping.sweep()
    sweeping.wait(days=60)

    assert sweeping.sweep().elapsed.fermes == ("G1/C4",)


def test_a_sweep_tells_that_a_document_appeared_on_its_day(sweeping: Sweeping) -> None:
    sweeping.send({EVENEMENTS: [('publie_le="2026-09-21"', 'publie_le="2026-12-01"')]})
    sweeping.sweep()
    sweeping.wait(days=20)

    assert sweeping.sweep().elapsed.parus == (E3,)


OF_S1 = tuple(
    path.relative_to(EXEMPLE).as_posix() for path in (EXEMPLE / "donnees").glob("*-S1.xml")
)
S1_LINE = next(line for line in ENTITES_XML.read_text("utf-8").splitlines() if 'id="S1"' in line)
WITHOUT_S1: Edits = {"donnees/entites.xml": [(f"{S1_LINE}\n", "")]}


@pytest.fixture
def without_s1(sweeping: Sweeping) -> Sweeping:
    """S1 left the list of entities, and nothing more is sent for it."""
    sweeping.send(WITHOUT_S1, without=OF_S1)
    return sweeping


def test_what_is_still_sent_for_an_entity_that_left_is_kept(sweeping: Sweeping) -> None:
    """The sender contradicts himself: nothing shows, and nothing comes and goes each night."""
    sweeping.send(WITHOUT_S1)
    sweeping.wait(days=29)
    sweeping.send(WITHOUT_S1)
    sweeping.wait(days=65)
    sweeping.send(WITHOUT_S1)
    sweeping.sweep()

    assert sweeping.sort(E3).raison is Raison.LISTE
    assert sweeping.has(E3_CONTENT)


def test_an_entity_that_leaves_takes_all_that_it_held_after_the_delay(without_s1: Sweeping) -> None:
    without_s1.wait(days=90)
    without_s1.sweep()
    with without_s1.agency.workshop.store.reading() as known:
        natures = ("evenements", "comptes", "lots", "fiches_coproprietaires")
        found = {nature: len(known.facts(nature, "S1")) for nature in natures}

    assert set(found.values()) == {0}
    assert not without_s1.has(E3_CONTENT)


def test_an_entity_is_known_as_long_as_something_of_it_is(without_s1: Sweeping) -> None:
    without_s1.wait(days=90)

    assert without_s1.sort("entites S1").raison is Raison.NECESSAIRE
    without_s1.sweep()
    assert without_s1.sort("entites S1").purge


def test_an_entity_that_comes_back_within_the_delay_shows_as_before(without_s1: Sweeping) -> None:
    without_s1.wait(days=60)
    without_s1.sweep()
    without_s1.send()

    assert without_s1.agency.seen_by("claire.roux") == SEEN_TODAY["claire.roux"]


def test_an_entity_that_comes_back_after_its_purge_is_read_again(without_s1: Sweeping) -> None:
    """Its files are byte for byte those that were applied last: they are not skipped."""
    without_s1.wait(days=90)
    without_s1.sweep()
    without_s1.send()

    assert without_s1.agency.seen_by("claire.roux") == SEEN_TODAY["claire.roux"]


def test_a_decision_keeps_a_document_of_an_entity_that_left(without_s1: Sweeping) -> None:
    without_s1.apply(a_decision(document=E3))
    without_s1.wait(days=400)
    without_s1.sweep()

    assert without_s1.sort(E3).raison is Raison.DECISION
    assert without_s1.has(E3_CONTENT)


def test_a_purged_document_is_still_proven(purged: Sweeping) -> None:
    """R-010, R-047: who could open which content, and what ended it, is in the history."""
    asked = Asked(E3, "T3", purged.now())
    with purged.agency.workshop.store.reading() as known:
        found = prove(known, purged.agency.workshop, asked)

    (view,) = found.vues
    first, second, *_ = purged.agency.sent
    assert (view.contenu, view.commence.cause) == (E3_CONTENT, first)
    assert view.finit is not None
    assert (view.finit.regle, view.finit.cause) == ("R-010", second)
    assert found.titre == ""
    assert found.maintenant is not None
    assert found.maintenant.code == "PURGED"
