"""What may be wrong with photos besides their references (R-120, R-121).

Touches: nothing.
"""

from collections import defaultdict
from collections.abc import Iterator

from ingest.rules.contenus import SHA256, contents_of, missing_contents
from ingest.rules.ecarts import Ecart
from ingest.rules.renvois import Repertoire, Trouve
from ingest.rules.tableaux import Ligne, Tableau, Valeur

SUFFIXES = ("png", "jpg", "jpeg")
FORMATS = frozenset({"png", "jpeg"})
MONTREES = 3
"""How many images of one building or unit are looked at: the first ones (R-120)."""


def judge_photos(photos: Tableau, repertoire: Repertoire) -> Iterator[Trouve]:
    """Given the photos, yield those that have no effect, and the contents that never came.

    A photo after the first three is shown to nobody, whether it is publishable or not.
    """
    formats = repertoire.faits.formats
    yield from _incoherent(photos)
    contents = tuple(contents_of(photos))
    yield from missing_contents(contents, formats)
    for content in contents:
        found = formats.get(content.sha256)
        if not _is_image(content.nom) or (found is not None and found not in FORMATS):
            expected = ", ".join(SUFFIXES)
            yield Trouve(content.cle, Ecart("PHOTO_BAD_TYPE", SHA256, content.nom, expected))
    for cle in _after_the_first(photos):
        yield Trouve(cle, Ecart("PHOTO_TOO_MANY", "rang"))


def _incoherent(photos: Tableau) -> Iterator[Trouve]:
    """R-120: what may not be seen is not sent either."""
    publiable, vignette = photos.reader("publiable"), photos.reader("vignette")
    sha256 = photos.reader(SHA256)
    for ligne in photos.lignes:
        may_be_seen = publiable(ligne) and not vignette(ligne)
        if bool(may_be_seen) != (sha256(ligne) is not None):
            expected = "un sha256" if may_be_seen else "aucun sha256"
            yield Trouve(photos.key_of(ligne), Ecart("PHOTO_CONTENT", SHA256, None, expected))


def _after_the_first(photos: Tableau) -> Iterator[str]:
    """Yield the keys of publishable photos that come after the first three of their object.

    Thumbnails, and what is no image, are not counted.
    """
    nom, vignette, sha256 = (photos.reader(each) for each in ("nom", "vignette", SHA256))
    objects: dict[tuple[Valeur, Valeur], list[Ligne]] = defaultdict(list)
    immeuble, lot = photos.reader("immeuble"), photos.reader("lot")
    for ligne in photos.lignes:
        if not vignette(ligne) and _is_image(str(nom(ligne))):
            objects[immeuble(ligne), lot(ligne)].append(ligne)
    rang = photos.reader("rang")
    for lignes in objects.values():
        lignes.sort(key=lambda ligne: _in_order(str(rang(ligne))))
        for ligne in lignes[MONTREES:]:
            if sha256(ligne) is not None:
                yield photos.key_of(ligne)


def _in_order(rang: str) -> tuple[int, str]:
    """Return what orders ranks: by length, then text, so that 10 comes after 9."""
    return len(rang), rang


def _is_image(nom: str) -> bool:
    _, dot, suffix = nom.rpartition(".")
    return bool(dot) and suffix.casefold() in SUFFIXES
