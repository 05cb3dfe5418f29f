"""The order of reasons (8.0, R-038), what the sender is told of documents, and what is counted."""

import json

import pytest

from ingest.rules.derivation import derive, in_force
from ingest.rules.faits import JAMAIS, Evenement, Fait, Faits
from ingest.rules.publication import documents_of
from ingest.telling.codes import CODES
from tests.core.some_faits import an_agency, codes, viewers
from tests.core.some_records import (
    a_classeur,
    a_detention,
    a_lot,
    a_modele,
    a_piece,
    an_evenement,
)

LADDER: list[tuple[str, dict[str, object], dict[str, object], str | None]] = [
    ("WITHDRAWN_EXPLICIT", {"publie_le": JAMAIS}, {}, None),
    ("WITHDRAWN_ABSENT", {"absent": True}, {}, None),
    ("NOT_PUBLISHED", {"publie_le": None}, {}, None),
    ("EVENT_CONFIDENTIAL", {"confidentiel": True}, {}, None),
    ("INVOICE_OPTION_OFF", {}, {"genre": "facture"}, None),
    ("RETENTION_INVALID", {}, {"duree_mois": "-1"}, None),
    ("FILE_MISSING", {}, {}, None),
    ("MODEL_NO_BINDER", {}, {"module": None, "numero": None}, "pdf"),
    ("TARGET_UNKNOWN", {"lot": "L99"}, {}, "pdf"),
    ("NOBODY_REACHED", {"lot": "L4"}, {}, "pdf"),
]


def everything_from(step: int) -> Faits:
    """Given a step of the ladder, return facts with its reason and all the weaker ones."""
    event: dict[str, object] = {}
    model: dict[str, object] = {}
    for _, event_part, model_part, _ in reversed(LADDER[step:]):
        event |= event_part
        model |= model_part
    kind = LADDER[step][3]
    facts: tuple[Fait, ...] = (
        an_evenement("E1", entite="S1", **event),
        a_modele("MS", "syndic/1", **model),
        a_lot("L4"),
    )
    return an_agency(*facts, formats={"sha-a": kind})


def motifs(faits: Faits) -> list[str]:
    return [json.loads(row.motif)[0] for row in derive(faits).publication]


@pytest.mark.parametrize("step", range(len(LADDER)), ids=[each[0] for each in LADDER])
def test_of_several_reasons_the_strongest_is_the_motif(step: int) -> None:
    """8.0, R-038: each step has its reason and every weaker one."""
    assert motifs(everything_from(step)) == [LADDER[step][0]]


@pytest.mark.parametrize(
    ("genre", "code"),
    [
        ("facture_scannee", "INVOICE_WITHOUT_ENTRY"),
        ("liste_coproprietaires", "OWNER_LIST_TOO_WIDE"),
        ("facture", "INVOICE_OPTION_OFF"),
    ],
)
@pytest.mark.parametrize("stronger", [True, False])
def test_confidential_is_stronger_than_an_invoice_or_a_list_and_these_than_waiting(
    genre: str, code: str, *, stronger: bool
) -> None:
    """8.0: withheld (confidential, scanned invoice, owner list, invoice option) > waiting."""
    event = an_evenement("E1", immeuble="I1", confidentiel=stronger)
    faits = an_agency(event, a_modele("MS", genre=genre), formats={"sha-a": None})
    assert motifs(faits) == ["EVENT_CONFIDENTIAL" if stronger else code]


def test_a_withdrawn_piece_is_withdrawn_before_it_is_confidential() -> None:
    event = an_evenement(
        "E1", immeuble="I1", confidentiel=True, pieces=(a_piece("a", retiree=True),)
    )
    assert motifs(an_agency(event)) == ["WITHDRAWN_ABSENT"]


def test_an_event_of_an_unknown_model_is_withheld_before_all_else() -> None:
    """Fail closed: nobody knows what its model would have withheld."""
    event = an_evenement("E1", immeuble="I1", modele="XX", confidentiel=True)
    faits = an_agency(event)
    assert motifs(faits) == ["REFERENCE_INCONNUE"]


def told(event: Evenement, *facts: Fait, kind: str | None = "pdf") -> list[str]:
    return codes(an_agency(event, *facts, formats={"sha-a": kind}))


BUILDING = an_evenement("E1", immeuble="I1")
GONE = an_evenement("E1", immeuble="I99", modele="XX", absent=True, confidentiel=True)
LETTER = an_evenement("E1", immeuble="I1", pieces=(a_piece("a", type="lettre"),))


@pytest.mark.parametrize(
    ("event", "model", "kind", "expected"),
    [
        (BUILDING._replace(confidentiel=True), a_modele(), "pdf", ["EVENT_CONFIDENTIAL"]),
        (BUILDING, a_modele(genre="facture_scannee"), "pdf", ["INVOICE_WITHOUT_ENTRY"]),
        (BUILDING, a_modele(genre="facture"), "pdf", ["INVOICE_OPTION_OFF"]),
        (BUILDING, a_modele(genre="liste_coproprietaires"), "pdf", ["OWNER_LIST_TOO_WIDE"]),
        (BUILDING, a_modele(), None, ["FILE_MISSING"]),
        (LETTER, a_modele(), "html", ["RENDERING_PENDING"]),
        (BUILDING, a_modele(), "interdit", ["FORMAT_FORBIDDEN"]),
        (BUILDING._replace(publie_le=JAMAIS), a_modele(), "pdf", []),
        (BUILDING._replace(publie_le=None), a_modele(), "pdf", []),
        (BUILDING, a_modele("MS", None), "pdf", ["MODEL_NO_BINDER"]),
        (BUILDING, a_modele("MS", "syndic/99"), "pdf", ["BINDER_UNKNOWN"]),
        (GONE, a_modele("MS", None), None, []),
    ],
)
def test_the_sender_is_told_what_he_can_mend_while_it_stands(
    event: Evenement, model: Fait, kind: str | None, expected: list[str]
) -> None:
    """Each accuse repeats what still stands, of what is still listed."""
    assert told(event, model, kind=kind) == expected


def test_what_is_told_of_a_document_names_its_event_and_piece() -> None:
    (found,) = derive(an_agency(BUILDING, formats={"sha-a": None})).anomalies
    assert (found.nature, found.entite, found.cle, found.attribut) == (
        "evenements",
        "S1",
        "E1",
        "piece a",
    )


def test_a_model_without_binder_that_no_event_uses_is_not_told() -> None:
    """R-040: no error."""
    assert codes(an_agency(a_modele("MX", None))) == []


@pytest.mark.parametrize("pieces", [(), (a_piece("a", retiree=True),)])
def test_an_event_with_no_piece_left_is_reported(pieces: tuple[object, ...]) -> None:
    """R-043: not visible."""
    faits = an_agency(an_evenement("E1", immeuble="I1", pieces=pieces))
    assert codes(faits) == ["EVENT_EMPTY"]
    assert viewers(faits) == ""


def test_an_empty_event_that_left_its_list_is_not_reported() -> None:
    assert codes(an_agency(an_evenement("E1", immeuble="I1", pieces=(), absent=True))) == []


def test_the_listed_pieces_that_never_came_are_asked_for() -> None:
    """R-012: neither those of a withdrawn piece nor of an absent event."""
    pieces = (a_piece("a"), a_piece("b", retiree=True), a_piece("c"))
    events = (
        an_evenement("E1", immeuble="I1", pieces=pieces),
        an_evenement("E2", immeuble="I1", absent=True, pieces=(a_piece("d"),)),
    )
    missing: dict[str, str | None] = {f"sha-{piece}": None for piece in "abd"}
    found = derive(an_agency(*events, formats=missing))
    assert [document.ref for document in found.manquants] == ["S1/E1/a"]


def test_an_absent_event_whose_target_is_gone_keeps_its_row() -> None:
    """R-010: nothing is forgotten until it is purged."""
    assert motifs(an_agency(GONE)) == ["WITHDRAWN_ABSENT"]


def test_a_withheld_document_does_not_fill_a_binder_without_a_box() -> None:
    """R-035 is about what would show."""
    event = BUILDING._replace(confidentiel=True)
    assert codes(an_agency(event, a_classeur("syndic/1", ()))) == ["EVENT_CONFIDENTIAL"]


def test_records_without_effect_are_counted_once_each() -> None:
    twice_wrong = an_evenement("E1", modele="XX", immeuble="I99")
    faits = an_agency(twice_wrong, a_detention("L99", "F99"))
    assert dict(derive(faits).sans_effet) == {("evenements", "S1"): 1, ("detentions", "S1"): 1}


def test_every_reason_has_its_sentence() -> None:
    """What a row's motif says, `explain` has to say in French."""
    reasons = {motif for step in range(len(LADDER)) for motif in motifs(everything_from(step))}
    assert reasons <= set(CODES)


def test_a_document_can_be_judged_alone() -> None:
    """What `explain` does."""
    faits = an_agency(BUILDING)
    (document,) = documents_of(faits.evenements["S1/E1"], in_force(faits))
    assert (document.ref, document.format) == ("S1/E1/a", "pdf")
