"""The laws that every derivation keeps, whatever the facts (style.md, "Tests")."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.rules.derivation import Derivation, derive
from ingest.rules.faits import Evenement, Faits
from ingest.telling.codes import CODES
from tests.core.some_faits import sees
from tests.core.some_random_faits import Known, random_known

INSTANTS = ("2020-06-01T12:00:00.000Z", "2026-11-24T12:00:00.000Z", "9999-12-31T12:00:00.000Z")
law = settings(deadline=None, max_examples=40)


def rows(found: Derivation) -> Derivation:
    """Return what was derived, as values that can be compared."""
    missing = sorted(document.ref for document in found.manquants)
    return found._replace(manquants=tuple(missing))  # type: ignore[arg-type]  # only to compare


def seen_by_anyone(found: Derivation) -> set[tuple[str, str]]:
    people = {row.tiers for row in found.acces}
    return {
        (tiers, document)
        for tiers in people
        for at in INSTANTS
        for document in sees(found, tiers, at)
    }


def accounts_of(evenement: Evenement, faits: Faits) -> set[str | None]:
    """Return every account that a personal event can concern, whatever the day: an own reading."""
    baux = [b for b in faits.baux.values() if b.ref == evenement.bail or evenement.lot in b.lots]
    lots = {
        evenement.lot,
        *(lot for bail in baux if bail.ref == evenement.bail for lot in bail.lots),
    }
    fiches = {d.fiche for d in faits.detentions.values() if d.lot == evenement.lot}
    return {
        evenement.compte,
        *(bail.compte for bail in baux),
        *(m.compte for m in faits.mandats.values() if any(under.lot in lots for under in m.lots)),
        *(f.compte for f in faits.fiches_coproprietaires.values() if f.ref in fiches),
    }


def is_concerned(tiers: str, document: str, faits: Faits) -> bool:
    """Return whether a person, or one whose super tiers he is, holds an account that is named."""
    evenement = faits.evenements[document.rpartition("/")[0]]
    accounts = [faits.comptes.get(ref or "") for ref in accounts_of(evenement, faits)]
    acts_for = persons_behind(tiers, faits)
    return any(acts_for & {t.tiers for t in each.titulaires} for each in accounts if each)


def is_let_by(tiers: str, document: str, faits: Faits) -> bool:
    """Return whether he, or one for whom he acts, let a unit to an account that is named."""
    evenement = faits.evenements[document.rpartition("/")[0]]
    tenants = accounts_of(evenement, faits)
    units = {lot for bail in faits.baux.values() if bail.compte in tenants for lot in bail.lots}
    landlords = {
        mandat.compte for mandat in faits.mandats.values() if {e.lot for e in mandat.lots} & units
    }
    holders = {
        holder.tiers
        for compte in landlords & faits.comptes.keys()
        for holder in faits.comptes[compte].titulaires
    }
    is_on = any(each.option == "documents_locataires" for each in faits.options.reglages)
    return is_on and bool(persons_behind(tiers, faits) & holders)


def persons_behind(tiers: str, faits: Faits) -> set[str]:
    """Return a person and those whose super tiers he is said to be (R-073)."""
    linked = {each.tiers for each in faits.relations.values() if each.super_tiers == tiers}
    return {tiers, *linked}


def personal(found: Derivation) -> set[str]:
    return {row.document for row in found.publication if row.portee == "compte"}


@law
@given(random_known())
def test_the_same_facts_give_the_same_rows(known: Known) -> None:
    assert rows(derive(known.faits())) == rows(derive(known.faits()))


@law
@given(random_known(), st.randoms(use_true_random=False))
def test_the_order_of_records_is_irrelevant(known: Known, order: object) -> None:
    facts = list(known.facts)
    order.shuffle(facts)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert rows(derive(known.faits(facts))) == rows(derive(known.faits()))


@law
@given(random_known())
def test_who_has_no_login_reaches_nothing(known: Known) -> None:
    """R-071."""
    faits = known.faits()
    assert {row.tiers for row in derive(faits).acces} <= set(faits.connexions)


@law
@given(random_known())
def test_a_person_reaches_only_accounts_that_he_holds(known: Known) -> None:
    """R-041 (f), R-072."""
    faits = known.faits()
    for row in derive(faits).acces:
        assert row.par_tiers in {holder.tiers for holder in faits.comptes[row.compte].titulaires}
        assert row.par_tiers in persons_behind(row.tiers, faits)
        assert faits.comptes[row.compte].publie
        if row.niveau == "bailleur":
            assert faits.comptes[row.cible].genre == "locataire"
            assert faits.comptes[row.cible].publie
            continue
        assert row.portee == "immeuble" or row.cible == row.compte
        assert row.niveau == row.espace or row.niveau in {"membre", "president"}


@law
@given(random_known())
def test_every_piece_has_a_row(known: Known) -> None:
    """Architecture: a document that reaches nobody keeps one row, with its motif."""
    faits = known.faits()
    documents = {
        f"{event.ref}/{piece.id}" for event in faits.evenements.values() for piece in event.pieces
    }
    assert {row.document for row in derive(faits).publication} == documents


@law
@given(random_known())
def test_what_is_published_has_a_content_a_scope_and_a_binder(known: Known) -> None:
    for row in derive(known.faits()).publication:
        if row.etat == "publiee":
            assert None not in (row.contenu, row.portee, row.cible, row.classeur, row.visible_du)


@law
@given(random_known())
def test_a_content_is_shown_only_of_a_known_format(known: Known) -> None:
    """R-045."""
    found = {row.contenu for row in derive(known.faits()).publication}
    assert found <= {None, "sha-pdf", "sha-bureautique", "sha-a", "sha-b"}


@law
@given(random_known())
def test_what_must_never_show_is_never_published(known: Known) -> None:
    """R-010, R-044, R-049, R-051."""
    faits = known.faits()
    shown = {row.document for row in derive(faits).publication if row.etat == "publiee"}
    for document in shown:
        event = faits.evenements[document.rpartition("/")[0]]
        (piece,) = (p for p in event.pieces if p.id == document.rpartition("/")[2])
        assert [event.absent, event.confidentiel, piece.retiree] == [False] * 3
        assert event.publie_le not in {None, "0000-00-00"}


@law
@given(random_known())
def test_a_personal_document_shows_only_to_who_holds_an_account_that_it_names(known: Known) -> None:
    """R-041 (f): fail closed, whatever the facts; R-042: and to a tenant's landlord."""
    faits = known.faits()
    found = derive(faits)
    for tiers, document in seen_by_anyone(found):
        if document in personal(found):
            assert is_concerned(tiers, document, faits) or is_let_by(tiers, document, faits)


@law
@given(random_known(), st.data())
def test_removing_a_record_shows_no_personal_document_to_a_stranger(
    known: Known, data: st.DataObject
) -> None:
    removed = data.draw(st.sampled_from(known.facts))
    before, after = known.faits(), known.faits(f for f in known.facts if f is not removed)
    found = derive(after)
    for tiers, document in seen_by_anyone(found) - seen_by_anyone(derive(before)):
        assert document not in personal(found) or is_concerned(tiers, document, after)


@law
@given(random_known())
def test_every_anomaly_has_its_sentence(known: Known) -> None:
    assert {each.code for each in derive(known.faits()).anomalies} <= set(CODES)


@law
@given(random_known())
def test_a_record_without_effect_is_always_explained(known: Known) -> None:
    found = derive(known.faits())
    told = {
        (each.nature, each.entite) for each in found.anomalies if CODES[each.code].severity == "E"
    }
    assert set(found.sans_effet) <= told


@law
@given(random_known())
def test_no_access_is_of_no_time_at_all(known: Known) -> None:
    for row in derive(known.faits()).acces:
        assert row.du is None or row.jusqu_au is None or row.du < row.jusqu_au


@law
@given(random_known())
def test_in_a_building_a_person_has_one_council_level_at_a_time(known: Known) -> None:
    """R-083: exactly one level for building-wide documents; a master has his tiers' (R-073)."""
    found = derive(known.faits()).acces
    for at in INSTANTS:
        levels: dict[tuple[str, str, str], set[str]] = {}
        for row in found:
            running = (row.du or "") <= at and (row.jusqu_au is None or at < row.jusqu_au)
            if running and (row.portee, row.espace) == ("immeuble", "coproprietaire"):
                levels.setdefault((row.tiers, row.par_tiers, row.cible), set()).add(row.niveau)
        assert all(len(each) == 1 for each in levels.values())
