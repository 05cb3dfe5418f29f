"""The facts that have an effect, indexed as the rules ask for them.

Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from functools import cached_property
from typing import TypeVar

from ingest.rules.anomalies import Trouvailles
from ingest.rules.classement import folder_of
from ingest.rules.decisions import Decisions
from ingest.rules.ecarts import Ecart
from ingest.rules.faits import (
    Bail,
    Classeur,
    Compte,
    Detention,
    Dossier,
    Fait,
    Faits,
    Fiche,
    Immeuble,
    LotMandat,
    Mandat,
    Modele,
    Parametres,
)
from ingest.rules.jours import Periode, included

F = TypeVar("F", bound=Fait)
V = TypeVar("V")


class EnVigueur:
    """A view of the facts without those that an anomaly takes the effect of."""

    def __init__(self, faits: Faits, trouvailles: Trouvailles) -> None:
        """Given the facts and what is wrong with them, index what remains."""
        self.faits = faits
        self._sans_effet = trouvailles.sans_effet
        self._folders: dict[str, tuple[str, ...]] = {}

    @property
    def parametres(self) -> Parametres:
        """Return the settings of LSC."""
        return self.faits.parametres

    def why_not(self, nature: str, ref: str) -> Ecart | None:
        """Given a record, return why it has no effect, None when it has."""
        return self._sans_effet[nature].get(ref)

    @cached_property
    def decisions(self) -> Decisions:
        """The decisions of persons that are open."""
        return Decisions(self.faits.decisions)

    @cached_property
    def comptes(self) -> Mapping[str, Compte]:
        """The accounts, by ref, with the holders that are known."""
        known = self.faits.tiers
        return {
            ref: compte._replace(titulaires=tuple(t for t in compte.titulaires if t.tiers in known))
            for ref, compte in self._keep("comptes", self.faits.comptes)
        }

    @cached_property
    def classeurs(self) -> Mapping[str, Classeur]:
        """The binders, by ref."""
        return dict(self._keep("classeurs", self.faits.classeurs))

    @cached_property
    def dossiers(self) -> Mapping[str, Dossier]:
        """The case files, by ref."""
        return dict(self._keep("dossiers", self.faits.dossiers))

    @cached_property
    def immeubles(self) -> Mapping[str, Immeuble]:
        """The buildings, by ref."""
        return dict(self._keep("immeubles", self.faits.immeubles))

    @cached_property
    def logins(self) -> frozenset[str]:
        """The persons who have a login (R-071)."""
        return frozenset(
            connexion.tiers for _, connexion in self._keep("connexions", self.faits.connexions)
        )

    @cached_property
    def super_tiers_of(self) -> Mapping[str, list[str]]:
        """The masters of each person, one level up (R-073)."""
        relations = self._keep("relations", self.faits.relations)
        return _grouped((relation.tiers, relation.super_tiers) for _, relation in relations)

    @cached_property
    def fiche_du_compte(self) -> Mapping[str, Fiche]:
        """The co-owner's record of each account: there is one at most."""
        fiches = self._keep("fiches_coproprietaires", self.faits.fiches_coproprietaires)
        return {fiche.compte: fiche for _, fiche in fiches}

    @cached_property
    def detentions_de_fiche(self) -> Mapping[str, list[Detention]]:
        """The holdings of each co-owner's record."""
        return _grouped((d.fiche, d) for d in self._detentions)

    @cached_property
    def detentions_du_lot(self) -> Mapping[str, list[Detention]]:
        """The holdings of each unit."""
        return _grouped((d.lot, d) for d in self._detentions)

    @cached_property
    def mandats_du_compte(self) -> Mapping[str, list[Mandat]]:
        """The mandates of each landlord's account."""
        return _grouped((mandat.compte, mandat) for mandat in self._mandats)

    @cached_property
    def mandats_du_lot(self) -> Mapping[str, list[tuple[Mandat, LotMandat]]]:
        """The mandates that each unit was ever under."""
        return _grouped((lot.lot, (mandat, lot)) for mandat in self._mandats for lot in mandat.lots)

    @cached_property
    def baux_du_compte(self) -> Mapping[str, list[Bail]]:
        """The leases of each tenant's account."""
        return _grouped((bail.compte, bail) for bail in self._baux)

    @cached_property
    def comptes_mal_loues(self) -> frozenset[str]:
        """The accounts that a listed lease without effect names: what it let is not known."""
        broken = self._sans_effet["baux"].keys() & self.faits.baux.keys()
        return frozenset(self.faits.baux[ref].compte for ref in broken)

    @cached_property
    def baux_du_lot(self) -> Mapping[str, list[Bail]]:
        """The leases that each unit ever had."""
        return _grouped((lot, bail) for bail in self._baux for lot in bail.lots)

    def immeuble_of_lot(self, lot: str) -> str:
        """Given a unit that has an effect, return its building."""
        return self.faits.lots[lot].immeuble

    def classeur_of(self, modele: Modele) -> Classeur | None:
        """Given a model, return its binder, None when it has none or an unknown one."""
        if modele.module is None or modele.numero is None:
            return None
        return self.classeurs.get(f"{modele.module}/{modele.numero}")

    def folder_of(self, classeur: Classeur) -> tuple[str, ...]:
        """Given a binder that has an effect, return its folder, parents first (R-060)."""
        if classeur.ref not in self._folders:
            self._folders[classeur.ref] = folder_of(classeur, self.classeurs)
        return self._folders[classeur.ref]

    def zone_of_entite(self, entite: str) -> tzinfo:
        """Given an entity, return its zone; UTC for one without effect, which shows nothing."""
        known = self.faits.entites.get(entite)
        return self.faits.fuseaux.get(known.fuseau, UTC) if known else UTC

    def zone_of_immeuble(self, ref: str) -> tzinfo:
        """Given a building, return its zone, else its entity's (R-053)."""
        immeuble = self.faits.immeubles.get(ref)
        own = self.faits.fuseaux.get(immeuble.fuseau or "") if immeuble else None
        return own or self.zone_of_entite(ref.partition("/")[0])

    def zone_of_compte(self, compte: Compte) -> tzinfo:
        """Given an account, return the zone of its co-owner's building, else its entity's."""
        fiche = self.fiche_du_compte.get(compte.ref)
        return (
            self.zone_of_immeuble(fiche.immeuble) if fiche else self.zone_of_entite(compte.entite)
        )

    @cached_property
    def _detentions(self) -> list[Detention]:
        return [found for _, found in self._keep("detentions", self.faits.detentions)]

    @cached_property
    def _mandats(self) -> list[Mandat]:
        return [found for _, found in self._keep("mandats", self.faits.mandats)]

    @cached_property
    def _baux(self) -> list[Bail]:
        return [found for _, found in self._keep("baux", self.faits.baux)]

    def _keep(self, nature: str, facts: Mapping[str, F]) -> Iterator[tuple[str, F]]:
        without = self._sans_effet[nature]
        return ((ref, fait) for ref, fait in facts.items() if ref not in without)


def held(detention: Detention) -> Periode:
    """Given a holding, return its days."""
    return included(detention.du, detention.au)


def leased(bail: Bail) -> Periode:
    """Given a lease, return its days."""
    return included(bail.entree, bail.sortie)


def mandated(mandat: Mandat, lot: LotMandat) -> Periode:
    """Given a unit under a mandate, return its days: an inactive mandate ends that day (R-080)."""
    whole = included(mandat.du, mandat.inactif_le)
    return included(lot.du, lot.au).cut(whole)


def _grouped(pairs: Iterable[tuple[str, V]]) -> Mapping[str, list[V]]:
    found: dict[str, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
