"""From the records of the store to facts: one name for one thing, in its own entity (R-008)."""

from datetime import date

import pytest

from ingest.planning.projection import Table, Tables, faits_of, key_text
from ingest.rules.faits import Faits, LotMandat, Options, Parametres, Piece, Titulaire
from store.changes import Cle, Ligne, Record, Valeur
from store.declarations import NATURES

DAY = date(2026, 1, 1)
Rows = tuple[tuple[Ligne, ...], ...]


def a_record(nature: str, enfants: Rows = (), /, **values: Valeur) -> Record:
    """Given some values, return a record; other attributes are absent, required ones empty."""
    declared = NATURES[nature]
    usual: dict[str, Valeur] = {each.nom: each.defaut for each in declared.colonnes}
    assert set(values) <= set(usual)
    row = {**usual, **values}
    cle: Cle = tuple(row[name] for name in declared.cle)
    filled = (*enfants, *[()] * (len(declared.enfants) - len(enfants)))
    return Record(cle, (*row.values(), *[None] * len(declared.internes)), filled)


def a_table(*presents: Record, absents: tuple[Record, ...] = ()) -> Table:
    return Table({r.cle: r for r in presents}, {r.cle: r for r in absents})


def projected(tables: Tables) -> Faits:
    return faits_of(tables, {}, Options())


def only(nature: str, entite: str, record: Record) -> Faits:
    return projected({(nature, entite): a_table(record)})


def test_every_reference_of_an_entity_stays_in_that_entity() -> None:
    """Export format: references are looked up in the record's own entity, or among the global."""
    record = a_record(
        "evenements", id="E1", modele="MS", objet="x", traite_le=DAY, dossier="N1", lot="L1"
    )
    event = only("evenements", "S1", record).evenements["S1/E1"]
    assert (event.entite, event.dossier, event.lot, event.modele) == ("S1", "S1/N1", "S1/L1", "MS")


@pytest.mark.parametrize("cible", ["immeuble", "lot", "compte", "bail"])
def test_a_target_is_named_in_full_and_the_others_are_absent(cible: str) -> None:
    record = a_record("evenements", id="E1", modele="M", objet="x", traite_le=DAY, **{cible: "X"})
    event = only("evenements", "G1", record).evenements["G1/E1"]
    found = [getattr(event, name) for name in ("immeuble", "lot", "compte", "bail")]
    assert found == [
        "G1/X" if name == cible else None for name in ("immeuble", "lot", "compte", "bail")
    ]


def test_an_event_that_left_its_list_is_kept_as_absent() -> None:
    """R-010."""
    gone = a_record("evenements", id="E1", modele="M", objet="x", traite_le=DAY, compte="C1")
    faits = projected({("evenements", "S1"): a_table(absents=(gone,))})
    assert faits.evenements["S1/E1"].absent


def test_any_other_record_that_left_its_list_is_no_fact() -> None:
    gone = a_record("tiers", id="T1", nom="x")
    assert projected({("tiers", ""): a_table(absents=(gone,))}).tiers == {}


def test_a_withdrawn_piece_stays_with_its_event() -> None:
    """R-044."""
    pieces: Rows = ((("a", "jointe", "1", "a.pdf", "ab" * 32, True),),)
    record = a_record("evenements", pieces, id="E1", modele="M", objet="x", traite_le=DAY)
    (piece,) = only("evenements", "S1", record).evenements["S1/E1"].pieces
    assert piece == Piece("a", "jointe", "1", "a.pdf", "ab" * 32, retiree=True)


def test_a_binder_has_only_the_boxes_of_its_module() -> None:
    """R-031, R-032: the others are ignored."""
    boxes = dict.fromkeys(("proprietaire", "locataire", "coproprietaire", "membre"), True)
    syndic = a_record("classeurs", module="syndic", numero=1, nom="x", parent=2, **boxes)
    gerance = a_record("classeurs", module="gerance", numero=1, nom="x", **boxes)
    faits = projected({("classeurs", ""): a_table(syndic, gerance)})
    assert faits.classeurs["syndic/1"].cases == {"coproprietaire", "membre"}
    assert faits.classeurs["gerance/1"].cases == {"proprietaire", "locataire"}
    assert faits.classeurs["syndic/1"].parent == "syndic/2"


def test_the_same_id_in_two_entities_is_two_things() -> None:
    """R-008."""
    record = a_record("comptes", id="C1", genre="locataire", numero="1", publie=True)
    faits = projected({("comptes", each): a_table(record) for each in ("S1", "G1")})
    assert set(faits.comptes) == {"S1/C1", "G1/C1"}


def test_an_account_keeps_its_holders_and_their_last_days() -> None:
    holders: Rows = ((("T1", None), ("T2", DAY)),)
    record = a_record("comptes", holders, id="C1", genre="locataire", numero="1", publie=True)
    (compte,) = only("comptes", "S1", record).comptes.values()
    assert compte.titulaires == (Titulaire("T1", None), Titulaire("T2", DAY))


@pytest.mark.parametrize(
    ("typed", "recorded", "expected"),
    [(DAY, date(2026, 2, 2), DAY), (None, DAY, DAY), (None, None, None)],
)
def test_a_mandate_is_inactive_from_the_day_typed_else_recorded(
    typed: date | None, recorded: date | None, expected: date | None
) -> None:
    """R-080."""
    record = a_record(
        "mandats",
        ((("L9", DAY, None),),),
        id="M1",
        compte="C4",
        du=DAY,
        inactif_le=typed,
        inactivite_enregistree_le=recorded,
    )
    (mandat,) = only("mandats", "G1", record).mandats.values()
    assert (mandat.inactif_le, mandat.lots) == (expected, (LotMandat("G1/L9", DAY, None),))


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("nature", "values"),
    [
        ("fiches_coproprietaires", {"id": "F1", "immeuble": "I1", "compte": "C1"}),
        ("mandats", {"id": "M1", "compte": "C1", "du": DAY}),
        ("baux", {"id": "B1", "compte": "C1", "entree": DAY}),
    ],
)
def test_an_account_that_was_ever_tied_to_a_place_is_remembered(
    nature: str, values: dict[str, Valeur], *, listed: bool
) -> None:
    """R-084."""
    record = a_record(nature, **values)
    table = a_table(record) if listed else a_table(absents=(record,))
    assert projected({(nature, "S1"): table}).places == {"S1/C1"}


def test_without_settings_every_option_is_off() -> None:
    """R-020, R-079: absent means off."""
    assert projected({}).parametres == Parametres()


def test_the_settings_of_each_module_are_its_own() -> None:
    """R-020, R-025."""
    table = a_table(
        a_record("parametres", element="commun", publier_factures=True),
        a_record("parametres", element="gerance", depublier_locataire_preavis=True),
        a_record(
            "parametres",
            element="syndic",
            noms_pieces_jointes=True,
            envoyer_fonds_102=True,
            classeur_factures=5,
        ),
    )
    assert projected({("parametres", ""): table}).parametres == Parametres(
        publier_factures=True,
        depublier_locataire_preavis=True,
        noms_syndic=True,
        envoyer_fonds_102=True,
        classeurs_designes=(("classeur_factures", "syndic/5"),),
    )


@pytest.mark.parametrize(
    "fuseau",
    ["Europe/Atlantide", "", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b", "x" * 300],
)
def test_a_zone_that_does_not_exist_is_no_zone(fuseau: str) -> None:
    """R-053: whatever the name, nothing crashes and nothing outside the zones is read."""
    record = a_record("entites", id="S1", nom="x", pays="FR", devise="EUR", fuseau=fuseau)
    faits = only("entites", "", record)
    assert (set(faits.entites), faits.fuseaux) == ({"S1"}, {})


def test_the_zones_of_entities_and_buildings_are_known() -> None:
    entite = a_record("entites", id="S1", nom="x", pays="FR", devise="EUR", fuseau="Europe/Paris")
    immeuble = a_record("immeubles", id="I1", module="syndic", nom="x", fuseau="Pacific/Tahiti")
    tables = {("entites", ""): a_table(entite), ("immeubles", "S1"): a_table(immeuble)}
    assert set(projected(tables).fuseaux) == {"Europe/Paris", "Pacific/Tahiti"}


def test_a_nature_that_no_rule_reads_stops_here() -> None:
    assert projected({("digicodes", "S1"): Table({}, {})}).evenements == {}


@pytest.mark.parametrize(
    ("nature", "cle", "text"),
    [
        ("comptes", ("C1",), "C1"),
        ("classeurs", ("syndic", 5), "syndic/5"),
        ("relations", ("T1", "T2"), "T1 T2"),
    ],
)
def test_a_key_is_written_as_anomalies_write_it(nature: str, cle: Cle, text: str) -> None:
    assert key_text(nature, cle) == text
