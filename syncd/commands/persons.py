"""Who a login is, for the commands that speak of one person.

Touches: the store, reading.
"""

from ingest.telling.proof import is_current
from store.reading import Reading


class UnknownLogin(LookupError):  # noqa: N818  said to the operator
    """No list holds this login now."""


def person_of(known: Reading, login: str) -> str:
    """Given a login, return whose it is. Raise UnknownLogin."""
    tiers = known.login(login)
    if tiers is None:
        raise UnknownLogin(f"No login {login!r} is in LSC's last list of logins")
    return tiers


def is_open(known: Reading, tiers: str, now: str) -> bool:
    """Given a person, return whether any of his accounts is open: else his login is off (R-081)."""
    rows = known.rows_at("acces", tiers=tiers, portee="compte")
    return any(is_current(row, now) for row in rows)
