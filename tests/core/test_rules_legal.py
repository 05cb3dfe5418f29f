"""The items that are everybody's or the council's (domain.md §2): each state, and why."""

from datetime import date, timedelta

import pytest

from ingest.rules.bilans import (
    AUCUN,
    EXPIRED,
    MISSING,
    NON_SUIVI,
    NOTE,
    PRESENT,
    STALE,
    WRONG_AUDIENCE,
)
from ingest.rules.exigences import EXIGENCES, Reglement
from ingest.rules.legal import elsewhere
from tests.core.some_legal import (
    CONSEIL,
    DAY,
    OWNER,
    SUIVI,
    TOUS,
    a_building,
    found,
    judged,
    some,
    state,
    told,
)

ALL = [code for code in EXIGENCES if code.startswith("ALL")]
CS = [code for code in EXIGENCES if code.startswith("CS")]
OPTIONAL = [code for code in (*ALL, *CS) if not EXIGENCES[code].minimum]
NEEDED = [code for code in (*ALL, *CS) if EXIGENCES[code].minimum]
ENDING = ["ALL-04", "ALL-05", "ALL-06", "ALL-07", "ALL-09", "CS-03", "CS-05"]
"""What is in force or not, by its case file (§2.1)."""
YESTERDAY = DAY - timedelta(days=1)


def boxes(code: str) -> frozenset[str]:
    return TOUS if code.startswith("ALL") else CONSEIL


def enough(code: str, **given: object) -> list[object]:
    return list(some(max(EXIGENCES[code].minimum, 1), niveaux=boxes(code), **given))


def test_the_list_is_that_of_the_decree() -> None:
    """§2.1: ALL-01…09, LOT-01…04, CS-01…05."""
    expected = [f"ALL-0{n}" for n in range(1, 10)]
    expected += [f"LOT-0{n}" for n in range(1, 5)] + [f"CS-0{n}" for n in range(1, 6)]
    assert list(EXIGENCES) == expected


@pytest.mark.parametrize("code", [*ALL, *CS])
def test_an_item_is_present_when_enough_of_it_is_seen_by_whom_it_is_for(code: str) -> None:
    bilan = judged(code, *enough(code))  # type: ignore[arg-type]

    assert (bilan.etat, bilan.releves) == (PRESENT, ())


@pytest.mark.parametrize("code", NEEDED)
def test_an_item_that_must_exist_is_missing_when_nothing_is_found(code: str) -> None:
    assert told(judged(code)) == [(MISSING, "rien")]


@pytest.mark.parametrize("code", OPTIONAL)
def test_an_item_of_which_there_may_be_none_is_not_missing(code: str) -> None:
    """ALL-04, ALL-06, ALL-07, CS-02, CS-03: 0..n."""
    assert state(code) == AUCUN


def test_an_item_that_nothing_holds_is_not_judged() -> None:
    """No item is guessed: what the settings do not name is said not to be followed."""
    only_minutes = Reglement(modeles={"PV": frozenset({"ALL-08"})})

    assert state("ALL-01", found(), reglement=only_minutes) == NON_SUIVI


def test_the_owner_list_is_followed_by_its_genre_once_anything_is() -> None:
    """CS-04: R-130, the genre of the model says it."""
    reglement = Reglement(modeles={"PV": frozenset({"ALL-08"})})

    assert reglement.codes_of("syndic/13", "LCOP", "liste_coproprietaires") == {"CS-04"}
    assert state("CS-04", reglement=reglement) == MISSING


def test_three_minutes_are_expected_and_the_pieces_of_one_event_are_one() -> None:
    """ALL-08: the minutes and the quote of one meeting are one."""
    two = [*some(2), found("S1/E1/b")]
    bilan = judged("ALL-08", *two)

    (releve,) = bilan.releves
    assert (bilan.etat, releve.cause, releve.trouve, releve.attendu) == (
        MISSING,
        "assemblees",
        2,
        3,
    )
    assert state("ALL-08", *some(3)) == PRESENT


def test_three_papers_may_be_pieces_of_one_event() -> None:
    """CS-05: card, insurance, guarantee."""
    papers = [found(f"S1/E1/{piece}", niveaux=CONSEIL) for piece in "abc"]

    assert state("CS-05", *papers) == PRESENT
    assert told(judged("CS-05", *papers[:2])) == [(MISSING, "papiers")]


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("left_out", sorted(TOUS))
def test_a_binder_without_one_box_is_not_everybodys(code: str, left_out: str) -> None:
    """R-033: the exact level counts; a council member does not see what only co-owners may."""
    bilan = judged(code, *some(3, niveaux=TOUS - {left_out}))

    assert bilan.etat == WRONG_AUDIENCE
    assert (WRONG_AUDIENCE, "case") in told(bilan)


@pytest.mark.parametrize("code", ALL)
def test_a_document_on_one_account_is_not_everybodys(code: str) -> None:
    assert told(judged(code, *some(3, compte="S1/C1"))) == [(WRONG_AUDIENCE, "cible")]


def test_a_copy_for_one_account_harms_nothing_when_all_see_another() -> None:
    """ALL-08 is also sent by post to each: the building's are what counts."""
    copy = found("S1/E9/a", compte="S1/C1")

    assert state("ALL-08", *some(3), copy) == PRESENT
    assert told(judged("ALL-08", *some(2), copy)) == [(WRONG_AUDIENCE, "cible")]


def test_each_contract_must_be_seen_by_all() -> None:
    """ALL-06: every contract; one that some do not see is wrong even beside others."""
    assert state("ALL-06", found(), found("S1/E2/a", niveaux=CONSEIL)) == WRONG_AUDIENCE


@pytest.mark.parametrize("code", [*ALL, *CS])
def test_what_nobody_can_open_is_present_to_nobody(code: str) -> None:
    bilan = judged(code, *enough(code), chez=a_building([]))  # type: ignore[arg-type]

    assert told(bilan) == [(WRONG_AUDIENCE, "personne")]


@pytest.mark.parametrize("code", CS)
@pytest.mark.parametrize("niveaux", [TOUS, OWNER, OWNER | {"president"}])
def test_what_is_the_councils_must_not_be_seen_by_co_owners(
    code: str, niveaux: frozenset[str]
) -> None:
    """Even when enough is also shown to the council alone."""
    open_to_all = found("S1/E9/a", niveaux=niveaux)

    assert told(judged(code, *enough(code), open_to_all))[0] == (WRONG_AUDIENCE, "conseil_ouvert")  # type: ignore[arg-type]
    assert state(code, open_to_all) == WRONG_AUDIENCE


@pytest.mark.parametrize("niveaux", [{"president"}, {"membre"}, ()])
def test_what_is_the_councils_must_be_seen_by_all_of_it(niveaux: set[str]) -> None:
    """CS-01: president included, members included."""
    bilan = judged("CS-01", found(niveaux=frozenset(niveaux)))

    assert told(bilan) == [(WRONG_AUDIENCE, "conseil_ferme")]


def test_an_owner_list_that_is_withheld_says_so_and_is_not_merely_missing() -> None:
    """R-132, CS-04."""
    withheld = found(niveaux=TOUS, cache="OWNER_LIST_TOO_WIDE")

    assert judged("CS-04", withheld).etat == WRONG_AUDIENCE
    assert (WRONG_AUDIENCE, "liste") in told(judged("CS-04", withheld))


@pytest.mark.parametrize("code", ENDING)
def test_what_ended_with_its_case_file_is_expired(code: str) -> None:
    """`dossier/@au`, included: on that day it still runs."""
    assert state(code, *enough(code, fin=YESTERDAY)) == EXPIRED  # type: ignore[arg-type]
    assert state(code, *enough(code, fin=DAY)) == PRESENT  # type: ignore[arg-type]


@pytest.mark.parametrize("code", sorted({*ALL, *CS} - {*ENDING}))
def test_the_end_of_a_case_file_is_not_the_end_of_minutes_or_rules(code: str) -> None:
    assert state(code, *enough(code, fin=YESTERDAY)) == PRESENT  # type: ignore[arg-type]


def test_a_document_older_than_the_settings_allow_is_expired() -> None:
    """ALL-02: the fiche synthétique of more than twelve months ago, on the day."""
    reglement = SUIVI._replace(age_max_mois={"ALL-02": 12}, sans_fraicheur=frozenset(EXIGENCES))
    on_the_day, a_day_less = (
        found(traite_le=date(2025, 11, 24)),
        found(traite_le=date(2025, 11, 25)),
    )

    assert told(judged("ALL-02", on_the_day, reglement=reglement)) == [(EXPIRED, "age")]
    assert state("ALL-02", a_day_less, reglement=reglement) == PRESENT


def test_the_newest_decides_and_older_versions_are_noted() -> None:
    """ALL-09: exactly one."""
    running = found("S1/E2/a", date(2026, 6, 16))
    former = found("S1/E1/a", date(2023, 6, 16), fin=YESTERDAY)

    bilan = judged("ALL-09", former, running)
    assert (bilan.etat, told(bilan)) == (PRESENT, [(NOTE, "plusieurs")])
    assert [each.document for each in bilan.trouves] == ["S1/E2/a", "S1/E1/a"]


def test_one_contract_in_force_is_enough_and_ended_ones_are_noted() -> None:
    """ALL-05: at least one in force."""
    bilan = judged("ALL-05", found(), found("S1/E2/a", fin=YESTERDAY))

    assert (bilan.etat, told(bilan)) == (PRESENT, [(NOTE, "anciens")])


def test_an_ended_contract_beside_running_ones_is_told_where_each_must_run() -> None:
    """ALL-04: only those still valid."""
    assert state("ALL-04", found(), found("S1/E2/a", fin=YESTERDAY)) == EXPIRED


def test_what_is_older_than_the_last_meeting_is_stale_three_months_after_it() -> None:
    """§2.2: after 12 August 2026, not on it."""
    old = found(traite_le=date(2026, 5, 11))

    assert state("ALL-03", old, day=date(2026, 8, 12)) == PRESENT
    assert told(judged("ALL-03", old, day=date(2026, 8, 13))) == [(STALE, "apres_derniere_ag")]
    assert state("ALL-03", found(traite_le=date(2026, 5, 12))) == PRESENT


def test_without_a_meeting_on_accounts_nothing_is_stale() -> None:
    assert state("ALL-03", found(traite_le=date(2001, 1, 1)), chez=a_building(ag=None)) == PRESENT


def test_the_rules_of_the_building_do_not_grow_stale() -> None:
    """ALL-01: no expiry, unless the settings say otherwise."""
    old = found(traite_le=date(1966, 1, 1))

    assert state("ALL-01", old) == PRESENT
    assert state("ALL-01", old, reglement=SUIVI._replace(sans_fraicheur=frozenset())) == STALE


def test_a_contract_that_says_until_when_it_runs_is_not_stale_before() -> None:
    old = found(traite_le=date(2024, 1, 1), fin=date(2027, 1, 1))

    assert state("ALL-09", old) == PRESENT
    assert state("ALL-03", old) == STALE


def test_the_anchor_may_be_the_next_meeting() -> None:
    """§2.2, the superseded wording: in the three months before it."""
    reglement = SUIVI._replace(ancre="avant_prochaine_ag")
    chez = a_building(prochaine=date(2027, 2, 20))
    old, new = found(traite_le=date(2026, 11, 19)), found(traite_le=date(2026, 11, 20))
    given = {"chez": chez, "reglement": reglement}

    assert state("ALL-03", old, day=date(2026, 11, 19), **given) == PRESENT
    stale = judged("ALL-03", old, day=date(2026, 11, 20), **given)  # type: ignore[arg-type]
    assert told(stale) == [(STALE, "avant_prochaine_ag")]
    assert state("ALL-03", new, **given) == PRESENT


def test_a_case_file_of_a_published_theme_is_a_contract_that_lacks_its_document() -> None:
    """ALL-07, R-138: it counts, and it is said that the document itself is not there."""
    contract = found("dossier S1/N1", None, unite="dossier S1/N1", contenu=None)
    bilan = judged("ALL-07", contract)

    assert (bilan.etat, told(bilan)) == (PRESENT, [(NOTE, "sans_document")])
    assert told(judged("ALL-07", contract, found())) == []
    assert state("ALL-07", contract._replace(fin=YESTERDAY)) == EXPIRED


@pytest.mark.parametrize("code", ["ALL-05", "ALL-07"])
def test_a_case_file_that_ended_is_told_only_where_nothing_else_is(code: str) -> None:
    """R-138: its screen no longer shows it, and LSC lists it for ever."""
    running = found("dossier S1/N1", None, unite="dossier S1/N1", contenu=None)
    ended = running._replace(document="dossier S1/N2", unite="dossier S1/N2", fin=YESTERDAY)

    bilan = judged(code, ended, running)
    assert (bilan.etat, [each.document for each in bilan.trouves]) == (PRESENT, ["dossier S1/N1"])
    assert told(judged(code, ended, found())) == []
    assert (EXPIRED, "fin") in told(judged(code, ended))


def test_a_contract_of_the_councils_screen_is_not_everybodys() -> None:
    """R-138: the audience of the screen is a setting."""
    narrow = found("dossier S1/N1", None, niveaux=CONSEIL, contenu=None)

    assert told(judged("ALL-07", narrow)) == [(WRONG_AUDIENCE, "contrats")]


def test_what_cannot_be_printed_is_noted() -> None:
    """§2.3."""
    bilan = judged("ALL-01", found(imprimable=False), found("S1/E2/a"))

    assert (bilan.etat, told(bilan)) == (PRESENT, [(NOTE, "format")])
    assert bilan.releves[0].documents == ("S1/E1/a",)


def test_why_what_exists_is_not_seen_is_told_unless_the_item_is_there() -> None:
    waiting = found("S1/E2/a", cache="FILE_MISSING")

    (missing, hidden) = judged("ALL-01", waiting).releves
    assert (missing.code, hidden.cause, hidden.motif) == (MISSING, "cache", "FILE_MISSING")
    assert judged("ALL-01", waiting, found()).releves == ()


@pytest.mark.parametrize("code", ["WITHDRAWN_EXPLICIT", "WITHDRAWN_ABSENT", "NOT_PUBLISHED"])
def test_what_lsc_withdrew_is_not_looked_for(code: str) -> None:
    assert told(judged("ALL-01", found(cache=code))) == [(MISSING, "rien")]


def test_the_worst_is_the_state_and_all_is_told() -> None:
    """CS-01: open to all, and stale besides."""
    bilan = judged(
        "CS-01",
        found(niveaux=TOUS),
        found("S1/E2/a", date(2025, 1, 1), niveaux=CONSEIL),
    )

    assert bilan.etat == WRONG_AUDIENCE
    assert {code for code, _ in told(bilan)} == {WRONG_AUDIENCE, STALE}


def test_papers_that_are_the_same_everywhere_are_compared() -> None:
    """CS-05: identical for the whole portfolio; no event is the agency's."""
    seen = {"I1": frozenset("abc"), "I2": frozenset("ab"), "I3": frozenset[str]()}

    assert elsewhere(seen) == {"I2": 1, "I3": 3}
    assert elsewhere({}) == {}
