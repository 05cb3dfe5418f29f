"""Whether a building's extranet holds what the law asks for (décret 2019-502; domain.md §2).

Advisory: it judges what is visible, and changes nothing. A document counts when all those see it
whom the item is for; one that does not is told with what is wrong.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ingest.rules.bilans import (
    AUCUN,
    ETATS,
    EXPIRED,
    MISSING,
    NON_SUIVI,
    NOTE,
    PRESENT,
    STALE,
    WRONG_AUDIENCE,
    Affaire,
    Bilan,
    Copropriete,
    Releve,
    Trouve,
    Unite,
)
from ingest.rules.classement import CONSEILLERS
from ingest.rules.exigences import CONSEIL, LOT, Exigence, Reglement
from ingest.rules.fraicheur import months_before
from ingest.rules.legal_comptes import judge_accounts

COPROPRIETAIRES = CONSEILLERS | {"coproprietaire"}
_OUVERT = "conseil_ouvert"
_LSC = frozenset({"WITHDRAWN_EXPLICIT", "WITHDRAWN_ABSENT", "PURGED", "NOT_PUBLISHED"})
"""What LSC itself withdrew or never published: not something that is hidden by mistake."""


def judge(
    exigence: Exigence,
    chez: Copropriete,
    trouves: Iterable[Trouve],
    reglement: Reglement,
    day: date,
) -> Bilan:
    """Given an item, a building, what there is of it and a day there, return how it stands."""
    if exigence.code not in reglement.suivis:
        return Bilan(exigence.code, NON_SUIVI)
    found = sorted(trouves, key=_age)
    visible = _without_ended([each for each in found if each.cache is None], day)
    affaire = Affaire(exigence, chez, visible, reglement, day)
    judged = judge_accounts(affaire) if exigence.public == LOT else _judge_building(affaire)
    hidden = _of_hidden(affaire, [each for each in found if each.cache is not None])
    releves = (*judged, *_unprintable(visible), *hidden)
    codes = {releve.code for releve in releves}
    nothing = PRESENT if visible else AUCUN
    etat = next((each for each in ETATS if each in codes), nothing)
    if etat == PRESENT:
        releves = tuple(each for each in releves if not each.motif)
    return Bilan(exigence.code, etat, visible, releves)


def _without_ended(visible: Sequence[Trouve], day: date) -> tuple[Trouve, ...]:
    """A case file that ended left its screen (R-138): it is told only where nothing else is."""
    shown = [
        each
        for each in visible
        if each.traite_le is not None or each.fin is None or each.fin >= day
    ]
    return tuple(shown or visible)


def elsewhere(contenus: Mapping[str, frozenset[str]]) -> Mapping[str, int]:
    """Given, by building, what is seen of papers that are the same everywhere (CS-05).

    Return how many each building lacks of those that others have; the buildings that lack none
    are left out.
    """
    all_of_them = frozenset[str]().union(*contenus.values())
    lacking = {immeuble: len(all_of_them - own) for immeuble, own in contenus.items()}
    return {immeuble: count for immeuble, count in lacking.items() if count}


def _judge_building(affaire: Affaire) -> Iterator[Releve]:
    """An item of everybody, or of the council: one document of the building serves them all."""
    exigence = affaire.exigence
    causes = [(each, _wrong_audience(exigence, affaire.chez, each)) for each in affaire.visible]
    units = affaire.units(each for each, cause in causes if cause is None)
    counted = units[:1] if exigence.dernier else units
    expired = [unite for unite in counted if affaire.why_expired(unite)]
    is_short = len(counted) - len(expired) < exigence.minimum or not exigence.minimum
    for cause in sorted({cause for _, cause in causes if cause}):
        if is_short or cause == _OUVERT:
            documents = tuple(each.document for each, own in causes if own == cause)
            yield Releve(WRONG_AUDIENCE, cause, documents)
    seen = len(affaire.units(affaire.visible))
    if seen < exigence.minimum:
        few = "papiers" if exigence.par_piece else "assemblees"
        cause = few if seen else "rien"
        yield Releve(MISSING, cause, trouve=seen, attendu=exigence.minimum)
    if is_short:
        yield from _expired(affaire, expired)
    elif expired:
        yield Releve(NOTE, "anciens", _documents(expired))
    yield from _besides(exigence, units)
    yield from _stale(affaire, [unite for unite in counted if unite not in expired])


def _wrong_audience(exigence: Exigence, chez: Copropriete, trouve: Trouve) -> str | None:
    """Return why not exactly those see a document whom an item is for, None when they do."""
    if exigence.public == CONSEIL:
        if "coproprietaire" in trouve.niveaux:
            return _OUVERT
        if trouve.compte is not None:
            return "cible"
        if not trouve.niveaux >= CONSEILLERS:
            return "conseil_ferme"
    elif trouve.compte is not None:
        return "cible"
    elif not trouve.niveaux >= COPROPRIETAIRES:
        return "contrats" if trouve.traite_le is None else "case"
    return None if chez.comptes else "personne"


def _expired(affaire: Affaire, expired: Sequence[Unite]) -> Iterator[Releve]:
    for cause in ("fin", "age"):
        those = [unite for unite in expired if affaire.why_expired(unite) == cause]
        if those:
            newest = those[0]
            le = newest.fin if cause == "fin" else newest.traite_le
            yield Releve(EXPIRED, cause, _documents(those), le=le)


def _besides(exigence: Exigence, units: Sequence[Unite]) -> Iterator[Releve]:
    if exigence.dernier and len(units) > 1:
        yield Releve(NOTE, "plusieurs", _documents(units[1:]))
    if units and all(unite.traite_le is None for unite in units):
        yield Releve(NOTE, "sans_document", _documents(units))


def _stale(affaire: Affaire, valid: Sequence[Unite]) -> Iterator[Releve]:
    echeance = affaire.stale_since(valid) if valid else None
    if echeance is not None:
        yield Releve(STALE, echeance.ancre, _documents(valid[:1]), le=echeance.ag)


def _of_hidden(affaire: Affaire, hidden: Sequence[Trouve]) -> Iterator[Releve]:
    """R-132: a list that is withheld because all would see it; else why what exists is not seen.

    What must be seen for some months, and is hidden before that, is missing (LOT-04).
    """
    by_reason: dict[str, list[Trouve]] = {}
    for each in hidden:
        if each.cache and each.cache not in _LSC:
            by_reason.setdefault(each.cache, []).append(each)
    for motif, those in sorted(by_reason.items()):
        documents = tuple(each.document for each in those)
        if motif == "OWNER_LIST_TOO_WIDE" and affaire.exigence.public == CONSEIL:
            yield Releve(WRONG_AUDIENCE, "liste", documents)
            continue
        early = [each.document for each in those if _is_due(affaire, each.traite_le)]
        if motif == "EXPIRED" and early:
            mois = affaire.exigence.mois or 0
            yield Releve(MISSING, "duree", tuple(early), attendu=mois, motif=motif)
        else:
            yield Releve(NOTE, "cache", documents, motif=motif)


def _unprintable(visible: Sequence[Trouve]) -> Iterator[Releve]:
    """§2.3: what is shown must be downloadable and printable."""
    documents = tuple(each.document for each in visible if not each.imprimable)
    if documents:
        yield Releve(NOTE, "format", documents)


def _is_due(affaire: Affaire, traite_le: date | None) -> bool:
    mois = affaire.exigence.mois
    since = None if mois is None else months_before(affaire.day, mois)
    return since is not None and traite_le is not None and since < traite_le


def _documents(units: Iterable[Unite]) -> tuple[str, ...]:
    return tuple(document for unite in units for document in unite.documents)


def _age(trouve: Trouve) -> tuple[int, str]:
    """Newest first; what LSC says anew each time is the newest."""
    day = date.max if trouve.traite_le is None else trouve.traite_le
    return -day.toordinal(), trouve.document
