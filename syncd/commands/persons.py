"""Who a login is, for the commands that speak of one person.

Touches: the store, reading.
"""

from ingest.telling.proof import is_current
from store.declarations import NATURES
from store.reading import Reading

_LOGIN = [colonne.nom for colonne in NATURES["connexions"].colonnes].index("identifiant")


class UnknownLogin(LookupError):  # noqa: N818  said to the operator
    """No list holds this login now."""


def person_of(known: Reading, login: str) -> str:
    """Given a login, return whose it is. Raise UnknownLogin."""
    tiers = known.login(login)
    if tiers is None:
        raise UnknownLogin(f"No login {login!r} is in LSC's last list of logins")
    return tiers


def person_ever(known: Reading, login: str) -> str:
    """Given a login, also one that its list lost, or a person's id, return whose it is.

    What could be seen is proven long after the login is off. Raise UnknownLogin.
    """
    tiers = known.login(login)
    if tiers is not None:
        return tiers
    former = known.records("connexions", "", "identifiant", [login])
    holders = {str(cle[0]) for cle in former}
    if not holders and known.history("acces", tiers=login):
        return login
    if len(holders) != 1:
        raise UnknownLogin(f"No list ever held the login {login!r}, and nobody has that id")
    return holders.pop()


def logins_ever(known: Reading) -> dict[str, str]:
    """Return the login of each person, by id, also one that its list lost."""
    facts = known.facts("connexions", "")
    return {str(cle[0]): str(each.record.valeurs[_LOGIN]) for cle, each in facts.items()}


def is_open(known: Reading, tiers: str, now: str) -> bool:
    """Given a person, return whether any of his accounts is open: else his login is off (R-081)."""
    rows = known.rows_at("acces", tiers=tiers, portee="compte")
    return any(is_current(row, now) for row in rows)
