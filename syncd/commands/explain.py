"""`lsc-syncd explain`: why a document shows or not, to whom, since when, by which rule."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from ingest.telling.explanation import Explanation, Verdict
from ingest.telling.explanation import explain as explained
from ingest.telling.past import Past, past_of
from ingest.telling.proof import Interval
from ingest.workshop import Workshop
from store.reading import Reading
from syncd import clock
from syncd.commands import show
from syncd.commands.moments import span_of
from syncd.commands.persons import person_of
from syncd.site import parts_of, read_site, workshop_of

_RULES = {"regle": "Rule", "verdict": "Verdict", "phrase": "Why", "valeurs": "Values read"}
_INTERVALS = {
    "tiers": "Person",
    "du": "From",
    "avant": "Until",
    "niveau": "As",
    "compte": "Account",
    "cible": "Reached by",
    "causes": "Because of",
    "contenu": "Content",
}
_ROWS = {
    "table": "Table",
    "valeurs": "Row",
    "connu_du": "Known from",
    "connu_jusqu_au": "Until",
    "cause_du": "Because of",
    "cause_jusqu_au": "Ended by",
}


@click.command(help="Why a document is visible, or not.")
@click.argument("document")
@click.option("--for", "login", metavar="LOGIN", help="In front of this person.")
@click.option("--at", metavar="DATE", help="On that day, or at 2026-03-03T10:30, by the history.")
@show.as_json
@click.pass_obj
def explain(
    config: Path | None, /, *, document: str, login: str | None, at: str | None, is_json: bool
) -> None:
    """Explain DOCUMENT (entite/evenement/piece), as `documents list` names it."""
    site = read_site(config)
    site.check_begun()
    span = None if at is None else span_of(at, ZoneInfo(site.fuseau))
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        tiers = None if login is None else person_of(known, login)
        if span is not None:
            _tell_past(past_of(known, document, tiers, span), is_json=is_json)
        else:
            _tell_now(known, workshop_of(site, parts), document, tiers, is_json=is_json)


def _tell_now(
    known: Reading, workshop: Workshop, document: str, tiers: str | None, *, is_json: bool
) -> None:
    now = clock.now_text()
    found = explained(known, workshop, document, tiers=tiers, now=now)
    if is_json:
        show.document(
            {
                **asdict(found),
                "verdicts": [each._asdict() for each in found.verdicts],
                "personne": [each._asdict() for each in found.personne],
                "intervals": [each._asdict() for each in found.intervals],
            }
        )
        return
    show.pairs({"document": found.document, "title": found.titre, "content": found.contenu})
    show.listing(map(_rule, found.verdicts), _RULES, is_json=False)
    if tiers is not None:
        show.say(f"\nIn front of {tiers}:")
        show.listing(map(_rule, found.personne), _RULES, is_json=False)
    show.say(f"\n{_conclusion(found, now)}")
    _tell_intervals(found.intervals)


def _conclusion(found: Explanation, now: str) -> str:
    current = [each for each in found.intervals if each.contains(now)]
    if found.visible is None:
        return f"Seen now by {len({each.tiers for each in current})} person(s)."
    if not found.visible:
        return "NOT VISIBLE to this person now."
    return f"VISIBLE to this person, since {min(each.du for each in current)}."


def _tell_intervals(intervals: Iterable[Interval]) -> None:
    rows = [{**each._asdict(), "causes": sorted(set(each.causes))} for each in intervals]
    if rows:
        show.say("\nFrom when to when it could be opened, from the history (UTC):")
        show.listing(rows, _INTERVALS, is_json=False)


def _tell_past(past: Past, *, is_json: bool) -> None:
    if is_json:
        show.document(
            {
                "span": past.span._asdict(),
                "rows": [each._asdict() for each in past.rows],
                "intervals": [each._asdict() for each in past.intervals],
            }
        )
        return
    show.say(f"From {past.span.du} to {past.span.avant} (UTC)")
    rows = ({**each._asdict(), "valeurs": _words(each.valeurs)} for each in past.rows)
    show.listing(rows, _ROWS, is_json=False)
    show.say("\nVISIBLE in that time." if past.intervals else "\nNOT VISIBLE in that time.")
    _tell_intervals(past.intervals)


def _rule(verdict: Verdict) -> dict[str, object]:
    return {
        "regle": verdict.regle,
        "verdict": f"{'HIDES' if verdict.cache else 'ok'} {verdict.code}",
        "phrase": verdict.phrase if verdict.cache else "",
        "valeurs": _words(verdict.valeurs),
    }


def _words(values: object) -> str:
    pairs = values.items() if hasattr(values, "items") else ()
    return ", ".join(f"{name}={value}" for name, value in pairs if value not in {None, ""})
