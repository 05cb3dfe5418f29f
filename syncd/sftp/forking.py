"""A process forked off from a single-threaded one, which lives for one function.

Touches: nothing but what that function does.
"""

import gc
import os
import traceback
from collections.abc import Callable
from typing import NoReturn


def fork(serve: Callable[[], None]) -> int:
    """Run `serve` in a forked process, which then ends; return its pid.

    The objects made so far are frozen: the collector of the child leaves their pages shared.
    """
    gc.collect()
    gc.freeze()
    pid = os.fork()
    if not pid:
        _be(serve)
    return pid


def _be(serve: Callable[[], None]) -> NoReturn:
    """A forked process never returns into its parent's code: it ends here, traceback shown."""
    status = 1
    try:
        serve()
        status = 0
    finally:
        if status:
            traceback.print_exc()
        os._exit(status)
