"""How many examples a law is tried with: few in `make test`, far more with `LAWS=long`."""

import os

IS_LONG = os.environ.get("LAWS") == "long"
_MORE = 20


def examples(few: int) -> int:
    """Given how many are tried each time, return how many are tried now."""
    return few * _MORE if IS_LONG else few
