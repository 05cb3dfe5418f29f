"""Contents that records of other natures than events list: vouchers of expenses, photos.

They are asked for, kept while a record lists them, and purged with the last one (R-012, §3).
"""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

import schemas
from ingest.rules.retention import Delais, Genre, Raison
from ingest.telling.missing import missing, resend_since
from ingest.telling.report import Attendu
from store.changes import Entry
from syncd.sample.picture import picture
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import Edits, add_file, an_envoi
from tests.journeys.some_retention import Sweeping

VOUCHER = b"%PDF-1.4\n% a voucher\n%%EOF\n"
SHA256 = sha256(VOUCHER).hexdigest()
DEPENSES = "donnees/depenses-S1.xml"
PIECE = f'<piece id="a" nom="ascenseur.pdf" sha256="{SHA256}"/>'
WITH_VOUCHER: Edits = {
    DEPENSES: [('montant="480.00"/>', f'montant="480.00">{PIECE}</depense>')],
}
FILE = {"pieces/D1-a.pdf": VOUCHER}


@pytest.fixture
def sweeping(begun_once: Agency, tmp_path: Path) -> Iterator[Sweeping]:
    """The agency that received the example, whose expense has no voucher yet."""
    sweeping = Sweeping(begun_once.copy(tmp_path / "agence"), tmp_path, Delais())
    yield sweeping
    sweeping.check()
    sweeping.agency.close()


def test_a_voucher_that_never_came_is_asked_for(sweeping: Sweeping) -> None:
    entry = sweeping.send(WITH_VOUCHER)

    (attendu,) = report_of(entry).attendus
    assert attendu == Attendu(SHA256, "S1", None, "a", "ascenseur.pdf", "depenses", "D1")
    assert (entry.code, "FILE_MISSING" in told(entry)) == (1, True)


def test_the_answer_asks_for_it_by_its_record(sweeping: Sweeping) -> None:
    sweeping.send(WITH_VOUCHER)
    root = etree.fromstring(sweeping.agency.answer("accuse-2.xml"))
    (asked,) = root.iter("{*}fichier_attendu")

    assert etree.XMLSchema(etree.parse(schemas.ACCUSE)).validate(root)
    assert {name: asked.get(name) for name in ("nature", "id", "piece", "evenement")} == {
        "nature": "depenses",
        "id": "D1",
        "piece": "a",
        "evenement": None,
    }
    words = f"ascenseur.pdf (depenses S1/D1, pièce a, sha256 {SHA256})"
    assert words in sweeping.agency.answer("accuse-2.txt").decode()


def test_what_is_missing_names_the_expense_and_its_day(sweeping: Sweeping) -> None:
    began = sweeping.now()
    sweeping.send(WITH_VOUCHER)
    sweeping.send(WITH_VOUCHER)
    with sweeping.agency.workshop.store.reading() as known:
        found = missing(known, sweeping.agency.workshop)

    assert [(each.nature, each.id, each.piece, each.depuis) for each in found] == [
        ("depenses", "D1", "a", began)
    ]
    assert resend_since(found) == date(2026, 9, 30)


@pytest.mark.parametrize("edits", [WITH_VOUCHER, None], ids=["with its list", "before its list"])
def test_a_voucher_that_came_is_not_asked_for(sweeping: Sweeping, edits: Edits | None) -> None:
    sweeping.send(edits, files=FILE)

    entry = sweeping.send(WITH_VOUCHER)

    assert (report_of(entry).attendus, entry.code) == ((), 0)


def test_a_content_that_a_listed_expense_has_is_never_purged(sweeping: Sweeping) -> None:
    sweeping.send(WITH_VOUCHER, files=FILE)
    for _ in range(3):
        sweeping.wait(days=400)
        plan = sweeping.sweep()

    assert [s.raison for s in plan.sorts if s.ref == SHA256] == [Raison.LISTE]
    assert sweeping.has(SHA256)


def test_it_goes_with_the_expense_that_listed_it(sweeping: Sweeping) -> None:
    sweeping.send(WITH_VOUCHER, files=FILE)
    sweeping.send({DEPENSES: [('<depense id="D1"', '<depense id="D2"')]})
    sweeping.wait(days=89)
    sweeping.sweep()
    kept = sweeping.has(SHA256)
    sweeping.wait(days=1)
    plan = sweeping.sweep()

    assert (kept, sweeping.has(SHA256)) == (True, False)
    assert {(s.genre, s.raison) for s in plan.purged if s.ref in {SHA256, "depenses S1/D1"}} == {
        (Genre.ENREGISTREMENT, Raison.DELAI_ECOULE),
        (Genre.CONTENU, Raison.AVEC_SES_DOCUMENTS),
    }


def test_one_that_its_expense_no_longer_lists_has_a_delay_of_its_own(sweeping: Sweeping) -> None:
    sweeping.send(WITH_VOUCHER, files=FILE)
    sweeping.send()
    plan = sweeping.sweep()

    assert [s.raison for s in plan.sorts if s.ref == SHA256] == [Raison.VU_SANS_LIGNE]
    assert sweeping.has(SHA256)


def test_a_voucher_that_no_person_may_be_given_is_told(sweeping: Sweeping) -> None:
    program = b"MZ" + bytes(64)
    digest = sha256(program).hexdigest()
    edits = {DEPENSES: [('"480.00"/>', f'"480.00">{PIECE.replace(SHA256, digest)}</depense>')]}

    entry = sweeping.send(edits, files={"pieces/D1-a.pdf": program})

    assert (entry.code, "FORMAT_FORBIDDEN" in told(entry)) == (2, True)


# A photo is a content itself.

PHOTO = picture("facade")


def photos(*records: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    lines = [head, '<photos xmlns="urn:lsc-syncd:envoi:1" entite="S1">', *records, "</photos>", ""]
    return "\n".join(lines).encode()


def send_photos(sweeping: Sweeping, *records: str, with_file: bool = True) -> Entry:
    sweeping.numero += 1
    envoi = an_envoi(sweeping.tmp_path / f"envoi-{sweeping.numero}", numero=sweeping.numero)
    add_file(envoi, "donnees/photos-S1.xml", photos(*records), 'nature="photos" entite="S1"')
    if with_file:
        add_file(envoi, "photos/1.png", PHOTO)
    return sweeping.agency.send(envoi)


OF_I1 = (
    '<photo immeuble="I1" rang="1" nom="facade.png" publiable="true" '
    f'sha256="{sha256(PHOTO).hexdigest()}"/>'
)


def test_a_photo_that_never_came_is_asked_for_by_its_key(sweeping: Sweeping) -> None:
    entry = send_photos(sweeping, OF_I1, with_file=False)

    (attendu,) = report_of(entry).attendus
    assert (attendu.nature, attendu.id, attendu.piece) == ("photos", "I1 - 1", None)
    assert b'nature="photos" id="I1 - 1"' in sweeping.agency.answer("accuse-2.xml")


def test_a_photo_is_kept_while_it_is_listed_and_goes_with_its_record(sweeping: Sweeping) -> None:
    """R-123: withdrawn at once, its file is removed ninety days later."""
    digest = sha256(PHOTO).hexdigest()
    entry = send_photos(sweeping, OF_I1)
    sweeping.wait(days=400)
    sweeping.sweep()
    kept = sweeping.has(digest)
    send_photos(sweeping)
    sweeping.wait(days=90)
    sweeping.sweep()

    assert (entry.code, kept, sweeping.has(digest)) == (0, True, False)
