"""The programs that senders use: OpenSSH's, PuTTY's, lftp and rclone."""

from tests.journeys.some_client import Client
from tests.journeys.some_sftp import Done


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
