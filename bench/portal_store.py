"""The derived tables of a very big agency, written straight into a store, no envoi behind them.

Half of the documents are for a whole building, and some buildings have several times as many as
others. People are co-owners, council members, presidents, landlords who see what a tenant saw
within a window, or see what others see (R-073); one in two hundred has dozens of accounts. Some
rows are to come, some are over, some withheld, and one in ten was ended and begun again.
Touches: the store that it is given.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import Connection

from store import engine
from store.changes import Ligne
from store.derived import COLUMNS, TABLES
from store.history import fingerprint
from store.tables import in_chunks, table_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_SEED = 4
_HISTORY_EVERY = 10
_BINDERS = 13
_COUNCIL_BINDER = 12
_FOR_ALL = ("coproprietaire", "membre", "president", "proprietaire", "locataire")


class Size(NamedTuple):
    """How much there is of each."""

    documents: int
    people: int
    buildings: int


def write_store(connection: Connection, size: Size) -> list[str]:
    """Given a store without rows, fill it; return its people, those with most rows first."""
    chance = Random(_SEED)  # noqa: S311  the same store in every run
    reach = list(_acces(size, chance))
    accounts = len({row[2] for row in reach})
    _write(connection, "droits", _droits())
    _write(connection, "acces", reach)
    _write(connection, "publication", _publication(size, accounts, chance))
    count: dict[str, int] = {}
    for row in reach:
        count[str(row[0])] = count.get(str(row[0]), 0) + 1
    return sorted(count, key=lambda tiers: (-count[tiers], tiers))


def _write(connection: Connection, table: str, rows: Iterable[Ligne]) -> None:
    """Write rows; before one in ten, what it was until a month ago."""
    names = (*COLUMNS[table], "empreinte", "connu_du", "cause_du", "connu_jusqu_au")
    begun, ended = instant(-400), instant(-30)
    written: list[tuple[object, ...]] = []
    for number, row in enumerate(rows):
        if number % _HISTORY_EVERY == 0:
            written.append((*row, fingerprint(row), begun, "envoi-1", ended))
            written.append((*row, fingerprint(row), ended, "envoi-2", None))
        else:
            written.append((*row, fingerprint(row), begun, "envoi-1", None))
    for chunk in in_chunks(written):
        engine.insert_many(connection, table_of(TABLES[table]), names, chunk)


def _droits() -> Iterator[Ligne]:
    """Most binders are open to all, one to the council alone, and the last to nobody."""
    for binder in range(1, _BINDERS):
        levels = _FOR_ALL[1:3] if binder == _COUNCIL_BINDER else _FOR_ALL
        yield from ((f"syndic/{binder}", level) for level in levels)


def _acces(size: Size, chance: Random) -> Iterator[Ligne]:
    """Everybody has an account, one in four several, one in two hundred dozens."""
    account = 0
    for person in range(size.people):
        many = chance.choice([1] * 12 + [2, 3, 4, 5])
        count = 15 + chance.randrange(46) if person % 200 == 0 else many
        for own in range(count):
            building = person * size.buildings // size.people
            if own:
                building = chance.randrange(size.buildings)
            yield from _account(person, account, building, chance)
            account += 1


def _account(person: int, account: int, building: int, chance: Random) -> Iterator[Ligne]:
    tiers, compte, cible = f"T{person}", f"S1/C{account}", f"S1/I{building}"
    kind = chance.randrange(100)
    niveau = {0: "president", 1: "membre", 2: "membre"}.get(kind // 5, "coproprietaire")
    over = instant(-chance.randrange(1, 90)) if kind in (20, 21) else None
    through = ("coproprietaire", "compte", compte)
    yield (tiers, tiers, compte, *through, "coproprietaire", None, over, None, None, None)
    if niveau != "coproprietaire":
        yield (tiers, tiers, compte, *through, niveau, None, None, None, None, None)
    of_building = ("coproprietaire", "immeuble", cible, niveau)
    yield (tiers, tiers, compte, *of_building, None, over, None, None, None)
    if kind in (30, 31, 32, 33, 34):
        of_tenant = ("proprietaire", "compte", f"S1/C{max(account - 7, 0)}", "locataire")
        window = (day(-chance.randrange(400, 900)), day(-chance.randrange(300)))
        yield (tiers, tiers, compte, *of_tenant, None, None, *window, None)
    if kind in (40, 41):
        other = f"T{max(person - 11, 0)}"
        yield (other, tiers, compte, *through, "coproprietaire", None, None, None, None, None)
        yield (other, tiers, compte, *of_building, instant(3), None, None, None, None)


def _publication(size: Size, accounts: int, chance: Random) -> Iterator[Ligne]:
    etats = ["publiee"] * 96 + ["retenue", "attend_fichier", "retiree", "purgee"]
    for number in range(size.documents):
        if number % 2:
            scope = ("compte", f"S1/C{chance.randrange(accounts)}")
        else:
            busy = chance.choice([1] * 7 + [10] * 3)
            scope = ("immeuble", f"S1/I{chance.randrange(size.buildings // busy)}")
        made, etat = -chance.randrange(5 * 365), chance.choice(etats)
        until = chance.choice([None] * 9 + [instant(made + 365)])
        since = chance.choice([instant(made + 1)] * 49 + [instant(5)])
        binder = 1 + chance.randrange(_BINDERS)
        yield (
            *(f"S1/E{number}/P1", f"{number:064x}" if etat == "publiee" else None, *scope),
            *(f"syndic/{binder}", f"Relevé des charges {number}"),
            json.dumps(["Syndic", f"Classeur {binder}"]),
            *(day(made), since, until, etat, '["PUBLIE"]'),
        )


def instant(days: int) -> str:
    """Return the instant so many days from now, as the store writes it."""
    return f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M:%S}.000Z"


def day(days: int) -> date:
    """Return the day so many days from now."""
    return (NOW + timedelta(days=days)).date()
