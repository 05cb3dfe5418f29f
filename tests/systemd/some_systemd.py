"""A real systemd of its own, in namespaces: what it does there, the machine around it never sees.

It has its own processes, mounts and control groups; `/etc`, `/opt`, `/var` are the machine's, with
what is written there kept aside and forgotten. It knows no unit of the machine's but the journal's.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SYSTEMD = "/lib/systemd/systemd"
SECONDS = 60
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Of a service: no Python of a person, which the unit does not see."""
_TARGETS = ("sysinit", "basic", "multi-user", "shutdown", "network-online", "local-fs", "umount")
_JOURNAL = (
    "systemd-journald.service",
    "systemd-journald.socket",
    "systemd-journald-dev-log.socket",
)
_BOOT = """
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
for place in etc opt var; do
    mkdir -p "$1/$place" "$1/$place.work"
    mount -t overlay overlay -o "lowerdir=/$place,upperdir=$1/$place,workdir=$1/$place.work" /$place
done
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /etc/systemd/system
umount -R /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
mkdir /run/units
for target in $TARGETS; do echo "[Unit]" >"/run/units/$target.target"; done
echo "Wants=systemd-journald.service" >>/run/units/multi-user.target
for unit in $JOURNAL; do ln -s "/lib/systemd/system/$unit" /run/units/; done
touch /run/console
mount --bind /run/console /dev/console
export container=docker SYSTEMD_UNIT_PATH=/etc/systemd/system:/run/units
exec "$SYSTEMD" --system --unit=multi-user.target --log-target=console --show-status=0
"""


@dataclass(frozen=True)
class Machine:
    """The inside: commands run there, as root."""

    leader: int

    def run(self, *command: str, ok: bool = True) -> str:
        """Run a command inside and return what it said; fail when it fails, unless not `ok`."""
        inside = ["nsenter", "-t", str(self.leader), "-m", "-p", "-u", "-i", "-C", *command]
        ran = subprocess.run(
            inside,
            env={**os.environ, "PATH": _PATH},
            capture_output=True,
            text=True,
            timeout=10 * SECONDS,
            check=False,
        )
        assert not ok or ran.returncode == 0, (command, ran.stdout, ran.stderr)
        return ran.stdout

    def shell(self, script: str) -> str:
        """Run lines of shell inside; the first that fails ends them."""
        return self.run("bash", "-euc", script)

    def shows(self, unit: str, name: str) -> str:
        """Return one property of a unit."""
        return self.run("systemctl", "show", "--value", "-p", name, unit).strip()

    def waits_for(self, unit: str, **properties: str) -> None:
        """Wait until a unit has these properties; fail when it has them not in time."""
        deadline = time.monotonic() + SECONDS
        while (found := {name: self.shows(unit, name) for name in properties}) != properties:
            assert time.monotonic() < deadline, (unit, found, self.journal(unit))
            time.sleep(0.2)

    def journal(self, unit: str) -> str:
        """Return what a unit logged."""
        return self.run("journalctl", "--no-pager", "-o", "cat", "-u", unit, ok=False)


@contextmanager
def a_machine() -> Iterator[Machine]:
    """Boot a systemd, and end it and all that it started when the block ends."""
    environment = {
        **os.environ,
        "TARGETS": " ".join(_TARGETS),
        "JOURNAL": " ".join(_JOURNAL),
        "SYSTEMD": SYSTEMD,
    }
    with TemporaryDirectory(dir="/mnt") as aside:
        namespaces = ["--pid", "--mount", "--uts", "--ipc", "--cgroup", "--fork", "--mount-proc"]
        boot = ["unshare", *namespaces, "--kill-child", "bash", "-c", _BOOT, "boot", aside]
        with subprocess.Popen(boot, env=environment, stderr=subprocess.PIPE, text=True) as outside:
            try:
                yield Machine(_leader(outside))
            finally:
                outside.send_signal(
                    signal.SIGKILL
                )  # the first process inside ends with it, and all


def _leader(outside: "subprocess.Popen[str]") -> int:
    """Return the process that is the first inside, once its systemd answers."""
    children = Path(f"/proc/{outside.pid}/task/{outside.pid}/children")
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert outside.poll() is None, outside.stderr and outside.stderr.read()
        for child in children.read_text().split():
            machine = Machine(int(child))
            if (
                machine.run("systemctl", "is-active", "multi-user.target", ok=False).strip()
                == "active"
            ):
                return machine.leader
        time.sleep(0.1)
    raise AssertionError("systemd did not start in time")


def is_possible() -> bool:
    """Return whether this machine lets us have one."""
    return os.geteuid() == 0 and Path(SYSTEMD).exists() and shutil.which("nsenter") is not None
