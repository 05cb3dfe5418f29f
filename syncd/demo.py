"""`make demo`: the main job, from an export sent by a real SFTP client to who sees what, and why.

It writes an imaginary agency's export, starts the daemon on a free port of loopback, uploads the
export with OpenSSH's `sftp` (with paramiko where there is none), waits for the answer, and asks the
ordinary commands what became of it. Everything happens in one folder, which stays to be looked at.
Touches: the folder `demo`, made anew; one daemon, which it stops.
"""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from paramiko import Ed25519Key, SFTPClient, Transport

from syncd.commands import show
from syncd.retries import awaited
from syncd.sample.writing import write_sample

ACCOUNT = "agence"
_TARGET = f"{ACCOUNT}@127.0.0.1"
_MARK = ".lsc-syncd-demo"
_PATIENCE_SECONDS = 60
_LOG_LINES = 24
_ANSWER_LINES = 12
_DOCUMENT_LINES = 14

_SETTINGS = """\
domaine = "immo-exemple"
data = "{data}"
scan_seconds = 1
log_format = "text"

[sftp]
host = "127.0.0.1"
port = 0
"""

_EXTRANET = """\
[syndic]
depenses = true
debiteurs = true
membres = true
"""
_SCREENS = ("accueil", "rib", "debiteurs", "locataires")
_SCREEN_LINES = 40


class Demo:
    """The demonstration in one folder."""

    def __init__(self, folder: Path) -> None:
        """Given a folder, make it anew. Raise FileExistsError for one that this did not make."""
        if folder.exists() and not (folder / _MARK).exists():
            raise FileExistsError(f"{folder} is in use for something else: remove or rename it")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / _MARK).touch()
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._config = self._folder / "lsc-syncd.toml"
        self._key = self._folder / "agence_ed25519"

    def run(self) -> None:
        """Show the main job, step by step."""
        self._prepare()
        with self._daemon() as port:
            self._upload(port, "envoi-1")
            self._answer(port, "1")
            self._look()
            self._upload(port, "envoi-2")
            self._answer(port, "2")
            self._log()
        show.say(f"\nAll of it is in {self._folder}; lsc-syncd.toml there lets you ask further.")

    def _prepare(self) -> None:
        _title("An imaginary agency and two nights of its export")
        envois = self._folder / "envois"
        written = write_sample(envois, seed=1, immeubles=4, nuits=2)
        show.say("\n".join(str(envoi.relative_to(self._folder)) for envoi in written))
        self._config.write_text(_SETTINGS.format(data=self._data))
        (self._folder / "extranet.toml").write_text(_EXTRANET)
        private = Ed25519PrivateKey.generate()
        self._key.touch(mode=0o600)
        self._key.write_bytes(
            private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        )
        public = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        accounts = self._data / "accounts"
        accounts.mkdir(parents=True)
        (accounts / f"{ACCOUNT}.pub").write_bytes(public + b" demo\n")

    @contextmanager
    def _daemon(self) -> Iterator[int]:
        """Run the daemon during the block, and give its port."""
        _title("The daemon starts", *self._command("run"))
        log = self._folder / "daemon.log"
        with log.open("wb") as output:
            process = subprocess.Popen(self._command("run"), stdout=output, stderr=output)
            try:
                port = self._port(process)
                show.say(f"It listens on 127.0.0.1, port {port}; its log is {log.name}.")
                yield port
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(_PATIENCE_SECONDS)

    def _port(self, process: subprocess.Popen[bytes]) -> int:
        who = self._data / "daemon.json"

        def look() -> int | None:
            if process.poll() is not None:
                raise RuntimeError(f"The daemon ended: see {self._folder / 'daemon.log'}")
            return int(json.loads(who.read_bytes())["port"]) if who.exists() else None

        return awaited(look, _PATIENCE_SECONDS)

    def _upload(self, port: int, name: str) -> None:
        envoi = self._folder / "envois" / name
        if shutil.which("sftp"):
            orders = f"put -r {envoi}\n"
            arguments = self._sftp(port)
            _title(f"Upload of {name} by OpenSSH", *arguments, stdin=orders)
            subprocess.run(arguments, input=orders.encode(), check=True, stdout=subprocess.DEVNULL)
        else:
            _title(f"Upload of {name} by paramiko: no OpenSSH client is installed here")
            with self._paramiko(port) as client:
                _put(client, envoi, f"/{name}")
        count = sum(path.is_file() for path in envoi.rglob("*"))
        show.say(f"{count} files sent.")

    def _answer(self, port: int, numero: str) -> None:
        """Wait for the answer where the sender finds it, and show its beginning."""
        _title(f"The answer, as the sender reads it: retour/accuse-{numero}.txt")

        def look() -> str | None:
            with self._paramiko(port) as client:
                try:
                    with client.open(f"/retour/accuse-{numero}.txt") as file:
                        return file.read().decode()
                except FileNotFoundError:
                    return None

        show.say(_beginning(awaited(look, _PATIENCE_SECONDS), _ANSWER_LINES))

    def _look(self) -> None:
        expected = json.loads((self._folder / "envois/attendu/envoi-1.json").read_bytes())
        person = next(p for p in expected["personnes"] if p["role"].startswith("président"))
        login = person["identifiant"]
        self._show("envois", "list")
        self._show("documents", "list", "--for", login, lines=_DOCUMENT_LINES)
        seen = self._json("documents", "list", "--for", login)
        minutes = next(row for row in seen if str(row["titre"]).startswith("Procès-verbal"))
        self._show("explain", str(minutes["document"]), "--for", login)
        self._show("proof", str(minutes["document"]), "--for", login)
        self._show("view", login, *_SCREENS, lines=_SCREEN_LINES)
        every = self._json("documents", "list")
        withheld = next(row for row in every if row["motif"] == "INVOICE_WITHOUT_ENTRY")
        self._show("explain", str(withheld["document"]))
        self._show("transfers", "--limit", "4")

    def _log(self) -> None:
        """Show how the first session's log begins, in WinSCP's own vocabulary."""
        log = min((self._data / "logs").glob("*.xml"))
        _title(f"The session's log, as WinSCP writes it: {log.relative_to(self._folder)}")
        show.say(_beginning(log.read_text(), _LOG_LINES))

    def _show(self, *arguments: str, lines: int | None = None) -> None:
        _title(" ".join(("lsc-syncd", *arguments)))
        found = self._ask(*arguments)
        show.say(found.rstrip() if lines is None else _beginning(found, lines))

    def _json(self, *arguments: str) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = json.loads(self._ask(*arguments, "--json"))
        return rows

    def _ask(self, *arguments: str) -> str:
        return subprocess.run(
            self._command(*arguments), check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def _command(self, *arguments: str) -> list[str]:
        program = str(Path(sys.executable).with_name("lsc-syncd"))
        return [program, "--config", str(self._config), *arguments]

    def _sftp(self, port: int) -> list[str]:
        options = (
            "StrictHostKeyChecking=accept-new",
            f"UserKnownHostsFile={self._folder / 'known_hosts'}",
            "IdentitiesOnly=yes",
            "LogLevel=ERROR",
        )
        words = [word for option in options for word in ("-o", option)]
        return ["sftp", "-q", *words, "-i", str(self._key), "-P", str(port), "-b", "-", _TARGET]

    @contextmanager
    def _paramiko(self, port: int) -> Iterator[SFTPClient]:
        transport = Transport(("127.0.0.1", port))
        try:
            transport.connect(username=ACCOUNT, pkey=Ed25519Key(filename=str(self._key)))
            client = SFTPClient.from_transport(transport)
            if client is None:
                raise RuntimeError("The daemon gives no SFTP")
            yield client
        finally:
            transport.close()


def main() -> None:
    """Run the demonstration in ./demo."""
    Demo(Path("demo")).run()


def _put(client: SFTPClient, source: Path, target: str) -> None:
    client.mkdir(target)
    for path in sorted(source.rglob("*")):
        there = f"{target}/{path.relative_to(source).as_posix()}"
        if path.is_dir():
            client.mkdir(there)
        else:
            client.put(str(path), there)


def _title(text: str, *command: str, stdin: str = "") -> None:
    show.say(f"\n=== {text}")
    if command:
        said = f" <<< {stdin.strip()!r}" if stdin else ""
        show.say(f"$ {' '.join(command)}{said}")


def _beginning(text: str, lines: int) -> str:
    found = text.rstrip().splitlines()
    more = [f"  … {len(found) - lines} more lines"] if len(found) > lines else []
    return "\n".join([*found[:lines], *more])


if __name__ == "__main__":
    main()
