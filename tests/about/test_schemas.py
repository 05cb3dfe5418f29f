"""The published schemas: they agree with the tables, explain themselves, accept the example."""

import re
from pathlib import Path

import pytest
from lxml import etree

import schemas
from ingest.reading.natures import NATURES
from ingest.reading.validation import read_nature
from ingest.telling.problems import Severity
from store.declarations import ELEMENT, Colonne
from store.declarations import NATURES as DECLARED

XS = "{http://www.w3.org/2001/XMLSchema}"
ALL = sorted(Path(schemas.__file__).parent.glob("*.xsd"))
EXEMPLE = Path(__file__).parents[1] / "exemple/envoi-1"
DONNEES = sorted((EXEMPLE / "donnees").glob("*.xml"))

Attributes = dict[str, bool]
"""Whether each is required, by name."""


def parsed(path: Path) -> etree._Element:
    return etree.parse(str(path)).getroot()


def declared_in(path: Path, element: str, *, inside: str | None = None) -> Attributes:
    """The attributes that a schema gives to an element, the root's or the one in another."""
    scope = parsed(path) if inside is None else element_in(parsed(path), inside)
    return attributes_of(element_in(scope, element))


def element_in(scope: etree._Element, name: str) -> etree._Element:
    found = [e for e in scope.iter(f"{XS}element") if e.get("name") == name and e is not scope]
    return found[0]


def attributes_of(element: etree._Element) -> Attributes:
    kind = element.find(f"{XS}complexType")
    assert kind is not None
    return {
        attribute.get("name", ""): attribute.get("use") == "required"
        for attribute in kind.findall(f"{XS}attribute")
    }


def required(colonnes: tuple[Colonne, ...]) -> Attributes:
    return {colonne.nom: colonne.requis for colonne in colonnes if colonne.nom != ELEMENT}


def test_there_is_one_schema_for_each_nature_and_three_more() -> None:
    names = {path.stem for path in ALL}
    assert names == {*NATURES, "manifeste", "accuse", "types"}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_schema_is_valid_xsd(path: Path) -> None:
    assert etree.XMLSchema(file=str(path)) is not None


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_element_attribute_and_named_type_is_documented_in_french(path: Path) -> None:
    root = parsed(path)
    named = [part for part in root.iter(f"{XS}*") if part.get("name")]
    assert named
    bare = [
        part.get("name")
        for part in [root, *named]
        if len((part.findtext(f"{XS}annotation/{XS}documentation") or "").strip()) < 10
    ]
    assert bare == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_documentation_is_written_with_its_accents(path: Path) -> None:
    texts = [part.text or "" for part in parsed(path).iter(f"{XS}documentation")]
    words = set(re.findall(r"\w+", " ".join(texts)))
    assert any("é" in word for word in words)
    assert not words & {"entite", "evenement", "piece", "numero"}


@pytest.mark.parametrize("nom", [nom for nom in DECLARED if nom != "parametres"])
def test_the_attributes_of_a_record_are_the_columns_of_its_table(nom: str) -> None:
    nature = DECLARED[nom]
    (element,) = nature.elements
    expected = required(nature.colonnes)
    if nature.secret is not None:
        expected |= {nature.secret.attribut: nature.secret.requis}
    expected |= dict.fromkeys(nature.transport, False)
    assert declared_in(schemas.schema_of(nom), element, inside=nom) == expected


def test_the_attributes_of_the_parametres_are_together_the_columns_of_their_table() -> None:
    nature, path = DECLARED["parametres"], schemas.schema_of("parametres")
    found: Attributes = {}
    for element in nature.elements:
        found |= declared_in(path, element)
    assert found == required(nature.colonnes)


@pytest.mark.parametrize(
    ("nom", "element"),
    [(nature.nom, enfant.element) for nature in DECLARED.values() for enfant in nature.enfants],
)
def test_the_attributes_of_a_child_are_the_columns_of_its_table(nom: str, element: str) -> None:
    (enfant,) = [enfant for enfant in DECLARED[nom].enfants if enfant.element == element]
    expected = required(enfant.colonnes) | dict.fromkeys(enfant.transport, False)
    inside = DECLARED[nom].elements[-1]
    assert declared_in(schemas.schema_of(nom), element, inside=inside) == expected


@pytest.mark.parametrize("nom", DECLARED)
def test_a_root_has_its_entity_and_nothing_else(nom: str) -> None:
    root = element_in(parsed(schemas.schema_of(nom)), nom)
    assert attributes_of(root) == ({"entite": True} if DECLARED[nom].par_entite else {})


def test_the_manifest_names_the_30_natures() -> None:
    (kind,) = [part for part in parsed(schemas.TYPES) if part.get("name") == "nature"]
    values = [value.get("value") for value in kind.iter(f"{XS}enumeration")]
    assert values == list(NATURES)


def test_no_schema_has_an_identity_constraint() -> None:
    tags = {str(part.tag) for path in ALL for part in parsed(path).iter(f"{XS}*")}
    assert not tags & {f"{XS}key", f"{XS}keyref", f"{XS}unique"}


def test_every_attribute_has_a_type_that_bounds_it() -> None:
    bare = [
        (path.stem, part.get("name"))
        for path in ALL
        for part in parsed(path).iter(f"{XS}attribute")
        if part.get("type") in {"xs:string", "xs:token", "xs:anySimpleType", None}
    ]
    assert bare == []


def test_every_type_of_text_is_bounded() -> None:
    bounds = {f"{XS}{facet}" for facet in ("maxLength", "pattern", "enumeration")}
    loose = [
        (path.stem, etree.tostring(part))
        for path in ALL
        for part in parsed(path).iter(f"{XS}restriction")
        if part.get("base") == "xs:string" and not bounds & {str(facet.tag) for facet in part}
    ]
    assert loose == []


# The worked example


def test_the_manifest_of_the_example_is_valid() -> None:
    schema = etree.XMLSchema(file=str(schemas.MANIFESTE))
    assert schema.validate(parsed(EXEMPLE / "manifeste.xml"))


@pytest.mark.parametrize("path", DONNEES, ids=lambda path: path.stem)
def test_a_data_file_of_the_example_is_read_without_a_problem(path: Path) -> None:
    nom, _, entite = path.stem.partition("-")
    lecture = read_nature(path, DECLARED[nom], file=path.name, entite=entite or None)
    assert lecture.problems == ()
    assert len(lecture.records) == len(parsed(path))


# The answer

ACCUSE = """<accuse xmlns="urn:lsc-syncd:envoi:1" id="20261124T010000-lsc-1-0a1b" compte_sftp="lsc"
 domaine="immo-dupont" numero="1" code="2" resultat="applique"
 recu_le="2026-11-24T01:00:00.000Z" decide_le="2026-11-24T01:00:07.000Z">
<nature nom="lots" entite="S1" recus="4" nouveaux="4" modifies="0" inchanges="0" disparus="0"
 sans_effet="1"/>
<documents total="9" publies="6" retenus="2" attendus="1" a_rendre="0" retires="0" expires="0"
 a_venir="0" nouveaux="9" retires_cette_fois="0"/>
<probleme code="REFERENCE_INCONNUE" gravite="E" regle="format" etat="nouveau"
 fichier="donnees/lots-S1.xml" ligne="3" nature="lots" entite="S1" id="L1" attribut="immeuble"
 valeur="I99">Une référence obligatoire désigne un enregistrement inconnu</probleme>
<omis code="XML_INVALID" nombre="250"/>
<fichier_attendu sha256="0000000000000000000000000000000000000000000000000000000000000000"
 evenement="E3" piece="a" nom="appel.pdf" entite="S1"/>
</accuse>"""


def accuse_is_valid(text: str) -> bool:
    schema = etree.XMLSchema(file=str(schemas.ACCUSE))
    return bool(schema.validate(etree.fromstring(text)))


def test_a_full_answer_is_valid() -> None:
    assert accuse_is_valid(ACCUSE)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('code="2"', 'code="5"'),
        ('resultat="applique"', 'resultat="accepte"'),
        ("07.000Z", "07.000+01:00"),
        ('gravite="E"', 'gravite="X"'),
        ('etat="nouveau"', 'etat="vieux"'),
        (' recus="4"', ""),
        ('nombre="250"', ""),
    ],
)
def test_an_answer_that_says_it_otherwise_is_not(good: str, bad: str) -> None:
    assert good in ACCUSE
    assert not accuse_is_valid(ACCUSE.replace(good, bad))


@pytest.mark.parametrize("severity", Severity)
def test_an_answer_knows_each_severity(severity: Severity) -> None:
    assert accuse_is_valid(ACCUSE.replace('gravite="E"', f'gravite="{severity}"'))
