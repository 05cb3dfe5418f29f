"""What an envoi is answered: one value, from which the accuse, its text and the ledger are made.

It counts by nature and by what became of documents (R-005).
Every problem is told with its place; an anomaly is told at each envoi while it stands, and once
when it is cured. Long lists are cut, and say by how much.
Touches: nothing.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import NamedTuple, cast

from ingest.check import Checked
from ingest.decision import Decision, Resultat
from ingest.disk.envoi import Envoi, sealed_at
from ingest.planning.plan import Comptage, Plan
from ingest.planning.projection import key_text
from ingest.rules.anomalies import Anomalie
from ingest.rules.decisions import DEPUBLIE
from ingest.rules.publication import Publication
from ingest.rules.purges import PURGEE
from ingest.rules.raisons import ATTEND_FICHIER, ATTEND_RENDU, PUBLIEE, RETENUE, RETIREE
from ingest.telling.problems import Problem, Severity
from store.changes import Cause, Entry
from store.counting import A_VENIR, EXPIRE, RANGS

SHOWN_PER_CODE = 1000


class Etat(StrEnum):
    """Since when a problem stands."""

    NOUVEAU = "nouveau"
    PERSISTANT = "persistant"
    GUERI = "gueri"


class Signalement(NamedTuple):
    """One problem as it is told."""

    problem: Problem
    etat: Etat


class Attendu(NamedTuple):
    """A listed content that never came (R-012).

    A piece of an event is named by both; what another record lists by its `nature` and `id`, and
    by the piece where the content is that of one.
    """

    sha256: str
    entite: str
    evenement: str | None
    piece: str | None
    nom: str
    nature: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """How many documents there are of each `etat`, purged ones apart, and what this envoi changed.

    Of those that nothing else hides, `expires` are past their time and `a_venir` before it.
    """

    total: int = 0
    publies: int = 0
    expires: int = 0
    a_venir: int = 0
    retenus: int = 0
    attendus: int = 0
    a_rendre: int = 0
    retires: int = 0
    nouveaux: int = 0
    retires_cette_fois: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapport:
    """All that is answered; instants are UTC texts."""

    id: str
    account: str
    domaine: str | None
    numero: int | None
    essai: bool
    resultat: Resultat
    scelle_le: str
    decide_le: str
    comptages: tuple[Comptage, ...] = ()
    documents: Documents | None = None
    signalements: tuple[Signalement, ...] = ()
    omis: Mapping[str, int] = field(default_factory=dict)
    attendus: tuple[Attendu, ...] = ()

    @property
    def code(self) -> int:
        """Return the code of the accuse (export.md, "La réponse")."""
        if self.resultat in {Resultat.REFUSE, Resultat.PERIME, Resultat.REMPLACE}:
            return 3
        if self.resultat is Resultat.RETENU:
            return 4
        standing = {s.problem.severity for s in self.signalements if s.etat is not Etat.GUERI}
        if Severity.ERROR in standing:
            return 2
        return 1 if Severity.WARNING in standing else 0

    def to_json(self) -> str:
        """Return the report as the ledger keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def make_report(
    envoi: Envoi,
    cause: Cause,
    checked: Checked,
    decision: Decision,
    plan: Plan | None = None,
) -> Rapport:
    """Given all that is known of an attempt, return its report; without a plan, nothing changes."""
    told = [Signalement(problem, Etat.NOUVEAU) for problem in _problems(checked, decision)]
    if plan:
        told += filter(_told_of(decision), _of_plan(checked, plan))
    shown, omis = _cut(told)
    manifeste = checked.manifeste
    return Rapport(
        id=envoi.id,
        account=envoi.account,
        domaine=manifeste.domaine if manifeste else None,
        numero=manifeste.numero if manifeste else envoi.numero,
        essai=bool(manifeste and manifeste.essai),
        resultat=decision.resultat,
        scelle_le=sealed_at(envoi.id),
        decide_le=cause.instant,
        comptages=plan.comptages if plan else (),
        documents=_count(plan, cause.instant) if plan else None,
        signalements=shown,
        omis=omis,
        attendus=tuple(sorted(_awaited(plan), key=_where_awaited)) if plan else (),
    )


def entry_of(envoi: Envoi, rapport: Rapport, checked: Checked) -> Entry:
    """Given an attempt and its report, return its line of the ledger."""
    return Entry(
        id=rapport.id,
        account=rapport.account,
        domaine=rapport.domaine,
        numero=rapport.numero,
        manifeste=checked.manifeste_sha256,
        essai=rapport.essai,
        resultat=str(rapport.resultat),
        code=rapport.code,
        scelle_le=rapport.scelle_le,
        decide_le=rapport.decide_le,
        attempt=envoi.attempt,
        rapport=rapport.to_json(),
    )


def report_from(text: str) -> Rapport:
    """Given what `to_json` returned, return the report."""
    values = json.loads(text)
    documents = values.pop("documents")
    return Rapport(
        resultat=Resultat(values.pop("resultat")),
        comptages=tuple(Comptage(**each) for each in values.pop("comptages")),
        documents=Documents(**documents) if documents else None,
        signalements=tuple(
            Signalement(Problem(**problem), Etat(etat))
            for problem, etat in values.pop("signalements")
        ),
        attendus=tuple(Attendu(*each) for each in values.pop("attendus")),
        **values,
    )


def _problems(checked: Checked, decision: Decision) -> tuple[Problem, ...]:
    """A resent envoi has no problem of its own: what it was told the first time still holds."""
    if decision.resultat is Resultat.DEJA_APPLIQUE:
        return ()
    return (*decision.problems, *checked.problems)


def _told_of(decision: Decision) -> Callable[[Signalement], bool]:
    """Of what is held only new errors are told beside the causes: nothing happened yet."""
    if decision.resultat is not Resultat.RETENU:
        return lambda _: True
    return lambda told: told.etat is Etat.NOUVEAU and told.problem.severity is Severity.ERROR


def _of_plan(checked: Checked, plan: Plan) -> Iterator[Signalement]:
    before = cast("frozenset[tuple[str, ...]]", plan.before.derived["anomalies"])
    after = plan.derivation.anomalies
    where = _Places(checked, plan)
    for anomalie in sorted(after, key=repr):
        etat = Etat.PERSISTANT if anomalie in before else Etat.NOUVEAU
        yield Signalement(where.problem(anomalie), etat)
    for row in sorted(before - after, key=repr):
        yield Signalement(where.problem(Anomalie(*row)), Etat.GUERI)
    yield from _withdrawals(plan)
    yield from _new_masters(plan)


def _new_masters(plan: Plan) -> Iterator[Signalement]:
    """R-073: who may now act for whom is named once."""
    for change in plan.changes.facts:
        for lu in change.nouveaux if change.nature == "relations" else ():
            named = key_text("relations", lu.record.cle)
            yield Signalement(
                Problem(code="MASTER_NEW", nature="relations", id=named), Etat.NOUVEAU
            )


def _withdrawals(plan: Plan) -> Iterator[Signalement]:
    """R-010, R-051: what was not withdrawn before, told once."""
    rows = [Publication._make(row) for row in plan.before.derived["publication"]]
    known = {row.document for row in rows}
    before = {row.document for row in rows if _is_withdrawn(row)}
    found = {row.document: row for row in plan.derivation.publication if _is_withdrawn(row)}
    for document, row in sorted(found.items()):
        if document in known - before:
            entite, _, identifiant = document.partition("/")
            problem = Problem(
                code=json.loads(row.motif)[0], nature="evenements", entite=entite, id=identifiant
            )
            yield Signalement(problem, Etat.NOUVEAU)


def _is_withdrawn(row: Publication) -> bool:
    """Return whether LSC withdrew it: what a person hid by hand is no news to the sender."""
    return row.etat == RETIREE and json.loads(row.motif)[0] != DEPUBLIE


class _Places:
    """Where each record stands in the files of this envoi."""

    def __init__(self, checked: Checked, plan: Plan) -> None:
        self._files = {
            (data.fichier.nature, data.fichier.entite or ""): data.fichier.chemin
            for data in checked.data
        }
        self._lines = plan.lignes

    def problem(self, anomalie: Anomalie) -> Problem:
        place = (anomalie.nature, anomalie.entite)
        return Problem(
            code=anomalie.code,
            file=self._files.get(place),
            line=self._lines.get(place, {}).get(anomalie.cle),
            nature=anomalie.nature,
            entite=anomalie.entite or None,
            id=anomalie.cle or None,
            attribut=anomalie.attribut,
            value=anomalie.valeur,
            expected=anomalie.attendu,
        )


def _cut(told: Iterable[Signalement]) -> tuple[tuple[Signalement, ...], Mapping[str, int]]:
    """Keep 1,000 of each code, and count the others."""
    kept: list[Signalement] = []
    seen: Counter[str] = Counter()
    for signalement in told:
        seen[signalement.problem.code] += 1
        if seen[signalement.problem.code] <= SHOWN_PER_CODE:
            kept.append(signalement)
    omis = {code: count - SHOWN_PER_CODE for code, count in seen.items() if count > SHOWN_PER_CODE}
    return tuple(kept), omis


def _count(plan: Plan, now: str) -> Documents:
    """Count each document once: one that shows to one account is published."""
    rows = [Publication._make(row) for row in plan.before.derived["publication"]]
    before = {row.document for row in rows if row.etat == PUBLIEE}
    found = _etats(plan.derivation.publication, now)
    counts = Counter(found.values())
    if plan.reste is not None:
        counts.update(plan.reste.etats)
        counts.subtract(_etats(rows, now).values())
    published = {document for document, etat in found.items() if etat in _PUBLIES}
    withdrawn = {document for document, etat in found.items() if etat == RETIREE}
    return Documents(
        total=sum(counts.values()),
        publies=counts[PUBLIEE],
        expires=counts[EXPIRE],
        a_venir=counts[A_VENIR],
        retenus=counts[RETENUE],
        attendus=counts[ATTEND_FICHIER],
        a_rendre=counts[ATTEND_RENDU],
        retires=counts[RETIREE],
        nouveaux=len(published - before),
        retires_cette_fois=len(withdrawn & before),
    )


def _etats(rows: Iterable[Publication], now: str) -> Mapping[str, str]:
    """Return the state of each document at that instant; one that was purged has none."""
    etats: dict[str, str] = {}
    for row in (row for row in rows if row.etat != PURGEE):
        known, found = etats.get(row.document), _etat_at(row, now)
        etats[row.document] = found if known is None else min(known, found, key=RANGS.index)
    return etats


def _etat_at(row: Publication, now: str) -> str:
    """Return what a document is at that instant; rows never say it, they have instants (R-054)."""
    if row.etat != PUBLIEE:
        return row.etat
    if row.visible_jusqu_au is not None and row.visible_jusqu_au <= now:
        return EXPIRE
    return A_VENIR if row.visible_du is not None and now < row.visible_du else PUBLIEE


def _awaited(plan: Plan) -> Iterator[Attendu]:
    for document in plan.derivation.manquants:
        entite, _, evenement = document.evenement.ref.partition("/")
        piece = document.piece
        yield Attendu(piece.sha256, entite, evenement, piece.id, piece.nom)
    for each in plan.derivation.contenus_manquants:
        yield Attendu(
            each.sha256, each.entite, None, each.piece, each.nom, nature=each.nature, id=each.cle
        )
    for other in plan.reste.attendus if plan.reste else ():
        cle = key_text(other.nature, other.cle)
        if other.nature == "evenements":
            yield Attendu(other.sha256, other.entite, cle, other.piece, other.nom)
        else:
            named = {"nature": other.nature, "id": cle}
            yield Attendu(other.sha256, other.entite, None, other.piece, other.nom, **named)


def _where_awaited(attendu: Attendu) -> tuple[str, ...]:
    named = (attendu.nature, attendu.entite, attendu.evenement, attendu.id, attendu.piece)
    return tuple(each or "" for each in (*named, attendu.sha256))


_PUBLIES = {PUBLIEE, A_VENIR, EXPIRE}
