"""The contract as XSD 1.0: where each published schema is.

One namespace; one schema per nature, one for the manifest, one for the answer.
Touches: nothing. It only gives paths.
"""

from pathlib import Path

NAMESPACE = "urn:lsc-syncd:envoi:1"

_HERE = Path(__file__).parent

MANIFESTE = _HERE / "manifeste.xsd"
ACCUSE = _HERE / "accuse.xsd"
TYPES = _HERE / "types.xsd"
"""What the other schemas include."""


def schema_of(nature: str) -> Path:
    """Given the name of a nature, return its schema."""
    return _HERE / f"{nature}.xsd"
