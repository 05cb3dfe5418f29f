"""`lsc-syncd republish`: close decisions, and say what still hides each document."""

from dataclasses import asdict
from pathlib import Path

import click

from ingest.persons.by_decision import DecisionRefused
from ingest.persons.reopening import Reouverte, Reouverture, foresee_republication
from ingest.persons.reopening import republish as reopen
from syncd.commands import show
from syncd.commands.deciding import desk, effects_told, tell_effects, tell_refusal, told
from syncd.commands.exit_codes import DONE, FAILURE
from syncd.commands.selecting import Given, criteria_of, selection, signature

_HIDDEN = {
    "document": "Document",
    "titre": "Title",
    "regle": "Rule",
    "code": "Hidden by",
    "phrase": "Why",
    "decision": "Decision",
}


@click.command(help="End what was hidden by hand.")
@selection
@click.option("--decision", "decisions", metavar="ID", multiple=True, help="This one, whole.")
@signature
@show.as_json
@click.pass_obj
def republish(
    config: Path | None,
    /,
    *,
    selection: tuple[str, ...],
    decisions: tuple[str, ...],
    reason: str,
    who: str,
    dry_run: bool,
    is_all: bool,
    limit: int,
    is_json: bool,
    **given: Given,
) -> int:
    """Close the decisions of these ids, or those about what SELECTION names and nothing else."""
    criteres = criteria_of(selection, given)
    if decisions and (is_all or not criteres.is_everything):
        raise click.UsageError("Give --decision, or a selection: not both")
    demande = Reouverture(
        criteres=criteres, raison=reason, qui=who, decisions=decisions, tous=is_all
    )
    decide = foresee_republication if dry_run else reopen
    with desk(config) as (workshop, _), show.working("deciding"):
        try:
            found = decide(workshop, demande)
        except DecisionRefused as error:
            return tell_refusal(error)
    if is_json:
        show.document(_json(found, dry_run=dry_run))
    else:
        _tell(found, limit, dry_run=dry_run)
    return DONE if found.closes else FAILURE


def _json(found: Reouverte, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "closes": [told(each) for each in found.closes],
        "plus_larges": [
            {**told(each.decision), "documents": each.documents} for each in found.plus_larges
        ],
        "documents": found.documents,
        "encore_caches": found.encore_caches,
        "caches": [each._asdict() for each in found.caches],
        "effects": {**asdict(found.effects), "nommes": effects_told(found.effects)},
    }


def _tell(found: Reouverte, limit: int, *, dry_run: bool) -> None:
    if dry_run:
        show.say("Dry run, nothing was changed.")
    for each in found.closes:
        show.say(f"Closed: {each.id} ({each.raison}), by {each.qui} on {each.jour}.")
    if not found.closes:
        show.say("No decision was closed.")
    for wider in found.plus_larges:
        show.say(
            f"Not closed: {wider.decision.id} ({wider.decision.raison}) is about more than that, "
            f"{wider.documents} document(s) now: --decision {wider.decision.id} closes it whole."
        )
    tell_effects(found.effects, limit)
    show.say(f"{found.encore_caches} of {found.documents} document(s) still hidden.")
    rows = [each._asdict() for each in found.caches[:limit]]
    if rows:
        show.listing(rows, _HIDDEN, is_json=False)
    if found.encore_caches > len(rows):
        show.say(f"… and {found.encore_caches - len(rows)} more: --limit, or --json.")
