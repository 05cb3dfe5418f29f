"""What waits to be done after a commit: messages to deliver, orders to the running daemon.

Touches: the store, through the connection that it is given. A message stays until somebody says
that it was delivered: after a crash between the two it is delivered again, under the same name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from store.changes import Message
from store.models.envois import AEnvoyer, Ordre
from store.tables import table_of

_MESSAGES = table_of(AEnvoyer)
_ORDERS = table_of(Ordre)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a command asks of the daemon; `reponse` None until it is answered.

    `cree_le` is a UTC instant.
    """

    number: int
    genre: str
    cible: str
    cree_le: str
    reponse: str | None


def queue(connection: Connection, messages: Iterable[Message]) -> None:
    """Given messages, keep them, in this order, until they are delivered."""
    rows = [{name: getattr(message, name) for name in Message.__slots__} for message in messages]
    if rows:
        connection.execute(insert(_MESSAGES), rows)


def messages(connection: Connection) -> list[tuple[int, Message]]:
    """Return what is to be delivered, with its number, oldest first."""
    columns = [_MESSAGES.c[name] for name in Message.__slots__]
    rows = connection.execute(select(_MESSAGES.c.id, *columns).order_by(_MESSAGES.c.id))
    return [
        (number, Message(**dict(zip(Message.__slots__, values, strict=True))))
        for number, *values in rows
    ]


def delivered(connection: Connection, number: int) -> None:
    """Given the number of a message, forget it; its number is never given again."""
    connection.execute(delete(_MESSAGES).where(_MESSAGES.c.id == number))


def give_order(connection: Connection, genre: str, cible: str, at: str) -> int:
    """Given what is asked and when, return the number of the order."""
    asked = insert(_ORDERS).values(genre=genre, cible=cible, cree_le=at)
    number: int = connection.execute(asked.returning(_ORDERS.c.id)).scalar_one()
    return number


def answer_order(connection: Connection, number: int, reponse: str) -> None:
    """Given an order's number, answer it. Raise LookupError when there is none."""
    answered = update(_ORDERS).where(_ORDERS.c.id == number).values(reponse=reponse)
    if connection.execute(answered).rowcount != 1:
        raise LookupError(f"There is no order {number}")


def orders(connection: Connection) -> list[Order]:
    """Return the orders that wait for an answer, oldest first."""
    waiting = select(_ORDERS).where(_ORDERS.c.reponse.is_(None)).order_by(_ORDERS.c.id)
    return [_order(*row) for row in connection.execute(waiting)]


def order(connection: Connection, number: int) -> Order:
    """Given the number of an order, return it. Raise LookupError when there is none."""
    row = connection.execute(select(_ORDERS).where(_ORDERS.c.id == number)).one_or_none()
    if row is None:
        raise LookupError(f"There is no order {number}")
    return _order(*row)


def _order(number: int, genre: str, cible: str, cree_le: str, reponse: str | None) -> Order:
    return Order(number=number, genre=genre, cible=cible, cree_le=cree_le, reponse=reponse)
