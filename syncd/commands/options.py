"""`lsc-syncd options`: what the extranet shows, where each value comes from, and setting it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from ingest.disk.envoi import stamp
from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from ingest.rules.reglages import OPTIONS, OptionEffective
from store.reading import Reading
from syncd import clock
from syncd.commands import show
from syncd.commands.exit_codes import HELD
from syncd.commands.selecting import operator
from syncd.portal_settings import apply_portal, asked_of_portal
from syncd.site import parts_of, read_site, workshop_of

_COLUMNS = {
    "option": "Setting",
    "module": "Of",
    "cible": "For",
    "valeur": "On",
    "origine": "From",
    "regle": "Rule",
    "demande": "The file says",
}
_WORDS = {
    "defaut": "default",
    "global": "set for all",
    "propre": "its own",
    "lsc": "LSC does not send it (R-024)",
}


@click.group(invoke_without_command=True, help="What the extranet shows, and why.")
@click.option("--for", "cible", metavar="ID", help="What has a value of its own: S1/I1, G1/C4.")
@show.as_json
@click.pass_context
def options(ctx: click.Context, /, *, cible: str | None, is_json: bool) -> None:
    """List the settings in force; what the file says and is not in force is named beside."""
    if ctx.invoked_subcommand is not None:
        return
    site = read_site(ctx.obj)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.store.reading() as known:
        rows = list(_rows(known, site.reglages, cible))
        waits = _waits(known, site.reglages)
    show.listing(rows, _COLUMNS, is_json=is_json)
    if waits and not is_json:
        show.say(
            "\nThe file says otherwise, and is not in force: the daemon reads it at SIGHUP; "
            "`lsc-syncd options apply --reason …` applies it at once, also what the guard holds."
        )


@options.command("apply", help="Put in force what the file says, and what is set in the portal.")
@click.option("--reason", help="Why, although the guard holds it; without it, it may be held.")
@click.option("--who", default=operator, show_default="your user name", help="Who decides.")
@click.pass_obj
def apply_options(config: Path | None, /, *, reason: str | None, who: str) -> int | None:
    """Apply both; what would open or withdraw much needs a reason (R-011)."""
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    signature = Signature(who, reason) if reason else None
    with closing(parts.store):
        workshop, identifier = workshop_of(site, parts), f"extranet-{stamp(clock.now())}"
        found = [apply_reglages(workshop, site.reglages, identifier, signature=signature)]
        if found[0].applied:
            with parts.store.reading() as known:
                asked = asked_of_portal(known)
            found.append(apply_portal(workshop, asked, signature))
    for alarme in found[-1].alarmes if not found[-1].applied else ():
        place = f" in {alarme.entite}" if alarme.entite else ""
        show.say(f"{alarme.code}: {alarme.nombre} of {alarme.sur}{place}: {alarme.cause}")
    if not found[-1].applied:
        whose = "of the portal's" if found[0].applied else "of the file's"
        show.say(f"Held: nothing {whose} was changed. Give --reason to apply it all the same.")
        return HELD
    show.say(f"In force; {sum(each.lignes for each in found)} derived row(s) changed.")
    return None


def _rows(
    known: Reading, asked: frozenset[Reglage], cible: str | None
) -> Iterator[dict[str, object]]:
    """Yield each value in force, by section and name, the targets' own last."""
    wanted = {(each.portee, each.cible, each.option): each.valeur for each in asked}
    found = (OptionEffective(*row) for row in known.derived("options_effectives"))  # type: ignore[arg-type]  # the store's columns are its fields
    for each in sorted(found, key=lambda row: (row.cible, row.module, row.option)):
        if cible is not None and each.cible != cible:
            continue
        place = (each.portee, each.cible or each.module, each.option)
        says = wanted.get(place)
        yield {
            **each._asdict(),
            "origine": _WORDS[each.origine],
            "regle": OPTIONS[each.module][each.option].regle,
            "demande": says if says != each.valeur else None,
        }


def _waits(known: Reading, asked: frozenset[Reglage]) -> bool:
    of_file = {Reglage(*each) for each in known.reglages() if each.source == "fichier"}
    return of_file != asked
