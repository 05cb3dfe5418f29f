"""How each building stands with what the law asks of its extranet (décret 2019-502; domain.md §2).

Computed when it is asked, from what is visible at an instant; `ingest.rules.legal` judges.
Touches: the store, reading.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from ingest.rules.bilans import ETATS, NOTE, Bilan, Copropriete, Ouvert, Releve
from ingest.rules.designes import ASSEMBLEES, FACTURES, designated
from ingest.rules.exigences import EXIGENCES, LISTE_CODES, Reglement
from ingest.rules.legal import elsewhere, judge
from ingest.rules.reglages import COMMUN, SYNDIC
from ingest.telling.legal_records import Releves
from ingest.workshop import Workshop, instant
from store.reading import Reading

_SWITCHES = (COMMUN, "portail"), (SYNDIC, "documents")
_PAPIERS = "CS-05"
"""The item that is the same in all buildings of an entity."""


class UnknownImmeuble(LookupError):  # noqa: N818  said to the operator
    """No building of the syndic has that name in LSC's last list."""


@dataclass(frozen=True, slots=True)
class BilanImmeuble:
    """One building on one day of its own zone.

    `comptes` counts the co-owners' accounts that open the extranet with a lot held that day;
    `sans_acces` are those with a lot that do not open it: nobody sees anything through them.
    """

    immeuble: str
    nom: str
    jour: date
    derniere_ag_comptes: date | None
    prochaine_ag: date | None
    comptes: int
    sans_acces: tuple[str, ...]
    bilans: tuple[Bilan, ...]

    @property
    def etats(self) -> Mapping[str, int]:
        """Return how many items are in each state, the worst first."""
        counts = Counter(bilan.etat for bilan in self.bilans)
        return {etat: counts[etat] for etat in ETATS}


@dataclass(frozen=True, slots=True)
class BilanLegal:
    """The buildings that were asked for, the worst first.

    `inconnus` are the binders, models and themes of the settings that LSC does not have; `ou` says
    by item, in French, what was said to hold it; `eteints` are the settings of the extranet's side
    that hide all documents of the syndic's.
    """

    le: str
    ou: Mapping[str, str]
    inconnus: tuple[str, ...]
    eteints: tuple[str, ...]
    immeubles: tuple[BilanImmeuble, ...]


@dataclass(frozen=True)
class Question:
    """What is asked: under which settings, at which aware instant, of which state of knowledge.

    `known_at` None is now; a past instant takes the rows as they stood then, the records as LSC
    says them today.
    """

    reglement: Reglement
    le: datetime
    known_at: str | None = None

    @cached_property
    def moment(self) -> str:
        """Return the instant as the store writes it."""
        return instant(self.le)


def legal(
    known: Reading, workshop: Workshop, question: Question, immeuble: str | None = None
) -> BilanLegal:
    """Given a question, and perhaps a building (`entite/id`), return how each stands.

    Raise UnknownImmeuble.
    """
    releves = Releves(known, workshop.options, question.moment, question.known_at)
    reglement = _resolved(question.reglement, releves)
    asked = [each for each in releves.immeubles if immeuble in {None, each}]
    if immeuble is not None and not asked:
        raise UnknownImmeuble(f"No building {immeuble!r} of the syndic is in LSC's last list")
    found = [_bilan(releves, ref, reglement, question.le) for ref in asked]
    lacking = _papers_elsewhere(releves, reglement, asked)
    told = [_with_lacking(each, lacking.get(each.immeuble, 0)) for each in found]
    return BilanLegal(
        question.moment,
        {code: ", ".join(_holding(code, reglement, releves)) for code in EXIGENCES},
        tuple(_unknown(question.reglement, releves)),
        tuple(".".join(each) for each in _SWITCHES if not releves.is_on(*each)),
        _sorted(told),
    )


def _bilan(
    releves: Releves, immeuble: str, reglement: Reglement, moment: datetime
) -> BilanImmeuble:
    jour = moment.astimezone(releves.vigueur.zone_of_immeuble(immeuble)).date()
    record = releves.immeubles[immeuble]
    depuis = releves.held_since(immeuble, jour)
    niveaux = releves.levels_by_account(immeuble)
    comptes = tuple(Ouvert(ref, niveaux[ref], depuis.get(ref)) for ref in sorted(niveaux))
    chez = Copropriete(immeuble, record.derniere_ag_comptes, record.prochaine_ag, comptes)
    trouves = releves.found_in(immeuble, niveaux, reglement, jour)
    bilans = (
        judge(exigence, chez, trouves.get(code, ()), reglement, jour)
        for code, exigence in EXIGENCES.items()
    )
    return BilanImmeuble(
        immeuble,
        record.nom,
        jour,
        record.derniere_ag_comptes,
        record.prochaine_ag,
        len(comptes),
        tuple(sorted(depuis.keys() - niveaux.keys())),
        tuple(bilans),
    )


def _resolved(reglement: Reglement, releves: Releves) -> Reglement:
    """Return the settings with each binder by its number, those that LSC designates as well."""
    named: dict[str, frozenset[str]] = {}
    for name, codes in reglement.classeurs.items():
        ref = _binder(name, releves)
        if ref is not None:
            named[ref] = named.get(ref, frozenset()).union(codes)
    return reglement._replace(classeurs=named)


def _binder(name: str, releves: Releves) -> str | None:
    if name not in {ASSEMBLEES, FACTURES}:
        return name
    faits = releves.vigueur.faits
    found = designated(name, faits.parametres, releves.vigueur.classeurs)
    return found.ref if found else None


def _holding(code: str, reglement: Reglement, releves: Releves) -> Iterator[str]:
    said = (
        ("classeur", reglement.classeurs),
        ("modèle", reglement.modeles),
        ("thème", reglement.themes),
    )
    for sort, names in said:
        for name in sorted(each for each, codes in names.items() if code in codes):
            yield f"{sort} {releves.binder_in_words(name) if sort == 'classeur' else name}"
    if code in LISTE_CODES:
        yield "modèle de genre liste des copropriétaires"


def _unknown(reglement: Reglement, releves: Releves) -> Iterator[str]:
    faits = releves.vigueur.faits
    for name in reglement.classeurs:
        if _binder(name, releves) not in faits.classeurs:
            yield f"classeurs.{name}"
    yield from (f"modeles.{code}" for code in reglement.modeles if code not in faits.modeles)
    yield from (f"themes.{code}" for code in reglement.themes if code not in releves.themes)


def _papers_elsewhere(
    releves: Releves, reglement: Reglement, asked: Iterable[str]
) -> Mapping[str, int]:
    """CS-05: no event is the whole agency's, so each building must show the same papers."""
    if _PAPIERS not in reglement.suivis:
        return {}
    of_entity: dict[str, dict[str, frozenset[str]]] = {}
    wanted = {ref.partition("/")[0] for ref in asked}
    for ref in releves.immeubles:
        entite = ref.partition("/")[0]
        if entite in wanted:
            seen = releves.contents_of(_PAPIERS, ref, reglement)
            of_entity.setdefault(entite, {})[ref] = seen
    lacking = (elsewhere(contenus) for contenus in of_entity.values())
    return {ref: count for each in lacking for ref, count in each.items()}


def _with_lacking(found: BilanImmeuble, lacking: int) -> BilanImmeuble:
    if not lacking:
        return found
    note = Releve(NOTE, "ailleurs", trouve=lacking)
    bilans = (
        bilan._replace(releves=(*bilan.releves, note)) if bilan.exigence == _PAPIERS else bilan
        for bilan in found.bilans
    )
    return replace(found, bilans=tuple(bilans))


def _sorted(found: Iterable[BilanImmeuble]) -> tuple[BilanImmeuble, ...]:
    def worst(each: BilanImmeuble) -> tuple[list[int], str]:
        return [-count for count in each.etats.values()], each.immeuble

    return tuple(sorted(found, key=worst))
