"""What is judged of a legal item, and what is said of it: the values of `ingest.rules.legal`.

Touches: nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ingest.rules.exigences import Exigence, Reglement
from ingest.rules.fraicheur import Echeance, deadline, is_aged

PRESENT, AUCUN, NON_SUIVI = "present", "aucun", "non_suivi"
MISSING, EXPIRED, STALE = "LEGAL_MISSING", "LEGAL_EXPIRED", "LEGAL_STALE"
WRONG_AUDIENCE = "LEGAL_WRONG_AUDIENCE"
NOTE = "note"
ETATS = (WRONG_AUDIENCE, MISSING, EXPIRED, STALE, NON_SUIVI, AUCUN, PRESENT)
"""The states of an item, the worst first.

`aucun`: nothing is found where there may be nothing; `non_suivi`: nothing was said to hold it.
"""


class Ouvert(NamedTuple):
    """A co-owner's account that opens the extranet, with a lot that day, held since `depuis`."""

    compte: str
    niveaux: frozenset[str]
    depuis: date | None


class Copropriete(NamedTuple):
    """A building of the syndic on one day: its meetings, and the accounts that reach it."""

    ref: str
    derniere_ag_comptes: date | None
    prochaine_ag: date | None
    comptes: tuple[Ouvert, ...]


class Trouve(NamedTuple):
    """A document that is, by its binder or model, of an item; or a case file that is a contract.

    `unite` is its event or that case file; `compte` whose it is, None for the whole building's;
    `niveaux` those who may open its binder; `traite_le` None for a case file, which LSC says anew
    each time; `fin` the last day of its case file; `cache` the code of what hides it at that
    instant, None when nothing does; `imprimable` whether it can be printed as it is (§2.3).
    """

    document: str
    unite: str
    titre: str
    classeur: str
    compte: str | None
    niveaux: frozenset[str]
    traite_le: date | None
    fin: date | None = None
    contenu: str | None = None
    cache: str | None = None
    imprimable: bool = True


class Releve(NamedTuple):
    """Something to tell of an item: `code` is a state, or `note`; `cause` which sentence says it.

    `trouve` and `attendu` are numbers, of what `cause` is about; `motif` is the code of a reason.
    """

    code: str
    cause: str
    documents: tuple[str, ...] = ()
    comptes: tuple[str, ...] = ()
    trouve: int = 0
    attendu: int = 0
    le: date | None = None
    motif: str = ""


class Bilan(NamedTuple):
    """One item of one building: its state, what is visible of it (newest first), what to tell."""

    exigence: str
    etat: str
    trouves: tuple[Trouve, ...] = ()
    releves: tuple[Releve, ...] = ()


class Unite(NamedTuple):
    """What counts as one: an event with its pieces, a piece, or a case file."""

    documents: tuple[str, ...]
    traite_le: date | None
    fin: date | None


class Affaire(NamedTuple):
    """What is judged, by what, on which day; `visible` is newest first."""

    exigence: Exigence
    chez: Copropriete
    visible: tuple[Trouve, ...]
    reglement: Reglement
    day: date

    def units(self, trouves: Iterable[Trouve]) -> list[Unite]:
        """Given documents of the item, return what counts as one each, in the same order."""
        found: dict[str, list[Trouve]] = {}
        for each in trouves:
            one = each.document if self.exigence.par_piece else each.unite
            found.setdefault(one, []).append(each)
        return [_unit(pieces) for pieces in found.values()]

    def why_expired(self, unite: Unite) -> str | None:
        """Given one, return the cause for which it no longer counts, None while it does."""
        if self.exigence.en_cours and unite.fin is not None and unite.fin < self.day:
            return "fin"
        months = self.reglement.age_max_mois.get(self.exigence.code)
        return "age" if is_aged(unite.traite_le, months, self.day) else None

    @property
    def echeance(self) -> Echeance | None:
        """Return what is past due for this item, None when nothing is."""
        if self.exigence.code in self.reglement.sans_fraicheur:
            return None
        chez = self.chez
        return deadline(self.reglement.ancre, chez.derniere_ag_comptes, chez.prochaine_ag, self.day)

    def stale_since(self, unites: Sequence[Unite]) -> Echeance | None:
        """Given what counts, return since when it should have been renewed, None when it need not.

        What says itself until when it runs is not stale before that, nor is what LSC says anew.
        """
        due = self.echeance
        if due is None or any(self._runs(unite) for unite in unites):
            return None
        newest = max((each.traite_le for each in unites if each.traite_le), default=due.reference)
        return due if newest < due.reference else None

    def _runs(self, unite: Unite) -> bool:
        ends = self.exigence.en_cours and unite.fin is not None and unite.fin >= self.day
        return unite.traite_le is None or ends


def _unit(pieces: Sequence[Trouve]) -> Unite:
    first = pieces[0]
    return Unite(tuple(each.document for each in pieces), first.traite_le, first.fin)
