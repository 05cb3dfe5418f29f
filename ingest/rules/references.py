"""What refers to what, and whether a record can do without it (export.md, "Les conventions").

A record whose *required* reference is unknown, or has no effect itself, has no effect. A dangling
*optional* one counts as absent. The order of `NATURES` lets each nature be judged after those that
it refers to.
Touches: nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Reference(NamedTuple):
    """An attribute that names a record of another nature."""

    attribut: str
    nature: str


NATURES = (
    "entites",
    "tiers",
    "connexions",
    "relations",
    "classeurs",
    "modeles",
    "immeubles",
    "lots",
    "comptes",
    "fiches_coproprietaires",
    "detentions",
    "mandats",
    "baux",
    "dossiers",
    "evenements",
)
"""Those that decide documents."""

ANNEXES = (
    "utilisateurs",
    "journaux",
    "analytiques",
    "exercices",
    "ecritures",
    "depenses",
    "budgets",
    "travaux",
    "fonds_travaux",
    "correspondants",
    "photos",
    "contacts",
    "digicodes",
    "assemblees",
)
"""Those that decide no document (`rules.annexes`), in the same order."""

FEUILLES = frozenset(
    {
        "evenements",
        "ecritures",
        "depenses",
        "budgets",
        "travaux",
        "fonds_travaux",
        "correspondants",
        "contacts",
        "digicodes",
    }
)
"""What no other record refers to: nothing but itself is derived from it."""

DE_L_AGENCE = frozenset({"tiers", "utilisateurs", "journaux"})
"""What no entity owns, of all that the natures of an entity refer to."""

REQUISES: Mapping[str, tuple[Reference, ...]] = MappingProxyType(
    {
        "connexions": (Reference("tiers", "tiers"),),
        "relations": (Reference("super_tiers", "tiers"), Reference("tiers", "tiers")),
        "lots": (Reference("immeuble", "immeubles"),),
        "fiches_coproprietaires": (
            Reference("immeuble", "immeubles"),
            Reference("compte", "comptes"),
        ),
        "detentions": (Reference("lot", "lots"), Reference("fiche", "fiches_coproprietaires")),
        "mandats": (Reference("compte", "comptes"),),
        "baux": (Reference("compte", "comptes"),),
        "evenements": (Reference("modele", "modeles"),),
        "exercices": (Reference("immeuble", "immeubles"),),
        "ecritures": (Reference("compte", "comptes"), Reference("journal", "journaux")),
        "depenses": (Reference("exercice", "exercices"),),
        "budgets": (Reference("exercice", "exercices"),),
        "travaux": (Reference("immeuble", "immeubles"),),
        "fonds_travaux": (Reference("lot", "lots"),),
        "correspondants": (Reference("compte", "comptes"), Reference("tiers", "tiers")),
        "photos": (Reference("immeuble", "immeubles"), Reference("lot", "lots")),
        "assemblees": (Reference("immeuble", "immeubles"),),
        "digicodes": (Reference("immeuble", "immeubles"), Reference("lot", "lots")),
        "contacts": (
            Reference("immeuble", "immeubles"),
            Reference("compte", "comptes"),
            Reference("utilisateur", "utilisateurs"),
        ),
    }
)

FACULTATIVES: Mapping[str, tuple[Reference, ...]] = MappingProxyType(
    {
        "classeurs": (Reference("parent", "classeurs"),),
        "immeubles": (Reference("gardien", "tiers"),),
        "dossiers": (Reference("immeuble", "immeubles"), Reference("fournisseur", "comptes")),
        "evenements": (Reference("dossier", "dossiers"),),
        "utilisateurs": (Reference("tiers", "tiers"),),
        "ecritures": (Reference("analytique", "analytiques"),),
    }
)

CIBLES = (
    Reference("immeuble", "immeubles"),
    Reference("lot", "lots"),
    Reference("compte", "comptes"),
    Reference("bail", "baux"),
)
"""An event has exactly one of them, and needs it (R-041)."""


class Choix(NamedTuple):
    """Attributes of which a record has one at most, and not none where one is required."""

    attributs: tuple[str, str]
    requis: bool


CHOIX: Mapping[str, Choix] = MappingProxyType(
    {
        "photos": Choix(("immeuble", "lot"), requis=True),
        "contacts": Choix(("immeuble", "compte"), requis=False),
        "digicodes": Choix(("immeuble", "lot"), requis=True),
    }
)
"""The XSD cannot say it; what is given must lead somewhere (`REQUISES`)."""


class Mots(NamedTuple):
    """The words that an attribute may be; another one is told by a code, and counts as absent."""

    attribut: str
    mots: tuple[str, ...]
    code: str

    @property
    def expected(self) -> str:
        """Return them as reports say what is expected."""
        return ", ".join(self.mots[:-1]) + f" ou {self.mots[-1]}"


MOTS: Mapping[str, Mots] = MappingProxyType(
    {
        "journaux": Mots(
            "type",
            ("standard", "tresorerie", "achats", "ventes", "cloture", "appels"),
            "JOURNAL_TYPE_UNKNOWN",
        ),
        "ecritures": Mots(
            "sous_compte",
            ("operations_courantes", "travaux", "avances", "emprunt", "fonds_travaux"),
            "SUB_ACCOUNT_UNKNOWN",
        ),
        "utilisateurs": Mots(
            "role",
            ("administrateur", "gerant", "gestionnaire", "assistant", "comptable"),
            "ROLE_UNKNOWN",
        ),
    }
)
"""A journal is then of the usual type (R-091), an entry of the account only (R-093), a member of
staff has no role (R-085)."""
