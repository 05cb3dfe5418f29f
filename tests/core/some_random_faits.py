"""Random facts, for the laws: a sound agency in which some records are left out, changed, added.

Names come from the small pools of `an_agency`, so that references often hit.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from ingest.rules.classement import NIVEAUX
from ingest.rules.faits import (
    JAMAIS,
    Fait,
    Faits,
    Options,
    Parametres,
    Piece,
    Reglage,
    Relation,
    Tiers,
)
from tests.core.some_faits import ZONES, faits_of, the_usual_facts
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_connexion,
    a_detention,
    a_dossier,
    a_fiche,
    a_lot,
    a_mandat,
    a_modele,
    a_piece,
    an_entite,
    an_evenement,
    an_immeuble,
)

V = TypeVar("V")
ISO_DAYS = "0001-01-01 2020-01-01 2026-03-29 2026-06-15 2026-11-23 2026-11-24 9999-12-30 9999-12-31"
DAYS = tuple(map(date.fromisoformat, ISO_DAYS.split()))
FORMATS = ("pdf", "html", "bureautique", "interdit", "inconnu", None)
GENRES = ("coproprietaire", "proprietaire", "locataire", "fournisseur")
MODELES = ("ordinaire", "facture", "facture_scannee", "liste_coproprietaires")
CIBLES = {"immeuble": "I", "lot": "L", "compte": "C", "bail": "B"}
REGLAGES = (
    Reglage("", "gerance", "documents_locataires", valeur=True),
    Reglage("compte", "G1/C4", "documents_locataires", valeur=False),
    Reglage("classeur", "gerance/1", "documents_locataires", valeur=False),
)
POOLS: Mapping[str, tuple[str, ...]] = {
    "T": ("T1", "T2", "T3", "T4", "T5", "T9"),
    "I": ("I1", "I2"),
    "L": ("L1", "L2", "L9"),
    "C": ("C1", "C2", "C4", "C5"),
    **{kind: (f"{kind}1", f"{kind}2") for kind in "FMBN"},
    "E": ("E1", "E2", "E3", "E4"),
}


class Known(NamedTuple):
    """Facts as a list and what stands beside them, so that a law can change the list."""

    facts: tuple[Fait, ...]
    parametres: Parametres
    options: Options

    def faits(self, facts: Iterable[Fait] | None = None) -> Faits:
        """Return these facts, or others, as the rules take them."""
        return faits_of(
            self.facts if facts is None else facts,
            parametres=self.parametres,
            options=self.options,
            formats={f"sha-{kind}": kind for kind in FORMATS},
            places=["S1/C1", "G1/C5"],
        )


class _Draw:
    """What a random record is made of."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.entite = self.one("S1", "G1")

    def one(self, *values: V) -> V:
        return self.draw(st.sampled_from(values))

    def name(self, kind: str) -> str:
        return self.one(*POOLS[kind])

    def names(self, kind: str) -> list[str]:
        return self.draw(st.lists(st.sampled_from(POOLS[kind]), max_size=3))

    def name_or_none(self, kind: str) -> str | None:
        return self.one(None, self.name(kind))

    def flag(self) -> bool:
        return self.draw(st.booleans())

    def day(self) -> date:
        return self.one(*DAYS)

    def day_or_none(self) -> date | None:
        return self.one(None, None, *DAYS)


def _immeuble(d: _Draw) -> Fait:
    fuseau = d.one(None, *ZONES, "Europe/Atlantide")
    given = {"module": d.one("syndic", "gerance"), "fuseau": fuseau, "gardien": d.name("T")}
    return an_immeuble(d.name("I"), entite=d.entite, **given)


def _lot(d: _Draw) -> Fait:
    return a_lot(d.name("L"), d.name("I"), entite=d.entite, batiment=d.one(None, "A", "Z"))


def _compte(d: _Draw) -> Fait:
    holders = [(tiers, d.day_or_none()) for tiers in d.names("T")]
    genre, publie = d.one(*GENRES), d.one(True, True, False)
    return a_compte(d.name("C"), *holders, genre=genre, publie=publie, entite=d.entite)


def _fiche(d: _Draw) -> Fait:
    given = {"immeuble": d.name("I"), "membre_cs": d.flag(), "president_cs": d.flag()}
    correspondant = d.name_or_none("T")
    return a_fiche(d.name("F"), d.name("C"), entite=d.entite, correspondant=correspondant, **given)


def _detention(d: _Draw) -> Fait:
    lot, fiche, du, au = d.name("L"), d.name("F"), d.day(), d.day_or_none()
    return a_detention(lot, fiche, du, au, mutation=d.day_or_none(), entite=d.entite)


def _mandat(d: _Draw) -> Fait:
    lots = [(lot, d.day(), d.day_or_none()) for lot in d.names("L")]
    return a_mandat(d.name("M"), d.name("C"), *lots, inactif_le=d.day_or_none(), entite=d.entite)


def _bail(d: _Draw) -> Fait:
    made = a_bail(d.name("B"), d.name("C"), *d.names("L"), entree=d.day(), entite=d.entite)
    return made._replace(
        sortie=d.day_or_none(),
        preavis_enregistre_le=d.day_or_none(),
        depart_enregistre_le=d.day_or_none(),
        lots=d.one(made.lots, ()),
    )


def _dossier(d: _Draw) -> Fait:
    immeuble, fournisseur = d.name("I"), d.name_or_none("C")
    return a_dossier(d.name("N"), entite=d.entite, immeuble=immeuble, fournisseur=fournisseur)


def _piece(d: _Draw, cle: str) -> Piece:
    nom = d.one("PV.pdf", "C:\\a\\b.pdf", "", "\u202e.exe")
    sha256 = f"sha-{d.one(*['pdf'] * 9, *FORMATS)}"
    return a_piece(
        cle,
        nom=nom,
        sha256=sha256,
        type=d.one("lettre", "jointe"),
        retiree=d.one(*[False] * 5, True),
    )


def _evenement(d: _Draw) -> Fait:
    targets = [*CIBLES] if d.one(*[False] * 9, True) else [d.one(*CIBLES)]
    given = {cible: d.name(CIBLES[cible]) for cible in targets}
    made = an_evenement(d.name("E"), entite=d.entite, **given)
    return made._replace(
        modele=d.one("MS", "MG", "MX"),
        objet=d.draw(st.text(max_size=4)),
        traite_le=d.day(),
        publie_le=d.one(*["2026-06-16"] * 9, None, JAMAIS, *(day.isoformat() for day in DAYS)),
        dossier=d.one(None, f"{d.entite}/N1", f"{d.entite}/N2"),
        confidentiel=d.one(*[False] * 5, True),
        ecriture_comptable=d.flag(),
        absent=d.one(*[False] * 5, True),
        pieces=tuple(_piece(d, cle) for cle in d.one("", "a", "ab")),
    )


def _classeur(d: _Draw) -> Fait:
    name = d.one("syndic/1", "syndic/2", "gerance/1")
    module = name.partition("/")[0]
    cases = d.draw(st.frozensets(st.sampled_from(NIVEAUX[module])))
    parent = d.one(None, f"{module}/1", f"{module}/2", f"{module}/3")
    return a_classeur(name, cases, nom=d.draw(st.text(max_size=3)), parent=parent)


def _modele(d: _Draw) -> Fait:
    classeur = d.one(None, "syndic/1", "syndic/2", "gerance/1", "gerance/9")
    made = a_modele(
        d.one("MS", "MG"), classeur, genre=d.one("ordinaire", "facture", "facture_scannee")
    )
    return made._replace(
        duree_mois=d.one(None, "0", "12", "1200", "-1"),
        numero=d.one(made.numero, made.numero, None),
        grouper_par_dossier=d.flag(),
        prefixer_reference=d.flag(),
        noms_pieces_jointes=d.flag(),
    )


def _global(d: _Draw) -> Fait:
    tiers, other = d.name("T"), d.name("T")
    made: tuple[Fait, ...] = (
        Tiers(tiers),
        a_connexion(tiers, d.one(None, "meme")),
        Relation(f"{tiers} {other}", tiers, other),
        an_entite(d.entite, d.one(*ZONES, "Europe/Atlantide")),
    )
    return d.one(*made)


_EVENTS: tuple[Fait, ...] = (
    an_evenement("E1", immeuble="I1"),
    an_evenement("E2", compte="C1"),
    an_evenement("E3", lot="L2"),
    an_evenement("E5", compte="C3"),
    an_evenement("E1", entite="G1", immeuble="I2"),
    an_evenement("E2", entite="G1", compte="C5"),
    an_evenement("E3", entite="G1", lot="L9"),
    an_evenement("E5", entite="G1", bail="B1"),
)
"""Events that show to somebody until something else changes."""

_MAKERS: tuple[Callable[[_Draw], Fait], ...] = (
    _immeuble,
    _lot,
    _compte,
    _fiche,
    _detention,
    _mandat,
    _bail,
    _dossier,
    _evenement,
    _evenement,
    _classeur,
    _modele,
    _global,
)


@st.composite
def random_known(draw: st.DrawFn) -> Known:
    """Return a sound agency, some records of it left out, and some random ones in or beside it."""
    base = [*the_usual_facts(), *_EVENTS]
    gone = draw(st.sets(st.integers(0, len(base) - 1), max_size=3))
    kept = [fait for place, fait in enumerate(base) if place not in gone]
    makers = draw(st.lists(st.sampled_from(_MAKERS), min_size=1, max_size=8))
    changed = [maker(_Draw(draw)) for maker in makers]
    named = {(type(fait), fait.ref): fait for fait in (*kept, *changed)}
    flags = [draw(st.sampled_from([False, False, True])) for _ in range(8)]
    parametres = Parametres(*flags)  # type: ignore[arg-type]  # its first eight are flags
    reglages = draw(st.frozensets(st.sampled_from(REGLAGES), max_size=2))
    return Known(tuple(named.values()), parametres, Options(draw(st.booleans()), reglages=reglages))
