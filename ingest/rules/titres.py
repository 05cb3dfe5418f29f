"""What a document is called and in which folder it stands (R-025, R-060…R-063).

Both names are kept as facts, the subject of the event and the name of the file, and the effective
one follows from the options: a change of option needs nothing sent again.
Touches: nothing.
"""

import re
from functools import lru_cache

from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Classeur, Dossier, Evenement, Modele, Piece

TITLE_LENGTH = 255

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_EXTENSION = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}\Z")


def title_of(evenement: Evenement, piece: Piece, modele: Modele | None, vigueur: EnVigueur) -> str:
    """Given a piece, return its title: 255 characters at most, never empty, never a path."""
    title = clean(evenement.objet)
    if modele is not None and piece.type == "jointe" and _keeps_names(modele, vigueur):
        title = _name_of(piece) or title
    dossier = case_of(evenement, vigueur)
    if modele is not None and dossier is not None and _prefixes(modele):
        title = " - ".join(part for part in (clean(dossier.reference), title) if part)
    return title[:TITLE_LENGTH].rstrip() or "Document"


def folders_of(
    evenement: Evenement, modele: Modele | None, classeur: Classeur | None, vigueur: EnVigueur
) -> tuple[str, ...]:
    """Given an event and its binder, return its folders, outermost first (R-060)."""
    if classeur is None or modele is None:
        return ()
    folder = vigueur.folder_of(classeur)
    dossier = case_of(evenement, vigueur) if modele.grouper_par_dossier else None
    return _cleaned(folder if dossier is None else (*folder, dossier.type))


def case_of(evenement: Evenement, vigueur: EnVigueur) -> Dossier | None:
    """Given an event, return its case file, None when it has none, or none that has an effect."""
    if evenement.dossier is None or vigueur.why_not("dossiers", evenement.dossier):
        return None
    return vigueur.faits.dossiers.get(evenement.dossier)


def clean(text: str) -> str:
    """Given any text, return it on one line, without characters that change how others read."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_CONTROL.sub(" ", text).split())


@lru_cache(maxsize=8192)
def _cleaned(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in map(clean, names) if name)


def _keeps_names(modele: Modele, vigueur: EnVigueur) -> bool:
    """R-025: the option of the module takes precedence over the model's."""
    parametres = vigueur.parametres
    module = parametres.noms_syndic if modele.module == "syndic" else parametres.noms_gerance
    return module or modele.noms_pieces_jointes


def _prefixes(modele: Modele) -> bool:
    """R-061: a prefix needs the grouping."""
    return modele.grouper_par_dossier and modele.prefixer_reference


def _name_of(piece: Piece) -> str:
    """Return the original name without the path that a server may have left, nor the extension."""
    name = re.split(r"[/\\:]", piece.nom)[-1]
    return clean(_EXTENSION.sub("", clean(name)))
