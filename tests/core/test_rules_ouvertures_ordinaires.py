"""R-011 *in*: what shows documents in any ordinary night, and is never held however much it is."""

from dataclasses import replace
from datetime import date

import pytest

from ingest.rules.causes import LEVEES, ORDINAIRES
from ingest.rules.decisions import DEPUBLIE, DEPUBLIE_JUSQU_AU
from ingest.rules.derivation import derive
from ingest.rules.faits import JAMAIS, Fait, Faits, Parametres, Purge, Relation
from ingest.rules.raisons import LISTE_REMPLACEE, RAISONS, VISIBLE
from tests.core.some_cotes import guarded, opened
from tests.core.some_faits import NOON, an_agency, sees
from tests.core.some_records import (
    a_bail,
    a_classeur,
    a_compte,
    a_detention,
    a_fiche,
    a_lot,
    a_modele,
    an_evenement,
    an_immeuble,
)

LETTER = an_evenement("E1", immeuble="I1")
NEW_OWNER = (
    a_compte("C7", "T6"),
    a_lot("L7"),
    a_fiche("F7", "C7", membre_cs=True),
    a_detention("L7", "F7"),
)
SCANNED = a_modele(genre="facture_scannee")
INVOICE = LETTER._replace(ecriture_comptable=True)
OF_C8 = an_evenement("E8", compte="C8")
OF_I8 = an_evenement("E8", immeuble="I8")
OF_TENANT = an_evenement("E7", entite="G1", compte="C5")
PREAVIS = Parametres(depublier_locataire_preavis=True)
NOTICE = a_bail("B1", "C5", "L9", preavis=date(2026, 9, 1))
MASTER = Relation("T6 T3", "T6", "T3")


def agency(*facts: Fait, parametres: Parametres | None = None) -> Faits:
    """The usual agency and a letter to all of building I1."""
    return an_agency(LETTER, *facts, parametres=parametres)


def lettered(**given: object) -> Faits:
    return an_agency(LETTER._replace(**given))  # type: ignore[arg-type]  # fields that exist


def pairs(faits: Faits) -> set[tuple[str, str]]:
    found = derive(faits)
    people = {row.tiers for row in found.acces}
    return {(tiers, document) for tiers in people for document in sees(found, tiers)}


def purged() -> Faits:
    purge = Purge("S1/E1/a", LETTER.traite_le, "2026-10-01T00:00:00.000Z")
    return replace(an_agency(), purges={"S1/E1/a": purge})


QUIET: dict[str, tuple[Faits, Faits]] = {
    "nothing": (agency(), agency()),
    "another title": (lettered(objet="Un autre"), agency()),
    "a new binder with a wide box": (agency(), agency(a_classeur("syndic/2"))),
    "a box that is unticked": (agency(), agency(a_classeur(cases=["president"]))),
}
NIGHTS: dict[str, tuple[Faits, Faits]] = {
    "a new letter": (an_agency(), agency()),
    "a draft that is published": (lettered(publie_le=None), agency()),
    "a draft that is published elsewhere than it was": (
        an_agency(an_evenement("E1", compte="C3", publie_le=None)),
        agency(),
    ),
    "a draft that is published in a new binder": (
        lettered(publie_le=None),
        agency(a_classeur("syndic/2"), a_modele("MS", "syndic/2")),
    ),
    "a withdrawn letter that is published again": (lettered(publie_le=JAMAIS), agency()),
    "a letter that is listed again": (lettered(absent=True), agency()),
    "a purged letter that is listed again": (purged(), agency()),
    "a letter that is put forward": (lettered(publie_le="2026-12-24"), agency()),
    "a file that arrives": (an_agency(LETTER, formats={"sha-a": None}), agency()),
    "a letter that is rendered": (an_agency(LETTER, formats={"sha-a": "html"}), agency()),
    "a file that is sent anew, as a PDF": (
        an_agency(LETTER, formats={"sha-a": "interdit"}),
        agency(),
    ),
    "a scanned invoice that is entered": (agency(SCANNED), an_agency(INVOICE, SCANNED)),
    "a new owner, of the council at once": (agency(), agency(*NEW_OWNER)),
    "a new holder of an account": (agency(), agency(a_compte("C3", "T3", "T6"))),
    "a new login": (an_agency(LETTER, without=["connexions:T3"]), agency()),
    "an account that is ticked": (agency(a_compte("C3", "T3", publie=False)), agency()),
    "an account that a letter waited for": (
        an_agency(OF_C8),
        an_agency(OF_C8, a_compte("C8", "T6")),
    ),
    "a building that a letter waited for": (
        an_agency(OF_I8),
        an_agency(
            OF_I8,
            an_immeuble("I8"),
            a_lot("L8", "I8"),
            a_fiche("F8", "C3", immeuble="I8"),
            a_detention("L8", "F8"),
            without=["fiches_coproprietaires:S1/F3"],
        ),
    ),
    "a cancelled notice": (
        an_agency(OF_TENANT, NOTICE, parametres=PREAVIS),
        an_agency(OF_TENANT, parametres=PREAVIS),
    ),
    "a new account on a night when a setting changes": (
        an_agency(LETTER, parametres=PREAVIS),
        agency(*NEW_OWNER),
    ),
    "a holder who had left, on a night when a setting changes": (
        an_agency(LETTER, a_compte("C3", ("T3", date(2026, 9, 1))), parametres=PREAVIS),
        agency(),
    ),
    "a draft that is published on a night when a setting changes": (
        an_agency(LETTER._replace(publie_le=None), parametres=PREAVIS),
        agency(),
    ),
    "an account more of somebody who has a super tiers": (
        agency(MASTER, a_compte("C3", "T3", publie=False), a_compte("C6", "T3")),
        agency(MASTER, a_compte("C6", "T3")),
    ),
    "a new owner on a night when a model moves": (
        agency(a_classeur("syndic/2"), a_modele("MS", "syndic/2")),
        agency(a_classeur("syndic/2"), *NEW_OWNER),
    ),
    "a new owner and a target that widens to his account": (
        agency(),
        agency(*NEW_OWNER, a_detention("L1", "F7")),
    ),
}


@pytest.mark.parametrize("night", QUIET)
def test_a_night_that_shows_nobody_more_is_not_counted(night: str) -> None:
    assert opened(*QUIET[night]) == {}


@pytest.mark.parametrize("night", NIGHTS)
def test_what_an_ordinary_night_shows_is_not_counted(night: str) -> None:
    before, after = NIGHTS[night]
    assert pairs(after) > pairs(before)
    assert opened(before, after) == {}


def test_what_begins_or_ends_by_itself_counts_neither_way() -> None:
    """Two instants of the same facts: a month's retention ends between them."""
    facts = agency(
        a_modele(duree_mois="6"), an_evenement("E2", compte="C3", publie_le="2026-12-01")
    )
    for at in (NOON, "2026-12-14T22:59:59.999Z", "2026-12-15T12:00:00.000Z"):
        assert guarded(facts, facts, at=at) == []


def test_every_reason_that_hides_a_document_is_ordinary_or_has_its_cause() -> None:
    """But those that hide it by where it stands: its binder and its scopes tell them."""
    elsewhere = {
        "REFERENCE_INCONNUE",
        "MODEL_NO_BINDER",
        "BINDER_UNKNOWN",
        "TARGET_UNKNOWN",
        "NOBODY_REACHED",
    }
    of_time = {"EXPIRED", "PUBLICATION_FUTURE", "PURGED"}
    reasons = {raison.code for raison in RAISONS} | of_time
    reasons |= {VISIBLE, DEPUBLIE, DEPUBLIE_JUSQU_AU, LISTE_REMPLACEE}
    assert not ORDINAIRES & LEVEES.keys()
    assert ORDINAIRES | LEVEES.keys() == reasons - elsewhere
