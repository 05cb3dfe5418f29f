"""What the screens of people and money are given wrongly: a code in the answer, all else kept.

Each is one mistake in the worked example's second night (issue "every screen", bad input).
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from ingest.telling.report import Etat
from tests.journeys.some_agency import Agency, report_of, told
from tests.journeys.some_exemple import SEEN_TODAY, Edits, add_file, an_envoi

BAUX = "donnees/baux-G1.xml"
COMPTES = "donnees/comptes-S1.xml"
ECRITURES = "donnees/ecritures-G1.xml"
FICHES = "donnees/fiches_coproprietaires-S1.xml"
FONDS = "donnees/fonds_travaux-S1.xml"
IMMEUBLES = "donnees/immeubles-S1.xml"
MODELES = "donnees/modeles.xml"
UTILISATEURS = "donnees/utilisateurs.xml"
FONDS_102 = '<fonds lot="L2" type="travaux_decides" numero_compte="102000" montant="5.00"/>'
LOT_BAIL = '<lot_bail lot="L9"/>'
XMLNS = 'xmlns="urn:lsc-syncd:envoi:1"'
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


class Wrong(NamedTuple):
    """What is wrong in one envoi; the codes that it is told, and what nobody sees for it.

    `sans_effet` are the records that have no effect, by nature; `hidden` documents by login.
    """

    edits: Edits
    codes: frozenset[str]
    sans_effet: Mapping[str, int] = MappingProxyType({})
    hidden: Mapping[str, frozenset[str]] = MappingProxyType({})
    add: Callable[[Path], object] = lambda envoi: envoi


def a_cycle(envoi: Path) -> None:
    content = (
        f'<relations {XMLNS}>\n<relation super_tiers="T1" tiers="T2"/>\n'
        '<relation super_tiers="T2" tiers="T1"/>\n</relations>\n'
    )
    add_file(envoi, "donnees/relations.xml", content.encode(), 'nature="relations"')


def photos(*contents: bytes) -> Callable[[Path], None]:
    """Return what adds photos of the building, in that order, to an envoi."""

    def add(envoi: Path) -> None:
        lines = [
            f'<photo immeuble="I1" rang="{rang}" nom="facade{rang}.jpg" publiable="true"'
            f' sha256="{sha256(content).hexdigest()}" fichier="photos/{rang}.jpg"/>'
            for rang, content in enumerate(contents, start=1)
        ]
        listed = "\n".join([f'<photos {XMLNS} entite="S1">', *lines, "</photos>\n"])
        add_file(envoi, "donnees/photos-S1.xml", listed.encode(), 'nature="photos" entite="S1"')
        for rang, content in enumerate(contents, start=1):
            add_file(envoi, f"photos/{rang}.jpg", content)

    return add


WRONG: dict[str, Wrong] = {
    "a cycle of super tiers": Wrong(
        {}, frozenset({"MASTER_CYCLE", "MASTER_NEW"}), {"relations": 2}, add=a_cycle
    ),
    "two presidents": Wrong(
        {FICHES: [('compte="C2" membre_cs="true"', 'compte="C2" president_cs="true"')]},
        frozenset({"CS_MANY_PRESIDENTS"}),
    ),
    "several holders and no correspondent": Wrong(
        {COMPTES: [('<titulaire tiers="T2"/>', '<titulaire tiers="T2"/><titulaire tiers="T9"/>')]},
        frozenset({"CS_NO_CORRESPONDENT"}),
        hidden={"bruno.petit": frozenset({"S1/E2/a"})},
    ),
    "an unknown role": Wrong(
        {UTILISATEURS: [('role="gestionnaire"', 'role="concierge"')]}, frozenset({"ROLE_UNKNOWN"})
    ),
    "negative months": Wrong(
        {MODELES: [('duree_mois="36"', 'duree_mois="-36"')]},
        frozenset({"RETENTION_INVALID"}),
        hidden={"claire.roux": frozenset({"S1/E3/a"})},
    ),
    "entries that do not balance": Wrong(
        {ECRITURES: [('credit="700.00"', 'credit="650.00"')]}, frozenset({"BALANCE_MISMATCH"})
    ),
    "an IBAN with a wrong key": Wrong(
        {IMMEUBLES: [("FR7630006000011234567890189", "FR7630006000011234567890188")]},
        frozenset({"IBAN_INVALID"}),
    ),
    "a photo that is not what its name says": Wrong(
        {}, frozenset({"PHOTO_BAD_TYPE"}), {"photos": 1}, add=photos(b"%PDF-1.4\n%%EOF\n")
    ),
    "a fourth photo": Wrong(
        {},
        frozenset({"PHOTO_TOO_MANY"}),
        {"photos": 1},
        add=photos(*(JPEG + bytes([number]) for number in range(4))),
    ),
    "works fund 102 with the option off": Wrong(
        {FONDS: [("</fonds_travaux>", f"{FONDS_102}\n</fonds_travaux>")]},
        frozenset({"FUND102_OFF"}),
        {"fonds_travaux": 1},
    ),
    "two records on one account": Wrong(
        {FICHES: [("</fiches", '<fiche id="F4" immeuble="I1" compte="C1"/>\n</fiches')]},
        frozenset({"COMPTE_EN_DOUBLE", "REFERENCE_SANS_EFFET"}),
        {"fiches_coproprietaires": 2, "detentions": 1},
        {"anne.moreau": SEEN_TODAY["anne.moreau"]},
    ),
    "a lot of another building on a lease": Wrong(
        {BAUX: [(f'"2026-09-01">{LOT_BAIL}', f'"2026-09-01">{LOT_BAIL}<lot_bail lot="L1"/>')]},
        frozenset({"REFERENCE_INCONNUE"}),
        {"baux": 1},
        {"emma.faure": frozenset({"G1/E7/a"})},
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_it_is_told_and_nothing_else_is_lost(begun: Agency, tmp_path: Path, wrong: Wrong) -> None:
    envoi = an_envoi(tmp_path / "envoi-2", wrong.edits, numero=2)
    wrong.add(envoi)

    entry = begun.send(envoi)

    assert entry.resultat == "applique"
    assert frozenset(told(entry, Etat.NOUVEAU)) - {"FORME_LENTE"} == wrong.codes
    found = {each.nature: each.sans_effet for each in report_of(entry).comptages}
    assert {nature: count for nature, count in found.items() if count} == wrong.sans_effet
    assert begun.seen() == {
        login: seen - wrong.hidden.get(login, frozenset()) for login, seen in SEEN_TODAY.items()
    }
