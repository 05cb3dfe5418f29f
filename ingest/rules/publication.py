"""What becomes of each document: who its target is, when it shows, or why it does not (R-041).

A row's motif is the strongest reason that hides it (`rules.raisons`); its time is in `visible_du`
and `visible_jusqu_au`, half-open instants (R-052, R-053).
Touches: nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from functools import lru_cache
from json import JSONEncoder
from typing import NamedTuple

from ingest.rules.anomalies import Anomalie, anomaly_of
from ingest.rules.cibles import buildings_of, scopes_of, zone_of
from ingest.rules.classement import months_of
from ingest.rules.decisions import DEPUBLIE, DEPUBLIE_JUSQU_AU, Vise, effect_on
from ingest.rules.ecarts import Ecart
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import JAMAIS, Evenement
from ingest.rules.jours import after, beginning, beginning_or_none, months_later
from ingest.rules.raisons import (
    PUBLIEE,
    RETIREE,
    SERVIS,
    VISIBLE,
    Document,
    Raison,
    Valeurs,
    reason_of,
    reasons_for,
)
from ingest.rules.titres import folders_of, title_of

Cachee = tuple[Raison, Valeurs] | None
"""The strongest reason that hides a document, and its values; None: nothing hides it."""

_encode = JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Publication(NamedTuple):
    """One row of the derived table of that name."""

    document: str
    contenu: str | None
    portee: str | None
    cible: str | None
    classeur: str | None
    titre: str
    rangement: str
    traite_le: date
    visible_du: str | None
    visible_jusqu_au: str | None
    etat: str
    motif: str


class Sort(NamedTuple):
    """What becomes of one document: its rows, one per scope, at least one, and what is told."""

    document: Document
    rows: tuple[Publication, ...]
    anomalies: tuple[Anomalie, ...]


def derive_publication(
    vigueur: EnVigueur, evenements: Iterable[Evenement] | None = None
) -> Iterator[Sort]:
    """Given the facts in force, and perhaps some events, yield what becomes of every document."""
    raisons: dict[str, tuple[Raison, ...]] = {}
    for evenement in vigueur.faits.evenements.values() if evenements is None else evenements:
        for document in documents_of(evenement, vigueur):
            if evenement.modele not in raisons:
                raisons[evenement.modele] = reasons_for(document)
            hidden = reason_of(document, raisons[evenement.modele])
            rows = tuple(_rows(document, hidden))
            yield Sort(document, rows, tuple(_anomalies(document, hidden)))


def documents_of(evenement: Evenement, vigueur: EnVigueur) -> Iterator[Document]:
    """Given an event, yield its documents."""
    modele = vigueur.faits.modeles.get(evenement.modele)
    classeur = vigueur.classeur_of(modele) if modele else None
    portees = scopes_of(evenement, vigueur)
    formats = vigueur.faits.formats
    for piece in evenement.pieces:
        yield Document(
            evenement, piece, modele, classeur, formats.get(piece.sha256), portees, vigueur
        )


def shown_from(document: Document, zone: tzinfo) -> str | None:
    """Return the instant from which a document shows, None when it has no date (R-051, R-052)."""
    return beginning_or_none(published_on(document.evenement), zone)


def shown_until(document: Document, zone: tzinfo) -> str | None:
    """Return the instant from which a document no longer shows, None for never (R-053)."""
    return beginning_or_none(expiry_of(document), zone)


def is_listed(document: Document) -> bool:
    """Given a document, return whether LSC still lists it: its event, and that with this piece."""
    return not (document.evenement.absent or document.piece.retiree)


def published_on(evenement: Evenement) -> date | None:
    """Given an event, return the day of its publication, None when it is not published (R-051)."""
    if evenement.publie_le is None or evenement.publie_le == JAMAIS:
        return None
    return date.fromisoformat(evenement.publie_le)


def expiry_of(document: Document) -> date | None:
    """Given a document, return the first day on which it is expired (R-053), None for never."""
    months = months_of(document.modele) if document.modele else None
    return months_later(document.evenement.traite_le, months) if months else None


def aims_of(document: Document) -> Iterator[Vise]:
    """Given a document, yield it as criteria look at it, once per scope, at least once."""
    for portee, cible in document.portees or ((None, None),):
        yield _aimed(document, portee, cible)


def motif_of(code: str, valeurs: Valeurs) -> str:
    """Given a code and its values, return how the row says it."""
    return _encode([code, dict(valeurs)]) if valeurs else _plain_motif(code)


@lru_cache(maxsize=1024)
def _plain_motif(code: str) -> str:
    return _encode([code, {}])


@lru_cache(maxsize=8192)
def _rangement(folders: tuple[str, ...]) -> str:
    return _encode(folders)


def _anomalies(document: Document, hidden: Cachee) -> Iterator[Anomalie]:
    """Given a document, yield what the sender should know of it, each time, while it stands."""
    evenement = document.evenement
    if not is_listed(document):
        return
    if hidden is not None and hidden[0].code in _TOLD:
        raison, valeurs = hidden
        valeur = valeurs.get("valeur")
        yield _anomaly(document, Ecart(raison.code, f"piece {document.piece.id}", valeur))
    if document.format == "bureautique":
        yield _anomaly(document, Ecart("FORMAT_NOT_PRINTABLE", f"piece {document.piece.id}"))
    published, expiry = published_on(evenement), expiry_of(document)
    if published is not None and expiry is not None and published >= expiry:
        yield _anomaly(document, Ecart("REPUBLISH_EXPIRED", "publie_le", evenement.publie_le))


def _anomaly(document: Document, ecart: Ecart) -> Anomalie:
    return anomaly_of("evenements", document.evenement, ecart)


def _rows(document: Document, hidden: Cachee) -> Iterator[Publication]:
    evenement = document.evenement
    zone = zone_of(evenement, document.vigueur)
    raison, valeurs = hidden or (None, {})
    first = Publication(
        document=document.ref,
        contenu=document.piece.sha256 if document.format in SERVIS else None,
        portee=None,
        cible=None,
        classeur=document.classeur.ref if document.classeur else None,
        titre=title_of(evenement, document.piece, document.modele, document.vigueur),
        rangement=_rangement(
            folders_of(evenement, document.modele, document.classeur, document.vigueur)
        ),
        traite_le=evenement.traite_le,
        visible_du=shown_from(document, zone),
        visible_jusqu_au=shown_until(document, zone),
        etat=raison.etat if raison else PUBLIEE,
        motif=motif_of(raison.code if raison else VISIBLE, valeurs),
    )
    if not document.portees:
        yield _decided(first, document)
    for portee in document.portees:
        yield _decided(first._replace(portee=portee.portee, cible=portee.cible), document)


def _decided(row: Publication, document: Document) -> Publication:
    """Return a row as persons decided; what LSC or a rule withdrew stays so, with its reason."""
    decisions = document.vigueur.decisions
    if not decisions or row.etat == RETIREE:
        return row
    effect = effect_on(_aimed(document, row.portee, row.cible), decisions)
    if effect is None:
        return row
    named = {"decision": effect.decision}
    if effect.jusqu_au is None:
        return row._replace(etat=RETIREE, motif=motif_of(DEPUBLIE, named))
    zone = zone_of(document.evenement, document.vigueur)
    again = beginning(after(effect.jusqu_au), zone)
    if row.etat != PUBLIEE or row.visible_du is None or again <= row.visible_du:
        return row
    return row._replace(visible_du=again, motif=motif_of(DEPUBLIE_JUSQU_AU, named))


def _aimed(document: Document, portee: str | None, cible: str | None) -> Vise:
    evenement = document.evenement
    return Vise(
        document=document.ref,
        evenement=evenement.ref,
        modele=evenement.modele,
        classeur=document.classeur.ref if document.classeur else None,
        portee=portee,
        cible=cible,
        immeubles=buildings_of(evenement, document.vigueur),
        traite_le=evenement.traite_le,
        publie_le=published_on(evenement),
        publie_du=shown_from(document, zone_of(evenement, document.vigueur)),
    )


_TOLD = frozenset(
    {
        "EVENT_CONFIDENTIAL",
        "INVOICE_WITHOUT_ENTRY",
        "OWNER_LIST_TOO_WIDE",
        "INVOICE_OPTION_OFF",
        "FORMAT_FORBIDDEN",
        "FILE_MISSING",
        "RENDERING_PENDING",
    }
)
"""Reasons told per document; the others are told once, of the event or of the model."""
