"""What strace saw of a run, and which of its changes no effect announced.

Every effect was told by a write to the file of `some_program`, from the thread that was about to
act: so the trace itself says what was announced before each system call, and by whom. An effect
announces one call. A new file may be written in pieces if it was announced that it may be torn; a
connected database may be opened, read and checkpointed; what is new goes into its WAL, right after
a commit or a statement was announced.
"""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.crash.some_effects import COMMIT, CONNECT, STATEMENT, TORN

_KINDS = {
    "os.rename": ("rename", "renameat", "renameat2"),
    "os.link": ("link", "linkat"),
    "os.symlink": ("symlink", "symlinkat"),
    "os.remove": ("unlink", "unlinkat"),
    "os.mkdir": ("mkdir", "mkdirat"),
    "os.rmdir": ("rmdir",),
    "open": ("open", "openat", "creat"),
    "os.truncate": ("truncate", "ftruncate"),
    "os.chmod": ("chmod", "fchmod", "fchmodat"),
    "os.chown": ("chown", "fchown", "lchown", "fchownat"),
    "os.utime": ("utime", "utimes", "futimesat", "utimensat"),
    "write": (
        *("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range"),
        *("fallocate", "splice"),
    ),
    "other": ("mknod", "mknodat", "setxattr", "lsetxattr", "fsetxattr"),
}
_KIND_OF = {call: kind for kind, calls in _KINDS.items() for call in calls}
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<args>.*)\) += (?P<result>-?\d+)")
_UNFINISHED = re.compile(r"(?P<thread>\d+) +(?P<begun>\w+\(.*?),? *<unfinished \.\.\.>$")
_RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. \w+ resumed>,? *(?P<rest>.*)$")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<directory>[^>]*)>, )?"(?P<name>[^"]*)"')
_DESCRIPTOR = re.compile(r"\d+<(?P<path>[^>]*)>")
_OF_DATABASE = re.compile(r"(?P<database>.*\.db)(?:-wal|-shm|-journal)?")


class Change(NamedTuple):
    """A system call that succeeded, or the announcement of an effect (`is_told`)."""

    thread: str
    kind: str
    paths: tuple[str, ...]
    is_told: bool = False


def strace(trace: Path) -> list[str]:
    """Return the command line that traces a program and its children, before its own."""
    calls = ",".join(f"?{call}" for call in _KIND_OF)
    return ["strace", "-f", "-y", "-qq", "-s", "4096", "-o", str(trace), "-e", f"trace={calls}"]


def why_not() -> str | None:
    """Return why nothing can be traced here, None if it can."""
    if shutil.which("strace") is None:
        return "strace is not installed: apt-get install strace"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return f"ptrace is forbidden: {tried.stderr.decode()}" if tried.returncode else None


def changes_in(trace: str, told: Path) -> list[Change]:
    """Given a trace and the file to which effects were told, return both, as they came."""
    return [change for line in whole_lines(trace) if (change := _change(line, told))]


def unannounced(changes: list[Change], root: Path) -> list[Change]:
    """Return the changes below a root that no effect announced."""
    announced: dict[str, list[Change]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    last: dict[str, Change] = {}
    found = []
    for change in changes:
        if change.is_told:
            announced[change.thread].append(change)
            last[change.thread] = change
            told |= {(change.kind, path) for path in change.paths}
        elif any(path.startswith(f"{root}/") for path in change.paths):
            before = last.get(change.thread)
            is_known = _take(announced[change.thread], change) or _follows(change, before, told)
            found += [] if is_known else [change]
    return found


def whole_lines(trace: str) -> Iterator[str]:
    """Yield the lines of a trace; one that another thread cut in two is whole where it ends."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        if found := _UNFINISHED.fullmatch(line):
            begun[found["thread"]] = found["begun"]
        elif found := _RESUMED.fullmatch(line):
            yield f"{found['thread']} {begun.pop(found['thread'])}{_joint(found['rest'])}"
        else:
            yield line


def _take(announced: list[Change], change: Change) -> bool:
    """Return whether a call was announced; its announcement is used up."""
    wanted = change._replace(is_told=True)
    if wanted not in announced:
        return False
    announced.remove(wanted)
    return True


def _follows(change: Change, before: Change | None, told: set[tuple[str, str]]) -> bool:
    """Return whether a call is part of what was announced before: a write, SQLite's own work."""
    path = change.paths[0]
    if found := _OF_DATABASE.fullmatch(path):
        database = found["database"]
        if change.kind == "write" and path.endswith("-wal"):
            return before is not None and (before.kind, before.paths) in {
                (COMMIT, (database,)),
                (STATEMENT, (database,)),
            }
        return (CONNECT, database) in told
    return change.kind == "write" and (TORN, path) in told


def _joint(rest: str) -> str:
    return rest if rest.startswith(")") else f", {rest}"


def _change(line: str, told: Path) -> Change | None:
    found = _LINE.match(line)
    if found is None or int(found["result"]) < 0:
        return None
    thread, call, args = found["thread"], found["call"], found["args"]
    if call == "write" and args.partition("<")[2].startswith(f"{told}>"):
        _, kind, *paths = args.partition('"')[2].partition('\\t\\n"')[0].split(r"\t")
        return Change(thread, kind, tuple(paths), is_told=True)
    kind = _kind(call, args)
    return Change(thread, kind, tuple(_paths(call, args))) if kind else None


def _kind(call: str, args: str) -> str | None:
    if call == "unlinkat" and "AT_REMOVEDIR" in args:
        return "os.rmdir"
    kind = _KIND_OF[call]
    return None if kind == "open" and call != "creat" and not _WRITING.search(args) else kind


def _paths(call: str, args: str) -> Iterator[str]:
    """Yield the paths of a call: named ones, else that of its descriptor."""
    named = [] if _KIND_OF[call] == "write" else list(_PATH.finditer(args))
    for path in named:
        yield str(Path(path["directory"] or "/", path["name"]))
    if not named and (descriptor := _DESCRIPTOR.match(args)):
        yield descriptor["path"].removesuffix(" (deleted)")
