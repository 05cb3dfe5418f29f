"""The bank details of a building, as they are judged without being known (R-110…R-112).

The values themselves stay in the store: what is kept here may be told, noted and compared.
Touches: nothing.
"""

from collections.abc import Iterator
from typing import NamedTuple

PAYS_DU_RIB = frozenset({"NC", "PF"})
"""Nouvelle-Calédonie and Polynésie française: there a RIB may stand for IBAN and BIC (R-112)."""
IBAN, RIB = "iban", "rib"
_INVALIDES = {"iban": "IBAN_INVALID", "bic": "BIC_INVALID", "rib": "RIB_INVALID"}


class Coordonnees(NamedTuple):
    """Each value: right, False when its own keys say that it is wrong, None when not given.

    `condense` is the digest of all of them and of the payee.
    """

    iban: bool | None
    bic: bool | None
    rib: bool | None
    condense: str

    @property
    def forme(self) -> str:
        """Return in which form they are given, if they are right."""
        return IBAN if self.rib is None else RIB


def faults_of(coordonnees: Coordonnees, pays: str) -> Iterator[tuple[str, str]]:
    """Given bank details and the country of their entity, yield each code and its attribute.

    Exactly IBAN and BIC, or a RIB in the countries that have it (domain.md §6).
    """
    for attribut, code in _INVALIDES.items():
        if getattr(coordonnees, attribut) is False:
            yield code, attribut
    iban, bic, rib, _ = coordonnees
    if rib is not None and (iban is not None or bic is not None):
        yield "BANK_AMBIGUOUS", "rib"
    elif rib is not None and pays not in PAYS_DU_RIB:
        yield "RIB_ELSEWHERE", "rib"
    elif (iban is None) != (bic is None):
        yield "BANK_INCOMPLETE", "bic" if bic is None else "iban"
