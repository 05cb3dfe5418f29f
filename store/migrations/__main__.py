"""`make migration NAME=…`: write the revision that brings the newest tables to the models.

Touches: a new file in `versions/`; the tables that it compares with are made in memory.
"""

import sys

from sqlalchemy import create_engine

from store.upgrading import run_revisions, write_revision


def main() -> None:
    """Given what the revision does as the argument, write it."""
    with create_engine("sqlite://").begin() as connection:
        run_revisions(connection)
        write_revision(connection, " ".join(sys.argv[1:]))


if __name__ == "__main__":
    main()
