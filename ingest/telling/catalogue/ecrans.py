"""The screens of the extranet, in the order of its menu (domain.md §9, "Screens").

Touches: nothing.
"""

from typing import NamedTuple

_TOUS = ("coproprietaire", "proprietaire", "locataire")
_SYNDIC = ("coproprietaire",)
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
    Ecran("immeubles", "Accueil", ("portail_immeubles",), _TOUS, portee="immeuble"),
    Ecran("photos", "Accueil, Lots", ("portail_photos",), _TOUS),
    Ecran("gardien", "Accueil", ("portail_gardien",), _SYNDIC, ("gardien",), "immeuble"),
    Ecran("accueil_conseil", "Accueil", ("portail_conseil_accueil",), _SYNDIC, portee="immeuble"),
    Ecran(
        "locataires",
        "Finances – mes locataires",
        ("portail_locataires",),
        ("proprietaire",),
        ("finances", "comptes_locataires"),
    ),
    Ecran(
        "occupations",
        "Finances – occupation des lots au 1er janvier",
        ("portail_occupations",),
        ("proprietaire",),
        ("finances",),
    ),
    Ecran(
        "membres",
        "Conseil syndical – membres",
        ("portail_conseil",),
        _SYNDIC,
        portee="immeuble",
        conseil=True,
    ),
    Ecran(
        "coproprietaires",
        "CS – liste des copropriétaires",
        ("portail_coproprietaires",),
        _SYNDIC,
        portee="immeuble",
        conseil=True,
    ),
    Ecran(
        "prestataires",
        "CS – prestataires",
        ("portail_prestataires", "portail_prestataires_correspondants"),
        _SYNDIC,
        portee="immeuble",
        conseil=True,
    ),
    Ecran("contrats", "Contrats", ("portail_contrats",), _SYNDIC, portee="immeuble"),
    Ecran("lots", "Lots", ("portail_lots",), ("coproprietaire", "proprietaire"), ("lots",)),
    Ecran("contacts", "Contact", ("portail_contacts", "portail_agence"), _TOUS, ("contacts",)),
    Ecran("autres_comptes", "Autres comptes", ("portail_autres_comptes",), _TOUS),
)
