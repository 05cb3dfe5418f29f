"""What a syndic's money may look like, for its law, and who sees what of it by the rules' text.

`Oracle` is slow and reads the facts of the store one by one: of what is derived it takes only who
reaches what (`acces`) and what has no effect (`anomalies`), which have laws of their own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ingest.rules.faits import Reglage
from store.changes import Record, Valeur, in_order
from store.declarations import NATURES
from tests.core.some_random_tables import THE_EXAMPLE, Listing

PARIS = ZoneInfo("Europe/Paris")
PEOPLE = ("T1", "T2", "T3", "T5")
INSTANTS = ("2026-11-24T12:00:00.000Z", "2027-02-01T12:00:00.000Z")
DAYS = tuple(date(year, month, 1) for year in (2019, 2025, 2026, 2027) for month in (1, 11))
ACCOUNTS = {"C1": "F1", "C2": "F2", "C3": "F3", "C8": "F8"}
HOLDERS = {"C1": ("T1", "T1", "T3"), "C2": ("T2",), "C3": ("T3",), "C8": ("T1", "T2", "T3")}
LOTS = ("L1", "L2", "L3", "L4")
THE_USUAL_UNITS: tuple[dict[str, Valeur], ...] = tuple(
    {"lot": lot, "fiche": fiche, "du": date(2010, 1, 1)}
    for lot, fiche in zip(LOTS, ACCOUNTS.values(), strict=True)
)
STAFF = "64"
RIGHT_IBAN, WRONG_IBAN = "FR7630006000011234567890189", "FR7630006000011234567890188"
DETAILS: tuple[dict[str, Valeur], ...] = (
    {"iban": RIGHT_IBAN, "bic": "AGRIFRPP", "titulaire": "SDC"},
    {"iban": RIGHT_IBAN, "bic": "AGRIFRPP", "titulaire": "Un autre"},
    {"iban": f"{RIGHT_IBAN[:4]} {RIGHT_IBAN[4:]}", "bic": "agrifrpp", "titulaire": "SDC "},
    {},
    {"iban": WRONG_IBAN, "bic": "AGRIFRPP"},
    {"iban": RIGHT_IBAN},
    {"rib": "30006000011234567890189"},
)
RELEASED = {0: "SDC", 1: "Un autre", 2: "SDC"}
"""Of the details that are right, what tells them apart."""
DEFAULTS = {
    "finances": True,
    "coordonnees_bancaires": True,
    "fonds_travaux": True,
    "depenses": False,
    "debiteurs": False,
}


def a_record(nature: str, given: Mapping[str, Valeur], *enfants: Sequence[Any]) -> Record:
    """Given some values by name, return a record; the others are usual ones."""
    usual: dict[type, Valeur] = {str: "x", int: 1, bool: False, date: date(2026, 1, 1)}
    declared = NATURES[nature]
    usual_ones = {c.nom: usual[c.genre] if c.requis else c.defaut for c in declared.colonnes}
    values = {**usual_ones, **given}
    assert len(values) == len(declared.colonnes), given
    cle = tuple(values[name] for name in declared.cle)
    rows = tuple(in_order(each) for each in enfants) or tuple(() for _ in declared.enfants)
    return Record(cle, tuple(values[c.nom] for c in declared.colonnes), rows)


class _Draw:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def flag(self) -> bool:
        return self.draw(st.booleans())

    def some(self, nature: str, *names: str, **choices: Sequence[Valeur]) -> tuple[Record, ...]:
        """Return records of some of these ids, each value one of its choices."""
        found = []
        for identifier in self.draw(
            st.lists(st.sampled_from(names), unique=True, min_size=2, max_size=4)
        ):
            given = {name: self.one(*values) for name, values in choices.items()}
            found.append(a_record(nature, {"id": identifier, **given}))
        return tuple(found)

    def of_all(self, nature: str, *given: Mapping[str, Valeur]) -> tuple[Record, ...]:
        """Return most of these records."""
        return tuple(a_record(nature, each) for each in given if self.one(True, True, True, False))

    def keyed(self, nature: str, **choices: Sequence[Valeur]) -> tuple[Record, ...]:
        """Return a few records whose keys differ."""
        drawn = (
            a_record(nature, {name: self.one(*values) for name, values in choices.items()})
            for _ in range(self.one(5, 2, 0))
        )
        return tuple({record.cle: record for record in drawn}.values())


@st.composite
def some_money(draw: st.DrawFn) -> Listing:
    """Return all lists of an agency: the example's, with other accounts, rights and books."""
    d = _Draw(draw)
    years, amounts = ("X1", "X2", "X3", "X9"), (1005, 10, -5, 0)
    comptes = [
        a_record(
            "comptes",
            {
                "id": compte,
                "genre": "coproprietaire",
                "publie": d.one(*[True] * 5, False),
                "solde": d.one(*amounts, None),
            },
            [(d.one(*HOLDERS[compte]), d.one(None, None, None, *DAYS))],
        )
        for compte in ACCOUNTS
    ]
    fiches = [
        a_record(
            "fiches_coproprietaires",
            {
                "id": fiche,
                "immeuble": "I1",
                "compte": compte,
                "membre_cs": d.one(True, False),
                "president_cs": d.one(False, False, True),
            },
        )
        for compte, fiche in ACCOUNTS.items()
    ]
    parametres = {
        "element": "syndic",
        "envoyer_depenses": d.one(*[True] * 5, False),
        "envoyer_fonds_102": d.one(True, False),
        "masquer_coordonnees_bancaires": d.one(False, False, True),
        "classeur_factures": d.one(5, None, 1, 77),
    }
    factures = {n: d.one(True, True, False) for n in ("president", "membre", "coproprietaire")}
    classeurs = [
        a_record("classeurs", {"module": "syndic", "numero": 1, "nom": "AG", "president": True}),
        a_record("classeurs", {"module": "syndic", "numero": 5, "nom": "FACTURES", **factures}),
        *d.one((), (a_record("classeurs", {"module": "syndic", "numero": 6, "nom": "factures"}),)),
    ]
    immeuble = {"id": "I1", "module": "syndic", "ancien_decret": d.one(False, False, True)}
    return {
        **{place: records for place, records in THE_EXAMPLE.items() if place[1] != "G1"},
        ("parametres", ""): (a_record("parametres", parametres, []),),
        ("classeurs", ""): tuple(classeurs),
        ("modeles", ""): (),
        ("evenements", "S1"): (),
        ("relations", ""): d.of_all(
            "relations", {"super_tiers": "T3", "tiers": "T2"}, {"super_tiers": "T5", "tiers": "T1"}
        ),
        ("immeubles", "S1"): (a_record("immeubles", {**immeuble, **d.one(*DETAILS)}, []),),
        ("comptes", "S1"): (*THE_EXAMPLE["comptes", "S1"][3:], *comptes),
        ("fiches_coproprietaires", "S1"): tuple(fiches),
        ("detentions", "S1"): (
            *d.of_all("detentions", *THE_USUAL_UNITS),
            *d.keyed("detentions", lot=LOTS, fiche=("F1", "F8"), du=DAYS, au=(None, *DAYS)),
            *d.keyed("detentions", lot=LOTS, fiche=("F2", "F3"), du=DAYS, au=(None, *DAYS)),
        ),
        ("exercices", "S1"): d.some(
            "exercices",
            *years,
            immeuble=("I1",),
            du=DAYS,
            au=(date(2028, 1, 1),),
            clos=(False, True),
        ),
        ("depenses", "S1"): d.some(
            "depenses",
            *("D1", "D2", "D3", "D4", "D5"),
            exercice=years,
            cle=("1", "2"),
            numero_compte=("614", "641", "645"),
            libelle=("a", "b"),
            montant=amounts,
        ),
        ("budgets", "S1"): d.keyed(
            "budgets",
            exercice=years,
            cle=("1", "2"),
            numero_compte=("614",),
            libelle_cle=("a", "b"),
            montant=amounts,
            realise=(None, *amounts),
            delegation=(False, True),
        ),
        ("travaux", "S1"): d.some(
            "travaux",
            "O1",
            "O2",
            immeuble=("I1", "I9"),
            acheve_le=(None, *DAYS),
            inactif=(False, True),
        ),
        ("fonds_travaux", "S1"): d.keyed(
            "fonds_travaux",
            lot=(*LOTS, "L9"),
            type=("fonds_travaux", "travaux_decides"),
            numero_compte=("105", "102"),
            montant=amounts,
        ),
    }


def with_other_details() -> st.SearchStrategy[dict[str, Valeur]]:
    """What a later envoi says of the building's account."""
    return st.sampled_from(DETAILS)


ALL_ON = {("depenses", False): True, ("debiteurs", False): True}
some_settings = st.dictionaries(
    st.tuples(st.sampled_from([*DEFAULTS]), st.booleans()), st.booleans(), max_size=2
).map(
    lambda drawn: frozenset(
        Reglage("immeuble", "S1/I1", name, on) if own else Reglage("", "syndic", name, on)
        for (name, own), on in {**ALL_ON, **drawn}.items()
    )
)
