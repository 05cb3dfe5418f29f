"""From elements to records: types, absences, amounts, children, keys and secrets."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.reading.records import Reader, Reading, Secrets
from store.changes import Ligne, Record, Valeur
from store.declarations import NATURES

NS = 'xmlns="urn:lsc-syncd:envoi:1"'


def read(nature: str, xml: str, *, decimales: int = 2) -> Reading:
    element = etree.fromstring(xml.replace(" ", f" {NS} ", 1))
    return Reader(NATURES[nature], decimales=decimales).read(element)


def record(nature: str, xml: str, *, decimales: int = 2) -> Record:
    reading = read(nature, xml, decimales=decimales)
    assert reading.faults == ()
    assert reading.record is not None
    return reading.record


def value(nature: str, nom: str, xml: str, *, decimales: int = 2) -> Valeur:
    names = [colonne.nom for colonne in NATURES[nature].colonnes]
    return record(nature, xml, decimales=decimales).valeurs[names.index(nom)]


def a_lot(rest: str = "") -> str:
    return f'<lot id="L1" immeuble="I1" numero="12" type="garage" {rest}/>'


def a_compte(rest: str = "", holders: str = '<titulaire tiers="T1"/>') -> str:
    return f'<compte id="C1" genre="locataire" numero="4" publie="true" {rest}>{holders}</compte>'


def an_event(rest: str = "", pieces: str = "") -> str:
    return (
        '<evenement id="E1" modele="M" objet="o" traite_le="2026-06-15" confidentiel="0" '
        f'cree_le="2026-06-15T10:00:00" {rest}>{pieces}</evenement>'
    )


def a_piece(identifier: str, rang: str = "1") -> str:
    return f'<piece id="{identifier}" type="jointe" rang="{rang}" nom="n" sha256="s" fichier="f"/>'


def test_values_follow_the_columns() -> None:
    nature = NATURES["lots"]
    found = record("lots", a_lot('etage="2" tantiemes="340" meuble="true"'))
    named = dict(zip([c.nom for c in nature.colonnes], found.valeurs, strict=True))
    assert {nom: valeur for nom, valeur in named.items() if valeur is not None} == {
        "id": "L1",
        "immeuble": "I1",
        "numero": "12",
        "type": "garage",
        "etage": "2",
        "tantiemes": 340,
        "meuble": True,
    }


@pytest.mark.parametrize("text", ["true", "1", " true ", "&#10;1"])
def test_a_boolean_is_true_in_each_way(text: str) -> None:
    assert value("lots", "meuble", a_lot(f'meuble="{text}"')) is True


@pytest.mark.parametrize("rest", ['meuble="false"', 'meuble="0"', 'meuble=" 0"', ""])
def test_a_boolean_is_false_in_each_way_or_absent(rest: str) -> None:
    assert value("lots", "meuble", a_lot(rest)) is False


@pytest.mark.parametrize("text", ["340", "0340", "+340", " 340\t"])
def test_a_number_is_one_in_each_way(text: str) -> None:
    assert value("lots", "tantiemes", a_lot(f'tantiemes="{text}"')) == 340


@pytest.mark.parametrize("text", ["2026-01-31", " 2026-01-31 "])
def test_a_day_is_a_date(text: str) -> None:
    xml = f'<bail id="B" compte="C" entree="{text}"/>'
    assert value("baux", "entree", xml) == date(2026, 1, 31)


def test_what_is_absent_is_not_known() -> None:
    assert value("lots", "tantiemes", a_lot()) is None


def test_what_is_empty_is_not_absent() -> None:
    assert value("lots", "etage", a_lot('etage=""')) == ""


def test_a_text_is_as_xml_gives_it() -> None:
    assert value("lots", "etage", a_lot('etage=" a\n&#10;&amp;é "')) == " a \n&é "


@pytest.mark.parametrize("text", ["0000-00-00", " 0000-00-00 ", "&#9;0000-00-00"])
def test_a_date_that_is_kept_as_sent_has_no_space_around(text: str) -> None:
    assert value("evenements", "publie_le", an_event(f'publie_le="{text}"')) == "0000-00-00"


@pytest.mark.parametrize(
    ("text", "decimales", "expected"),
    [
        *[("312.5", 2, 31250), ("-15.20", 2, -1520), ("0", 2, 0), ("+1", 2, 100)],
        *[(" .5 ", 2, 50), ("-0.00", 2, 0), ("1.0500", 2, 105), ("12", 0, 12), ("12.00", 0, 12)],
        ("999999999999999", 2, 99999999999999900),
    ],
)
def test_an_amount_is_exact_in_minor_units(text: str, decimales: int, expected: int) -> None:
    xml = a_compte(f'solde="{text}"')
    assert value("comptes", "solde", xml, decimales=decimales) == expected


@pytest.mark.parametrize(("text", "decimales"), [("1.005", 2), ("-0.001", 2), ("12.5", 0)])
def test_an_amount_with_more_decimals_than_its_currency_is_a_fault(
    text: str, decimales: int
) -> None:
    reading = read("comptes", a_compte(f'solde="{text}"'), decimales=decimales)
    (fault,) = reading.faults
    assert reading.record is None
    assert (fault.code, fault.attribut, fault.value) == ("XML_INVALID", "solde", text)
    assert fault.expected == f"{decimales} décimales au plus, celles de la devise"


@given(st.integers(-(10**13), 10**13), st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_an_amount_loses_nothing(minor: int, zeros: int) -> None:
    sign, digits = "-" if minor < 0 else "", f"{abs(minor):03d}"
    text = f"{sign}{digits[:-2]}.{digits[-2:]}{'0' * zeros}"
    assert value("comptes", "solde", a_compte(f'solde="{text}"')) == minor


# Keys


@pytest.mark.parametrize(
    ("nature", "xml", "cle"),
    [
        ("lots", a_lot(), ("L1",)),
        ("classeurs", '<classeur module="syndic" numero="05" nom="n"/>', ("syndic", 5)),
        ("relations", '<relation tiers="T2" super_tiers="T1"/>', ("T1", "T2")),
        (
            "detentions",
            '<detention du="2026-01-02" fiche="F1" lot="L1"/>',
            ("L1", "F1", date(2026, 1, 2)),
        ),
        ("parametres", "<gerance />", ("gerance",)),
    ],
)
def test_a_key_is_made_of_typed_values(nature: str, xml: str, cle: Ligne) -> None:
    assert record(nature, xml).cle == cle


def test_a_key_in_words_is_what_the_sender_wrote() -> None:
    element = etree.fromstring('<detention lot="L1" fiche="F 1" du="hier"/>')
    assert Reader(NATURES["detentions"], decimales=2).key_text(element) == "L1 F 1 hier"


def test_a_key_with_a_part_missing_has_no_words() -> None:
    element = etree.fromstring('<detention lot="L1" du="2026-01-01"/>')
    assert Reader(NATURES["detentions"], decimales=2).key_text(element) is None


# Children


def test_children_without_a_key_are_sorted_and_those_that_are_equal_are_one() -> None:
    holders = (
        '<titulaire tiers="T2"/><titulaire tiers="T1" au="2026-01-01"/><titulaire tiers="T1"/>'
        '<titulaire tiers="T2"/>'
    )
    (rows,) = record("comptes", a_compte(holders=holders)).enfants
    assert rows == (("T1", None), ("T1", date(2026, 1, 1)), ("T2", None))


def test_the_order_of_children_is_irrelevant() -> None:
    one, other = a_piece("a", "2"), a_piece("b", "1")
    assert record("evenements", an_event(pieces=one + other)) == record(
        "evenements", an_event(pieces=other + one)
    )


def test_a_piece_is_not_withdrawn_and_how_it_travels_is_no_fact() -> None:
    (rows,) = record("evenements", an_event(pieces=a_piece("a"))).enfants
    assert rows == (("a", "jointe", "1", "n", "s", False),)


def test_two_children_with_one_key_are_a_fault() -> None:
    reading = read("evenements", an_event(pieces=a_piece("a") + a_piece("a", "2")))
    assert [(fault.code, fault.value) for fault in reading.faults] == [("CLE_EN_DOUBLE", "a")]


def test_a_record_without_children_has_an_empty_row_of_each() -> None:
    assert record("evenements", an_event()).enfants == ((),)


# Secrets

LOGIN = '<connexion tiers="T1" identifiant="anne" secret_initial="k7Pz-33qd"/>'


def test_a_secret_is_no_value_of_its_record() -> None:
    reading = read("connexions", LOGIN)
    assert reading.record == Record(("T1",), ("T1", "anne"), ())
    assert reading.secret == "k7Pz-33qd"


@pytest.mark.parametrize(
    "shown",
    [
        lambda: repr(read("connexions", LOGIN)),
        lambda: str(read("connexions", LOGIN)),
        lambda: repr(Secrets({("T1",): "k7Pz-33qd"})),
        lambda: f"{[Secrets({('T1',): 'k7Pz-33qd'})]}",
    ],
)
def test_no_text_shows_a_secret(shown: Callable[[], str]) -> None:
    assert "k7Pz" not in shown()


def test_a_secret_is_found_by_its_key() -> None:
    secrets = Secrets({("T1",): "k7Pz-33qd"})
    assert (secrets["T1",], list(secrets), len(secrets)) == ("k7Pz-33qd", [("T1",)], 1)
