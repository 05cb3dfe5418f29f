"""What becomes of each document: who its target is, when it shows, or why it does not (R-041).

The reasons stand in one list, `RAISONS`, the strongest first (domain.md 8.0, "reasons"): the first
that applies is the row's motif, and `explain` goes through all of them. Time is no reason here: it
is in `visible_du` and `visible_jusqu_au`, half-open instants (R-052, R-053).
Touches: nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, tzinfo
from typing import NamedTuple

from ingest.rules.anomalies import Anomalie, Ecart, anomaly_of
from ingest.rules.cibles import Portee, scopes_of, zone_of
from ingest.rules.classement import months_of
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import JAMAIS, Classeur, Evenement, Modele, Piece
from ingest.rules.jours import beginning_or_none, months_later
from ingest.rules.titres import folders_of, title_of

PUBLIEE, RETENUE, RETIREE = "publiee", "retenue", "retiree"
ATTEND_FICHIER, ATTEND_RENDU = "attend_fichier", "attend_rendu"

VISIBLE = "PUBLIEE"
"""The motif of a document that nothing hides but time and rights."""

_SERVED = frozenset({"pdf", "png", "jpeg", "bureautique"})


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


class Document(NamedTuple):
    """One piece of one event, with all that decides of it."""

    evenement: Evenement
    piece: Piece
    modele: Modele | None
    classeur: Classeur | None
    format: str | None
    """What its content is; None when it was never received."""
    portees: tuple[Portee, ...]
    vigueur: EnVigueur

    @property
    def ref(self) -> str:
        """Return the document's id: `entite/evenement/piece`."""
        return f"{self.evenement.ref}/{self.piece.id}"


Valeurs = Mapping[str, str]


class Raison(NamedTuple):
    """One reason to hide a document: `cache` returns the values that make it apply, else None."""

    code: str
    etat: str
    cache: Callable[[Document], Valeurs | None]


def derive_publication(vigueur: EnVigueur) -> Iterator[tuple[Document, tuple[Publication, ...]]]:
    """Given the facts in force, yield every document with its rows, one per scope, at least one."""
    for evenement in vigueur.faits.evenements.values():
        for document in documents_of(evenement, vigueur):
            yield document, tuple(_rows(document))


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


def reason_of(document: Document) -> tuple[Raison, Valeurs] | None:
    """Given a document, return the strongest reason that hides it, None when there is none."""
    for raison in RAISONS:
        valeurs = raison.cache(document)
        if valeurs is not None:
            return raison, valeurs
    return None


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


def motif_of(code: str, valeurs: Valeurs) -> str:
    """Given a code and its values, return how the row says it."""
    return json.dumps([code, dict(valeurs)], ensure_ascii=False, sort_keys=True)


def anomalies_of(document: Document) -> Iterator[Anomalie]:
    """Given a document, yield what the sender should know of it, each time, while it stands."""
    evenement = document.evenement
    if not is_listed(document):
        return
    hidden = reason_of(document)
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


def _rows(document: Document) -> Iterator[Publication]:
    evenement = document.evenement
    zone = zone_of(evenement, document.vigueur)
    hidden = reason_of(document)
    raison, valeurs = hidden or (None, {})
    first = Publication(
        document=document.ref,
        contenu=document.piece.sha256 if document.format in _SERVED else None,
        portee=None,
        cible=None,
        classeur=document.classeur.ref if document.classeur else None,
        titre=title_of(evenement, document.piece, document.modele, document.vigueur),
        rangement=json.dumps(
            folders_of(evenement, document.modele, document.classeur, document.vigueur),
            ensure_ascii=False,
        ),
        traite_le=evenement.traite_le,
        visible_du=shown_from(document, zone),
        visible_jusqu_au=shown_until(document, zone),
        etat=raison.etat if raison else PUBLIEE,
        motif=motif_of(raison.code if raison else VISIBLE, valeurs),
    )
    if not document.portees:
        yield first
    for portee in document.portees:
        yield first._replace(portee=portee.portee, cible=portee.cible)


# The reasons, the strongest first.


def _explicitly_withdrawn(document: Document) -> Valeurs | None:
    publie_le = document.evenement.publie_le
    return {"publie_le": JAMAIS} if publie_le == JAMAIS else None


def _absent(document: Document) -> Valeurs | None:
    if document.evenement.absent:
        return {"absent": document.evenement.ref}
    return {"absent": document.ref} if document.piece.retiree else None


def _never_published(document: Document) -> Valeurs | None:
    return {} if document.evenement.publie_le is None else None


def _without_effect(document: Document) -> Valeurs | None:
    """An event that refers to nothing: fail closed, and say to what."""
    ecart = document.vigueur.why_not("evenements", document.evenement.ref)
    if ecart is None or ecart.attribut in _TARGETS or ecart.code == "CIBLE_INVALIDE":
        return None
    return {"attribut": ecart.attribut or "", "valeur": ecart.valeur or ""}


def _confidential(document: Document) -> Valeurs | None:
    return {"confidentiel": "true"} if document.evenement.confidentiel else None


def _invoice_without_entry(document: Document) -> Valeurs | None:
    """R-064."""
    modele, parametres = document.modele, document.vigueur.parametres
    if modele is None or modele.genre != "facture_scannee" or parametres.ignorer_controle_pieces:
        return None
    return None if document.evenement.ecriture_comptable else {"ecriture_comptable": "false"}


def _too_wide(document: Document) -> Valeurs | None:
    """R-132: the list of co-owners is the council's, and nobody else's of either module."""
    modele, classeur = document.modele, document.classeur
    if modele is None or classeur is None or modele.genre != "liste_coproprietaires":
        return None
    return {"classeur": classeur.ref} if classeur.cases - {"president", "membre"} else None


def _invoices_off(document: Document) -> Valeurs | None:
    """R-048 amended."""
    modele = document.modele
    if modele is None or modele.genre != "facture":
        return None
    published = document.vigueur.parametres.publier_factures
    return None if published else {"publier_factures": "false"}


def _retention_invalid(document: Document) -> Valeurs | None:
    """R-053: never taken for "for ever"."""
    modele = document.modele
    if modele is None or months_of(modele) is not None:
        return None
    return {"duree_mois": modele.duree_mois or "", "modele": modele.ref}


def _forbidden(document: Document) -> Valeurs | None:
    """R-045: HTML is a letter's, to be rendered; as an attachment it is no document."""
    found, is_letter = document.format, document.piece.type == "lettre"
    if found is None or found in _SERVED or (found == "html" and is_letter):
        return None
    return {"valeur": document.piece.nom}


def _missing(document: Document) -> Valeurs | None:
    return {"sha256": document.piece.sha256} if document.format is None else None


def _to_render(document: Document) -> Valeurs | None:
    return {"sha256": document.piece.sha256} if document.format == "html" else None


def _without_binder(document: Document) -> Valeurs | None:
    modele = document.modele
    if modele is None or document.classeur is not None or modele.numero is not None:
        return None
    return {"modele": modele.ref}


def _binder_unknown(document: Document) -> Valeurs | None:
    modele = document.modele
    if modele is None or document.classeur is not None:
        return None
    return {"modele": modele.ref, "classeur": f"{modele.module or ''}/{modele.numero}"}


def _target_unknown(document: Document) -> Valeurs | None:
    ecart = document.vigueur.why_not("evenements", document.evenement.ref)
    if ecart is None:
        return None
    return {"attribut": ecart.attribut or "", "valeur": ecart.valeur or ""}


def _nobody(document: Document) -> Valeurs | None:
    return None if document.portees else {}


_TARGETS = frozenset({"immeuble", "lot", "compte", "bail"})

RAISONS = (
    Raison("WITHDRAWN_EXPLICIT", RETIREE, _explicitly_withdrawn),
    Raison("WITHDRAWN_ABSENT", RETIREE, _absent),
    Raison("NOT_PUBLISHED", RETENUE, _never_published),
    Raison("REFERENCE_INCONNUE", RETENUE, _without_effect),
    Raison("EVENT_CONFIDENTIAL", RETENUE, _confidential),
    Raison("INVOICE_WITHOUT_ENTRY", RETENUE, _invoice_without_entry),
    Raison("OWNER_LIST_TOO_WIDE", RETENUE, _too_wide),
    Raison("INVOICE_OPTION_OFF", RETENUE, _invoices_off),
    Raison("RETENTION_INVALID", RETENUE, _retention_invalid),
    Raison("FORMAT_FORBIDDEN", RETENUE, _forbidden),
    Raison("FILE_MISSING", ATTEND_FICHIER, _missing),
    Raison("RENDERING_PENDING", ATTEND_RENDU, _to_render),
    Raison("MODEL_NO_BINDER", RETENUE, _without_binder),
    Raison("BINDER_UNKNOWN", RETENUE, _binder_unknown),
    Raison("TARGET_UNKNOWN", RETENUE, _target_unknown),
    Raison("NOBODY_REACHED", RETENUE, _nobody),
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
