"""The program at work in a process of its own.

Touches: the folder that it is given for the data.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

CONSEIL = "conseil_herite_coproprietaire"
"""In the place of an envoi: this setting is switched, and all is derived again."""


def run_program(data: Path, envois: Sequence[Path | str]) -> list[dict[str, float]]:
    """Given a folder to make and envois, process these in turn; return what `daemon` measured."""
    command = [sys.executable, "-m", "bench.daemon", str(data), *map(str, envois)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise click.ClickException(ran.stderr)
    found: list[dict[str, float]] = json.loads(ran.stdout)
    return found
