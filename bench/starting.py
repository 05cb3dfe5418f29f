"""What it costs to start: the help against a bare interpreter, and commands as whole processes.

Programs run in turn, each as the entry that a user calls. Beside a command stands what its imports
take, in a process that does nothing else, the interpreter's own start included. The peer is that of
`bench.peer`, for the first load.
Touches: the folder that it is given.
"""

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from types import MappingProxyType

import click

from bench.agency import write_agency
from bench.peer import Measured, peer
from bench.served import PROGRAM

_BARE = "bare interpreter"
_ASKED = {"--help": 0, "--version": 0, "publish": 2}
"""What is answered without a command, and the exit code: the last one is no command."""
_STARTS_PER_RUN, _RECORDS = 10, 10_000
_IMPORTS = "import cli, store.sqlite, syncd.commands."
_HEAD = ("ms", "CPU, ms", "× bare")

Found = defaultdict[str, list[Measured]]


def tell_starting(root: Path, runs: int) -> None:
    """Given a folder, measure so many runs, ten of what is quick, and print the figures."""
    starts = Found(list)
    for _ in range(runs * _STARTS_PER_RUN):
        starts[_BARE].append(_ran(sys.executable, "-c", "pass"))
        for argument, code in _ASKED.items():
            starts[f"lsc-syncd {argument}"].append(_ran(PROGRAM, argument, code=code))
    bare = _middle(starts[_BARE])
    _tell("", starts, bare)
    whole, imports = Found(list), Found(list)
    _measure_whole(root / "starting", runs, whole, imports)
    click.echo()
    _tell(f"{_RECORDS:,} records", whole, bare, imports)


def _measure_whole(root: Path, runs: int, whole: Found, imports: Found) -> None:
    """Measure the commands on envois of that many records, and what their imports take."""
    envois = {"first": root / "first", "unchanged": root / "unchanged"}
    for numero, envoi in enumerate(envois.values(), start=1):
        write_agency(envoi, records=_RECORDS, numero=numero)
    for run in range(runs):
        config = root / f"{run}.toml"
        config.write_text(f'domaine = "bench"\ndata = "{root}/data{run}"\n')
        lsc_syncd = (PROGRAM, "--config", config)
        whole["peer, first"].append(peer(envois["first"]))
        for case, envoi in envois.items():
            whole[f"ingest, {case}"].append(_ran(*lsc_syncd, "ingest", envoi))
            imports[f"ingest, {case}"].append(_imported("ingest"))
        whole["status"].append(_ran(*lsc_syncd, "status"))
        imports["status"].append(_imported("status"))


def _imported(command: str) -> Measured:
    """Measure an interpreter that imports what a command does, with a store in SQLite."""
    return _ran(sys.executable, "-c", f"{_IMPORTS}{command}")


def _ran(*command: str | Path, code: int = 0) -> Measured:
    """Run a program to its end; raise ClickException when it does not end with that code."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != code:
        words = " ".join(map(str, command))
        raise click.ClickException(f"{words} ended with {process.returncode}")
    return Measured(seconds, used.ru_utime + used.ru_stime)


def _middle(found: Sequence[Measured]) -> Measured:
    return Measured(median(one.seconds for one in found), median(one.cpu for one in found))


def _tell(
    title: str,
    found: Found,
    bare: Measured,
    imports: Mapping[str, list[Measured]] = MappingProxyType({}),
) -> None:
    """Print the medians, the CPU as a ratio to that of a bare interpreter, and the imports'."""
    heads = (*_HEAD, *(("imports, CPU",) if imports else ()))
    click.echo(f"{title:<24}" + "".join(f"{word:>14}" for word in heads))
    for name, measured in found.items():
        middle = _middle(measured)
        figures = f"{1000 * middle.seconds:>14.0f}{1000 * middle.cpu:>14.0f}"
        beside = f"{1000 * _middle(imports[name]).cpu:>14.0f}" if name in imports else ""
        click.echo(f"{name:<24}{figures}{middle.cpu / bare.cpu:>14.2f}{beside}")
