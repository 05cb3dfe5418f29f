"""What the agency's staff see of its clients and of what tickets need, on either database.

Hugo Garnier (T8) is the staff of the worked example; its README says who the others are.
"""

from pathlib import Path

import pytest

from ingest.planning.reglages import Signature, apply_reglages
from ingest.rules.faits import Reglage
from store.views import VIEWS
from tests.journeys.some_agency import Agency
from tests.journeys.some_exemple import add_file, an_envoi
from tests.some_databases import BOTH

pytestmark = BOTH

NOW = "2026-11-24T12:00:00.000Z"
CLIENTS = ("T1", "T2", "T3", "T4", "T5", "T6", "T9")
OF_STAFF = tuple(
    view.nom for view in VIEWS if view.nom.startswith(("portail_portefeuille", "portail_tickets"))
)
LOTS_G1, IMMEUBLES_G1 = "donnees/lots-G1.xml", "donnees/immeubles-G1.xml"
RELATIONS = b"""<relations xmlns="urn:lsc-syncd:envoi:1">
  <relation super_tiers="T1" tiers="T5"/>
</relations>
"""
CORRESPONDANTS = b"""<correspondants xmlns="urn:lsc-syncd:envoi:1" entite="S1">
  <correspondant compte="C9" tiers="T6" fonction="Astreinte"/>
</correspondants>
"""
SECRETS = ("secret", "condense", "mot", "digicode", "code_chiffre", "solde", "iban", "bic", "rib")


def asked(agency: Agency, view: str, tiers: str = "T8", at: str = NOW) -> list[dict[str, object]]:
    with agency.workshop.store.reading() as known:
        return [dict(row) for row in known.view(view, tiers, at=at)]


def said(agency: Agency, view: str, *columns: str) -> list[tuple[object, ...]]:
    """Return these columns of what Hugo sees, in order."""
    rows = asked(agency, view)
    return sorted((tuple(row[each] for each in columns) for row in rows), key=str)


def nobody_sees_any(agency: Agency, *people: str) -> bool:
    return not any(asked(agency, view, tiers) for view in OF_STAFF for tiers in people)


def test_clients_see_nothing_that_is_the_staff_s(begun: Agency) -> None:
    """R-085, R-087, R-170: nor does a supplier, nor who is nobody."""
    assert len(OF_STAFF) == 7
    assert nobody_sees_any(begun, *CLIENTS, "T77", "")


def test_the_portfolio_is_the_clients_whose_account_is_open(begun: Agency) -> None:
    """R-087: Farid's is closed (R-081); neither a supplier nor Hugo himself is a client."""
    seen = said(begun, "portail_portefeuille", "personne", "identifiant", "espace", "numero")

    assert seen == [
        ("T1", "anne.moreau", "coproprietaire", "4500001"),
        ("T2", "bruno.petit", "coproprietaire", "4500002"),
        ("T3", "claire.roux", "coproprietaire", "4500003"),
        ("T4", "denis.leroy", "proprietaire", "4670004"),
        ("T5", "emma.faure", "locataire", "4110006"),
    ]
    claire = next(row for row in asked(begun, "portail_portefeuille") if row["personne"] == "T3")
    where = [claire[name] for name in ("nom", "prenom", "adresse1", "ville", "email")]
    assert where == ["Roux", "Claire", "9 rue Neuve", "Grenoble", "claire@example.org"]


def test_a_closed_account_leaves_the_portfolio(begun: Agency, tmp_path: Path) -> None:
    """R-081, R-087."""
    was = 'numero="4500003" publie="true"'
    edits = {"donnees/comptes-S1.xml": [(was, was.replace("true", "false"))]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    assert ("T3",) not in said(begun, "portail_portefeuille", "personne")
    assert ("T1",) in said(begun, "portail_portefeuille", "personne")


def test_who_acts_for_another_is_in_the_portfolio_with_both_accounts(
    begun: Agency, tmp_path: Path
) -> None:
    """R-073, R-087: each once."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    add_file(envoi, "donnees/relations.xml", RELATIONS, 'nature="relations"')
    begun.send(envoi)

    seen = said(begun, "portail_portefeuille", "personne", "compte", "titulaire")
    assert seen[:2] == [("T1", "G1/C6", "T5"), ("T1", "S1/C1", "T1")]
    assert len(seen) == 6


def test_the_pictograms_of_the_portfolio(begun: Agency) -> None:
    """R-083, R-087: resident, council member, president; the gérance has no council."""
    columns = ("personne", "nom_immeuble", "resident", "niveau")
    seen = said(begun, "portail_portefeuille_immeubles", *columns)

    assert seen == [
        ("T1", "Résidence des Tilleuls", True, "president"),
        ("T2", "Résidence des Tilleuls", True, "membre"),
        ("T3", "Résidence des Tilleuls", False, "coproprietaire"),
        ("T4", "12 rue Haute", False, None),
        ("T5", "12 rue Haute", False, None),
    ]


def test_units_are_listed_by_building_and_not_for_tenants(begun: Agency, tmp_path: Path) -> None:
    """R-087: of a tenant it is only told that what he rents is furnished."""
    columns = ("personne", "lot", "meuble")
    of_owners = [
        ("T1", "S1/L1", False),
        ("T2", "S1/L2", False),
        ("T2", "S1/L4", False),
        ("T3", "S1/L3", False),
    ]
    seen = said(begun, "portail_portefeuille_lots", *columns)
    assert seen == [*of_owners, ("T4", "G1/L9", False)]

    edits = {LOTS_G1: [('meuble="false"', 'meuble="true"')]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    seen = said(begun, "portail_portefeuille_lots", *columns)
    assert seen == [*of_owners, ("T4", "G1/L9", True), ("T5", "G1/L9", True)]


def test_a_unit_leaves_the_portfolio_of_who_sold_it(begun: Agency) -> None:
    """R-075: Claire sold her garage on the 23rd."""
    before = asked(begun, "portail_portefeuille_lots", at="2026-11-22T12:00:00.000Z")

    assert ("T3", "S1/L4") in {(row["personne"], row["lot"]) for row in before}


def test_places_of_tickets_are_buildings_of_the_syndic_and_all_units(begun: Agency) -> None:
    """R-170: with address lines; a building of the gérance with several owners is none."""
    seen = said(begun, "portail_tickets_lieux", "immeuble", "lot", "adresse1", "ville")

    assert seen == [
        ("G1/I2", "G1/L9", "12 rue Haute, porte B", "Lyon"),
        *(("S1/I1", f"S1/L{number}", None, "Lyon") for number in (1, 2, 3, 4)),
        ("S1/I1", None, "4 allée des Tilleuls", "Lyon"),
    ]


def test_a_building_of_one_landlord_alone_is_a_place_and_has_its_caretaker(
    begun: Agency, tmp_path: Path
) -> None:
    """R-126, R-170: staff see the caretaker whatever the setting of clients."""
    edits = {IMMEUBLES_G1: [('complet="false"', 'complet="true" gardien="T9"')]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    columns = ("immeuble", "lot", "nom_gardien", "telephone_gardien")
    seen = said(begun, "portail_tickets_lieux", *columns)
    assert ("G1/I2", None, "Ascenseurs Rhône", "0400000009") in seen
    assert ("G1/I2", "G1/L9", "Ascenseurs Rhône", "0400000009") in seen


def test_suppliers_of_tickets_are_approved_or_not(begun: Agency, tmp_path: Path) -> None:
    """R-135, R-170."""
    columns = ("prestataire", "nom", "activite", "telephone", "valide")
    lift = ("S1/C9", "Ascenseurs Rhône", "Ascenseur", "0400000009")
    assert said(begun, "portail_tickets_intervenants", *columns) == [(*lift, True)]

    edits = {"donnees/comptes-S1.xml": [(' valide="true"', "")]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))
    assert said(begun, "portail_tickets_intervenants", *columns) == [(*lift, False)]


def test_who_speaks_for_a_supplier_and_as_what(begun: Agency, tmp_path: Path) -> None:
    """R-170."""
    envoi = an_envoi(tmp_path / "envoi-2", numero=2)
    entry = 'nature="correspondants" entite="S1"'
    add_file(envoi, "donnees/correspondants-S1.xml", CORRESPONDANTS, entry)
    begun.send(envoi)

    seen = said(begun, "portail_tickets_correspondants", "prestataire", "nom", "fonction")
    assert seen == [("S1/C9", "Nadir", "Astreinte")]
    assert nobody_sees_any(begun, *CLIENTS)


def test_managers_are_told_by_building_by_account_and_by_entity(
    begun: Agency, tmp_path: Path
) -> None:
    """R-127, R-170."""
    line = '  <contact role="assistant" utilisateur="U1"/>\n</contacts>'
    edits = {"donnees/contacts-G1.xml": [("</contacts>", line)]}
    begun.send(an_envoi(tmp_path / "envoi-2", edits, numero=2))

    columns = ("portee", "cible", "role", "nom", "personne")
    assert said(begun, "portail_tickets_gestionnaires", *columns) == [
        ("compte", "G1/C6", "gestionnaire", "Garnier", "T8"),
        ("entite", "G1", "assistant", "Garnier", "T8"),
        ("immeuble", "S1/I1", "gestionnaire", "Garnier", "T8"),
    ]


@pytest.mark.parametrize(
    ("file", "was", "becomes"),
    [
        ("utilisateurs", 'role="gestionnaire"', 'role="concierge"'),
        ("utilisateurs", 'role="gestionnaire"', ""),
        ("utilisateurs", 'tiers="T8"', ""),
        ("connexions", '<connexion tiers="T8" identifiant="hugo.garnier"/>', ""),
    ],
)
def test_without_a_known_role_or_a_login_staff_see_nothing(
    begun: Agency, tmp_path: Path, file: str, was: str, becomes: str
) -> None:
    """R-085."""
    begun.send(an_envoi(tmp_path / "envoi-2", {f"donnees/{file}.xml": [(was, becomes)]}, numero=2))

    assert nobody_sees_any(begun, "T8")


def test_while_the_portal_is_off_staff_see_nothing(begun: Agency) -> None:
    """R-022."""
    off = Reglage("", "commun", "portail", valeur=False)
    apply_reglages(begun.workshop, [off], "reglages-1", signature=Signature("essai", "essai"))

    assert nobody_sees_any(begun, "T8")


def test_neither_secrets_nor_money_nor_preferences_are_in_what_staff_see() -> None:
    """R-087, R-088, R-125: a portal keeps who wants no notifications."""
    views = [view for view in VIEWS if view.nom in OF_STAFF]
    for view in views:
        found = {name for name in view.colonnes if any(each in name for each in SECRETS)}
        assert found == set(), view.nom
