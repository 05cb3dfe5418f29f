"""`lsc-syncd upgrade`: bring the tables of an older version to those of this one."""

from contextlib import closing
from pathlib import Path

import click

from store import upgrading
from syncd.commands import show
from syncd.site import parts_of, read_site
from syncd.workforce import derive_again


@click.command(help="Bring an older store to this version.")
@click.pass_obj
def upgrade(config: Path | None, /) -> None:
    """Do it alone, whole or not at all, then derive what is new; tell from which schema to which.

    After a crash between the two the daemon's next start derives it.
    """
    site = read_site(config)
    site.check_begun()
    parts = parts_of(site)
    with closing(parts.store), parts.spool.locked(), show.working("upgrading"):
        step = upgrading.upgrade(parts.store)
        if step.before != step.after:
            derive_again(site, parts, "upgrade")
    if step.before == step.after:
        show.say(f"The store has schema {step.after} already: nothing was changed.")
    else:
        show.say(f"The store had schema {step.before}, it has {step.after} now.")
