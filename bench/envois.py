"""`make bench`: an envoi inside the program, from `ready/` to its answer, as a ratio to the tools.

Each figure is the median of several runs, tools and program in turn, each program in a process of
its own. Then what a change of anything but leaves costs (`bench.settings`), what starting costs
(`bench.starting`), and what passes between the last CLOSE of a client and its answer
(`bench.latency`). `--plot` loads ever bigger exports instead, and shows
whether the time grows with them.
Touches: a folder of its own below the temporary one, removed at the end.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

import click

from bench.agency import write_agency
from bench.latency import tell_latency
from bench.linearity import plot as plot_sizes
from bench.peer import floor, peer
from bench.program import run_program
from bench.settings import compare_settings
from bench.starting import tell_starting

PARTS = ("cases", "settings", "starting", "latency")
CASES = ("first", "unchanged", "one percent")
Figures = Mapping[str, list[float]]


@click.command()
@click.option("--records", default=100_000, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--plot", is_flag=True, help="First loads of 10,000 to 1,000,000 records instead.")
@click.option("--minutes", default=20, show_default=True, help="How long a plot may take.")
@click.option("--only", type=click.Choice(PARTS), help="One part alone.")
def bench(records: int, runs: int, minutes: int, only: str | None, *, plot: bool) -> None:
    """Measure the three cases, what other changes, starting and waiting for the answer cost."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if plot:
            plot_sizes(folder, minutes)
            return
        parts: dict[str, Callable[[Path], None]] = {
            "cases": lambda root: _compare(root, records, runs),
            "settings": lambda root: compare_settings(root, records, runs),
            "starting": lambda root: tell_starting(root, runs),
            "latency": tell_latency,
        }
        for part in [only] if only else PARTS:
            click.echo(f"— {part}")
            (folder / part).mkdir()
            parts[part](folder / part)
            rmtree(folder / part)


def _compare(root: Path, records: int, runs: int) -> None:
    envois = {
        "first": {"numero": 1},
        "unchanged": {"numero": 2},
        "one percent": {"numero": 3, "changed": True},
    }
    for case, how in envois.items():
        count = write_agency(root / case, records=records, **how)  # type: ignore[arg-type]
        click.echo(f"{case}: {count:,} records", err=True)
    seconds, cpu, memory = (defaultdict[str, list[float]](list) for _ in range(3))
    for run in range(runs):
        for name, tools in (("peer", peer), ("floor", floor)):
            measured = tools(root / CASES[0])
            seconds[name].append(measured.seconds)
            cpu[name].append(measured.cpu)
        found = run_program(root / f"data{run}", [root / case for case in CASES])
        for case, figures in zip(CASES, found, strict=True):
            seconds[case].append(figures["seconds"])
            cpu[case].append(figures["cpu"])
            memory[case].append(figures["added_mb"])
    _tell(seconds, cpu, memory)


def _tell(seconds: Figures, cpu: Figures, memory: Figures) -> None:
    click.echo(f"{'':<14}{'seconds':>9}{'× peer':>9}{'CPU':>9}{'× peer':>9}{'MB added':>10}")
    for case in seconds:
        both = "".join(
            f"{median(found[case]):>9.3f}{median(found[case]) / median(found['peer']):>9.3f}"
            for found in (seconds, cpu)
        )
        added = f"{round(median(memory[case])):>10}" if case in memory else ""
        click.echo(f"{case:<14}{both}{added}")


if __name__ == "__main__":
    bench()
