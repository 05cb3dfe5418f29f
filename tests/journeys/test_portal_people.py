"""People and places in the portal: the worked example's "Other screens, today", on either database.

README of the example: caretaker, council, list of co-owners, suppliers, contracts, contacts,
occupation, tenants. What a setting opens or closes is asked of the same agency.
"""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from store.views import VIEWS
from tests.journeys.some_agency import Agency, told
from tests.journeys.some_exemple import add_file, an_envoi
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:00:00.000Z"
PEOPLE = ("T1", "T2", "T3", "T4", "T5", "T6", "T8")
RELATIONS = b"""<relations xmlns="urn:lsc-syncd:envoi:1">
  <relation super_tiers="T4" tiers="T5"/>
</relations>
"""
Rows = list[dict[str, object]]


def shown(agency: Agency, view: str, tiers: str, at: str = NOW) -> Rows:
    with agency.workshop.store.reading() as known:
        return [dict(row) for row in known.view(view, tiers, at=at)]


def said(agency: Agency, view: str, *columns: str, at: str = NOW) -> dict[str, list[object]]:
    """Return, by person who sees any, these columns of each row, in order."""
    found = {tiers: shown(agency, view, tiers, at) for tiers in PEOPLE}
    return {
        tiers: sorted((_values(row, columns) for row in rows), key=str)
        for tiers, rows in found.items()
        if rows
    }


def _values(row: dict[str, object], columns: tuple[str, ...]) -> object:
    values = tuple(row[each] for each in columns)
    return values if len(values) > 1 else values[0]


def alike(people: str, *rows: object) -> dict[str, list[object]]:
    """Return that each of these persons sees these rows."""
    return {tiers: [*rows] for tiers in people.split()}


def unpublished(numero: str) -> tuple[str, str]:
    """Return the change of an account's line that takes its tick away."""
    was = f'numero="{numero}" publie="true"'
    return was, was.replace("true", "false")


def set_options(agency: Agency, *reglages: Reglage) -> None:
    signed = Signature("essai", "essai")
    apply_reglages(agency.workshop, reglages, "reglages-1", signature=signed)


def test_door_codes_are_in_no_view() -> None:
    """R-125."""
    for view in VIEWS:
        assert "digicode" not in str(view.requete().compile(dialect=sqlite.dialect())), view.nom


def test_the_council_sees_itself_and_nobody_else_does(begun: Agency) -> None:
    """R-033, R-134."""
    seen = said(begun, "portail_conseil", "niveau", "nom", "email")

    members = ("membre", "Petit", "bruno@example.org"), ("president", "Moreau", "anne@example.org")
    assert seen == alike("T1 T2", *members)


def test_all_co_owners_see_the_president_by_default_without_his_contact(begun: Agency) -> None:
    """R-129."""
    seen = said(begun, "portail_conseil_accueil", "niveau", "nom", "email")

    assert seen == alike("T1 T2 T3", ("president", "Moreau", None))


def test_what_is_shown_of_the_council_is_set_for_each_building(begun: Agency) -> None:
    """R-023, R-129."""
    on = ("membres", "president_email")
    set_options(begun, *(Reglage("immeuble", "S1/I1", option, valeur=True) for option in on))

    seen = said(begun, "portail_conseil_accueil", "niveau", "nom", "email")
    assert seen["T3"] == [("membre", "Petit", None), ("president", "Moreau", "anne@example.org")]

    set_options(begun, Reglage("", "syndic", "president", valeur=False))
    assert said(begun, "portail_conseil_accueil", "nom") == {}


def test_who_of_the_council_has_no_login_is_still_shown(begun: Agency, tmp_path: Path) -> None:
    """R-134: nor does the account of a member have to be published."""
    edits = {
        "donnees/connexions.xml": [('<connexion tiers="T2" identifiant="bruno.petit"/>', "")],
        "donnees/comptes-S1.xml": [unpublished("4500002")],
    }
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    assert said(begun, "portail_conseil", "nom") == {"T1": ["Moreau", "Petit"]}


def test_the_list_of_co_owners_is_the_council_s(begun: Agency) -> None:
    """R-130, R-133: names, units, address, works fund, flags; no phone and no e-mail."""
    seen = said(
        begun, "portail_coproprietaires", "nom", "lot", "fonds_travaux", "resident", "niveau"
    )

    assert seen == alike(
        "T1 T2",
        ("Moreau", "S1/L1", 68000, True, "president"),
        ("Petit", "S1/L2", 0, True, "membre"),
        ("Petit", "S1/L4", 4000, True, "membre"),
        ("Roux", "S1/L3", 0, False, "coproprietaire"),
    )
    assert {row["email"] for row in shown(begun, "portail_coproprietaires", "T1")} == {None}


def test_the_list_is_of_who_holds_a_unit_that_day(begun: Agency) -> None:
    before = said(begun, "portail_coproprietaires", "nom", "lot", at="2026-11-22T12:00:00.000Z")

    assert ("Roux", "S1/L4") in before["T1"]
    assert ("Petit", "S1/L4") not in before["T1"]


def test_co_owners_without_published_account_are_in_the_list(begun: Agency, tmp_path: Path) -> None:
    """R-130, R-102."""
    edits = {"donnees/comptes-S1.xml": [unpublished("4500003")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    seen = said(begun, "portail_coproprietaires", "nom", "lot")
    assert ("Roux", "S1/L3") in seen["T1"]
    assert "T3" not in said(begun, "portail_conseil_accueil", "nom")


def test_contact_details_are_in_the_list_where_the_agency_says_so(begun: Agency) -> None:
    """R-133: the council may ask for them."""
    set_options(begun, Reglage("immeuble", "S1/I1", "coordonnees_dans_liste", valeur=True))

    seen = said(begun, "portail_coproprietaires", "nom", "email")
    assert ("Roux", "claire@example.org") in seen["T1"]


def test_hugo_garnier_is_the_contact_and_his_address_is_nowhere(begun: Agency) -> None:
    """R-127."""
    seen = said(begun, "portail_contacts", "role", "nom", "telephone", "portee")

    assert seen == {
        **alike("T1 T2 T3", ("gestionnaire", "Garnier", "0400000001", "immeuble")),
        "T5": [("gestionnaire", "Garnier", "0400000001", "compte")],
    }
    assert not [each for each in shown(begun, "portail_contacts", "T1")[0] if "adresse" in each]


def test_a_contact_of_the_whole_entity_is_everybody_s(begun: Agency, tmp_path: Path) -> None:
    """R-127, R-128."""
    line = '  <contact role="comptable" utilisateur="U1"/>\n</contacts>'
    edits = {"donnees/contacts-G1.xml": [("</contacts>", line)]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    seen = said(begun, "portail_contacts", "role", "portee")
    assert seen["T4"] == [("comptable", "entite")]
    assert seen["T5"] == [("comptable", "entite"), ("gestionnaire", "compte")]


def test_the_agency_is_the_entity_of_the_account(begun: Agency) -> None:
    """R-128."""
    seen = said(begun, "portail_agence", "nom")

    assert seen == {
        **alike("T1 T2 T3", "Immo Dupont Syndic"),
        **alike("T4 T5", "Immo Dupont Gérance"),
    }


def test_without_contacts_neither_is_shown(begun: Agency) -> None:
    """R-023: of a building, and of an account of the gérance."""
    set_options(
        begun,
        Reglage("immeuble", "S1/I1", "contacts", valeur=False),
        Reglage("compte", "G1/C6", "contacts", valeur=False),
    )

    assert said(begun, "portail_contacts", "nom") == {}
    assert said(begun, "portail_agence", "entite") == {"T4": ["G1"]}


def test_the_council_sees_approved_suppliers(begun: Agency, tmp_path: Path) -> None:
    """R-135, R-136: without an activity it is "Autres"; not approved, nobody sees it."""
    seen = said(begun, "portail_prestataires", "nom", "activite", "telephone")
    assert seen == alike("T1 T2", ("Ascenseurs Rhône", "Ascenseur", "0400000009"))

    edits = {"donnees/tiers.xml": [(' activite="Ascenseur"', "")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    assert said(begun, "portail_prestataires", "activite") == alike("T1 T2", "Autres")

    edits["donnees/comptes-S1.xml"] = [(' valide="true"', "")]
    begun.send(an_envoi(tmp_path / "envoi-3", edits, numero=3))
    assert said(begun, "portail_prestataires", "nom") == {}


def test_contracts_are_all_co_owners_under_their_block(begun: Agency) -> None:
    """R-138."""
    seen = said(begun, "portail_contrats", "reference", "nom_theme", "batiment", "prestataire")

    the_lift = ("0031", "Ascenseur", "Bâtiment A", "Ascenseurs Rhône")
    assert seen == alike("T1 T2 T3", the_lift)


def test_a_contract_shows_until_the_end_of_its_last_day_there(begun: Agency) -> None:
    """R-138: `au` is 31 December, in Paris."""
    assert said(begun, "portail_contrats", "dossier", at="2026-12-31T22:59:59.000Z")
    assert not said(begun, "portail_contrats", "dossier", at="2026-12-31T23:00:00.000Z")


def test_contracts_may_be_the_council_s(begun: Agency) -> None:
    """R-138, configurable."""
    set_options(begun, Reglage("", "syndic", "contrats_du_conseil", valeur=True))

    assert said(begun, "portail_contrats", "dossier").keys() == {"T1", "T2"}


def test_a_theme_that_is_no_longer_published_withdraws_its_contracts(
    begun: Agency, tmp_path: Path
) -> None:
    """R-138."""
    edits = {"donnees/parametres.xml": [('<theme code="ASC" libelle="Ascenseur"/>', "")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    assert said(begun, "portail_contrats", "dossier") == {}


def test_each_sees_his_buildings_and_co_owners_the_meetings(begun: Agency) -> None:
    """R-075, R-150."""
    seen = said(begun, "portail_immeubles", "immeuble", "espace")
    assert seen == {
        **alike("T1 T2 T3", ("S1/I1", "coproprietaire")),
        "T4": [("G1/I2", "proprietaire")],
        "T5": [("G1/I2", "locataire")],
    }
    assert str(shown(begun, "portail_immeubles", "T3")[0]["derniere_ag"]) == "2026-05-12"

    set_options(begun, Reglage("", "syndic", "assemblees", valeur=False))
    assert shown(begun, "portail_immeubles", "T3")[0]["derniere_ag"] is None


def test_the_caretaker_shows_where_the_setting_is_on(begun: Agency, tmp_path: Path) -> None:
    """R-126: he needs an identity, and the setting; co-owners only."""
    edits = {"donnees/immeubles-S1.xml": [(' titulaire="SDC', ' gardien="T8" titulaire="SDC')]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    assert said(begun, "portail_gardien", "nom") == {}

    set_options(begun, Reglage("", "syndic", "gardien", valeur=True))
    assert said(begun, "portail_gardien", "nom") == alike("T1 T2 T3", "Garnier")

    hidden = Reglage("immeuble", "S1/I1", "gardien", valeur=False)
    set_options(begun, Reglage("", "syndic", "gardien", valeur=True), hidden)
    assert said(begun, "portail_gardien", "nom") == {}


def occupants_on(agency: Agency, at: str) -> set[object]:
    with agency.workshop.store.reading() as known:
        return {row["nom"] for row in known.view("portail_occupations", "T4", at=at)}


def test_who_occupied_a_unit_on_1_january_is_a_name_and_nothing_else(begun: Agency) -> None:
    """R-108: Farid Nadir, although his account is closed since; all of that year."""
    (row,) = shown(begun, "portail_occupations", "T4")

    assert row["nom"] == "Nadir"
    assert not {"email", "telephone", "solde", "adresse1", "entree"} & row.keys()
    assert said(begun, "portail_occupations", "nom").keys() == {"T4"}
    assert occupants_on(begun, "2023-12-31T12:00:00.000Z") == set()
    assert occupants_on(begun, "2025-06-01T12:00:00.000Z") == {"Nadir"}
    assert occupants_on(begun, "2026-12-31T22:59:59.999Z") == {"Nadir"}
    assert occupants_on(begun, "2026-12-31T23:00:00.000Z") == {"Faure"}


def test_the_landlord_sees_his_tenants_once_the_setting_is_on(begun: Agency) -> None:
    """R-107: Emma, L9, 1 September 2026, 0.00; not Farid, who left and owes nothing."""
    columns = ("nom", "lot", "entree", "solde", "devise")
    assert said(begun, "portail_locataires", "nom") == {}

    set_options(begun, Reglage("compte", "G1/C4", "comptes_locataires", valeur=True))
    emma = ("Faure", "G1/L9", date(2026, 9, 1), 0, "EUR")
    assert said(begun, "portail_locataires", *columns) == alike("T4", emma)

    lines = ("date", "debit", "credit", "locataire")
    w1, w2 = (
        (date(2026, 11, 1), 70000, 0, "G1/C6"),
        (date(2026, 11, 2), 0, 70000, "G1/C6"),
    )
    assert said(begun, "portail_locataires_ecritures", *lines) == alike("T4", w1, w2)

    one_no = Reglage("compte", "G1/C6", "comptes_locataires", valeur=False)
    set_options(begun, Reglage("", "gerance", "comptes_locataires", valeur=True), one_no)
    assert said(begun, "portail_locataires", "nom") == {}
    assert said(begun, "portail_locataires_ecritures", "rang") == {}


@pytest.mark.parametrize(
    ("at", "names"),
    [
        (NOW, ["Faure", "Nadir"]),
        ("2027-08-15T21:00:00.000Z", ["Faure", "Nadir"]),
        ("2027-08-15T23:00:00.000Z", ["Faure"]),
    ],
)
def test_who_left_and_owes_is_shown_for_twelve_months(
    begun: Agency, tmp_path: Path, at: str, names: list[str]
) -> None:
    """R-107 amended: his lease ended on 15 August 2026."""
    was = 'numero="4110005" publie="true" solde="0.00"'
    owing = (was, was.replace("0.00", "12.00"))
    begun.send(an_envoi(tmp_path / "envoi-2", {"donnees/comptes-G1.xml": [owing]}, numero=2))
    set_options(begun, Reglage("", "gerance", "comptes_locataires", valeur=True))

    assert said(begun, "portail_locataires", "nom", at=at) == {"T4": names}


def test_a_closed_account_of_a_tenant_is_still_his_landlord_s_to_see(
    begun: Agency, tmp_path: Path
) -> None:
    """R-107 amended: the four closings end the tenant's access only."""
    edits = {"donnees/comptes-G1.xml": [unpublished("4110006")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    set_options(begun, Reglage("", "gerance", "comptes_locataires", valeur=True))

    assert said(begun, "portail_locataires", "nom") == {"T4": ["Faure"]}
    assert "T5" not in said(begun, "portail_immeubles", "nom")


def test_a_login_lists_its_accounts_and_those_it_may_act_for(begun: Agency, tmp_path: Path) -> None:
    """R-073: with the date of the last document that shows."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    add_file(envoi, "donnees/relations.xml", RELATIONS, 'nature="relations"')
    begun.send(envoi)

    rows = shown(begun, "portail_autres_comptes", "T4")
    last = {str(row["compte"]): "" for row in rows}
    for row in rows:
        last[str(row["compte"])] = max(last[str(row["compte"])], str(row["ajoute_le"] or ""))
    assert {row["compte"]: row["nom"] for row in rows} == {"G1/C4": "Leroy", "G1/C6": "Faure"}
    assert last == {"G1/C4": "2026-08-16T22:00:00.000Z", "G1/C6": "2026-11-02T23:00:00.000Z"}


def test_staff_without_a_known_role_is_disabled(begun: Agency, tmp_path: Path) -> None:
    """R-085: each sees himself; none and unknown are told."""
    assert said(begun, "portail_personnel", "nom", "role", "etat") == {
        "T8": [("Garnier", "gestionnaire", "actif")]
    }
    for numero, role in ((2, 'role="concierge"'), (3, "")):
        edits = {"donnees/utilisateurs.xml": [('role="gestionnaire"', role)]}
        entry = begun.send(an_envoi(tmp_path / f"envoi-{numero}", edits, numero=numero))
        assert "ROLE_UNKNOWN" in told(entry)
        assert said(begun, "portail_personnel", "role", "etat") == {"T8": [(None, "desactive")]}
