"""The commands of `docs/operations.md`, run in one process whose clock stands where the page says.

The process is started under `faketime`, from whose variable the machine's clock is read at every
call: the program asks the time as it always does, and nothing of it is replaced.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import cli
from tests.journeys.some_exemple import rewrite

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "operations.md"
LAST_CODE = "echo $?"
SETTINGS = 'domaine = "immo-exemple"\ndata = "{data}"\n'

_PARIS = ZoneInfo("Europe/Paris")
_BEGINNING = datetime(2026, 11, 24, tzinfo=_PARIS)
_CLOCK = re.compile(r"<!-- clock: (\S+) -->")
_FOLDER = re.compile(r"<!-- folder: (\S+) -->")
_ID = re.compile(r"\b(\d{8}T\d{6}-[a-z0-9-]+-|decision-\d{8}T\d{6}-)[0-9a-f]{4}\b")


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the page, when it is run, and what the page says that it prints.

    `folders` is what LSC wrote since the command before.
    """

    line: int
    command: str
    moment: datetime
    folders: tuple[str, ...]
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command printed, and its exit code."""

    output: str
    code: int


def steps_in(page: str) -> list[Step]:
    """Given a page, return its commands in order: `$ …` in blocks named console."""
    found: list[Step] = []
    moment, folders, block = _BEGINNING, tuple[str, ...](), ""
    for number, line in enumerate(page.splitlines(keepends=True), 1):
        if line.startswith("```"):
            block = "" if block else line.strip("`\n") or "text"
        elif clock := _CLOCK.match(line):
            moment = datetime.fromisoformat(clock[1]).replace(tzinfo=_PARIS)
        elif folder := _FOLDER.match(line):
            folders = (*folders, folder[1])
        elif block == "console" and line.startswith("$ "):
            command = line.removeprefix("$ ").strip()
            found.append(Step(number, command, moment, folders))
            folders = ()
        elif block == "console":
            found[-1] = replace(found[-1], expected=found[-1].expected + line)
    return found


def run_page(folder: Path) -> list[Outcome]:
    """Given an empty folder, run there all that the page shows; return what it printed."""
    (folder / "lsc-syncd.toml").write_text(SETTINGS.format(data=folder / "data"))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT),
        "TZ": "UTC",
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
    program = [sys.executable, "-m", "tests.journeys.some_operations"]
    ran = subprocess.run(
        ["faketime", "-f", _spoken(_BEGINNING), *program],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        check=True,
    )
    return [Outcome(**each) for each in json.loads(ran.stdout)]


def without_chance(text: str) -> str:
    """Given what was printed, return it without what differs each time: ends of ids and lines."""
    return "".join(f"{line.rstrip()}\n" for line in _ID.sub(r"\1····", text).splitlines())


def is_printed(expected: str, output: str) -> bool:
    """Return whether that was printed; a line `…` of the page stands for any number of lines."""
    left = without_chance(output).splitlines()
    first, *others = _parts(without_chance(expected).splitlines())
    if left[: len(first)] != first or (not others and len(left) != len(first)):
        return False
    left = left[len(first) :]
    for part in others[:-1]:
        place = _place(part, left)
        if place is None:
            return False
        left = left[place + len(part) :]
    last = others[-1] if others else []
    return len(last) <= len(left) and left[len(left) - len(last) :] == last


def _parts(lines: list[str]) -> list[list[str]]:
    """Given lines, return those before, between and after the lines left out."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if line == "…":
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _place(part: list[str], lines: list[str]) -> int | None:
    """Return where some lines first follow each other among others, None if nowhere."""
    places = range(len(lines) - len(part) + 1)
    return next((place for place in places if lines[place : place + len(part)] == part), None)


def _outcomes(steps: list[Step]) -> Iterator[Outcome]:
    """Given the commands, run them here; an id of the page is that of the same attempt here."""
    ids: dict[str, str] = {}
    code = 0
    for step in steps:
        for name in step.folders:
            _FOLDERS[name](Path("envois"))
        os.putenv("FAKETIME", _spoken(step.moment))  # read by libfaketime, not by Python
        output = f"{code}\n"
        if step.command != LAST_CODE:
            code, output = _run(_with_ids(step.command, ids))
        ids |= {found[1]: found[0] for found in _ID.finditer(output)}
        yield Outcome(output=output, code=code)


def _spoken(moment: datetime) -> str:
    """Return an instant as `faketime` has it: a clock that stands still, in the zone TZ."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _with_ids(command: str, ids: Mapping[str, str]) -> str:
    return _ID.sub(lambda found: ids.get(found[1], found[0]), command)


def _run(command: str) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    if program != "lsc-syncd":
        raise AssertionError(f"only lsc-syncd is run: {command}")
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = cli.run(arguments)
    return code, printed.getvalue()


def _truncated(envois: Path) -> None:
    """Write the third night as an LSC that was cut writes it: its list of events is empty."""
    there = shutil.copytree(envois / "envoi-3", envois / "envoi-3-tronque")
    head, root, *_ = (there / "donnees/evenements-S1.xml").read_text().splitlines(keepends=True)
    rewrite(there, "donnees/evenements-S1.xml", f"{head}{root}</evenements>\n".encode())


def _ticked(envois: Path) -> None:
    """Write the fourth night with the council's binder ticked for all co-owners."""
    there = shutil.copytree(envois / "envoi-4", envois / "envoi-4-coche")
    before = (there / "donnees/classeurs.xml").read_text()
    after = before.replace('nom="Conseil syndical"', 'nom="Conseil syndical" coproprietaire="true"')
    if after == before:
        raise AssertionError("there is no such binder")
    rewrite(there, "donnees/classeurs.xml", after.encode())


_FOLDERS: Mapping[str, Callable[[Path], None]] = {
    "envois/envoi-3-tronque": _truncated,
    "envois/envoi-4-coche": _ticked,
}


def main() -> None:
    """Run the page here, and write what was printed to standard output as JSON."""
    outcomes = [asdict(each) for each in _outcomes(steps_in(PAGE.read_text("utf-8")))]
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
