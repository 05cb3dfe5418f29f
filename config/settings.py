"""The settings: one TOML file, overridden by the environment and by systemd's credentials.

Read once, by `syncd.site` for the commands and the daemon; everyone else receives plain values. The
file is the one of `--config`, else of `$LSC_SYNCD_CONFIG`, else `./lsc-syncd.toml`, else
`/etc/lsc-syncd/lsc-syncd.toml`. A variable is called `LSC_SYNCD_<FIELD>`, or
`LSC_SYNCD_<TABLE>__<FIELD>`; a credential of systemd is called `lsc_syncd_<field>`.
Touches: that file, the environment, the credentials' directory, reading only.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from config.options import NESTED, PREFIX, TABLES, Settings
from config.toml_lines import line_of
from config.toml_values import as_toml

_HERE = Path("lsc-syncd.toml")
_SYSTEM = Path("/etc/lsc-syncd/lsc-syncd.toml")
_OTHER_VARIABLES = {f"{PREFIX}CONFIG"}


class ConfigurationError(Exception):
    """The operator must correct the settings; the message has one sentence per mistake."""


class Supervision(NamedTuple):
    """What systemd told us in the environment; None where it did not."""

    notify_socket: str | None
    watchdog_seconds: float | None


class _Source(NamedTuple):
    """The file that was read, if any, and its text."""

    path: Path | None
    text: str

    def place(self, where: tuple[int | str, ...]) -> str:
        """Given a setting, return `file:line: ` or `VARIABLE: `; empty where it stands in none."""
        keys = tuple(str(part) for part in where)
        set_there = {name.upper() for name in os.environ}
        for part in (keys, keys[:1]):
            variable = f"{PREFIX}{NESTED.join(part)}".upper()
            if variable in set_there:
                return f"{variable}: "
        line = line_of(self.text, keys)
        return f"{self.path}:{line}: " if line else ""


def load(path: Path | None = None) -> Settings:
    """Given the path of the file, or None to look for it, return the settings.

    Raise ConfigurationError with every mistake at once.
    """
    found = path or _usual_place()
    text = _read(found) if found else ""
    values = _parsed(found, text)
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    unknown = [f"{name} is no setting: remove it" for name in _unknown_variables()]
    try:
        settings = Settings(_secrets_dir=credentials, **values)
    except ValidationError as error:
        found_in = _Source(found, text)
        sentences = [_sentence(each, found_in) for each in error.errors(include_input=False)]
        raise ConfigurationError("\n".join([*sentences, *unknown])) from error
    except SettingsError as error:
        raise ConfigurationError("\n".join([f"{error}: it must be JSON", *unknown])) from error
    if unknown:
        raise ConfigurationError("\n".join(unknown))
    return settings


def file_of(path: Path | None = None) -> Path | None:
    """Given the path of the file, or None to look for it, return it; None where there is none."""
    return path or _usual_place()


def supervision() -> Supervision:
    """Return what systemd expects of this process."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    seconds = int(microseconds) / 1e6 if microseconds.isdecimal() else None
    return Supervision(os.environ.get("NOTIFY_SOCKET") or None, seconds)


def _usual_place() -> Path | None:
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named:
        return Path(named)
    return next((path for path in (_HERE, _SYSTEM) if path.is_file()), None)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not a TOML file: {error}") from error


def _parsed(path: Path | None, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not a TOML file: {error}") from error


def _unknown_variables() -> Iterator[str]:
    """Yield the variables with our prefix that set nothing: most likely a slip of the pen."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | _OTHER_VARIABLES
    for table, model in TABLES.items():
        known |= {f"{PREFIX}{table}{NESTED}{name}".upper() for name in model.model_fields}
    return (name for name in sorted(os.environ) if _is_ours(name) and name.upper() not in known)


def _is_ours(name: str) -> bool:
    return name.upper().startswith(PREFIX)


def _sentence(mistake: ErrorDetails, source: _Source) -> str:
    """Given what pydantic found, say where and what; never the value, which may be a secret."""
    where = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] == "missing":
        return f"{where} is missing: {where} = {_example(mistake['loc'])}, for instance"
    place = source.place(mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        return f"{place}{where} is no setting: correct its name, or remove it"
    what = mistake["msg"].removeprefix("Value error, ")
    right = f"({_example(mistake['loc'])} is right)"
    return f"{place}{where} is wrong: {what[0].lower()}{what[1:]} {right}"


def _example(where: tuple[int | str, ...]) -> str:
    """Given a setting, return a right value as the file has it: a text in single quotes."""
    first, *rest = [str(part) for part in where]
    model = TABLES[first] if first in TABLES and rest else Settings
    field = model.model_fields.get(first if model is Settings else rest[0])
    found = field.examples[0] if field and field.examples else ""
    return as_toml(found) if isinstance(found, Mapping) else repr(found)
