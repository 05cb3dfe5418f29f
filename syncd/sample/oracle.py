"""What a receiver should find, counted from what the author knows: never by a receiver's rules.

The counts come from the notes taken while the records were written; who sees what from the labels
for which each document was written. `fichier` of a piece belongs to the transport: a content that
is sent no more changes no record.
Touches: nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from syncd.sample.agence import Agence, Document, Sort, Table
from syncd.sample.natures import AGENCE, PAR_ENTITE
from syncd.sample.values import Connexion, Entite

_RANGS = {nature.nom: rank for rank, nature in enumerate(AGENCE + PAR_ENTITE)}
EXPIRE = "EXPIRED"
A_VENIR = "PUBLICATION_FUTURE"
SANS_FICHIER = "FILE_MISSING"
Compte = dict[str, str | int]
Attendu = dict[str, object]


def expected(agence: Agence, sha256: Mapping[str, str]) -> Attendu:
    """Given one night and the sha256 of each document, return what a receiver should find."""
    fates = {source: fate(document, agence) for source, document in agence.documents.items()}
    return {
        "numero": agence.numero,
        "nuit": agence.nuit.isoformat(),
        "natures": [_counts(agence, table) for table in tables_in_order(agence)],
        "documents": {"total": len(fates), "par_sort": dict(Counter(fates.values()))},
        "fichiers_attendus": sorted(
            {
                sha256[source]
                for source, document in agence.documents.items()
                if _waits(document, agence)
            }
        ),
        "personnes": _people(agence, fates),
        "recit": list(agence.recit),
    }


def tables_in_order(agence: Agence) -> list[Table]:
    """Return the tables in the order of the manifest: the agency's, then each entity's."""
    homes = {"": 0}
    for entite in agence.tables["entites", ""].values():
        if isinstance(entite, Entite):
            homes[entite.id] = len(homes)
    return sorted(agence.tables, key=lambda table: (homes[table[1]], _RANGS[table[0]]))


def fate(document: Document, agence: Agence) -> str:
    """Return what a document is on that night: its own fate, else that of time and transport."""
    if document.sort in {Sort.PUBLIE, Sort.A_RENDRE, Sort.SANS_CLASSEUR}:
        if document.jusqu_au is not None and agence.nuit >= document.jusqu_au:
            return EXPIRE
        if agence.nuit < document.des:
            return A_VENIR
        if document.arrive > agence.numero:
            return SANS_FICHIER
    return document.sort.value


def _waits(document: Document, agence: Agence) -> bool:
    withdrawn = document.sort in {Sort.RETIRE_ABSENT, Sort.RETIRE_EXPLICITE}
    return document.arrive > agence.numero and not withdrawn


def _counts(agence: Agence, table: Table) -> Compte:
    moves = agence.mouvements
    received = len(agence.tables[table])
    new, changed, gone = (
        sum(1 for where, _ in notes if where == table)
        for notes in (moves.nouveaux, moves.modifies, moves.disparus)
    )
    return {
        "nature": table[0],
        "entite": table[1],
        "recus": received,
        "nouveaux": new,
        "modifies": changed,
        "inchanges": received - new - changed,
        "disparus": gone,
    }


def _people(agence: Agence, fates: Mapping[str, str]) -> list[Attendu]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for source, document in agence.documents.items():
        if fates[source] == Sort.PUBLIE:
            for label in document.pour:
                by_label[label].append(source)
    logins = _logins(agence)
    return sorted(
        (
            {
                "identifiant": logins[tiers],
                "tiers": tiers,
                "role": role,
                "documents": sorted(
                    {source for label in agence.acces.get(tiers, ()) for source in by_label[label]}
                ),
            }
            for tiers, role in agence.roles.items()
            if tiers in logins
        ),
        key=lambda person: str(person["identifiant"]),
    )


def _logins(agence: Agence) -> dict[str, str]:
    return {
        login.tiers: login.identifiant
        for login in agence.tables["connexions", ""].values()
        if isinstance(login, Connexion)
    }
