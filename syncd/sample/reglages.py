"""The agency's own records: settings, entities, staff, journals, binders, event models.

`audience` says for which levels a model was meant; the binders' boxes are ticked from the same
decision, and nothing else is.
Touches: nothing.
"""

from syncd.sample.personnes import give_login
from syncd.sample.registre import Registre
from syncd.sample.values import (
    Classeur,
    Commun,
    Entite,
    Gerance,
    Journal,
    Modele,
    Syndic,
    Theme,
    Tiers,
    Utilisateur,
)
from syncd.sample.words import CLASSEURS_GERANCE, CLASSEURS_SYNDIC

SYNDIC = "S1"
GERANCE = "G1"
POLYNESIE = "P1"
_TOUS = ("president", "membre", "coproprietaire")
_CONSEIL = ("president", "membre")
_BAIL = ("proprietaire", "locataire")
_AUTRES = {
    "Divers": ("coproprietaire",),
    "Factures": _CONSEIL,
    "Conseil syndical": _CONSEIL,
}
_AUTRES_GERANCE = {
    "Quittances": ("locataire",),
    "Avis d'échéance": ("locataire",),
    "Régularisations de charges": ("locataire",),
    "Relevés de gérance": ("proprietaire",),
    "Mandats": ("proprietaire",),
    "Factures": ("proprietaire",),
    "Travaux": ("proprietaire",),
    "Taxes foncières": ("proprietaire",),
    "Revenus fonciers": ("proprietaire",),
}
_MODELES = (
    ("PVAG", "Procès-verbal d'assemblée", "syndic", "Assemblées générales", None),
    ("APPF", "Appel de fonds", "syndic", "Appels de fonds", 36),
    ("CARN", "Carnet d'entretien", "syndic", "Carnet d'entretien", None),
    ("CONT", "Contrat d'entretien", "syndic", "Contrats", None),
    ("COUR", "Courrier au copropriétaire", "syndic", "Courriers", 60),
    ("SYND", "Contrat de syndic", "syndic", "Contrat de syndic", None),
    ("DIAG", "Diagnostic technique", "syndic", "Diagnostics", 120),
    ("DIVE", "Information", "syndic", "Divers", 24),
    ("INTV", "Intervention", "syndic", "Interventions / Travaux", 24),
    ("REGL", "Règlement de copropriété", "syndic", "Règlement de copropriété", None),
    ("CHAR", "Relevé de charges", "syndic", "Relevés des charges et produits", 60),
    ("FACS", "Facture scannée", "syndic", "Factures", None),
    ("BANQ", "Relevé du compte séparé", "syndic", "Conseil syndical", 36),
    ("LCOP", "Liste des copropriétaires", "syndic", "Conseil syndical", None),
    ("BAIL", "Bail", "gerance", "Baux", None),
    ("EDL", "État des lieux", "gerance", "Etats des lieux", None),
    ("QUIT", "Quittance", "gerance", "Quittances", 12),
    ("AVIS", "Avis d'échéance", "gerance", "Avis d'échéance", 3),
    ("RELG", "Relevé de gérance", "gerance", "Relevés de gérance", 12),
    ("MAND", "Mandat de gérance", "gerance", "Mandats", None),
    ("COUG", "Courrier", "gerance", "Courriers", 60),
    ("FACG", "Facture d'honoraires", "gerance", "Factures", None),
    ("DIAL", "Diagnostic du logement", "gerance", "Diagnostics", 120),
    ("TAXE", "Avis de taxe foncière", "gerance", "Taxes foncières", 60),
)
_SANS_CLASSEUR = ("NOTE", "Note interne")
_GENRES = {"FACS": "facture_scannee", "FACG": "facture", "LCOP": "liste_coproprietaires"}
_AUDIENCES = {
    code: (_AUTRES.get(nom, _TOUS) if module == "syndic" else _AUTRES_GERANCE.get(nom, _BAIL))
    for code, _, module, nom, _ in _MODELES
}
_PARIS = ("FR", "EUR", "Europe/Paris")
_TAHITI = ("PF", "XPF", "Pacific/Tahiti")
_LYON = ("12 quai Saint-Antoine", "69002", "Lyon")
_PAPEETE = ("3 rue du Commerce", "98714", "Papeete")
_ENTITES = {
    SYNDIC: ("Immo Exemple Syndic", "syndic", _PARIS, _LYON),
    GERANCE: ("Immo Exemple Gérance", "gerance", _PARIS, _LYON),
    POLYNESIE: ("Immo Exemple Polynésie", "polynesie", _TAHITI, _PAPEETE),
}


def audience(modele: str) -> tuple[str, ...]:
    """Given a model's code, return the levels for which its binder is; none without a binder."""
    return _AUDIENCES.get(modele, ())


def write_settings(registre: Registre) -> None:
    """Given the book of the founding, write all that the agency has before its first building."""
    registre.add(Commun(publier_factures=False, ignorer_controle_pieces=False))
    registre.add(
        Gerance(
            noms_pieces_jointes=False,
            depublier_locataire_preavis=False,
            depublier_locataire_depart=True,
            depublier_proprietaire_mandat_inactif=True,
        )
    )
    registre.add(
        Syndic(
            envoyer_depenses=True,
            noms_pieces_jointes=False,
            depublier_vendeur_mutation=True,
            classeur_factures=CLASSEURS_SYNDIC.index("Factures") + 1,
            classeur_assemblees=CLASSEURS_SYNDIC.index("Assemblées générales") + 1,
            themes=(Theme(code="ASC", libelle="Ascenseur"), Theme(code="NET", libelle="Nettoyage")),
        )
    )
    _write_journals(registre)
    _write_binders(registre)
    _write_models(registre)
    _write_staff(registre)


def write_entity(registre: Registre, entite: str) -> None:
    """Given one of the three entities, write its record."""
    nom, mail, monnaie, lieu = _ENTITES[entite]
    registre.add(
        Entite(
            id=entite,
            nom=nom,
            pays=monnaie[0],
            devise=monnaie[1],
            fuseau=monnaie[2],
            adresse1=lieu[0],
            code_postal=lieu[1],
            ville=lieu[2],
            telephone="0465710001" if monnaie == _PARIS else "40400001",
            email=f"{mail}@immo-exemple.example",
        )
    )


def _write_journals(registre: Registre) -> None:
    for code, libelle, genre in (
        ("BQ", "Banque", "tresorerie"),
        ("ACH", "Achats", "achats"),
        ("APP", "Appels de fonds et loyers", "appels"),
        ("OD", "Opérations diverses", "standard"),
        ("CLO", "Clôture", "cloture"),
    ):
        registre.add(Journal(code=code, libelle=libelle, type=genre))


def _write_binders(registre: Registre) -> None:
    for module, noms, default in (
        ("gerance", CLASSEURS_GERANCE, _BAIL),
        ("syndic", CLASSEURS_SYNDIC, _TOUS),
    ):
        others = _AUTRES if module == "syndic" else _AUTRES_GERANCE
        for numero, nom in enumerate(noms, start=1):
            registre.add(_binder(module, numero, nom, others.get(nom, default)))
    parent = CLASSEURS_GERANCE.index("Courriers") + 1
    registre.add(
        Classeur(module="gerance", numero=17, nom="Locataires", parent=parent, locataire=True)
    )


def _binder(module: str, numero: int, nom: str, niveaux: tuple[str, ...]) -> Classeur:
    return Classeur(
        module=module,
        numero=numero,
        nom=nom,
        proprietaire="proprietaire" in niveaux or None,
        locataire="locataire" in niveaux or None,
        coproprietaire="coproprietaire" in niveaux or None,
        membre="membre" in niveaux or None,
        president="president" in niveaux or None,
        ajout=nom in {"Divers", "Courriers"} or None,
    )


def _write_models(registre: Registre) -> None:
    for code, libelle, module, nom, mois in _MODELES:
        noms = CLASSEURS_SYNDIC if module == "syndic" else CLASSEURS_GERANCE
        registre.add(
            Modele(
                code=code,
                libelle=libelle,
                genre=_GENRES.get(code, "ordinaire"),
                module=module,
                classeur=noms.index(nom) + 1,
                duree_mois=mois,
                grouper_par_dossier=code in {"COUR", "INTV"} or None,
                prefixer_reference=code == "COUR" or None,
                noms_pieces_jointes=code == "CARN" or None,
                notifier=code in {"APPF", "PVAG", "QUIT"} or None,
            )
        )
    registre.add(Modele(code=_SANS_CLASSEUR[0], libelle=_SANS_CLASSEUR[1]))


def _write_staff(registre: Registre) -> None:
    for prenom, nom, role in (
        ("Hugo", "Garnier", "gestionnaire"),
        ("Nadia", "Courtois", "gerant"),
        ("Loïc", "Tessier", "comptable"),
    ):
        tiers = registre.add(Tiers(id=registre.identifier("T"), nom=nom, prenom=prenom))
        give_login(registre, tiers, role=f"personnel : {role}")
        registre.add(
            Utilisateur(
                id=registre.identifier("U"),
                nom=nom,
                prenom=prenom,
                email=f"{role}@immo-exemple.example",
                telephone="0465710002",
                tiers=tiers.id,
                role=role,
                recoit_messages_systeme=role == "gerant" or None,
            )
        )
