"""First loads of ever bigger exports: what a record costs must not grow with their number.

Each size has five thousand files at most. One that would end after the time allowed is left out,
and that is said.
Touches: the folder that it is given; each size is removed before the next.
"""

import shutil
import time
from pathlib import Path

import click

from bench.agency import write_agency
from bench.peer import peer
from bench.program import run_program

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
_BAR = 40
_HEAD = ("records", "seconds", "× peer", "CPU", "× peer", "MB added", "CPU for each record, µs")


def plot(root: Path, minutes: float) -> None:
    """Given an empty folder and how many minutes all may take, load each size once and draw."""
    click.echo("".join(f"{word:>10}" for word in _HEAD[:-1]) + f"  {_HEAD[-1]}")
    end = time.monotonic() + 60 * minutes
    took, before = 0.0, SIZES[0]
    for size in SIZES:
        begun = time.monotonic()
        if begun + took * size / before > end:
            click.echo(f"{size:>10,}  left out: it would take longer than {minutes:g} minutes")
            return
        click.echo(_line(root, size))
        took, before = time.monotonic() - begun, size


def _line(root: Path, size: int) -> str:
    envoi, data = root / "first", root / "data"
    count = write_agency(envoi, records=size)
    tools = peer(envoi)
    (found,) = run_program(data, [envoi])
    for folder in (envoi, data):
        shutil.rmtree(folder)
    each = found["cpu"] / count * 1_000_000
    return (
        f"{count:>10,}{found['seconds']:>10.2f}{found['seconds'] / tools.seconds:>10.2f}"
        f"{found['cpu']:>10.2f}{found['cpu'] / tools.cpu:>10.2f}{found['added_mb']:>10.0f}"
        f"  {'█' * min(round(each / 2), _BAR)} {each:.0f}"
    )
