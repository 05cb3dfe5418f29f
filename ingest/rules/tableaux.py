"""Records that decide no document, as the rules look at them: whole columns of one table.

They are many (entries, expenses) and little is asked of each: a question about a column is put to
the set of its values, and a row is looked at only when one of its values is wrong.
Touches: nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Valeur = str | int | bool | date | None
Ligne = tuple[Valeur, ...]
Columns = Mapping[str, set[Valeur]]
"""By attribute, the values that it has somewhere, None left out."""


@dataclass(frozen=True, slots=True)
class Tableau:
    """The listed records of one nature and entity ("" for the agency's natures).

    `noms` are the attributes in the order of a row, `cle` those that name its record. Each of
    `enfants`, by element, is such a table: its rows begin with the key of the record they are in.
    """

    nature: str
    entite: str
    noms: tuple[str, ...]
    cle: tuple[str, ...]
    lignes: Iterable[Ligne]
    """Gone through as often as one likes."""
    enfants: Mapping[str, "Tableau"] = field(default_factory=dict)

    def key_of(self, ligne: Ligne) -> str:
        """Given a row, return the key of its record as anomalies write it."""
        return " ".join(str(ligne[self.noms.index(nom)]) or "-" for nom in self.cle)

    def reader(self, nom: str) -> Callable[[Ligne], Valeur]:
        """Given an attribute, return what reads it in a row."""
        place = self.noms.index(nom)
        return lambda ligne: ligne[place]

    def values(self, nom: str) -> set[Valeur]:
        """Given an attribute, return the values that it has somewhere."""
        return self.columns([nom])[nom]

    def columns(self, noms: Collection[str]) -> Columns:
        """Given attributes, return the values that each has somewhere."""
        places = {nom: self.noms.index(nom) for nom in noms}
        found: dict[str, set[Valeur]] = {nom: set() for nom in noms}
        adding = [(found[nom].add, place) for nom, place in places.items()]
        for ligne in self.lignes:
            for add, place in adding:
                add(ligne[place])
        return {nom: values - {None} for nom, values in found.items()}

    def having(self, nom: str, wanted: Collection[Valeur]) -> Iterator[tuple[str, Valeur]]:
        """Given an attribute and values, yield the key and value of each row that has one."""
        place = self.noms.index(nom)
        for ligne in self.lignes if wanted else ():
            if ligne[place] in wanted:
                yield self.key_of(ligne), ligne[place]
