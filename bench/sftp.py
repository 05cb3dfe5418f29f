"""What it takes to receive, beside `sshd`: same clients, same files, same run.

    python -m bench.sftp [--only CASE] [--client NAME] [--path plain] [--rounds N] [--disk DIR]

Two tables: the data path, on a file system in memory, and what is durable, on a disk, where both
are asked to force each file to it (`sftp -f`; ours does so always, in memory too). Servers take
turns within each round; a figure is the median of the rounds, a ratio that of the ratios of each
round. Whatever was sent is compared byte for byte.
Touches: a folder in memory, and one of the disk, both removed at the end.
"""

import filecmp
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bench.sftp_clients import DURABLE, Client, Command, clients
from bench.sftp_servers import ENVOI, Served, make_key, openssh, ours

_MEMORY = Path("/dev/shm")  # noqa: S108  it is what is meant
_MIB = 1 << 20
_SMALL_FILES, _SMALL_BYTES = 2000, 40 << 10
_SECONDS = 600


@dataclass(frozen=True)
class Files:
    """What is sent, and the key that lets it in."""

    key: Path
    big: Path
    small: Path
    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Measured:
    """One run: seconds of the clients, and seconds of CPU of the server."""

    seconds: float
    cpu: float


@dataclass(frozen=True)
class Case:
    """What one run sends, how much that is, and in which unit."""

    name: str
    amount: float
    unit: str
    sources: Callable[[Files], Sequence[Path]]


CASES = (
    Case("one 256 MiB file", 256, "MiB/s", lambda files: [files.big]),
    Case("2,000 files of 40 KiB", _SMALL_FILES, "files/s", lambda files: [files.small]),
    Case("four clients x 64 MiB", 256, "MiB/s", lambda files: files.parts),
    Case("connect, log in, list", 1, "/s", lambda _: []),
)


@dataclass(frozen=True)
class Plan:
    """Which cases are sent by which clients, to which of our data paths, and how often."""

    cases: Sequence[Case]
    clients: Sequence[str]
    data_paths: Sequence[str]
    rounds: int


@click.command()
@click.option("--only", default="", help="Only cases whose name holds this.")
@click.option("--client", "chosen", multiple=True, help="Only these clients; durable: `sftp -f`.")
@click.option("--path", "paths", multiple=True, default=("fast",), show_default=True)
@click.option("--rounds", default=5, show_default=True)
@click.option("--disk", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()))
def main(only: str, chosen: Sequence[str], paths: Sequence[str], rounds: int, disk: Path) -> None:
    """Measure, and print the two tables."""
    cases = [case for case in CASES if only in case.name]
    names = chosen or ("sftp", "rclone", "lftp", "psftp", DURABLE)
    in_memory = [name for name in names if name != DURABLE]
    with _folder(_MEMORY) as home:
        files = _files(home)
        if in_memory:
            click.echo("\nData path, in memory")
            _table(home / "servers", Plan(cases, in_memory, paths, rounds), files)
        if DURABLE in names:
            click.echo("\nDurable, on a disk")
            with _folder(disk) as on_disk:
                _table(on_disk / "servers", Plan(cases, (DURABLE,), paths, rounds), files)


def _table(root: Path, plan: Plan, files: Files) -> None:
    known = clients(files.key)
    click.echo(f"{'client':9}{'case':24}{'server':7}{'median':>10}{'':9}{'ratio':>7}{'CPU s':>8}")
    with ExitStack() as stack:
        servers = [stack.enter_context(openssh(root / "sshd", files.key))]
        servers += [
            stack.enter_context(ours(root / name, files.key, name)) for name in plan.data_paths
        ]
        for name in plan.clients:
            for case in plan.cases:
                found = [
                    [_run(known[name], case, served, files) for served in servers]
                    for _ in range(plan.rounds)
                ]
                _print(name, case, servers, found)


def _print(
    client: str, case: Case, servers: Sequence[Served], rounds: Sequence[Sequence[Measured]]
) -> None:
    for at, served in enumerate(servers):
        runs = [measured[at] for measured in rounds]
        ratio = statistics.median(one[0].seconds / one[at].seconds for one in rounds)
        rate = case.amount / statistics.median(run.seconds for run in runs)
        cpu = statistics.median(run.cpu for run in runs)
        text = f"{client:9}{case.name:24}{served.name:7}{rate:10.1f} {case.unit:8}{ratio:7.2f}"
        click.echo(f"{text}{cpu:8.2f}")


def _run(client: Client, case: Case, served: Served, files: Files) -> Measured:
    """Send what the case says, each source by a client of its own, all at once."""
    sources = case.sources(files)
    places = [f"{ENVOI}-{number}" for number in range(len(sources))]
    for place in places:
        (served.folder / place).mkdir(parents=True)
    sent = [
        (source, f"{place}/{source.name}") for source, place in zip(sources, places, strict=True)
    ]
    commands = [client.put(served, source, f"{served.remote}/{to}") for source, to in sent]
    before = served.worked()
    start = time.perf_counter()
    _together(commands or [client.connect(served)])
    seconds = time.perf_counter() - start
    cpu = served.worked() - before
    for source, to in sent:
        _compare(source, served.folder / to)
    for place in places:
        shutil.rmtree(served.folder / place)
    return Measured(seconds, cpu)


def _together(commands: Sequence[Command]) -> None:
    started = [
        subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for program, _ in commands
    ]
    for process, (program, said) in zip(started, commands, strict=True):
        out, _ = process.communicate(said.encode(), timeout=_SECONDS)
        if process.returncode:
            raise click.ClickException(f"{program[0]}: {out.decode(errors='replace')[-2000:]}")


def _compare(source: Path, received: Path) -> None:
    names = [path.name for path in source.iterdir()] if source.is_dir() else [""]
    for name in names:
        if not filecmp.cmp(source / name, received / name, shallow=False):
            raise click.ClickException(f"{received / name} is not what was sent")


def _files(home: Path) -> Files:
    parts = tuple(home / f"part-{number}" for number in range(4))
    files = Files(home / "key", home / "big", home / "small", parts)
    make_key(files.key)
    _write(files.big, 256 * _MIB)
    for part in files.parts:
        _write(part, 64 * _MIB)
    files.small.mkdir()
    for number in range(_SMALL_FILES):
        _write(files.small / f"piece-{number:04}.pdf", _SMALL_BYTES)
    return files


def _write(path: Path, size: int) -> None:
    with path.open("wb") as file:
        for _ in range(0, size, _MIB):
            file.write(os.urandom(min(size, _MIB)))


@contextmanager
def _folder(parent: Path) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lsc-syncd-bench-", dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made)


if __name__ == "__main__":
    main()
