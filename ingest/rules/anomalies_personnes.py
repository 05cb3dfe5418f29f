"""What may be wrong with who speaks for a supplier, besides references.

Touches: nothing.
"""

from collections.abc import Iterator

from ingest.rules.ecarts import Ecart
from ingest.rules.faits import ref
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
