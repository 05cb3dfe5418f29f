"""`lsc-syncd missing`: what is listed and was never received, and what LSC must send again."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from ingest.telling.missing import Manquant, missing, resend_since
from syncd.commands import show
from syncd.commands.exit_codes import DONE, FAILURE
from syncd.site import parts_of, read_site, workshop_of

_COLUMNS = {
    "entite": "Entity",
    "nature": "Nature",
    "id": "Record",
    "piece": "Piece",
    "nom": "Name",
    "titre": "Title",
    "depuis": "Listed since",
    "renvoyer_depuis": "Resend since",
    "sha256": "Content",
}


@click.command("missing", help="What is listed and was never received.")
@show.as_json
@click.pass_obj
def list_missing(config: Path | None, /, *, is_json: bool) -> int:
    """List each content that LSC lists and never sent; exit 1 when there is one."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        found = missing(known, workshop_of(site, parts))
    if is_json:
        show.document(_json(found))
    else:
        _tell(found)
    return FAILURE if found else DONE


def _json(found: Sequence[Manquant]) -> dict[str, object]:
    since = resend_since(found)
    return {
        "renvoyer_depuis": since and since.isoformat(),
        "par_entite": Counter(each.entite for each in found),
        "manquants": [_row(each) for each in found],
    }


def _tell(found: Sequence[Manquant]) -> None:
    if not found:
        show.say("Nothing is missing: every listed content was received.")
        return
    show.listing(map(_row, found), _COLUMNS, is_json=False)
    counts = sorted(Counter(each.entite for each in found).items())
    show.say()
    show.pairs({f"missing in {entite}": count for entite, count in counts})
    if since := resend_since(found):
        show.say(f"In LSC, resend the documents since {since} (R-007).")


def _row(found: Manquant) -> dict[str, object]:
    return {**asdict(found), "renvoyer_depuis": found.renvoyer_depuis}
