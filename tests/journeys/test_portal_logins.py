"""Logins as a portal reads them, and PHP itself asked about the hash (R-071, R-072, R-081)."""

import subprocess
from pathlib import Path

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from store.changes import Valeur
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import an_envoi
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:00:00.000Z"
CONNEXIONS = "donnees/connexions.xml"
VERIFY = "exit(password_verify($argv[1], $argv[2]) ? 0 : 3);"


def logins(agency: Agency, at: str = NOW) -> dict[str, dict[str, Valeur]]:
    people = [f"T{number}" for number in range(1, 10)]
    with agency.workshop.store.reading() as known:
        found = [row for tiers in people for row in known.view("portail_connexion", tiers, at=at)]
    assert len({row["identifiant"] for row in found}) == len(found), "each once"
    return {str(row["identifiant"]): row for row in found}


def sent(agency: Agency, folder: Path, old: str, new: str, chemin: str = CONNEXIONS) -> None:
    agency.send(an_envoi(folder / "envoi-2", {chemin: [(old, new)]}, numero=2))


def test_a_login_is_open_while_an_account_of_his_is(begun: Agency) -> None:
    """R-081: Farid left; R-085: Hugo is of the staff."""
    found = logins(begun)

    assert set(found) == {
        *("anne.moreau", "bruno.petit", "claire.roux", "denis.leroy", "emma.faure"),
        "hugo.garnier",
    }
    assert [row["genre"] for row in found.values()] == ["client"] * 5 + ["gestionnaire"]
    assert found["hugo.garnier"]["role"] == "gestionnaire"
    assert set(logins(begun, "2026-08-16T12:00:00.000Z")) == {*found, "farid.nadir"}


def test_a_landlords_view_of_his_tenants_opens_no_login(begun: Agency, tmp_path: Path) -> None:
    """R-042, R-081: his own account must be open."""
    on = Reglage("", "gerance", "documents_locataires", valeur=True)
    apply_reglages(begun.workshop, [on], "essai", signature=Signature("essai", "essai"))
    sent(
        begun,
        tmp_path,
        '"4670004" publie="true"',
        '"4670004" publie="false"',
        "donnees/comptes-G1.xml",
    )

    assert "denis.leroy" not in logins(begun)


def test_a_login_that_is_no_longer_listed_is_none(begun: Agency, tmp_path: Path) -> None:
    """R-072."""
    sent(begun, tmp_path, '<connexion tiers="T2" identifiant="bruno.petit"/>\n', "")

    assert "bruno.petit" not in logins(begun)


def test_a_login_of_two_persons_is_nobodys(begun: Agency, tmp_path: Path) -> None:
    sent(begun, tmp_path, 'identifiant="bruno.petit"', 'identifiant="claire.roux"')

    assert {"bruno.petit", "claire.roux"}.isdisjoint(logins(begun))


def test_staff_without_a_known_role_may_not_log_in(begun: Agency, tmp_path: Path) -> None:
    """R-085."""
    sent(begun, tmp_path, 'role="gestionnaire"', 'role="stagiaire"', "donnees/utilisateurs.xml")

    assert "hugo.garnier" not in logins(begun)


def test_nobody_may_log_in_while_the_portal_is_off(begun: Agency) -> None:
    """R-022."""
    off = Reglage("", "commun", "portail", valeur=False)
    apply_reglages(begun.workshop, [off], "essai", signature=Signature("essai", "essai"))

    assert logins(begun) == {}


def test_the_initial_secret_is_for_thirty_days(begun: Agency) -> None:
    """R-071 amended; the 30 days are counted from when it came."""
    found = logins(begun)
    anne = found["anne.moreau"]

    assert anne["secret_du"] == "2026-11-24T11:00:00.000Z"
    assert anne["secret_jusqu_au"] == "2026-12-24T11:00:00.000Z"
    assert [found["bruno.petit"][name] for name in ("secret", "secret_du", "secret_jusqu_au")] == [
        None,
        None,
        None,
    ]


def test_php_accepts_the_initial_secret_and_no_other(begun: Agency) -> None:
    """R-071."""
    condense = str(logins(begun)["anne.moreau"]["secret"])

    assert condense.startswith("$argon2id$")
    for secret, code in (("k7Pz-33qd", 0), ("k7Pz-33qe", 3)):
        done = subprocess.run(["php", "-r", VERIFY, secret, condense], check=False)
        assert done.returncode == code
