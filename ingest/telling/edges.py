"""Why a way to a document opened, and why it closed: by which envoi or decision, under which rule.

Read from the history alone, which says what stood just before and just after; what facts said then
is not kept. Where several things happened at once the strongest is told, in the order of R-038:
the document, then who reaches it, then the boxes of its binder, then time.
Touches: nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.rules.acces import COMPTE
from ingest.rules.raisons import PUBLIEE
from ingest.rules.reglages import COMMUN
from ingest.telling.codes import CODES
from ingest.telling.edge import Edge, box, edge_of, lifted
from ingest.telling.proof import Meeting, is_current, text
from store.history import HistoryRow


class Rows(NamedTuple):
    """All rows that ever stood: of a document, of what one person reaches, of settings."""

    publications: Sequence[HistoryRow]
    acces: Sequence[HistoryRow]
    options: Sequence[HistoryRow] = ()
    """The settings of the extranet that were in force."""


def beginning_of(meeting: Meeting, rows: Rows) -> Edge:
    """Given the first meeting of a way, return why it opened."""
    return next(_beginnings(meeting, rows), edge_of("PUBLISHED", meeting.publication.cause_du))


def end_of(meeting: Meeting, rows: Rows) -> Edge | None:
    """Given the last meeting of a way, return why it closed, or will; None when it does not."""
    if meeting.avant is None:
        return None
    ended = [row for row in meeting[:3] if row.connu_jusqu_au == meeting.avant]
    causes = (row.cause_jusqu_au for row in ended)
    other = edge_of("TARGET_ELSEWHERE", next(filter(None, causes), ""))
    return next(_ends(meeting, meeting.avant, rows), other)


def _beginnings(meeting: Meeting, rows: Rows) -> Iterator[Edge]:
    publication, access, right, du, _ = meeting
    if publication.connu_du == du:
        yield from _published(publication, rows.publications)
    if access.connu_du == du:
        yield from _opened_to_all("PORTAL_OFF", access, rows)
        yield from _reached(access, rows.acces)
    if right.connu_du == du:
        yield from _opened_to_all("DOCUMENTS_OFF", right, rows)
        yield box("BOX_TICKED", text(right, "classeur"), right.cause_du)
    if text(publication, "visible_du") == du:
        yield _day_of_publication(publication)
    if text(access, "du") == du:
        yield edge_of(_opened(access), access.cause_du, by_time=True)


def _ends(meeting: Meeting, avant: str, rows: Rows) -> Iterator[Edge]:
    publication, access, right, _, _ = meeting
    if publication.connu_jusqu_au == avant:
        yield from _hidden(publication, avant, rows.publications)
    if access.connu_jusqu_au == avant:
        yield from _closed_to_all("PORTAL_OFF", access, rows)
        yield from _left(access, avant, rows.acces)
    if right.connu_jusqu_au == avant:
        yield from _closed_to_all("DOCUMENTS_OFF", right, rows)
        yield box("BINDER_LEVEL", text(right, "classeur"), right.cause_jusqu_au or "")
    if text(publication, "visible_jusqu_au") == avant:
        yield edge_of("EXPIRED", publication.cause_du, by_time=True)
    if text(access, "jusqu_au") == avant:
        yield edge_of(text(access, "motif_fin") or "SCOPE_PERIOD", access.cause_du, by_time=True)


def _published(publication: HistoryRow, rows: Iterable[HistoryRow]) -> Iterator[Edge]:
    """Yield what the row that stood before lacked; nothing when it showed the same."""
    since, cause = publication.connu_du, publication.cause_du
    before = [row for row in rows if _stood_before(row, since)]
    same = [row for row in before if _scope(row) == _scope(publication)]
    if not before:
        yield edge_of("PUBLISHED", cause)
    elif not same:
        yield lifted("TARGET_ELSEWHERE", cause)
    for row in same:
        code = _obstacle(row, publication, since)
        if code == "CONTENT_REPLACED":
            yield edge_of("CONTENT_NEW", cause)
        elif code is not None:
            yield lifted(code, cause)


def _hidden(publication: HistoryRow, avant: str, rows: Iterable[HistoryRow]) -> Iterator[Edge]:
    """Yield what hides the document after the row; nothing when the next one shows the same."""
    cause = publication.cause_jusqu_au or ""
    after = [row for row in rows if _stood(row, avant)]
    same = [row for row in after if _scope(row) == _scope(publication)]
    if not same:
        yield edge_of(_elsewhere(after, publication, avant), cause)
    for row in same:
        obstacle = _obstacle(row, publication, avant)
        if obstacle is not None:
            yield edge_of(obstacle, cause)


def _elsewhere(after: Sequence[HistoryRow], shown: HistoryRow, moment: str) -> str:
    """Return why no row has the scope any more: what hides the document anyway, else its target."""
    obstacles = [_obstacle(row, shown, moment) for row in after]
    hiding = [each for each in obstacles if each is not None and each in CODES]
    return (hiding or ["TARGET_ELSEWHERE" if after else "WITHDRAWN_ABSENT"])[0]


def _obstacle(row: HistoryRow, shown: HistoryRow, moment: str) -> str | None:
    """Return why a publication row does not show what another shows, None when it does."""
    motif = str(json.loads(text(row, "motif"))[0])
    if text(row, "etat") != PUBLIEE:
        return motif
    if text(row, "contenu") != text(shown, "contenu"):
        return "CONTENT_REPLACED"
    start, end = text(row, "visible_du"), text(row, "visible_jusqu_au")
    if not start or moment < start:
        return motif if motif == "DEPUBLISHED_UNTIL" else "PUBLICATION_FUTURE"
    if end and end <= moment:
        return "EXPIRED"
    return None if text(row, "classeur") == text(shown, "classeur") else "BINDER_CHANGED"


def _day_of_publication(publication: HistoryRow) -> Edge:
    code, values = json.loads(text(publication, "motif"))
    if code == "DEPUBLISHED_UNTIL":
        return edge_of("DECISION_OVER", str(values["decision"]), by_time=True)
    return edge_of("PUBLICATION_REACHED", publication.cause_du, by_time=True)


def _reached(access: HistoryRow, rows: Iterable[HistoryRow]) -> Iterator[Edge]:
    """Yield what opened the scope to him; nothing when a row before did so at the same level."""
    since = access.connu_du
    before = [row for row in rows if _stood_before(row, since) and _reach(row) == _reach(access)]
    current = [row for row in before if is_current(row, since)]
    if not current:
        yield edge_of(_opened(access), access.cause_du)
    elif not any(_same_level(row, access) for row in current):
        yield edge_of("LEVEL_CHANGED", access.cause_du)


def _left(access: HistoryRow, avant: str, rows: Sequence[HistoryRow]) -> Iterator[Edge]:
    """Yield what closed the scope to him; nothing when the next row leaves it open."""
    cause = access.cause_jusqu_au or ""
    after = [row for row in rows if _stood(row, avant) and _reach(row) == _reach(access)]
    current = [row for row in after if is_current(row, avant)]
    if any(_same_level(row, access) for row in current):
        return
    if current:
        yield edge_of("LEVEL_CHANGED", cause)
    elif after:
        ended = (text(row, "motif_fin") for row in after if text(row, "jusqu_au") <= avant)
        yield edge_of(next(filter(None, ended), "SCOPE_PERIOD"), cause)
    else:
        yield edge_of(_closed(access, avant, rows), cause)


def _opened_to_all(code: str, row: HistoryRow, rows: Rows) -> Iterator[Edge]:
    """R-022, R-041 (a): the setting was off just before the row began."""
    if any(_is_off(code, each, row) and _stood_before(each, row.connu_du) for each in rows.options):
        yield lifted(code, row.cause_du)


def _closed_to_all(code: str, row: HistoryRow, rows: Rows) -> Iterator[Edge]:
    """R-022, R-041 (a): the setting is off when the row ends."""
    ended = row.connu_jusqu_au or ""
    if any(_is_off(code, each, row) and _stood(each, ended) for each in rows.options):
        yield edge_of(code, row.cause_jusqu_au or "")


def _is_off(code: str, option: HistoryRow, row: HistoryRow) -> bool:
    """Given a setting in force and an access row or a right, return whether it closes that."""
    module = text(row, "classeur").partition("/")[0] if code == "DOCUMENTS_OFF" else COMMUN
    named = (text(option, "option"), text(option, "module"), text(option, "cible"))
    return named == (_OPTIONS[code], module, "") and not option.valeurs["valeur"]


_OPTIONS = {"PORTAL_OFF": "portail", "DOCUMENTS_OFF": "documents"}


def _opened(access: HistoryRow) -> str:
    if text(access, "tiers") != text(access, "par_tiers"):
        return "MASTER_BEGUN"
    return "ACCOUNT_REACHED" if text(access, "portee") == COMPTE else "PLACE_BEGUN"


def _closed(access: HistoryRow, avant: str, rows: Iterable[HistoryRow]) -> str:
    """Of a building the account may be left: then it is the place that is gone (R-075)."""
    if text(access, "tiers") != text(access, "par_tiers"):
        return "MASTER_ENDED"
    whole = (text(access, "compte"), text(access, "par_tiers"), COMPTE, text(access, "compte"))
    is_left = any(_stood(row, avant) and _reach(row) == whole for row in rows)
    return "PLACE_ENDED" if is_left else "ACCOUNT_LEFT"


def _stood(row: HistoryRow, moment: str) -> bool:
    ended = row.connu_jusqu_au
    return row.connu_du <= moment and (ended is None or moment < ended)


def _stood_before(row: HistoryRow, moment: str) -> bool:
    ended = row.connu_jusqu_au
    return row.connu_du < moment and (ended is None or moment <= ended)


def _scope(row: HistoryRow) -> tuple[str, str]:
    return text(row, "portee"), text(row, "cible")


def _reach(row: HistoryRow) -> tuple[str, str, str, str]:
    return text(row, "compte"), text(row, "par_tiers"), *_scope(row)


def _same_level(row: HistoryRow, other: HistoryRow) -> bool:
    return text(row, "niveau") == text(other, "niveau")
