"""The exit codes, which are documented in the README and relied upon by scripts.

Touches: nothing.
"""

DONE = 0
FAILURE = 1
USAGE = 2
REFUSED = 3
HELD = 4
CONFIGURATION = 10
ALREADY_RUNNING = 11
INTERRUPTED = 130
