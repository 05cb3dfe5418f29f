"""`lsc-syncd doctor`: whether spool, ledger, documents and store agree, and the repair."""

from collections.abc import Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import click

from ingest.doctor.findings import Finding
from syncd.commands import show
from syncd.commands.exit_codes import DONE, FAILURE
from syncd.doctor import Diagnosis, diagnosis_words, look, look_and_repair
from syncd.site import parts_of, read_site

_MOST_NAMED = 10
_MOVES = "lsc-syncd runs: the spool may move meanwhile, what its work explains is not told."


@click.command(help="Whether spool, ledger and store agree.")
@click.option("--repair", "is_repair", is_flag=True, help="Repair what can be; no daemon may run.")
@click.option("--deep", "is_deep", is_flag=True, help="Read every content and compare its sha256.")
@show.as_json
@click.pass_obj
def doctor(config: Path | None, /, *, is_repair: bool, is_deep: bool, is_json: bool) -> int:
    """Tell what does not agree and what to do about it; 0 when nothing wrong is left."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    examine = look_and_repair if is_repair else look
    with closing(parts.store), show.working("looking"):
        found = examine(site, parts, is_deep=is_deep)
    if is_json:
        rows = list(diagnosis_words(found))
        show.document({"running": found.running, "sound": found.is_sound, "findings": rows})
    else:
        _tell(found)
    return DONE if found.is_sound else FAILURE


def _tell(found: Diagnosis) -> None:
    if found.running:
        show.say(_MOVES)
    for _, same in groupby(found.found, key=attrgetter("code")):
        _tell_kind(list(same), found)
    show.say(_summary(found))


def _tell_kind(same: Sequence[Finding], found: Diagnosis) -> None:
    """A restore leaves as many findings of one code as there were contents since."""
    show.say(f"{same[0].level}: {same[0].code}")
    for finding in same[:_MOST_NAMED]:
        repaired = "" if finding in found.left else " (repaired)"
        show.say(f"  {finding.where}: {finding.sentence}{repaired}")
    if len(same) > _MOST_NAMED:
        show.say(f"  … and {len(same) - _MOST_NAMED} more: --json")
    show.say(f"  → {same[0].remedy}")


def _summary(found: Diagnosis) -> str:
    if not found.found:
        return "Nothing is wrong."
    wrong = sum(finding.is_wrong for finding in found.left)
    repaired = sum(finding not in found.left for finding in found.found)
    return f"{len(found.found)} finding(s), {repaired} repaired, {wrong} to deal with."
