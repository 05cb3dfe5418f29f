"""The commented example of the settings, written from their own descriptions.

`python -m config.example` writes it out; a test proves that the file beside this one is that text.
Touches: nothing.
"""

import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from config.options import TABLES, Settings
from config.toml_values import as_toml

PATH = Path(__file__).with_name("lsc-syncd.toml.example")

_WIDTH = 96
_HEAD = """\
The settings of lsc-syncd, as /etc/lsc-syncd/lsc-syncd.toml or where --config says.
A line that is commented out shows the default, or an example where there is none; only
`domaine` must be set.
Each can also be given by the environment: LSC_SYNCD_DOMAINE, LSC_SYNCD_SFTP__PORT."""


def rendered() -> str:
    """Return the whole example: what must be set is set, the rest is commented out."""
    parts = [_commented(_HEAD.splitlines()), *_fields(Settings)]
    for name, model in TABLES.items():
        parts += [f"[{name}]", *_fields(model)]
    return "\n\n".join(parts) + "\n"


def _fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if name not in TABLES:
            yield f"{_commented(_words(field))}\n{_assignment(name, field)}"


def _words(field: FieldInfo) -> list[str]:
    extra = field.json_schema_extra
    unit = f" Unit: {extra['unit']}." if isinstance(extra, Mapping) else ""
    return textwrap.wrap(f"{field.description}{unit}", _WIDTH)


def _commented(lines: list[str]) -> str:
    return "\n".join(f"# {line}" for line in lines)


def _assignment(name: str, field: FieldInfo) -> str:
    if field.is_required():
        return f"{name} = {as_toml(_example(field))}"
    if field.default is None or field.default == {}:
        return f"# {name} = {as_toml(_example(field))}"
    return f"# {name} = {as_toml(field.default)}"


def _example(field: FieldInfo) -> object:
    return (field.examples or [""])[0]


if __name__ == "__main__":
    sys.stdout.write(rendered())
