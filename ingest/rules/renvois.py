"""Where references of records that decide no document lead, and which of their words are known.

Each is asked of a whole column at once.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ingest.rules.ecarts import Ecart
from ingest.rules.faits import Faits, ref
from ingest.rules.references import (
    ANNEXES,
    CHOIX,
    DE_L_AGENCE,
    FACULTATIVES,
    MOTS,
    REQUISES,
    Choix,
    Mots,
    Reference,
)
from ingest.rules.tableaux import Columns, Tableau, Valeur


class Trouve(NamedTuple):
    """What was found about the record of that key."""

    cle: str
    ecart: Ecart


class Repertoire:
    """What references may lead to: the facts, and the tables that were judged so far."""

    def __init__(self, faits: Faits, sans_effet: Mapping[str, Mapping[str, Ecart]]) -> None:
        """Given the facts and which of them have no effect, begin without any table."""
        self.faits = faits
        self._sans_effet = sans_effet
        self._known: dict[str, set[str]] = {nature: set() for nature in ANNEXES}
        self._blocked = {nature: set(sans_effet.get(nature, ())) for nature in ANNEXES}

    def missing(self, nature: str, name: str) -> str | None:
        """Return the code that says why a reference leads to nothing, None when it leads."""
        annexe = nature in self._known
        if name not in (self._known[nature] if annexe else getattr(self.faits, nature)):
            return "REFERENCE_INCONNUE"
        blocked = self._blocked[nature] if annexe else self._sans_effet[nature]
        return "REFERENCE_SANS_EFFET" if name in blocked else None

    def learn(self, tableau: Tableau, blocked: Iterable[str]) -> None:
        """Given a table that was judged and the keys that have no effect, let others refer to it.

        What is referred to has a key of one attribute.
        """
        if tableau.nature not in _CITES:
            return
        (nom,) = tableau.cle
        self._known[tableau.nature] |= {ref(tableau.entite, v) for v in tableau.values(nom)}
        self._blocked[tableau.nature] |= {ref(tableau.entite, cle) for cle in blocked}

    def dangling(
        self, reference: Reference, entite: str, values: Iterable[Valeur]
    ) -> Mapping[Valeur, tuple[str, str]]:
        """Given the values of a reference, return those that lead to nothing: their code and name.

        An absent one is "" in a key.
        """
        owner = "" if reference.nature in DE_L_AGENCE else entite
        names = ((v, ref(owner, v)) for v in values if v != "")
        codes = ((v, self.missing(reference.nature, name), name) for v, name in names)
        return {value: (code, name) for value, code, name in codes if code is not None}


def wrong_values(
    tableau: Tableau, repertoire: Repertoire, columns: Columns | None = None
) -> Iterator[Trouve]:
    """Given a table, yield which of its references lead to nothing, and which words are unknown.

    Without a required reference a record has no effect; without an optional one, or with a word
    that is unknown, it does as if absent. All columns are read at once, unless they are given.
    """
    required, optional = (each.get(tableau.nature, ()) for each in (REQUISES, FACULTATIVES))
    mots = MOTS.get(tableau.nature)
    references = {reference.attribut for reference in (*required, *optional)}
    if columns is None:
        columns = tableau.columns(references | ({mots.attribut} if mots else set()))
    for reference in required:
        values = columns[reference.attribut]
        dangling = repertoire.dangling(reference, tableau.entite, values)
        expected = f"un enregistrement de {reference.nature}"
        for cle, value in tableau.having(reference.attribut, dangling):
            code, name = dangling[value]
            yield Trouve(cle, Ecart(code, reference.attribut, name, expected))
    for reference in optional:
        values = columns[reference.attribut]
        dangling = repertoire.dangling(reference, tableau.entite, values)
        for cle, value in tableau.having(reference.attribut, dangling):
            name = dangling[value][1]
            ecart = Ecart("REFERENCE_IGNOREE", reference.attribut, name)
            yield Trouve(cle, ecart)
    if mots:
        yield from _unknown_words(tableau, mots, columns[mots.attribut])
    if tableau.nature in CHOIX:
        yield from _wrong_choices(tableau, CHOIX[tableau.nature])


def _wrong_choices(tableau: Tableau, choix: Choix) -> Iterator[Trouve]:
    one, other = (tableau.reader(attribut) for attribut in choix.attributs)
    expected = " ou ".join(choix.attributs) + ("" if choix.requis else ", ou aucun")
    for ligne in tableau.lignes:
        both, none = one(ligne) and other(ligne), not (one(ligne) or other(ligne))
        if both or (none and choix.requis):
            found = " ".join(choix.attributs) if both else None
            yield Trouve(
                tableau.key_of(ligne), Ecart("DESIGNATION_INVALIDE", None, found, expected)
            )


def _unknown_words(tableau: Tableau, mots: Mots, values: set[Valeur]) -> Iterator[Trouve]:
    for cle, value in tableau.having(mots.attribut, values.difference(mots.mots)):
        yield Trouve(cle, Ecart(mots.code, mots.attribut, str(value), mots.expected))


_CITES = {
    reference.nature
    for table in (REQUISES, FACULTATIVES)
    for references in table.values()
    for reference in references
}
