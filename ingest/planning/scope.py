"""Change → scope: what must be derived again, when all that is derived follows from the facts.

| what changes | what is judged and derived again |
|---|---|
| a record of `FEUILLES` is new, different or gone | that record |
| a list of co-owners is among them, or led to | the other ones of its building and model (R-131) |
| a content arrives | the records that list it |
| a record differs in what no rule reads (`comptes/@numero`) | nothing |
| a binder, a model | `REGLES`, `droits`, the events of the models concerned |
| a ticked box alone | `REGLES`, `droits`, lists of co-owners in that binder (R-132) |
| `publier_factures`, `ignorer_controle_pieces` | `REGLES`, events of models of that genre |
| `noms_pieces_jointes` of a module | `REGLES`, events of models of that module |
| `depublier_…`, which closes accounts | `SOCLE`, `acces`, `droits` |
| any other record of `SOCLE` | `SOCLE`, `acces`, `droits`, the leaves that it leads to |
| an entry, an account, `comptes/@solde` too | the lines of the accounts |
| `regrouper_tresorerie_…`, `exclure_analytiques` | `REGLES`, the lines of accounts of that genre |
| our own setting on boxes (R-033) | `REGLES`, `droits` |
| an entity, an annex that is no leaf, `envoyer_fonds_102`, or anything else | everything |

Which leaves a record leads to is for `ingest.planning.touched` to say. What is derived of a leaf
follows from itself, from what it refers to, and from nothing that another leaf says: that is what
makes it one. The lines of an account follow from all its entries (`ingest.planning.accounts`);
lists of co-owners are kept together (`ingest.planning.lists`).
Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from ingest.planning.differences import Difference, as_table
from ingest.planning.projection import as_read, parametres_of
from ingest.rules.faits import Parametres
from ingest.rules.references import FEUILLES, NATURES
from store.changes import Cle, Facts, Place, Record

EVENEMENTS, PARAMETRES = "evenements", "parametres"
REGLES = ("classeurs", "modeles")
"""What says how events are shown, besides the settings: no other record depends on them."""
SOCLE = tuple(nature for nature in NATURES if nature != EVENEMENTS)
"""What decides rights and documents, except the documents."""


class Scope(NamedTuple):
    """What to derive again; the rest stays as it is."""

    feuilles: Mapping[Place, frozenset[Cle]]
    """By nature and entity, the keys of the leaves."""
    natures: tuple[str, ...] = ()
    """What is judged again whole: nothing, `REGLES` or `SOCLE`."""
    comptes: frozenset[str] = frozenset()
    """The accounts whose lines are derived again (`ingest.planning.accounts`)."""

    @property
    def has_accounts(self) -> bool:
        """Return whether what reaches accounts and buildings is derived again."""
        return self.natures == SOCLE

    def accounts(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield, by entity, the ids of the accounts whose lines are derived again."""
        of: dict[str, set[str]] = defaultdict(set)
        for compte in self.comptes:
            entite, _, identifiant = compte.partition("/")
            of[entite].add(identifiant)
        yield from ((entite, frozenset(ids)) for entite, ids in of.items())


def scope_of(
    differences: Iterable[Difference], facts: Facts, arrived: Mapping[Place, frozenset[Cle]]
) -> Scope | None:
    """Given what changes and the records that list what arrived, return the scope; None: all.

    Of the leaves, it names those that change themselves.
    """
    found: dict[Place, set[Cle]] = defaultdict(set)
    natures: set[str] = set()
    for place, cles in arrived.items():
        if place[0] not in FEUILLES:
            return None
        found[place].update(cles)
    for difference in differences:
        place = difference.change.place
        if place[0] in FEUILLES:
            found[place].update(_changed(difference))
        elif not _reads_the_same(difference, facts):
            judged = _judged(difference, facts)
            if judged is None:
                return None
            natures.update(judged)
    feuilles = {place: frozenset(cles) for place, cles in found.items() if cles}
    return Scope(feuilles, tuple(each for each in SOCLE if each in natures))


def _judged(difference: Difference, facts: Facts) -> tuple[str, ...] | None:
    """Return what is judged again when records of this nature read otherwise; None: everything."""
    nature = difference.change.nature
    if nature == PARAMETRES:
        place = difference.change.place
        before = parametres_of({place: as_table(facts.get(place, {}))})
        return _of_settings(before, parametres_of({place: difference.table}))
    if nature in REGLES:
        return REGLES
    return SOCLE if nature in SOCLE and nature != "entites" else None


def _of_settings(before: Parametres, after: Parametres) -> tuple[str, ...] | None:
    if before.envoyer_fonds_102 != after.envoyer_fonds_102:
        return None
    closing = (name for name in Parametres._fields if name.startswith("depublier_"))
    is_closing = any(getattr(before, name) != getattr(after, name) for name in closing)
    return SOCLE if is_closing else REGLES


def _changed(difference: Difference) -> Iterator[Cle]:
    change = difference.change
    yield from (lu.record.cle for lu in chain(change.nouveaux, change.modifies))
    yield from change.disparus


def _reads_the_same(difference: Difference, facts: Facts) -> bool:
    change = difference.change
    if change.nouveaux or change.disparus:
        return False
    before = facts.get(change.place, {})
    return all(
        not before[lu.record.cle].absent_depuis
        and _reads_like(change.place, lu.record, before[lu.record.cle].record)
        for lu in change.modifies
    )


def _reads_like(place: Place, record: Record, other: Record) -> bool:
    found = as_read(*place, record)
    return found is not None and found == as_read(*place, other)
