"""Which entries of an account are shown otherwise than LSC said them, and the lines in their place.

What is shown of an account are its lines, and those of its entries that no row hides: a line stands
for treasury entries of one day (R-091), or for what closing and opening journals say (R-094). The
sum of what is shown never differs from that of the entries that count.
Amounts are minor units of the entity's currency, positive when the client owes (domain.md §5.3).
Touches: nothing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import NamedTuple, TypeVar

LIGNES, MASQUEES = "lignes_de_compte", "ecritures_masquees"
"""The two derived tables."""
Cle = TypeVar("Cle")


class Sort(StrEnum):
    """What becomes of an entry; all but `VUE` are the `motif` of a row that hides it."""

    VUE = "vue"
    """Shown as it is."""
    ECRITURE = "ecriture"
    """Shown without its sub-account (R-093)."""
    REGROUPEMENT = "regroupement"
    """Grouped with others of its day, if there are any (R-091)."""
    REPORT = "report"
    """Part of the one line of its sub-account (R-094)."""
    ANALYTIQUE = "analytique"
    """Kept back, and not shown (R-092)."""
    SANS_EFFET = "sans_effet"
    """Something is wrong with it, and it is not shown."""

    @property
    def counts(self) -> bool:
        """Return whether the balance that is shown has it."""
        return self not in {Sort.ANALYTIQUE, Sort.SANS_EFFET}


class Ecriture(NamedTuple):
    """An entry of one account, with the sub-account that it shows (None: the account's only)."""

    id: str
    date: date
    libelle: str
    debit: int
    credit: int
    rubrique: str | None
    sous_compte: str | None
    journal: str
    sort: Sort
    is_corrected: bool = False
    """It was said to be of a sub-account that it does not show."""


class LigneDeCompte(NamedTuple):
    """One row of the derived table of that name: a line that stands for entries of an account.

    `rang` is the id of the first of them; `genre` one of `ecriture`, `regroupement`, `report`;
    `ecritures` all of them with their amounts, as JSON.
    """

    compte: str
    date: date
    rang: str
    libelle: str
    debit: int
    credit: int
    sous_compte: str | None
    rubrique: str | None
    journal: str | None
    genre: str
    ecritures: str


class EcritureMasquee(NamedTuple):
    """One row of the derived table of that name: an entry that is not shown as itself.

    `rang` names the line of its account that stands for it, None when none does.
    """

    compte: str
    ecriture: str
    motif: str
    rang: str | None


class Lignes(NamedTuple):
    """What is shown in the place of entries, and which ones it hides."""

    lignes: frozenset[LigneDeCompte] = frozenset()
    masquees: frozenset[EcritureMasquee] = frozenset()


def lines_of(compte: str, ecritures: Iterable[Ecriture]) -> Lignes:
    """Given an account (`entite/id`) and entries of it, return their lines and what these hide.

    In any order; entries that are shown as they are may be left out.
    """
    entite = compte.partition("/")[0]
    triees = sorted(ecritures, key=_place)
    lignes, masquees = [], []
    for sort, famille in _families(triees):
        rang = None
        if sort.counts:
            ligne = _line(compte, sort, famille)
            lignes.append(ligne)
            rang = ligne.rang
        masquees += [EcritureMasquee(compte, f"{entite}/{e.id}", sort.value, rang) for e in famille]
    return Lignes(frozenset(lignes), frozenset(masquees))


def net(debit: int, credit: int) -> tuple[int, int]:
    """Given sums of both sides, return the debit and the credit of one line that says as much.

    At most one of them is not 0.
    """
    solde = debit - credit
    return max(0, solde), max(0, -solde)


def _families(triees: Sequence[Ecriture]) -> Iterator[tuple[Sort, Sequence[Ecriture]]]:
    """Yield, with what becomes of them, the entries that one line stands for, or that none does."""
    of_sort: dict[Sort, list[Ecriture]] = defaultdict(list)
    for each in triees:
        of_sort[each.sort].append(each)
    for sort in (Sort.ECRITURE, Sort.ANALYTIQUE, Sort.SANS_EFFET):
        yield from ((sort, [each]) for each in of_sort[sort])
    reports = _grouped((each.sous_compte, each) for each in of_sort[Sort.REPORT])
    yield from ((Sort.REPORT, famille) for famille in reports)
    keyed = (((each.sous_compte, each.date), each) for each in of_sort[Sort.REGROUPEMENT])
    for famille in _grouped(keyed):
        if len(famille) > 1:
            yield Sort.REGROUPEMENT, famille
        elif famille[0].is_corrected:
            yield Sort.ECRITURE, famille


def _line(compte: str, sort: Sort, famille: Sequence[Ecriture]) -> LigneDeCompte:
    first = famille[0]
    debit, credit = first.debit, first.credit
    if sort is not Sort.ECRITURE:
        debit, credit = net(sum(e.debit for e in famille), sum(e.credit for e in famille))
    return LigneDeCompte(
        compte,
        first.date,
        first.id,
        _label(sort, famille),
        debit,
        credit,
        first.sous_compte,
        _common(each.rubrique for each in famille),
        _common(each.journal for each in famille),
        sort.value,
        json.dumps(
            [{"id": e.id, "debit": e.debit, "credit": e.credit} for e in famille],
            separators=(",", ":"),
        ),
    )


def _label(sort: Sort, famille: Sequence[Ecriture]) -> str:
    """R-091: what all of them say, else a neutral text; R-094: always that of a report."""
    day = f"{famille[0].date:%d/%m/%Y}"
    if sort is Sort.REPORT:
        return f"Report à nouveau au {day}"
    return _common(each.libelle for each in famille) or f"Règlements du {day}"


def _common(values: Iterable[str | None]) -> str | None:
    """Return what all of them are, None when they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _place(ecriture: Ecriture) -> tuple[date, int, str]:
    """The order of entries: by day, then id (by length, then text)."""
    return ecriture.date, len(ecriture.id), ecriture.id


def _grouped(keyed: Iterable[tuple[Cle, Ecriture]]) -> Iterable[list[Ecriture]]:
    found: dict[Cle, list[Ecriture]] = defaultdict(list)
    for cle, ecriture in keyed:
        found[cle].append(ecriture)
    return found.values()


def merged(some: Iterable[Lignes]) -> Lignes:
    """Given those of several accounts, return all of them."""
    held = list(some)
    return Lignes(
        frozenset(chain.from_iterable(each.lignes for each in held)),
        frozenset(chain.from_iterable(each.masquees for each in held)),
    )
