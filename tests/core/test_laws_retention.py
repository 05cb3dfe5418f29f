"""Law 4: everything is kept or purged, once, with a reason; never under hold; monotone in `now`."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.options import Conservation
from ingest.rules.retention import (
    PHRASES,
    PLANCHERS,
    Candidat,
    Contenu,
    Delais,
    Genre,
    Raison,
    Sort,
    apply_policy,
    end_of_audit,
)

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
law = settings(deadline=None)


def instant(days: float) -> str:
    moment = BEGINNING + timedelta(days=days)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


DAYS = st.integers(0, 400)
INSTANTS = st.none() | DAYS.map(instant)
HELD = st.sampled_from([None, None, Raison.DECISION, Raison.ENVOI_EN_ATTENTE, Raison.NECESSAIRE])
CANDIDATS = st.lists(
    st.builds(
        Candidat,
        st.sampled_from([Genre.DOCUMENT, Genre.ENREGISTREMENT, Genre.ENVOI]),
        st.integers(0, 9).map(str),
        INSTANTS,
        HELD,
    ),
    max_size=12,
    unique_by=lambda each: (each.genre, each.ref),
)
LISTING = st.sampled_from([Genre.DOCUMENT, Genre.ENREGISTREMENT])
CONTENUS = st.lists(
    st.builds(
        Contenu,
        st.integers(0, 9).map("{:064x}".format),
        INSTANTS,
        st.lists(st.tuples(LISTING, st.integers(0, 9).map(str)), max_size=3).map(tuple),
        st.sampled_from([None, None, Raison.ENVOI_EN_ATTENTE]),
    ),
    max_size=6,
    unique_by=lambda each: each.sha256,
)
DELAIS = st.builds(
    Delais,
    jours_retires=st.integers(30, 200),
    jours_contenus_sans_ligne=st.integers(30, 200),
    jours_envois=st.integers(7, 60),
    annees_audit=st.integers(2, 9),
)
Judged = tuple[list[Candidat], list[Contenu], Delais, int]
JUDGED = st.tuples(CANDIDATS, CONTENUS, DELAIS, DAYS)


def judge(judged: Judged, *, later: float = 0) -> list[Sort]:
    candidats, contenus, delais, day = judged
    return list(apply_policy(candidats, contenus, delais, instant(day + later)))


def purged(sorts: list[Sort]) -> set[tuple[Genre, str]]:
    return {(sort.genre, sort.ref) for sort in sorts if sort.purge}


@law
@given(JUDGED)
def test_everything_is_kept_or_purged_once(judged: Judged) -> None:
    candidats, contenus, *_ = judged
    given_ones = [(each.genre, each.ref) for each in candidats]
    given_ones += [(Genre.CONTENU, each.sha256) for each in contenus]
    assert Counter((sort.genre, sort.ref) for sort in judge(judged)) == Counter(given_ones)


@law
@given(JUDGED)
def test_each_has_a_reason_that_can_be_said(judged: Judged) -> None:
    assert all(PHRASES[sort.raison] for sort in judge(judged))


@law
@given(JUDGED)
def test_the_reason_says_which_of_the_two(judged: Judged) -> None:
    over = {Raison.DELAI_ECOULE, Raison.AVEC_SES_DOCUMENTS}
    assert all(sort.purge is (sort.raison in over) for sort in judge(judged))


@law
@given(JUDGED)
def test_nothing_is_purged_under_hold(judged: Judged) -> None:
    candidats, contenus, *_ = judged
    held = {(each.genre, each.ref) for each in candidats if each.retenu}
    held |= {(Genre.CONTENU, each.sha256) for each in contenus if each.retenu}
    assert held.isdisjoint(purged(judge(judged)))


@law
@given(JUDGED)
def test_nothing_is_purged_that_a_list_holds(judged: Judged) -> None:
    listed = {(each.genre, each.ref) for each in judged[0] if each.depuis is None}
    assert listed.isdisjoint(purged(judge(judged)))


@law
@given(JUDGED)
def test_no_content_goes_before_all_that_list_it(judged: Judged) -> None:
    gone = purged(judge(judged))
    for contenu in judged[1]:
        if (Genre.CONTENU, contenu.sha256) in gone:
            assert set(contenu.lignes) <= gone


@law
@given(JUDGED)
def test_nothing_is_purged_before_the_floor(judged: Judged) -> None:
    """Whatever the settings: the floors are those of PLANCHERS."""
    floors = {Genre.ENVOI: PLANCHERS["jours_envois"]}
    for candidat in judged[0]:
        days = floors.get(candidat.genre, PLANCHERS["jours_retires"])
        if (candidat.genre, candidat.ref) in purged(judge(judged)):
            assert candidat.depuis is not None
            assert candidat.depuis <= instant(judged[3] - days)


@law
@given(JUDGED, st.floats(0, 400))
def test_what_is_purged_now_is_purged_at_any_later_instant(judged: Judged, later: float) -> None:
    assert purged(judge(judged)) <= purged(judge(judged, later=later))


@law
@given(JUDGED)
def test_the_order_of_what_is_given_is_irrelevant(judged: Judged) -> None:
    candidats, contenus, delais, day = judged
    backwards = judge((candidats[::-1], contenus[::-1], delais, day))
    assert sorted(backwards) == sorted(judge(judged))


@pytest.mark.parametrize("name", sorted(PLANCHERS))
def test_no_delay_goes_under_its_floor(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is at least {PLANCHERS[name]}"):
        Delais(**{name: PLANCHERS[name] - 1})


@pytest.mark.parametrize("name", sorted(PLANCHERS))
def test_a_setting_has_the_same_floor(name: str) -> None:
    with pytest.raises(ValueError, match="greater than or equal"):
        Conservation.model_validate({name: PLANCHERS[name] - 1})
    lowest = Conservation.model_validate({name: PLANCHERS[name]})
    assert getattr(Delais(**lowest.model_dump()), name) == PLANCHERS[name]


def test_the_defaults_are_the_settings_own() -> None:
    assert Delais(**Conservation().model_dump()) == Delais()


@pytest.mark.parametrize(
    ("days", "is_purged"), [(89.999, False), (90, True)], ids=["a minute before", "on the instant"]
)
def test_a_withdrawn_document_goes_after_ninety_days(days: float, *, is_purged: bool) -> None:
    candidat = Candidat(Genre.DOCUMENT, "S1/E1/a", instant(0))
    (sort,) = apply_policy([candidat], [], Delais(), instant(days))
    assert sort.purge is is_purged


def test_a_content_that_nobody_saw_without_a_row_begins_its_delay() -> None:
    (sort,) = apply_policy([], [Contenu("0" * 64, None)], Delais(), instant(1000))
    assert sort.raison is Raison.VU_SANS_LIGNE


def test_the_audit_of_a_leap_day_ends_on_the_last_of_february() -> None:
    assert end_of_audit("2028-02-29T04:00:00.000Z", Delais()) == "2023-02-28T04:00:00.000Z"
