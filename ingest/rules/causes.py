"""Why a person would see a stored document that he could not: the causes that R-011 names.

What has no cause is ordinary life: a letter that is published for the first time, or again, its
file that arrives, a new account, a new holder, a login.
Touches: nothing.
"""

import json
from collections import defaultdict
from datetime import date

from ingest.rules.acces import IMMEUBLE, Acces
from ingest.rules.bailleurs import BAILLEUR
from ingest.rules.classement import CONSEILLERS
from ingest.rules.cotes import Circonstances, Rights
from ingest.rules.lecteurs import Lecteurs
from ingest.rules.moment import Row, reason_at
from ingest.rules.publication import Publication
from ingest.rules.raisons import LISTE_REMPLACEE

REGLAGE = "un réglage de LSC a changé"
REGLAGE_EXTRANET = "un réglage de l'extranet a changé"
SUPER_TIERS = "un super tiers est désigné"
CONSEIL = "un membre du conseil syndical est désigné"
CIBLE = "la cible d'événements a changé"
CONFIDENTIEL = "des événements ne sont plus confidentiels"
LISTE = "des listes de copropriétaires ne sont plus retenues"
FACTURES = "des factures ne sont plus retenues : un réglage ou un modèle a changé"
DUREE = "la durée de conservation de documents a changé"
DEPUBLICATION = "une dépublication manuelle ne s'applique plus"
RETENUS = "des documents retenus ne le sont plus"


class Causes:
    """What opens documents on one side that the other did not show, asked row by row."""

    def __init__(
        self, before: Rights, old: Lecteurs, new: Lecteurs, circonstances: Circonstances
    ) -> None:
        """Given the side before, the readers of both and the envoi's circumstances."""
        self._before, self._old, self._new = before, old, new
        self._envoi = circonstances
        self._stored: dict[str, list[Publication]] = defaultdict(list)
        for row in before.lignes:
            if row.document in new.rows:
                self._stored[row.document].append(row)
        self._masters = {(row.tiers, row.par_tiers) for row in before.acces}
        self._there = {(row.tiers, row.portee, row.cible) for row in before.acces}
        self._readers: dict[tuple[str | date | None, ...], dict[str, str | None]] = {}

    def is_stored(self, document: str) -> bool:
        """Given a document, return whether it is no new one."""
        return document in self._stored

    def of(self, row: Publication) -> dict[str, str | None]:
        """Given a row that shows now, return its readers, each with the cause that makes him one.

        None for ordinary life. A cause of the document is everybody's.
        """
        readers = self._readers_of(row)
        cause = self._of_document(row)
        return readers if cause is None else dict.fromkeys(readers, cause)

    def _readers_of(self, row: Publication) -> dict[str, str | None]:
        place = (row.portee, row.cible, row.classeur, self._new.day_asked(row))
        if place not in self._readers:
            ways: dict[str, list[str | None]] = defaultdict(list)
            for reach in self._new.reaching(row):
                ways[reach.tiers].append(self._of_box(row, reach) or self._of_person(reach))
            self._readers[place] = {tiers: shared(found) for tiers, found in ways.items()}
        return self._readers[place]

    def _of_box(self, row: Publication, reach: Acces) -> str | None:
        box = (row.classeur or "", reach.niveau)
        return box_cause(self._envoi, box) if is_gained(self._before, self._envoi, box) else None

    def _of_person(self, reach: Acces) -> str | None:
        scope = (reach.portee, reach.cible)
        had = self._old.acces.get(scope, ())
        if any((each.tiers, each.niveau) == (reach.tiers, reach.niveau) for each in had):
            return None
        if reach.par_tiers != reach.tiers and (reach.tiers, reach.par_tiers) not in self._masters:
            return SUPER_TIERS
        if reach.niveau in CONSEILLERS and (reach.tiers, *scope) in self._there:
            return CONSEIL
        if self._envoi.reglages_changes:
            return REGLAGE_EXTRANET
        is_reopened = not self._before.fermes.isdisjoint({reach.compte, reach.cible})
        return REGLAGE if is_reopened and self._envoi.parametres_changes else None

    def _of_document(self, row: Publication) -> str | None:
        """Given a row that shows now, return why it did not; None when it did, or was new."""
        stored = self._stored[row.document]
        reasons = {(each.portee, each.cible): hidden_by(each, self._before) for each in stored}
        if _NEW.issuperset(reasons.values()):
            return None
        if row.classeur not in {each.classeur for each in stored}:
            return f"le modèle passe au classeur {_name(self._envoi, row.classeur or '')}"
        scope = (row.portee, row.cible)
        if scope not in reasons:
            return None if self._is_awaited(row, reasons.keys()) else CIBLE
        return self._of_reason(reasons[scope])

    def _of_reason(self, reason: str) -> str | None:
        """A scanned invoice's entry is ordinary, and no other way out of its withholding is."""
        is_changed = self._envoi.parametres_changes or self._envoi.modeles_changes
        is_ordinary = reason in ORDINAIRES or (reason == SCANNEE and not is_changed)
        return None if is_ordinary else LEVEES.get(reason, RETENUS)

    def _is_awaited(self, row: Publication, had: object) -> bool:
        """Return whether the target was not known before: a new account, a new building."""
        nature = "immeubles" if row.portee == IMMEUBLE else "comptes"
        return had == {(None, None)} and (nature, row.cible) not in self._envoi.connus


def shared(causes: list[str | None]) -> str | None:
    """Given the cause of each way to a document, return the one that counts, the first by name.

    None as soon as one way is ordinary: by it alone he would see it.
    """
    if len(causes) == 1:
        return causes[0]
    return None if None in causes else min(filter(None, causes))


def is_gained(before: Rights, circonstances: Circonstances, box: tuple[str, str]) -> bool:
    """Given a box that is ticked, return whether it was not, in a binder that there was."""
    return box not in before.droits and ("classeurs", box[0]) in circonstances.connus


def box_cause(circonstances: Circonstances, box: tuple[str, str]) -> str:
    """Given a box that a binder gains, return how the agency reads it."""
    if circonstances.reglages_changes:
        return REGLAGE_EXTRANET
    classeur, niveau = box
    return f"classeur {_name(circonstances, classeur)} : case {_LEVELS[niveau]} cochée"


def superseded(side: Rights) -> set[str]:
    """Given a side, return the lists of co-owners in whose place a newer one shows (R-131)."""
    rows = (row for row in side.lignes if LISTE_REMPLACEE in row.motif)
    return {row.document for row in rows if hidden_by(row, side) == LISTE_REMPLACEE}


def hidden_by(row: Publication, side: Rights) -> str:
    """Given a row of a side, return the code of what hides it there then, or shows it."""
    code: str = json.loads(row.motif)[0]
    return reason_at(Row(code, row.visible_du, row.visible_jusqu_au), side.moment, readers=1)


def _name(circonstances: Circonstances, classeur: str) -> str:
    return circonstances.noms.get(classeur, classeur)


_NEW = frozenset({"NOT_PUBLISHED", "PURGED"})
SCANNEE = "INVOICE_WITHOUT_ENTRY"

ORDINAIRES = _NEW | {
    "PUBLIEE",
    "PUBLICATION_FUTURE",
    "WITHDRAWN_EXPLICIT",
    "WITHDRAWN_ABSENT",
    LISTE_REMPLACEE,
    "FORMAT_FORBIDDEN",
    "FILE_MISSING",
    "RENDERING_PENDING",
}
"""What hid a document and may cease to in any night: LSC publishes it, lists it again, sends it,
or withdraws the newer list of co-owners (R-131)."""

LEVEES = {
    "EVENT_CONFIDENTIAL": CONFIDENTIEL,
    "OWNER_LIST_TOO_WIDE": LISTE,
    SCANNEE: FACTURES,
    "INVOICE_OPTION_OFF": FACTURES,
    "RETENTION_INVALID": DUREE,
    "EXPIRED": DUREE,
    "DEPUBLISHED": DEPUBLICATION,
    "DEPUBLISHED_UNTIL": DEPUBLICATION,
}
"""What hid a document, and the cause that its end is counted under."""

_LEVELS = {
    "coproprietaire": "Copropriétaire",
    "membre": "Membre du conseil",
    "president": "Président du conseil",
    "proprietaire": "Propriétaire",
    "locataire": "Locataire",
    BAILLEUR: "Locataire",
}
