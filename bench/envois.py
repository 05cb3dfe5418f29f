"""`make bench`: an envoi inside the program, from `ready/` to its answer, as a ratio to the tools.

Each figure is the median of several runs, tools and program in turn, each program in a process of
its own. `--plot` loads ever bigger exports instead, and shows whether the time grows with them.
Touches: a folder of its own below the temporary one, removed at the end.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from bench.agency import write_agency
from bench.linearity import plot as plot_sizes
from bench.peer import floor, peer
from bench.program import run_program
from bench.settings import compare_settings

CASES = ("first", "unchanged", "one percent")
Figures = Mapping[str, list[float]]


@click.command()
@click.option("--records", default=100_000, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--plot", is_flag=True, help="First loads of 10,000 to 1,000,000 records instead.")
@click.option("--settings", "is_settings", is_flag=True, help="A change of all but leaves instead.")
@click.option("--minutes", default=20, show_default=True, help="How long a plot may take.")
def bench(records: int, runs: int, minutes: int, *, plot: bool, is_settings: bool) -> None:
    """Measure the three cases, and say each as a ratio to the peer."""
    with TemporaryDirectory() as folder:
        if plot:
            plot_sizes(Path(folder), minutes)
        elif is_settings:
            compare_settings(Path(folder), records, runs)
        else:
            _compare(Path(folder), records, runs)


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
