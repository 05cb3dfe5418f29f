"""Reading whole data files: the layout of the contract, any other, and everything wrong at once."""

import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading.layout import CHUNK_RECORDS
from ingest.reading.validation import How, Lecture, lecture_id, read_nature
from ingest.telling.problems import Problem, any_refuses
from store.changes import Cle
from store.declarations import NATURES

XMLNS = 'xmlns="urn:lsc-syncd:envoi:1"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
SECRET = "k7Pz-33qd"


def a_lot(number: int | str = 1, rest: str = "") -> str:
    return f'<lot id="L{number}" immeuble="I1" numero="1" type="garage" {rest}/>'


def a_file(*records: str, nature: str = "lots", root: str = f'{XMLNS} entite="S1"') -> str:
    return "\n".join([DECLARATION, f"<{nature} {root}>", *records, f"</{nature}>", ""])


def lines_of(lecture: Lecture) -> dict[Cle, int]:
    return {lu.record.cle: lu.line or 0 for lu in lecture.lus}


def read(content: str | bytes | Path, nature: str = "lots", *, decimales: int = 2) -> Lecture:
    source = content.encode() if isinstance(content, str) else content
    entite = "S1" if NATURES[nature].par_entite else None
    return read_nature(
        source, NATURES[nature], file="donnees/x.xml", entite=entite, how=How(decimales)
    )


def told(lecture: Lecture) -> list[tuple[str, int | None, str | None]]:
    """The problems, each as its code, line and value, without the word about the layout."""
    return [
        (problem.code, problem.line, problem.value)
        for problem in lecture.problems
        if problem.code != "FORME_LENTE"
    ]


def only(lecture: Lecture) -> Problem:
    (problem,) = [problem for problem in lecture.problems if problem.code != "FORME_LENTE"]
    return problem


# The layout of the contract


def test_records_are_read_with_their_lines() -> None:
    lecture = read(a_file(a_lot(1), a_lot(2), a_lot(3)))
    assert list(lecture.records) == [("L1",), ("L2",), ("L3",)]
    assert lines_of(lecture) == {("L1",): 3, ("L2",): 4, ("L3",): 5}
    assert (lecture.problems, lecture.lente) == ((), False)


def test_a_file_on_disk_is_read_as_its_bytes_are(tmp_path: Path) -> None:
    (tmp_path / "lots.xml").write_text(a_file(a_lot()))
    assert read(tmp_path / "lots.xml") == read(a_file(a_lot()))


def test_a_list_without_a_record_is_empty() -> None:
    lecture = read(a_file())
    assert (lecture.records, lecture.problems, lecture.lente) == ({}, (), False)


@pytest.mark.parametrize("count", [CHUNK_RECORDS - 1, CHUNK_RECORDS, CHUNK_RECORDS + 1, 2600])
def test_no_record_is_lost_between_chunks(count: int) -> None:
    lecture = read(a_file(*map(a_lot, range(count))))
    assert lines_of(lecture) == {(f"L{number}",): number + 3 for number in range(count)}


def test_lines_may_end_as_on_windows() -> None:
    lecture = read(a_file(a_lot(1), a_lot(2)).replace("\n", "\r\n"))
    assert (lines_of(lecture), lecture.lente) == ({("L1",): 3, ("L2",): 4}, False)


def test_a_line_break_inside_a_value_is_kept() -> None:
    (found,) = read(a_file(a_lot(rest='etage="a&#10;b"'))).records.values()
    assert "a\nb" in found.valeurs


def test_a_prefixed_file_is_read_all_the_same() -> None:
    lot = a_lot().replace("<lot", "<m:lot")
    raw = a_file(lot, nature="m:lots", root='xmlns:m="urn:lsc-syncd:envoi:1" entite="S1"')
    assert (list(read(raw).records), read(raw).problems) == ([("L1",)], ())


def test_the_parametres_may_stand_in_any_order() -> None:
    raw = a_file("<syndic/>", "<commun/>", nature="parametres", root=XMLNS)
    assert list(read(raw, "parametres").records) == [("syndic",), ("commun",)]


# What is wrong with a record


def test_every_wrong_record_is_told_with_its_line() -> None:
    lots = [a_lot(1, 'tantiemes="x"'), a_lot(2), a_lot("é"), "<lat/>", a_lot(4, 'autre="1"')]
    assert told(read(a_file(*lots))) == [
        ("XML_INVALID", 3, "x"),
        ("XML_INVALID", 5, "Lé"),
        ("XML_INVALID", 6, "lat"),
        ("XML_INVALID", 7, "1"),
    ]


def test_two_wrong_attributes_of_one_record_are_two_problems() -> None:
    assert told(read(a_file(a_lot(1, 'tantiemes="x" meuble="y"')))) == [
        ("XML_INVALID", 3, "x"),
        ("XML_INVALID", 3, "y"),
    ]


def test_a_problem_says_where_and_what_was_expected() -> None:
    problem = only(read(a_file(a_lot(7, 'meuble="oui"'))))
    assert (problem.file, problem.nature, problem.entite) == ("donnees/x.xml", "lots", "S1")
    assert (problem.id, problem.attribut) == ("L7", "meuble")
    assert problem.expected == "true ou false"


@pytest.mark.parametrize(
    ("record", "attribut", "expected", "detail"),
    [
        ('<lot id="L1" numero="1" type="t"/>', "immeuble", None, "il est requis et manque"),
        (a_lot(1, 'autre="1"'), "autre", None, "il n'existe pas dans le contrat"),
        (a_lot(1, f'etage="{"e" * 65}"'), "etage", "64 caractères au plus", "texte trop long"),
        (a_lot(1, 'tantiemes="-1"'), "tantiemes", "un nombre de 0 à 2147483647", "hors des bornes"),
        (a_lot(1, 'batiment="a b"'), "batiment", "1 à 64 caractères parmi", "forme refusée"),
        ("<lat/>", None, "<lot>", "cet élément n'est pas attendu ici"),
    ],
)
def test_what_the_schema_refuses_is_told_in_french(
    record: str, attribut: str | None, expected: str | None, detail: str
) -> None:
    problem = only(read(a_file(record)))
    assert problem.attribut == attribut
    assert (problem.expected or "").startswith(expected or "")
    assert detail in (problem.detail or "")


def test_a_value_outside_the_list_is_told_with_the_list() -> None:
    raw = a_file('<modele code="M" libelle="l" genre="autre"/>', nature="modeles", root=XMLNS)
    expected = "ordinaire, facture, facture_scannee, liste_coproprietaires"
    assert only(read(raw, "modeles")).expected == expected


@pytest.mark.parametrize("day", ["2026-02-30", "30/01/2026", "2026-01-01Z", "0000-00-00", ""])
def test_a_day_that_is_none_is_told(day: str) -> None:
    raw = a_file(f'<detention lot="L" fiche="F" du="{day}"/>', nature="detentions")
    assert only(read(raw, "detentions")).expected == "une date AAAA-MM-JJ"


def test_a_child_that_is_wrong_is_told_at_its_record() -> None:
    compte = '<compte id="C1" genre="locataire" numero="4" publie="1">%s</compte>'
    raw = a_file(compte % '<titulaire tiers="T 1"/><titulaire/>', nature="comptes")
    problems = read(raw, "comptes").problems
    assert [(p.line, p.id, p.attribut, p.value) for p in problems] == [
        (3, "C1", "tiers", "T 1"),
        (3, "C1", "tiers", None),
    ]


def test_a_child_that_is_required_and_missing_is_told() -> None:
    raw = a_file('<compte id="C1" genre="locataire" numero="4" publie="1"/>', nature="comptes")
    assert only(read(raw, "comptes")).expected == "<titulaire>"


def test_what_a_rule_judges_is_not_refused() -> None:
    raw = a_file(
        '<immeuble id="I1" module="syndic" nom="n" iban="?" bic="?" rib="?" fuseau="?"/>',
        nature="immeubles",
    )
    assert told(read(raw, "immeubles")) == []


def test_an_amount_that_is_too_precise_is_told_with_its_line() -> None:
    compte = (
        '<compte id="C1" genre="locataire" numero="4" publie="1" solde="1.5">'
        '<titulaire tiers="T1"/></compte>'
    )
    raw = a_file(compte, nature="comptes")
    assert told(read(raw, "comptes", decimales=0)) == [("XML_INVALID", 3, "1.5")]
    assert told(read(raw, "comptes", decimales=2)) == []


def test_text_between_records_is_told_where_it_stands() -> None:
    raw = a_file(a_lot(1) + "a", "b" + a_lot(2), a_lot(3))
    assert told(read(raw)) == [("XML_INVALID", 3, None)]
    assert told(read(a_file(a_lot(1), "b" + a_lot(2)))) == [("XML_INVALID", 4, None)]


def test_text_inside_a_record_is_told() -> None:
    lot = a_lot(2).replace("/>", ">texte</lot>")
    assert only(read(a_file(a_lot(1), lot))).line == 4


def test_an_error_on_line_70_000_has_its_line() -> None:
    lots = [a_lot(number) for number in range(69_997)]
    assert told(read(a_file(*lots, a_lot("x", 'meuble="z"')))) == [("XML_INVALID", 70_000, "z")]


def test_an_error_on_line_70_000_of_another_layout_has_its_line() -> None:
    lots = [a_lot(number) for number in range(69_998)]
    raw = a_file(*lots, a_lot("x", 'meuble="z"')).removeprefix(DECLARATION + "\n")
    assert told(read(raw)) == [("XML_INVALID", 70_000, "z")]


def test_a_key_that_comes_twice_is_told_with_both_lines() -> None:
    lots = [a_lot(number) for number in range(CHUNK_RECORDS)]
    problem = only(read(a_file(*lots, a_lot(0))))
    assert (problem.code, problem.id, problem.line) == ("CLE_EN_DOUBLE", "L0", 503)
    assert problem.detail == "lignes 3 et 503"


def test_of_two_records_with_one_key_the_first_is_given() -> None:
    lecture = read(a_file(a_lot(1, 'etage="a"'), a_lot(1, 'etage="b"')))
    (found,) = lecture.records.values()
    assert ("a" in found.valeurs, lines_of(lecture)) == (True, {("L1",): 3})
    assert "b" not in found.valeurs


def test_a_key_is_the_same_in_any_writing() -> None:
    lots = [f'<classeur module="syndic" numero="{numero}" nom="n"/>' for numero in ("1", "01")]
    raw = a_file(*lots, nature="classeurs", root=XMLNS)
    assert only(read(raw, "classeurs")).code == "CLE_EN_DOUBLE"


def a_contact(rest: str = 'utilisateur="U1"', immeuble: str = "") -> str:
    return f'<contact role="gerant" {immeuble} {rest}/>'


def test_an_attribute_of_the_key_may_be_absent() -> None:
    lecture = read(
        a_file(a_contact(), a_contact(immeuble='immeuble="I1"'), nature="contacts"), "contacts"
    )
    assert list(lecture.records) == [("", "", "gerant"), ("I1", "", "gerant")]
    assert lecture.problems == ()


@pytest.mark.parametrize(
    ("records", "code", "cle"),
    [
        ((a_contact(), a_contact()), "CLE_EN_DOUBLE", "- - gerant"),
        ((a_contact(rest=""),), "XML_INVALID", "- - gerant"),
        (("<contact utilisateur='U1'/>",), "XML_INVALID", None),
    ],
)
def test_a_key_is_written_with_a_dash_for_what_is_absent(
    records: tuple[str, ...], code: str, cle: str | None
) -> None:
    problem = only(read(a_file(*records, nature="contacts"), "contacts"))
    assert (problem.code, problem.id) == (code, cle)


def test_two_children_with_one_key_are_told_at_their_record() -> None:
    piece = f'<piece id="a" type="jointe" rang="1" nom="n" sha256="{"0" * 64}"/>'
    event = (
        '<evenement id="E1" modele="M" objet="o" traite_le="2026-06-15" confidentiel="0" '
        f'cree_le="2026-06-15T10:00:00">{piece * 2}</evenement>'
    )
    problem = only(read(a_file(event, nature="evenements"), "evenements"))
    assert (problem.code, problem.id, problem.value) == ("CLE_EN_DOUBLE", "E1", "a")


def test_a_thousand_problems_are_told_and_how_many_more() -> None:
    lecture = read(a_file(*(a_lot(number, 'meuble="x"') for number in range(1700))))
    assert len(lecture.problems) == 1001
    assert lecture.problems[-1].detail == "et 700 autres problèmes"
    assert [problem.line for problem in lecture.problems[:1000]] == list(range(3, 1003))


# What is wrong with a file


@pytest.mark.parametrize("root", ["tiers", "lot"])
def test_another_root_is_told(root: str) -> None:
    assert told(read(a_file(nature=root))) == [("XML_INVALID", 2, f"{{{XMLNS[7:-1]}}}{root}")]


def test_another_namespace_is_told() -> None:
    assert told(read(a_file(a_lot(), root='entite="S1"'))) == [("XML_INVALID", 2, "lots")]


def test_another_entity_is_told() -> None:
    problem = only(read(a_file(a_lot(), root=f'{XMLNS} entite="S2"')))
    assert (problem.code, problem.value, problem.expected) == ("ENTITE_DIFFERENTE", "S2", "S1")


def test_a_root_without_its_entity_is_told_once() -> None:
    problem = only(read(a_file(*map(a_lot, range(CHUNK_RECORDS * 3)), root=XMLNS)))
    assert (problem.code, problem.line, problem.attribut) == ("XML_INVALID", 2, "entite")


def test_a_root_with_anything_else_is_told() -> None:
    assert told(read(a_file(root=f'{XMLNS} entite="S1" le="x"'))) == [("XML_INVALID", 2, "x")]


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_file_is_told(content: str) -> None:
    assert only(read(content)).detail == "le fichier est vide"


def test_a_truncated_file_is_told_with_its_line() -> None:
    problem = only(read(a_file(*map(a_lot, range(600)))[:-30]))
    assert (problem.code, problem.line) == ("XML_INVALID", 602)


def test_a_root_that_is_closed_and_opened_again_is_told() -> None:
    raw = a_file(a_lot(1), f'</lots><lots {XMLNS} entite="S1">', a_lot(2))
    assert only(read(raw)).line == 4


def test_nothing_may_follow_the_root() -> None:
    assert any_refuses(read(a_file(a_lot()) + "<lots/>").problems)


@pytest.mark.parametrize(
    "where", [DECLARATION, DECLARATION + "\n<!-- a -->", "\ufeff" + DECLARATION]
)
def test_a_doctype_is_refused_unread(where: str) -> None:
    raw = a_file(a_lot()).replace(DECLARATION, where + "<!DOCTYPE lots>")
    assert only(read(raw)).code == "XML_DOCTYPE"


def test_an_entity_bomb_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 50}">' for n in range(20))
    raw = a_file(a_lot("&a20;")).replace(
        DECLARATION, f'{DECLARATION}<!DOCTYPE lots [<!ENTITY a0 "aaaa">{entities}]>'
    )
    begun = time.monotonic()
    assert only(read(raw)).code == "XML_DOCTYPE"
    assert time.monotonic() - begun < 1


def test_an_entity_that_nobody_declared_is_told() -> None:
    assert only(read(a_file(a_lot("&autre;")))).code == "XML_INVALID"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_another_encoding_is_refused(encoding: str) -> None:
    raw = a_file(a_lot("é")).replace("UTF-8", encoding).encode(encoding)
    assert only(read(raw)).code == "XML_ENCODAGE"


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    raw = a_file(a_lot(1), a_lot(2, 'etage="é"')).encode().replace("é".encode(), b"\xe9")
    assert told(read(raw)) == [("XML_ENCODAGE", 4, "octet 0xe9")]


# Secrets


def a_login(tiers: str = "T1", rest: str = f'secret_initial="{SECRET}"') -> str:
    return f'<connexion tiers="{tiers}" identifiant="anne" {rest}/>'


def logins(*records: str) -> Lecture:
    return read(a_file(*records, nature="connexions", root=XMLNS), "connexions")


def test_secrets_come_apart_from_their_records() -> None:
    lecture = logins(a_login("T1"), a_login("T2", ""))
    assert dict(lecture.secrets) == {("T1",): SECRET}
    assert [record.valeurs for record in lecture.records.values()] == [
        ("T1", "anne"),
        ("T2", "anne"),
    ]


XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
LEAKS = [
    lambda: logins(a_login("T1", f'{XSI} xsi:type="{SECRET}"')),
    lambda: logins(a_login("T1", f'{XSI} xsi:nil="{SECRET}"')),
    lambda: logins(a_login("T1", f'secret_initial="{SECRET * 60}"')),
    lambda: logins(a_login("T1", f'autre="{SECRET}"')),
    lambda: logins(a_login(rest=f">{SECRET}</connexion><connexion")),
    lambda: logins(a_login() + SECRET),
    lambda: logins(a_login(), a_login()),
    lambda: logins(a_login(rest=f'secret_initial="&{SECRET};"')),
    lambda: logins(a_login(rest=f'secret_initial="{SECRET}')),
    lambda: logins(a_login(rest=f'secret_initial="{SECRET}<"')),
    lambda: logins(a_login(rest=f'identifiant="{SECRET}"')),
    lambda: read(a_file(a_login(), nature="connexions", root=f'a="{SECRET}"'), "connexions"),
    lambda: read(
        a_file(a_login(rest='secret_initial="é"'), nature="connexions").encode("cp1252"),
        "connexions",
    ),
]


@pytest.mark.parametrize("reading", LEAKS)
def test_no_problem_of_a_sealed_nature_quotes_it(reading: Callable[[], Lecture]) -> None:
    lecture = reading()
    assert any_refuses(lecture.problems)
    assert [problem.value for problem in lecture.problems if problem.value] == []
    assert SECRET not in repr(lecture)


# Any other layout

OTHER_LAYOUTS = {
    "no declaration": lambda raw: raw.removeprefix(DECLARATION + "\n"),
    "a byte-order mark": lambda raw: "\ufeff" + raw,
    "all on one line": lambda raw: raw.replace("\n", ""),
    "indented": lambda raw: raw.replace("<lot ", "\n\t<lot\n  "),
    "comments": lambda raw: raw.replace("<lot ", "<!-- <lot> -->\n<lot "),
    "instructions": lambda raw: raw.replace("<lot ", "<?a <lot> ?><lot "),
    "an end tag of its own": lambda raw: raw.replace("/>", "></lot>\n\n"),
    "CDATA": lambda raw: raw.replace("/>", "/><![CDATA[ \n]]>"),
    "blank lines": lambda raw: raw.replace("<lot ", "\n<lot "),
    "a comment behind": lambda raw: raw + "<!-- </lots> -->",
    "a space behind": lambda raw: raw + " ",
    "a root on two lines": lambda raw: raw.replace(" entite", "\nentite"),
}


@pytest.mark.parametrize("layout", OTHER_LAYOUTS)
def test_another_layout_gives_the_same_records(layout: str) -> None:
    raw = a_file(a_lot(1, 'meuble="1"'), a_lot(2, "etage='a &gt; \"b\"'"), a_lot(3))
    lecture = read(OTHER_LAYOUTS[layout](raw))
    assert lecture.records == read(raw).records
    assert (told(lecture), lecture.lente) == ([], True)


def test_a_line_break_of_any_system_in_a_value_is_a_space() -> None:
    (found,) = read(a_file(a_lot(1, 'etage="a\r\nb\nc"'))).records.values()
    assert "a b c" in found.valeurs


def test_another_layout_is_reported_and_refuses_nothing() -> None:
    (problem,) = read(f'<lots {XMLNS} entite="S1"/>').problems
    assert (problem.code, problem.refuses) == ("FORME_LENTE", False)


def test_text_between_records_of_another_layout_is_told_where_it_stands() -> None:
    raw = f'<lots {XMLNS}\n entite="S1"><!--\n-->\n{a_lot()}<!-- a -->\n\n a\n b\n</lots><!-- c -->'
    assert told(read(raw)) == [("XML_INVALID", 6, None)]


def test_a_record_over_two_chunks_is_another_layout() -> None:
    lots = [a_lot(number) for number in range(CHUNK_RECORDS * 2)]
    lots[CHUNK_RECORDS - 1] = lots[CHUNK_RECORDS - 1].replace(" type", "\ntype")
    lecture = read(a_file(*lots))
    assert lecture.lente
    assert lines_of(lecture)[f"L{CHUNK_RECORDS}",] == CHUNK_RECORDS + 4


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
ANY_ATTRIBUTES = st.fixed_dictionaries(
    {"id": st.sampled_from(["C1", "C2", "C3", "C4", "C 5", "é"])},
    optional={
        "genre": st.sampled_from(["locataire", "autre"]),
        "numero": TEXTS,
        "publie": st.sampled_from(["1", "true", "oui"]),
        "solde": st.sampled_from(["1", "-1.50", "0.001", "x"]),
        "autre": TEXTS,
    },
)
RIGHT = {"genre": "locataire", "numero": "4", "publie": "1"}
HOLDERS = st.lists(st.sampled_from(["T1", "T2", "T 3"]), max_size=3)
BETWEEN = st.sampled_from(["", " ", "\n", "\n\n \t", "<!-- a -->", "<?a\n?>", "\r\n"])


def a_record(attributes: dict[str, str], holders: list[str], between: str, space: str) -> str:
    """Write one account; without anything between, on one line."""
    words = space.join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    children = between.join(f"<titulaire{space}tiers={quoteattr(tiers)}/>" for tiers in holders)
    return f"<compte{space}{words}>{between}{children}</compte>"


@given(
    st.lists(st.tuples(ANY_ATTRIBUTES, st.booleans(), HOLDERS), max_size=8),
    BETWEEN,
    BETWEEN,
    st.sampled_from([" ", "\n", " \r\n\t"]),
)
@settings(max_examples=60, deadline=None)
def test_any_layout_gives_the_same_records_and_problems_and_the_right_lines(
    drawn: list[tuple[dict[str, str], bool, list[str]]], inside: str, between: str, space: str
) -> None:
    records = [(RIGHT | found if right else found, holders) for found, right, holders in drawn]
    fast = read(a_file(*(a_record(*r, "", " ") for r in records), nature="comptes"), "comptes")
    raw, line_of = f'<comptes {XMLNS} entite="S1">', {2: 1}
    for place, (attributes, holders) in enumerate(records):
        raw += between
        line_of[place + 3] = raw.count("\n") + 1
        raw += a_record(dict(reversed(attributes.items())), holders, inside, space)
    slow = read(raw + between + "</comptes>", "comptes")
    assert (fast.lente, slow.lente) == (False, True)
    assert slow.records == fast.records
    assert lines_of(slow) == {cle: line_of[line] for cle, line in lines_of(fast).items()}
    assert problems_at(slow, {}) == problems_at(fast, line_of)


def problems_at(lecture: Lecture, line_of: dict[int, int]) -> list[tuple[object, ...]]:
    """The problems in an order of their own, their lines moved; keys in double name lines too."""
    found = [
        (p.code, line_of.get(p.line or 0, p.line), p.id, p.attribut, p.value, p.expected)
        for p in lecture.problems
        if p.code != "FORME_LENTE"
    ]
    return sorted(found, key=repr)


# What a reading depends on


def test_each_nature_is_read_in_its_own_way() -> None:
    assert len({lecture_id(nature) for nature in NATURES.values()}) == len(NATURES)


def test_a_reading_is_told_by_a_sha256() -> None:
    assert len(lecture_id(NATURES["lots"])) == 64
