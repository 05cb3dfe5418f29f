"""Bank details: whether their own keys say that they are right, and their digest.

Touches: nothing. No value leaves this module: neither in what it returns nor in a message.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from ingest.rules.coordonnees import Coordonnees

_PAYS = "FR"
"""The country whose form a RIB has, wherever it is used."""


@lru_cache(maxsize=65536)
def coordonnees_of(
    titulaire: str | None, iban: str | None, bic: str | None, rib: str | None
) -> Coordonnees | None:
    """Given what a building says of its account, return how right it is; None of no account."""
    values = [_compact(each) for each in (iban, bic, rib)]
    if not any(values):
        return None
    payee = " ".join((titulaire or "").split())
    return Coordonnees(
        _judged(values[0], _check_iban),
        _judged(values[1], _check_bic),
        _judged(values[2], _check_rib),
        sha256(json.dumps([payee, *values]).encode()).hexdigest(),
    )


def _compact(text: str | None) -> str:
    """Return a number as it is compared: people write it in groups, and in small letters."""
    value = "".join((text or "").split())
    return value.upper() if value.isascii() else value


def _judged(value: str, check: Callable[[str], object]) -> bool | None:
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415  slow, and rarely asked for

    if not value:
        return None
    if not (value.isascii() and value.isalnum()):
        return False
    try:
        check(value)
    except SchwiftyException:
        return False
    return True


def _check_iban(value: str) -> None:
    """Both keys: that of the IBAN, and that of the national number in it."""
    from schwifty import IBAN  # noqa: PLC0415  as above

    IBAN(value, validate_bban=True)


def _check_bic(value: str) -> None:
    from schwifty import BIC  # noqa: PLC0415  as above

    BIC(value)


def _check_rib(value: str) -> None:
    from schwifty import IBAN  # noqa: PLC0415  as above

    IBAN.from_bban(_PAYS, value, validate_bban=True)
