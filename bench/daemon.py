"""The worker's part of the daemon, over envois in turn: seconds, CPU and memory of each.

Touches: a data folder, made anew.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.program import CONSEIL
from ingest import pipeline
from ingest.disk.envoi import Envoi
from ingest.planning.rederivation import rederive_boxes
from ingest.rules.faits import Options
from ingest.workshop import Workshop
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
            if path.name == CONSEIL:
                workshop = _switched(workshop)
                found.append(_measured(lambda: rederive_boxes(workshop, CONSEIL)))  # noqa: B023  at once
                continue
            sealed = parts.spool.deliver(path, "bench", clock.now())
            found.append(_measured(lambda: _process(sealed, workshop)))  # noqa: B023  at once
    parts.store.close()
    return found


def _measured(work: Callable[[], object]) -> dict[str, float]:
    before = _reset_peak()
    start, worked = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    return {"seconds": seconds, "cpu": cpu, "added_mb": (_peak() - before) / 1024}


def _process(sealed: Envoi, workshop: Workshop) -> None:
    entry = pipeline.process(workshop.spool.start(sealed), workshop)
    retour.deliver(workshop.store, workshop.spool)
    if entry.resultat != "applique":
        raise SystemExit(f"{sealed.path}: {entry.resultat}\n{entry.rapport[:2000]}")


def _switched(workshop: Workshop) -> Workshop:
    is_on = workshop.options.conseil_herite_coproprietaire
    return replace(workshop, options=Options(conseil_herite_coproprietaire=not is_on))


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
