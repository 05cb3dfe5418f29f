"""`lsc-syncd run`: the daemon, in the foreground, until it is told to stop."""

from pathlib import Path

import click

from config import logs
from ingest import pipeline
from syncd.duties import Steps
from syncd.service import serve
from syncd.site import read_site, try_site


@click.command(help="Be the daemon: receive, decide, answer.")
@click.pass_obj
def run(config: Path | None) -> None:
    """Serve SFTP and process what arrives, until SIGTERM; at SIGHUP, read the settings again."""
    site = read_site(config)
    logs.set_up(site.log_format)
    steps = Steps(pipeline.process, pipeline.recover, pipeline.hold_after_crashes)
    serve(site, steps, lambda: try_site(config))
