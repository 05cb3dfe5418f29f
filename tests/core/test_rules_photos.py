"""Photos: of which object, with a content or without, how many, in which format (R-120…R-123)."""

import pytest

from tests.core.some_tableaux import Given, a_tableau, derived, found


def a_photo(rang: object = 1, **given: object) -> Given:
    """A photo of building I1 that people may see; its content came."""
    usual = {"immeuble": "I1", "rang": str(rang), "nom": "facade.jpg", "publiable": True}
    return {**usual, "sha256": f"sha-{rang}", **given}  # type: ignore[dict-item]  # as declared


def told(*photos: Given, kind: str | None = "jpeg") -> list[tuple[str, str]]:
    """Given photos and what every content is (None: never received), return codes and keys."""
    contents = {str(photo["sha256"]): kind for photo in photos} if kind else {}
    rows = found(a_tableau("photos", *photos), contents=contents)
    return [(row.code, row.cle) for row in rows]


def without_effect(*photos: Given, kind: str = "jpeg") -> int:
    contents = {str(photo["sha256"]): kind for photo in photos}
    return derived(a_tableau("photos", *photos), contents=contents).sans_effet.get(
        ("photos", "S1"), 0
    )


@pytest.mark.parametrize("given", [{}, {"immeuble": "", "lot": "L1"}])
def test_a_photo_is_of_a_building_or_of_a_unit(given: Given) -> None:
    assert told(a_photo(**given)) == []


@pytest.mark.parametrize(
    ("given", "code", "cle"),
    [
        ({"lot": "L1"}, "DESIGNATION_INVALIDE", "I1 L1 1"),
        ({"immeuble": ""}, "DESIGNATION_INVALIDE", "- - 1"),
        ({"immeuble": "I99"}, "REFERENCE_INCONNUE", "I99 - 1"),
        ({"immeuble": "", "lot": "L99"}, "REFERENCE_INCONNUE", "- L99 1"),
    ],
)
def test_a_photo_of_both_of_none_or_of_what_is_unknown_has_no_effect(
    given: Given, code: str, cle: str
) -> None:
    assert told(a_photo(**given)) == [(code, cle)]
    assert without_effect(a_photo(**given)) == 1


@pytest.mark.parametrize(
    ("given", "sound"),
    [
        ({}, True),
        ({"sha256": None}, False),
        ({"publiable": False}, False),
        ({"vignette": True}, False),
        ({"publiable": False, "sha256": None}, True),
        ({"vignette": True, "sha256": None}, True),
    ],
)
def test_a_photo_has_a_content_iff_people_may_see_it(given: Given, *, sound: bool) -> None:
    assert told(a_photo(**given)) == ([] if sound else [("PHOTO_CONTENT", "I1 - 1")])
    assert without_effect(a_photo(**given)) == (0 if sound else 1)


def test_a_photo_whose_content_never_came_is_waited_for() -> None:
    photos = a_tableau("photos", a_photo())
    (contenu,) = derived(photos).contenus_manquants

    assert told(a_photo(), kind=None) == [("FILE_MISSING", "I1 - 1")]
    assert (contenu.piece, contenu.nom, contenu.sha256) == (None, "facade.jpg", "sha-1")
    assert not derived(photos).sans_effet


@pytest.mark.parametrize("kind", ["pdf", "html", "bureautique", "interdit"])
def test_a_photo_that_is_no_image_has_no_effect(kind: str) -> None:
    """R-120: whatever its name says."""
    assert told(a_photo(), kind=kind) == [("PHOTO_BAD_TYPE", "I1 - 1")]
    assert without_effect(a_photo(), kind=kind) == 1


@pytest.mark.parametrize("nom", ["plan.pdf", "facade", "jpg"])
def test_a_photo_that_is_not_named_as_an_image_has_no_effect(nom: str) -> None:
    assert told(a_photo(nom=nom)) == [("PHOTO_BAD_TYPE", "I1 - 1")]


@pytest.mark.parametrize("nom", ["A.PNG", "a.Jpeg", "a.b.jpg"])
def test_the_suffix_of_an_image_may_be_written_in_any_way(nom: str) -> None:
    assert told(a_photo(nom=nom)) == []


def test_only_the_first_three_images_of_an_object_count() -> None:
    """The tenth comes after the ninth, and each object has three of its own."""
    photos = [a_photo(rang) for rang in (10, 2, 9, 8)]
    photos.append(a_photo(11, immeuble="", lot="L1"))

    assert told(*photos) == [("PHOTO_TOO_MANY", "I1 - 10")]
    assert without_effect(*photos) == 1


def test_an_image_that_is_not_publishable_takes_its_place_among_the_three() -> None:
    """R-120: the first three images, then those of them that are publishable."""
    hidden = a_photo(1, publiable=False, sha256=None)
    photos = (hidden, a_photo(2), a_photo(3), a_photo(4))

    assert told(*photos) == [("PHOTO_TOO_MANY", "I1 - 4")]


def test_a_fourth_image_that_is_not_publishable_is_nothing_to_tell() -> None:
    """LSC lists every photo of a record; it sends the content of those to be seen."""
    hidden = a_photo(4, publiable=False, sha256=None)

    assert told(*(a_photo(rang) for rang in (1, 2, 3)), hidden) == []


def test_thumbnails_and_what_is_no_image_take_no_place() -> None:
    others = (
        a_photo(1, vignette=True, sha256=None),
        a_photo(2, nom="plan.pdf", publiable=False, sha256=None),
    )

    assert told(*others, *(a_photo(rang) for rang in (3, 4, 5))) == []


def test_a_photo_that_nobody_sees_is_asked_for_like_all_that_is_listed() -> None:
    photos = [a_photo(rang) for rang in (1, 2, 3, 4)]
    awaited = derived(a_tableau("photos", *photos)).contenus_manquants

    assert [each.cle for each in awaited] == [f"I1 - {rang}" for rang in (1, 2, 3, 4)]
