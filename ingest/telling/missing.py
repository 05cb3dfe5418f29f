"""What is listed and was never received, since when, and from which day LSC must send again.

Touches: the store, reading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.rules.contenus import ContenuListe
from ingest.rules.derivation import derive
from ingest.rules.publication import published_on
from ingest.rules.purges import PURGEE
from ingest.rules.raisons import ATTEND_FICHIER, Document
from ingest.telling.explanation import facts_known
from ingest.workshop import Workshop
from store.history import HistoryRow
from store.reading import Reading


@dataclass(frozen=True, slots=True)
class Manquant:
    """One listed content that never came; `depuis` is a UTC instant, the days are the record's.

    `id` names the record that lists it: an event, mostly; `piece` is None for a record that is the
    file itself.
    """

    entite: str
    nature: str
    id: str
    piece: str | None
    nom: str
    titre: str
    sha256: str
    depuis: str
    traite_le: date | None
    publie_le: date | None

    @property
    def renvoyer_depuis(self) -> date | None:
        """Return the day since which LSC must resend its documents to bring it (R-007)."""
        return min(filter(None, (self.traite_le, self.publie_le)), default=None)


def missing(known: Reading, workshop: Workshop) -> list[Manquant]:
    """Return every listed content that never came, by entity, nature, record and piece."""
    derivation = derive(facts_known(known, workshop))
    found = [_of(document, known) for document in derivation.manquants]
    found += [_besides(contenu, known) for contenu in derivation.contenus_manquants]
    return sorted(found, key=lambda each: (each.entite, each.nature, each.id, each.piece or ""))


def resend_since(found: Sequence[Manquant]) -> date | None:
    """Given what is missing, return the day D of "resend documents since D"; None: nothing is."""
    return min(filter(None, (each.renvoyer_depuis for each in found)), default=None)


def _of(document: Document, known: Reading) -> Manquant:
    evenement, piece = document.evenement, document.piece
    rows = list(_since_its_purge(known.history("publication", document=document.ref)))
    waiting = [row for row in rows if row.valeurs["etat"] == ATTEND_FICHIER]
    return Manquant(
        entite=evenement.entite,
        nature="evenements",
        id=evenement.ref.removeprefix(f"{evenement.entite}/"),
        piece=piece.id,
        nom=piece.nom,
        titre=str(rows[-1].valeurs["titre"]) if rows else "",
        sha256=piece.sha256,
        depuis=min((row.connu_du for row in waiting or rows), default=""),
        traite_le=evenement.traite_le,
        publie_le=published_on(evenement),
    )


def _besides(contenu: ContenuListe, known: Reading) -> Manquant:
    """What no event lists is told by its anomaly, since that began."""
    rows = known.history(
        "anomalies",
        code="FILE_MISSING",
        nature=contenu.nature,
        entite=contenu.entite,
        cle=contenu.cle,
        attribut=contenu.attribut,
    )
    return Manquant(
        entite=contenu.entite,
        nature=contenu.nature,
        id=contenu.cle,
        piece=contenu.piece,
        nom=contenu.nom,
        titre="",
        sha256=contenu.sha256,
        depuis=rows[-1].connu_du if rows else "",
        traite_le=contenu.le,
        publie_le=None,
    )


def _since_its_purge(rows: Sequence[HistoryRow]) -> Iterator[HistoryRow]:
    """An event that came back after its purge is a new document: only its new rows count."""
    last = max((n for n, row in enumerate(rows) if row.valeurs["etat"] == PURGEE), default=-1)
    yield from rows[last + 1 :]
