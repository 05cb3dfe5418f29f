"""The worker's part of the daemon, over envois in turn: seconds, CPU and memory of each.

Touches: a data folder, made anew.
"""

import json
import os
import sys
import time
from pathlib import Path

from ingest import pipeline
from syncd import clock, retour
from syncd.site import parts_of, read_site, workshop_of

_PEAK = "VmHWM:"
_CLEAR_PEAK = "5"


def measure(data: Path, envois: list[Path]) -> list[dict[str, float]]:
    """Given a folder for the data and envois, process each; return what each took."""
    data.mkdir(parents=True)
    config = data / "bench.toml"
    config.write_text(f'domaine = "bench"\ndata = "{data}/data"\n')
    site = read_site(config)
    parts = parts_of(site)
    parts.store.create()
    workshop = workshop_of(site, parts)
    found = []
    with parts.spool.locked():
        for path in envois:
            sealed = parts.spool.deliver(path, "bench", clock.now())
            before = _reset_peak()
            start, worked = time.perf_counter(), time.process_time()
            entry = pipeline.process(parts.spool.start(sealed), workshop)
            retour.deliver(parts.store, parts.spool)
            seconds, cpu = time.perf_counter() - start, time.process_time() - worked
            if entry.resultat != "applique":
                raise SystemExit(f"{path}: {entry.resultat}\n{entry.rapport[:2000]}")
            added = (_peak() - before) / 1024
            found.append({"seconds": seconds, "cpu": cpu, "added_mb": added})
    parts.store.close()
    return found


def _reset_peak() -> int:
    """Forget the peak so far; return what is resident now, in KiB."""
    Path("/proc/self/clear_refs").write_text(_CLEAR_PEAK)
    return _peak()


def _peak() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(_PEAK))


if __name__ == "__main__":
    os.umask(0o077)
    print(json.dumps(measure(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])))  # noqa: T201
