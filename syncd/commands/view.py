"""`lsc-syncd view LOGIN [SCREEN…]`: what a person sees on each screen of the extranet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.rules.montants import amount_text
from ingest.telling.ecrans import Vu, ecrans_of, screens_of
from store.reading import Reading
from syncd import clock
from syncd.commands import show
from syncd.commands.moments import last_of
from syncd.commands.persons import person_of
from syncd.site import parts_of, read_site

_DOCUMENTS = ("documents", "documents-conseil")
_AMOUNTS = frozenset(
    {
        *("solde", "montant", "debit", "credit"),
        *("budget", "budget_precedent", "realise", "fonds_travaux"),
    }
)
_OF_EVERY_ROW = frozenset({"tiers", "du", "jusqu_au"})


@click.command(help="What a person sees on each screen.")
@click.argument("login")
@click.argument("screens", metavar="[SCREEN]…", nargs=-1)
@click.option("--at", metavar="DATE", help="At the end of that day, or at 2026-03-03T10:30.")
@show.as_json
@click.pass_obj
def view(
    config: Path | None,
    /,
    *,
    login: str,
    screens: tuple[str, ...],
    at: str | None,
    is_json: bool,
) -> None:
    """Show the screens of LOGIN, or those named; the daemon need not run."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        tiers = person_of(known, login)
        if at is not None:
            _tell_past(known, tiers, last_of(at, ZoneInfo(site.fuseau)), screens, is_json=is_json)
            return
        found = screens_of(known, tiers, at=clock.now_text(), noms=screens)
    if is_json:
        show.document([_as_json(vu) for vu in found])
    else:
        for vu in found:
            _tell(vu)


def _tell_past(
    known: Reading, tiers: str, moment: str, screens: Sequence[str], *, is_json: bool
) -> None:
    """Tell a past instant: history is kept of what decides documents, of facts it is not."""
    wanted = [ecran.nom for ecran in ecrans_of(screens)]
    is_asked = not set(_DOCUMENTS).isdisjoint(wanted)
    seen = known.visible(tiers, at=moment, known_at=moment) if is_asked else []
    rows = [{**each._asdict(), "rangement": " / ".join(each.rangement)} for each in seen]
    others = [nom for nom in wanted if nom not in _DOCUMENTS]
    if is_json:
        show.document({"at": moment, "documents": rows, "not_kept": others})
        return
    if is_asked:
        show.say(f"=== Documents, on {moment} (UTC)")
        _tell_rows(rows)
    if others:
        show.say(
            f"\nOf {', '.join(others)} only the present is kept: what LSC sends replaces what it "
            "sent (R-002). An envoi's report in done/ tells what it changed."
        )


def _as_json(vu: Vu) -> dict[str, object]:
    return {
        "screen": vu.ecran.nom,
        "title": vu.ecran.titre,
        "visible": vu.visible,
        "hidden": [each._asdict() for each in vu.caches],
        "views": vu.lignes,
    }


def _tell(vu: Vu) -> None:
    show.say(f"=== {vu.ecran.titre} ({vu.ecran.nom})")
    for cache in vu.caches:
        place = f" of {cache.lieu}" if cache.lieu else ""
        show.say(f"Hidden{place} by {cache.regle}: {cache.phrase}.")
    for vue, rows in vu.lignes.items():
        if len(vu.lignes) > 1:
            show.say(f"-- {vue}")
        _tell_rows(rows)
    show.say()


def _tell_rows(rows: Iterable[Mapping[str, object]]) -> None:
    """Print rows without what is the same of each, or empty in all of them."""
    found = list(rows)
    if not found:
        show.say("Nothing there.")
        return
    columns = [
        name
        for name in found[0]
        if name not in _OF_EVERY_ROW and any(row[name] not in {None, ""} for row in found)
    ]
    show.listing(map(_in_words, found), {name: name for name in columns}, is_json=False)


def _in_words(row: Mapping[str, object]) -> Mapping[str, object]:
    """Return a row with its amounts as people write them, in the currency of the row."""
    devise = str(row.get("devise"))
    return {name: _word(name, value, devise) for name, value in row.items()}


def _word(name: str, value: object, devise: str) -> object:
    if name in _AMOUNTS and isinstance(value, int):
        return amount_text(value, devise)
    if name == "rangement" and isinstance(value, str) and value.startswith("["):
        return " / ".join(json.loads(value))
    return value
