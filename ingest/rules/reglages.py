"""The settings of the extranet's side: what each is by default, what is set, what is in force.

R-021 (the settings), R-022 (`portail`, which opens everything), R-023 (an override wins once it is
set), R-024 (a screen needs what LSC sends as well). They are the agency's, not the sender's: no
envoi changes them.
Touches: nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ingest.rules.faits import Parametres, Reglage

COMMUN, SYNDIC, GERANCE = "commun", "syndic", "gerance"
SECTIONS = (COMMUN, SYNDIC, GERANCE)
"""What a setting may be of: the agency, or one module."""
IMMEUBLE, COMPTE, CLASSEUR = "immeuble", "compte", "classeur"
DEFAUT, GLOBAL, PROPRE, LSC = "defaut", "global", "propre", "lsc"
"""Where a value in force comes from: nobody set it, the module's, the target's own, LSC."""


class Option(NamedTuple):
    """One setting of one section; `propres` are the targets that may have their own value."""

    nom: str
    defaut: bool
    propres: tuple[str, ...]
    regle: str


class OptionEffective(NamedTuple):
    """One row of the derived table `options_effectives`.

    Without `cible` it is the value of all of the module that have none of their own.
    """

    option: str
    module: str
    portee: str
    cible: str
    valeur: bool
    origine: str


def _of(names: str, *propres: str, defaut: bool, regle: str = "R-021") -> Iterator[Option]:
    return (Option(nom, defaut, propres, regle) for nom in names.split())


_BOTH = "finances lots contacts demandes"
_OFF = "classeurs_vides ajout_documents notifications horaires solde_inverse paiement_sans_email"
_NOTICES = "prelevement_notifie_agence prelevement_notifie_demandeur"

OPTIONS: Mapping[str, Mapping[str, Option]] = MappingProxyType(
    {
        section: MappingProxyType({option.nom: option for option in options})
        for section, options in {
            COMMUN: _of("portail", defaut=True, regle="R-022"),
            SYNDIC: (
                *_of("documents", defaut=True, regle="R-041"),
                *_of(_BOTH, IMMEUBLE, defaut=True),
                *_of(_OFF, IMMEUBLE, defaut=False),
                *_of(_NOTICES, defaut=False),
                *_of("coordonnees_bancaires", IMMEUBLE, defaut=True, regle="R-110"),
                *_of("fonds_travaux", IMMEUBLE, defaut=True, regle="R-100"),
                *_of("depenses", IMMEUBLE, defaut=False, regle="R-101"),
                *_of("debiteurs", IMMEUBLE, defaut=False, regle="R-102"),
                *_of("sous_comptes", IMMEUBLE, defaut=False, regle="R-093"),
                *_of("gardien", IMMEUBLE, defaut=False, regle="R-126"),
                *_of("president", IMMEUBLE, defaut=True, regle="R-129"),
                *_of("president_email president_telephone", IMMEUBLE, defaut=False, regle="R-129"),
                *_of("membres", IMMEUBLE, defaut=False, regle="R-129"),
                *_of("assemblees", IMMEUBLE, defaut=True, regle="R-150"),
                *_of("coordonnees_dans_liste", IMMEUBLE, defaut=False, regle="R-133"),
                *_of("contrats_du_conseil", IMMEUBLE, defaut=False, regle="R-138"),
            ),
            GERANCE: (
                *_of("documents", defaut=True, regle="R-041"),
                *_of(_BOTH, COMPTE, defaut=True),
                *_of(_OFF, COMPTE, defaut=False),
                *_of(_NOTICES, defaut=False),
                *_of("comptes_locataires", COMPTE, defaut=False, regle="R-107"),
                *_of("documents_locataires", COMPTE, CLASSEUR, defaut=False, regle="R-042"),
            ),
        }.items()
    }
)
"""By section and name, every setting that there is."""


class Reglages:
    """The settings as they are set, asked for what is in force."""

    def __init__(self, poses: Iterable[Reglage], parametres: Parametres) -> None:
        """Given what is set and the settings of LSC, index them; the portal's own value wins."""
        ordered = sorted(poses, key=lambda each: each.source)  # fichier, then portail
        self._poses = {(each.portee, each.cible, each.option): each.valeur for each in ordered}
        self._parametres = parametres

    @property
    def portail(self) -> bool:
        """Return whether anybody may see anything at all (R-022)."""
        return self.of(COMMUN, "portail")

    def of(self, section: str, option: str, *propres: tuple[str, str]) -> bool:
        """Given a setting and targets (scope, ref), return its value: the first set wins."""
        return self._found(section, option, propres)[0]

    def own(self, portee: str, cible: str, option: str) -> bool | None:
        """Given a target, return the value that was set for it itself, None without any."""
        return self._poses.get((portee, cible, option))

    def effectives(self) -> Iterator[OptionEffective]:
        """Yield the values of each module, and each one that a target has of its own."""
        for section, options in OPTIONS.items():
            for option in options.values():
                valeur, origine = self._found(section, option.nom, ())
                yield OptionEffective(option.nom, section, "", "", valeur, origine)
        for portee, cible, nom in self._poses:
            section = _section_of(portee)
            if portee and nom in OPTIONS.get(section, {}):
                valeur, origine = self._found(section, nom, ((portee, cible),))
                yield OptionEffective(nom, section, portee, cible, valeur, origine)

    def _found(
        self, section: str, option: str, propres: Iterable[tuple[str, str]]
    ) -> tuple[bool, str]:
        """R-023: the target's own, else the module's; R-024: never without what LSC sends."""
        if not self._sends(section, option):
            return False, LSC
        for portee, cible in propres:
            own = self._poses.get((portee, cible, option))
            if own is not None:
                return own, PROPRE
        found = self._poses.get(("", section, option))
        return (OPTIONS[section][option].defaut, DEFAUT) if found is None else (found, GLOBAL)

    def _sends(self, section: str, option: str) -> bool:
        """Return whether LSC sends what a screen of the syndic's needs (R-024)."""
        if section != SYNDIC:
            return True
        return {
            "depenses": self._parametres.envoyer_depenses,
            "coordonnees_bancaires": not self._parametres.masquer_coordonnees_bancaires,
        }.get(option, True)


def own_options(portee: str) -> Mapping[str, Option]:
    """Given a scope, return the settings that its targets may have of their own (R-023)."""
    options = OPTIONS[_section_of(portee)]
    return {nom: option for nom, option in options.items() if portee in option.propres}


def is_target(cible: str) -> bool:
    """Given what is to have a value of its own, return whether it names a record: `entite/id`."""
    entite, slash, identifiant = cible.partition("/")
    return bool(entite and slash and identifiant) and "/" not in identifiant


def _section_of(portee: str) -> str:
    """A building's own values are the syndic's (R-023); any other target is the gérance's."""
    return SYNDIC if portee == IMMEUBLE else GERANCE
