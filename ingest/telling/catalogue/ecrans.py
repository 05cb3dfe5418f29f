"""The screens of the extranet, in the order of its menu (domain.md §9, "Screens").

Touches: nothing.
"""

from typing import NamedTuple

_TOUS = ("coproprietaire", "proprietaire", "locataire")
_ESPACES = {
    "coproprietaire": "a co-owner's",
    "proprietaire": "a landlord's",
    "locataire": "a tenant's",
}


class Ecran(NamedTuple):
    """One screen: its name, its title, the views that it is made of, and what it needs.

    `portee` says what its places are: accounts, or buildings (a unit held today, R-075). Each of
    `options` must be on; with `conseil` it is for members of the council there.
    """

    nom: str
    titre: str
    vues: tuple[str, ...]
    espaces: tuple[str, ...]
    options: tuple[str, ...] = ()
    portee: str = "compte"
    conseil: bool = False

    @property
    def sans_lieu(self) -> tuple[str, str]:
        """Return the rule that hides it from who has no place of it, and in words."""
        if self.portee == "immeuble":
            return "R-075", "he holds no unit there today"
        spaces = " or ".join(_ESPACES[espace] for espace in self.espaces)
        return "R-074", f"it is {spaces}, and he has no such account that is open"


ECRANS: tuple[Ecran, ...] = (
    Ecran("lots", "Lots", ("portail_lots",), ("coproprietaire", "proprietaire"), ("lots",)),
)
