"""What makes an envoi contradict the contract, and the code that it is told for it."""

from collections.abc import Callable
from pathlib import Path

from tests.journeys.some_exemple import (
    E9_PIECE,
    a_line,
    add_file,
    add_line,
    edit_envoi,
    edit_manifest,
    relist,
    rewrite,
)

TIERS = "donnees/tiers.xml"
BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)

Break = Callable[[Path], object]


def after_declaration(text: str, chemin: str = TIERS) -> Break:
    """Return what puts a text between the XML declaration and the root."""

    def change(envoi: Path) -> None:
        declaration, rest = (envoi / chemin).read_text(encoding="utf-8").split("\n", 1)
        (envoi / chemin).write_text(f"{declaration}\n{text}\n{rest}", encoding="utf-8")
        relist(envoi)

    return change


def replacing(chemin: str, old: str, new: str) -> Break:
    return lambda envoi: edit_envoi(envoi, {chemin: [(old, new)]})


def in_manifest(pattern: str, text: str) -> Break:
    return lambda envoi: edit_manifest(envoi, pattern, text)


def truncated(envoi: Path) -> None:
    rewrite(envoi, TIERS, (envoi / TIERS).read_bytes()[:-30])


def cut_on_the_way(envoi: Path) -> None:
    path = envoi / TIERS
    path.write_bytes(path.read_bytes()[:-30])


def another_content_of_the_same_size(envoi: Path) -> None:
    path = envoi / TIERS
    path.write_bytes(path.read_bytes().replace(b"Moreau", b"Moreaz"))


def a_file_is_missing(envoi: Path) -> None:
    (envoi / TIERS).unlink()


def a_binary_is_missing(envoi: Path) -> None:
    (envoi / "pieces/E1-a.pdf").unlink()


def emptied(envoi: Path) -> None:
    rewrite(envoi, TIERS, b"")


def in_latin_1(envoi: Path) -> None:
    text = (envoi / TIERS).read_text(encoding="utf-8").replace("UTF-8", "ISO-8859-1")
    rewrite(envoi, TIERS, text.encode("latin-1"))


def in_utf_16(envoi: Path) -> None:
    rewrite(envoi, TIERS, (envoi / TIERS).read_text(encoding="utf-8").encode("utf-16"))


def with_a_wrong_byte(envoi: Path) -> None:
    rewrite(envoi, TIERS, (envoi / TIERS).read_bytes().replace("é".encode(), b"\xe9", 1))


def of_another_entity(envoi: Path) -> None:
    edit_envoi(envoi, {"donnees/lots-S1.xml": [(' entite="S1"', ' entite="G1"')]})


def a_second_file_of_one_nature(envoi: Path) -> None:
    add_file(envoi, "donnees/tiers-2.xml", (envoi / TIERS).read_bytes(), 'nature="tiers"')


def listed_twice(envoi: Path) -> None:
    add_line(envoi, a_line("pieces/E9-a.pdf", E9_PIECE))


def listing_itself(envoi: Path) -> None:
    add_line(envoi, a_line("manifeste.xml", b"<manifeste/>"))


REFUSALS: dict[str, tuple[Break, str]] = {
    "truncated XML": (truncated, "XML_INVALID"),
    "another size than listed": (cut_on_the_way, "TAILLE_DIFFERENTE"),
    "another sha256 than listed": (another_content_of_the_same_size, "EMPREINTE_DIFFERENTE"),
    "a missing data file": (a_file_is_missing, "FICHIER_MANQUANT"),
    "a missing binary": (a_binary_is_missing, "FICHIER_MANQUANT"),
    "an unknown nature": (in_manifest(' nature="tiers"', ' nature="chats"'), "NATURE_INCONNUE"),
    "a data file without nature": (in_manifest(' nature="tiers"', ""), "NATURE_INCONNUE"),
    "two files of one nature": (a_second_file_of_one_nature, "NATURE_EN_DOUBLE"),
    "a nature without its entity": (
        in_manifest(' nature="lots" entite="S1"', ' nature="lots"'),
        "ENTITE_ABSENTE",
    ),
    "an entity that is not the file's": (of_another_entity, "ENTITE_DIFFERENTE"),
    "a DOCTYPE": (after_declaration("<!DOCTYPE tiers>"), "XML_DOCTYPE"),
    "an entity bomb": (after_declaration(BOMB), "XML_DOCTYPE"),
    "an external entity": (
        after_declaration('<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "XML_DOCTYPE",
    ),
    "a duplicate key": (replacing(TIERS, '<tiers id="T9"', '<tiers id="T8"'), "CLE_EN_DOUBLE"),
    "a value that the schema refuses": (
        replacing("donnees/lots-S1.xml", 'tantiemes="340"', 'tantiemes="beaucoup"'),
        "XML_INVALID",
    ),
    "an unknown attribute": (
        replacing(TIERS, '<tiers id="T9"', '<tiers taille="180" id="T9"'),
        "XML_INVALID",
    ),
    "an empty data file": (emptied, "XML_INVALID"),
    "another encoding, declared": (in_latin_1, "XML_ENCODAGE"),
    "another encoding, by its mark": (in_utf_16, "XML_ENCODAGE"),
    "another encoding, not declared": (with_a_wrong_byte, "XML_ENCODAGE"),
    "a path listed twice": (listed_twice, "CHEMIN_EN_DOUBLE"),
    "a manifest listing itself": (listing_itself, "MANIFESTE_LISTE_LUI_MEME"),
    "the domaine of another agency": (
        in_manifest('domaine="immo-dupont"', 'domaine="immo-durand"'),
        "RUN_WRONG_DOMAIN",
    ),
    "a size that is no number": (
        in_manifest('taille="1051"', 'taille="gros"'),
        "MANIFESTE_INVALIDE",
    ),
}
