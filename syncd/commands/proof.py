"""`lsc-syncd proof`: when a person could open a document, proven, and when a portal wrote he did.

A portal's marks stand beside the proof (R-058): they prove nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.rules.jours import is_within
from ingest.telling.edge import Edge
from ingest.telling.lectures import Marque, marks_of
from ingest.telling.proven import Asked, Proof, Through, View, prove
from syncd import clock
from syncd.commands import marked, show
from syncd.commands.moments import span_of
from syncd.commands.persons import person_ever
from syncd.site import parts_of, read_site, workshop_of


@click.command(help="When a person could open a document, and why.")
@click.argument("document")
@click.option("--for", "login", metavar="LOGIN", required=True, help="A login, or a person's id.")
@click.option("--at", metavar="DATE", help="On that day, or at 2026-03-03T10:30, only.")
@show.as_json
@click.pass_obj
def proof(
    config: Path | None, /, *, document: str, login: str, at: str | None, is_json: bool
) -> None:
    """Tell when LOGIN could open DOCUMENT (entite/evenement/piece), content by content."""
    site = read_site(config)
    site.check_begun()
    span = None if at is None else span_of(at, ZoneInfo(site.fuseau))
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        asked = Asked(document, person_ever(known, login), clock.now_text())
        found = prove(known, workshop_of(site, parts), asked, span)
        marks = marked.if_readable(lambda: marks_of(known, document, asked.tiers, span))
    if is_json:
        lectures = None if marks is None else [_plain_mark(each, found) for each in marks]
        show.document({**_plain(found), "lectures": lectures})
    else:
        show.pairs({"document": found.document, "title": found.titre, "person": found.tiers})
        _tell(found, marks or (), login, was_limited=span is not None)


def _tell(found: Proof, marks: Sequence[Marque], login: str, *, was_limited: bool) -> None:
    for view in found.vues:
        inside = (each for each in marks if _view_at(each.le, found) is view)
        show.say("\n".join(("", *_lines(view), *(f"  {marked.sentence(each)}" for each in inside))))
    if not found.vues:
        when = "in that time" if was_limited else "at any time"
        show.say(f"\n{login} could not open this document {when}.")
    marked.tell_outside(each for each in marks if _view_at(each.le, found) is None)
    now = found.maintenant
    show.say("\nVISIBLE now." if now is None else f"\nNOT VISIBLE now: {now.phrase} ({now.regle}).")


def _lines(view: View) -> Iterator[str]:
    yield f"Content {view.contenu}"
    yield f"  from   {view.du}  {_edge(view.commence)}"
    if view.finit is not None:
        yield f"  until  {view.avant}  {_edge(view.finit)}"
    for way in view.chemins:
        yield f"  by     {_way(way)}"


def _edge(edge: Edge) -> str:
    by = f"time, as said by {edge.cause}" if edge.par_le_temps else edge.cause
    return f"[{edge.regle}] {edge.phrase}; by {by}"


def _way(way: Through) -> str:
    trait = way.trait
    held = "" if trait.par_tiers == trait.tiers else f" of {trait.par_tiers}"
    when = f"from {way.du}" + (f" until {way.avant}" if way.avant else "")
    return (
        f"account {trait.compte}{held} as {trait.niveau}, "
        f"binder {trait.classeur}, {trait.portee} {trait.cible}: {when}"
    )


def _view_at(moment: str, found: Proof) -> View | None:
    """Given a UTC instant, return the view in which it lies, the first of several."""
    return next((view for view in found.vues if is_within(view.du, view.avant, moment)), None)


def _plain_mark(mark: Marque, found: Proof) -> dict[str, object]:
    view = _view_at(mark.le, found)
    return {**mark._asdict(), "contenu": view and view.contenu}


def _plain(found: Proof) -> dict[str, object]:
    views = [
        {
            **asdict(view),
            "commence": view.commence._asdict(),
            "finit": view.finit and view.finit._asdict(),
            "chemins": [_plain_way(way) for way in view.chemins],
        }
        for view in found.vues
    ]
    now = found.maintenant
    return {**asdict(found), "vues": views, "maintenant": now and now._asdict()}


def _plain_way(way: Through) -> dict[str, object]:
    return {
        **way.trait._asdict(),
        "du": way.du,
        "avant": way.avant,
        "commence": way.commence._asdict(),
        "finit": way.finit and way.finit._asdict(),
    }
