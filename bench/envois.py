"""`make bench`: an envoi inside the program, from `ready/` to its answer, as a ratio to the tools.

The peer is what a user would get with standard tools on the same files: `xmllint --noout --schema`,
`sha256sum`, `sqlite3 .import`; the floor is `xmllint --stream` and `openssl dgst`. Each figure is
the median of several runs, tools and program in turn, each program in a process of its own.
Touches: a folder of its own below the temporary one, removed at the end.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

import schemas
from bench.agency import write_agency

CASES = ("first", "unchanged", "one percent")
Figures = dict[str, list[float]]


@click.command()
@click.option("--records", default=100_000, show_default=True)
@click.option("--runs", default=3, show_default=True)
def bench(records: int, runs: int) -> None:
    """Measure the three cases, and say each as a ratio to the peer."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        envois = {
            "first": {"numero": 1},
            "unchanged": {"numero": 2},
            "one percent": {"numero": 3, "changed": True},
        }
        for case, how in envois.items():
            count = write_agency(root / case, records=records, **how)  # type: ignore[arg-type]
            click.echo(f"{case}: {count:,} records", err=True)
        seconds: Figures = {case: [] for case in ("peer", "floor", *CASES)}
        memory: Figures = {case: [] for case in CASES}
        for run in range(runs):
            for name, tools in (("peer", _peer), ("floor", _floor)):
                seconds[name].append(_timed(partial(tools, root)))
            for case, found in _program(root, root / f"data{run}").items():
                seconds[case].append(found["seconds"])
                memory[case].append(found["added_mb"])
        _tell(seconds, memory)


def _tell(seconds: Figures, memory: Figures) -> None:
    peer = median(seconds["peer"])
    click.echo(f"{'':<14}{'seconds':>9}{'× peer':>9}{'MB added':>10}")
    for case, found in seconds.items():
        added = f"{median(memory[case]):>10.0f}" if case in memory else ""
        click.echo(f"{case:<14}{median(found):>9.3f}{median(found) / peer:>9.3f}{added}")


def _peer(root: Path) -> None:
    """Check the first envoi's files and load their lines with standard tools."""
    for path in sorted((root / "first/donnees").iterdir()):
        nature = path.stem.partition("-")[0]
        schema = schemas.schema_of(nature)
        if schema.exists():
            _ran("xmllint", "--noout", "--schema", str(schema), str(path))
        table = f"CREATE TABLE IF NOT EXISTS '{path.stem}'(line);\n.mode ascii\n"
        separators = '.separator "\\001" "\\n"\n'
        script = f'{table}{separators}.import "{path}" "{path.stem}"\n'
        _ran("sqlite3", str(root / "peer.db"), stdin=script)
    _ran("sh", "-c", f"find '{root}/first/pieces' -type f -print0 | xargs -0 sha256sum")
    (root / "peer.db").unlink()


def _floor(root: Path) -> None:
    """Read the same bytes once, strictly: well-formed, and a digest."""
    for path in sorted((root / "first/donnees").iterdir()):
        _ran("xmllint", "--noout", "--stream", str(path))
    digests = "xargs -0 openssl dgst -sha256"
    _ran("sh", "-c", f"find '{root}/first/pieces' -type f -print0 | {digests}")


def _ran(*command: str, stdin: str = "") -> None:
    subprocess.run(command, input=stdin, capture_output=True, text=True, check=True)


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _program(root: Path, data: Path) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "bench.daemon", str(data), *(str(root / c) for c in CASES)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise click.ClickException(ran.stderr)
    found: list[dict[str, float]] = json.loads(ran.stdout)
    return dict(zip(CASES, found, strict=True))


if __name__ == "__main__":
    bench()
