"""One end of a view: its rule, its sentence, and what made it so.

Touches: nothing.
"""

from types import MappingProxyType
from typing import NamedTuple

from ingest.telling.codes import CODES

_OWN = MappingProxyType(
    {
        "PUBLISHED": ("R-041", "Le document est publié"),
        "PUBLICATION_REACHED": ("R-052", "Le jour de la publication est venu"),
        "DECISION_OVER": ("decision", "Le dernier jour de la décision est passé"),
        "CONTENT_REPLACED": ("R-047", "Un autre contenu a pris la place de celui-ci"),
        "CONTENT_NEW": ("R-047", "Ce contenu a pris la place d'un autre"),
        "BINDER_CHANGED": ("R-040", "Le document a changé de classeur"),
        "ACCOUNT_REACHED": ("R-070", "La personne atteint ce compte, qui est ouvert"),
        "ACCOUNT_LEFT": (
            "R-081",
            "La personne n'atteint plus ce compte : fermé, ou sans connexion",
        ),
        "MASTER_BEGUN": ("R-073", "La personne est super tiers de qui tient le compte"),
        "MASTER_ENDED": ("R-073", "Par son super tiers, la personne n'atteint plus ce compte"),
        "PLACE_BEGUN": ("R-075", "Un lot, un mandat ou un bail rattache le compte à l'immeuble"),
        "PLACE_ENDED": ("R-075", "Plus rien ne rattache le compte à l'immeuble"),
        "LEVEL_CHANGED": ("R-083", "Le niveau de la personne a changé"),
        "BOX_TICKED": ("R-033", "La case de ce niveau est cochée dans le classeur"),
    }
)
"""What only an edge says, by code: the rule and a sentence; the rest is in the catalogue."""

_GERANCE = "gerance/"


class Edge(NamedTuple):
    """One end of a way; `cause` is the envoi or decision that made it so.

    `par_le_temps`: it had said so before, and the day came.
    """

    regle: str
    code: str
    phrase: str
    cause: str
    par_le_temps: bool


def edge_of(code: str, cause: str, *, by_time: bool = False) -> Edge:
    """Given a code of an edge, or of the catalogue, and what made it so, return the edge."""
    if code in _OWN:
        return Edge(_OWN[code][0], code, _OWN[code][1], cause, by_time)
    found = CODES[code]
    return Edge(found.rule, code, found.sentence, cause, by_time)


def lifted(code: str, cause: str) -> Edge:
    """Given what held a document back before, return that it no longer does."""
    edge = edge_of(code, cause)
    return edge if code in _OWN else edge._replace(phrase=f"Levé : {edge.phrase}")


def box(code: str, classeur: str, cause: str) -> Edge:
    """The boxes of the gérance are those of R-031, the syndic's those of R-033."""
    edge = edge_of(code, cause)
    return edge._replace(regle="R-031") if classeur.startswith(_GERANCE) else edge
