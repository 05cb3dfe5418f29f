"""What is wrong with the records that decide no document, and which of them have no effect.

Their anomalies are derived like all others, and heal like them (`rules.anomalies`); no document
waits for them. The cost is that of reading each column once.
Touches: nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules import anomalies_assemblees as assemblees
from ingest.rules import anomalies_comptables as comptables
from ingest.rules import anomalies_personnes as personnes
from ingest.rules import anomalies_photos as photos
from ingest.rules.anomalies import Anomalie, anomaly_at
from ingest.rules.contenus import ContenuListe, contents_of
from ingest.rules.ecarts import Ecart
from ingest.rules.faits import Faits
from ingest.rules.lignes import ECRITURES, ENTRY_SIDES, UN_COTE, Totaux, totals_of
from ingest.rules.references import ANNEXES
from ingest.rules.renvois import Repertoire, Trouve, wrong_values
from ingest.rules.tableaux import Columns, Tableau


class Annexes(NamedTuple):
    """The anomalies of all tables; by nature and entity, how many records have no effect.

    `manquants` are the listed contents that never came, `totaux` the sums of the entries.
    """

    anomalies: frozenset[Anomalie]
    sans_effet: Mapping[tuple[str, str], int]
    manquants: tuple[ContenuListe, ...]
    totaux: tuple[Totaux, ...]


def find_in_annexes(faits: Faits, sans_effet: Mapping[str, Mapping[str, Ecart]]) -> Annexes:
    """Given the facts and which of some natures have no effect, judge the tables of the others."""
    repertoire = Repertoire(faits, sans_effet)
    anomalies: set[Anomalie] = set()
    counts: dict[tuple[str, str], int] = {}
    totaux: list[Totaux] = []
    for tableau in sorted(faits.annexes, key=lambda each: ANNEXES.index(each.nature)):
        nature, entite = tableau.nature, tableau.entite
        if nature in sans_effet:
            repertoire.learn(tableau, ())
            continue
        blocked: set[str] = set()
        columns = None
        if nature == ECRITURES:
            totaux.append(totals_of(tableau))
            columns = totaux[-1].columns()
            ecart = Ecart(ENTRY_SIDES, "debit", attendu=UN_COTE)
            found = (anomaly_at(nature, entite, cle, ecart) for cle in totaux[-1].cotes)
            anomalies.update(found)
        for cle, ecart in _judged(tableau, repertoire, columns):
            anomalies.add(anomaly_at(nature, entite, cle, ecart))
            if ecart.bloque:
                blocked.add(cle)
        if "" in blocked:
            blocked = {tableau.key_of(ligne) for ligne in tableau.lignes}
        repertoire.learn(tableau, blocked)
        counts[nature, entite] = len(blocked)
    manquants = tuple(
        contenu
        for tableau in faits.annexes
        for contenu in contents_of(tableau)
        if contenu.sha256 not in faits.formats
    )
    return Annexes(frozenset(anomalies), MappingProxyType(counts), manquants, tuple(totaux))


def _judged(tableau: Tableau, repertoire: Repertoire, columns: Columns | None) -> Iterator[Trouve]:
    """A table whose entity is unknown is told once: none of its records has an effect."""
    entite = tableau.entite
    if (
        entite
        and any(True for _ in tableau.lignes)
        and (code := repertoire.missing("entites", entite))
    ):
        yield Trouve("", Ecart(code, "entite", entite))
        return
    yield from wrong_values(tableau, repertoire, columns)
    if judge := _JUDGES.get(tableau.nature):
        yield from judge(tableau, repertoire)


_JUDGES: Mapping[str, Callable[[Tableau, Repertoire], Iterator[Trouve]]] = MappingProxyType(
    {
        "exercices": comptables.judge_exercices,
        "depenses": comptables.judge_depenses,
        "travaux": comptables.judge_travaux,
        "fonds_travaux": comptables.judge_fonds,
        "utilisateurs": personnes.judge_utilisateurs,
        "correspondants": personnes.judge_correspondants,
        "photos": photos.judge_photos,
        "assemblees": assemblees.judge_assemblees,
    }
)
