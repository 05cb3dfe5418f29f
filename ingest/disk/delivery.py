"""Copying a directory of this host into the spool, so that nothing of the original is touched.

Touches: the source, reading; the target, which is new. After a crash: a partial copy, which the
holder of the spool removes.
"""

import os
import shutil
from pathlib import Path

from ingest.disk.tree import Motif, Obstacle, read_tree


class NotDeliverable(Exception):  # noqa: N818  said to the operator
    """This directory cannot be taken in as an envoi."""


def copy_tree(source: Path, target: Path) -> None:
    """Given a directory and a new path, copy files, times and modes.

    Links are copied as links, so that they are refused as if a client had sent them. Raise
    NotDeliverable for anything that is neither file, directory nor link, or cannot be read.
    """
    if not source.is_dir():
        raise NotDeliverable(f"{source} is not a directory: give the one that holds manifeste.xml")
    tree = read_tree(source)
    target.mkdir()
    for entry in tree.directories:
        (target / entry.path.relative_to(source)).mkdir()
    for obstacle in tree.obstacles:
        _copy_obstacle(obstacle, target / obstacle.path.relative_to(source))
    for entry in tree.files:
        shutil.copy2(entry.path, target / entry.path.relative_to(source), follow_symlinks=False)


def _copy_obstacle(obstacle: Obstacle, target: Path) -> None:
    if obstacle.motif is Motif.LIEN:
        target.symlink_to(os.readlink(obstacle.path))  # noqa: PTH115  the text of the link, whatever it is
    elif obstacle.motif is not Motif.DOUBLON:
        raise NotDeliverable(
            f"{obstacle.path} ({obstacle.motif}) cannot be copied: remove it first"
        )
