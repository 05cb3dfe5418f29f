"""The revisions of the tables, one file each in `versions/`; `store.upgrading` runs them."""

from pathlib import Path

FOLDER = Path(__file__).parent
REVISIONS = tuple(
    sorted(path.name.split("_")[1] for path in (FOLDER / "versions").glob("revision_*.py"))
)
"""Their numbers, in order."""
HEAD = REVISIONS[-1]
