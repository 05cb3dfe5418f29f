"""An address with all its folders below one root, for listeners that tests start."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from syncd import clock
from syncd.sftp.endpoint import Endpoint


def an_endpoint(root: Path, *, now: Callable[[], str] = clock.now_text, **values: Any) -> Endpoint:
    """Given a root, return an endpoint on loopback, on any free port; `values` are its limits."""
    folders = {name: root / name for name in ("incoming", "retour", "logs", "accounts", "bans")}
    usual = {"host": "127.0.0.1", "port": 0, "domaine": "immo-dupont", **folders}
    return Endpoint(**{**usual, "host_key": root / "keys/host", "now": now, **values})
