"""The lines of the accounts that are published, and whether they say what LSC says (R-090…R-094).

Entries are most of an export, and few of them are shown otherwise than they were said: what becomes
of one follows from its account, journal, analytic account and sub-account, so each of these few
combinations is judged once, and the entries of those that matter are gone through.
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, cast

from ingest.rules.anomalies import Anomalie
from ingest.rules.ecritures import Ecriture, Lignes, Sort, lines_of, merged
from ingest.rules.en_vigueur import EnVigueur
from ingest.rules.faits import Compte, Faits, Parametres, ref
from ingest.rules.montants import amount_text
from ingest.rules.references import MOTS
from ingest.rules.tableaux import Ligne, Tableau, Valeur

ECRITURES, JOURNAUX, ANALYTIQUES = "ecritures", "journaux", "analytiques"
BALANCE_MISMATCH, ENTRY_SIDES = "BALANCE_MISMATCH", "ENTRY_SIDES"
UN_COTE = "un montant positif, au débit ou au crédit"
_DECISIFS = ("compte", "journal", "analytique", "sous_compte")
_LUS = (*_DECISIFS, "id", "date", "libelle", "debit", "credit", "rubrique")
Decisifs = tuple[Valeur, ...]
"""What decides what becomes of an entry, as it was said: the values of `_DECISIFS`."""


class Totaux(NamedTuple):
    """The entries of one entity, gone through once."""

    tableau: Tableau
    soldes: Mapping[Decisifs, int]
    """By combination, debits minus credits, in minor units."""
    cotes: tuple[str, ...] = ()
    """The entries with an amount on both sides, or a negative one (domain.md §5.3)."""

    def columns(self) -> Mapping[str, set[Valeur]]:
        """Return the values that each attribute of a combination has somewhere."""
        values = zip(*self.soldes, strict=True) if self.soldes else ([] for _ in _DECISIFS)
        return {nom: set(each) - {None} for nom, each in zip(_DECISIFS, values, strict=True)}


class Devenir(NamedTuple):
    """What becomes of the entries of one combination, and the sub-account that they show."""

    sort: Sort
    sous_compte: str | None


class Comptabilite(NamedTuple):
    """What follows from the entries of published accounts."""

    lignes: Lignes
    anomalies: tuple[Anomalie, ...]


def totals_of(ecritures: Tableau) -> Totaux:
    """Given the entries of an entity, return their sums."""
    soldes: dict[Decisifs, int] = defaultdict(int)
    compte, journal, analytique, sous_compte, debit, credit = (
        ecritures.noms.index(nom) for nom in (*_DECISIFS, "debit", "credit")
    )
    cotes: list[str] = []
    for ligne in ecritures.lignes:
        cle = (ligne[compte], ligne[journal], ligne[analytique], ligne[sous_compte])
        du, avoir = cast("int", ligne[debit]), cast("int", ligne[credit])
        soldes[cle] += du - avoir
        if (du and avoir) or du < 0 or avoir < 0:
            cotes.append(ecritures.key_of(ligne))
    return Totaux(ecritures, soldes, tuple(cotes))


def keep_accounts(vigueur: EnVigueur, totaux: Iterable[Totaux]) -> Comptabilite:
    """Given what has an effect and the entries of each entity, return what follows from them."""
    tri = Tri(vigueur.comptes, vigueur.parametres, vigueur.faits.annexes)
    lignes: list[Lignes] = []
    soldes: dict[str, list[Mapping[Decisifs, int]]] = defaultdict(list)
    for each in totaux:
        soldes[each.tableau.entite].append(each.soldes)
        lignes += _lines(each, tri)
    for entite, ailleurs in vigueur.faits.ailleurs.items():
        soldes[entite].append(ailleurs)
    anomalies = (
        anomalie
        for entite, some in soldes.items()
        for anomalie in _mismatches(vigueur.faits, tri, entite, some)
    )
    return Comptabilite(merged(lignes), tuple(anomalies))


class Tri:
    """What becomes of entries: the settings, journals and analytic accounts that decide it."""

    def __init__(
        self, comptes: Mapping[str, Compte], parametres: Parametres, annexes: Iterable[Tableau]
    ) -> None:
        """Given accounts, the settings of LSC, journals and analytic accounts, note them."""
        self._comptes, self._parametres = comptes, parametres
        self._types: dict[Valeur, Valeur] = {}
        self._retenus: set[str] = set()
        for tableau in annexes:
            if tableau.nature == JOURNAUX:
                code, type_ = tableau.reader("code"), tableau.reader("type")
                self._types.update((code(ligne), type_(ligne)) for ligne in tableau.lignes)
            elif tableau.nature == ANALYTIQUES:
                is_paid = tableau.reader("reverse_au_proprietaire")
                kept = (tableau.key_of(ligne) for ligne in tableau.lignes if not is_paid(ligne))
                self._retenus.update(ref(tableau.entite, code) for code in kept)

    def becomes(self, entite: str, cle: Decisifs) -> Devenir | None:
        """Given what decides of entries, return what becomes of them; None: nobody is shown any."""
        compte = self._comptes.get(ref(entite, cle[0]))
        if compte is None or not compte.publie:
            return None
        sous_compte = shown_sub_account(compte.genre, cle[3])
        return Devenir(self._sort(entite, compte.genre, cle, sous_compte), sous_compte)

    def _sort(self, entite: str, genre: str, cle: Decisifs, shown: str | None) -> Sort:
        """R-092 before R-094 before R-091; an unknown analytic account counts as absent."""
        _, journal, analytique, sous_compte = cle
        if journal not in self._types:
            return Sort.SANS_EFFET
        is_kept = analytique is not None and ref(entite, analytique) in self._retenus
        if is_kept and is_excluded(genre, self._parametres):
            return Sort.ANALYTIQUE
        if self._types[journal] == "cloture":
            return Sort.REPORT
        if self._types[journal] == "tresorerie" and is_grouped(genre, self._parametres):
            return Sort.REGROUPEMENT
        return Sort.VUE if shown == sous_compte else Sort.ECRITURE


def is_grouped(genre: str, parametres: Parametres) -> bool:
    """R-091: given the kind of an account, return whether its treasury entries are grouped."""
    return {
        "proprietaire": parametres.regrouper_tresorerie_proprietaire,
        "locataire": parametres.regrouper_tresorerie_locataire,
        "coproprietaire": parametres.regrouper_tresorerie_coproprietaire,
    }.get(genre, False)


def is_excluded(genre: str, parametres: Parametres) -> bool:
    """R-092: given the kind of an account, return whether what is kept back is not shown on it."""
    return genre == "proprietaire" and parametres.exclure_analytiques


def shown_sub_account(genre: str, sous_compte: Valeur) -> str | None:
    """R-093: given the kind of an account, return the sub-account that an entry of it shows."""
    is_known = genre == "coproprietaire" and sous_compte in MOTS[ECRITURES].mots
    return str(sous_compte) if is_known else None


def _lines(totaux: Totaux, tri: Tri) -> Iterator[Lignes]:
    """Yield the lines of each account that has entries which are not shown as they are."""
    entite = totaux.tableau.entite
    judged = ((cle, tri.becomes(entite, cle)) for cle in totaux.soldes)
    others = {cle: each for cle, each in judged if each and each.sort is not Sort.VUE}
    found: dict[str, list[Ecriture]] = defaultdict(list)
    for lue in _read(totaux.tableau) if others else ():
        devenir = others.get(lue[: len(_DECISIFS)])
        if devenir is not None:
            compte, journal, _, sous_compte, *values = lue
            is_corrected = sous_compte != devenir.sous_compte
            made = (*values, devenir.sous_compte, journal, devenir.sort, is_corrected)
            found[str(compte)].append(Ecriture._make(made))
    for compte, some in found.items():
        yield lines_of(ref(entite, compte), some)


def _read(ecritures: Tableau) -> Iterator[Ligne]:
    """Yield what decides of each entry, then its other values, in the order of `Ecriture`."""
    return map(itemgetter(*map(ecritures.noms.index, _LUS)), ecritures.lignes)


def _mismatches(
    faits: Faits, tri: Tri, entite: str, soldes: Iterable[Mapping[Decisifs, int]]
) -> Iterator[Anomalie]:
    """R-092: the balance that is shown is that of the entries; what LSC says is compared with it.

    An account without an entry shows none.
    """
    shown: dict[Valeur, int] = defaultdict(int)
    for cle, solde in chain.from_iterable(each.items() for each in soldes):
        devenir = tri.becomes(entite, cle)
        if devenir is not None:
            shown[cle[0]] += solde if devenir.sort.counts else 0
    known = faits.entites.get(entite)
    devise = known.devise if known else None
    for compte, solde in shown.items():
        said = faits.soldes.get(ref(entite, compte))
        if said is not None and said != solde:
            words = (amount_text(said, devise), amount_text(solde, devise))
            yield Anomalie(BALANCE_MISMATCH, "comptes", entite, str(compte), "solde", *words)
