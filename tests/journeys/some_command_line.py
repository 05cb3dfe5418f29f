"""The command line run in the process of the tests, and the keys that its JSON always has."""

import json
from pathlib import Path
from typing import Any

import pytest

import cli

ENTRY_KEYS = {
    *("id", "account", "domaine", "numero", "manifeste", "essai", "resultat", "code"),
    *("scelle_le", "decide_le", "attempt"),
}
RAPPORT_KEYS = {
    *("id", "account", "domaine", "numero", "essai", "resultat", "scelle_le", "decide_le"),
    *("comptages", "documents", "signalements", "omis", "attendus"),
}


class Said:
    """The command line of one installation, run in this process."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._config = config
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: object) -> int:
        """Run a command; return its exit code, keep what it said."""
        code = cli.run(["--config", str(self._config), *map(str, arguments)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *arguments: object) -> Any:
        """Run a command that succeeds with `--json`; return what it said."""
        assert self.run(*arguments, "--json") == 0
        return json.loads(self.out)
