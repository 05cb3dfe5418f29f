"""The worked example with what its lists leave out, and one thing changed in it at a time.

A case file, a list of co-owners, a model without binder, a voter, a master: whatever a change of
another record can lead to has something here.
"""

from collections.abc import Mapping
from datetime import date

from ingest.rules.classement import NIVEAUX
from store.changes import Cle, Ligne, Place, Record, Valeur
from store.declarations import NATURES
from tests.core.some_random_tables import THE_EXAMPLE, Listing
from tests.edges.some_records import a_record

S1_EVENTS, MODELS = ("evenements", "S1"), ("modeles", "")
A_CONTENT = THE_EXAMPLE[S1_EVENTS][0].enfants[0][0][4]
FAR = "America/Martinique"


def edited(listing: Listing, place: Place, cle: Cle, **values: Valeur) -> Listing:
    """Given lists, return the one of a record with these values of it, and nothing else."""
    found = {record.cle: record for record in listing[place]}
    return {place: tuple({**found, cle: with_values(place[0], found[cle], **values)}.values())}


def with_values(nature: str, record: Record, **values: Valeur) -> Record:
    """Given a record, return it with these values of attributes that are no key."""
    names = [colonne.nom for colonne in NATURES[nature].colonnes]
    assert values.keys() <= set(names) - set(NATURES[nature].cle)
    own = dict(zip(names, record.valeurs, strict=False))
    internes = record.valeurs[len(names) :]
    return record._replace(valeurs=(*{**own, **values}.values(), *internes))


def _with_children(place: Place, cle: Cle, *rows: Ligne) -> Listing:
    found = {record.cle: record for record in RICHER[place]}
    return {place: tuple({**found, cle: found[cle]._replace(enfants=(rows,))}.values())}


def _an_event(identifier: str, modele: str, **values: Valeur) -> Record:
    piece = ("a", "jointe", "1", f"{identifier}.pdf", A_CONTENT, False)
    days: dict[str, Valeur] = {"traite_le": date(2026, 3, 2), "publie_le": "2026-03-02"}
    values = {**days, **values}
    return a_record("evenements", (piece,), id=identifier, modele=modele, **values)


def _a_model(code: str, **values: Valeur) -> Record:
    return a_record("modeles", code=code, **values)


def _richer() -> Listing:
    binder: dict[str, Valeur] = {"module": "syndic", "classeur": 4}
    models = (
        *THE_EXAMPLE[MODELS],
        _a_model("LIST", genre="liste_coproprietaires", module="syndic", classeur=2),
        _a_model("INTE", genre="ordinaire", module=None, classeur=None),
        _a_model("FACT", genre="facture", module="syndic", classeur=5),
        _a_model("DOSS", genre="ordinaire", **binder, grouper_par_dossier=True),
    )
    events = (
        *THE_EXAMPLE[S1_EVENTS],
        _an_event("E10", "LIST", immeuble="I1"),
        _an_event("E15", "LIST", immeuble="I1", traite_le=date(2026, 3, 9)),
        _an_event("E16", "LIST", immeuble="I3"),
        _an_event("E11", "INTE", compte="C1"),
        _an_event("E12", "FACT", compte="C3"),
        _an_event("E13", "DOSS", compte="C2", dossier="N1"),
        _an_event("E14", "COUR", lot="L2"),
    )
    place = ("immeubles", "S1")
    far = a_record("immeubles", id="I3", module="syndic", fuseau=FAR)
    return {
        **THE_EXAMPLE,
        MODELS: models,
        S1_EVENTS: events,
        place: (*THE_EXAMPLE[place], far),
        ("relations", ""): (a_record("relations", super_tiers="T2", tiers="T1"),),
        ("correspondants", "S1"): (a_record("correspondants", compte="C9", tiers="T9"),),
        ("assemblees", "S1"): (
            a_record("assemblees", (), (("T3", "F3", 310),), id="A1", immeuble="I1"),
        ),
    }


RICHER = _richer()
S1, G1 = "S1", "G1"
DETENTION = ("L4", "F3", date(2019, 3, 15))
_OF: tuple[tuple[str, str, Cle, Mapping[str, Valeur]], ...] = (
    ("immeubles", S1, ("I1",), {"fuseau": FAR}),
    ("immeubles", S1, ("I1",), {"module": "gerance"}),
    ("immeubles", G1, ("I2",), {"fuseau": FAR}),
    ("lots", S1, ("L4",), {"immeuble": "I3"}),
    ("lots", S1, ("L2",), {"immeuble": "I9"}),
    ("lots", G1, ("L9",), {"immeuble": "I9"}),
    ("fiches_coproprietaires", S1, ("F2",), {"immeuble": "I3"}),
    ("fiches_coproprietaires", S1, ("F2",), {"compte": "C3"}),
    ("fiches_coproprietaires", S1, ("F2",), {"president_cs": True}),
    ("fiches_coproprietaires", S1, ("F3",), {"immeuble": "I3"}),
    ("detentions", S1, DETENTION, {"au": date(2020, 1, 1)}),
    ("detentions", S1, DETENTION, {"au": date(2018, 1, 1)}),
    ("detentions", S1, DETENTION, {"mutation_enregistree_le": None}),
    ("mandats", G1, ("M1",), {"du": date(2026, 11, 1)}),
    ("mandats", G1, ("M1",), {"compte": "C9"}),
    ("mandats", G1, ("M1",), {"inactif_le": date(2021, 1, 1)}),
    ("baux", G1, ("B1",), {"sortie": date(2023, 9, 2)}),
    ("baux", G1, ("B1",), {"compte": "C6"}),
    ("baux", G1, ("B2",), {"entree": date(2026, 9, 2)}),
    ("comptes", S1, ("C9",), {"genre": "coproprietaire"}),
    ("comptes", S1, ("C3",), {"genre": "locataire"}),
    ("comptes", S1, ("C3",), {"publie": False}),
    ("comptes", S1, ("C3",), {"solde": 1}),
    ("comptes", S1, ("C3",), {"solde": 0}),
    ("comptes", S1, ("C1",), {"solde": 1}),
    ("comptes", G1, ("C4",), {"publie": False}),
    ("comptes", G1, ("C4",), {"genre": "locataire"}),
    ("comptes", G1, ("C6",), {"genre": "proprietaire"}),
    ("ecritures", S1, ("W2",), {"date": date(2026, 11, 3)}),
    ("ecritures", S1, ("W2",), {"libelle": "Virement reçu"}),
    ("ecritures", S1, ("W2",), {"compte": "C2"}),
    ("ecritures", S1, ("W3",), {"sous_compte": None}),
    ("ecritures", S1, ("W3",), {"journal": "ZZ"}),
    ("ecritures", S1, ("W5",), {"journal": "APP"}),
    ("ecritures", G1, ("W3",), {"analytique": "47Prov"}),
    ("ecritures", G1, ("W8",), {"credit": 1}),
    ("tiers", "", ("T4",), {"nom": "Quelqu'un d'autre"}),
    ("dossiers", S1, ("N1",), {"type": "Sinistre"}),
    ("dossiers", S1, ("N1",), {"batiment": "Z"}),
    ("connexions", "", ("T1",), {"identifiant": "claire.petit"}),
    ("tiers", "", ("T1",), {"nom": "Quelqu'un d'autre"}),
    ("classeurs", "", ("syndic", 2), {"coproprietaire": True}),
    ("classeurs", "", ("syndic", 2), {"president": False, "membre": False}),
    ("classeurs", "", ("syndic", 1), dict.fromkeys(NIVEAUX["syndic"], False)),
    ("classeurs", "", ("syndic", 4), {"nom": "Lettres"}),
    ("classeurs", "", ("syndic", 4), {"parent": 3}),
    ("modeles", "", ("COUR",), {"duree_mois": "1"}),
    ("modeles", "", ("COUR",), {"classeur": 5}),
    ("modeles", "", ("COUR",), {"module": None, "classeur": None}),
    ("modeles", "", ("FACS",), {"genre": "ordinaire"}),
    ("modeles", "", ("INTE",), {"noms_pieces_jointes": True}),
    ("modeles", "", ("COUR",), {"genre": "liste_coproprietaires"}),
    ("evenements", S1, ("E15",), {"publie_le": None}),
    ("evenements", S1, ("E15",), {"traite_le": date(2026, 1, 1)}),
    ("evenements", S1, ("E15",), {"immeuble": "I3"}),
    ("evenements", S1, ("E15",), {"modele": "COUR"}),
    ("evenements", S1, ("E10",), {"modele": "PVAG"}),
)
EDITS: Mapping[str, Listing] = {
    **{
        f"{nature} {cle[0]} {' '.join(values)} {number}": edited(
            RICHER, (nature, entite), cle, **values
        )
        for number, (nature, entite, cle, values) in enumerate(_OF)
    },
    "a holder": _with_children(("comptes", S1), ("C3",), ("T2", None)),
    "a unit under a mandate": _with_children(
        ("mandats", G1), ("M1",), ("L9", date(2026, 11, 1), None)
    ),
    "a unit let": _with_children(("baux", G1), ("B2",), ("L8",)),
    "no master": {("relations", ""): ()},
    "no landlord": {
        ("tiers", ""): tuple(r for r in THE_EXAMPLE["tiers", ""] if r.cle != ("T4",)),
    },
    "an entry less": {("ecritures", S1): THE_EXAMPLE["ecritures", S1][:1]},
    "no entry": {("ecritures", G1): ()},
}
"""Each of them is one list of `RICHER`, with one thing in it changed."""
