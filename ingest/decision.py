"""What is to be done with an envoi: the ledger and the manifest decide, before any record does.

`numero` alone orders envois (R-001 amended); a trial uses none up. Valid but alarming envois are
`retenu` for a human (R-011).
Touches: nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.check import Checked
from ingest.reading.manifest import Manifeste
from ingest.telling.problems import Problem, any_refuses
from store.changes import Entry


class Resultat(StrEnum):
    """The outcomes of the ledger (architecture, "The spool")."""

    APPLIQUE = "applique"
    DEJA_APPLIQUE = "deja_applique"
    ESSAYE = "essaye"
    REFUSE = "refuse"
    PERIME = "perime"
    REMPLACE = "remplace"
    RETENU = "retenu"


PLACES = {
    Resultat.APPLIQUE: "done",
    Resultat.DEJA_APPLIQUE: "done",
    Resultat.ESSAYE: "done",
    Resultat.REFUSE: "refused",
    Resultat.PERIME: "refused",
    Resultat.REMPLACE: "refused",
    Resultat.RETENU: "hold",
}
"""Where an envoi of each outcome is filed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, and what the ledger adds to the problems."""

    resultat: Resultat
    problems: tuple[Problem, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Return whether what it would change is worth planning."""
        return self.resultat in {Resultat.APPLIQUE, Resultat.ESSAYE}

    @property
    def applies(self) -> bool:
        """Return whether it changes facts."""
        return self.resultat is Resultat.APPLIQUE


def decide(checked: Checked, last: int | None, same_numero: Sequence[Entry]) -> Decision:
    """Given an envoi, the greatest numero applied and the entries of its own, return the outcome.

    A resent envoi is recognised by its manifest before anything in it is judged (R-007): its files
    may be gone, they were received once.
    """
    manifeste = checked.manifeste
    if manifeste is None:
        return Decision(Resultat.REFUSE)
    applied = [entry for entry in same_numero if entry.resultat == Resultat.APPLIQUE]
    if manifeste.essai:
        return Decision(Resultat.REFUSE if any_refuses(checked.problems) else Resultat.ESSAYE)
    if any(entry.manifeste == checked.manifeste_sha256 for entry in applied):
        return Decision(Resultat.DEJA_APPLIQUE)
    if applied:
        return Decision(Resultat.REFUSE, (_reused(manifeste),))
    if any_refuses(checked.problems):
        return Decision(Resultat.REFUSE)
    if last is not None and manifeste.numero < last:
        return Decision(Resultat.PERIME, (_stale(manifeste, last),))
    return Decision(Resultat.APPLIQUE)


def _reused(manifeste: Manifeste) -> Problem:
    return Problem(
        code="NUMERO_REUTILISE",
        file="manifeste.xml",
        attribut="numero",
        value=str(manifeste.numero),
        expected="un numéro jamais appliqué",
    )


def _stale(manifeste: Manifeste, last: int) -> Problem:
    return Problem(
        code="RUN_STALE",
        file="manifeste.xml",
        attribut="numero",
        value=str(manifeste.numero),
        expected=f"plus de {last}, le dernier appliqué",
    )


RETENU_PAR_NOTRE_FAUTE = Decision(Resultat.RETENU, (Problem(code="ATTENTE_DECISION"),))
"""The outcome of an envoi whose processing failed three times."""
