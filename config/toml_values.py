"""A value as TOML writes it.

Touches: nothing.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr


def as_toml(value: object) -> str:
    """Return a value in TOML: of what the settings hold, JSON writes the same but for tables."""
    if isinstance(value, SecretStr):
        raise TypeError("a secret has no place in a text")
    if isinstance(value, Mapping):
        pairs = (f"{as_toml(name)} = {as_toml(one)}" for name, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
