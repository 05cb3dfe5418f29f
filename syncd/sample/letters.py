"""The contents of the sample's pieces: what a letter says, and its bytes as PDF or HTML.

A `Contenu` is a small recipe; its bytes are made only when they are needed, the same every time.
Touches: nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from syncd.sample.calendrier import in_words
from syncd.sample.pdf import Lettre, render
from syncd.sample.texts import GABARITS, LOGO, POLITESSE

AGENCE = (0.13, 0.33, 0.47)
FOURNISSEUR = (0.55, 0.27, 0.10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """What one piece says; `emetteur[0]` is the name of who writes, `montants` label and amount.

    `details` are lines of its own after the text of its kind.
    """

    gabarit: str
    emetteur: tuple[str, ...]
    destinataire: tuple[str, ...]
    le: date
    objet: str
    reference: str
    lieu: str
    devise: str = "EUR"
    montants: tuple[tuple[str, Decimal], ...] = ()
    details: tuple[str, ...] = ()
    html: bool = False


def bytes_of(contenu: Contenu) -> bytes:
    """Given a content, return its file: a PDF, or an HTML letter with its image inside."""
    return _html(contenu) if contenu.html else render(_lettre(contenu))


def suffix_of(contenu: Contenu) -> str:
    """Given a content, return the suffix of its file."""
    return "html" if contenu.html else "pdf"


def in_figures(amount: Decimal, devise: str) -> str:
    """Return "1 234,56 €" or "125 000 XPF", with no-break spaces."""
    if devise == "XPF":
        return f"{amount:,.0f} XPF".replace(",", "\u00a0").replace(" ", "\u00a0")
    figures = f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")
    return f"{figures}\u00a0€"


def _lettre(contenu: Contenu) -> Lettre:
    gabarit = GABARITS[contenu.gabarit]
    amounts = [*contenu.montants]
    if gabarit.total:
        amounts.append((gabarit.total, sum((m for _, m in contenu.montants), Decimal())))
    return Lettre(
        entete=contenu.emetteur,
        destinataire=contenu.destinataire,
        lieu_date=f"{contenu.lieu}, le {in_words(contenu.le)}",
        titre=f"Objet : {contenu.objet}" if gabarit.est_lettre else contenu.objet,
        reference=f"Nos références : {contenu.reference}",
        paragraphes=_paragraphs(contenu),
        lignes=tuple((label, in_figures(value, contenu.devise)) for label, value in amounts),
        formule=POLITESSE if gabarit.est_lettre else "",
        signature=gabarit.signature,
        pied=f"{contenu.emetteur[0]} - Document d'exemple, sans valeur",
        couleur=FOURNISSEUR if contenu.gabarit == "facture" else AGENCE,
        total=bool(gabarit.total),
    )


def _paragraphs(contenu: Contenu) -> tuple[str, ...]:
    values = {"objet": contenu.objet, "date": in_words(contenu.le), "emetteur": contenu.emetteur[0]}
    texts = (text.format(**values) for text in GABARITS[contenu.gabarit].paragraphes)
    return (*texts, *contenu.details)


def _html(contenu: Contenu) -> bytes:
    address = "<br>".join(escape(line) for line in contenu.destinataire)
    body = "\n".join(f"<p>{escape(text)}</p>" for text in _paragraphs(contenu))
    rows = "".join(
        f"<tr><td>{escape(label)}</td><td>{in_figures(value, contenu.devise)}</td></tr>"
        for label, value in contenu.montants
    )
    return (
        f'<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="utf-8">'
        f"<title>{escape(contenu.objet)}</title></head>\n<body>\n"
        f'<p><img src="{LOGO}" alt=""> {escape(contenu.emetteur[0])}</p>\n'
        f"<p>{address}</p>\n<p>{escape(contenu.lieu)}, le {in_words(contenu.le)}</p>\n"
        f"<h1>{escape(contenu.objet)}</h1>\n<p>Nos références : {escape(contenu.reference)}</p>\n"
        f"{body}\n<table>{rows}</table>\n<p>{POLITESSE}</p>\n</body>\n</html>\n"
    ).encode()
