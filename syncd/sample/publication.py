"""Publishing in the sample: an event and its pieces, and what its author knows of each document.

Touches: nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from syncd.sample.agence import Document, Sort
from syncd.sample.calendrier import months_later, offset
from syncd.sample.letters import Contenu, suffix_of
from syncd.sample.registre import Registre
from syncd.sample.values import Entite, Evenement, Modele, Piece

_JOINTES = {"pv", "document", "conseil", "liste", "facture", "bail", "edl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One event to be written; `cible` is the name and the identifier of its target.

    `delai` is the number of days from `traite_le` to `publie_le`, None when it is never published;
    `arrive` is the night that brings the files, by default the one that lists the event.
    """

    entite: str
    modele: str
    objet: str
    traite_le: date
    cible: tuple[str, str]
    pour: Iterable[str]
    pieces: tuple[Contenu, ...]
    delai: int | None = 1
    dossier: str | None = None
    confidentiel: bool = False
    ecriture_comptable: bool | None = None
    sort: Sort = Sort.PUBLIE
    arrive: int | None = None


def publish(registre: Registre, publication: Publication) -> Evenement:
    """Given a publication, write its event and its documents, and return the event."""
    entite = publication.entite
    event = _event(registre, publication)
    registre.add(event, entite)
    modele = registre.get(Modele, publication.modele)
    for piece, contenu in zip(event.pieces, publication.pieces, strict=True):
        registre.documents[piece.source] = Document(
            contenu=contenu,
            pour=frozenset(publication.pour),
            sort=publication.sort,
            des=_shown_from(publication) or event.traite_le,
            jusqu_au=end_of(event.traite_le, modele),
            arrive=publication.arrive or registre.numero,
        )
    return event


def end_of(traite_le: date, modele: Modele) -> date | None:
    """Return the first day on which a document of that model is no longer shown (R-053)."""
    return months_later(traite_le, modele.duree_mois) if modele.duree_mois else None


def documents_of(entite: str, event: Evenement) -> list[str]:
    """Return the identifiers of an event's documents."""
    return [f"{entite}/{event.id}/{piece.id}" for piece in event.pieces]


def set_fate(registre: Registre, entite: str, event: Evenement, sort: Sort) -> None:
    """Given an event, note what becomes of its documents."""
    for identifiant in documents_of(entite, event):
        registre.documents[identifiant] = replace(registre.documents[identifiant], sort=sort)


def _shown_from(publication: Publication) -> date | None:
    if publication.delai is None:
        return None
    return publication.traite_le + timedelta(days=publication.delai)


def _event(registre: Registre, publication: Publication) -> Evenement:
    identifiant = registre.identifier("E", publication.entite)
    source = f"{publication.entite}/{identifiant}"
    day, shown = publication.traite_le, _shown_from(publication)
    fuseau = registre.get(Entite, publication.entite).fuseau
    target = dict((publication.cible,))
    return Evenement(
        id=identifiant,
        modele=publication.modele,
        objet=publication.objet,
        traite_le=day,
        cree_le=f"{day}T{registre.hasard.randint(8, 17):02d}:12:00{offset(day, fuseau)}",
        publie_le=shown.isoformat() if shown else None,
        dossier=publication.dossier,
        confidentiel=publication.confidentiel,
        ecriture_comptable=publication.ecriture_comptable,
        immeuble=target.get("immeuble"),
        lot=target.get("lot"),
        compte=target.get("compte"),
        bail=target.get("bail"),
        pieces=tuple(_piece(source, rank, known) for rank, known in enumerate(publication.pieces)),
    )


def _piece(source: str, rank: int, contenu: Contenu) -> Piece:
    letter = contenu.gabarit not in _JOINTES
    identifiant = "abcdefgh"[rank]
    name = contenu.gabarit if letter else f"{contenu.gabarit}-{contenu.reference}"
    return Piece(
        id=identifiant,
        rang=rank if letter else rank + 1,
        type="lettre" if letter else "jointe",
        nom=f"{name}.{suffix_of(contenu)}",
        source=f"{source}/{identifiant}",
    )
