"""What keeps a withdrawn record whatever its age: a decision, a waiting envoi, a listed record.

Touches: nothing.
"""

from collections.abc import Iterable, Iterator

from ingest.keeping.absences import ENTITES, Absences
from ingest.keeping.mentions import Mentions
from ingest.planning.plan import Situation
from ingest.planning.projection import key_text
from ingest.rules.decisions import Decision, matches
from ingest.rules.faits import ref
from ingest.rules.jours import after
from ingest.rules.publication import aims_of
from ingest.rules.raisons import Document
from ingest.rules.retention import Raison
from store.changes import Known, Record
from store.declarations import NATURES

_EVENEMENTS = "evenements"
_PLACED = ("fiches_coproprietaires", "mandats", "baux")
"""What ties an account to a place, which R-084 remembers as long as the account is listed."""
_COMPTE = {
    nature: [colonne.nom for colonne in NATURES[nature].colonnes].index("compte")
    for nature in (*_PLACED, _EVENEMENTS)
}


class Holds:
    """What is held at one instant."""

    def __init__(
        self, situation: Situation, documents: Iterable[Document], found: Mentions, now: str
    ) -> None:
        """Given what is known, all documents, and what envois mention, find what is held."""
        decisions = [each for each in situation.decisions if _is_open(each, now)]
        present = _Present(situation)
        self._found = found
        self._absences = present.absences
        self._aimed = {
            name
            for each in documents
            if (name := _purged_with(each, present.absences)) and _is_aimed(each, decisions)
        }
        self._accounts = frozenset(present.accounts())
        self._named = frozenset(present.named_accounts())
        self._holders = frozenset(present.holders())

    def of_document(self, document: Document) -> Raison | None:
        """Given a withdrawn document, return what keeps it; an absent event is kept whole."""
        if self._aimed & {document.ref, document.evenement.ref}:
            return Raison.DECISION
        evenement = document.evenement
        is_listed = not (evenement.absent or document.piece.retiree)
        return self._of_list(_EVENEMENTS, evenement.entite, is_listed=is_listed)

    def of_record(self, nature: str, entite: str, known: Known) -> Raison | None:
        """Given a record that is out, return what keeps it."""
        record = known.record
        name = ref(entite, key_text(nature, record.cle))
        if nature == _EVENEMENTS and name in self._aimed:
            return Raison.DECISION
        if self._is_needed(nature, name, entite, record):
            return Raison.NECESSAIRE
        return self._of_list(nature, entite, is_listed=known.absent_depuis is None)

    def _is_needed(self, nature: str, name: str, entite: str, record: Record) -> bool:
        """R-081b, R-084: without it, somebody else could be taken for who held an account."""
        if nature in _PLACED:
            return ref(entite, record.valeurs[_COMPTE[nature]]) in self._accounts
        if nature == "comptes":
            return name in self._named
        if nature == ENTITES:  # it says since when all that it held is out
            return not self._absences.is_empty(name)
        return nature in {"tiers", "connexions"} and name in self._holders

    def _of_list(self, nature: str, entite: str, *, is_listed: bool) -> Raison | None:
        """One that only its entity's absence puts out is listed as long as its list comes."""
        if (nature, entite) in self._found.listes:
            return Raison.ENVOI_EN_ATTENTE
        return Raison.LISTE if is_listed and (nature, entite) in self._found.encore else None


def _is_open(decision: Decision, now: str) -> bool:
    """A decision that is not closed holds until the day after its last one, in any zone."""
    return decision.jusqu_au is None or after(decision.jusqu_au).isoformat() >= now[:10]


def _is_aimed(document: Document, decisions: Iterable[Decision]) -> bool:
    return any(
        matches(decision.criteres, vise) for decision in decisions for vise in aims_of(document)
    )


def _purged_with(document: Document, absences: Absences) -> str | None:
    """Return what is purged whole with a document: its event, or itself; None: it is listed."""
    evenement = document.evenement
    if evenement.absent or absences.of_entity(evenement.entite):
        return evenement.ref
    return document.ref if document.piece.retiree else None


class _Present:
    """The records that a list of a listed entity holds."""

    def __init__(self, situation: Situation) -> None:
        self.absences = Absences(situation)
        self._facts = situation.facts

    def accounts(self) -> Iterator[str]:
        for entite, record in self._of("comptes"):
            yield ref(entite, record.cle[0])

    def named_accounts(self) -> Iterator[str]:
        for nature, place in _COMPTE.items():
            for entite, record in self._of(nature):
                if record.valeurs[place] is not None:
                    yield ref(entite, record.valeurs[place])

    def holders(self) -> Iterator[str]:
        for _, record in self._of("comptes"):
            yield from (str(holder[0]) for holder in record.enfants[0])

    def _of(self, nature: str) -> Iterator[tuple[str, Record]]:
        for (found, entite), facts in self._facts.items():
            for known in facts.values() if found == nature else ():
                if not self.absences.since(entite, known):
                    yield entite, known.record
