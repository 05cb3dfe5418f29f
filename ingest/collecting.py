"""No search for garbage while an envoi is processed.

Records, rows and what is read of them are tuples of texts: no cycle, each is freed when its last
name goes. Python's collector cannot know, and walks through all of them again and again: a fifth of
the time of a first load.
Touches: the collector of this process.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector wait until the block ends, however it ends; one that waits goes on so."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
