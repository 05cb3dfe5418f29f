"""Where the content of each upload is now, after what clients did to their files since.

Touches: nothing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Step(NamedTuple):
    """One operation that may move or end a content; paths are from the data root.

    `source` is the path that was named, `target` where an upload or a renaming went.
    """

    id: int
    operation: str
    source: str
    target: str | None
    success: bool


def follow(whereabouts: Mapping[str, int], steps: Iterable[Step]) -> dict[str, int]:
    """Given the id of the upload that stands at each path, and steps in time, return it after them.

    An upload replaces what stood there, also one that failed; rm ends it; mv carries it, alone or
    with its folder.
    """
    now = dict(whereabouts)
    for step in steps:
        if step.operation == "upload" and step.target is not None:
            now.pop(step.target, None)
            if step.success:
                now[step.target] = step.id
        elif step.operation == "rm" and step.success:
            now.pop(step.source, None)
        elif step.operation == "mv" and step.success and step.target is not None:
            _carry(now, step.source, step.target)
    return now


def _carry(now: dict[str, int], source: str, target: str) -> None:
    if source in now:
        now[target] = now.pop(source)
        return
    now.pop(target, None)
    below = f"{source}/"
    for path in [path for path in now if path.startswith(below)]:
        now[f"{target}/{path.removeprefix(below)}"] = now.pop(path)
