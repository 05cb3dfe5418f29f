"""Bank details that wait for a person, told so that he knows them and nobody learns them.

Touches: nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.planning.plan import Situation, facts_after, tables_of
from ingest.planning.standing import standing
from ingest.rules.faits import ref
from store.declarations import NATURES

_COLUMNS = [colonne.nom for colonne in NATURES["immeubles"].colonnes]
_LAST = 4


class NothingToConfirm(Exception):  # noqa: N818  said to the operator
    """Nothing about this account or building waits for a person."""


class Details(NamedTuple):
    """The details of one building, the numbers but for their last four characters hidden.

    `condense` is the digest of all of them: what is confirmed is what was told.
    """

    immeuble: str
    titulaire: str
    iban: str
    bic: str
    rib: str
    condense: str


def waiting_details(situation: Situation, immeubles: Sequence[str]) -> list[Details]:
    """Given `entite/immeuble`s, return the details of each that wait to be confirmed (R-113b).

    Each once, in the order given. Raise NothingToConfirm when one of them has none.
    """
    waiting = {
        ref(each.entite, each.cle): situation.facts["immeubles", each.entite][each.cle,]
        for each in standing(situation)
        if each.code == "BANK_CHANGED"
    }
    known = facts_after(situation, tables_of(situation.facts)).immeubles
    found: list[Details] = []
    for immeuble in dict.fromkeys(immeubles):
        details = known[immeuble].coordonnees if immeuble in waiting else None
        if details is None:
            raise NothingToConfirm(
                f"The building {immeuble!r} has no bank details that wait to be confirmed"
            )
        record = dict(zip(_COLUMNS, waiting[immeuble].record.valeurs, strict=False))
        found.append(_told(immeuble, record, details.condense))
    return found


def _told(immeuble: str, record: Mapping[str, object], condense: str) -> Details:
    payee = "".join(each if each.isprintable() else "?" for each in str(record["titulaire"] or ""))
    iban, bic, rib = (_masked(record[nom]) for nom in ("iban", "bic", "rib"))
    return Details(immeuble, payee, iban, bic, rib, condense)


def _masked(value: object) -> str:
    """Return the last characters of a number, and as many dots as there are others."""
    text = "".join(str(value or "").split())
    return "•" * (len(text) - _LAST) + text[-_LAST:] if len(text) > _LAST else "•" * len(text)
