"""When each chore ran last: one row each, the truth about what is due.

Touches: the store, through the connection that it is given. The row is written before the chore
begins and after it ends: one without an end was interrupted, if nobody runs it.
"""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from store.models.taches import Tache
from store.tables import table_of

_TACHES = table_of(Tache)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoreRecord:
    """What is known of a chore; instants are UTC texts, as everywhere in the store.

    `creneau` is the instant that the last run was for, `essais` how often it was begun for it.
    """

    nom: str
    agenda: str
    fuseau: str
    depuis: str
    creneau: str | None = None
    commence_le: str | None = None
    fini_le: str | None = None
    resultat: str | None = None
    essais: int = 0


def chores(connection: Connection) -> dict[str, ChoreRecord]:
    """Return what is known of each chore, by name."""
    columns = (_TACHES.c[name] for name in ChoreRecord.__slots__)
    rows = connection.execute(select(*columns).order_by(_TACHES.c.nom)).mappings()
    return {row["nom"]: ChoreRecord(**row) for row in rows}


def record(connection: Connection, chore: ChoreRecord) -> None:
    """Given what is now known of a chore, write it over what was."""
    connection.execute(delete(_TACHES).where(_TACHES.c.nom == chore.nom))
    connection.execute(insert(_TACHES).values(asdict(chore)))
