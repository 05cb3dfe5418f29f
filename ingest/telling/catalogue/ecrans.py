"""The screens of the extranet, in the order of its menu (domain.md §9, "Screens").

Touches: nothing.
"""

from typing import NamedTuple

DOCUMENTS = "portail_documents"
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
    `options` must be on; with `conseil` it is for members of the council there. Of documents
    `du_conseil` tells those in binders of the council alone from the others (R-139).
    """

    nom: str
    titre: str
    vues: tuple[str, ...]
    espaces: tuple[str, ...]
    options: tuple[str, ...] = ()
    portee: str = "compte"
    conseil: bool = False
    du_conseil: bool = False
    personnel: bool = False
    """It is the staff's: no account leads there (R-085)."""

    @property
    def sans_espace(self) -> tuple[str, str]:
        """Return the rule that hides it from who has no account of its spaces, and in words."""
        spaces = " or ".join(_ESPACES[espace] for espace in self.espaces)
        return "R-074", f"it is {spaces}, and he has no such account that is open"


_COPRO, _BAILLEUR = ("coproprietaire",), ("proprietaire",)


def _of_buildings(nom: str, titre: str, vues: tuple[str, ...], *options: str) -> Ecran:
    return Ecran(nom, titre, vues, _COPRO, options, "immeuble")


def _of_council(nom: str, titre: str, vue: str, *options: str) -> Ecran:
    return Ecran(nom, titre, (vue,), _COPRO, options, "immeuble", conseil=True)


ECRANS: tuple[Ecran, ...] = (
    Ecran("accueil", "Accueil", ("portail_comptes", "portail_immeubles"), _TOUS),
    _of_buildings("gardien", "Accueil – gardien", ("portail_gardien",), "gardien"),
    _of_buildings("accueil-conseil", "Accueil – conseil syndical", ("portail_conseil_accueil",)),
    Ecran("compte", "Finances – compte", ("portail_ecritures",), _TOUS, ("finances",)),
    Ecran(
        "fonds-travaux",
        "Finances – fonds travaux",
        ("portail_fonds_travaux",),
        _COPRO,
        ("finances", "fonds_travaux"),
    ),
    _of_buildings("rib", "Finances – RIB", ("portail_rib",), "finances", "coordonnees_bancaires"),
    _of_buildings(
        "depenses",
        "Finances – état des dépenses",
        ("portail_depenses", "portail_depenses_pieces"),
        "finances",
        "depenses",
    ),
    Ecran(
        "locataires",
        "Finances – mes locataires",
        ("portail_locataires", "portail_locataires_ecritures"),
        _BAILLEUR,
        ("finances", "comptes_locataires"),
    ),
    Ecran(
        "occupations",
        "Finances – occupation des lots au 1er janvier",
        ("portail_occupations",),
        _BAILLEUR,
        ("finances",),
    ),
    Ecran("documents", "Documents", (DOCUMENTS,), _TOUS, ("documents",)),
    _of_council("conseil", "Conseil syndical – membres", "portail_conseil"),
    _of_council("budgets", "CS – budgets", "portail_budgets"),
    _of_council("travaux", "CS – travaux en cours et réalisés", "portail_travaux"),
    _of_council("delegation", "CS – délégation", "portail_delegation"),
    _of_council("coproprietaires", "CS – liste des copropriétaires", "portail_coproprietaires"),
    _of_council("debiteurs", "CS – comptes débiteurs", "portail_debiteurs", "debiteurs"),
    _of_council("prestataires", "CS – prestataires", "portail_prestataires"),
    Ecran(
        "documents-conseil",
        "CS – documents du CS",
        (DOCUMENTS,),
        _COPRO,
        ("documents",),
        "immeuble",
        conseil=True,
        du_conseil=True,
    ),
    _of_buildings("contrats", "Contrats", ("portail_contrats",)),
    Ecran("lots", "Lots", ("portail_lots", "portail_photos"), (*_COPRO, *_BAILLEUR), ("lots",)),
    _of_buildings("assemblees", "Assemblée générale", ("portail_immeubles",), "assemblees"),
    Ecran("contact", "Contact", ("portail_contacts", "portail_agence"), _TOUS, ("contacts",)),
    Ecran("autres-comptes", "Autres comptes", ("portail_autres_comptes",), _TOUS),
    Ecran(
        "portefeuille",
        "Gestionnaire – portefeuille",
        (
            "portail_portefeuille",
            "portail_portefeuille_immeubles",
            "portail_portefeuille_lots",
        ),
        (),
        personnel=True,
    ),
    Ecran(
        "tickets",
        "Gestionnaire – tickets",
        (
            "portail_tickets_lieux",
            "portail_tickets_intervenants",
            "portail_tickets_correspondants",
            "portail_tickets_gestionnaires",
        ),
        (),
        personnel=True,
    ),
)
