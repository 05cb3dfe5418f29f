"""Days and hours as people and LSC say them: what a text means, and what is wrong with it."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.agenda import JAMAIS, JOURS, UnreadableAgenda, read_agenda

EVERY_DAY = range(7)
WEEK = range(5)


@pytest.mark.parametrize(
    ("texte", "jours", "heures"),
    [
        ("tous les jours 04:00", EVERY_DAY, [(4, 0)]),
        ("Tous Les JOURS À 22 h 30", EVERY_DAY, [(22, 30)]),
        ("chaque jour à 4h", EVERY_DAY, [(4, 0)]),
        ("tous les jours 12:00 et 18:00", EVERY_DAY, [(12, 0), (18, 0)]),
        ("tous les jours à midi, minuit", EVERY_DAY, [(12, 0), (0, 0)]),
        ("lun mer ven 22:30", [0, 2, 4], [(22, 30)]),
        ("lun., mer. et ven. à 22h30", [0, 2, 4], [(22, 30)]),
        ("les mardis et jeudis 6 h 18 h", [1, 3], [(6, 0), (18, 0)]),
        ("du lundi au vendredi à 6h", WEEK, [(6, 0)]),
        ("du sam au lun 6:00", [5, 6, 0], [(6, 0)]),
        ("dim 03:00", [6], [(3, 0)]),
        ("DIMANCHE 3h", [6], [(3, 0)]),
        ("  lundi   6h   18:00 ", [0], [(6, 0), (18, 0)]),
    ],
)
def test_a_text_means_these_days_at_these_hours(
    texte: str, jours: list[int], heures: list[tuple[int, int]]
) -> None:
    wanted = {(jour, time(*heure)) for jour in jours for heure in heures}

    assert read_agenda(texte).creneaux == wanted


def test_each_day_may_have_its_own_hour_as_in_lsc() -> None:
    agenda = read_agenda("lun 22:30, mar 23:00 et du mercredi au jeudi 21h")

    assert agenda.creneaux == {(0, time(22, 30)), (1, time(23)), (2, time(21)), (3, time(21))}


def test_never_has_no_hour() -> None:
    assert read_agenda("Jamais").creneaux == JAMAIS.creneaux == frozenset()


def test_the_text_is_kept_as_it_was_written() -> None:
    assert read_agenda(" Dim 3h ").texte == "Dim 3h"


@pytest.mark.parametrize(
    ("texte", "what"),
    [
        ("", "the days are missing before the hour"),
        ("04:00", "the days are missing before the hour"),
        ("lundi", "the hour is missing after lundi"),
        ("lun 22:30 mar", "the hour is missing after mardi"),
        ("mardy 04:00", "'mardy' is neither a day nor an hour"),
        ("lun 4", "'4' is neither a day nor an hour"),
        ("lun 04:00:00", "'04:00:00' is neither a day nor an hour"),
        ("lun 25:00", "25:00 is no hour of the day: they go from 00:00 to 23:59"),
        ("lun 24h", "24h is no hour of the day: they go from 00:00 to 23:59"),
        ("lun 12h60", "12h60 is no hour of the day: they go from 00:00 to 23:59"),
        ("du lundi 4h", "'du' wants a first and a last day: du lundi au vendredi"),
        ("du lundi au", "a day of the week is missing"),
        ("lun jamais", "'jamais' stands alone"),
        ("jamais 04:00", "'jamais' stands alone"),
        ("0 4 * * *", "'0' is neither a day nor an hour"),
    ],
)
def test_what_cannot_be_read_is_told(texte: str, what: str) -> None:
    with pytest.raises(UnreadableAgenda) as raised:
        read_agenda(texte)

    assert str(raised.value) == what


SPELLINGS = [str.upper, str.title, str.lower, lambda jour: jour[:3], lambda jour: f"{jour}s"]
DAYS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(SPELLINGS)), min_size=1)
HOURS = st.lists(st.times().map(lambda heure: heure.replace(second=0, microsecond=0)), min_size=1)


@given(DAYS, HOURS, st.sampled_from([" ", ", ", " et ", "; "]), st.sampled_from(["%H:%M", "%Hh%M"]))
def test_any_days_and_hours_can_be_said(
    days: list[tuple[int, "type[str]"]], hours: list[time], between: str, form: str
) -> None:
    said = between.join(spelling(JOURS[rank]) for rank, spelling in days)
    agenda = read_agenda(f"{said} à {between.join(hour.strftime(form) for hour in hours)}")

    assert agenda.creneaux == {(rank, hour) for rank, _ in days for hour in hours}


@given(st.text())
def test_a_text_is_read_or_refused_in_a_sentence(texte: str) -> None:
    try:
        agenda = read_agenda(texte)
    except UnreadableAgenda as error:
        assert str(error)  # noqa: PT017  both ends are right
    else:
        assert agenda.texte == texte.strip()
