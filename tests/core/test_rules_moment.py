"""What hides a document at one instant: its own reason or time, the stronger (8.0, R-052…R-054)."""

import pytest

from ingest.rules.moment import Row, reason_at
from ingest.rules.raisons import RAISONS

FROM, UNTIL = "2026-06-15T22:00:00.000Z", "2026-11-04T23:00:00.000Z"
DURING, BEFORE = "2026-10-01T12:00:00.000Z", "2026-06-15T21:59:59.999Z"
ORDER = (
    "WITHDRAWN_EXPLICIT",
    "WITHDRAWN_ABSENT",
    "EVENT_CONFIDENTIAL",
    "INVOICE_WITHOUT_ENTRY",
    "OWNER_LIST_TOO_WIDE",
    "INVOICE_OPTION_OFF",
    "EXPIRED",
    "PUBLICATION_FUTURE",
    "FILE_MISSING",
    "RENDERING_PENDING",
    "MODEL_NO_BINDER",
    "TARGET_UNKNOWN",
    "NOBODY_REACHED",
)
"""As domain.md 8.0 writes it."""


def told(code: str, at: str, readers: int = 1) -> str:
    return reason_at(Row(code, FROM, UNTIL), at, readers=readers)


def test_the_reasons_stand_in_the_order_of_the_domain() -> None:
    """8.0, R-038."""
    codes = [raison.code for raison in RAISONS]
    assert [code for code in codes if code in ORDER] == [code for code in ORDER if code in codes]


@pytest.mark.parametrize("code", ORDER[:6])
def test_what_is_withdrawn_or_withheld_is_so_before_it_is_expired_or_future(code: str) -> None:
    assert [told(code, at) for at in (BEFORE, UNTIL)] == [code, code]


@pytest.mark.parametrize("code", ORDER[8:])
def test_expired_and_future_are_stronger_than_what_waits_or_reaches_nobody(code: str) -> None:
    assert [told(code, at) for at in (UNTIL, BEFORE)] == ["EXPIRED", "PUBLICATION_FUTURE"]


def test_expired_is_stronger_than_future() -> None:
    row = Row("PUBLIEE", UNTIL, FROM)
    assert reason_at(row, DURING, readers=1) == "EXPIRED"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (BEFORE, "PUBLICATION_FUTURE"),
        (FROM, "PUBLIEE"),
        ("2026-11-04T22:59:59.999Z", "PUBLIEE"),
        (UNTIL, "EXPIRED"),
    ],
)
def test_the_instants_are_half_open(at: str, code: str) -> None:
    """R-052, R-053."""
    assert told("PUBLIEE", at) == code


def test_a_document_without_limit_never_expires() -> None:
    assert reason_at(Row("PUBLIEE", FROM, None), "9999-12-31T00:00:00.000Z", readers=1) == "PUBLIEE"


def test_what_shows_to_no_reader_reaches_nobody() -> None:
    assert told("PUBLIEE", DURING, readers=0) == "NOBODY_REACHED"


@pytest.mark.parametrize("code", ORDER[8:12])
def test_a_reason_of_its_own_is_told_before_nobody(code: str) -> None:
    assert told(code, DURING, readers=0) == code
