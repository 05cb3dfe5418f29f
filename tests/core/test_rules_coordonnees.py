"""Bank details: judged by their own keys (R-112), shown once released (R-113b), never told."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.banque import coordonnees_of
from ingest.rules.coordonnees import Coordonnees, faults_of
from ingest.rules.derivation import derive
from ingest.rules.faits import Faits
from tests.core.some_faits import an_agency, codes
from tests.core.some_records import an_entite, an_immeuble

IBAN, BIC, RIB = "FR7630006000011234567890189", "AGRIFRPP", "30006000011234567890189"
LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
DETAILS = Coordonnees(iban=True, bic=True, rib=None, condense="d1")


def judged(
    iban: str | None = None, bic: str | None = None, rib: str | None = None
) -> Coordonnees | None:
    return coordonnees_of("SDC", iban, bic, rib)


def faults(pays: str = "FR", **given: str) -> list[str]:
    found = judged(**given)
    return [] if found is None else [code for code, _ in faults_of(found, pays)]


@pytest.mark.parametrize(
    ("given", "pays", "expected"),
    [
        ({}, "FR", []),
        ({"iban": IBAN, "bic": BIC}, "FR", []),
        ({"iban": "fr76 3000 6000 0112 3456 7890 189", "bic": "agrifrppxxx"}, "FR", []),
        ({"iban": IBAN, "bic": BIC}, "NC", []),
        ({"rib": RIB}, "NC", []),
        ({"rib": "30006 00001 12345678901 89"}, "PF", []),
        ({"rib": RIB}, "FR", ["RIB_ELSEWHERE"]),
        ({"rib": RIB}, "WF", ["RIB_ELSEWHERE"]),
        ({"iban": IBAN}, "FR", ["BANK_INCOMPLETE"]),
        ({"bic": BIC}, "FR", ["BANK_INCOMPLETE"]),
        ({"iban": IBAN, "bic": BIC, "rib": RIB}, "NC", ["BANK_AMBIGUOUS"]),
        ({"iban": IBAN[:-1] + "8", "bic": BIC}, "FR", ["IBAN_INVALID"]),
        ({"iban": "GB82WEST12345698765432", "bic": BIC}, "FR", []),
        ({"iban": IBAN, "bic": "AGRI"}, "FR", ["BIC_INVALID"]),
        ({"rib": RIB[:-1] + "8"}, "NC", ["RIB_INVALID"]),
        ({"rib": RIB[:-1]}, "NC", ["RIB_INVALID"]),
        ({"iban": "💥", "bic": "é"}, "FR", ["IBAN_INVALID", "BIC_INVALID"]),
        ({"iban": " ", "bic": "\u00a0"}, "FR", []),
    ],
)
def test_details_are_iban_and_bic_or_a_rib_where_it_has_currency(
    given: dict[str, str], pays: str, expected: list[str]
) -> None:
    """R-110, R-112, domain.md §6."""
    assert faults(pays, **given) == expected


def test_the_key_of_the_national_number_counts_too() -> None:
    """Its IBAN key is right: 97 - (FR 98 + a RIB of a wrong key)."""
    wrong = RIB[:-2] + "88"
    number = int((wrong + "FR00").translate({ord("F"): "15", ord("R"): "27"}))
    assert faults(iban=f"FR{98 - number % 97:02}{wrong}", bic=BIC) == ["IBAN_INVALID"]


digits = st.text("0123456789", min_size=5, max_size=5)


@given(digits, digits, st.text("0123456789ABCXYZ", min_size=11, max_size=11), st.integers(0, 99))
def test_a_rib_is_right_when_its_key_is(bank: str, branch: str, account: str, key: int) -> None:
    """domain.md §6: 97 − ((89·bank + 15·branch + 3·account) mod 97)."""
    number = 89 * int(bank) + 15 * int(branch) + 3 * int(account.translate(LETTERS))
    found = judged(rib=f"{bank}{branch}{account}{97 - number % 97:02}")
    other = judged(rib=f"{bank}{branch}{account}{key:02}")
    assert found is not None
    assert other is not None
    assert found.rib is True
    assert other.rib is (key == 97 - number % 97)


ANYTHING = st.none() | st.text(max_size=64)


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_whatever_is_sent_is_judged_and_never_kept(
    titulaire: str | None, iban: str | None, bic: str | None, rib: str | None
) -> None:
    found = coordonnees_of(titulaire, iban, bic, rib)
    assert found is None or len(found.condense) == 64
    given = [each for each in (iban, bic, rib) if each and "".join(each.split())]
    assert (found is None) == (not given)


def test_another_payee_or_number_is_another_digest() -> None:
    """R-113b."""
    found = [
        coordonnees_of(*each)
        for each in (
            ("SDC", IBAN, BIC, None),
            (" SDC ", f"{IBAN[:4]} {IBAN[4:]}", BIC.lower(), ""),
            ("SDC 2", IBAN, BIC, None),
            ("SDC", IBAN, "PSSTFRPP", None),
        )
    ]
    assert found[0] == found[1]
    assert len({each.condense for each in found if each}) == 3


def with_details(released: str | None, *, module: str = "syndic", pays: str = "FR") -> Faits:
    known = an_agency(
        an_entite("S1")._replace(pays=pays), an_immeuble(module=module, coordonnees=DETAILS)
    )
    return replace(known, coordonnees_liberees={"S1/I1": released} if released else {})


@pytest.mark.parametrize(
    ("released", "shown", "told"),
    [("d1", ["S1/I1"], []), ("d0", [], ["BANK_CHANGED"]), (None, [], ["BANK_CHANGED"])],
)
def test_only_what_was_released_last_is_shown(
    released: str | None, shown: list[str], told: list[str]
) -> None:
    """R-113b."""
    faits = with_details(released)
    assert [row.immeuble for row in derive(faits).coordonnees_montrees] == shown
    assert [code for code in codes(faits) if code.startswith("BANK")] == told


def test_a_building_of_the_gerance_shows_none() -> None:
    """R-110: the account is that of a syndicat."""
    faits = with_details(None, module="gerance")
    assert not derive(faits).coordonnees_montrees
    assert "BANK_CHANGED" not in codes(faits)
