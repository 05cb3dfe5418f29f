"""Why a document shows, or does not, and to whom: every rule in order, with the values it used.

The verdicts come from the very rules that decided, asked again about the same facts; who sees the
document comes from the derived rows and their history (`ingest.telling.proof`).
Touches: the store, reading.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.persons.decided import applied
from ingest.planning.gathering import situation_of
from ingest.planning.plan import facts_after, tables_of
from ingest.rules.bailleurs import BAILLEUR, opened_by
from ingest.rules.cibles import zone_of
from ingest.rules.classement import levels_of
from ingest.rules.comptes import CLIENTS, closings
from ingest.rules.derivation import in_force
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Compte, Faits
from ingest.rules.jours import beginning
from ingest.rules.listes import LISTE, replaced_by
from ingest.rules.publication import documents_of, shown_from, shown_until
from ingest.rules.raisons import LISTE_REMPLACEE, RAISONS, RETIREE, Document, Raison, Valeurs
from ingest.rules.references import NATURES as DECIDING
from ingest.rules.reglages import Reglages
from ingest.rules.titres import title_of
from ingest.telling.codes import CODES
from ingest.telling.proof import Interval, intervals_of, is_current
from ingest.workshop import Workshop
from store.changes import WrittenDecision
from store.declarations import NATURES
from store.history import HistoryRow
from store.reading import Reading


class Verdict(NamedTuple):
    """One rule asked: whether it hides the document, in a French sentence, and what it read."""

    regle: str
    code: str
    cache: bool
    phrase: str
    valeurs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that there is to say of one document, and of one person if asked.

    `visible` says whether that person sees it at the instant asked; None when nobody was asked for.
    """

    document: str
    titre: str
    contenu: str | None
    classeur: str | None
    verdicts: tuple[Verdict, ...]
    personne: tuple[Verdict, ...]
    visible: bool | None
    intervals: tuple[Interval, ...]


class UnknownDocument(LookupError):  # noqa: N818  said to the operator
    """No event that was ever listed has such a piece."""


class UnknownLogin(LookupError):  # noqa: N818  said to the operator
    """No list holds this login now."""


def facts_known(
    known: Reading, workshop: Workshop, natures: Iterable[str] = tuple(NATURES)
) -> Faits:
    """Return all facts (of some natures) as the rules read them."""
    situation = situation_of(known, workshop, natures)
    return facts_after(situation, tables_of(situation.facts))


def explain(
    known: Reading, workshop: Workshop, document: str, *, tiers: str | None, now: str
) -> Explanation:
    """Given a document's id, perhaps a person, and the instant, explain it by today's facts.

    Raise UnknownDocument.
    """
    vigueur = in_force(facts_known(known, workshop, ("parametres", *DECIDING)))
    found = _find(document, vigueur)
    intervals = tuple(intervals_of(known, document, tiers))
    rows = known.rows_at("acces", tiers=tiers) if tiers is not None else []
    written = known.decisions(is_open=True)
    return Explanation(
        document=found.ref,
        titre=title_of(found.evenement, found.piece, found.modele, vigueur),
        contenu=found.piece.sha256 if found.format else None,
        classeur=found.classeur.ref if found.classeur else None,
        verdicts=tuple(_of_document(found, now, written)),
        personne=() if tiers is None else tuple(_of_person(found, tiers, now, rows)),
        visible=None if tiers is None else any(each.contains(now) for each in intervals),
        intervals=intervals,
    )


def _find(ref: str, vigueur: EnVigueur) -> Document:
    evenement = vigueur.faits.evenements.get(ref.rpartition("/")[0])
    for document in documents_of(evenement, vigueur) if evenement else ():
        if document.ref == ref:
            return document
    purge = vigueur.faits.purges.get(ref)
    if purge is not None:
        raise UnknownDocument(f"{ref} was purged at {purge.le}: `--at DATE` tells who could see it")
    raise UnknownDocument(f"No document {ref!r} was ever listed")


def _of_document(
    document: Document, now: str, written: Sequence[WrittenDecision]
) -> Iterator[Verdict]:
    """A decision acts on what LSC did not withdraw itself: it stands between the two."""
    values, withdrawn = _read(document), [each for each in RAISONS if each.etat == RETIREE]
    yield from (_asked(each, document, values) for each in withdrawn)
    for each in applied(document, written, now):
        yield _verdict(each.code, each.valeurs, cache=each.cache)
    others = (each for each in RAISONS if each.etat != RETIREE)
    yield from (_asked(each, document, values) for each in others)
    zone = zone_of(document.evenement, document.vigueur)
    start, end = shown_from(document, zone), shown_until(document, zone)
    yield _verdict(
        "PUBLICATION_FUTURE", {"visible_du": start or "jamais"}, cache=start is None or now < start
    )
    expired = end is not None and end <= now
    months = document.modele.duree_mois if document.modele else None
    yield _verdict(
        "EXPIRED",
        {"duree_mois": months or "", "visible_jusqu_au": end or "toujours"},
        cache=expired,
    )
    yield from _of_lists(document, now)


def _of_lists(document: Document, now: str) -> Iterator[Verdict]:
    """R-131: one list of co-owners shows at a time."""
    if document.modele is not None and document.modele.genre == LISTE:
        newer = replaced_by(document)
        values = {"par": newer.evenement, "depuis": newer.depuis} if newer else {}
        yield _verdict(LISTE_REMPLACEE, values, cache=newer is not None and newer.depuis <= now)


def _asked(raison: Raison, document: Document, values: Mapping[str, Valeurs]) -> Verdict:
    read = raison.cache(document)
    told = {**values.get(raison.code, {}), **(read or {})}
    return _verdict(raison.code, told, cache=read is not None)


def _read(document: Document) -> Mapping[str, Mapping[str, str]]:
    """Return, by code of reason, the values that it looks at whatever it finds."""
    evenement, modele, piece = document.evenement, document.modele, document.piece
    genre = modele.genre if modele else ""
    parametres = document.vigueur.parametres
    return {
        "WITHDRAWN_EXPLICIT": {"publie_le": evenement.publie_le or ""},
        "WITHDRAWN_ABSENT": {"evenement": evenement.ref, "piece": piece.id},
        "NOT_PUBLISHED": {"publie_le": evenement.publie_le or ""},
        "REFERENCE_INCONNUE": {"modele": evenement.modele},
        "EVENT_CONFIDENTIAL": {"confidentiel": _word(is_so=evenement.confidentiel)},
        "INVOICE_WITHOUT_ENTRY": {
            "genre": genre,
            "ecriture_comptable": _word(is_so=evenement.ecriture_comptable),
            "ignorer_controle_pieces": _word(is_so=parametres.ignorer_controle_pieces),
        },
        "OWNER_LIST_TOO_WIDE": {"genre": genre},
        "INVOICE_OPTION_OFF": {
            "genre": genre,
            "publier_factures": _word(is_so=parametres.publier_factures),
        },
        "RETENTION_INVALID": {"duree_mois": (modele.duree_mois if modele else None) or ""},
        "FORMAT_FORBIDDEN": {"format": document.format or "", "type": piece.type},
        "FILE_MISSING": {"sha256": piece.sha256},
        "RENDERING_PENDING": {"format": document.format or ""},
        "MODEL_NO_BINDER": {"classeur": document.classeur.ref if document.classeur else ""},
        "BINDER_UNKNOWN": {"classeur": document.classeur.ref if document.classeur else ""},
        "TARGET_UNKNOWN": _target(document),
        "NOBODY_REACHED": {
            "portees": " ".join(f"{portee}:{cible}" for portee, cible in document.portees)
        },
    }


def _target(document: Document) -> Mapping[str, str]:
    evenement = document.evenement
    given = {
        "immeuble": evenement.immeuble,
        "lot": evenement.lot,
        "compte": evenement.compte,
        "bail": evenement.bail,
    }
    return {name: value for name, value in given.items() if value is not None}


def _of_person(
    document: Document, tiers: str, now: str, rows: Sequence[HistoryRow]
) -> Iterator[Verdict]:
    vigueur = document.vigueur
    yield from _of_extranet(document)
    yield _verdict("LOGIN_UNKNOWN", {"tiers": tiers}, cache=tiers not in vigueur.logins)
    accounts = [
        compte
        for compte in vigueur.comptes.values()
        if any(holder.tiers == tiers for holder in compte.titulaires) and compte.genre in CLIENTS
    ]
    if not accounts:
        yield _verdict("NO_ACCOUNT", {"tiers": tiers}, cache=True)
    for compte in accounts:
        own = [row for row in rows if row.valeurs["compte"] == compte.ref]
        yield from _of_account(document, compte, now, own)


def _of_extranet(document: Document) -> Iterator[Verdict]:
    """R-022 and R-041 (a): the portal is open, and the documents of the binder's module."""
    faits, classeur = document.vigueur.faits, document.classeur
    reglages = Reglages(faits.options.reglages, faits.parametres)
    yield _verdict(
        "PORTAL_OFF", {"portail": _word(is_so=reglages.portail)}, cache=not reglages.portail
    )
    if classeur is not None:
        shown = reglages.of(classeur.module, "documents")
        values = {"module": classeur.module, "documents": _word(is_so=shown)}
        yield _verdict("DOCUMENTS_OFF", values, cache=not shown)


def _of_account(
    document: Document, compte: Compte, now: str, rows: Sequence[HistoryRow]
) -> Iterator[Verdict]:
    vigueur = document.vigueur
    zone = vigueur.zone_of_compte(compte)
    is_closed = False
    for closing in closings(compte, vigueur):
        since = beginning(closing.le, zone) if closing.le else ""
        is_closed = is_closed or since <= now
        values = {"compte": compte.ref, "depuis": since or "toujours", **dict(closing.valeurs)}
        yield _verdict(closing.code, values, cache=since <= now)
    if not is_closed:
        yield _verdict("ACCOUNT_OPEN", {"compte": compte.ref}, cache=False)
        yield from _of_scopes(document, compte, now, rows)


def _of_scopes(
    document: Document, compte: Compte, now: str, rows: Sequence[HistoryRow]
) -> Iterator[Verdict]:
    """R-041 (f): does the target reach this account; R-031, R-033: is his level's box ticked."""
    scopes = {(portee, cible) for portee, cible in document.portees}
    matching = [row for row in rows if (row.valeurs["portee"], row.valeurs["cible"]) in scopes]
    reached = " ".join(sorted(f"{portee}:{cible}" for portee, cible in scopes))
    values = {"compte": compte.ref, "portees": reached}
    yield _verdict("TARGET_ELSEWHERE", values, cache=not matching)
    levels = _levels(document)
    for row in matching:
        found = {
            name: str(row.valeurs[name] or "") for name in ("cible", "niveau", "du", "jusqu_au")
        }
        holds = is_current(row, now)
        yield _verdict("SCOPE_PERIOD", found, cache=not holds)
        if row.valeurs["niveau"] == BAILLEUR:
            yield _of_days(document, row)
        if holds:
            values = {"niveau": found["niveau"], "cases": " ".join(sorted(levels))}
            yield _verdict("BINDER_LEVEL", values, cache=found["niveau"] not in levels)


def _of_days(document: Document, row: HistoryRow) -> Verdict:
    """R-042: the days on which all that the tenant's account let was this landlord's."""
    day = document.evenement.traite_le
    days = {name: str(row.valeurs[name] or "") for name in ("traite_depuis", "traite_jusqu_au")}
    values = {"compte": str(row.valeurs["cible"]), "traite_le": day.isoformat(), **days}
    is_within = days["traite_depuis"] <= day.isoformat() < (days["traite_jusqu_au"] or "a")
    return _verdict("TENANT_DAYS", values, cache=not is_within)


def _levels(document: Document) -> frozenset[str]:
    if document.classeur is None:
        return frozenset()
    faits = document.vigueur.faits
    reglages = Reglages(faits.options.reglages, faits.parametres)
    return opened_by(document.classeur, levels_of(document.classeur, faits.options), reglages)


def _verdict(code: str, valeurs: Mapping[str, str], *, cache: bool) -> Verdict:
    found = CODES[code]
    return Verdict(found.rule, code, cache, found.sentence, valeurs)


def _word(*, is_so: bool) -> str:
    return "true" if is_so else "false"
