"""The records and rows that the legal check looks at, building by building.

What decides documents is read once, events only of the documents of one building at a time.
Touches: the store, reading.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, cast

from ingest.planning.plan import tables_of
from ingest.planning.projection import faits_of
from ingest.rules.acces import IMMEUBLE
from ingest.rules.bilans import Trouve
from ingest.rules.classement import CONSEILLERS
from ingest.rules.derivation import in_force
from ingest.rules.en_vigueur import EnVigueur, held
from ingest.rules.exigences import Reglement
from ingest.rules.faits import Options, ref
from ingest.rules.legal import COPROPRIETAIRES
from ingest.rules.moment import Row, reason_at
from ingest.rules.raisons import VISIBLE
from ingest.rules.references import NATURES as DECIDING
from ingest.rules.reglages import OPTIONS, SYNDIC
from ingest.telling.legal_dossiers import Dossier, contracts_of, dossier_of
from ingest.telling.proof import is_current
from store.changes import Known, Valeur
from store.declarations import NATURES
from store.reached import ReachedDocument
from store.reading import Reading

_NATURES = ("parametres", *(nature for nature in DECIDING if nature != "evenements"))
_COPROPRIETAIRE = "coproprietaire"


class _Immeuble(NamedTuple):
    nom: str
    derniere_ag_comptes: date | None
    prochaine_ag: date | None


Trouves = Mapping[str, Collection[Trouve]]
"""By code of the item."""


class Releves:
    """What is read of the store at one instant: valid inside the `with` of the reading only."""

    def __init__(self, known: Reading, options: Options, moment: str, known_at: str | None) -> None:
        """Given the reading, an instant (UTC text), and of when the rows are (None: now)."""
        self._known = known
        self._moment = moment
        self._known_at = known_at
        self._facts = {
            (nature, entite): known.facts(nature, entite)
            for nature in _NATURES
            for entite in known.entites(nature)
        }
        self.vigueur: EnVigueur = in_force(faits_of(tables_of(self._facts), {}, options))

    @cached_property
    def immeubles(self) -> Mapping[str, _Immeuble]:
        """The buildings of the syndic that have an effect, by ref."""
        return {
            name: _Immeuble(*(cast("Any", lu[each]) for each in _Immeuble._fields))
            for name, lu in self._listed("immeubles")
            if lu["module"] == "syndic" and self.vigueur.why_not("immeubles", name) is None
        }

    @cached_property
    def themes(self) -> frozenset[str]:
        """The themes of case files that LSC publishes (R-138)."""
        found = self._facts["parametres", ""].get(("syndic",))
        rows = found.record.enfants[0] if found and found.absent_depuis is None else ()
        return frozenset(str(code) for code, *_ in rows)

    def is_on(self, section: str, option: str, immeuble: str = "") -> bool:
        """Given a setting of the extranet's side, perhaps for a building, return its value."""
        everywhere = self._options.get((section, option, ""), OPTIONS[section][option].defaut)
        return self._options.get((section, option, immeuble), everywhere)

    def binder_in_words(self, classeur: str) -> str:
        """Given a binder (`module/numero`), return its name and number; the number if unknown."""
        known = self.vigueur.faits.classeurs.get(classeur)
        return f"« {known.nom} » ({known.ref})" if known else classeur

    def held_since(self, immeuble: str, jour: date) -> Mapping[str, date]:
        """Given a building and a day, return since when each co-owner's account has a lot there."""
        found: dict[str, date] = {}
        for fiche in self._fiches.get(immeuble, ()):
            days = [
                detention.du
                for detention in self.vigueur.detentions_de_fiche.get(fiche[0], ())
                if held(detention).holds(jour)
                and self.vigueur.immeuble_of_lot(detention.lot) == immeuble
            ]
            if days:
                found[fiche[1]] = min(days)
        return found

    def levels_by_account(self, immeuble: str) -> Mapping[str, frozenset[str]]:
        """Given a building, return at which levels each account that reaches it opens its own.

        On his own account a council member is a co-owner too (R-033).
        """
        return {
            compte: frozenset({_COPROPRIETAIRE, *niveaux})
            for compte, niveaux in self._reaching.get(immeuble, {}).items()
        }

    def found_in(
        self, immeuble: str, comptes: Collection[str], reglement: Reglement, jour: date
    ) -> Trouves:
        """Given a building, accounts, settings and a day, return what there is of each item."""
        found: dict[str, list[Trouve]] = defaultdict(list)
        for codes, trouve in self._documents({immeuble, *comptes}, reglement):
            for code in codes:
                found[code].append(trouve)
        published = {name: d for name, d in self._dossiers.items() if d.theme in self.themes}
        of_council = self.is_on(SYNDIC, "contrats_du_conseil", immeuble)
        niveaux = CONSEILLERS if of_council else COPROPRIETAIRES
        for codes, trouve in contracts_of(published, immeuble, reglement, jour):
            for code in codes:
                found[code].append(trouve._replace(niveaux=niveaux))
        return found

    def contents_of(self, code: str, immeuble: str, reglement: Reglement) -> frozenset[str]:
        """Given an item and a building, return the contents of it that the building shows."""
        return frozenset(
            trouve.contenu
            for codes, trouve in self._documents({immeuble}, reglement)
            if code in codes and trouve.contenu and trouve.cache is None
        )

    def _documents(
        self, cibles: Collection[str], reglement: Reglement
    ) -> Iterator[tuple[frozenset[str], Trouve]]:
        """Yield the documents that are of some item, with which; of another, it may be several."""
        rows = self._known.published(cibles, known_at=self._known_at)
        rows += [row for cible in cibles for row in self._hidden.get(cible, ())]
        events = self._events(rows)
        formats = self._known.formats({row.contenu for row in rows if row.contenu})
        for row in rows:
            event = events.get(row.document.rpartition("/")[0])
            if event is None:
                continue
            modele = self.vigueur.faits.modeles.get(str(event["modele"]))
            genre = modele.genre if modele else ""
            codes = reglement.codes_of(row.classeur, str(event["modele"]), genre)
            if codes:
                is_office = formats.get(row.contenu or "") == "bureautique"
                yield codes, self._trouve(row, event)._replace(imprimable=not is_office)

    def _trouve(self, row: ReachedDocument, event: Mapping[str, Valeur]) -> Trouve:
        unite = row.document.rpartition("/")[0]
        dossier = self._dossiers.get(ref(unite.partition("/")[0], event["dossier"]))
        motif = str(json.loads(row.motif)[0])
        reason = reason_at(
            Row(motif, row.visible_du, row.visible_jusqu_au), self._moment, readers=1
        )
        return Trouve(
            document=row.document,
            unite=unite,
            titre=row.titre,
            classeur=self.binder_in_words(row.classeur or ""),
            compte=None if row.portee == IMMEUBLE else row.cible,
            niveaux=self._levels.get(row.classeur or "", frozenset()),
            traite_le=row.traite_le,
            fin=dossier.au if dossier else None,
            contenu=row.contenu,
            cache=None if reason == VISIBLE else reason,
        )

    def _events(self, rows: Collection[ReachedDocument]) -> Mapping[str, Mapping[str, Valeur]]:
        ids: dict[str, set[Valeur]] = defaultdict(set)
        for row in rows:
            entite, identifiant, _ = row.document.split("/")
            ids[entite].add(identifiant)
        return {
            ref(entite, cle[0]): _read("evenements", found)
            for entite, wanted in ids.items()
            for cle, found in self._known.records("evenements", entite, "id", wanted).items()
        }

    @cached_property
    def _hidden(self) -> Mapping[str, list[ReachedDocument]]:
        found: dict[str, list[ReachedDocument]] = defaultdict(list)
        for row in self._known.hidden(known_at=self._known_at):
            found[row.cible].append(row)
        return found

    @cached_property
    def _options(self) -> Mapping[tuple[str, str, str], bool]:
        rows = self._known.rows_at("options_effectives", known_at=self._known_at)
        found = (row.valeurs for row in rows)
        return {
            (str(each["module"]), str(each["option"]), str(each["cible"])): bool(each["valeur"])
            for each in found
        }

    @cached_property
    def _levels(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._known.rows_at("droits", known_at=self._known_at):
            found[str(row.valeurs["classeur"])].add(str(row.valeurs["niveau"]))
        return {classeur: frozenset(niveaux) for classeur, niveaux in found.items()}

    @cached_property
    def _reaching(self) -> Mapping[str, Mapping[str, set[str]]]:
        """By building and account, the levels at which somebody reaches the building."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self._known.rows_at("acces", known_at=self._known_at, portee=IMMEUBLE):
            values = {name: str(value) for name, value in row.valeurs.items()}
            if values["espace"] == _COPROPRIETAIRE and is_current(row, self._moment):
                found[values["cible"]][values["compte"]].add(values["niveau"])
        return found

    @cached_property
    def _fiches(self) -> Mapping[str, list[tuple[str, str]]]:
        """By building, each co-owner's record and its account."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for compte, fiche in self.vigueur.fiche_du_compte.items():
            known = self.vigueur.comptes.get(compte)
            if known is not None and known.genre == _COPROPRIETAIRE:
                found[fiche.immeuble].append((fiche.ref, compte))
        return found

    @cached_property
    def _dossiers(self) -> Mapping[str, Dossier]:
        found = ((name, dossier_of(name, lu)) for name, lu in self._listed("dossiers"))
        return {name: each for name, each in found if not self.vigueur.why_not("dossiers", name)}

    def _listed(self, nature: str) -> Iterator[tuple[str, Mapping[str, Valeur]]]:
        """Yield the records of a nature's lists that LSC holds now, with their names."""
        for (name, entite), facts in self._facts.items():
            if name == nature:
                for cle, found in facts.items():
                    if found.absent_depuis is None:
                        yield ref(entite, cle[0]), _read(nature, found)


def _read(nature: str, found: Known) -> Mapping[str, Valeur]:
    names = (colonne.nom for colonne in NATURES[nature].colonnes)
    return dict(zip(names, found.record.valeurs, strict=False))
