"""`lsc-syncd decisions list|show`: what persons decided by hand, and what each holds now."""

from pathlib import Path

import click

from ingest.persons.by_decision import DecisionRefused, Refus
from ingest.persons.decided import OUVERTE, Decided, decided
from syncd import clock
from syncd.commands import show
from syncd.commands.deciding import desk, tell_refusal, told
from syncd.commands.exit_codes import DONE

_COLUMNS = {
    "id": "Decision",
    "etat": "State",
    "criteres": "What",
    "documents": "Holds",
    "jusqu_au": "Until",
    "raison": "Reason",
    "qui": "Who",
    "pris_le": "When",
}


@click.group(help="What persons decided by hand.")
def decisions() -> None:
    """Look at decisions."""


@decisions.command("list", help="Every decision, oldest first.")
@click.option("--open", "open_only", is_flag=True, help="Those that hide something today.")
@show.as_json
@click.pass_obj
def list_decisions(config: Path | None, /, *, open_only: bool, is_json: bool) -> None:
    """List decisions, and how many documents each holds; the daemon need not run."""
    found = (each for each in _found(config) if not open_only or each.etat == OUVERTE)
    show.listing(map(_row, found), _COLUMNS, is_json=is_json)


@decisions.command("show", help="All that is known of one decision.")
@click.argument("identifier", metavar="ID")
@show.as_json
@click.pass_obj
def show_decision(config: Path | None, /, *, identifier: str, is_json: bool) -> int:
    """Show the decision ID: what, why, who, when, until, and who closed it."""
    found = {each.decision.id: each for each in _found(config)}
    if identifier not in found:
        return tell_refusal(DecisionRefused(Refus.INCONNUE, identifier))
    row = _row(found[identifier])
    if is_json:
        show.document(row)
    else:
        show.pairs(row)
    return DONE


def _found(config: Path | None) -> list[Decided]:
    with desk(config) as (workshop, zone), workshop.store.reading() as known:
        return decided(known, workshop, clock.now().astimezone(zone).date())


def _row(found: Decided) -> dict[str, object]:
    return {**told(found.decision), "etat": found.etat, "documents": found.documents}
