"""The agency: its settings, its entities, its staff and whom to contact."""

from sqlmodel import Field, SQLModel

from store.models.fait import Fait


class Parametres(Fait, table=True):
    """The settings of LSC, one row per element of `parametres` (R-020, R-025)."""

    __tablename__ = "parametres"

    element: str = Field(primary_key=True, description="commun, gerance or syndic")
    publier_factures: bool = False
    ignorer_controle_pieces: bool = False
    regrouper_tresorerie_proprietaire: bool = False
    regrouper_tresorerie_locataire: bool = False
    regrouper_tresorerie_coproprietaire: bool = False
    exclure_analytiques: bool = False
    noms_pieces_jointes: bool = False
    depublier_locataire_preavis: bool = False
    depublier_locataire_depart: bool = False
    depublier_proprietaire_mandat_inactif: bool = False
    depublier_vendeur_mutation: bool = False
    masquer_coordonnees_bancaires: bool = False
    envoyer_depenses: bool = False
    envoyer_fonds_102: bool = False
    classeur_factures: int | None = None
    classeur_assemblees: int | None = None


class Theme(SQLModel, table=True):
    """A theme of case files that the agency publishes as contracts (R-138)."""

    __tablename__ = "themes"

    element: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    libelle: str


class Entite(Fait, table=True):
    """A legal entity; it owns everything that bears its id (R-008)."""

    __tablename__ = "entites"

    id: str = Field(primary_key=True)
    nom: str
    pays: str
    devise: str
    fuseau: str = Field(description="IANA name; days begin and end there (R-053)")
    adresse1: str | None = None
    adresse2: str | None = None
    adresse3: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    telephone: str | None = None
    email: str | None = None


class Utilisateur(Fait, table=True):
    """A user of LSC: the agency's staff (R-085, R-127)."""

    __tablename__ = "utilisateurs"

    id: str = Field(primary_key=True)
    nom: str
    prenom: str | None = None
    email: str | None = None
    telephone: str | None = None
    tiers: str | None = None
    role: str | None = Field(default=None, description="as sent: a rule judges it")
    recoit_messages_systeme: bool = False


class Contact(Fait, table=True):
    """Whom to contact in a role: of a building, of an account, or of the whole entity (R-127)."""

    __tablename__ = "contacts"

    entite: str = Field(primary_key=True)
    immeuble: str = Field(default="", primary_key=True)
    compte: str = Field(default="", primary_key=True)
    role: str = Field(primary_key=True)
    utilisateur: str
