"""What becomes of each document, and the reason when it does not show (R-010…R-064, R-132)."""

from datetime import date

import pytest

from ingest.rules.faits import JAMAIS
from ingest.rules.publication import Publication
from tests.core.some_faits import an_agency, codes, published, seen, verdict
from tests.core.some_records import a_modele, a_piece, an_evenement


def test_nothing_hides_an_ordinary_document() -> None:
    assert verdict(published()) == ("publiee", "PUBLIEE")


def test_a_row_says_what_is_served_where_and_since_when() -> None:
    row = published()
    assert row == Publication(
        document="S1/E1/a",
        contenu="sha-a",
        portee="immeuble",
        cible="S1/I1",
        classeur="syndic/1",
        titre="Un objet",
        rangement='["Courriers"]',
        traite_le=date(2026, 6, 15),
        visible_du="2026-06-15T22:00:00.000Z",
        visible_jusqu_au=None,
        etat="publiee",
        motif='["PUBLIEE", {}]',
    )


def test_each_piece_is_a_document_of_its_own() -> None:
    """R-044."""
    event = an_evenement("E1", immeuble="I1", pieces=(a_piece("a"), a_piece("b")))
    assert seen(an_agency(event), "T3") == {"E1/a", "E1/b"}


def test_a_piece_that_disappeared_from_its_event_is_withdrawn() -> None:
    """R-044; the others stay."""
    event = an_evenement("E1", immeuble="I1", pieces=(a_piece("a", retiree=True), a_piece("b")))
    assert seen(an_agency(event), "T3") == {"E1/b"}
    gone = published(pieces=(a_piece("a", retiree=True),))
    assert verdict(gone) == ("retiree", "WITHDRAWN_ABSENT")


def test_another_content_is_served_instead_of_the_old_one_at_the_same_date() -> None:
    """R-047."""
    old, new = published(), published(pieces=(a_piece("a", sha256="sha-2"),))
    assert new.contenu == "sha-2"
    assert new._replace(contenu=old.contenu) == old


def test_a_content_that_never_came_waits_unseen() -> None:
    """R-012, R-041 (h)."""
    row = published(formats={"sha-a": None})
    assert (verdict(row), row.contenu) == (("attend_fichier", "FILE_MISSING"), None)


def test_a_letter_in_html_waits_for_its_rendering() -> None:
    """R-043."""
    row = published(formats={"sha-a": "html"}, pieces=(a_piece("a", type="lettre"),))
    assert (verdict(row), row.contenu) == (("attend_rendu", "RENDERING_PENDING"), None)


@pytest.mark.parametrize("kind", ["pdf", "png", "jpeg", "bureautique"])
def test_pdf_images_and_office_files_are_served(kind: str) -> None:
    """R-045."""
    assert verdict(published(formats={"sha-a": kind})) == ("publiee", "PUBLIEE")


@pytest.mark.parametrize("kind", ["interdit", "html", "un format à venir"])
def test_any_other_attachment_is_refused(kind: str) -> None:
    """R-045: what nobody knows to serve fails closed."""
    row = published(formats={"sha-a": kind})
    assert (verdict(row), row.contenu) == (("retenue", "FORMAT_FORBIDDEN"), None)


def test_an_office_file_is_flagged() -> None:
    """R-045."""
    event = an_evenement("E1", immeuble="I1")
    assert codes(an_agency(event, formats={"sha-a": "bureautique"})) == ["FORMAT_NOT_PRINTABLE"]


def test_an_event_of_the_list_with_0000_00_00_is_withdrawn() -> None:
    """R-051."""
    row = published(publie_le=JAMAIS)
    assert (verdict(row), row.visible_du) == (("retiree", "WITHDRAWN_EXPLICIT"), None)


def test_an_event_that_left_the_list_is_withdrawn_with_another_code() -> None:
    """R-010, R-051: same effect, different report code."""
    assert verdict(published(absent=True)) == ("retiree", "WITHDRAWN_ABSENT")


def test_an_event_never_published_is_neither_withdrawal() -> None:
    """Export format: absent is never published, not visible."""
    row = published(publie_le=None)
    assert (verdict(row), row.visible_du) == (("retenue", "NOT_PUBLISHED"), None)


def test_a_publication_begins_at_0_00_of_its_day_and_not_before() -> None:
    """R-052: kept, invisible until that date."""
    faits = an_agency(an_evenement("E1", immeuble="I1", publie_le="2026-12-01"))
    assert seen(faits, "T3", "2026-11-30T22:59:59.999Z") == set()
    assert seen(faits, "T3", "2026-11-30T23:00:00.000Z") == {"E1/a"}


@pytest.mark.parametrize(
    ("traite_le", "mois", "last", "gone"),
    [
        (date(2025, 11, 5), "12", "2026-11-04T22:59:59.999Z", "2026-11-04T23:00:00.000Z"),
        (date(2026, 1, 31), "1", "2026-02-27T22:59:59.999Z", "2026-02-27T23:00:00.000Z"),
        (date(2026, 8, 31), "1", "2026-09-29T21:59:59.999Z", "2026-09-29T22:00:00.000Z"),
    ],
)
def test_a_document_shows_while_today_is_before_its_expiry(
    traite_le: date, mois: str, last: str, gone: str
) -> None:
    """R-053: months counted from the processing date, month-end clamp, building's zone."""
    event = an_evenement("E1", immeuble="I1", traite_le=traite_le, publie_le=traite_le.isoformat())
    faits = an_agency(event, a_modele("MS", duree_mois=mois))
    assert [seen(faits, "T3", at) for at in (last, gone)] == [{"E1/a"}, set()]


@pytest.mark.parametrize("mois", [None, "", "0"])
def test_no_number_of_months_is_for_ever(mois: str | None) -> None:
    """R-053."""
    assert published(a_modele("MS", duree_mois=mois)).visible_jusqu_au is None


def test_publishing_again_does_not_extend_the_months_and_is_reported() -> None:
    """R-054."""
    event = an_evenement("E1", immeuble="I1", publie_le="2026-07-15")
    faits = an_agency(event, a_modele("MS", duree_mois="1"))
    assert codes(faits) == ["REPUBLISH_EXPIRED"]
    assert seen(faits, "T3", "2026-07-15T12:00:00.000Z") == set()


def test_a_publication_on_the_eve_of_the_expiry_shows_for_one_day() -> None:
    """R-053, R-054."""
    event = an_evenement("E1", immeuble="I1", publie_le="2026-07-14")
    faits = an_agency(event, a_modele("MS", duree_mois="1"))
    assert codes(faits) == []
    assert seen(faits, "T3", "2026-07-14T12:00:00.000Z") == {"E1/a"}


def test_other_months_of_a_model_count_for_all_its_documents_both_ways() -> None:
    """R-054."""
    ends = [published(a_modele("MS", duree_mois=months)).visible_jusqu_au for months in ("1", "2")]
    assert ends == ["2026-07-14T22:00:00.000Z", "2026-08-14T22:00:00.000Z"]


def test_a_confidential_event_is_withheld_whatever_the_model_says() -> None:
    """R-049."""
    assert verdict(published(confidentiel=True)) == ("retenue", "EVENT_CONFIDENTIAL")
