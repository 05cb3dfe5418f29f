"""`lsc-syncd depublish`: hide documents by hand, now, beside a running daemon too."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from ingest.persons.by_decision import DecisionRefused, Demande, Prise, foresee
from ingest.persons.by_decision import depublish as hide
from syncd.commands import show
from syncd.commands.deciding import desk, effects_told, new_id, tell_effects, tell_refusal, told
from syncd.commands.exit_codes import DONE
from syncd.commands.selecting import Given, criteria_of, selection, signature


@click.command(help="Hide documents by hand.")
@selection
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day; else for good.")
@signature
@show.as_json
@click.pass_obj
def depublish(
    config: Path | None,
    /,
    *,
    selection: tuple[str, ...],
    until: datetime | None,
    reason: str,
    who: str,
    dry_run: bool,
    is_all: bool,
    limit: int,
    is_json: bool,
    **given: Given,
) -> int:
    """Hide what SELECTION and the options name, until it is republished or that day is over."""
    demande = Demande(
        criteres=criteria_of(selection, given),
        raison=reason,
        qui=who,
        jusqu_au=until.date() if until else None,
        tous=is_all,
    )
    decide = foresee if dry_run else hide
    with desk(config) as (workshop, zone), show.working("deciding"):
        try:
            prise = decide(workshop, demande, new_id(), zone)
        except DecisionRefused as error:
            return tell_refusal(error)
    if is_json:
        show.document(_json(prise, dry_run=dry_run))
    else:
        _tell(prise, limit, dry_run=dry_run)
    return DONE


def _json(prise: Prise, *, dry_run: bool) -> dict[str, object]:
    decision = {**told(prise.decision), "id": None if dry_run else prise.decision.id}
    return {
        "dry_run": dry_run,
        "decision": decision,
        "documents": prise.documents,
        "total": prise.total,
        "plus_tard": prise.plus_tard,
        "effects": {**asdict(prise.effects), "nommes": effects_told(prise.effects)},
    }


def _tell(prise: Prise, limit: int, *, dry_run: bool) -> None:
    name = "Dry run, nothing was changed" if dry_run else f"Decision {prise.decision.id}"
    until = prise.decision.jusqu_au
    how_long = f"until {until} included" if until else "until it is republished"
    show.say(f"{name}: {prise.documents} of {prise.total} document(s) match, hidden {how_long}.")
    if prise.plus_tard:
        show.say(
            f"{prise.plus_tard} of them LSC publishes on a later day, which ends the decision: "
            "they are not hidden. Name their account or building, or withdraw them in LSC."
        )
    tell_effects(prise.effects, limit)
