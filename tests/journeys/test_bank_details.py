"""The bank details of a building: who sees them, and what a person must release (R-110…R-113b)."""

from pathlib import Path

import pytest

from ingest.persons.confirming import confirm_details, details_to_confirm
from ingest.persons.details import NothingToConfirm
from ingest.planning.released import LIBERATIONS
from ingest.rules.faits import Reglage
from ingest.telling.catalogue.banques import BANQUES
from ingest.telling.report import Etat
from store.changes import Entry
from tests.journeys.some_agency import Agency, told
from tests.journeys.some_command_line import Said
from tests.journeys.some_exemple import Edits, add_file, an_envoi
from tests.journeys.some_reglages import set_options, set_reglages
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:30:00.000Z"
LOGINS = ("T1", "T2", "T3", "T4", "T5", "T6", "T8")
IBAN, OTHER, WRONG = (
    "FR7630006000011234567890189",
    "FR7612739000500000000000185",
    "FR7630006000011234567890188",
)
BY = {"raison": "vu au guichet", "qui": "hugo"}
IMMEUBLES = "donnees/immeubles-S1.xml"


def edited(old: str, new: str) -> Edits:
    return {IMMEUBLES: [(old, new)]}


OTHER_IBAN = edited(IBAN, OTHER)
OTHER_PAYEE = edited("SDC Les Tilleuls", "M. Dupont")
NO_DETAILS = edited(f' titulaire="SDC Les Tilleuls" iban="{IBAN}" bic="AGRIFRPP"', "")


def shown(agency: Agency, tiers: str = "T3", at: str = NOW) -> list[tuple[object, ...]]:
    with agency.workshop.store.reading() as known:
        rows = known.view("portail_rib", tiers, at=at)
    names = ("immeuble", "forme", "titulaire", "iban", "bic", "rib")
    return [tuple(row[name] for name in names) for row in rows]


def confirm(agency: Agency, *immeubles: str) -> None:
    confirm_details(details_to_confirm(immeubles, agency.workshop), agency.workshop, **BY)


def bank(entry: Entry) -> list[str]:
    """The codes of what is wrong with bank details."""
    stands = (*told(entry, Etat.NOUVEAU), *told(entry, Etat.PERSISTANT))
    return [code for code in stands if code in BANQUES]


RIGHT = [("S1/I1", "iban", "SDC Les Tilleuls", IBAN, "AGRIFRPP", None)]


def test_the_co_owners_see_the_account_of_their_building(begun: Agency) -> None:
    """R-110: all three, and nobody else; the first envoi counts as released (R-113b)."""
    seen = {tiers: shown(begun, tiers) for tiers in LOGINS}
    assert seen == {tiers: RIGHT if tiers in {"T1", "T2", "T3"} else [] for tiers in LOGINS}


@pytest.mark.parametrize("edits", [OTHER_IBAN, OTHER_PAYEE])
def test_changed_details_wait_and_the_old_ones_are_gone(
    begun: Agency, tmp_path: Path, edits: Edits
) -> None:
    """R-113b: until a person releases them none is shown."""
    entry = begun.send(an_envoi(tmp_path / "2", edits, numero=2))
    assert bank(entry) == ["BANK_CHANGED"]
    assert entry.resultat == "applique"
    assert shown(begun) == []

    again = begun.send(an_envoi(tmp_path / "3", edits, numero=3))
    assert bank(again) == ["BANK_CHANGED"]
    assert shown(begun) == []


def test_released_details_are_shown(begun: Agency, tmp_path: Path) -> None:
    """R-113b."""
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    confirm(begun, "S1/I1")
    assert shown(begun) == [("S1/I1", "iban", "SDC Les Tilleuls", OTHER, "AGRIFRPP", None)]
    assert bank(begun.send(an_envoi(tmp_path / "3", OTHER_IBAN, numero=3))) == []
    assert bank(begun.send(an_envoi(tmp_path / "4", numero=4))) == ["BANK_CHANGED"]
    assert shown(begun) == []


def test_what_was_released_last_may_come_back(begun: Agency, tmp_path: Path) -> None:
    """R-113: details that leave are gone at once; unchanged, they need no release again."""
    assert bank(begun.send(an_envoi(tmp_path / "2", NO_DETAILS, numero=2))) == []
    assert shown(begun) == []
    assert bank(begun.send(an_envoi(tmp_path / "3", numero=3))) == []
    assert shown(begun) == RIGHT
    begun.send(an_envoi(tmp_path / "4", OTHER_IBAN, numero=4))
    begun.send(an_envoi(tmp_path / "5", edited(IBAN, IBAN.replace("FR76", "FR76 ")), numero=5))
    assert [row[3] for row in shown(begun)] == [IBAN.replace("FR76", "FR76 ")]


def test_a_building_that_comes_later_waits(begun: Agency, tmp_path: Path) -> None:
    """R-113b: new details wait like changed ones."""
    line = (
        '<immeuble id="I7" module="syndic" nom="Le Parc" titulaire="SDC Le Parc"'
        f' iban="{OTHER}" bic="AGRIFRPP"/>\n</immeubles>'
    )
    entry = begun.send(an_envoi(tmp_path / "2", edited("</immeubles>", line), numero=2))
    assert bank(entry) == ["BANK_CHANGED"]
    assert shown(begun) == RIGHT


WRONG_DETAILS = {
    "an IBAN with a wrong key": (edited(IBAN, WRONG), ["IBAN_INVALID"]),
    "no BIC": (edited(' bic="AGRIFRPP"', ""), ["BANK_INCOMPLETE"]),
    "a BIC that is none": (edited("AGRIFRPP", "AGRI"), ["BIC_INVALID"]),
    "a RIB as well": (
        edited('bic="AGRIFRPP"', 'bic="AGRIFRPP" rib="30006000011234567890189"'),
        ["BANK_AMBIGUOUS"],
    ),
    "a RIB where there is none": (
        edited(f'iban="{IBAN}" bic="AGRIFRPP"', 'rib="30006000011234567890189"'),
        ["RIB_ELSEWHERE"],
    ),
}


@pytest.mark.parametrize("what", sorted(WRONG_DETAILS))
def test_wrong_details_cost_the_details_and_nothing_else(
    begun: Agency, tmp_path: Path, what: str
) -> None:
    """R-112, domain.md §6: the answer tells it, without the value; the building stays."""
    edits, codes = WRONG_DETAILS[what]
    before = begun.seen()
    entry = begun.send(an_envoi(tmp_path / "2", edits, numero=2))
    assert (bank(entry), entry.resultat, entry.code) == (codes, "applique", 1)
    assert WRONG not in entry.rapport
    assert shown(begun) == []
    assert begun.seen() == before
    assert bank(begun.send(an_envoi(tmp_path / "3", numero=3))) == []
    assert shown(begun) == RIGHT


@pytest.mark.parametrize(
    ("rib", "codes"),
    [("30006000011234567890189", ["BANK_CHANGED"]), ("30006000011234567890188", ["RIB_INVALID"])],
)
def test_a_rib_stands_for_iban_and_bic_in_two_countries(
    begun: Agency, tmp_path: Path, rib: str, codes: list[str]
) -> None:
    """R-112: New Caledonia and Tahiti."""
    edits = {
        **edited(f'iban="{IBAN}" bic="AGRIFRPP"', f'rib="{rib}"'),
        "donnees/entites.xml": [('Syndic" pays="FR"', 'Syndic" pays="NC"')],
    }
    assert bank(begun.send(an_envoi(tmp_path / "2", edits, numero=2))) == codes
    if codes == ["BANK_CHANGED"]:
        confirm(begun, "S1/I1")
        assert shown(begun) == [("S1/I1", "rib", "SDC Les Tilleuls", None, None, rib)]


def test_the_option_of_lsc_hides_them_at_once(begun: Agency, tmp_path: Path) -> None:
    """R-113, R-024, R-026."""
    edits = {
        "donnees/parametres.xml": [
            ("envoyer_depenses", 'masquer_coordonnees_bancaires="true" envoyer_depenses')
        ]
    }
    begun.send(an_envoi(tmp_path / "2", edits, numero=2))
    assert shown(begun) == []


def test_a_setting_of_the_building_hides_them(begun: Agency) -> None:
    """R-023."""
    set_reglages(begun, Reglage("immeuble", "S1/I1", "coordonnees_bancaires", valeur=False))
    assert shown(begun) == []
    set_options(begun, finances=False)
    assert shown(begun) == []


def test_who_holds_no_unit_any_more_sees_none(begun: Agency, tmp_path: Path) -> None:
    """R-075, R-110: the building's scope ends with the last unit."""
    sold = {
        "donnees/detentions-S1.xml": [
            (
                'lot="L3" fiche="F3" du="2019-03-15"',
                'lot="L3" fiche="F3" du="2019-03-15" au="2026-11-22"',
            )
        ]
    }
    begun.send(an_envoi(tmp_path / "2", sold, numero=2))
    assert shown(begun) == []
    assert shown(begun, "T2") == RIGHT
    assert shown(begun, at="2026-11-22T12:00:00.000Z") == RIGHT


def test_a_person_with_two_accounts_sees_them_once(begun: Agency, tmp_path: Path) -> None:
    """Claire acts for Bruno besides (R-073): one building, one account of it."""
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<relations xmlns="urn:lsc-syncd:envoi:1">\n'
        '<relation super_tiers="T3" tiers="T2"/>\n</relations>\n'
    )
    envoi = an_envoi(tmp_path / "2", numero=2)
    add_file(envoi, "donnees/relations.xml", relations.encode(), 'nature="relations"')
    begun.send(envoi)
    for at in (NOW, "2017-01-01T12:00:00.000Z"):
        assert shown(begun, at=at) == RIGHT


def test_no_constat_holds_a_value(begun: Agency, tmp_path: Path) -> None:
    """R-113b: what is remembered is a digest."""
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    confirm(begun, "S1/I1")
    with begun.workshop.store.reading() as known:
        kept = [each for each in known.constats() if each.genre in LIBERATIONS]
    assert [each.cible for each in kept] == ["S1/I1", "S1/I1"]
    assert not any(value in str(kept) for value in (IBAN, OTHER, "AGRIFRPP", "Tilleuls"))


def test_nothing_to_confirm_releases_nothing(begun: Agency, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    with pytest.raises(NothingToConfirm, match="S1/I9"):
        confirm(begun, "S1/I1", "S1/I9")
    assert shown(begun) == []


def test_a_person_releases_them_by_a_command(begun: Agency, command: Said, tmp_path: Path) -> None:
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    assert command.run("confirm", "rib", "S1/I1", "--yes", "--reason", "vu au guichet") == 0
    assert "SDC Les Tilleuls" in command.out
    assert f"{'•' * 23}0185" in command.out
    assert OTHER[:-4] not in command.out
    assert OTHER not in command.out + command.err
    assert [row[3] for row in shown(begun)] == [OTHER]
    assert command.run("confirm", "rib", "S1/I1", "--yes", "--reason", "encore") == 1
    assert "S1/I1" in command.err


def test_what_is_not_answered_releases_nothing(
    begun: Agency, command: Said, tmp_path: Path
) -> None:
    """R-113b: they are told, then asked about."""
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    assert command.run("confirm", "rib", "S1/I1", "--reason", "vu au guichet") != 0
    assert "0185" in command.out
    assert shown(begun) == []


def test_details_that_changed_since_they_were_told_are_not_released(
    begun: Agency, tmp_path: Path
) -> None:
    """R-113b: what is confirmed is what was checked."""
    begun.send(an_envoi(tmp_path / "2", OTHER_IBAN, numero=2))
    told_before = details_to_confirm(["S1/I1"], begun.workshop)
    begun.send(an_envoi(tmp_path / "3", OTHER_PAYEE, numero=3))
    with pytest.raises(NothingToConfirm, match="changed since"):
        confirm_details(told_before, begun.workshop, **BY)
    assert shown(begun) == []


def test_a_payee_with_control_characters_is_told_without(begun: Agency, tmp_path: Path) -> None:
    """XML allows some that a terminal obeys."""
    begun.send(an_envoi(tmp_path / "2", edited("SDC Les Tilleuls", "SDC\x9b2J"), numero=2))
    (details,) = details_to_confirm(["S1/I1"], begun.workshop)
    assert details.titulaire == "SDC?2J"
