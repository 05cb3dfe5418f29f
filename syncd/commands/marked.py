"""What a portal marked, as the commands tell it: a person's own apart from staff's (R-086)."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from ingest.telling.lectures import CONNEXION, LU, VU, Marque
from store.ecrits import EcritsUnreadable
from syncd.commands import show

_Value = TypeVar("_Value")
_VERBS = {VU: "seen", LU: "read", CONNEXION: "connected"}


def if_readable(read: Callable[[], _Value]) -> _Value | None:
    """Given what reads the portal's, return it; None, said in a line, when it cannot be read."""
    try:
        return read()
    except EcritsUnreadable as error:
        show.complain(" ".join(str(error).split()))
        return None


def own(marks: Iterable[Marque], marque: str) -> str | None:
    """Given marks of one person, return when he himself made one of that kind; None if never."""
    return next((each.le for each in marks if each.marque == marque and each.qui is None), None)


def by_staff(marks: Iterable[Marque]) -> list[dict[str, object]]:
    """Given marks, return those of staff who were connected as the person."""
    return [each._asdict() for each in marks if each.qui is not None]


def tell_staff(marks: Iterable[Marque]) -> None:
    """Given marks, print under a table those of staff who were connected as the person."""
    for each in marks:
        if each.qui is not None:
            show.say(f"{each.tiers}: {sentence(each)}")


def tell_outside(marks: Iterable[Marque]) -> None:
    """Given marks of persons who could open nothing then, print them: the portal is at fault."""
    for each in marks:
        show.say(f"{each.tiers}: {sentence(each)}, WHEN IT COULD NOT BE OPENED: ask the portal why")


def sentence(mark: Marque) -> str:
    """Given a mark, return it as a person says it."""
    told = f"{_VERBS[mark.marque]} {mark.le}"
    return told if mark.qui is None else f"{told} by {mark.qui}, connected as him (R-086)"
