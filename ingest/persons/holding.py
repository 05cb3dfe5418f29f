"""What becomes of held envois: released, tried again, refused by a person, or replaced.

Touches: the store and, for the holder of the spool's lock, `hold/`. After a crash: the store says
what was decided, and `settle_held` finishes it, at the worker's next round.
"""

from collections.abc import Iterator
from dataclasses import replace

from ingest.check import NOTHING_CHECKED, Checked
from ingest.decision import Decision, Resultat
from ingest.disk.envoi import Envoi
from ingest.disk.tree import MANIFESTE, read_tree
from ingest.persons.confirming import said
from ingest.persons.sequence import (
    Listing,
    begun_again,
    listed_after,
    rang_of_applied,
    rang_of_held,
)
from ingest.planning.guarding import LEVEE, RETENTE, only_unlisted
from ingest.settling import settle, without_report
from ingest.telling.accuse import messages
from ingest.telling.problems import Problem
from ingest.telling.report import entry_of, make_report, report_from
from ingest.workshop import Workshop, cause_of
from store.changes import Cause, Changes, Constat, Entry
from store.reading import Reading
from store.transaction import Transaction

REFUSE_PAR_AGENCE = "refuse_par_agence"
"""The constat by which a person refuses a held envoi."""


class NotHeld(Exception):  # noqa: N818  said to the operator
    """This envoi does not wait for a decision."""


def release(identifier: str, workshop: Workshop, *, raison: str, qui: str) -> Envoi:
    """Given the newest held envoi, lift the guard for it and send it back to `ready`.

    It is planned again then, and applies only what no newer applied one has listed. Raise NotHeld.
    """
    envoi, entry = _held(identifier, workshop)
    newer = _held_after(entry, workshop)
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
    """Given an envoi just applied, close the held ones that it, or newer ones, make needless.

    One corrected under its own numero is; so is one whose every list newer ones have listed.
    """
    for envoi in workshop.spool.held():
        held = tx.entry(envoi.id)
        if held is not None and _is_covered(envoi, held, applied, tx, workshop):
            problem = Problem(code="RUN_REPLACED", value=str(held.numero), expected=applied.id)
            _record(tx, _closed(envoi, held, cause, Decision(Resultat.REMPLACE, (problem,))))


def narrowed(envoi: Envoi, checked: Checked, known: Reading) -> Checked:
    """Given an envoi back from `hold`, keep of it what no newer applied one has listed."""
    if checked.manifeste is None:
        return checked
    domaine = checked.manifeste.domaine
    rang = rang_of_held(envoi, begun_again(known, domaine))
    return only_unlisted(checked, listed_after(known, domaine, rang))


def is_back(identifier: str, known: Reading) -> bool:
    """Given an envoi's id, return whether a person sent it back from `hold`."""
    return any(each.genre in {LEVEE, RETENTE} for each in known.constats(cible=identifier))


def settle_held(workshop: Workshop) -> None:
    """Finish what was decided of held envois: file those closed, send back those released."""
    held = workshop.spool.held()
    if not held:
        return
    with workshop.store.reading() as known:
        entries = {envoi.id: known.entry(envoi.id) for envoi in held}
        back = {identifier for identifier in entries if is_back(identifier, known)}
    for envoi in held:
        entry = entries.get(envoi.id)
        if entry is None and envoi.id in back:
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


def _held_after(entry: Entry, workshop: Workshop) -> list[Entry]:
    """Given a held envoi, return those that wait as well and come later."""
    with workshop.store.reading() as known:
        entries = (known.entry(envoi.id) for envoi in workshop.spool.held())
        waiting = [each for each in entries if each and each.resultat == Resultat.RETENU]
        rangs = {
            each.id: rang_of_held(each, begun_again(known, each.domaine))
            for each in [entry, *waiting]
        }
    return [each for each in waiting if rangs[each.id] > rangs[entry.id]]


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


def _is_covered(envoi: Envoi, held: Entry, applied: Entry, tx: Reading, workshop: Workshop) -> bool:
    domaine = held.domaine
    if held.resultat != Resultat.RETENU or domaine is None or domaine != applied.domaine:
        return False
    since = begun_again(tx, domaine)
    rang, later = rang_of_held(held, since), rang_of_applied(applied, since)
    if rang.is_corrected_by(later):
        return True
    listing = _listing_of(envoi, workshop) if rang < later else None
    return listing is not None and listing <= listed_after(tx, domaine, rang)


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
