"""The screens of the extranet (domain.md §9): what a person sees on each, or which rule hides it.

A screen is told place by place: of a co-owner the building, of a landlord or a tenant the account.
Touches: the store, reading.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.rules.acces import MODULES
from ingest.rules.bailleurs import BAILLEUR
from ingest.rules.classement import CONSEILLERS
from ingest.rules.reglages import LSC, OPTIONS
from ingest.telling.catalogue.ecrans import DOCUMENTS, ECRANS, Ecran
from ingest.telling.ecrans_argent import reason_of
from ingest.telling.proof import is_current
from store.changes import Valeur
from store.history import HistoryRow
from store.reading import Reading

_CLOSED = ("R-081", "the login is off: no account of his is open")
_STAFF = ("R-085", "it is a login of the staff, and no account of his own is open")


class UnknownScreen(LookupError):  # noqa: N818  said to the operator
    """There is no screen of that name."""


class Cache(NamedTuple):
    """Why a screen shows nothing of a place; "" for the whole screen."""

    lieu: str
    regle: str
    phrase: str


_FOR_STAFF = Cache("", "R-085", "it is the staff's, and he is none of it, or has no role")


@dataclass(frozen=True, slots=True)
class Vu:
    """One screen in front of one person: the rows of its views, and what hides it, where."""

    ecran: Ecran
    lignes: Mapping[str, Sequence[Mapping[str, object]]]
    """By view."""
    caches: tuple[Cache, ...]
    visible: bool


class _Personne:
    """What one person reaches at an instant, and the settings in force."""

    def __init__(self, known: Reading, tiers: str, at: str) -> None:
        self.known = known
        rows = (row for row in known.rows_at("acces", tiers=tiers) if is_current(row, at))
        self.acces = [row.valeurs for row in rows]
        self.espaces = {str(row["espace"]) for row in self.acces if row["portee"] == "compte"}
        self.is_staff = bool(known.view("portail_personnel", tiers, at=at))
        options = map(_values, known.rows_at("options_effectives"))
        self._options = {(o["option"], o["module"], o["cible"]): o for o in options}

    def places(self, ecran: Ecran) -> dict[str, str]:
        """Return the places of a screen, each with the space in which it is reached."""
        return {
            str(row["cible"]): str(row["espace"])
            for row in self.acces
            if row["espace"] in ecran.espaces
            and row["portee"] == ecran.portee
            and row["niveau"] != BAILLEUR
        }

    def has_council(self, immeuble: str) -> bool:
        """Return whether he is of the council of a building."""
        return not CONSEILLERS.isdisjoint(self.levels(immeuble))

    def levels(self, immeuble: str) -> frozenset[str]:
        """Return his levels in a building."""
        return frozenset(
            str(row["niveau"])
            for row in self.acces
            if row["cible"] == immeuble and row["portee"] == "immeuble"
        )

    def target_of(self, place: str, espace: str) -> str:
        """Return what may have a value of its own there (R-023)."""
        if espace != "coproprietaire":
            return place
        buildings = [
            str(row["cible"])
            for row in self.acces
            if row["portee"] == "immeuble" and place in {row["compte"], row["cible"]}
        ]
        return buildings[0] if buildings else place

    def setting(self, option: str, module: str, cible: str) -> Mapping[str, Valeur]:
        """Return the row of a setting that counts for a target."""
        own = self._options.get((option, module, cible))
        return own or self._options[option, module, ""]


def screens_of(known: Reading, tiers: str, *, at: str, noms: Sequence[str] = ()) -> list[Vu]:
    """Given a person and a UTC instant, return the screens (all, or those named), in order.

    Raise UnknownScreen.
    """
    personne = _Personne(known, tiers, at)
    return [_screen(known, personne, ecran, tiers, at) for ecran in ecrans_of(noms)]


def ecrans_of(noms: Sequence[str]) -> list[Ecran]:
    """Given names of screens, return them in the order of the menu; all without any name.

    Raise UnknownScreen.
    """
    there = [ecran.nom for ecran in ECRANS]
    for nom in noms:
        if nom not in there:
            raise UnknownScreen(f"There is no screen {nom!r}: {', '.join(there)}")
    return [ecran for ecran in ECRANS if not noms or ecran.nom in noms]


def _screen(known: Reading, personne: _Personne, ecran: Ecran, tiers: str, at: str) -> Vu:
    places = personne.places(ecran)
    caches = tuple(_hidden(personne, ecran, places))
    is_visible = not caches or bool(places.keys() - {each.lieu for each in caches})
    lignes: dict[str, Sequence[Mapping[str, object]]] = {}
    if is_visible:
        for vue in ecran.vues:
            rows = known.view(vue, tiers, at=at)
            if vue == DOCUMENTS:
                own = _binders(known, tiers, at, du_conseil=ecran.du_conseil)
                rows = [row for row in rows if row["classeur"] in own]
            lignes[vue] = [row for row in rows if _is_of(ecran, row)]
    return Vu(ecran, lignes, caches, is_visible)


def _binders(known: Reading, tiers: str, at: str, *, du_conseil: bool) -> set[Valeur]:
    """Return the binders of one of both screens of documents (R-139)."""
    rows = known.view("portail_classeurs", tiers, at=at)
    return {row["classeur"] for row in rows if bool(row["du_conseil"]) == du_conseil}


def _is_of(ecran: Ecran, row: Mapping[str, Valeur]) -> bool:
    """A view that several spaces share is told on the screen of each."""
    return ecran.personnel or "espace" not in row or row["espace"] in ecran.espaces


def _hidden(personne: _Personne, ecran: Ecran, places: Mapping[str, str]) -> Iterator[Cache]:
    if ecran.personnel:
        yield from () if personne.is_staff else [_FOR_STAFF]
    elif not personne.espaces:
        yield Cache("", *(_STAFF if personne.is_staff else _CLOSED))
    elif not personne.espaces.intersection(ecran.espaces):
        yield Cache("", *ecran.sans_espace)
    elif not places:
        yield Cache("", "R-075", "he holds no unit there today")
    else:
        found = (_hidden_at(personne, ecran, *place) for place in sorted(places.items()))
        yield from (cache for cache in found if cache is not None)


def _hidden_at(personne: _Personne, ecran: Ecran, place: str, espace: str) -> Cache | None:
    """Return what hides a screen of one place: a setting, else that he is not of the council."""
    module = MODULES[espace]
    for option in ecran.options:
        row = personne.setting(option, module, personne.target_of(place, espace))
        if not row["valeur"]:
            return Cache(place, OPTIONS[module][option].regle, _off(option, row))
    if ecran.conseil and not personne.has_council(place):
        return Cache(place, "R-033", "it is the council's, and he is not of the council")
    why = reason_of(ecran.nom, personne.known, place, personne.levels(place))
    return Cache(place, *why) if why else None


def _off(option: str, row: Mapping[str, Valeur]) -> str:
    if row["origine"] == LSC:
        return f"LSC does not send what {option} needs (R-024)"
    where = f" for {row['cible']}" if row["cible"] else ""
    return f"the setting {option} is off{where} ({row['origine']}; `lsc-syncd options`)"


def _values(row: HistoryRow) -> Mapping[str, Valeur]:
    return row.valeurs
