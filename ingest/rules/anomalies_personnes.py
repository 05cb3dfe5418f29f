"""What may be wrong with staff, and with who speaks for a supplier, besides references.

Touches: nothing.
"""

from collections.abc import Iterator

from ingest.rules.ecarts import Ecart
from ingest.rules.faits import ref
from ingest.rules.references import MOTS
from ingest.rules.renvois import Repertoire, Trouve
from ingest.rules.tableaux import Tableau


def judge_correspondants(correspondants: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """R-136: they are contact persons of suppliers; no client is shown as one."""
    comptes = repertoire.faits.comptes
    names = {value: ref(correspondants.entite, value) for value in correspondants.values("compte")}
    others = {
        value: name
        for value, name in names.items()
        if name in comptes and comptes[name].genre != "fournisseur"
    }
    for cle, value in correspondants.having("compte", others):
        ecart = Ecart(
            "COMPTE_AUTRE_GENRE", "compte", others[value], "un compte de genre fournisseur"
        )
        yield Trouve(cle, ecart)


def judge_utilisateurs(utilisateurs: Tableau, _: Repertoire) -> Iterator[Trouve]:
    """R-085: one who is a person, and so may have a login, is disabled without a role."""
    tiers, role = (utilisateurs.reader(nom) for nom in ("tiers", "role"))
    mots = MOTS[utilisateurs.nature]
    for ligne in utilisateurs.lignes:
        if tiers(ligne) is not None and role(ligne) is None:
            ecart = Ecart(mots.code, mots.attribut, None, mots.expected)
            yield Trouve(utilisateurs.key_of(ligne), ecart)
