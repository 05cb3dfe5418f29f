"""What becomes of held envois: released, tried again, refused by a person, or replaced.

Touches: the store and, for the holder of the spool's lock, `hold/`. After a crash: the store says
what was decided, and `settle_held` finishes it, at the worker's next round.
"""

from collections.abc import Iterator
from dataclasses import replace

from ingest.accuse import messages
from ingest.check import NOTHING_CHECKED, Checked
from ingest.confirming import said
from ingest.decision import Decision, Resultat
from ingest.envoi import Envoi
from ingest.guarding import LEVEE, RETENTE, is_back, only_unlisted
from ingest.problems import Problem
from ingest.report import entry_of, make_report, report_from
from ingest.settling import settle, without_report
from ingest.tree import MANIFESTE, read_tree
from ingest.workshop import Workshop, cause_of
from store.changes import Cause, Changes, Constat, Entry
from store.database import Reading, Transaction

Listing = frozenset[tuple[str, str]]
"""Natures with their entities ("" for the agency's)."""


_LAST = "~"
"""After every id: no attempt of the same numero comes later."""

REFUSE_PAR_AGENCE = "refuse_par_agence"
"""The constat by which a person refuses a held envoi."""


class NotHeld(Exception):  # noqa: N818  said to the operator
    """This envoi does not wait for a decision."""


def release(identifier: str, workshop: Workshop, *, raison: str, qui: str) -> Envoi:
    """Given the newest held envoi, lift the guard for it and send it back to `ready`.

    It is planned again then, and applies only what no newer applied one has listed. Raise NotHeld.
    """
    envoi, entry = _held(identifier, workshop)
    newer = [each for each in _waiting(workshop) if _order(each) > _order(entry)]
    if newer:
        raise NotHeld(f"A newer one is held: release {newer[-1].id}, or refuse it first")
    return _send_back(envoi, LEVEE, workshop, raison=raison, qui=qui)


def retry(identifier: str, workshop: Workshop, *, raison: str, qui: str) -> Envoi:
    """Given an envoi that our own fault held, send it back to `ready`; the guard stays."""
    envoi, _ = _held(identifier, workshop)
    return _send_back(envoi, RETENTE, workshop, raison=raison, qui=qui)


def refuse(identifier: str, workshop: Workshop, *, raison: str, qui: str) -> Entry:
    """Given a held envoi, refuse it: the sender is answered, and its files go to `refused`."""
    envoi, held = _held(identifier, workshop)
    problem = Problem(code="REFUSE_PAR_AGENCE", detail=raison)
    with workshop.store.writing() as tx:
        cause = cause_of(identifier, workshop)
        entry = _closed(envoi, held, cause, Decision(Resultat.REFUSE, (problem,)))
        _record(tx, entry)
        told = Constat(REFUSE_PAR_AGENCE, identifier, said(raison, qui))
        tx.apply(Changes(constats=(told,)), cause)
    settle(envoi, entry, workshop)
    return entry


def replace_covered(tx: Transaction, applied: Entry, cause: Cause, workshop: Workshop) -> None:
    """Given an envoi just applied, close the held ones that newer ones have listed whole."""
    for envoi in workshop.spool.held():
        entry = tx.entry(envoi.id)
        if entry is None or not _is_older(entry, applied):
            continue
        listing = _listing_of(envoi, workshop)
        if listing is not None and listing <= _listed_after(tx, entry.domaine, _order(entry)):
            problem = Problem(code="RUN_REPLACED", value=str(entry.numero), expected=applied.id)
            _record(tx, _closed(envoi, entry, cause, Decision(Resultat.REMPLACE, (problem,))))


def narrowed(checked: Checked, known: Reading) -> Checked:
    """Given an envoi back from `hold`, keep of it what no newer applied one has listed."""
    manifeste = checked.manifeste
    if manifeste is None:
        return checked
    return only_unlisted(
        checked, _listed_after(known, manifeste.domaine, (manifeste.numero, _LAST))
    )


def _listed_after(known: Reading, domaine: str | None, order: tuple[int, str]) -> Listing:
    """Return what the applied envois that come later listed."""
    newer = (
        each
        for each in known.entries()
        if each.domaine == domaine and each.numero is not None and _order(each) > order
    )
    return frozenset(
        (comptage.nature, comptage.entite)
        for each in newer
        if each.resultat == Resultat.APPLIQUE
        for comptage in report_from(each.rapport).comptages
    )


def settle_held(workshop: Workshop) -> None:
    """Finish what was decided of held envois: file those closed, send back those released."""
    held = workshop.spool.held()
    if not held:
        return
    with workshop.store.reading() as known:
        entries = {envoi.id: known.entry(envoi.id) for envoi in held}
        constats = known.constats() if None in entries.values() else []
    for envoi in held:
        entry = entries.get(envoi.id)
        if entry is None and is_back(envoi.id, constats):
            _to_ready(envoi, workshop)
        elif entry is not None and entry.resultat != Resultat.RETENU:
            settle(envoi, entry, workshop)


def _held(identifier: str, workshop: Workshop) -> tuple[Envoi, Entry]:
    envoi = workshop.spool.find(identifier)
    with workshop.store.reading() as known:
        entry = known.entry(identifier)
    if entry is not None and entry.resultat == Resultat.REMPLACE:
        raise NotHeld(f"{identifier} was replaced by a newer envoi: there is nothing to decide")
    if envoi is None or envoi.state != "hold" or entry is None or entry.resultat != Resultat.RETENU:
        raise NotHeld(f"No envoi {identifier!r} is held: see `lsc-syncd envois list`")
    return envoi, entry


def _waiting(workshop: Workshop) -> list[Envoi]:
    with workshop.store.reading() as known:
        entries = {envoi.id: known.entry(envoi.id) for envoi in workshop.spool.held()}
    waiting = (envoi for envoi in workshop.spool.held() if entries.get(envoi.id))
    return [each for each in waiting if _is_waiting(entries[each.id])]


def _is_waiting(entry: Entry | None) -> bool:
    return entry is not None and entry.resultat == Resultat.RETENU


def _send_back(envoi: Envoi, genre: str, workshop: Workshop, *, raison: str, qui: str) -> Envoi:
    """The ledger forgets the attempt with the same commit that says why; then it is filed."""
    with workshop.store.writing() as tx:
        told = Constat(genre, envoi.id, said(raison, qui))
        tx.apply(Changes(constats=(told,)), cause_of(envoi.id, workshop))
        tx.forget(envoi.id)
    return _to_ready(envoi, workshop)


def _to_ready(envoi: Envoi, workshop: Workshop) -> Envoi:
    return workshop.spool.file(without_report(envoi), "ready")


def _closed(envoi: Envoi, held: Entry, cause: Cause, decision: Decision) -> Entry:
    rapport = make_report(envoi, cause, NOTHING_CHECKED, decision)
    rapport = replace(rapport, domaine=held.domaine, numero=held.numero)
    return replace(entry_of(envoi, rapport, NOTHING_CHECKED), manifeste=held.manifeste)


def _record(tx: Transaction, entry: Entry) -> None:
    tx.record(entry)
    tx.queue(messages(report_from(entry.rapport)))


def _is_older(entry: Entry, other: Entry) -> bool:
    """Return whether an envoi that has a numero comes before another of its domain."""
    if entry.numero is None or other.numero is None or entry.domaine != other.domaine:
        return False
    return _order(entry) < _order(other)


def _order(envoi: Envoi | Entry) -> tuple[int, str]:
    """Given an attempt, return its place: of one numero, the later attempt corrects the others."""
    return (envoi.numero or 0, envoi.id)


def _listing_of(envoi: Envoi, workshop: Workshop) -> Listing | None:
    manifeste = read_tree(envoi.path).at(MANIFESTE)
    listed = workshop.conditions.hashes.listing_of(manifeste.path) if manifeste else None
    if listed is None:
        return None
    return frozenset(_natures(listed))


def _natures(listed: object) -> Iterator[tuple[str, str]]:
    for fichier in listed if isinstance(listed, tuple) else ():
        if fichier.nature is not None:
            yield fichier.nature, fichier.entite or ""
