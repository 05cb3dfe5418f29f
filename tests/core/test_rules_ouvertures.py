"""R-011 *in*, cause by cause: what would show stored documents to persons who could not see them.

Each row of the table is one change, its cause as the agency reads it, and how many pairs it opens.
"""

from dataclasses import replace
from datetime import date

import pytest

from ingest.rules import causes
from ingest.rules.decisions import Criteres, Decision
from ingest.rules.faits import Fait, Faits, Parametres, Relation, Tiers
from tests.core.some_cotes import opened
from tests.core.some_faits import NOON, an_agency
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_connexion,
    a_detention,
    a_fiche,
    a_modele,
    a_piece,
    an_evenement,
)

LETTER = an_evenement("E1", immeuble="I1")
COUNCIL = ("president", "membre")
HIDDEN = Decision("D1", Criteres(modele="MS"), NOON, None)
MOVED = "le modèle passe au classeur Courriers"
PREAVIS = Parametres(depublier_locataire_preavis=True)
NOTICE = a_bail("B1", "C5", "L9", preavis=date(2026, 9, 1))
OF_TENANT = an_evenement("E7", entite="G1", compte="C5")


def agency(*facts: Fait, parametres: Parametres | None = None) -> Faits:
    """The usual agency and a letter to all of building I1."""
    return an_agency(LETTER, *facts, parametres=parametres)


def decided(faits: Faits, decision: Decision = HIDDEN) -> Faits:
    return replace(faits, decisions=(decision,))


def modelled(**given: object) -> Faits:
    return agency(a_modele("MS", "syndic/1", **given))


def of_lot(fiche: str) -> Faits:
    """A letter on unit L3, which a record has held since long ago."""
    letter = an_evenement("E2", lot="L3")
    return an_agency(letter, a_detention("L3", fiche), without=[DETENTION_3])


SHARED = (a_detention("L1", "F2"), a_compte("C2", "T1", "T2"))
DETENTION_3 = "detentions:S1/L3 F3 2020-01-01"
OPENINGS: dict[str, tuple[Faits, Faits, dict[str, int]]] = {
    "a box of each level": (
        agency(a_classeur(cases=["president"])),
        agency(),
        {
            "classeur Courriers : case Membre du conseil cochée": 1,
            "classeur Courriers : case Copropriétaire cochée": 1,
        },
    ),
    "a box of a binder that nobody could open": (
        agency(a_classeur(cases=[])),
        agency(a_classeur(cases=["president"])),
        {"classeur Courriers : case Président du conseil cochée": 1},
    ),
    "the tenant's box": (
        an_agency(OF_TENANT, a_classeur("gerance/1", ["proprietaire"])),
        an_agency(OF_TENANT),
        {"classeur Courriers : case Locataire cochée": 1},
    ),
    "the landlord's box": (
        an_agency(OF_TENANT._replace(compte="G1/C4"), a_classeur("gerance/1", ["locataire"])),
        an_agency(OF_TENANT._replace(compte="G1/C4")),
        {"classeur Courriers : case Propriétaire cochée": 1},
    ),
    "a model that moves to a wider binder": (
        agency(a_classeur("syndic/2", COUNCIL), a_modele("MS", "syndic/2")),
        agency(a_classeur("syndic/2", COUNCIL)),
        {MOVED: 1},
    ),
    "a model that had no binder": (agency(a_modele("MS", None)), agency(), {MOVED: 3}),
    "a binder that was unknown": (
        an_agency(LETTER, without=["classeurs:syndic/1"]),
        agency(),
        {MOVED: 3},
    ),
    "a target that is wider": (
        an_agency(an_evenement("E1", compte="C3")),
        agency(),
        {causes.CIBLE: 2},
    ),
    "a target that was nobody's": (
        an_agency(an_evenement("E1", compte="C8")),
        agency(),
        {causes.CIBLE: 3},
    ),
    "a target and a model at once": (
        an_agency(an_evenement("E1", compte="C3", modele="M2"), a_modele("M2", "syndic/2")),
        agency(),
        {MOVED: 3},
    ),
    "a target that changes while the letter is put off to tomorrow": (
        an_agency(an_evenement("E1", compte="C3")),
        an_agency(an_evenement("E1", compte="C2", publie_le="2026-11-25")),
        {causes.CIBLE: 1},
    ),
    "a unit that another record held all the time": (
        of_lot("F3"),
        of_lot("F2"),
        {causes.CIBLE: 1},
    ),
    "a lease that goes to another account": (
        an_agency(an_evenement("E7", entite="G1", bail="B1")),
        an_agency(
            an_evenement("E7", entite="G1", bail="B1"),
            a_compte("C6", "T6", genre="locataire", entite="G1"),
            a_bail("B1", "C6", "L9"),
        ),
        {causes.CIBLE: 1},
    ),
    "a letter that is no longer confidential": (
        an_agency(LETTER._replace(confidentiel=True)),
        agency(),
        {causes.CONFIDENTIEL: 3},
    ),
    "a model that keeps longer": (modelled(duree_mois="1"), modelled(), {causes.DUREE: 3}),
    "a model whose months were invalid": (
        modelled(duree_mois="-1"),
        modelled(),
        {causes.DUREE: 3},
    ),
    "the option of invoices": (
        agency(a_modele(genre="facture")),
        agency(a_modele(genre="facture"), parametres=Parametres(publier_factures=True)),
        {causes.FACTURES: 3},
    ),
    "the check of scanned invoices, disabled": (
        modelled(genre="facture_scannee"),
        agency(
            a_modele(genre="facture_scannee"), parametres=Parametres(ignorer_controle_pieces=True)
        ),
        {causes.FACTURES: 3},
    ),
    "a model that is no longer of scanned invoices": (
        modelled(genre="facture_scannee"),
        modelled(),
        {causes.FACTURES: 3},
    ),
    "a model that is no longer of lists of co-owners": (
        modelled(genre="liste_coproprietaires"),
        modelled(),
        {causes.LISTE: 3},
    ),
    "a list of co-owners whose binder closes to them": (
        modelled(genre="liste_coproprietaires"),
        agency(a_modele(genre="liste_coproprietaires"), a_classeur(cases=COUNCIL)),
        {causes.LISTE: 2},
    ),
    "a decision that no longer names the document": (
        decided(agency()),
        decided(agency(a_modele("M2"), LETTER._replace(modele="M2"))),
        {causes.DEPUBLICATION: 3},
    ),
    "a super tiers": (
        agency(),
        agency(Relation("T6 T3", "T6", "T3")),
        {causes.SUPER_TIERS: 1},
    ),
    "a member of the council who was there": (
        agency(a_classeur(cases=COUNCIL)),
        agency(a_classeur(cases=COUNCIL), a_fiche("F3", "C3", membre_cs=True)),
        {causes.CONSEIL: 1},
    ),
    "a member of the council for whom a super tiers looks": (
        agency(a_classeur(cases=COUNCIL), Relation("T6 T3", "T6", "T3")),
        agency(
            a_classeur(cases=COUNCIL),
            Relation("T6 T3", "T6", "T3"),
            a_fiche("F3", "C3", membre_cs=True),
        ),
        {causes.CONSEIL: 2},
    ),
    "a setting that no longer closes accounts": (
        an_agency(OF_TENANT, NOTICE, parametres=PREAVIS),
        an_agency(OF_TENANT, NOTICE),
        {causes.REGLAGE: 1},
    ),
    "two causes at once, for other persons": (
        agency(a_classeur(cases=COUNCIL)),
        agency(
            a_classeur(cases=COUNCIL),
            a_fiche("F3", "C3", membre_cs=True),
            Relation("T6 T2", "T6", "T2"),
        ),
        {causes.CONSEIL: 1, causes.SUPER_TIERS: 1},
    ),
    "a target with two scopes, of which one person reads both": (
        an_agency(an_evenement("E2", compte="C3"), *SHARED),
        an_agency(an_evenement("E2", lot="L1"), *SHARED),
        {causes.CIBLE: 2},
    ),
    "a binder that gains a wide box and shows nothing yet": (
        an_agency(a_classeur(cases=COUNCIL)),
        an_agency(),
        {"classeur Courriers : case Copropriétaire cochée": 0},
    ),
}


@pytest.mark.parametrize("change", OPENINGS)
def test_what_opens_stored_documents_is_counted_under_its_cause(change: str) -> None:
    before, after, expected = OPENINGS[change]
    assert opened(before, after) == expected


def test_a_person_who_sees_by_another_account_gains_nothing() -> None:
    before = agency()
    after = agency(
        a_compte("C7", "T3"), a_fiche("F7", "C7"), a_detention("L3", "F7"), a_compte("C3", "T6")
    )
    assert opened(before, after) == {}


def test_of_a_building_and_an_account_of_one_name_only_what_is_reached_is_meant() -> None:
    """A new holder of the council, whose account is called as a building that he reached."""
    binder = a_classeur(cases=COUNCIL)
    before = agency(binder, a_compte("I1", "T6"))
    after = agency(
        binder, a_compte("I1", "T6"), a_fiche("F7", "I1", membre_cs=True), a_detention("L3", "F7")
    )
    assert opened(before, after) == {}


def test_a_piece_that_joins_a_stored_letter_is_a_new_document() -> None:
    pieces = (a_piece("a"), a_piece("b"))
    assert opened(agency(), an_agency(LETTER._replace(pieces=pieces))) == {}


def test_a_login_is_ordinary_and_the_super_tiers_named_with_it_is_not() -> None:
    before = an_agency(LETTER, without=["connexions:T3"])
    people = (Tiers("T9"), a_connexion("T9"), Relation("T9 T3", "T9", "T3"))
    assert opened(before, agency(*people)) == {causes.SUPER_TIERS: 1}
