"""What may be wrong with general meetings besides their references (R-152, R-168).

Touches: nothing.
"""

from collections.abc import Iterator

from ingest.rules.ecarts import Ecart
from ingest.rules.faits import ref
from ingest.rules.renvois import Repertoire, Trouve
from ingest.rules.tableaux import Ligne, Tableau


def judge_assemblees(assemblees: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """R-152: there is no vote before the notices are sent. A voter who is unknown is left out."""
    convoquee_le = assemblees.reader("convoquee_le")
    for ligne in assemblees.lignes:
        if convoquee_le(ligne) is None:
            yield Trouve(assemblees.key_of(ligne), Ecart("VPC_NOT_CONVENED", "convoquee_le"))
    yield from _strangers(assemblees, repertoire)


def _strangers(assemblees: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """R-168: only a co-owner of that building votes."""
    votants, immeuble = assemblees.enfants["votant"], assemblees.reader("immeuble")
    places = {
        assemblees.key_of(ligne): ref(assemblees.entite, immeuble(ligne))
        for ligne in assemblees.lignes
    }
    for ligne in votants.lignes:
        cle = votants.key_of(ligne)
        if not _votes_in(places[cle], votants, ligne, repertoire):
            fiche = str(votants.reader("fiche")(ligne))
            yield Trouve(cle, Ecart("VOTER_UNKNOWN", "votant", fiche))


def _votes_in(immeuble: str, votants: Tableau, ligne: Ligne, repertoire: Repertoire) -> bool:
    tiers = str(votants.reader("tiers")(ligne))
    fiche = ref(votants.entite, votants.reader("fiche")(ligne))
    if repertoire.missing("tiers", tiers) or repertoire.missing("fiches_coproprietaires", fiche):
        return False
    return repertoire.faits.fiches_coproprietaires[fiche].immeuble == immeuble
