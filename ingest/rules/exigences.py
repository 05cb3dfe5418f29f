"""What the extranet of a professional syndic must hold (décret 2019-502; domain.md §2.1).

The list, and how the agency said which of its binders, models and themes of case files hold what.
Nothing is ever told from a title.
Touches: nothing.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

TOUS, LOT, CONSEIL = "ALL", "LOT", "CS"
"""Whom an item is for: every co-owner, the co-owner concerned, the council."""

APRES_DERNIERE_AG, AVANT_PROCHAINE_AG = "apres_derniere_ag", "avant_prochaine_ag"
"""What freshness is counted from (§2.2)."""


class Exigence(NamedTuple):
    """One item of the list.

    `minimum` is how many are expected, 0 where there may be none; `dernier` when only the newest
    counts; `par_piece` when each piece of an event is one, else they are one together; `en_cours`
    when it ends with its case file; `mois` how far back it goes, None for no limit.
    """

    code: str
    minimum: int = 1
    dernier: bool = False
    par_piece: bool = False
    en_cours: bool = False
    mois: int | None = None

    @property
    def public(self) -> str:
        """Return whom it is for."""
        return self.code.partition("-")[0]


EXIGENCES: Mapping[str, Exigence] = MappingProxyType(
    {
        each.code: each
        for each in (
            Exigence("ALL-01"),
            Exigence("ALL-02", dernier=True),
            Exigence("ALL-03", dernier=True),
            Exigence("ALL-04", 0, en_cours=True),
            Exigence("ALL-05", en_cours=True),
            Exigence("ALL-06", 0, en_cours=True),
            Exigence("ALL-07", 0, en_cours=True),
            Exigence("ALL-08", 3),
            Exigence("ALL-09", dernier=True, en_cours=True),
            Exigence("LOT-01"),
            Exigence("LOT-02", 2),
            Exigence("LOT-03"),
            Exigence("LOT-04", 0, mois=36),
            Exigence("CS-01"),
            Exigence("CS-02", 0),
            Exigence("CS-03", 0, en_cours=True),
            Exigence("CS-04", dernier=True),
            Exigence("CS-05", 3, par_piece=True, en_cours=True),
        )
    }
)
"""By code, in the order of §2.1."""

CONTRATS = frozenset({"ALL-05", "ALL-06", "ALL-07", "ALL-09"})
"""What a case file of a published theme may be (R-138)."""

LISTE = "liste_coproprietaires"
"""The genre of a model that says by itself which item it is: CS-04 (R-130)."""
LISTE_CODES = frozenset({"CS-04"})

Codes = Collection[str]
_NONE = frozenset[str]()


class Reglement(NamedTuple):
    """What the agency set: codes by binder (`module/numero`, or its name of R-066), model, theme.

    `age_max_mois` is by code, in months from the day of processing; of `sans_fraicheur` nothing new
    is expected after a meeting.
    """

    classeurs: Mapping[str, Codes] = MappingProxyType({})
    modeles: Mapping[str, Codes] = MappingProxyType({})
    themes: Mapping[str, Codes] = MappingProxyType({})
    age_max_mois: Mapping[str, int] = MappingProxyType({})
    sans_fraicheur: Codes = ("ALL-01",)
    ancre: str = APRES_DERNIERE_AG

    @property
    def suivis(self) -> frozenset[str]:
        """Return the codes that something holds; none at all when nothing was set."""
        said = _NONE.union(*self.classeurs.values(), *self.modeles.values(), *self.themes.values())
        return said | LISTE_CODES if said else said

    def codes_of(self, classeur: str | None, modele: str, genre: str) -> frozenset[str]:
        """Given a binder, a model and its genre, return which items their documents are."""
        by_genre = LISTE_CODES if genre == LISTE else _NONE
        return by_genre.union(self.classeurs.get(classeur or "", ()), self.modeles.get(modele, ()))
