"""The programs that senders use, each doing the same few things to one account of a server.

A client has only the methods for what it can do: a test asks for those that have one (`that_can`).
Every method takes a file or folder of the account's home and returns what the program did.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.journeys.some_sftp import SECONDS, Account, Done
from tests.journeys.some_winscp import WinScp

LIBCURL = """
import os, sys, pycurl
url, user, key, source, offset, *after = sys.argv[1:]
curl = pycurl.Curl()
file = open(source, "rb")
for option, value in (
    (curl.URL, url), (curl.USERNAME, user), (curl.SSH_PRIVATE_KEYFILE, key),
    (curl.SSH_AUTH_TYPES, curl.SSH_AUTH_PUBLICKEY), (curl.UPLOAD, 1), (curl.READDATA, file),
    (curl.INFILESIZE_LARGE, os.path.getsize(source)), (curl.RESUME_FROM_LARGE, int(offset)),
    (curl.SEEKFUNCTION, lambda offset, origin: 0 * file.seek(offset, origin)),
    (curl.FTP_CREATE_MISSING_DIRS, 1), (curl.POSTQUOTE, [word.encode() for word in after]),
):
    curl.setopt(option, value)
curl.perform()
"""
PARAMIKO = """
import os, sys, paramiko
from pathlib import Path
port, user, key, source, target, how = sys.argv[1:]
transport = paramiko.Transport(("127.0.0.1", int(port)))
transport.connect(username=user, pkey=paramiko.Ed25519Key(filename=key))
client, found = paramiko.SFTPClient.from_transport(transport), os.stat(source)
if how == "resume":
    with open(source, "rb") as file, client.open(target, "r+") as there:
        there.set_pipelined(True)
        begun = client.stat(target).st_size
        file.seek(begun)
        there.seek(begun)
        there.write(file.read())
elif how == "temporary":
    client.put(source, target + ".part")
    client.posix_rename(target + ".part", target)
elif how == "tree":
    there = set(client.listdir("."))
    for path in (Path(source), *sorted(Path(source).rglob("*"))):
        if not path.is_dir():
            client.put(str(path), path.as_posix())
            client.utime(path.as_posix(), None)
        elif source not in there:
            client.mkdir(path.as_posix())
else:
    client.put(source, target)
if how == "dated":
    client.chmod(target, found.st_mode & 0o777)
    client.utime(target, (found.st_atime, found.st_mtime))
transport.close()
"""
ASYNCSSH = """
import asyncio, os, sys, asyncssh
port, user, key, source, target, how = sys.argv[1:]

async def send():
    where = dict(port=int(port), username=user, client_keys=[key], known_hosts=None)
    async with asyncssh.connect("127.0.0.1", config=None, **where) as connection:
        async with connection.start_sftp_client() as client:
            if how == "resume":
                async with client.open(target, asyncssh.FXF_WRITE, encoding=None) as there:
                    begun = (await client.stat(target)).size
                    await there.write(open(source, "rb").read()[begun:], begun)
            elif how == "temporary":
                await client.put(source, target + ".part")
                await client.posix_rename(target + ".part", target)
            else:
                await client.put(source, target, preserve=how == "dated", recurse=how == "tree")

asyncio.run(send())
"""


class Client:
    """A program at work for one account."""

    keeps_mode = False

    def __init__(self, account: Account) -> None:
        self.account = account
        self.port = str(account.server.port)
        self.prepare()

    def prepare(self) -> None:
        """Make what the program needs beside the account's key."""

    def put(self, source: str, target: str) -> Done:
        """Send a file under its own name."""
        raise NotImplementedError

    def dated(self, source: str, target: str) -> Done:
        """Send a file with its times, and its permissions if `keeps_mode`."""
        raise NotImplementedError

    def resume(self, source: str, target: str) -> Done:
        """Go on with a file whose beginning is there."""
        raise NotImplementedError

    def temporary(self, source: str, target: str) -> Done:
        """Send a file under a temporary name, and rename it over the one that is there."""
        raise NotImplementedError

    def tree(self, folder: str) -> Done:
        """Send a folder with all that it holds."""
        raise NotImplementedError

    def run(self, *program: str, said: str = "") -> Done:
        """Run a program as a sender does: in UTF-8, with no settings but those of the test."""
        self.needs(program[0])
        done = subprocess.run(
            program, input=said, capture_output=True, text=True, timeout=SECONDS, check=False,
            cwd=self.account.home,
            env={**os.environ, "HOME": str(self.account.home), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def needs(self, program: str) -> None:
        """Skip the test where a program is not installed."""
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} on this machine: see .ci/run")

    def script(self, script: str, *arguments: str) -> Done:
        """Run a library's program with the interpreter of the tests."""
        return self.run(sys.executable, "-c", script, *arguments)


class Sftp(Client):
    """OpenSSH's sftp, in batch."""

    keeps_mode = True

    def batch(self, *commands: str) -> Done:
        return self.account.sftp(*commands)

    def put(self, source: str, target: str) -> Done:
        return self.batch(f"put {source} {target}")

    def dated(self, source: str, target: str) -> Done:
        return self.batch(f"put -p {source} {target}")

    def resume(self, source: str, target: str) -> Done:
        return self.batch(f"reput {source} {target}")

    def temporary(self, source: str, target: str) -> Done:
        return self.batch(f"put {source} {target}.part", f"rename {target}.part {target}")

    def tree(self, folder: str) -> Done:
        return self.batch(f"put -rp {folder}")


class Scp(Client):
    """OpenSSH's scp, which speaks SFTP since 9.0."""

    keeps_mode = True

    def put(self, source: str, target: str) -> Done:
        return self.account.scp(source, target)

    def dated(self, source: str, target: str) -> Done:
        return self.account.scp("-p", source, target)

    def tree(self, folder: str) -> Done:
        return self.account.scp("-p", "-r", folder, "")


class Putty(Client):
    """What psftp and pscp share: keys in PuTTY's form, and the server's key said beforehand."""

    def prepare(self) -> None:
        key = str(self.account.key)
        self.run("puttygen", key, "-O", "private", "-o", f"{key}.ppk")

    def options(self) -> list[str]:
        host_key = str(self.account.server.root / "keys/host")
        fingerprint = self.run("ssh-keygen", "-l", "-f", host_key).out.split()[1]
        key = f"{self.account.key}.ppk"
        return ["-batch", "-P", self.port, "-i", key, "-hostkey", fingerprint, "-sftp"]


class Psftp(Putty):
    """PuTTY's psftp, in batch; FileZilla uses the same engine."""

    def batch(self, *commands: str) -> Done:
        options = [word for word in self.options() if word != "-sftp"]
        where = f"{self.account.name}@127.0.0.1"
        (self.account.home / "batch").write_text("\n".join(commands) + "\n", "utf-8")
        return self.run("psftp", *options, "-b", "batch", where)

    def put(self, source: str, target: str) -> Done:
        return self.batch(f"put {source} {target}")

    def resume(self, source: str, target: str) -> Done:
        return self.batch(f"reput {source} {target}")

    def temporary(self, source: str, target: str) -> Done:
        return self.batch(
            f"put {source} {target}.part", f"rm {target}", f"mv {target}.part {target}"
        )

    def tree(self, folder: str) -> Done:
        return self.batch(f"put -r {folder}", f"chmod 755 {folder}", f"ls {folder}")


class Pscp(Putty):
    """PuTTY's pscp, made to speak SFTP."""

    def put(self, source: str, target: str) -> Done:
        where = f"{self.account.name}@127.0.0.1:{target}"
        return self.run("pscp", *self.options(), "-q", source, where)

    def dated(self, source: str, target: str) -> Done:
        where = f"{self.account.name}@127.0.0.1:{target}"
        return self.run("pscp", *self.options(), "-q", "-p", source, where)

    def tree(self, folder: str) -> Done:
        where = f"{self.account.name}@127.0.0.1:"
        return self.run("pscp", *self.options(), "-q", "-p", "-r", folder, where)


class Lftp(Client):
    """lftp, over OpenSSH's ssh; it sets sizes and times before each CLOSE."""

    def batch(self, *commands: str) -> Done:
        connect = " ".join(["ssh -a -x", *self.account.options()])
        where = f"open -u {self.account.name},x sftp://127.0.0.1:{self.port}"
        settings = ["set cmd:fail-exit true", f'set sftp:connect-program "{connect}"']
        said = "; ".join([*settings, where, *commands, "bye"])
        return self.run("lftp", "--norc", "-c", said)

    def put(self, source: str, target: str) -> Done:
        return self.batch(f"put {source} -o {target}")

    dated = put

    def resume(self, source: str, target: str) -> Done:
        return self.batch(f"put -c {source} -o {target}")

    def temporary(self, source: str, target: str) -> Done:
        return self.batch("set xfer:use-temp-file true", f"put {source} -o {target}")

    def tree(self, folder: str) -> Done:
        return self.batch(f"mirror -R {folder} {folder}")


class Rclone(Client):
    """rclone; Debian's 1.60 pads its last WRITE (pitfall P2), and opens several connections."""

    def prepare(self) -> None:
        host_key = str(self.account.server.root / "keys/host")
        public = self.run("ssh-keygen", "-y", "-f", host_key).out
        self.account.a_file("known", f"[127.0.0.1]:{self.port} {public}".encode())

    def rclone(self, command: str, source: str, target: str) -> Done:
        flags = {
            "--config": "",
            "--sftp-host": "127.0.0.1",
            "--sftp-port": self.port,
            "--sftp-user": self.account.name,
            "--sftp-key-file": str(self.account.key),
            "--sftp-known-hosts-file": "known",
            "--retries": "1",
            "--low-level-retries": "1",
        }
        words = [word for flag in flags.items() for word in flag]
        return self.run("rclone", command, source, f":sftp:{target}", *words)

    def put(self, source: str, target: str) -> Done:
        return self.rclone("copyto", source, target)

    dated = put

    def tree(self, folder: str) -> Done:
        return self.rclone("copy", folder, folder)


class Libcurl(Client):
    """What `curl -T` does, by the libcurl of pycurl: Debian 12's own curl is too old for us."""

    def curl(self, source: str, target: str, *after: str, offset: int = 0) -> Done:
        url = f"sftp://127.0.0.1:{self.port}/{target}"
        account = self.account
        return self.script(
            LIBCURL, url, account.name, str(account.key), source, str(offset), *after
        )

    def put(self, source: str, target: str) -> Done:
        return self.curl(source, target)

    def resume(self, source: str, target: str) -> Done:
        """As `-C -` does: curl asks for the size of what is there."""
        return self.curl(source, target, offset=-1)

    def temporary(self, source: str, target: str) -> Done:
        after = (f"rm /{target}", f"rename /{target}.part /{target}")
        return self.curl(source, f"{target}.part", *after)

    def tree(self, folder: str) -> Done:
        """A file at a time, folders made on the way, as `--ftp-create-dirs` does."""
        for path in sorted((self.account.home / folder).rglob("*")):
            if path.is_file():
                chemin = path.relative_to(self.account.home).as_posix()
                done = self.curl(chemin, quote(chemin), f'chmod 644 "/{chemin}"')
                if done.code:
                    return done
        return done


class Paramiko(Client):
    """paramiko's client, which looks at the size after CLOSE."""

    keeps_mode = True

    def send(self, source: str, target: str, how: str) -> Done:
        account = self.account
        return self.script(PARAMIKO, self.port, account.name, str(account.key), source, target, how)

    def put(self, source: str, target: str) -> Done:
        return self.send(source, target, "put")

    def dated(self, source: str, target: str) -> Done:
        return self.send(source, target, "dated")

    def resume(self, source: str, target: str) -> Done:
        return self.send(source, target, "resume")

    def temporary(self, source: str, target: str) -> Done:
        return self.send(source, target, "temporary")

    def tree(self, folder: str) -> Done:
        return self.send(folder, folder, "tree")


class Asyncssh(Client):
    """asyncssh's client."""

    keeps_mode = True

    def send(self, source: str, target: str, how: str) -> Done:
        account = self.account
        return self.script(ASYNCSSH, self.port, account.name, str(account.key), source, target, how)

    def put(self, source: str, target: str) -> Done:
        return self.send(source, target, "put")

    def dated(self, source: str, target: str) -> Done:
        return self.send(source, target, "dated")

    def resume(self, source: str, target: str) -> Done:
        return self.send(source, target, "resume")

    def temporary(self, source: str, target: str) -> Done:
        return self.send(source, target, "temporary")

    def tree(self, folder: str) -> Done:
        return self.send(folder, ".", "tree")


class Winscp(Client):
    """WinSCP, replayed; each method is a connection."""

    def put(self, source: str, target: str) -> Done:
        with WinScp(self.account) as winscp:
            return winscp.upload(source, target)

    dated = resume = temporary = put

    def tree(self, folder: str) -> Done:
        with WinScp(self.account) as winscp:
            return winscp.upload_tree(folder)


CLIENTS: tuple[type[Client], ...] = (
    Sftp, Scp, Psftp, Pscp, Lftp, Rclone, Libcurl, Paramiko, Asyncssh, Winscp,
)  # fmt: skip


def that_can(verb: str) -> list[type[Client]]:
    """Return the clients that have a method of their own for it."""
    return [
        client
        for client in CLIENTS
        if hasattr(client, verb) and getattr(client, verb) is not getattr(Client, verb)
    ]


def has_an_old_curl(client: Client) -> bool:
    """Return whether this machine's curl has a libssh2 before 1.11: it knows no AES-GCM."""
    found = re.search(r"libssh2/(\d+)\.(\d+)", client.run("curl", "--version").out)
    return found is not None and (int(found[1]), int(found[2])) < (1, 11)


def named(value: object) -> str | None:
    """Return what a test is called when this is its client."""
    return value.__name__.lower() if isinstance(value, type) else None


def files_of(root: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
