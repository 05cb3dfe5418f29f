"""`lsc-syncd readers`: who could open a document, and who did where a portal wrote it (R-058)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.telling.lectures import LU, VU, Marque, marks_of
from ingest.telling.proven import readers_of
from ingest.telling.ways import Trait, Way
from syncd.commands import marked, show
from syncd.commands.moments import span_of
from syncd.commands.persons import logins_ever
from syncd.site import parts_of, read_site

_COLUMNS = {
    "tiers": "Person",
    "login": "Login",
    "compte": "Account",
    "niveau": "As",
    "cible": "Reached by",
    "du": "From",
    "avant": "Until",
    "vu_le": "Seen",
    "lu_le": "Read",
    "contenu": "Content",
}


@click.command(help="Everybody who could open a document, and who did.")
@click.argument("document")
@click.option("--at", metavar="DATE", help="On that day, or at 2026-03-03T10:30, only.")
@show.as_json
@click.pass_obj
def readers(config: Path | None, /, *, document: str, at: str | None, is_json: bool) -> None:
    """List who could open DOCUMENT (entite/evenement/piece), from when to when, and who did."""
    site = read_site(config)
    site.check_begun()
    span = None if at is None else span_of(at, ZoneInfo(site.fuseau))
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        ways = readers_of(known, document, span)
        logins = logins_ever(known)
        marks = marked.if_readable(lambda: marks_of(known, document, span=span))
    outside = _outside(ways, marks or ())
    rows = [
        {**row, "login": logins.get(str(row["tiers"])), "portail_lu": marks is not None}
        for row in (*_reached(ways, marks or ()), *_strangers(outside))
    ]
    if is_json:
        show.document(rows)
        return
    if ways:
        show.listing(rows[: len(ways)], _COLUMNS, is_json=False)
    else:
        show.say(f"Nobody could open {document}{' in that time' if span else ''}.")
    marked.tell_staff(marks or ())
    marked.tell_outside(outside)


def _reached(ways: Iterable[Way], marks: Iterable[Marque]) -> Iterator[dict[str, object]]:
    """Yield each way, with the marks that its person has while it is open."""
    of_person = _by_tiers(marks)
    for way in ways:
        inside = [each for each in of_person.get(way.trait.tiers, ()) if way.contains(each.le)]
        yield {**way.trait._asdict(), "du": way.du, "avant": way.avant, **_told(inside)}


def _outside(ways: Iterable[Way], marks: Iterable[Marque]) -> list[Marque]:
    """Return the marks of persons to whom no way was open then."""
    of_person = defaultdict[str, list[Way]](list)
    for way in ways:
        of_person[way.trait.tiers].append(way)
    return [
        each
        for each in marks
        if not any(way.contains(each.le) for way in of_person.get(each.tiers, ()))
    ]


def _strangers(outside: Iterable[Marque]) -> Iterator[dict[str, object]]:
    """Yield by person such marks, as a row without account, content and times."""
    nothing: dict[str, object] = dict.fromkeys((*Trait._fields, "du", "avant"))
    for tiers, found in _by_tiers(outside).items():
        yield {**nothing, "tiers": tiers, **_told(found)}


def _by_tiers(marks: Iterable[Marque]) -> Mapping[str, list[Marque]]:
    found = defaultdict[str, list[Marque]](list)
    for each in marks:
        found[each.tiers].append(each)
    return found


def _told(marks: Sequence[Marque]) -> dict[str, object]:
    return {
        "vu_le": marked.own(marks, VU),
        "lu_le": marked.own(marks, LU),
        "usurpations": marked.by_staff(marks),
    }
