"""Why a document does not show, the strongest reason first (domain.md 8.0, "reasons").

The first that applies is the row's motif, and `explain` goes through all of them. Time is no reason
here: it is in the row's instants (R-052, R-053).
Touches: nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ingest.rules.cibles import Portee
from ingest.rules.classement import CONSEILLERS, months_of
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import JAMAIS, Classeur, Evenement, Modele, Piece

PUBLIEE, RETENUE, RETIREE = "publiee", "retenue", "retiree"
ATTEND_FICHIER, ATTEND_RENDU = "attend_fichier", "attend_rendu"


VISIBLE = "PUBLIEE"
"""The motif of a document that nothing hides but time and rights."""

LISTE_REMPLACEE = "OWNER_LIST_SUPERSEDED"
"""The motif of a list of co-owners that shows until a newer one does (R-131)."""

SERVIS = frozenset({"pdf", "png", "jpeg", "bureautique"})
"""The formats that are given to people as they came (R-045)."""


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
    du_modele: bool = False
    """It follows from the model, its binder and the settings: all events of the model share it."""


def reason_of(
    document: Document, raisons: Iterable[Raison] | None = None
) -> tuple[Raison, Valeurs] | None:
    """Given a document, return the strongest reason that hides it, None when there is none.

    `raisons` are those that may apply to its model (`reasons_for`); without them all are asked.
    """
    for raison in RAISONS if raisons is None else raisons:
        valeurs = raison.cache(document)
        if valeurs is not None:
            return raison, valeurs
    return None


def reasons_for(document: Document) -> tuple[Raison, ...]:
    """Given a document, return the reasons that may apply to one of its model, in order."""
    return tuple(r for r in RAISONS if not r.du_modele or r.cache(document) is not None)


def _explicitly_withdrawn(document: Document) -> Valeurs | None:
    """Of one that is no longer listed either, the row says so: its delay begins there."""
    if document.evenement.publie_le != JAMAIS:
        return None
    return {"publie_le": JAMAIS, **(_absent(document) or {})}


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
    """R-049."""
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
    return {"classeur": classeur.ref} if classeur.cases - CONSEILLERS else None


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
    if found is None or found in SERVIS or (found == "html" and is_letter):
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
    Raison("OWNER_LIST_TOO_WIDE", RETENUE, _too_wide, du_modele=True),
    Raison("INVOICE_OPTION_OFF", RETENUE, _invoices_off, du_modele=True),
    Raison("RETENTION_INVALID", RETENUE, _retention_invalid, du_modele=True),
    Raison("FORMAT_FORBIDDEN", RETENUE, _forbidden),
    Raison("FILE_MISSING", ATTEND_FICHIER, _missing),
    Raison("RENDERING_PENDING", ATTEND_RENDU, _to_render),
    Raison("MODEL_NO_BINDER", RETENUE, _without_binder, du_modele=True),
    Raison("BINDER_UNKNOWN", RETENUE, _binder_unknown, du_modele=True),
    Raison("TARGET_UNKNOWN", RETENUE, _target_unknown),
    Raison("NOBODY_REACHED", RETENUE, _nobody),
)
