"""Which contents the records that decide no document list: vouchers of expenses, photos.

Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, cast

from ingest.rules.ecarts import Ecart
from ingest.rules.renvois import Trouve
from ingest.rules.tableaux import Tableau

SHA256 = "sha256"


class ContenuListe(NamedTuple):
    """A content that a record lists: its own (`piece` None), or that of one of its pieces."""

    nature: str
    entite: str
    cle: str
    piece: str | None
    nom: str
    sha256: str
    le: date | None
    """The day of the record, if it has one."""

    @property
    def attribut(self) -> str:
        """Return what an anomaly names."""
        return SHA256 if self.piece is None else f"piece {self.piece}"


def contents_of(tableau: Tableau) -> Iterator[ContenuListe]:
    """Given a table, yield every content that its records list."""
    tables = [each for each in (tableau, *tableau.enfants.values()) if SHA256 in each.noms]
    days = _days(tableau) if tables else {}
    for each in tables:
        is_child = each is not tableau
        nom, sha256 = each.reader("nom"), each.reader(SHA256)
        for ligne in each.lignes:
            if sha256(ligne) is not None:
                cle = each.key_of(ligne)
                yield ContenuListe(
                    nature=tableau.nature,
                    entite=tableau.entite,
                    cle=cle,
                    piece=str(each.reader("id")(ligne)) if is_child else None,
                    nom=str(nom(ligne)),
                    sha256=str(sha256(ligne)),
                    le=days.get(cle),
                )


def missing_contents(
    contenus: Iterable[ContenuListe], formats: Mapping[str, str]
) -> Iterator[Trouve]:
    """Given contents and what each received one is, yield those that never came (R-012)."""
    for contenu in contenus:
        if contenu.sha256 not in formats:
            yield Trouve(contenu.cle, Ecart("FILE_MISSING", contenu.attribut))


def _days(tableau: Tableau) -> Mapping[str, date]:
    if "date" not in tableau.noms:
        return {}
    day = tableau.reader("date")
    return {tableau.key_of(ligne): cast("date", day(ligne)) for ligne in tableau.lignes}
