"""The manifest: what it says, everything that is wrong with it, and the keying of its digests."""

import pytest

from ingest.reading.manifest import Manifeste, read_listing, read_manifest, safe_path, seal_digests
from ingest.reading.natures import NATURES
from ingest.rules.references import ANNEXES
from ingest.rules.references import NATURES as DECIDING
from ingest.telling.problems import Problem, any_refuses
from store.declarations import NATURES as DECLARED

SHA = "0123456789abcdef" * 4
KEYED = "f" * 64


def a_fichier(chemin: str = "pieces/1.pdf", **attributes: str) -> str:
    words = {"chemin": chemin, "taille": "12", "sha256": SHA, **attributes}
    return "<fichier " + " ".join(f'{name}="{value}"' for name, value in words.items()) + "/>"


def a_manifest(*lines: str, root: str = 'domaine="immo" numero="12"') -> bytes:
    body = "".join(f"  {line}\n" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifeste xmlns="urn:lsc-syncd:envoi:1" {root} '
        f'emis_le="2026-11-24T02:00:00+01:00">\n{body}</manifeste>\n'
    ).encode()


def problems_of(raw: bytes) -> list[Problem]:
    return list(read_manifest(raw, domaine="immo").problems)


def told(raw: bytes) -> list[tuple[str, int | None, str | None]]:
    return [(problem.code, problem.line, problem.value) for problem in problems_of(raw)]


def manifeste_of(raw: bytes) -> Manifeste:
    manifeste = read_manifest(raw, domaine="immo").manifeste
    assert manifeste is not None
    return manifeste


# What it says


def test_a_good_manifest_has_no_problem() -> None:
    assert told(a_manifest(a_fichier(), a_fichier("donnees/tiers.xml", nature="tiers"))) == []


def test_the_root_is_read() -> None:
    root = 'domaine="immo" numero="0012" logiciel="LSC 6" essai="1"'
    manifeste = manifeste_of(a_manifest(a_fichier(), root=root))
    assert (manifeste.domaine, manifeste.numero, manifeste.logiciel) == ("immo", 12, "LSC 6")
    assert manifeste.essai


def test_an_absent_essai_is_false() -> None:
    assert not manifeste_of(a_manifest(a_fichier())).essai


def test_a_line_is_read_with_its_references_resolved() -> None:
    line = a_fichier("pieces/l&#39;&#xe9;t&#xE9; &amp; co.pdf", nature="lots", entite="S1")
    (fichier,) = manifeste_of(a_manifest(line)).fichiers
    assert fichier.chemin == "pieces/l'été & co.pdf"
    assert fichier[1:] == ("lots", "S1", 12, SHA, False, 3)


def test_a_line_break_of_any_system_in_a_value_is_a_space() -> None:
    (fichier,) = manifeste_of(a_manifest(a_fichier("a\r\nb\nc\td"))).fichiers
    assert fichier.chemin == "a b c d"


def test_the_order_is_that_of_the_file() -> None:
    chemins = [f"pieces/{number}.pdf" for number in (3, 1, 2)]
    fichiers = manifeste_of(a_manifest(*map(a_fichier, chemins))).fichiers
    assert [fichier.chemin for fichier in fichiers] == chemins


def test_a_wrong_manifest_is_still_given_to_answer_under_its_numero() -> None:
    assert manifeste_of(a_manifest(a_fichier(taille="x"))).fichiers[0].taille == -1


def test_a_numero_that_is_none_gives_no_manifest() -> None:
    raw = a_manifest(a_fichier(), root='domaine="immo" numero="douze"')
    reading = read_manifest(raw, domaine="immo")
    assert reading.manifeste is None
    assert [(p.code, p.line, p.value) for p in reading.problems] == [
        ("MANIFESTE_INVALIDE", 2, "douze")
    ]


# What is wrong


def test_everything_wrong_is_told_at_once() -> None:
    raw = a_manifest(
        a_fichier("a", taille="-1"), a_fichier("../b"), "<autre/>", a_fichier("d", sha256="A")
    )
    assert told(raw) == [
        ("MANIFESTE_INVALIDE", 3, "-1"),
        ("CHEMIN_INTERDIT", 4, "../b"),
        ("MANIFESTE_INVALIDE", 5, "autre"),
        ("MANIFESTE_INVALIDE", 6, "A"),
    ]


def test_every_such_problem_refuses_the_envoi() -> None:
    assert any_refuses(problems_of(a_manifest(a_fichier(taille="x"))))


def test_a_problem_names_its_attribute_and_what_was_expected() -> None:
    (problem,) = problems_of(a_manifest(a_fichier(sha256="ABC")))
    assert (problem.attribut, problem.expected) == (
        "sha256",
        "64 chiffres hexadécimaux minuscules",
    )


def test_an_empty_manifest_is_told() -> None:
    assert told(a_manifest()) == [("MANIFESTE_VIDE", 1, None)]


def test_a_manifest_that_lists_itself_is_told() -> None:
    assert told(a_manifest(a_fichier("manifeste.xml"))) == [
        ("MANIFESTE_LISTE_LUI_MEME", 3, "manifeste.xml")
    ]


@pytest.mark.parametrize("again", ["pieces/reçu.pdf", "pieces/rec\u0327u.pdf"])
def test_a_path_that_is_listed_twice_is_told_in_any_unicode_form(again: str) -> None:
    (problem,) = problems_of(a_manifest(a_fichier("pieces/reçu.pdf"), a_fichier(again)))
    assert (problem.code, problem.line) == ("CHEMIN_EN_DOUBLE", 4)
    assert "ligne 3" in (problem.expected or "")


def test_a_path_that_is_listed_twice_on_one_line_is_told() -> None:
    assert told(a_manifest(a_fichier() * 2)) == [("CHEMIN_EN_DOUBLE", 3, "pieces/1.pdf")]


def test_a_nature_outside_the_contract_is_told_once() -> None:
    assert told(a_manifest(a_fichier("donnees/x.xml", nature="copains"))) == [
        ("NATURE_INCONNUE", 3, "copains")
    ]


def test_a_data_file_without_a_nature_is_told() -> None:
    assert told(a_manifest(a_fichier("donnees/x.xml"))) == [("NATURE_INCONNUE", 3, None)]


def test_two_files_of_one_nature_and_entity_are_told() -> None:
    lines = [a_fichier(f"donnees/{n}.xml", nature="lots", entite="S1") for n in "ab"]
    assert told(a_manifest(*lines)) == [("NATURE_EN_DOUBLE", 4, "lots")]


def test_one_nature_for_two_entities_is_right() -> None:
    lines = [a_fichier(f"donnees/{n}.xml", nature="lots", entite=n) for n in ("S1", "S2")]
    assert told(a_manifest(*lines)) == []


def test_a_nature_of_an_entity_needs_the_entity() -> None:
    assert told(a_manifest(a_fichier("donnees/x.xml", nature="lots"))) == [
        ("ENTITE_ABSENTE", 3, None)
    ]


def test_a_nature_of_the_agency_has_no_entity() -> None:
    raw = a_manifest(a_fichier("donnees/x.xml", nature="tiers", entite="S1"))
    assert told(raw) == [("ENTITE_DE_TROP", 3, "S1")]


def test_another_domaine_is_told() -> None:
    """R-014."""
    reading = read_manifest(a_manifest(a_fichier()), domaine="autre")
    (problem,) = reading.problems
    assert (problem.code, problem.value, problem.expected) == ("RUN_WRONG_DOMAIN", "immo", "autre")


def test_a_doctype_is_refused_unread() -> None:
    bomb = (
        b'<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE m [<!ENTITY a "aaaa">'
        + b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a;" * 99) for n in range(9))
        + b"]><manifeste>&a8;</manifeste>"
    )
    assert told(bomb) == [("XML_DOCTYPE", 3, None)]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "cp1252"])
def test_another_encoding_is_refused(encoding: str) -> None:
    raw = a_manifest(a_fichier("é")).decode().replace("UTF-8", encoding).encode(encoding)
    assert [problem.code for problem in problems_of(raw)] == ["XML_ENCODAGE"]


def test_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    raw = a_manifest(a_fichier("é")).replace("é".encode(), b"\xe9")
    assert told(raw) == [("XML_ENCODAGE", 3, "octet 0xe9")]


@pytest.mark.parametrize(
    ("raw", "line"), [(b"", 1), (b"<a>\n<b>\n</a>", 3), (a_manifest(a_fichier())[:-5], 4)]
)
def test_a_manifest_that_is_not_well_formed_is_refused_with_its_line(raw: bytes, line: int) -> None:
    assert [(p.code, p.line) for p in problems_of(raw)] == [("MANIFESTE_INVALIDE", line)]


def test_what_is_not_well_formed_is_told_in_french_with_the_words_of_the_parser() -> None:
    (problem,) = problems_of(b"<a>\n<b>\n</a>")
    assert problem.detail == (
        "le XML est mal formé (Opening and ending tag mismatch: b line 2 and a)"
    )


def test_a_line_beyond_65535_is_counted_right() -> None:
    lines = [a_fichier(f"pieces/{number}") for number in range(70_000)]
    raw = a_manifest(*lines, a_fichier("x", taille="x"), a_fichier("../y"))
    assert told(raw) == [("MANIFESTE_INVALIDE", 70_003, "x"), ("CHEMIN_INTERDIT", 70_004, "../y")]


def test_not_more_than_a_thousand_problems_of_the_schema_are_told() -> None:
    raw = a_manifest(*(a_fichier(f"{number}", taille="x") for number in range(1200)))
    assert len(problems_of(raw)) == 1000


@pytest.mark.parametrize(
    "chemin",
    [
        *("", "/etc/passwd", "../a", "a/../b", "a/..", "./a", "a//b", "a/"),
        *("a\\b", "..\\a", "C:/a", "c:a", "a\0b", "a\nb", "a\x85b"),
    ],
)
def test_a_path_that_may_escape_is_not_safe(chemin: str) -> None:
    assert not safe_path(chemin)


@pytest.mark.parametrize("chemin", ["a", "a/b.pdf", "a/..b", "...", "é/e\u0301", "a b/:c"])
def test_a_path_that_stays_inside_is_safe(chemin: str) -> None:
    assert safe_path(chemin)


@pytest.mark.timeout(20)
def test_a_manifest_made_of_bad_lines_is_judged_in_little_time() -> None:
    """All at once, libxml2 would take a minute for these: a hundred times that for ten times."""
    lines = [f"<fichier chemin='{number}' taille='x' sha256='y'/>" for number in range(40_000)]
    assert len(problems_of(a_manifest(*lines))) == 1000


def test_text_anywhere_between_the_lines_is_told_once() -> None:
    lines = [a_fichier(str(number)) + "texte" * (number == 2700) for number in range(3000)]
    assert [problem.code for problem in problems_of(a_manifest(*lines))] == ["MANIFESTE_INVALIDE"]


def test_a_root_without_its_attributes_is_told_once() -> None:
    lines = [a_fichier(str(number)) for number in range(3000)]
    found = problems_of(a_manifest(*lines, root='domaine="immo"'))
    assert [problem.attribut for problem in found] == ["numero"]


# The lenient listing


def test_values_are_read_as_xml_reads_them() -> None:
    line = f"<fichier\n chemin = 'a&amp;b\tc\u00a0\r\nd' taille='&#x31;2' sha256=\"{SHA}\"\n/>"
    (fichier,) = read_listing(a_manifest(line)) or ()
    assert (fichier.chemin, fichier.taille, fichier.sha256) == ("a&b c\u00a0 d", 12, SHA)


@pytest.mark.parametrize(
    "lines", [[], [a_fichier()], [a_fichier("../a"), a_fichier(taille="x"), "<autre/>"]]
)
def test_a_listing_that_was_read_before_changes_nothing(lines: list[str]) -> None:
    raw = a_manifest(*lines)
    again = read_manifest(raw, domaine="immo", listing=read_listing(raw))
    assert again == read_manifest(raw, domaine="immo")


@pytest.mark.parametrize(
    "raw",
    [
        a_manifest(a_fichier())[:-4],
        b"<!DOCTYPE a><manifeste><fichier chemin='a'/></manifeste>",
        a_manifest(a_fichier()).decode().encode("utf-16"),
        b"",
    ],
)
def test_what_cannot_be_read_has_no_listing(raw: bytes) -> None:
    assert read_listing(raw) is None


def test_a_listing_needs_no_valid_manifest() -> None:
    listing = read_listing(b"<manifeste><fichier chemin='a'/><fichier/></manifeste>")
    assert listing is not None
    assert [fichier.chemin for fichier in listing] == ["a"]


# Digests keyed


def keyed(raw: bytes) -> bytes:
    return seal_digests(raw, lambda digest: KEYED if digest == SHA else "0" * 64)


SECRETS = [
    a_fichier("donnees/x.xml", nature="connexions"),
    a_fichier("donnees/x.xml", nature="digicodes", entite="S1"),
    a_fichier("donnees/Connexions-2.XML"),
    a_fichier("a.xml", nature="conne&#120;ions"),
    a_fichier("a.xml", nature=" connexions\n"),
    a_fichier("digicode\u017f.xml"),
]


@pytest.mark.parametrize("line", SECRETS)
def test_the_digest_of_a_secret_is_keyed_and_its_line_marked(line: str) -> None:
    sealed = keyed(a_manifest(a_fichier(), line))
    assert sealed == a_manifest(a_fichier(), line.replace(f'{SHA}"', f'{KEYED}" scelle="true"'))
    assert [fichier.scelle for fichier in read_listing(sealed) or ()] == [False, True]


@pytest.mark.parametrize("line", SECRETS)
def test_what_is_keyed_stays_keyed(line: str) -> None:
    once = keyed(a_manifest(line))
    assert keyed(once) == once


def test_a_manifest_without_secrets_keeps_every_byte() -> None:
    raw = a_manifest(a_fichier(), a_fichier("donnees/tiers.xml", nature="tiers"))
    assert keyed(raw) == raw


def test_what_is_written_otherwise_is_keyed_and_all_around_it_stays() -> None:
    raw = (
        '\ufeff<m:manifeste xmlns:m="urn:x"><!-- <fichier nature="connexions" sha256="a"/> -->\r\n'
        "<![CDATA[<fichier nature='connexions' sha256='a'/>]]><?a <fichier ?>"
        f"<m:fichier nature = 'connexions'\n autre='a > \"b\"' sha256='{SHA}' chemin='é'>"
        "</m:fichier>"
        f'<fichier scelle="false" chemin="a" nature="digicodes" sha256="{SHA}" /></m:manifeste>'
    )
    expected = raw.replace(f"'{SHA}'", f"'{KEYED}' scelle=\"true\"")
    expected = expected.replace(f'"{SHA}"', f'"{KEYED}"').replace('"false"', '"true"')
    assert keyed(raw.encode()) == expected.encode()


def test_our_own_mark_is_no_problem() -> None:
    raw = keyed(a_manifest(a_fichier("donnees/connexions.xml", nature="connexions")))
    assert told(raw) == []
    assert manifeste_of(raw).fichiers[0].scelle


# The natures


def test_there_are_30_natures() -> None:
    assert len(NATURES) == 30


def test_each_nature_has_a_declaration_in_the_order_of_the_contract() -> None:
    assert list(NATURES) == list(DECLARED)


def test_the_sealed_natures_are_those_that_hold_a_secret() -> None:
    sealed = {nature.nom for nature in NATURES.values() if nature.scellee}
    assert sealed == {declared.nom for declared in DECLARED.values() if declared.secret}


def test_the_rules_know_every_nature_but_the_settings() -> None:
    assert {*DECIDING, *ANNEXES, "parametres"} == set(NATURES)
    assert not set(DECIDING) & set(ANNEXES)


def test_a_declared_nature_belongs_to_an_entity_as_its_declaration_says() -> None:
    for nom, declared in DECLARED.items():
        assert NATURES[nom].par_entite == declared.par_entite
