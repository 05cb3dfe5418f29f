"""The file of the settings of the extranet's side: `extranet.toml`, as it is written.

Its tables are sections (`[syndic]`), or targets that have values of their own
(`[immeubles."S1/I1"]`); which settings there are is not known here.
Touches: that file, reading only.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from config.settings import ConfigurationError
from config.toml_lines import line_of

NAME = "extranet.toml"


class Entry(NamedTuple):
    """One value: its table, the target in it ("" for a section), its name, and where it stands."""

    table: str
    cible: str
    nom: str
    valeur: object
    place: str


def read_extranet(path: Path) -> tuple[Entry, ...]:
    """Given the file, return every value in it; none where there is no file.

    Raise ConfigurationError when it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} is not a TOML file: {error}") from error
    return tuple(_entries(path, text, values))


def _entries(path: Path, text: str, values: Mapping[str, object]) -> Iterator[Entry]:
    for table, inside in values.items():
        if not isinstance(inside, Mapping):
            yield Entry("", "", table, inside, _place(path, text, (table,)))
            continue
        for nom, valeur in inside.items():
            if not isinstance(valeur, Mapping):
                yield Entry(table, "", nom, valeur, _place(path, text, (table, nom)))
                continue
            for own, value in valeur.items():
                yield Entry(table, nom, own, value, _place(path, text, (table, nom, own)))


def _place(path: Path, text: str, keys: tuple[str, ...]) -> str:
    line = line_of(text, keys)
    return f"{path}:{line}" if line else str(path)
