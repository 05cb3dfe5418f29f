"""A building of three co-owners and documents of it, for the tests of the legal check.

Its last meeting on accounts was on 12 May 2026; the day is 24 November 2026.
"""

from collections.abc import Iterable
from datetime import date

from ingest.rules.bilans import Bilan, Copropriete, Ouvert, Trouve
from ingest.rules.exigences import EXIGENCES, Reglement
from ingest.rules.legal import judge

DAY = date(2026, 11, 24)
AG = date(2026, 5, 12)
TOUS = frozenset({"coproprietaire", "membre", "president"})
CONSEIL = frozenset({"membre", "president"})
OWNER = frozenset({"coproprietaire"})
SUIVI = Reglement(modeles={"M": frozenset(EXIGENCES)})
"""Every item is looked for."""


def an_account(compte: str = "S1/C1", depuis: date = date(2010, 1, 1)) -> Ouvert:
    return Ouvert(compte, OWNER, depuis)


USUAL = (an_account("S1/C1"), an_account("S1/C2"), an_account("S1/C3"))


def a_building(
    comptes: Iterable[Ouvert] = USUAL, *, ag: date | None = AG, prochaine: date | None = None
) -> Copropriete:
    return Copropriete("S1/I1", ag, prochaine, tuple(comptes))


def found(
    document: str = "S1/E1/a", traite_le: date | None = date(2026, 6, 15), **given: object
) -> Trouve:
    """A document of the building that all its levels may open."""
    made = Trouve(
        document=document,
        unite=document.rpartition("/")[0],
        titre="Un titre",
        classeur="« Divers » (syndic/8)",
        compte=None,
        niveaux=TOUS,
        traite_le=traite_le,
        contenu=f"sha-{document}",
    )
    return made._replace(**given)  # type: ignore[arg-type]  # a test names fields that exist


def some(count: int, **given: object) -> list[Trouve]:
    """So many documents, each of an event of its own."""
    return [found(f"S1/E{number}/a", **given) for number in range(1, count + 1)]  # type: ignore[arg-type]


def judged(
    code: str,
    *trouves: Trouve,
    chez: Copropriete | None = None,
    reglement: Reglement = SUIVI,
    day: date = DAY,
) -> Bilan:
    return judge(EXIGENCES[code], chez or a_building(), trouves, reglement, day)


def state(code: str, *trouves: Trouve, **given: object) -> str:
    return judged(code, *trouves, **given).etat  # type: ignore[arg-type]  # as above


def told(bilan: Bilan) -> list[tuple[str, str]]:
    return [(releve.code, releve.cause) for releve in bilan.releves]
