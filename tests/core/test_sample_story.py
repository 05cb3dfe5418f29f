"""The story of the sample's agency: what happens in its nights, and what its author notes of it."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from syncd.sample.agence import Agence, Sort
from syncd.sample.fondation import found
from syncd.sample.nuits import next_night
from syncd.sample.oracle import fate
from syncd.sample.patrimoine import Bail, Compte, Detention, Fiche, Immeuble
from syncd.sample.reglages import audience
from syncd.sample.values import Classeur, Connexion, Entite, Evenement, Modele

Three = tuple[Agence, Agence, Agence]


def nights(seed: int = 1, immeubles: int = 4) -> Iterator[Agence]:
    agence = found(seed=seed, immeubles=immeubles)
    while True:
        yield agence
        agence = next_night(agence)


@pytest.fixture(scope="module")
def three() -> Three:
    story = nights()
    return next(story), next(story), next(story)


def told(agence: Agence) -> str:
    return "\n".join(agence.recit)


@pytest.mark.parametrize(
    "words",
    [
        "Nouvelles quittances",
        "arrive enfin",
        "L'écriture comptable",
        "Mutation",
        "est dépublié (0000-00-00)",
        "Préavis",
        "s'appelle désormais",
        "adresse électronique",
    ],
)
def test_the_second_night_tells_what_happened(three: Three, words: str) -> None:
    assert words in told(three[1])


@pytest.mark.parametrize(
    "words",
    [
        "Nouvelles quittances",
        "Élection au conseil syndical",
        "n'est plus dans la liste",
        "est rectifiée",
        "Départ de",
        "passe de 12 à 24 mois",
    ],
)
def test_the_third_night_tells_what_happened(three: Three, words: str) -> None:
    assert words in told(three[2])


@pytest.mark.parametrize(
    "sort",
    [
        "FILE_MISSING",
        "EVENT_CONFIDENTIAL",
        "INVOICE_WITHOUT_ENTRY",
        "INVOICE_OPTION_OFF",
        "NOT_PUBLISHED",
        "MODEL_NO_BINDER",
        "RENDERING_PENDING",
        "PUBLICATION_FUTURE",
    ],
)
def test_the_first_night_has_its_awkward_truths(three: Three, sort: str) -> None:
    agence = three[0]
    assert [fate(document, agence) for document in agence.documents.values()].count(sort) == 1


def test_a_receipt_is_shown_until_its_twelfth_month_ends(three: Three) -> None:
    fates = [fate(three[0].documents[expiring(three[0])], agence) for agence in three]
    assert fates == ["publie", "publie", "EXPIRED"]


def expiring(agence: Agence) -> str:
    ends = {document.jusqu_au: source for source, document in agence.documents.items()}
    return ends[min(end for end in ends if end is not None and end > agence.nuit)]


def test_the_invoice_is_shown_once_its_entry_is_there(three: Three) -> None:
    (waiting,) = (s for s, d in three[0].documents.items() if d.sort is Sort.SANS_ECRITURE)
    assert three[1].documents[waiting].sort is Sort.PUBLIE


def test_the_longer_months_bring_the_old_statements_back(three: Three) -> None:
    expired = [s for s, d in three[1].documents.items() if fate(d, three[1]) == "EXPIRED"]
    assert {fate(three[2].documents[source], three[2]) for source in expired} == {"publie"}


def test_a_buyer_holds_the_lot_from_the_day_after_the_seller(three: Three) -> None:
    after = three[1].tables["detentions", "S1"]
    (new,) = (after[key] for key in after.keys() - three[0].tables["detentions", "S1"].keys())
    assert isinstance(new, Detention)
    (old,) = (
        known
        for known in after.values()
        if isinstance(known, Detention) and known.lot == new.lot and known is not new
    )
    assert old.au is not None
    assert (new.du - old.au).days == 1


def test_one_entity_counts_in_francs_of_the_pacific(three: Three) -> None:
    entite = three[0].tables["entites", ""]["P1",]
    assert isinstance(entite, Entite)
    assert (entite.devise, entite.fuseau) == ("XPF", "Pacific/Tahiti")


def test_no_amount_in_francs_has_cents(three: Three) -> None:
    balances = [
        account.solde
        for account in three[0].tables["comptes", "P1"].values()
        if isinstance(account, Compte)
    ]
    assert all(balance == Decimal(int(balance or 0)) for balance in balances)


def test_an_account_has_two_holders(three: Three) -> None:
    accounts = three[0].tables["comptes", "S1"].values()
    assert any(isinstance(known, Compte) and len(known.titulaires) == 2 for known in accounts)


def test_an_account_of_two_holders_names_its_correspondent(three: Three) -> None:
    shared = {
        account.id: [holder.tiers for holder in account.titulaires]
        for account in three[0].tables["comptes", "S1"].values()
        if isinstance(account, Compte) and len(account.titulaires) > 1
    }
    cards = [
        card
        for card in three[0].tables["fiches_coproprietaires", "S1"].values()
        if isinstance(card, Fiche) and card.compte in shared
    ]
    assert cards
    assert all(card.correspondant in shared[card.compte] for card in cards)


def test_a_coowner_has_two_lots(three: Three) -> None:
    assert any(len(owner.lots) == 2 for owner in three[0].coproprietaires.values())


def test_a_person_has_accounts_in_two_entities(three: Three) -> None:
    entities: dict[str, set[str]] = {}
    for (nature, entite), records in three[0].tables.items():
        for account in records.values() if nature == "comptes" else ():
            assert isinstance(account, Compte)
            for holder in account.titulaires:
                entities.setdefault(holder.tiers, set()).add(entite)
    assert {"G1", "S1"} in entities.values()


def test_a_supplier_has_an_account(three: Three) -> None:
    accounts = three[0].tables["comptes", "S1"].values()
    assert any(isinstance(known, Compte) and known.genre == "fournisseur" for known in accounts)


def test_every_model_is_for_whom_its_binder_is(three: Three) -> None:
    boxes = ("president", "membre", "coproprietaire", "proprietaire", "locataire")
    binders = three[0].tables["classeurs", ""]
    for model in three[0].tables["modeles", ""].values():
        assert isinstance(model, Modele)
        binder = binders.get((str(model.module), str(model.classeur)))
        assert isinstance(binder, Classeur | None)
        ticked = {box for box in boxes if binder and getattr(binder, box)}
        assert set(audience(model.code)) == ticked


def test_no_login_is_given_twice() -> None:
    logins = [
        login.identifiant
        for login in found(seed=1, immeubles=40).tables["connexions", ""].values()
        if isinstance(login, Connexion)
    ]
    assert len(set(logins)) == len(logins)


def test_the_bank_accounts_of_the_buildings_have_their_key() -> None:
    ibans = [
        building.iban
        for building in found(seed=1, immeubles=40).tables["immeubles", "S1"].values()
        if isinstance(building, Immeuble) and building.iban
    ]
    assert len(ibans) > 20
    for iban in ibans:
        moved = iban[4:] + iban[:4]
        assert int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def test_the_tenant_who_leaves_first_is_the_one_who_gave_notice_first(three: Three) -> None:
    before, after = (night.tables["baux", "G1"] for night in three[1:])
    (key,) = (key for key in before if before[key] != after[key])
    left = after[key]
    assert isinstance(left, Bail)
    waiting = [
        lease.preavis_enregistre_le
        for lease in before.values()
        if isinstance(lease, Bail) and not lease.depart_enregistre_le
    ]
    assert left.preavis_enregistre_le == min(day for day in waiting if day is not None)


def test_every_document_of_the_list_is_known(three: Three) -> None:
    for agence in three:
        listed = {
            piece.source
            for (nature, _), records in agence.tables.items()
            for event in (records.values() if nature == "evenements" else ())
            if isinstance(event, Evenement)
            for piece in event.pieces
        }
        absent = {s for s, d in agence.documents.items() if d.sort is Sort.RETIRE_ABSENT}
        assert listed == agence.documents.keys() - absent


@pytest.mark.parametrize("immeubles", [2, 3, 4, 20])
def test_the_number_of_buildings_is_the_one_asked_for(immeubles: int) -> None:
    agence = found(seed=3, immeubles=immeubles)
    written = (len(rows) for (nature, _), rows in agence.tables.items() if nature == "immeubles")
    assert sum(written) == immeubles


@pytest.mark.parametrize("immeubles", [2, 3, 7])
def test_a_long_story_goes_on(immeubles: int) -> None:
    story = nights(seed=5, immeubles=immeubles)
    last = [next(story) for _ in range(30)][-1]
    assert last.numero == 30
    assert last.recit
