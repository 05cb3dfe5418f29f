"""What a portal reads of documents and binders, on the worked example, on either database.

The README of the example says who sees what; its last variant is the landlord's (R-042).
"""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from ingest.telling.espaces import spaces_of
from store.changes import Valeur
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import LOGINS, SEEN_TODAY, an_envoi
from tests.journeys.test_exemple_variants import TIERS
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:00:00.000Z"
LANDLORDS_SEE = Reglage("", "gerance", "documents_locataires", valeur=True)
Rows = list[dict[str, Valeur]]


def rows(agency: Agency, view: str, tiers: str, at: str = NOW) -> Rows:
    with agency.workshop.store.reading() as known:
        return known.view(view, tiers, at=at)


def documents(agency: Agency, at: str = NOW) -> dict[str, list[str]]:
    return {
        login: sorted(str(row["document"]) for row in rows(agency, "portail_documents", tiers, at))
        for login, tiers in TIERS.items()
    }


def put(agency: Agency, *asked: Reglage) -> None:
    given: Collection[Reglage] = asked
    found = apply_reglages(agency.workshop, given, "essai", signature=Signature("essai", "essai"))
    assert found.applied


def binders(agency: Agency, tiers: str, column: str) -> dict[str, Valeur]:
    found = rows(agency, "portail_classeurs", tiers)
    assert len({row["classeur"] for row in found}) == len(found), "each once"
    return {str(row["classeur"]): row[column] for row in found}


def test_each_person_sees_each_of_his_documents_once(begun: Agency) -> None:
    """R-041."""
    assert documents(begun) == {login: sorted(seen) for login, seen in SEEN_TODAY.items()}


def test_a_document_is_told_as_it_is_served(begun: Agency) -> None:
    """R-047, R-060, R-062."""
    found = {row["document"]: row for row in rows(begun, "portail_documents", "T3")}
    call = found["S1/E3/a"]

    assert call["titre"] == "Appel de fonds du 4e trimestre 2026"
    assert json.loads(str(call["rangement"])) == ["Appels de fonds"]
    assert (call["compte"], call["classeur"]) == ("S1/C3", "syndic/3")
    assert str(call["traite_le"]) == "2026-09-20"
    assert str(call["contenu"]).startswith("a97d4f")
    assert call["du"] == "2026-09-20T22:00:00.000Z"
    assert str(call["jusqu_au"]).startswith("2029-09-19"), "36 months after the processing (R-053)"


def test_a_landlord_sees_his_tenants_documents_where_the_agency_has_it_so(begun: Agency) -> None:
    """R-042: Emma's receipt, and nothing of Farid, whose account is closed."""
    put(begun, LANDLORDS_SEE)

    gains = {**SEEN_TODAY, "denis.leroy": SEEN_TODAY["denis.leroy"] | {"G1/E7/a"}}
    assert begun.seen() == gains
    assert documents(begun) == {login: sorted(seen) for login, seen in gains.items()}
    assert [row["compte"] for row in rows(begun, "portail_documents", "T4")] == ["G1/C4"] * 2
    begun.check()

    put(begun)
    assert begun.seen() == SEEN_TODAY


def test_as_the_agency_s_own_value_of_that_landlord(begun: Agency) -> None:
    """R-023."""
    put(begun, Reglage("compte", "G1/C4", "documents_locataires", valeur=True))
    assert begun.seen_by("denis.leroy") == {"G1/E7/a", "G1/E8/a"}

    put(begun, LANDLORDS_SEE, Reglage("compte", "G1/C4", "documents_locataires", valeur=False))
    assert begun.seen() == SEEN_TODAY


def test_what_opens_to_landlords_is_held_and_explained(begun: Agency) -> None:
    """R-011, R-042."""
    alarming = begun.workshop.seuils._replace(entree_paires=0)
    found = apply_reglages(replace(begun.workshop, seuils=alarming), [LANDLORDS_SEE], "essai")

    assert not found.applied
    assert [each.cause for each in found.alarmes] == ["un réglage de l'extranet a changé"]
    assert begun.seen() == SEEN_TODAY

    put(begun, LANDLORDS_SEE)
    told = {each.code: each for each in begun.explain("G1/E7/a", "denis.leroy").personne}
    assert begun.explain("G1/E7/a", "denis.leroy").visible
    assert not told["TENANT_DAYS"].cache
    assert told["TENANT_DAYS"].valeurs["traite_depuis"] == "2026-09-01"
    assert told["BINDER_LEVEL"].valeurs == {"niveau": "bailleur", "cases": "bailleur locataire"}


def test_he_is_in_no_other_space_because_of_it(begun: Agency) -> None:
    """R-074: the tenant's account is not one of his."""
    put(begun, LANDLORDS_SEE)
    with begun.workshop.store.reading() as known:
        found = spaces_of(known, begun.workshop, "T4", begun.clock())

    assert [(lieu.espace, lieu.compte) for lieu in found] == [("proprietaire", "G1/C4")]


def test_each_person_has_the_binders_of_his_levels(begun: Agency) -> None:
    """R-031, R-033; R-139: the council's own stand apart."""
    assert binders(begun, "T1", "du_conseil") == {
        "syndic/1": False,
        "syndic/2": True,
        "syndic/3": False,
        "syndic/4": False,
        "syndic/5": True,
    }
    assert set(binders(begun, "T3", "nom").values()) == {
        "Assemblées générales",
        "Appels de fonds",
        "Courriers",
    }
    assert set(binders(begun, "T4", "nom").values()) == {"Etats des lieux", "Relevés de gérance"}
    assert set(binders(begun, "T5", "nom").values()) == {"Quittances", "Etats des lieux"}
    assert binders(begun, "T6", "nom") == {}, "his account is closed"


def test_a_landlord_has_his_tenants_binder_to_read_only(begun: Agency) -> None:
    """R-036, R-037, R-042: it is neither his to fill nor his to see empty."""
    own = ("ajout_documents", "classeurs_vides")
    put(begun, LANDLORDS_SEE, *(Reglage("", "gerance", name, valeur=True) for name in own))

    assert binders(begun, "T4", "montre_vide") == {
        "gerance/1": False,
        "gerance/2": True,
        "gerance/3": True,
    }
    assert not binders(begun, "T4", "ajout")["gerance/1"]
    assert binders(begun, "T5", "montre_vide") == {"gerance/1": True, "gerance/2": True}


def test_files_may_be_added_where_the_binder_and_the_setting_have_it_so(
    begun: Agency, tmp_path: Path
) -> None:
    """R-036, R-023: a building's own value wins."""
    edits = {"donnees/classeurs.xml": [('nom="Courriers"', 'nom="Courriers" ajout="true"')]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    assert not any(binders(begun, "T3", "ajout").values())

    put(begun, Reglage("immeuble", "S1/I1", "ajout_documents", valeur=True))
    assert [nom for nom, ajout in binders(begun, "T3", "ajout").items() if ajout] == ["syndic/4"]


@pytest.mark.parametrize("login", LOGINS)
def test_every_document_stands_in_a_binder_that_is_told(begun: Agency, login: str) -> None:
    put(begun, LANDLORDS_SEE)
    told = {
        (row["compte"], row["classeur"]) for row in rows(begun, "portail_classeurs", TIERS[login])
    }
    seen = rows(begun, "portail_documents_comptes", TIERS[login])

    assert {(row["compte"], row["classeur"]) for row in seen} <= told


def files(agency: Agency, tiers: str, at: str = NOW) -> dict[str, dict[str, Valeur]]:
    found = rows(agency, "portail_fichier", tiers, at)
    assert len({row["contenu"] for row in found}) == len(found), "each once"
    return {str(row["contenu"]): row for row in found}


@pytest.mark.parametrize("login", LOGINS)
def test_a_person_is_given_the_contents_of_what_he_sees_and_no_other(
    begun: Agency, login: str
) -> None:
    """R-041, R-047."""
    tiers = TIERS[login]
    seen = {row["contenu"] for row in rows(begun, "portail_documents", tiers)}

    assert files(begun, tiers).keys() == seen


def test_a_file_is_told_as_it_stands_below_the_documents(begun: Agency) -> None:
    (found,) = files(begun, "T5").values()
    path = begun.root / "documents" / str(found["chemin"])

    assert path == begun.workshop.documents.path_of(str(found["contenu"]))
    assert found["taille"] == path.stat().st_size
    assert (found["type"], found["extension"]) == ("application/pdf", ".pdf")


def test_a_content_that_expired_is_given_no_more(begun: Agency) -> None:
    """R-053: E6 of Denis, until 4 November 2026."""
    assert len(files(begun, "T4", "2026-11-04T12:00:00.000Z")) == 2
    assert len(files(begun, "T4")) == 1


def test_the_version_grows_with_each_change(begun: Agency) -> None:
    with begun.workshop.store.reading() as known:
        before = known.version()
    put(begun, LANDLORDS_SEE)
    with begun.workshop.store.reading() as known:
        assert known.version() == before + 1
