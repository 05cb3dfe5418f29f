"""Four programs that send files by SFTP, each as its user would run it.

Touches: the folder of the client's keys and settings.
"""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.sftp_servers import Served

DURABLE = "sftp -f"
"""The client that asks for each file to be forced to disk."""

Command = tuple[list[str], str]
"""A program with its arguments, and what it reads on standard input."""


@dataclass(frozen=True)
class Client:
    """One of the programs: how it sends a file or a folder to a path, and only connects."""

    name: str
    put: Callable[[Served, Path, str], Command]
    connect: Callable[[Served], Command]


def clients(key: Path) -> Mapping[str, Client]:
    """Given the key that is let in, return every client by name."""
    found = (
        _openssh("sftp", key, "put"),
        _openssh(DURABLE, key, "put -f"),
        _rclone(key),
        _lftp(key),
        _psftp(key),
    )
    return {client.name: client for client in found}


def _openssh(name: str, key: Path, verb: str) -> Client:
    def run(served: Served, said: str) -> Command:
        program = ["sftp", *_options(key), "-P", str(served.port), "-b", "-"]
        return [*program, f"{served.user}@127.0.0.1"], said

    def put(served: Served, source: Path, target: str) -> Command:
        recursive = " -r" if source.is_dir() else ""
        return run(served, f"{verb}{recursive} {source} {target}\n")

    return Client(name, put, lambda served: run(served, f"ls {served.remote or '/'}\n"))


def _rclone(key: Path) -> Client:
    def run(served: Served, *words: str) -> Command:
        settings = ["--config", "/dev/null", "--sftp-host", "127.0.0.1", "--sftp-shell-type=none"]
        access = [f"--sftp-port={served.port}", f"--sftp-user={served.user}"]
        return ["rclone", *settings, *access, f"--sftp-key-file={key}", *words], ""

    def put(served: Served, source: Path, target: str) -> Command:
        verb = "copy" if source.is_dir() else "copyto"
        return run(served, verb, str(source), f":sftp:{target}")

    return Client("rclone", put, lambda served: run(served, "lsf", f":sftp:{served.remote or '/'}"))


def _lftp(key: Path) -> Client:
    ssh = " ".join(["ssh", "-a", "-x", *_options(key)])

    def run(served: Served, said: str) -> Command:
        first = f'set sftp:connect-program "{ssh}"; open -p {served.port} sftp://127.0.0.1'
        first = first.replace("sftp://", f"sftp://{served.user}:@")
        return ["lftp", "--norc", "-c", f"{first}; {said}"], ""

    def put(served: Served, source: Path, target: str) -> Command:
        mirror = f"mirror -R {source} {target}"
        return run(served, mirror if source.is_dir() else f"put {source} -o {target}")

    return Client("lftp", put, lambda served: run(served, f"ls {served.remote or '/'}"))


def _psftp(key: Path) -> Client:
    private = key.with_suffix(".ppk")
    if not private.exists():
        program = ["puttygen", str(key), "-O", "private", "-o", str(private)]
        subprocess.run(program, check=True)

    def run(served: Served, said: str) -> Command:
        host_key = ["-hostkey", _fingerprint(served.host_key)]
        access = ["-P", str(served.port), "-i", str(private), *host_key]
        return ["psftp", "-batch", *access, f"{served.user}@127.0.0.1"], said

    def put(served: Served, source: Path, target: str) -> Command:
        recursive = " -r" if source.is_dir() else ""
        return run(served, f"put{recursive} {source} {target}\n")

    return Client("psftp", put, lambda served: run(served, f"ls {served.remote or '/'}\n"))


def _options(key: Path) -> list[str]:
    words = {
        "IdentityFile": key,
        "IdentitiesOnly": "yes",
        "IdentityAgent": "none",
        "BatchMode": "yes",
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": "/dev/null",
        "GlobalKnownHostsFile": "/dev/null",
        "LogLevel": "ERROR",
    }
    return ["-F", "/dev/null", *(f"-o{name}={value}" for name, value in words.items())]


def _fingerprint(host_key: Path) -> str:
    program = ["ssh-keygen", "-l", "-f", str(host_key)]
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout.split()[1]
