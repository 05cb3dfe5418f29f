"""`lsc-syncd proof` and `readers`: who could open a document, from when to when, proven."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.telling.edge import Edge
from ingest.telling.proven import Asked, Proof, Through, View, prove, readers_of
from ingest.telling.ways import Way
from syncd import clock
from syncd.commands import show
from syncd.commands.moments import span_of
from syncd.commands.persons import logins_ever, person_ever
from syncd.site import parts_of, read_site, workshop_of

_READERS = {
    "tiers": "Person",
    "login": "Login",
    "compte": "Account",
    "niveau": "As",
    "cible": "Reached by",
    "du": "From",
    "avant": "Until",
    "contenu": "Content",
}
_at = click.option("--at", metavar="DATE", help="On that day, or at 2026-03-03T10:30, only.")


@click.command(help="When a person could open a document, and why.")
@click.argument("document")
@click.option("--for", "login", metavar="LOGIN", required=True, help="A login, or a person's id.")
@_at
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
    if is_json:
        show.document(_plain(found))
    else:
        show.pairs({"document": found.document, "title": found.titre, "person": found.tiers})
        _tell(found, login, was_limited=span is not None)


@click.command(help="Everybody who could open a document, and when.")
@click.argument("document")
@_at
@show.as_json
@click.pass_obj
def readers(config: Path | None, /, *, document: str, at: str | None, is_json: bool) -> None:
    """List who could open DOCUMENT (entite/evenement/piece), through what, from when to when."""
    site = read_site(config)
    site.check_begun()
    span = None if at is None else span_of(at, ZoneInfo(site.fuseau))
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        ways = readers_of(known, document, span)
        logins = logins_ever(known)
    if is_json or ways:
        show.listing((_reader(way, logins) for way in ways), _READERS, is_json=is_json)
    else:
        show.say(f"Nobody could open {document}{' in that time' if span else ''}.")


def _reader(way: Way, logins: Mapping[str, str]) -> dict[str, object]:
    login = logins.get(way.trait.tiers)
    return {**way.trait._asdict(), "login": login, "du": way.du, "avant": way.avant}


def _tell(found: Proof, login: str, *, was_limited: bool) -> None:
    for view in found.vues:
        show.say("\n".join(("", *_lines(view))))
    if not found.vues:
        when = "in that time" if was_limited else "at any time"
        show.say(f"\n{login} could not open this document {when}.")
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
