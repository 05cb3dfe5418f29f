"""Amounts: integers of a currency's minor units, and how LSC writes them (domain.md §5.3).

Touches: nothing.
"""

_SANS_CENTIMES = frozenset({"XPF"})
_CENTIMES = 2


def decimals_of(devise: str | None) -> int:
    """Given a currency, return how many decimals its amounts have."""
    return 0 if devise in _SANS_CENTIMES else _CENTIMES


def amount_text(montant: int, devise: str | None) -> str:
    """Given minor units of a currency, return the amount as the XML writes it."""
    decimals = decimals_of(devise)
    if not decimals:
        return str(montant)
    whole, cents = divmod(abs(montant), 10**decimals)
    return f"{'-' if montant < 0 else ''}{whole}.{cents:0{decimals}}"
