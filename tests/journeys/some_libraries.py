"""The libraries that senders' programs use, each in a process of its own; WinSCP, replayed."""

from typing import ClassVar
from urllib.parse import quote

from tests.journeys.some_client import Client
from tests.journeys.some_sftp import Done
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


class Scripted(Client):
    """A client library, driven by a script that is told how to send."""

    keeps_mode = True
    program: ClassVar[str]

    def send(self, source: str, target: str, how: str) -> Done:
        account = self.account
        key = str(account.key)
        return self.script(self.program, self.port, account.name, key, source, target, how)

    def put(self, source: str, target: str) -> Done:
        return self.send(source, target, "put")

    def dated(self, source: str, target: str) -> Done:
        return self.send(source, target, "dated")

    def resume(self, source: str, target: str) -> Done:
        return self.send(source, target, "resume")

    def temporary(self, source: str, target: str) -> Done:
        return self.send(source, target, "temporary")


class Paramiko(Scripted):
    """paramiko's client, which looks at the size after CLOSE."""

    program = PARAMIKO

    def tree(self, folder: str) -> Done:
        return self.send(folder, folder, "tree")


class Asyncssh(Scripted):
    """asyncssh's client."""

    program = ASYNCSSH

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
